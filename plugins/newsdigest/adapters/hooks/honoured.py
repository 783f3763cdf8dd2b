"""Pelican's settings → what they mean to us, or a refusal.

`docs/reference/settings.md` tells the same story; keep both alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsdigest.addresses import to_uri
from newsdigest.errors import SettingsError
from newsdigest.model import SiteProfile
from newsdigest.settings import Settings

# Babel takes a while to import.
_SHIPPED = ("ar", "de", "en", "es", "fr", "it", "pl", "ru")
_ADDRESS = "addresses follow from Published and Slug; former ones belong into Aliases"
_LISTS = "lists are cut by year, month and day, so that a new article changes few pages"
_FEEDS = "the feeds have fixed addresses, so that no subscriber is ever lost"
_DATES = "dates are shown as the language writes them, at their own precision"
_SLUGS = "write Slug into the post or page instead"
_AUTHORS = "there are no pages and feeds by author"
_SORTED = "the order is part of the site's design"

# Setting → (values besides Pelican's default that mean what we do, why others cannot).
_FIXED: Mapping[str, tuple[tuple[Any, ...], str]] = {
    "ARTICLE_URL": (("{date:%Y}/{date:%m}/{slug}/",), _ADDRESS),
    "ARTICLE_SAVE_AS": (("{date:%Y}/{date:%m}/{slug}/index.html",), _ADDRESS),
    "ARTICLE_LANG_URL": (("{date:%Y}/{date:%m}/{slug}/",), _ADDRESS),
    "ARTICLE_LANG_SAVE_AS": (("{date:%Y}/{date:%m}/{slug}/index.html",), _ADDRESS),
    "ARTICLE_PERMALINK_STRUCTURE": ((), _ADDRESS),
    "ARTICLE_ORDER_BY": ((), _SORTED),
    "ARTICLE_TRANSLATION_ID": ((None, False), "each article stands for itself"),
    "AUTHOR_FEED_ATOM": ((None, ""), _AUTHORS),
    "AUTHOR_FEED_RSS": ((None, ""), _AUTHORS),
    "AUTHOR_SAVE_AS": (("", None, False), _AUTHORS),
    "AUTHOR_URL": (("",), _AUTHORS),
    "CATEGORY_FEED_ATOM": (("feeds/sections/{slug}.atom.xml",), _FEEDS),
    "CATEGORY_FEED_RSS": ((None, "feeds/sections/{slug}.rss.xml"), _FEEDS),
    "CATEGORY_SAVE_AS": (("sections/{slug}/index.html",), _ADDRESS),
    "CATEGORY_URL": (("sections/{slug}/",), _ADDRESS),
    "DATE_FORMATS": ((), _DATES),
    "DAY_ARCHIVE_SAVE_AS": (("{date:%Y}/{date:%m}/{date:%d}/index.html",), _ADDRESS),
    "DAY_ARCHIVE_URL": (("{date:%Y}/{date:%m}/{date:%d}/",), _ADDRESS),
    "DEFAULT_CATEGORY": ((None, ""), "a section that no post names would be made up"),
    "DEFAULT_DATE": ((None,), "a date that no post names would be made up"),
    "DEFAULT_DATE_FORMAT": ((), _DATES),
    "DEFAULT_ORPHANS": ((), _LISTS),
    "DEFAULT_PAGINATION": ((None, 0), _LISTS),
    "DIRECT_TEMPLATES": (([], ()), "add a page with TEMPLATE_PAGES instead"),
    "DRAFT_SAVE_AS": ((), "a post with 'Status: draft' stays off the site"),
    "DRAFT_URL": ((), "a post with 'Status: draft' stays off the site"),
    "FEED_ALL_ATOM": ((), _FEEDS),
    "FEED_ALL_RSS": ((None, "feeds/all.rss.xml"), _FEEDS),
    "FEED_APPEND_REF": ((), "links in feeds are the articles' canonical ones"),
    "FEED_ATOM": ((None,), _FEEDS),
    "FEED_RSS": ((None,), _FEEDS),
    "INDEX_SAVE_AS": ((), "the front page is index.html"),
    "MONTH_ARCHIVE_SAVE_AS": (("{date:%Y}/{date:%m}/index.html",), _ADDRESS),
    "MONTH_ARCHIVE_URL": (("{date:%Y}/{date:%m}/",), _ADDRESS),
    "NEWEST_FIRST_ARCHIVES": ((), _SORTED),
    "OUTPUT_SOURCES": ((), "publish content/ itself instead"),
    "PAGINATED_TEMPLATES": (({},), _LISTS),
    "REVERSE_CATEGORY_ORDER": ((), _SORTED),
    "SLUGIFY_PRESERVE_CASE": ((), _SLUGS),
    "SLUGIFY_SOURCE": ((), _SLUGS),
    "SLUGIFY_USE_UNICODE": ((), _SLUGS),
    "STATIC_CREATE_LINKS": ((), "files are copied, so that output/ stands alone"),
    "TAG_FEED_ATOM": ((None, ""), "the whole site and each section have feeds"),
    "TAG_FEED_RSS": ((None, ""), "the whole site and each section have feeds"),
    "TAG_SAVE_AS": (("topics/{slug}/index.html",), _ADDRESS),
    "TAG_URL": (("topics/{slug}/",), _ADDRESS),
    "TRANSLATION_FEED_ATOM": ((None, ""), _FEEDS),
    "TRANSLATION_FEED_RSS": ((None, ""), _FEEDS),
    "TYPOGRIFY": ((), "it would change the texts' letters"),
    "WITH_FUTURE_DATES": ((), "the site would depend on the day it is built; use 'Status: draft'"),
    "YEAR_ARCHIVE_SAVE_AS": (("{date:%Y}/index.html",), _ADDRESS),
    "YEAR_ARCHIVE_URL": (("{date:%Y}/",), _ADDRESS),
}


def check_settings(settings: Mapping[str, Any], config: Settings, root: str) -> None:
    """Nothing, if every one of Pelican's settings can be honoured.

    Args:
        settings: Pelican's.
        config: Ours.
        root: The site's folder.

    Raises:
        SettingsError: Else; the message names every setting and what to do.
    """
    from pelican.settings import DEFAULT_CONFIG

    faults = [
        f"{name} = {settings[name]!r} cannot be honoured, take it out: {reason}"
        for name, (accepted, reason) in _FIXED.items()
        if name in settings
        and settings[name] != DEFAULT_CONFIG.get(name)
        and not any(settings[name] == value for value in accepted)
    ]
    faults += _check_site(settings)
    faults += _check_paths(settings, config)
    faults += _check_folders(settings, config, root)
    if faults:
        raise SettingsError("; ".join(faults))


def check_stock_theme(settings: Mapping[str, Any]) -> None:
    """Nothing, if stock Pelican can draw a site with this theme.

    Raises:
        SettingsError: If the theme is one of ours, whose templates ask for what only our own
            generator gives them.
    """
    theme = str(settings["THEME"])
    if os.path.isfile(os.path.join(theme, "templates", "digest.html")):
        raise SettingsError(
            f"THEME is {theme!r}, which needs our generator, but NEWSDIGEST says 'build': False: "
            "set THEME to a theme of Pelican's such as 'simple', or take 'build' out"
        )


def _is_zone(name: object) -> bool:
    try:
        return isinstance(name, str) and bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _is_locale(language: object) -> bool:
    from babel.localedata import exists

    return isinstance(language, str) and bool(exists(language))


def _check_site(settings: Mapping[str, Any]) -> Iterable[str]:
    url = settings["SITEURL"]
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.netloc:
        yield (
            f"SITEURL is {url!r}: feeds and canonical links need the site's full address, such "
            "as 'https://news.example.net': set it in the settings file (publishconf.py "
            "also takes it from the environment)"
        )
    elif (uri := to_uri(url)).lower() != url.lower():
        told = f"write {uri!r}" if uri else "no server can have it"
        yield f"SITEURL is {url!r}, but RSS and sitemaps take ASCII without spaces only: {told}"
    name = str(settings["SITENAME"])
    if not any(sign.isprintable() and not sign.isspace() for sign in name):
        yield f"SITENAME is {name!r}: pages and feeds need the site's name"
    language = settings.get("DEFAULT_LANG", "en")
    if language not in _SHIPPED and not _is_locale(language):
        yield f"DEFAULT_LANG is {language!r}: write a language code such as 'de' or 'en'"
    zone = settings.get("TIMEZONE", "UTC")
    if not _is_zone(zone):
        yield f"TIMEZONE is {zone!r}: write a zone such as 'Europe/Berlin', or 'UTC'"
    domain = settings.get("FEED_DOMAIN")
    if domain and str(domain).rstrip("/") != str(url).rstrip("/"):
        yield f"FEED_DOMAIN = {domain!r} cannot be honoured, take it out: feeds stand below SITEURL"
    limit = settings["FEED_MAX_ITEMS"]
    if limit is not None and (type(limit) is not int or limit < 1):
        yield f"FEED_MAX_ITEMS is {limit!r}: write a number from 1 on, or None for all"
    items = settings.get("MENUITEMS", ())
    if not all(
        isinstance(item, list | tuple) and len(item) == 2 and all(isinstance(x, str) for x in item)
        for item in items
    ):
        yield f"MENUITEMS is {items!r}: write pairs of title and address"


def _check_paths(settings: Mapping[str, Any], config: Settings) -> Iterable[str]:
    paths = settings["ARTICLE_PATHS"]
    if isinstance(paths, str) or not all(isinstance(path, str) for path in paths):
        yield f"ARTICLE_PATHS is {paths!r}: write a list of folders"
        return
    posts = config.posts_path.strip("/")
    folders = [path.strip("/") for path in paths]
    if not any(not path or f"{posts}/".startswith(f"{path}/") for path in folders):
        yield (
            f"ARTICLE_PATHS = {paths!r} leaves out {posts!r}, where posts are written: "
            "add it, or change 'posts_path' in NEWSDIGEST"
        )


def _check_folders(settings: Mapping[str, Any], config: Settings, root: str) -> Iterable[str]:
    """What a build writes and deletes lies apart from what it reads: a `robots.txt` would be
    a seed of the next one.
    """
    seeds = os.path.join(root, config.seeds_path)
    posts = os.path.join(settings["PATH"], config.posts_path)
    folders = {
        name: os.path.join(root, str(settings[name])) for name in ("OUTPUT_PATH", "CACHE_PATH")
    }
    for name, folder in folders.items():
        for what, other in (("seeds", seeds), ("posts", posts)):
            if _lies_in(folder, other) or _lies_in(other, folder):
                yield (
                    f"{name} is {settings[name]!r}, which is not apart from the folder of {what}: "
                    "give it a folder of its own"
                )
    if _lies_in(folders["CACHE_PATH"], folders["OUTPUT_PATH"]):
        yield (
            f"CACHE_PATH is {settings['CACHE_PATH']!r}: it lies in OUTPUT_PATH and would be "
            "published: give it a folder of its own"
        )


def _lies_in(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies below it, wherever links lead."""
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return f"{path}/".startswith(f"{folder.rstrip('/')}/")


def build_profile(
    settings: Mapping[str, Any], config: Settings, pages: Iterable[tuple[str, str]]
) -> SiteProfile:
    """What pages may know of the settings.

    Args:
        settings: Pelican's, checked.
        config: Ours.
        pages: `(title, address)` of the editor's own pages, in their order.
    """
    menu = [(str(title), str(address)) for title, address in settings.get("MENUITEMS", ())]
    if settings["DISPLAY_PAGES_ON_MENU"]:
        menu += pages
    limit = settings["FEED_MAX_ITEMS"]
    return SiteProfile(
        name=str(settings["SITENAME"]),
        url=str(settings["SITEURL"]).rstrip("/"),
        language=str(settings["DEFAULT_LANG"]),
        description=str(settings.get("SITESUBTITLE") or ""),
        author=str(settings.get("AUTHOR") or ""),
        register_min_articles=config.register_min_articles,
        registers=config.registers,
        day_digests=config.day_digests,
        stories=config.stories,
        exports=config.exports,
        feed_min_articles=config.feed_min_articles,
        feed_archive=config.feed_archive,
        feed_date=config.feed_date,
        feed_max_items=2**31 if limit is None else limit,
        front_page_articles=config.front_page_articles,
        social_cards=config.social_cards,
        search=config.search,
        menu=tuple(menu),
        site_id=config.site_id,
        websub_hub=config.websub_hub,
        editions=config.editions,
    )


def take_over(settings: dict[str, Any]) -> None:
    """Leaves Pelican's own generators nothing of what is ours to do."""
    settings.update(
        ARTICLE_PATHS=[],
        DIRECT_TEMPLATES=[],
        THEME_STATIC_PATHS=[],
        FEED_ALL_ATOM=None,
        FEED_ALL_RSS=None,
        CATEGORY_FEED_ATOM=None,
        CATEGORY_FEED_RSS=None,
        AUTHOR_FEED_ATOM=None,
        AUTHOR_FEED_RSS=None,
        TAG_FEED_ATOM=None,
        TAG_FEED_RSS=None,
        TRANSLATION_FEED_ATOM=None,
        TRANSLATION_FEED_RSS=None,
        LOAD_CONTENT_CACHE=False,
        CACHE_CONTENT=False,
    )
