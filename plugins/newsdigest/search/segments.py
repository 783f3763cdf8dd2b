"""Articles → segments: the periods that are searched one after another.

A year is a segment of its own as long as it is small, then its months are, then their
days. What cannot be cut by date is cut by the articles' ids. So a new article changes
one segment, and the others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from zlib import crc32

from newsdigest.addresses import article_address
from newsdigest.model import Article, PartialDate

MOST_ARTICLES = 120
"""A larger segment is cut."""

_SHARDS = ((12, 1), (25, 2), (50, 4))
_MOST_SHARDS = 8
_TEXTS_TOGETHER = 6
_UNDATED = "undated"


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
class Segment:
    """The articles of a period.

    Attributes:
        name: "2022", "2022-01", "2022-01-10" or "undated", with "-part" and a number if it
            was cut further; a folder below `search/`.
        articles: Newest first.
        texts: In how many files their texts stand.
    """

    name: str
    articles: tuple[SearchedArticle, ...]
    texts: int

    @property
    def shards(self) -> int:
        """In how many files its words stand."""
        count = len(self.articles)
        return next((shards for most, shards in _SHARDS if count <= most), _MOST_SHARDS)

    @property
    def chunks(self) -> tuple[tuple[SearchedArticle, ...], ...]:
        """The articles whose texts stand in one file, for each file."""
        chunks: list[list[SearchedArticle]] = [[] for _ in range(self.texts)]
        for article in self.articles:
            chunks[_hash(article.uid) % self.texts].append(article)
        return tuple(map(tuple, chunks))


def build_segments(articles: Iterable[Article]) -> tuple[Segment, ...]:
    """The segments, newest first; what is dated to the year or month only comes behind
    what is dated to a day of it, the undated last.
    """
    ordered = sorted(articles, key=lambda article: (article.sort_key, article.uid), reverse=True)
    return tuple(_cut("", ordered))


def _cut(name: str, articles: Sequence[Article]) -> Iterable[Segment]:
    """The segments of a period that is named so far: of all time, of a year, a month."""
    for part, group in groupby(articles, key=lambda article: _name_part(article, name)):
        found = list(group)
        if len(found) <= MOST_ARTICLES and part:
            yield _build(part, found)
        elif part in (name, _UNDATED):
            yield from _cut_by_id(part, found)
        else:
            yield from _cut(part, found)


def _name_part(article: Article, name: str) -> str:
    """The part of a period that an article belongs to; `name` itself if to none."""
    if article.published is None:
        return _UNDATED
    length = {0: 4, 4: 7, 7: 10}.get(len(name), 10)
    date = article.published
    return str(PartialDate(date.year, date.month, date.day))[:length]


def _cut_by_id(name: str, articles: Sequence[Article]) -> Iterable[Segment]:
    count = _round_up(len(articles), MOST_ARTICLES)
    for number in range(count):
        found = [one for one in articles if _hash(one.uid) // 64 % count == number]
        if found:
            yield _build(f"{name}-part{number}" if count > 1 else name, found)


def _build(name: str, articles: Sequence[Article]) -> Segment:
    return Segment(
        name,
        tuple(_read(article) for article in articles),
        _round_up(len(articles), _TEXTS_TOGETHER),
    )


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


def _round_up(count: int, size: int) -> int:
    """The power of two that holds `count` in parts of `size`: it seldom changes."""
    parts = 1
    while parts * size < count:
        parts *= 2
    return parts


def _hash(uid: str) -> int:
    return crc32(uid.encode())
