"""This project with the kinds of pages that the others make: sections and topics, one feed."""

from pelicanconf import *

SITEURL = "https://bench.example"
NEWSDIGEST = {
    "site_id": "bench",
    "registers": ["topics"],
    "day_digests": False,
    "stories": False,
    "exports": False,
    "search": False,
    "editions": False,
    "social_cards": "none",
    "feed_min_articles": 1_000_000,
    "feed_archive": False,
}
