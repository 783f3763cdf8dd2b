"""`Site` → the front page: composed of the newest articles, not a list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice

from newsdigest.addresses import FRONT, period_address, to_path
from newsdigest.model import Article, Page
from newsdigest.site.cards import Cards, build_lead
from newsdigest.site.digests import count_digest
from newsdigest.site.maps import draw_names
from newsdigest.site.stories import list_newest
from newsdigest.site.structure import Site
from newsdigest.views import FrontMonth, FrontView, NameLink, PeriodCount, PeriodLink, Rail, Saying

SECONDS = 5
"""Articles below and beside the front page's lead."""

FRONT_MONTHS = 12
"""Months that the front page names."""

SAYINGS = 3
"""Quotations on the front page."""

STORIES = 4
"""Stories on the front page."""

MONTH_NAMES = 6
"""Names that the front page's month shows."""

SAYING_LENGTH = 180
"""A longer quotation is an article's, not the front page's; in code points."""


def plan_front(site: Site, cards: Cards) -> Page:
    """The front page: a lead, seconds beside it, the rest by section, what was said."""
    newest = site.articles[: -site.profile.front_page_articles - 1 : -1]
    lead = _choose_lead(newest)
    others = tuple(article for article in newest if article is not lead)
    view = FrontView(
        site=cards.header,
        edition=_find_edition(newest, site),
        lead=build_lead(lead, cards) if lead else None,
        seconds=cards.to_cards(others[:SECONDS]),
        rails=_build_rails(others[SECONDS:], cards),
        sections=tuple(cards.sections[entry.name] for entry in site.sections),
        month=_build_month(site, cards),
        months=_list_newest_months(site),
        sayings=_list_sayings((*others, *newest), cards),
        stories=list_newest(site, STORIES),
        map=draw_names(cards.mentions.count(newest), cards),
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
        for name, group in sorted(by_section.items(), key=lambda item: item[0] is None)
    )


def _list_newest_months(site: Site) -> tuple[PeriodCount, ...]:
    def newest() -> Iterator[PeriodCount]:
        for year in reversed(site.years):
            yield from (count_digest(month) for month in reversed(year.parts))

    return tuple(islice(newest(), FRONT_MONTHS))


def _find_edition(newest: Sequence[Article], site: Site) -> PeriodLink | None:
    date = next((article.published for article in newest if article.published), None)
    if date is None:
        return None
    return PeriodLink(replace(date, time=None), period_address(site.find_digest(date)))


def _build_month(site: Site, cards: Cards) -> FrontMonth | None:
    for year in reversed(site.years):
        for month in reversed(year.parts):
            articles = chain(month.articles, *(day.articles for day in month.parts))
            ranked = cards.mentions.rank(cards.mentions.count(articles))
            return FrontMonth(
                digest=count_digest(month),
                days=tuple(map(count_digest, month.parts)),
                names=tuple(
                    NameLink(name.name, name.address) for _, name, _ in islice(ranked, MONTH_NAMES)
                ),
            )
    return None


def _list_sayings(articles: Iterable[Article], cards: Cards) -> tuple[Saying, ...]:
    said: dict[str, Saying] = {}
    for article in dict.fromkeys(articles):
        fit = (
            quote
            for quote in article.quotes
            if quote.speaker and quote.speaker not in said and len(quote.text) <= SAYING_LENGTH
        )
        for quote in islice(fit, 1):
            said[str(quote.speaker)] = Saying(quote, cards.links[article.source])
    return tuple(islice(said.values(), SAYINGS))
