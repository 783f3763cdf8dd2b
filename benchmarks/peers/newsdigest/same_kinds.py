"""This project, as few kinds of pages as it makes: sections and topics, no other names."""

from pelicanconf import *

SITEURL = "https://bench.example"
NEWSDIGEST = {"site_id": "bench", "registers": ["topics"], "social_cards": "none"}
