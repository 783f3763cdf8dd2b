"""The example archive's settings: the site's own, with the archive's folders and names."""

SITENAME = "Der Lauterbote"
SITESUBTITLE = "Erfundene Nachrichten aus erfundenen Orten: die Beispielsite von newsdigest"
SITEURL = "http://localhost:8000"
DEFAULT_LANG = "de"
TIMEZONE = "Europe/Berlin"

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
PAGE_URL = "{slug}/index.html"
PAGE_SAVE_AS = "{slug}/index.html"
STATIC_PATHS = ["images"]
OUTPUT_PATH = "output"
CACHE_PATH = "cache"

FEED_MAX_ITEMS = 50

THEME = "../theme"
PLUGIN_PATHS = ["../plugins"]
PLUGINS = ["newsdigest"]
LOAD_CONTENT_CACHE = True

NEWSDIGEST: dict[str, object] = {
    "languages": ["de", "en"],
    "site_id": "0a5d9a5e-5c0b-4f53-8f0e-3c1f6b7f2d11",
}
