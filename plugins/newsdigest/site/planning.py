"""`Site` → all of its HTML pages, in groups."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
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
from newsdigest.groups import Group
from newsdigest.model import Page, PartialDate
from newsdigest.registers import list_feed_languages
from newsdigest.site.articles import plan_articles, plan_former_addresses
from newsdigest.site.cards import Cards, build_cards
from newsdigest.site.digests import list_editions, plan_archive
from newsdigest.site.entries import pair_feeds, plan_other_names, plan_registers
from newsdigest.site.front import plan_front
from newsdigest.site.maps import plan_map
from newsdigest.site.stories import plan_former_names, plan_stories
from newsdigest.site.structure import Site
from newsdigest.views import (
    EntryYearView,
    FeedPair,
    FeedStyleView,
    FeedsView,
    NotFoundView,
)

TEMPLATES = frozenset(
    (
        *("front.html", "article.html", "archive.html", "undated.html", "digest.html"),
        *("register.html", "entry.html", "entry_year.html", "map.html", "stories.html"),
        *("story.html", "feeds.html", "feed.css", "not_found.html", "redirect.html"),
        "search.html",
    )
)
"""All that any page may name."""

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

MOST_EDITIONS = 12
"""Months whose editions the list of feeds names; the page of each month names its own."""

ALL_FEEDS = FeedPair(None, f"{ALL_FEED}.atom.xml", f"{ALL_FEED}.rss.xml")


def plan_pages(site: Site) -> tuple[Page, ...]:
    """Every HTML page that is made from articles, in a stable order, redirects last."""
    cards = build_cards(site)
    pages = tuple(page for group in plan_groups(site, cards) for page in group.plan())
    return (*pages, *plan_redirects(site, cards, {page.path for page in pages}))


def plan_groups(site: Site, cards: Cards) -> Iterator[Group]:
    """The same pages in groups, without redirects."""
    yield Group(len(site.sections), lambda: [plan_front(site, cards)])
    yield from plan_articles(site, cards)
    yield from plan_archive(site, cards)
    yield from plan_registers(site, cards)
    if "places" in site.profile.registers:
        yield Group(len(site.places), lambda: [plan_map(site, cards)])
    if site.profile.stories:
        yield from plan_stories(site, cards)
    yield Group(len(site.sections), lambda: _plan_others(site, cards))


def plan_redirects(site: Site, cards: Cards, taken: Collection[str]) -> tuple[Page, ...]:
    """Redirects: from former addresses of articles, and from other names of stories and
    places.

    Args:
        site: What they lead to.
        cards: Of the site.
        taken: The paths of all pages of `plan_groups`; no redirect may take one.
    """
    used = set(taken)
    former = [*plan_former_names(site, cards)] if site.profile.stories else []
    used.update(page.path for page in former)
    others = [*plan_other_names(site, cards, used)]
    used.update(page.path for page in others)
    return (*former, *others, *plan_former_addresses(site, cards, used))


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


def _plan_others(site: Site, cards: Cards) -> tuple[Page, ...]:
    """The list of feeds with its style, and the page for errors."""
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
        day_digests=site.profile.day_digests,
        languages=tuple(languages),
        archive=site.profile.feed_archive,
        json=JSON_FEED,
        opml=OPML,
        editions=list_editions(site)[: -MOST_EDITIONS - 1 : -1],
    )
    style = FeedStyleView(cards.header)
    return (
        Page(to_path(FEEDS), view, template="feeds.html"),
        Page(FEED_STYLE, style, template="feed.css"),
        Page(NOT_FOUND, NotFoundView(cards.header), template="not_found.html"),
    )
