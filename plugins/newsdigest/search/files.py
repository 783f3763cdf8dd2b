"""The parts of the index → the files that the theme's `search.js` loads.

Each is a script that calls `newsdigestSearch` with its name and data: browsers refuse
to fetch data from `file://`, and load scripts. There are files of words, as `indexing`
writes them, and files of texts. Which article of a segment has its text where, the page
itself says: how many articles each month has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from weakref import WeakValueDictionary

from newsdigest.model import Bodies, Builder
from newsdigest.search.indexing import index_words, to_text, write_number
from newsdigest.search.segments import RECENT_SHARDS, Month, SearchedArticle, Segment

RECENT = "recent"
"""The folder of what came in last."""


@dataclass(frozen=True, slots=True)
class WordsView:
    """The words of a segment that begin in certain ways.

    Attributes:
        number: From 0 to `shards`.
        digest: Of all that the segment's words depend on.
    """

    segment: str
    number: int
    shards: int
    digest: str


@dataclass(frozen=True, slots=True)
class RecentView:
    """Words of the articles that came in last; see `segments.Recent`.

    Attributes:
        number: From 0 to `RECENT_SHARDS`.
    """

    number: int
    articles: tuple[SearchedArticle, ...]
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TextsView:
    """The texts of some articles.

    Attributes:
        name: The file's, as the script knows it: "texts/2022-01/0".
    """

    name: str
    articles: tuple[SearchedArticle, ...]


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
        lines = _index_once(segment, bodies)[view.number]
        return _write(f"{view.segment}/w{view.number}", "\n".join(lines))

    _builders[key] = render_words
    return render_words


_builders: WeakValueDictionary[tuple[str, str], Builder] = WeakValueDictionary()

# The files of one segment are drawn one after another: its texts are read once for all.
_latest: dict[str, tuple[str, Bodies, tuple[tuple[str, ...], ...]]] = {}


def _index_once(segment: Segment, bodies: Bodies) -> tuple[tuple[str, ...], ...]:
    known = _latest.get("lines")
    if known is None or known[0] != segment.digest or known[1] is not bodies:
        lines = index_words(segment.articles, bodies, segment.shards)
        known = _latest["lines"] = (segment.digest, bodies, lines)
    return known[2]


def render_recent(view: object, bodies: Bodies) -> bytes:
    """The bytes of a file of words for a `RecentView`: the words, and each article's rank
    and year.
    """
    if not isinstance(view, RecentView):
        raise TypeError(f"what is recent is drawn from a RecentView, not {type(view).__name__}")
    lines = index_words(view.articles, bodies, RECENT_SHARDS)[view.number]
    years = [str(one.published)[:4] if one.published else "" for one in view.articles]
    ranks = "".join(map(write_number, view.ranks))
    return _write(f"{RECENT}/w{view.number}", "\n".join(lines), ranks, years)


def render_texts(view: object, bodies: Bodies) -> bytes:
    """The bytes of a file of texts for a `TextsView`."""
    if not isinstance(view, TextsView):
        raise TypeError(f"a file of texts is drawn from a TextsView, not {type(view).__name__}")
    return _write(
        view.name,
        [
            [
                article.address,
                article.title,
                article.language,
                str(article.published) if article.published else "",
                article.section,
                to_text(bodies[article.uid]),
            ]
            for article in view.articles
        ],
    )


def describe_segments(segments: Iterable[Segment]) -> str:
    """What the script must know of the segments before it asks for any: of each, parted
    by blanks, its name, the number of its shards, and for each year how many articles
    are dated to its months, December first, and to the year alone.

        2022-2023:256:2023,4,0,17;2022,9,9,8,12,7,3,3,4,5,6,7,8,2 undated:1:,5
    """
    return " ".join(
        f"{one.name}:{one.shards}:{';'.join(_count_years(one.months))}" for one in segments
    )


def _count_years(months: Iterable[Month]) -> Iterable[str]:
    for year, group in groupby(months, key=lambda month: month.name.partition("-")[0]):
        if year == "undated":
            yield f",{sum(len(month.articles) for month in group)}"
            continue
        counts = [0] * 13
        last = 0
        for month in group:
            last = 12 - int(month.name[5:] or 0)
            counts[last] = len(month.articles)
        yield ",".join([year, *map(str, counts[: last + 1])])


def _write(*data: Any) -> bytes:
    written = ",".join(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in data
    )
    return f"newsdigestSearch({written});\n".encode("utf-8", "replace")
