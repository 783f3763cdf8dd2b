"""`Site` → the lists by date (archive, year, month, day, undated) and by name
(sections, topics).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from newsdigest.addresses import (
    ARCHIVE,
    SECTIONS,
    TOPICS,
    UNDATED,
    period_address,
    section_address,
    to_path,
    topic_address,
)
from newsdigest.digests import Digest
from newsdigest.model import Article, Page, PartialDate
from newsdigest.registers import LISTED, RegisterEntry, cut_by_year
from newsdigest.site.cards import Cards, link_period
from newsdigest.site.structure import Site
from newsdigest.views import (
    ArchiveView,
    ArticleLink,
    DigestPart,
    DigestView,
    EntryView,
    EntryYearView,
    FeedPair,
    NameCount,
    NameLink,
    PeriodCount,
    PeriodLink,
    RegisterKind,
    RegisterView,
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


def plan_register(
    kind: RegisterKind, entries: Sequence[RegisterEntry], cards: Cards
) -> Iterator[Page]:
    """The list of all sections or topics, and the pages of each of `entries`."""
    listed = tuple(
        NameCount(entry.name, _address(kind, entry), len(entry.articles)) for entry in entries
    )
    root = SECTIONS if kind == "sections" else TOPICS
    yield Page(to_path(root), RegisterView(cards.header, kind, listed), template="register.html")
    for entry in entries:
        yield from _plan_entry(kind, entry, cards)


def count_digest(digest: Digest) -> PeriodCount:
    """A digest's period, address and number of articles."""
    return PeriodCount(digest.period, period_address(digest.period), digest.count)


def pair_feeds(entry: RegisterEntry) -> FeedPair:
    """The two feeds of a section."""
    stem = f"feeds/sections/{entry.slug}"
    return FeedPair(entry.name, f"{stem}.atom.xml", f"{stem}.rss.xml")


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


def _plan_entry(kind: RegisterKind, entry: RegisterEntry, cards: Cards) -> Iterator[Page]:
    address = _address(kind, entry)
    name = NameLink(entry.name, address)
    newest = entry.articles[::-1]
    chunks = cut_by_year(entry)
    undated = [(len(chunk), f"{address}{UNDATED}") for year, chunk in chunks if year is None]
    view = EntryView(
        site=cards.header,
        kind=kind,
        entry=name,
        articles=cards.to_cards(newest[:LISTED]),
        years=tuple(
            PeriodCount(year, f"{address}{period_address(year)}", len(chunk))
            for year, chunk in chunks
            if year is not None
        ),
        undated=undated[0] if undated else None,
        feeds=pair_feeds(entry) if kind == "sections" else None,
    )
    yield Page(to_path(address), view, template="entry.html")
    for year, chunk in chunks:
        below = period_address(year) if year else UNDATED
        year_view = EntryYearView(cards.header, kind, name, year, _group_by_month(chunk, cards))
        yield Page(to_path(address + below), year_view, template="entry_year.html")


def _group_by_month(
    articles: Sequence[Article], cards: Cards
) -> tuple[tuple[PartialDate | None, tuple[ArticleLink, ...]], ...]:
    def period(article: Article) -> tuple[int, int | None] | None:
        date = article.published
        return (date.year, date.month) if date else None

    return tuple(
        (PartialDate(*key) if key else None, cards.to_links(group))
        for key, group in groupby(articles, period)
    )


def _address(kind: RegisterKind, entry: RegisterEntry) -> str:
    return section_address(entry.slug) if kind == "sections" else topic_address(entry.slug)
