"""`Site` → all of its HTML pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from newsdigest.addresses import FEEDS, FRONT, NOT_FOUND, to_address, to_path
from newsdigest.model import Article, Page, PartialDate
from newsdigest.site.articles import plan_articles, plan_redirects
from newsdigest.site.cards import Cards, build_cards, build_lead
from newsdigest.site.digests import count_digest, plan_archive
from newsdigest.site.entries import pair_feeds, plan_other_names, plan_registers
from newsdigest.site.structure import Site
from newsdigest.views import (
    EntryYearView,
    FeedPair,
    FeedsView,
    FrontView,
    NotFoundView,
    PeriodCount,
    Rail,
    Saying,
)

SECONDS = 4
"""Articles beside the front page's lead."""

FRONT_MONTHS = 12
"""Months that the front page names."""

_STANDING = frozenset(("front.html", "archive.html", "register.html", "entry.html", "feeds.html"))

ALL_FEEDS = FeedPair(None, "feeds/all.atom.xml", "feeds/all.rss.xml")


def plan_pages(site: Site) -> tuple[Page, ...]:
    """Every HTML page that is made from articles, in a stable order, redirects last."""
    cards = build_cards(site)
    pages = (
        _plan_front(site, cards),
        *plan_articles(site, cards),
        *plan_archive(site, cards),
        *plan_registers(site, cards),
        _plan_feeds(site, cards),
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


def _plan_front(site: Site, cards: Cards) -> Page:
    newest = site.articles[: -site.profile.front_page_articles - 1 : -1]
    lead = _choose_lead(newest)
    others = tuple(article for article in newest if article is not lead)
    view = FrontView(
        site=cards.header,
        lead=build_lead(lead, cards) if lead else None,
        seconds=cards.to_cards(others[:SECONDS]),
        rails=_build_rails(others[SECONDS:], cards),
        sections=tuple(cards.sections[entry.name] for entry in site.sections),
        months=_list_newest_months(site),
        saying=_find_saying((*others, *newest), cards),
    )
    return Page(to_path(FRONT), view, template="front.html")


def _choose_lead(newest: Sequence[Article]) -> Article | None:
    """Of the articles that share the newest date the one with a quotation and the
    longest summary.
    """
    first = [article for article in newest if article.published == newest[0].published]
    return max(
        first, key=lambda article: (bool(article.quotes), len(article.summary)), default=None
    )


def _build_rails(articles: tuple[Article, ...], cards: Cards) -> tuple[Rail, ...]:
    by_section: dict[str | None, list[Article]] = {}
    for article in articles:
        by_section.setdefault(article.category, []).append(article)
    return tuple(
        Rail(
            section=None if name is None else cards.sections[name],
            lead=cards.cards[group[0].source],
            articles=cards.to_links(group[1:]),
        )
        for name, group in by_section.items()
    )


def _list_newest_months(site: Site) -> tuple[PeriodCount, ...]:
    def newest() -> Iterator[PeriodCount]:
        for year in reversed(site.years):
            yield from (count_digest(month) for month in reversed(year.parts))

    return tuple(month for month, _ in zip(newest(), range(FRONT_MONTHS), strict=False))


def _find_saying(articles: tuple[Article, ...], cards: Cards) -> Saying | None:
    for article in articles:
        for quote in article.quotes:
            if quote.speaker:
                return Saying(quote, cards.links[article.source])
    return None


def _plan_feeds(site: Site, cards: Cards) -> Page:
    feeds = (ALL_FEEDS, *(pair_feeds(entry) for entry in site.sections))
    return Page(to_path(FEEDS), FeedsView(cards.header, feeds), template="feeds.html")
