"""What reading a post gave ↔ compact bytes in the index."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, fields
from datetime import datetime, time
from functools import cache
from operator import attrgetter
from sys import intern
from typing import Any

from newsdigest.model import Article, GeoPlace, PartialDate, Quote


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What reading a post gave, but for its body.

    Attributes:
        article: None for a post that its `Status` keeps off the site, or a faulty one.
        problems: `(line, message, severity)` each.
        linked: Whether the body holds links that Pelican resolves (`{filename}…`).
    """

    article: Article | None
    problems: tuple[tuple[int, str, str], ...] = ()
    linked: bool = False


_FIELDS = [field.name for field in fields(Article)]
_read_article = attrgetter(*_FIELDS)
_read_place = attrgetter(*(field.name for field in fields(GeoPlace)))
_PUBLISHED, _ADDED, _MODIFIED, _QUOTES, _COORDINATES = map(
    _FIELDS.index, ("published", "added", "modified", "quotes", "coordinates")
)
# What many articles have in common: marshal reads an interned text as the one that is there.
_SHARED = tuple(
    map(
        _FIELDS.index,
        ("language", "category", "tags", "people", "places", "organisations", "agency", "origin"),
    )
)


def pack_record(record: SourceRecord) -> bytes:
    """The record as compact bytes; `unpack_record` gives back an equal one."""
    article = record.article
    packed: list[Any] | None = None
    if article is not None:
        packed = list(_read_article(article))
        day = article.published
        packed[_PUBLISHED] = day and (
            *(day.year, day.month, day.day),
            day.time and day.time.isoformat(),
        )
        packed[_ADDED] = article.added.isoformat()
        packed[_MODIFIED] = article.modified and article.modified.isoformat()
        packed[_QUOTES] = tuple((quote.text, quote.speaker) for quote in article.quotes)
        packed[_COORDINATES] = tuple(
            (intern(name), *_read_place(place)) for name, place in article.coordinates
        )
        for field in _SHARED:
            packed[field] = _share(packed[field])
    return marshal.dumps((packed, record.problems, record.linked))


def _share(value: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
    if isinstance(value, tuple):
        return tuple(map(intern, value))
    return value and intern(value)


def unpack_record(packed: bytes) -> SourceRecord:
    """The record that was packed."""
    article, problems, linked = marshal.loads(packed)
    if article is None:
        return SourceRecord(None, problems, linked)
    if day := article[_PUBLISHED]:
        article[_PUBLISHED] = _unpack_date(*day)
    article[_ADDED] = datetime.fromisoformat(article[_ADDED])
    if modified := article[_MODIFIED]:
        article[_MODIFIED] = datetime.fromisoformat(modified)
    if quotes := article[_QUOTES]:
        article[_QUOTES] = tuple(Quote(text, speaker) for text, speaker in quotes)
    if places := article[_COORDINATES]:
        article[_COORDINATES] = tuple((name, GeoPlace(*place)) for name, *place in places)
    return SourceRecord(Article(*article), problems, linked)


@cache
def _unpack_date(year: int, month: int | None, day: int | None, at: str | None) -> PartialDate:
    return PartialDate(year, month, day, time.fromisoformat(at) if at else None)
