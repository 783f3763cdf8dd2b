"""Stock Pelican: articles, lists, sections, topics, archive, one feed."""

import os

SITENAME = "Messblatt"
SITEURL = "https://bench.example"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "de"
THEME = "simple"
PLUGINS: list[str] = []
STATIC_PATHS: list[str] = []
ARTICLE_PATHS = ["posts"]
ARTICLE_URL = "{slug}/"
ARTICLE_SAVE_AS = "{slug}/index.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
DEFAULT_PAGINATION = 20
SUMMARY_MAX_LENGTH = 50
FEED_MAX_ITEMS = 50
FEED_ALL_RSS = "feeds/all.rss.xml"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
# Its cache is of use where something was built before.
CACHE_CONTENT = LOAD_CONTENT_CACHE = bool(os.environ.get("BENCH_CACHE"))
CONTENT_CACHING_LAYER = "reader"
CHECK_MODIFIED_METHOD = "mtime"
CACHE_PATH = "cache"
