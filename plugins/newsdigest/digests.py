"""Articles → year, month and day digests.

A digest is a chronicle: ascending, what is dated to the whole period first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from newsdigest.model import Article, PartialDate


@dataclass(frozen=True, slots=True)
class Digest:
    """What was published in one year, month or day.

    Attributes:
        period: The year, month or day.
        articles: Dated to exactly this period and no finer, ascending.
        parts: The months of a year or the days of a month that hold articles, ascending.
        count: All articles of the period, those of its parts included.
    """

    period: PartialDate
    articles: tuple[Article, ...]
    parts: tuple[Digest, ...]
    count: int


def build_digests(articles: Iterable[Article]) -> tuple[Digest, ...]:
    """The years that hold articles, ascending; undated articles belong to none.

    Args:
        articles: Ascending by `Article.sort_key`.
    """
    dated = [article for article in articles if article.published is not None]
    return _build_parts(dated, (_get_year, _get_month, _get_day))


_Part = Callable[[Article], int | None]


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
