"""`Site` → the archive, the digests of years, months and days, and the undated articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from newsdigest.addresses import ARCHIVE, UNDATED, edition_stem, period_address, to_path
from newsdigest.digests import (
    Digest,
    Reason,
    Report,
    build_reports,
    list_articles,
    list_closed,
    rank_reports,
)
from newsdigest.fingerprints import digest_bytes
from newsdigest.groups import Group, Sight, cut_groups
from newsdigest.model import Article, EntityKind, Page, PartialDate
from newsdigest.site.cards import Cards, link_period
from newsdigest.site.counts import round_count
from newsdigest.site.maps import draw_map
from newsdigest.site.mentions import ENTITY_KINDS
from newsdigest.site.structure import Site
from newsdigest.views import (
    ArchiveView,
    DigestFigures,
    DigestPart,
    DigestReport,
    DigestView,
    EditionLinks,
    LeadReason,
    NameTrend,
    PeriodCount,
    PeriodLink,
    PlaceMap,
    SameDay,
    Saying,
    UndatedView,
)

MOST_LEADS = {"day": 1, "month": 3, "year": 6}
"""Reports at the head of a digest; of a day or month, never more than a third of all."""

MOST_SAYINGS = {"day": 3, "month": 6, "year": 8}

MOST_NAMES = 10
"""Names of each kind that a digest shows."""

SAME_DAYS = 2
"""Earlier years whose same day a day's digest shows: a new day leaves theirs alone."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A digest among others of its kind.

    Attributes:
        parents: The wider periods, the widest first.
        before: The one before it; None for the first.
        after: The one after it; None for the last.
    """

    digest: Digest
    parents: tuple[PeriodLink, ...]
    before: Digest | None
    after: Digest | None

    @property
    def period(self) -> PartialDate:
        return self.digest.period


@dataclass(frozen=True, slots=True)
class _Edition:
    """A digest and what is worked out of it before its page can be planned.

    Attributes:
        before: How many articles of the digest before it name what; None without one.
        articles: All of its articles, ascending.
        reports: The same, each story once.
        ranked: The first of the reports that anything speaks for, and what.
        counts: How many of the articles name what, see `Mentions`.
    """

    place: _Place
    before: Mapping[int, int] | None
    articles: tuple[Article, ...]
    reports: tuple[Report, ...]
    ranked: Sequence[tuple[Report, tuple[Reason, ...]]]
    counts: Counter[int]

    @property
    def period(self) -> PartialDate:
        return self.place.period

    @property
    def first(self) -> Article:
        """What led, or else what came first."""
        return (self.ranked[0][0] if self.ranked else self.reports[0]).shown


def plan_archive(site: Site, cards: Cards) -> Iterator[Group]:
    """The list of years, every digest, and the undated articles if there are any."""
    yield Group(len(site.years), partial(_plan_lists, site, cards))
    years = [(year, ()) for year in site.years]
    months = _divide(years)
    wide = [(place,) for place in (*_place_digests(years), *_place_digests(months))]
    # A day shows what led on the same day of other years: these are worked out together.
    dates: dict[tuple[int | None, int | None], list[_Place]] = {}
    for place in _place_digests(_divide(months)):
        dates.setdefault((place.period.month, place.period.day), []).append(place)
    look = _Look(_digest_all(site, cards), {links.period for links in list_editions(site)})
    for kind, sets in (("digests", wide), ("days", [dates[date] for date in sorted(dates)])):
        sight = Sight(kind, _name_set, look.describe)
        yield from cut_groups(sets, _measure, partial(_plan_digests, site, cards), sight)


@dataclass(frozen=True, slots=True)
class _Look:
    """What the pages of digests look at.

    Attributes:
        digests: By period; see `_digest_all`.
        kept: The months that have an edition.
    """

    digests: Mapping[PartialDate, bytes]
    kept: Collection[PartialDate]

    def describe(self, places: Sequence[_Place]) -> bytes:
        """What those of some digests do."""
        return b"".join(map(self._describe_place, places))

    def _describe_place(self, place: _Place) -> bytes:
        before = self.digests[place.before.period] if place.before else b""
        after = str(place.after.period) if place.after else ""
        rest = f"{place.period in self.kept} {after}\0".encode()
        return self.digests[place.period] + before + rest


def _digest_all(site: Site, cards: Cards) -> dict[PartialDate, bytes]:
    """A digest of each year, month and day with all that its page may show of its articles,
    by period.
    """
    name_story, states = site.threads.name_story, cards.states
    found: dict[PartialDate, bytes] = {}

    def digest(part: Digest) -> bytes:
        own = [states[one.source] + name_story(one).encode() for one in part.articles]
        told = digest_bytes(str(part.period).encode(), *own, *map(digest, part.parts))
        found[part.period] = value = told.encode()
        return value

    for year in site.years:
        digest(year)
    return found


def _name_set(places: Sequence[_Place]) -> str:
    """The year or month, or the date that days of several years have in common."""
    period = places[0].period
    return str(period) if period.day is None else f"{period.month}-{period.day}"


def _measure(places: Sequence[_Place]) -> int:
    return sum(place.digest.count for place in places)


def _plan_lists(site: Site, cards: Cards) -> Iterator[Page]:
    undated = site.undated
    years = tuple(
        (_round_digest(year), tuple(_round_digest(month) for month in reversed(year.parts)))
        for year in reversed(site.years)
    )
    view = ArchiveView(cards.header, years, round_count(len(undated)))
    yield Page(to_path(ARCHIVE), view, template="archive.html")
    if undated:
        listed = UndatedView(cards.header, cards.to_links(undated))
        yield Page(to_path(UNDATED), listed, template="undated.html")


def count_digest(digest: Digest) -> PeriodCount:
    """A digest's period, address and number of articles."""
    return PeriodCount(digest.period, period_address(digest.period), digest.count)


def _round_digest(digest: Digest) -> PeriodCount:
    count, at_least = round_count(digest.count)
    return PeriodCount(digest.period, period_address(digest.period), count, at_least)


def list_editions(site: Site) -> tuple[EditionLinks, ...]:
    """The editions of all months that are over, ascending; none if the site has none."""
    if not site.profile.editions:
        return ()
    stems = (
        (month.period, edition_stem(month.period)) for month in list_closed(site.years, "month")
    )
    return tuple(EditionLinks(period, f"{stem}.epub", f"{stem}.eml") for period, stem in stems)


_Nested = tuple[Digest, tuple[PeriodLink, ...]]
"""A digest and the wider periods that it stands in, the widest first."""


def _place_digests(digests: Sequence[_Nested]) -> list[_Place]:
    """Each digest among the others, which are given in their order."""
    around = (None, *(digest for digest, _ in digests), None)
    return [
        _Place(digest, parents, around[index], around[index + 2])
        for index, (digest, parents) in enumerate(digests)
    ]


def _divide(digests: Iterable[_Nested]) -> list[_Nested]:
    """The months of years, the days of months."""
    return [
        (part, (*parents, link_period(digest.period)))
        for digest, parents in digests
        for part in digest.parts
    ]


def _plan_digests(site: Site, cards: Cards, sets: Iterable[Sequence[_Place]]) -> Iterator[Page]:
    """The pages of digests; days of one date stand in one set."""
    places = sorted(chain.from_iterable(sets), key=lambda place: place.period.sort_key)
    editions: list[_Edition] = []
    days: dict[tuple[int | None, int | None], list[_Edition]] = {}
    for place in places:
        edition = _prepare(place, editions[-1] if editions else None, site, cards)
        editions.append(edition)
        days.setdefault((place.period.month, place.period.day), []).append(edition)
    kept = {links.period: links for links in list_editions(site)}
    for edition in editions:
        period = edition.period
        same = days[period.month, period.day] if period.day else []
        view = _build_view(edition, same, kept.get(period), cards)
        yield Page(to_path(period_address(period)), view, template="digest.html")


def _prepare(place: _Place, last: _Edition | None, site: Site, cards: Cards) -> _Edition:
    """The edition; `last` is the one that was made before it, whatever digest that is of."""
    mentions = cards.mentions
    articles = list_articles(place.digest)
    reports = build_reports(articles, site.threads.name_story)
    ranked = rank_reports(
        reports,
        lambda article: mentions.numbers.get(article.source, ()),
        MOST_SAYINGS[place.period.precision],
    )
    before: Mapping[int, int] | None = None
    if last is not None and last.place.digest is place.before:
        before = last.counts
    elif place.before is not None:
        before = mentions.count(list_articles(place.before))
    return _Edition(place, before, tuple(articles), reports, ranked, mentions.count(articles))


def _build_view(
    edition: _Edition, same_day: Sequence[_Edition], kept: EditionLinks | None, cards: Cards
) -> DigestView:
    place, period = edition.place, edition.period
    most = MOST_LEADS[period.precision]
    if period.month is not None:
        most = min(most, len(edition.reports) // 3)
    leads = edition.ranked[:most]
    led = frozenset(report.shown.source for report, _ in leads)
    trends = _list_trends(edition, cards)
    return DigestView(
        site=cards.header,
        period=period,
        parents=place.parents,
        divisions=tuple(count_digest(part) for part in place.digest.parts),
        figures=_count_figures(edition, cards),
        leads=tuple(_show(report, cards, reasons) for report, reasons in leads),
        parts=_build_parts(edition, led, cards),
        sayings=_choose_sayings(edition, cards),
        people=trends["people"],
        places=trends["places"],
        organisations=trends["organisations"],
        map=_draw_places(edition, trends["places"], cards),
        same_day=_find_same_day(edition, same_day, cards),
        previous=link_period(place.before.period) if place.before else None,
        next=link_period(place.after.period) if place.after else None,
        editions=kept,
    )


def _show(report: Report, cards: Cards, reasons: Sequence[Reason] = ()) -> DigestReport:
    return DigestReport(
        article=cards.cards[report.shown.source],
        others=cards.to_links(report.others),
        reasons=tuple(LeadReason(reason.kind, reason.count) for reason in reasons),
    )


def _build_parts(edition: _Edition, led: frozenset[str], cards: Cards) -> tuple[DigestPart, ...]:
    """The reports that don't lead, by the period of the article that is shown. A year
    shows what is dated to no month; its months have pages of their own.
    """
    own = edition.period
    digests = {part.period for part in edition.place.digest.parts}
    by_period: dict[PartialDate | None, list[DigestReport]] = {}
    for report in edition.reports:
        dated = [(_get_period(article), article) for article in report.articles]
        if own.month is None:
            dated = [(period, article) for period, article in dated if period == own]
        if dated and report.shown.source not in led:
            (*earlier, (period, shown)) = dated
            part = Report(shown, tuple(article for _, article in earlier))
            by_period.setdefault(period, []).append(_show(part, cards))
    return tuple(
        DigestPart(period, link_period(period) if period in digests else None, tuple(reports))
        for period, reports in by_period.items()
        if period
    )


def _get_period(article: Article) -> PartialDate | None:
    date = article.published
    return replace(date, time=None) if date and date.time else date


def _count_figures(edition: _Edition, cards: Cards) -> DigestFigures:
    names = cards.mentions.names
    kinds = Counter(names[number].kind for number in edition.counts)
    return DigestFigures(
        articles=len(edition.articles),
        reports=len(edition.reports),
        quotations=sum(len(article.quotes) for article in edition.articles),
        people=kinds["people"],
        places=kinds["places"],
        organisations=kinds["organisations"],
    )


def _list_trends(edition: _Edition, cards: Cards) -> dict[EntityKind, tuple[NameTrend, ...]]:
    found: dict[EntityKind, list[NameTrend]] = {kind: [] for kind in ENTITY_KINDS}
    for number, name, count in cards.mentions.rank(edition.counts):
        if all(len(trends) == MOST_NAMES for trends in found.values()):
            break
        if len(found[name.kind]) < MOST_NAMES:
            earlier = None if edition.before is None else edition.before.get(number, 0)
            found[name.kind].append(NameTrend(name.name, name.address or "", count, earlier))
    return {kind: tuple(trends) for kind, trends in found.items()}


def _draw_places(edition: _Edition, trends: Sequence[NameTrend], cards: Cards) -> PlaceMap | None:
    """Those of the places listed beside it of which is known where they lie."""
    listed = {trend.address for trend in trends}
    names = cards.mentions.names
    found = ((names[number], count) for number, count in edition.counts.items())
    return draw_map(
        (name.name, name.address, count, name.place)
        for name, count in found
        if name.place and name.address in listed
    )


def _choose_sayings(edition: _Edition, cards: Cards) -> tuple[Saying, ...]:
    """The first quotation with a speaker of each report, those of what led first."""
    most = MOST_SAYINGS[edition.period.precision]
    sayings: dict[str, Saying] = {}
    # A report that stands in both is looked at twice: that is harmless.
    for report in chain((report for report, _ in edition.ranked), edition.reports):
        article = report.shown
        quote = next((quote for quote in article.quotes if quote.speaker), None)
        if quote:
            sayings.setdefault(quote.text, Saying(quote, cards.links[article.source]))
        if len(sayings) == most:
            break
    return tuple(sayings.values())


def _find_same_day(
    edition: _Edition, same_day: Sequence[_Edition], cards: Cards
) -> tuple[SameDay, ...]:
    at = next((n for n, other in enumerate(same_day) if other is edition), 0)
    return tuple(
        SameDay(link_period(other.period), cards.links[other.first.source])
        for other in same_day[max(0, at - SAME_DAYS) : at]
    )
