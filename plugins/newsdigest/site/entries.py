"""`Site` → the registers and the page of each section, topic, person, place and
organisation.

An entry's page changes with each of its articles; what stands elsewhere of it, in a long
register, is rounded so that it seldom does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice

from newsdigest.addresses import (
    UNDATED,
    entry_address,
    feed_stem,
    letter_address,
    period_address,
    register_address,
    to_path,
)
from newsdigest.groups import Group, Sight, cut_groups, join_states
from newsdigest.model import Article, Page, PartialDate, RegisterKind
from newsdigest.registers import KINDS, RegisterEntry, find_speaker, sort_entries
from newsdigest.site.cards import Cards
from newsdigest.site.counts import round_count, round_down, round_far_down
from newsdigest.site.maps import draw_map
from newsdigest.site.mentions import Mentioned
from newsdigest.site.structure import Site
from newsdigest.slugs import build_slug
from newsdigest.views import (
    ArticleLink,
    Companion,
    EntryView,
    EntryYearView,
    FeedPair,
    LetterLink,
    NameCount,
    NameLink,
    PeriodCount,
    PlaceMap,
    Rail,
    RedirectView,
    RegisterView,
    Saying,
)

LONG_REGISTER = 120
"""A register with more names is cut into letters."""

FREQUENT = 24
"""Names that the page before the letters shows."""

RAIL = 4
"""Articles of each section that the list of sections shows."""

NEWEST = 12
"""Articles that an entry's page shows with their summaries."""

LISTED = 200
"""An entry holds the newest years with no more articles, and leads to lists of the others."""

SAYINGS = 6
"""Quotations by somebody, and as many of others, on an entry's page."""

CONSIDERED = 60
"""Newest quotations of others of which those that speak of the entry come first."""

COMPANIONS = 12
"""Names that stand in the same articles."""


_Groups = tuple[tuple[PartialDate | None, tuple[ArticleLink, ...]], ...]


def plan_registers(site: Site, cards: Cards) -> Iterator[Group]:
    """All registers and the pages of all their entries."""
    for kind in KINDS:
        if kind != "sections" and kind not in site.profile.registers:
            continue
        entries = site.list_entries(kind)
        yield Group(len(entries), partial(_plan_register, kind, entries, cards))
        plan = partial(_plan_entries, kind, site, cards)
        sight = Sight(f"entries {kind}", _name_entry, partial(_describe_entry, kind, site, cards))
        yield from cut_groups(entries, lambda entry: len(entry.articles), plan, sight)


def _name_entry(entry: RegisterEntry) -> str:
    return entry.slug


def _describe_entry(kind: RegisterKind, site: Site, cards: Cards, entry: RegisterEntry) -> bytes:
    """What an entry's pages look at."""
    names = (entry.name, *entry.others, entry.slug, str(entry.place), site.has_feed(kind, entry))
    return "\0".join(map(str, names)).encode() + join_states(cards.states, entry.articles)


def pair_feeds(kind: RegisterKind, entry: RegisterEntry) -> FeedPair:
    """The feeds of an entry: of sections there is RSS, too."""
    stem = feed_stem(kind, entry.slug)
    rss = f"{stem}.rss.xml" if kind == "sections" else None
    return FeedPair(entry.name, f"{stem}.atom.xml", rss)


def _plan_register(
    kind: RegisterKind, entries: Sequence[RegisterEntry], cards: Cards
) -> Iterator[Page]:
    root = register_address(kind)
    filed = sort_entries(kind, entries, cards.header.language)
    if len(filed) <= LONG_REGISTER:
        sectioned = kind == "sections"
        listed = tuple(
            NameCount(
                entry.name,
                entry_address(kind, entry.slug),
                *_count(len(entry.articles), rounded=sectioned),
                letter,
            )
            for letter, entry in filed
        )
        rails = _build_rails((entry for _, entry in filed), cards) if sectioned else ()
        yield _plan_list(root, RegisterView(cards.header, kind, None, (), listed, rails))
        return
    letters: dict[str, list[NameCount]] = {}
    frequent: list[NameCount] = []
    for letter, entry in filed:
        address, number = entry_address(kind, entry.slug), len(entry.articles)
        frequent.append(NameCount(entry.name, address, round_down(number), True, letter))
        rounded = NameCount(entry.name, address, round_far_down(number), True, letter)
        letters.setdefault(letter, []).append(rounded)
    links = tuple(LetterLink(letter, letter_address(kind, letter)) for letter in letters)
    frequent.sort(key=lambda item: -item.count)
    view = RegisterView(cards.header, kind, None, links, tuple(frequent[:FREQUENT]))
    yield _plan_list(root, view)
    for link in links:
        listed = tuple(letters[link.letter])
        yield _plan_list(link.address, RegisterView(cards.header, kind, link.letter, links, listed))


def plan_other_names(site: Site, cards: Cards, taken: Collection[str]) -> Iterator[Page]:
    """A page at the address of each further name of a place, which leads to its page."""
    used = set(taken)
    for entry in site.list_entries("places"):
        link = ArticleLink(
            entry_address("places", entry.slug), entry.name, cards.header.language, None
        )
        for name in entry.others:
            slug = build_slug(name, cards.header.language)
            path = to_path(entry_address("places", slug))
            if path not in used:
                used.add(path)
                yield Page(path, RedirectView(cards.header, link), template="redirect.html")


def _build_rails(sections: Iterable[RegisterEntry], cards: Cards) -> tuple[Rail, ...]:
    return tuple(
        Rail(
            section=cards.sections[section.name],
            lead=cards.cards[section.articles[-1].source],
            articles=cards.to_links(section.articles[-2 : -RAIL - 1 : -1]),
        )
        for section in sections
    )


def _plan_list(address: str, view: RegisterView) -> Page:
    return Page(to_path(address), view, template="register.html")


def _find_companions(
    entry: RegisterEntry, address: str, cards: Cards
) -> list[tuple[Mentioned, int]]:
    ranked = cards.mentions.rank(cards.mentions.count(entry.articles))
    others = ((name, count) for _, name, count in ranked if name.address != address)
    return list(islice(others, COMPANIONS))


def _count(number: int, *, rounded: bool) -> tuple[int, bool]:
    """A count as it is shown, and whether it is rounded down."""
    return round_count(number) if rounded else (number, False)


def _draw_entry(
    entry: RegisterEntry, address: str, companions: Iterable[tuple[Mentioned, int]]
) -> PlaceMap | None:
    """Where a place lies, or the places that stand in the same articles as anything else."""
    if entry.place:
        return draw_map([(entry.name, address, len(entry.articles), entry.place)])
    return draw_map(
        (name.name, name.address or "", count, name.place)
        for name, count in companions
        if name.place
    )


def _plan_entries(
    kind: RegisterKind, site: Site, cards: Cards, entries: Iterable[RegisterEntry]
) -> Iterator[Page]:
    for entry in entries:
        feeds = pair_feeds(kind, entry) if site.has_feed(kind, entry) else None
        yield from _plan_entry(kind, entry, cards, feeds)


def _plan_entry(
    kind: RegisterKind, entry: RegisterEntry, cards: Cards, feeds: FeedPair | None
) -> Iterator[Page]:
    address = entry_address(kind, entry.slug)
    name = NameLink(entry.name, address)
    newest = entry.articles[::-1]
    rounded = kind == "sections" and len(newest) > LISTED
    count, at_least = _count(len(newest), rounded=rounded)
    chunks = _chunk_by_year(newest)
    # What stands here has no list of its own to be drawn anew beside this page. By number, the
    # lists of all that is named often don't come to be on the first day of a year.
    here = 0
    while chunks and here + len(chunks[0][1]) <= LISTED:
        here += len(chunks.pop(0)[1])
    shown = newest[:here]
    undated = [
        (*_count(len(chunk), rounded=rounded), f"{address}{UNDATED}")
        for year, chunk in chunks
        if year is None
    ]
    dates = [article.published for article in entry.articles if article.published]
    companions = _find_companions(entry, address, cards)
    said, beside = _gather_sayings(kind, entry, cards)
    view = EntryView(
        site=cards.header,
        kind=kind,
        entry=name,
        also=entry.others,
        count=count,
        at_least=at_least,
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
        articles=cards.to_cards(newest[:NEWEST]),
        groups=_group_by_year(shown[NEWEST:], cards),
        years=tuple(
            PeriodCount(
                year, f"{address}{period_address(year)}", *_count(len(chunk), rounded=rounded)
            )
            for year, chunk in chunks
            if year is not None
        ),
        undated=undated[0] if undated else None,
        said=said,
        beside=beside,
        companions=tuple(
            Companion(
                other.kind, other.name, other.address or "", *_count(together, rounded=rounded)
            )
            for other, together in companions
        ),
        map=_draw_entry(entry, address, companions),
        feeds=feeds,
    )
    yield Page(to_path(address), view, template="entry.html")
    for year, chunk in chunks:
        below = period_address(year) if year else UNDATED
        year_view = EntryYearView(cards.header, kind, name, year, _group_by_month(chunk, cards))
        yield Page(to_path(address + below), year_view, template="entry_year.html")


def _gather_sayings(
    kind: RegisterKind, entry: RegisterEntry, cards: Cards
) -> tuple[tuple[Saying, ...], tuple[Saying, ...]]:
    """What a person or organisation said, and what others said beside it."""
    if kind not in ("people", "organisations"):
        return (), ()
    said: dict[str, Saying] = {}
    beside: dict[str, Saying] = {}
    for article in reversed(entry.articles):
        if len(said) >= SAYINGS and len(beside) >= CONSIDERED:
            break
        for quote in article.quotes:
            # A report that was printed twice brings its quotations twice.
            sayings = said if find_speaker(article, quote) == entry.name else beside
            sayings.setdefault(quote.text, Saying(quote, cards.links[article.source]))
    names = re.compile(rf"\b{re.escape(entry.name.split()[-1])}\b")
    others = sorted(beside.values(), key=lambda saying: not names.search(saying.quote.text))
    return tuple(said.values())[:SAYINGS], tuple(others[:SAYINGS])


def _chunk_by_year(
    articles: Sequence[Article],
) -> list[tuple[PartialDate | None, list[Article]]]:
    groups = groupby(articles, lambda article: article.published and article.published.year)
    return [(PartialDate(year) if year else None, list(group)) for year, group in groups]


def _group_by_year(articles: Sequence[Article], cards: Cards) -> _Groups:
    return tuple((year, cards.to_links(chunk)) for year, chunk in _chunk_by_year(articles))


def _group_by_month(articles: Sequence[Article], cards: Cards) -> _Groups:
    def period(article: Article) -> tuple[int, int | None] | None:
        date = article.published
        return (date.year, date.month) if date else None

    return tuple(
        (PartialDate(*key) if key else None, cards.to_links(group))
        for key, group in groupby(articles, period)
    )
