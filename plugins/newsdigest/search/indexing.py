"""A segment → the files that the theme's `search.js` loads.

Each is a script that calls `newsdigestSearch` with its name and data: browsers refuse
to fetch data from `file://`, and load scripts. A file of words holds a line a word:

    garanti+e+en +2G0

that is what its forms have in common, the ends of the forms (or ",form" for one that
begins otherwise), a blank, and the articles that hold it. These are numbers, least
digits first in base 32; a digit is one of 64 signs, the later half meaning that more
follow. Each tells how many articles were passed over since the last one, times three,
plus how much the word weighs there, from 0 to 2. The article's own number in the
segment leads to its text: the segment's list has, in the same numbers, the file and the
place in it for each article.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from newsdigest.model import Bodies
from newsdigest.search.segments import SearchedArticle, Segment
from newsdigest.search.words import fold_words, load_vocabulary, split_words

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre|td|th|dt|dd|div)>|<br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_HEAVY, _OFTEN = 2, 3


@dataclass(frozen=True, slots=True)
class ShardView:
    """The words of a segment that begin in certain ways.

    Attributes:
        number: From 0 to `segment.shards`.
    """

    segment: Segment
    number: int


@dataclass(frozen=True, slots=True)
class TextsView:
    """The texts of some articles of a segment.

    Attributes:
        name: The file's, as the script knows it: "2022-01/t0".
    """

    name: str
    articles: tuple[SearchedArticle, ...]


@dataclass(slots=True)
class _Word:
    forms: set[str] = field(default_factory=set)
    articles: dict[int, int] = field(default_factory=dict)


def render_shard(view: object, bodies: Bodies) -> bytes:
    """The bytes of a file of words for a `ShardView`."""
    if not isinstance(view, ShardView):
        raise TypeError(f"a file of words is drawn from a ShardView, not {type(view).__name__}")
    shards = _index_once(view.segment, bodies)
    name = f"{view.segment.name}/w{view.number}"
    return _write(name, _list_places(view.segment), "\n".join(shards[view.number]))


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


def find_shard(word: str, count: int) -> int:
    """The number of the shard that holds a folded word: words that begin alike stand together."""
    value = 0
    for sign in word[:3]:
        value = (value * 31 + ord(sign)) % 65521
    return value % count


def to_text(html: str) -> str:
    """A body's text, a block a line."""
    blocks = (" ".join(unescape(_TAG.sub("", one)).split()) for one in _BLOCK_END.split(html))
    return "\n".join(block for block in blocks if block)


# The files of one segment are drawn one after another: its texts are read once for all.
# The value depends on the segment alone, which knows the digests of its bodies.
_latest: dict[str, tuple[Segment, Bodies, list[list[str]]]] = {}


def _index_once(segment: Segment, bodies: Bodies) -> list[list[str]]:
    known = _latest.get("index")
    if known is None or known[0] is not segment or known[1] is not bodies:
        known = _latest["index"] = (segment, bodies, index_segment(segment, bodies))
    return known[2]


def index_segment(segment: Segment, bodies: Bodies) -> list[list[str]]:
    """The lines of each shard."""
    words: dict[str, _Word] = {}
    for number, article in enumerate(segment.articles):
        for key, forms, weight in _list_terms(article, bodies[article.uid]):
            word = words.get(key)
            if word is None:
                word = words[key] = _Word()
            word.forms.update(forms)
            word.articles[number] = weight
    shards: list[list[str]] = [[] for _ in range(segment.shards)]
    for key in sorted(words):
        word = words[key]
        line = _write_word(key, word)
        if key[1:2] == ":":
            places = {find_shard(key[2:], segment.shards)}
        else:
            places = {find_shard(form, segment.shards) for form in word.forms}
            places.add(find_shard(key, segment.shards))
        for place in places:
            shards[place].append(line)
    return shards


def _list_terms(article: SearchedArticle, html: str) -> Iterator[tuple[str, set[str], int]]:
    """Each word that an article is found by: its key, its forms, how much it weighs."""
    vocabulary = load_vocabulary(article.language)
    forms: dict[str, set[str]] = {}
    counts: Counter[str] = Counter()
    title = split_words(article.title)
    for word, count in Counter((*title, *split_words(to_text(html)))).items():
        for key, form in vocabulary[word]:
            forms.setdefault(key, set()).add(form)
            counts[key] += count
    heavy = {key for word in title for key, _ in vocabulary[word]}
    for key, found in forms.items():
        yield key, found, _HEAVY if key in heavy else int(counts[key] >= _OFTEN)
    for name in _list_names(article):
        yield name, {name}, 0


def _list_names(article: SearchedArticle) -> Iterable[str]:
    """What filters ask for, marked so that no word of a text is equal to it."""
    names = {f"p:{word}" for name in article.people for word in fold_words(name)}
    names |= {f"l:{word}" for name in article.places for word in fold_words(name)}
    if article.section:
        names.add("s:" + "".join(fold_words(article.section)))
    return names


def _write_word(key: str, word: _Word) -> str:
    forms = "".join(
        f"+{form.removeprefix(key)}" if form.startswith(key) else f",{form}"
        for form in sorted(word.forms - {key})
    )
    postings = []
    last = -1
    for number, weight in word.articles.items():
        postings.append(_write_number((number - last - 1) * 3 + weight))
        last = number
    return f"{key}{forms} {''.join(postings)}"


def _list_places(segment: Segment) -> str:
    places = {
        article.uid: (number, place)
        for number, chunk in enumerate(segment.chunks)
        for place, article in enumerate(chunk)
    }
    return "".join(
        _write_number(number) for article in segment.articles for number in places[article.uid]
    )


def _write_number(value: int) -> str:
    digits = ""
    while value >= 32:
        digits += _DIGITS[32 + value % 32]
        value //= 32
    return digits + _DIGITS[value]


def _write(*data: Any) -> bytes:
    written = ",".join(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in data
    )
    return f"newsdigestSearch({written});\n".encode("utf-8", "replace")
