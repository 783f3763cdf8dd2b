"""The site's settings; docs/reference/settings.md explains them."""

SITENAME = "Nachrichten-Digest"
SITESUBTITLE = ""
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

THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["newsdigest"]

# Builds cost what changed; `pelican --ignore-cache` turns it off for one build.
LOAD_CONTENT_CACHE = True

# What the plugin itself can be told; all keys have defaults.
NEWSDIGEST: dict[str, object] = {}
