"""The parts of the index → the files that the theme's `search.js` loads.

Each is a script that calls `newsdigestSearch` with its data: browsers refuse to fetch data
from `file://`, and load scripts. There are files of words, as `indexing` writes them, of
texts, and of days. Which article of a segment has its text where, the page itself says: how
many articles of each month a segment has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any
from weakref import WeakValueDictionary

from newsdigest.model import Bodies, Builder
from newsdigest.search.indexing import WordIndex, to_text
from newsdigest.search.segments import (
    RECENT_SHARDS,
    Month,
    SearchedArticle,
    Segment,
)
from newsdigest.views import View

RECENT = "recent"
"""The folder of what came in last."""


class WordsView(View, frozen=True):
    """The words of a segment that begin in certain ways.

    Attributes:
        number: From 0 to `shards`.
        digest: Of all that the segment's words depend on.
    """

    segment: str
    number: int
    shards: int
    digest: str


class RecentView(View, frozen=True):
    """Words of the articles that came in last.

    Attributes:
        number: From 0 to `RECENT_SHARDS`.
    """

    number: int
    articles: tuple[SearchedArticle, ...]


class TextView(View, frozen=True):
    """A piece of the text of an article, and with the first one what is shown beside it.

    Attributes:
        piece: From 0 to `article.pieces`.
    """

    article: SearchedArticle
    piece: int


class DaysView(View, frozen=True):
    """On which days of their month some articles are dated; see `segments.Month.days`."""

    days: str


def make_words_builder(segment: Segment) -> Builder:
    """Draws the files of words of a segment, from a `WordsView` each.

    The views would be large if they held the segment's articles: they hold its digest,
    which the segment's words depend on. Equal segments share a builder as long as any
    plan holds it, so that plans can be compared.
    """
    key = (segment.name, segment.digest)
    known = _builders.get(key)
    if known is not None:
        return known

    def render_words(view: object, bodies: Bodies) -> bytes:
        if not isinstance(view, WordsView):
            raise TypeError(f"a file of words is drawn from a WordsView, not {type(view).__name__}")
        index = _index_once(segment.digest, lambda: segment.articles, segment.shards, bodies)
        return _write(*index.write_shard(view.number))

    _builders[key] = render_words
    return render_words


_builders: WeakValueDictionary[tuple[str, str], Builder] = WeakValueDictionary()

# The files of one segment are drawn one after another: its texts are read once for all.
_latest: dict[str, tuple[object, Bodies, WordIndex]] = {}


def _index_once(
    key: object, list_articles: Callable[[], Iterable[SearchedArticle]], shards: int, bodies: Bodies
) -> WordIndex:
    """The words of some articles; `key` is what tells them from others."""
    known = _latest.get("index")
    if known is None or known[0] != key or known[1] is not bodies:
        index = WordIndex(list_articles(), bodies, shards)
        known = _latest["index"] = (key, bodies, index)
    return known[2]


def render_recent(view: object, bodies: Bodies) -> bytes:
    """The bytes of a file of words for a `RecentView`: the words, and each article's month."""
    if not isinstance(view, RecentView):
        raise TypeError(f"what is recent is drawn from a RecentView, not {type(view).__name__}")
    articles = view.articles
    index = _index_once(articles, lambda: articles, RECENT_SHARDS, bodies)
    months = [article.month for article in articles]
    return _write(*index.write_shard(view.number), months)


def render_days(view: object, bodies: Bodies) -> bytes:
    """The bytes of a file of days for a `DaysView`."""
    del bodies
    if not isinstance(view, DaysView):
        raise TypeError(f"a file of days is drawn from a DaysView, not {type(view).__name__}")
    return _write(view.days)


def render_text(view: object, bodies: Bodies) -> bytes:
    """The bytes of a file of a text for a `TextView`."""
    if not isinstance(view, TextView):
        raise TypeError(f"a text is drawn from a TextView, not {type(view).__name__}")
    article = view.article
    text = _cut_text(to_text(bodies[article.uid]), article.pieces)[view.piece]
    if view.piece:
        return _write(text)
    return _write(
        article.address,
        article.title,
        article.language,
        article.published,
        article.section,
        text,
        article.pieces,
    )


def _cut_text(text: str, count: int) -> list[str]:
    """So many pieces of a text, each of whole lines: that in which a line begins has it."""
    pieces: list[list[str]] = [[] for _ in range(count)]
    start = 0
    for line in text.split("\n"):
        pieces[start * count // (len(text) + 1)].append(line)
        start += len(line) + 1
    return ["\n".join(piece) for piece in pieces]


def describe_parts(parts: Iterable[Iterable[Segment]]) -> str:
    """What the script must know of the segments before it asks for any, parted by blanks;
    those of one part by "|". Of each its name, the number of its shards, the slots that it
    holds, and for each year how many articles are dated to its months, December first,
    and to the year alone; noughts are left out.

        3-0123456789:1024:0:1024:2022,9,9,8,12,7,3,3,4,5,6,7,8,2;2021,4,,17;,5
    """
    return " ".join("|".join(map(_describe, part)) for part in parts)


def _describe(segment: Segment) -> str:
    years = ";".join(_count_years(segment.months))
    return f"{segment.name}:{segment.shards}:{segment.start}:{segment.end}:{years}"


def _count_years(months: Iterable[Month]) -> Iterable[str]:
    for year, group in groupby(months, key=lambda month: month.name.partition("-")[0]):
        if year == "undated":
            yield f",{sum(len(month.articles) for month in group)}"
            continue
        counts = [""] * 13
        last = 0
        for month in group:
            last = 12 - int(month.name[5:] or 0)
            counts[last] = str(len(month.articles))
        yield ",".join([year, *counts[: last + 1]])


def _write(*data: Any) -> bytes:
    written = ",".join(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in data
    )
    return f"newsdigestSearch({written});\n".encode("utf-8", "replace")
