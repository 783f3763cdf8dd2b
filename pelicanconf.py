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

# Entries of one feed; older ones stand in the archive.
FEED_MAX_ITEMS = 50

THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["newsdigest"]

# Builds cost what changed; `pelican --ignore-cache` turns it off for one build.
LOAD_CONTENT_CACHE = True

# What the plugin itself can be told; all keys have defaults.
NEWSDIGEST: dict[str, object] = {
    # The feeds' ids are made of it. Never change it; a site of your own needs its own:
    # python3 -c "import uuid; print(uuid.uuid4())"
    "site_id": "36c3a4a6-6a67-4a1f-9d0b-0d6f4d1c7b52",
}
