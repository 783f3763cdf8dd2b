"""Pelican's settings: what is honoured, and what is refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

import newsdigest
from newsdigest.adapters.hooks.honoured import build_profile, check_settings, check_stock_theme
from newsdigest.errors import SettingsError
from newsdigest.settings import Settings

ROOT = "/blatt"
GOOD = {
    **DEFAULT_CONFIG,
    "SITEURL": "https://bote.example/",
    "PATH": "/blatt/content",
    "ARTICLE_PATHS": ["posts"],
}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"ARTICLE_PATHS": [""]},
        {"FEED_MAX_ITEMS": None},
        {"CATEGORY_URL": "sections/{slug}/", "FEED_ALL_RSS": "feeds/all.rss.xml"},
        {"FEED_DOMAIN": "https://bote.example"},
        {"MENUITEMS": (("Über", "about/"), ["Anderswo", "https://o.example/"])},
        {"OUTPUT_PATH": "/var/www/blatt", "CACHE_PATH": "seeds-cache"},
        {"OUTPUT_PATH": "content/site"},
    ],
)
def test_what_means_what_we_do_is_accepted(given: dict[str, Any]) -> None:
    check_settings({**GOOD, **given}, Settings(), ROOT)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"SITEURL": ""}, "full address"),
        ({"SITEURL": "bote.example"}, "full address"),
        ({"SITEURL": None}, "full address"),
        ({"SITEURL": "https://böte.example"}, "write 'https://xn--bte-sna.example'"),
        ({"SITEURL": "https://bote.example/heute früh"}, "write 'https://bote.example/heute%20fr"),
        ({"SITENAME": ""}, "SITENAME is ''"),
        ({"SITENAME": " \x90"}, "SITENAME"),
        ({"FEED_DOMAIN": "https://feeds.example"}, "FEED_DOMAIN"),
        ({"FEED_MAX_ITEMS": 0}, "FEED_MAX_ITEMS"),
        ({"FEED_MAX_ITEMS": True}, "FEED_MAX_ITEMS"),
        ({"MENUITEMS": ["about/"]}, "MENUITEMS"),
        ({"MENUITEMS": [("a", 1)]}, "MENUITEMS"),
        ({"ARTICLE_PATHS": "posts"}, "list of folders"),
        ({"ARTICLE_PATHS": ["news"]}, "leaves out 'posts'"),
        ({"OUTPUT_PATH": "seeds"}, "OUTPUT_PATH is 'seeds', .* folder of seeds: give it"),
        ({"OUTPUT_PATH": "/blatt/content/posts/site"}, "OUTPUT_PATH .* folder of posts"),
        ({"OUTPUT_PATH": "."}, "OUTPUT_PATH .* folder of seeds.*OUTPUT_PATH .* folder of posts"),
        ({"CACHE_PATH": "seeds/cache"}, "CACHE_PATH .* folder of seeds"),
        ({"CACHE_PATH": "output/cache"}, "CACHE_PATH .* would be published"),
        ({"WITH_FUTURE_DATES": False}, "WITH_FUTURE_DATES"),
        ({"ARTICLE_URL": "news/{slug}.html"}, "Aliases"),
        ({"DEFAULT_CATEGORY": "misc2"}, "made up"),
    ],
)
def test_what_cannot_be_honoured_is_refused_with_its_reason(
    given: dict[str, Any], told: str
) -> None:
    with pytest.raises(SettingsError, match=told):
        check_settings({**GOOD, **given}, Settings(), ROOT)


def test_stock_pelican_is_given_no_theme_of_ours() -> None:
    check_stock_theme({"THEME": "simple"})
    with pytest.raises(SettingsError, match=r"THEME is .*'build': False: set THEME to"):
        check_stock_theme({"THEME": newsdigest.THEME})


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        check_settings({**GOOD, "SITEURL": "", "TYPOGRIFY": True}, Settings(), ROOT)
    assert "SITEURL" in str(caught.value)
    assert "TYPOGRIFY" in str(caught.value)


def test_the_profile_names_the_menu_and_how_long_feeds_are() -> None:
    given = {**GOOD, "MENUITEMS": [("Anderswo", "https://o.example/")], "FEED_MAX_ITEMS": None}
    pages = [("Über uns", "about/")]
    profile = build_profile(given, Settings(), pages)
    assert profile.url == "https://bote.example"
    assert profile.menu == (("Anderswo", "https://o.example/"), ("Über uns", "about/"))
    assert profile.feed_max_items > 10**6
    hidden = build_profile({**given, "DISPLAY_PAGES_ON_MENU": False}, Settings(), pages)
    assert hidden.menu == (("Anderswo", "https://o.example/"),)
