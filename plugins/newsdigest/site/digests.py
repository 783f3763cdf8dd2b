"""`Site` → the archive, the digests of years, months and days, and the undated articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsdigest.addresses import ARCHIVE, UNDATED, period_address, to_path
from newsdigest.digests import Digest
from newsdigest.model import Page
from newsdigest.site.cards import Cards, link_period
from newsdigest.site.structure import Site
from newsdigest.views import (
    ArchiveView,
    DigestPart,
    DigestView,
    PeriodCount,
    PeriodLink,
    UndatedView,
)


def plan_archive(site: Site, cards: Cards) -> Iterator[Page]:
    """The list of years, every digest, and the undated articles if there are any."""
    undated = [article for article in site.articles if article.published is None]
    years = tuple(
        (count_digest(year), tuple(count_digest(month) for month in reversed(year.parts)))
        for year in reversed(site.years)
    )
    view = ArchiveView(cards.header, years, len(undated))
    yield Page(to_path(ARCHIVE), view, template="archive.html")
    if undated:
        listed = UndatedView(cards.header, cards.to_links(undated))
        yield Page(to_path(UNDATED), listed, template="undated.html")
    yield from _plan_digests(site.years, (), cards)


def count_digest(digest: Digest) -> PeriodCount:
    """A digest's period, address and number of articles."""
    return PeriodCount(digest.period, period_address(digest.period), digest.count)


def _plan_digests(
    digests: Sequence[Digest], parents: tuple[PeriodLink, ...], cards: Cards
) -> Iterator[Page]:
    links = [link_period(digest.period) for digest in digests]
    around = (None, *links, None)
    for index, digest in enumerate(digests):
        own = links[index]
        parts = [DigestPart(digest.period, None, cards.to_cards(digest.articles))]
        if digest.period.month is not None:
            parts.extend(
                DigestPart(part.period, link_period(part.period), cards.to_cards(part.articles))
                for part in digest.parts
            )
        view = DigestView(
            site=cards.header,
            period=digest.period,
            parents=parents,
            divisions=tuple(count_digest(part) for part in digest.parts),
            parts=tuple(part for part in parts if part.articles),
            previous=around[index],
            next=around[index + 2],
        )
        yield Page(to_path(own.address), view, template="digest.html")
        yield from _plan_digests(digest.parts, (*parents, own), cards)
