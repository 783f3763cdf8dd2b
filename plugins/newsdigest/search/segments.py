"""Articles → the parts of the index: those that came in last, and periods of the rest.

The last few arrivals are a part of their own, so that one article more changes that part
alone. Every sixteenth arrival moves them into the periods, which are large and cut by
calendar: all of time is halved, and each half again, as long as it holds too many. So a
period's bounds depend on what it holds itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from newsdigest.addresses import article_address
from newsdigest.fingerprints import digest_texts
from newsdigest.model import Article, PartialDate

MOST_ARTICLES = 2048
"""A larger segment is cut."""
MOST_RECENT = 16
"""So many arrivals move into the segments."""
RECENT_SHARDS = 2
TEXTS_TOGETHER = 4

_ARTICLES_A_SHARD = 4
_SLOTS = 16
"""Of a year: one for what is dated to the year alone, twelve months, three left empty."""
_ALL_BITS = 18
"""All years from 0 to 16383 have so many slots, as a power of two."""


@dataclass(frozen=True, slots=True)
class SearchedArticle:
    """What an article is found by, and what is shown of it.

    Attributes:
        body_digest: Makes the files depend on the body's text.
    """

    uid: str
    address: str
    title: str
    language: str
    published: PartialDate | None
    section: str
    people: tuple[str, ...]
    places: tuple[str, ...]
    body_digest: str


@dataclass(frozen=True, slots=True)
class Month:
    """The articles of a segment that are dated to one month, or to a year only, or not.

    Attributes:
        name: "2022-01", "2022" or "undated"; a folder below `search/texts/`.
        articles: Newest first.
    """

    name: str
    articles: tuple[SearchedArticle, ...]

    @property
    def texts(self) -> tuple[tuple[SearchedArticle, ...], ...]:
        """The articles whose texts stand in one file, for each file: the oldest first,
        so that newer ones leave the files of older ones alone.
        """
        return _part(self.articles[::-1])


@dataclass(frozen=True, slots=True)
class Segment:
    """The articles of a period.

    Attributes:
        name: "all", "2016-2023", "2022", "2022.08-15" (slots of a year) or "undated"; a
            folder below `search/`.
        months: Newest first, none of them empty.
        digest: Of all that its words depend on.
    """

    name: str
    months: tuple[Month, ...]
    digest: str

    @property
    def articles(self) -> tuple[SearchedArticle, ...]:
        """Newest first."""
        return tuple(article for month in self.months for article in month.articles)

    @property
    def shards(self) -> int:
        """In how many files its words stand: a power of two, which seldom changes."""
        count = sum(len(month.articles) for month in self.months)
        shards = 1
        while shards * _ARTICLES_A_SHARD < count:
            shards *= 2
        return shards


@dataclass(frozen=True, slots=True)
class Recent:
    """The articles that came in last.

    Attributes:
        articles: In the order in which they came.
        ranks: For each article, where it stands among all when they are sorted newest
            first: `MOST_RECENT` times the articles before it in the segments, plus those
            before it in here.
    """

    articles: tuple[SearchedArticle, ...]
    ranks: tuple[int, ...]

    @property
    def texts(self) -> tuple[tuple[SearchedArticle, ...], ...]:
        """The articles whose texts stand in one file, for each file."""
        return _part(self.articles)


@dataclass(frozen=True, slots=True)
class Index:
    """What is searched.

    Attributes:
        segments: Newest first; what is dated to the year or month only comes behind what
            is dated to a day of it, the undated last.
    """

    recent: Recent
    segments: tuple[Segment, ...]


def build_index(articles: Iterable[Article]) -> Index:
    """The parts of the index, whatever the order of the articles."""
    arrived = sorted(
        articles, key=lambda article: (article.added, article.seed or article.source, article.uid)
    )
    settled = len(arrived) - len(arrived) % MOST_RECENT
    stock = sorted(arrived[:settled], key=_read_order, reverse=True)
    dated = [article for article in stock if article.published is not None]
    segments = list(_cut(0, _ALL_BITS, dated, [-_find_slot(article) for article in dated]))
    if undated := stock[len(dated) :]:
        segments.append(_build_segment("undated", undated))
    recent = arrived[settled:]
    return Index(
        Recent(tuple(map(_read, recent)), tuple(_rank(recent, stock))),
        tuple(segments),
    )


def _rank(recent: Sequence[Article], stock: Sequence[Article]) -> Iterable[int]:
    ascending = [_read_order(article) for article in reversed(stock)]
    newest = sorted(map(_read_order, recent), reverse=True)
    places = {order: place for place, order in enumerate(newest)}
    for article in recent:
        order = _read_order(article)
        newer = len(stock) - bisect_right(ascending, order)
        yield newer * MOST_RECENT + places[order]


def _cut(
    start: int, bits: int, articles: Sequence[Article], slots: Sequence[int]
) -> Iterable[Segment]:
    """The segments of the slots from `start` on, `bits` as a power of two; `slots` are the
    articles', negative, so that they ascend.
    """
    if not articles:
        return
    if len(articles) <= MOST_ARTICLES or bits == 0:
        yield _build_segment(_name_slots(start, bits), articles)
        return
    middle = start + (1 << (bits - 1))
    newer = bisect_right(slots, -middle)
    yield from _cut(middle, bits - 1, articles[:newer], slots[:newer])
    yield from _cut(start, bits - 1, articles[newer:], slots[newer:])


def _name_slots(start: int, bits: int) -> str:
    if bits == _ALL_BITS:
        return "all"
    (first, low), (last, high) = divmod(start, _SLOTS), divmod(start + (1 << bits) - 1, _SLOTS)
    if first != last:
        return f"{first:04d}-{last:04d}"
    return f"{first:04d}" if (low, high) == (0, _SLOTS - 1) else f"{first:04d}.{low:02d}-{high:02d}"


def _find_slot(article: Article) -> int:
    year, month, _, _ = article.sort_key[0]
    return year * _SLOTS + month


def _build_segment(name: str, articles: Sequence[Article]) -> Segment:
    months = tuple(
        Month(month, tuple(map(_read, group)))
        for month, group in groupby(articles, key=_name_month)
    )
    return Segment(name, months, _digest(month.articles for month in months))


def _name_month(article: Article) -> str:
    return str(article.published)[:7] if article.published else "undated"


def _digest(months: Iterable[Sequence[SearchedArticle]]) -> str:
    return digest_texts(
        text
        for articles in months
        for one in articles
        for text in (
            *(one.uid, one.body_digest, one.title, one.language, one.section),
            *(*one.people, "\n", *one.places, "\n"),
        )
    )


def _part(articles: Sequence[SearchedArticle]) -> tuple[tuple[SearchedArticle, ...], ...]:
    return tuple(
        tuple(articles[start : start + TEXTS_TOGETHER])
        for start in range(0, len(articles), TEXTS_TOGETHER)
    )


def _read_order(article: Article) -> tuple[tuple[tuple[int, int, int, str], str, str], str]:
    return (article.sort_key, article.uid)


def _read(article: Article) -> SearchedArticle:
    return SearchedArticle(
        uid=article.uid,
        address=article_address(article),
        title=article.title,
        language=article.language,
        published=article.published,
        section=article.category or "",
        people=article.people,
        places=article.places,
        body_digest=article.body_digest,
    )
