"""Articles → the parts of the index: what came in last, and segments of what came in before.

Articles are put together as they came in, so that a segment that is full is written once.
Some fourteen arrivals make a segment; two of these a larger one, two of those the next,
and so on up to 1,800. A larger one takes the place of its parts little by little, a few of
its files with each arrival, so that no arrival changes many files.

All is a function of the articles that there are, in the order in which they came. Where a
first segment ends its articles themselves say (that of the least hash), as in rsync and in
stores whose chunks are defined by content: otherwise each deletion would move the bounds of
all segments behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import TypeVar

from newsdigest.addresses import article_address
from newsdigest.fingerprints import digest_of, digest_texts
from newsdigest.model import Article
from newsdigest.views import View

T = TypeVar("T")

LEAST_ARTICLES, MOST_ARTICLES = 12, 16
"""Of a first segment."""
PARTS: tuple[int, ...] = (2, 2, 2, 2, 2, 2, 2)
"""How many segments make one of the next level."""
SHARDS = (8, 16, 32, 64, 128, 256, 512, 1024)
"""Of the segments of each level: in how many files its words stand."""
SLOTS = SHARDS[-1]
"""Words are spread over so many slots; a shard holds some that stand side by side."""
PACE = 8
"""So many shards of a larger segment are written with each arrival."""
LOT = 1024
"""See `_sort_arrivals`."""
RECENT_SHARDS = 2
DAYS_TOGETHER = 256
PIECE = 4000
"""Code points of a text that stand in one file, more or less."""


class SearchedArticle(View, frozen=True):
    """What an article is found by, and what is shown of it.

    Attributes:
        published: At its own precision: "2022", "2022-01-10T14:30:00" or, undated, "".
        body_digest: Makes the files depend on the body's text.
        length: Code points of the text.
    """

    uid: str
    address: str
    title: str
    language: str
    published: str
    section: str
    people: tuple[str, ...]
    places: tuple[str, ...]
    body_digest: str
    length: int

    @property
    def pieces(self) -> int:
        """In how many files the text stands."""
        return 1 + self.length // PIECE

    @property
    def month(self) -> str:
        """What it is dated to: "2022-01", "2022" or "undated"."""
        return self.published[:7] or "undated"

    @property
    def day(self) -> str:
        """What its date says beyond the month: "10", "10T14:30:00" or ""."""
        return self.published[8:]


@dataclass(frozen=True, slots=True)
class Month:
    """Articles that are dated to one month, or to a year only, or not.

    Attributes:
        name: See `SearchedArticle.month`; a folder below `search/texts/`.
        articles: As they came in.
    """

    name: str
    articles: tuple[SearchedArticle, ...]

    @property
    def days(self) -> tuple[str, ...]:
        """The days of the articles, with commas between, for each file. Nothing stands
        for those at the end that have none: one more changes nothing.
        """
        if "-" not in self.name:
            return ()
        parts = _part([article.day for article in self.articles], DAYS_TOGETHER)
        return tuple(",".join(part).rstrip(",") for part in parts)


@dataclass(frozen=True, slots=True)
class Segment:
    """Articles that came in one after another.

    Attributes:
        name: A folder below `search/`: the level and a digest of the first article's uid.
        months: Newest first, none of them empty.
        shards: In how many files all its words would stand.
        start, end: Its files hold the words of these slots; it may be that larger or
            smaller segments hold those of others.
        digest: Of all that its words depend on.
    """

    name: str
    months: tuple[Month, ...]
    shards: int
    start: int
    end: int
    digest: str

    @property
    def articles(self) -> tuple[SearchedArticle, ...]:
        """By month, newest first; of a month as they came in."""
        return tuple(article for month in self.months for article in month.articles)

    @property
    def numbers(self) -> range:
        """Those of its shards that have files."""
        width = SLOTS // self.shards
        return range(self.start // width, -(-self.end // width))


@dataclass(frozen=True, slots=True)
class Index:
    """What is searched.

    Attributes:
        recent: The articles that came in last, as they came.
        parts: The segments of all others, as they came. If there are several in a part,
            the first one is about to take the place of the others.
        months: Of all articles, newest first.
    """

    recent: tuple[SearchedArticle, ...]
    parts: tuple[tuple[Segment, ...], ...]
    months: tuple[Month, ...]


def build_index(articles: Iterable[Article]) -> Index:
    """The parts of the index, whatever the order of the articles."""
    read = tuple(map(_read, _sort_arrivals(articles)))
    runs = _build_runs(read)
    settled = runs[-1].end if runs else 0
    parts = (part for run in runs for part in _list_parts(run, read))
    return Index(read[settled:], tuple(parts), _part_months(read))


def _sort_arrivals(articles: Iterable[Article]) -> Iterator[Article]:
    """The articles as they came in. Of those that came in at one moment, which had the seeds
    of a whole archive, the first ones by name stand by date: so each segment is of some
    years, and who asks for the newest need not ask all. Where these end an article says
    that is one of `LOT`; to sort those behind it, too, would let each new one with the same
    `Added` (of the same commit, say) move into the middle.
    """
    arrived = sorted(
        articles, key=lambda article: (article.added, article.seed or article.source, article.uid)
    )
    for _, group in groupby(arrived, key=lambda article: article.added):
        together = tuple(group)
        end = _find_end(together) if len(together) > 1 else 0
        yield from sorted(together[:end], key=lambda article: article.sort_key)
        yield from together[end:]


def _find_end(articles: Sequence[Article]) -> int:
    """How many of some articles that came in together stand by date."""
    ends = (at for at in range(len(articles), 0, -1) if _hash(articles[at - 1].uid) % LOT == 0)
    return next(ends, 0)


def _hash(uid: str) -> int:
    return int.from_bytes(blake2b(uid.encode(), digest_size=8).digest(), "big")


@dataclass(frozen=True, slots=True)
class _Run:
    """Articles that are, or will be, a segment: those from `start` to `end`."""

    start: int
    end: int
    level: int = 0
    parts: tuple[_Run, ...] = ()


def _build_runs(articles: Sequence[SearchedArticle]) -> list[_Run]:
    """The largest runs of all that is settled."""
    runs = [_Run(start, end) for start, end in _cut(articles)]
    done: list[_Run] = []
    for level, count in enumerate(PARTS, 1):
        groups = [tuple(group) for group in _part(runs, count)]
        rest = groups.pop() if groups and len(groups[-1]) < count else ()
        done = [*rest, *done]
        runs = [_Run(group[0].start, group[-1].end, level, group) for group in groups]
    return [*runs, *done]


def _cut(articles: Sequence[SearchedArticle]) -> Iterator[tuple[int, int]]:
    """Where the first segments start and end."""
    hashes = [_hash(article.uid) for article in articles]
    start = 0
    while len(articles) - start >= MOST_ARTICLES:
        ends = range(start + LEAST_ARTICLES, start + MOST_ARTICLES + 1)
        end = min(ends, key=lambda end: hashes[end - 1])
        yield start, end
        start = end


def _list_parts(run: _Run, articles: Sequence[SearchedArticle]) -> Iterator[tuple[Segment, ...]]:
    if _count_done(run, len(articles)):
        yield tuple(_list_segments(run, articles))
    else:
        for smaller in _list_smaller(run):
            yield from _list_parts(smaller, articles)


def _list_segments(run: _Run, articles: Sequence[SearchedArticle]) -> Iterator[Segment]:
    """The segments that hold the words of a run: its own and, from the slot on that this has
    not reached yet, those that it takes the place of. These are whole: the last arrival of
    any of them lies farther back than all its steps take.
    """
    done = _count_done(run, len(articles))
    yield _build_segment(run, 0, done, articles)
    if done < SLOTS:
        for smaller in _list_smaller(run):
            yield _build_segment(smaller, done, SLOTS, articles)


def _list_smaller(run: _Run) -> Iterator[_Run]:
    """What a run takes the place of. Its last part was full when it was itself, and never
    got files: there are the parts of that one.
    """
    *parts, last = run.parts
    yield from parts
    yield from _list_smaller(last) if last.parts else (last,)


def _count_done(run: _Run, arrivals: int) -> int:
    """The words of how many slots stand in the run's own segment."""
    if not run.parts:
        return SLOTS
    shards = SHARDS[run.level]
    later = max(0, arrivals - run.end - (MOST_ARTICLES - LEAST_ARTICLES))
    return min(shards, later * PACE) * (SLOTS // shards)


def _build_segment(run: _Run, start: int, end: int, articles: Sequence[SearchedArticle]) -> Segment:
    name = f"{run.level}-{digest_texts([articles[run.start].uid])[:10]}"
    months = _part_months(articles[run.start : run.end])
    return Segment(name, months, SHARDS[run.level], start, end, _digest(months))


def _part_months(articles: Iterable[SearchedArticle]) -> tuple[Month, ...]:
    months: dict[str, list[SearchedArticle]] = defaultdict(list)
    for article in articles:
        months[article.month].append(article)
    names = sorted(months, key=lambda name: name.replace("undated", ""), reverse=True)
    return tuple(Month(name, tuple(months[name])) for name in names)


def _part(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _digest(months: Iterable[Month]) -> str:
    return digest_of(
        [
            (
                *(one.uid, one.body_digest, month.name, one.title, one.language, one.section),
                *(one.people, one.places),
            )
            for month in months
            for one in month.articles
        ]
    )


def _read(article: Article) -> SearchedArticle:
    return SearchedArticle(
        uid=article.uid,
        address=article_address(article),
        title=article.title,
        language=article.language,
        published=str(article.published) if article.published else "",
        section=article.category or "",
        people=article.people,
        places=article.places,
        body_digest=article.body_digest,
        length=article.length,
    )
