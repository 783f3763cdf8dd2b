"""`Site` → all of its HTML pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from newsdigest.addresses import (
    ALL_FEED,
    FEED_STYLE,
    FEEDS,
    JSON_FEED,
    NOT_FOUND,
    OPML,
    feed_stem,
    to_address,
    to_path,
)
from newsdigest.digests import list_closed
from newsdigest.model import Page, PartialDate
from newsdigest.registers import list_feed_languages
from newsdigest.site.articles import plan_articles, plan_redirects
from newsdigest.site.cards import Cards, build_cards
from newsdigest.site.digests import plan_archive
from newsdigest.site.entries import pair_feeds, plan_other_names, plan_registers
from newsdigest.site.front import plan_front
from newsdigest.site.maps import plan_map
from newsdigest.site.stories import plan_stories
from newsdigest.site.structure import Site
from newsdigest.views import (
    EntryYearView,
    FeedPair,
    FeedStyleView,
    FeedsView,
    NotFoundView,
)

_STANDING = frozenset(
    (
        "front.html",
        "archive.html",
        "register.html",
        "entry.html",
        "map.html",
        "search.html",
        "feeds.html",
        "stories.html",
        "story.html",
    )
)

ALL_FEEDS = FeedPair(None, f"{ALL_FEED}.atom.xml", f"{ALL_FEED}.rss.xml")


def plan_pages(site: Site) -> tuple[Page, ...]:
    """Every HTML page that is made from articles, in a stable order, redirects last."""
    cards = build_cards(site)
    pages = (
        plan_front(site, cards),
        *plan_articles(site, cards),
        *plan_archive(site, cards),
        *plan_registers(site, cards),
        *([plan_map(site, cards)] if "places" in site.profile.registers else []),
        *(plan_stories(site, cards) if site.profile.stories else ()),
        *_plan_feeds(site, cards),
        Page(NOT_FOUND, NotFoundView(cards.header), template="not_found.html"),
    )
    pages = (*pages, *plan_other_names(site, cards, {page.path for page in pages}))
    return (*pages, *plan_redirects(site, cards, {page.path for page in pages}))


def list_standing(pages: Iterable[Page]) -> tuple[str, ...]:
    """Addresses of the pages that belong to no year and are for search engines, too."""
    return tuple(to_address(page.path) for page in pages if page.template in _STANDING)


def list_yearly(pages: Iterable[Page]) -> tuple[tuple[PartialDate | None, str], ...]:
    """Addresses of the lists by year of what is named often, each with its year."""
    return tuple(
        (page.view.period, to_address(page.path))
        for page in pages
        if isinstance(page.view, EntryYearView)
    )


def _plan_feeds(site: Site, cards: Cards) -> tuple[Page, Page]:
    languages = (
        FeedPair(language, f"{feed_stem('languages', language)}.atom.xml", None)
        for language in list_feed_languages(site.articles)
    )
    precisions: tuple[tuple[str, Literal["month", "day"]], ...] = (
        ("months", "month"),
        ("days", "day"),
    )
    digests = (
        FeedPair(name, f"{feed_stem('digests', name)}.atom.xml", None)
        for name, precision in precisions
        if list_closed(site.years, precision)
    )
    view = FeedsView(
        site=cards.header,
        feeds=(ALL_FEEDS, *(pair_feeds("sections", entry) for entry in site.sections)),
        digests=tuple(digests),
        languages=tuple(languages),
        json=JSON_FEED,
        opml=OPML,
    )
    style = FeedStyleView(cards.header)
    return (
        Page(to_path(FEEDS), view, template="feeds.html"),
        Page(FEED_STYLE, style, template="feed.css"),
    )
