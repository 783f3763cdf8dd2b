"""This project as it comes: every kind of page, every feed and export."""

from pelicanconf import *

SITEURL = "https://bench.example"
NEWSDIGEST = {"site_id": "bench"}
