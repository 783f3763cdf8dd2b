"""Articles → year, month and day digests, and what led in each.

A digest is a chronicle: ascending, what is dated to the whole period first. What led
is decided from the period's own articles alone, so that a new article changes the
digests of its own date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Literal

from newsdigest.model import Article, PartialDate

_MAX_REACH = 10


@dataclass(frozen=True, slots=True)
class Digest:
    """What was published in one year, month or day.

    Attributes:
        period: The year, month or day.
        articles: Those that stand in none of `parts`, ascending.
        parts: The months of a year or the days of a month that hold articles, ascending; a
            month has none where the site has no digests of days.
        count: All articles of the period, those of its parts included.
    """

    period: PartialDate
    articles: tuple[Article, ...]
    parts: tuple[Digest, ...]
    count: int


def build_digests(articles: Iterable[Article], *, days: bool = True) -> tuple[Digest, ...]:
    """The years that hold articles, ascending; undated articles belong to none.

    Args:
        articles: Ascending by `Article.sort_key`.
        days: Whether months are parted into days.
    """
    dated = [article for article in articles if article.published is not None]
    rules = (_get_year, _get_month, _get_day)
    return _build_parts(dated, rules if days else rules[:2])


def list_articles(digest: Digest) -> list[Article]:
    """All articles of a digest and its parts, ascending."""
    articles = list(digest.articles)
    for part in digest.parts:
        articles.extend(list_articles(part))
    return articles


def list_closed(years: Sequence[Digest], precision: Literal["month", "day"]) -> tuple[Digest, ...]:
    """The months or days that are over, ascending: those that something later follows.
    A build knows no clock, and what is sent once must not be half a month.
    """
    months = [month for year in years for month in year.parts]
    last = years[-1].parts if years else ()
    if precision == "month":
        return tuple(months[:-1] if last else months)
    days = [day for month in months for day in month.parts]
    return tuple(days[:-1] if last and last[-1].parts else days)


_Part = Callable[[Article], int | None]


@dataclass(frozen=True, slots=True)
class Report:
    """What a digest shows once: the articles of one story in a period.

    Attributes:
        shown: The latest of them.
        others: The earlier ones, ascending.
    """

    shown: Article
    others: tuple[Article, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        return (*self.others, self.shown)


ReasonKind = Literal["story", "reach", "length"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a report led.

    Attributes:
        kind: "story": the period has more articles of its story; "reach": other reports
            of the period name the same people, places or organisations; "length": its
            text is the longest.
        count: Of further articles, of shared names, or of code points.
    """

    kind: ReasonKind
    count: int


def build_reports(
    articles: Iterable[Article], to_story: Callable[[Article], str]
) -> tuple[Report, ...]:
    """The articles of a period by story, in the order of those that are shown.

    Args:
        articles: Ascending by `Article.sort_key`.
        to_story: The name of an article's story; any text that no other story has.
    """
    by_story: dict[str, list[Article]] = {}
    for article in articles:
        # Taken out and put in again, a story stands where its latest article does.
        group = by_story.pop(story := to_story(article), [])
        group.append(article)
        by_story[story] = group
    return tuple(Report(group[-1], tuple(group[:-1])) for group in by_story.values())


def rank_reports(
    reports: Sequence[Report], to_names: Callable[[Article], Iterable[int]], most: int
) -> list[tuple[Report, tuple[Reason, ...]]]:
    """The first `most` of the reports that anything speaks for, and why.

    A further article of the story counts three times as much as a name that other
    reports share (ten of these count at most), the longest text as much as two names.
    """
    named = [set(chain.from_iterable(map(to_names, one.articles))) for one in reports]
    shared_names = {name for name, count in Counter(chain(*named)).items() if count > 1}
    longest = max((report.shown.length for report in reports), default=0)
    ranked: list[tuple[int, int, int, Report, tuple[int, int, int]]] = []
    for report, names in zip(reports, named, strict=True):
        further = len(report.others)
        shared = len(names & shared_names)
        length = report.shown.length if len(reports) > 1 else 0
        is_longest = length == longest > 0
        points = 3 * further + min(shared, _MAX_REACH) + 2 * is_longest
        if points:
            ranked.append(
                (-points, -length, len(ranked), report, (further, shared, length * is_longest))
            )
    ranked.sort(key=lambda item: item[:3])
    return [(report, _give_reasons(*grounds)) for *_, report, grounds in ranked[:most]]


def _give_reasons(further: int, shared: int, length: int) -> tuple[Reason, ...]:
    reasons = (Reason("story", further), Reason("reach", shared), Reason("length", length))
    return tuple(reason for reason in reasons if reason.count)


def _build_parts(
    articles: Iterable[Article], rules: tuple[_Part, ...], above: tuple[int, ...] = ()
) -> tuple[Digest, ...]:
    return tuple(
        _build_digest((*above, part), tuple(group), rules[1:])
        for part, group in groupby(articles, key=rules[0])
        if part is not None
    )


def _build_digest(
    period: tuple[int, ...], articles: tuple[Article, ...], finer: tuple[_Part, ...]
) -> Digest:
    if not finer:
        return Digest(_to_period(period), articles, (), len(articles))
    own = tuple(article for article in articles if finer[0](article) is None)
    parts = _build_parts(articles, finer, period)
    return Digest(_to_period(period), own, parts, len(articles))


def _to_period(parts: tuple[int, ...]) -> PartialDate:
    month, day = (*parts[1:], None, None)[:2]
    return PartialDate(parts[0], month, day)


def _get_year(article: Article) -> int | None:
    return article.published.year if article.published else None


def _get_month(article: Article) -> int | None:
    return article.published.month if article.published else None


def _get_day(article: Article) -> int | None:
    return article.published.day if article.published else None
