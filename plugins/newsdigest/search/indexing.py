"""Articles and their texts → lines of words, and the shards that hold them.

A line is a word:

    garanti+e+en +2G0

that is what its forms have in common, the ends of the forms (or ",form" for one that
begins otherwise), a blank, and the articles that hold it. These are numbers, least
digits first in base 32; a digit is one of 64 signs, the later half meaning that more
follow. Each tells how many articles were passed over since the last one, times three,
plus how much the word weighs there, from 0 to 2.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape

from newsdigest.model import Bodies
from newsdigest.search.segments import SearchedArticle
from newsdigest.search.words import fold_words, load_vocabulary, split_words

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre|td|th|dt|dd|div)>|<br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_HEAVY, _OFTEN = 2, 3
_ALIKE = 4
"""Words that begin with the same signs stand in the same shard."""


def index_words(
    articles: Sequence[SearchedArticle], bodies: Bodies, shards: int
) -> tuple[tuple[str, ...], ...]:
    """The lines of each shard, sorted."""
    postings: dict[str, list[int]] = defaultdict(list)
    written: dict[str, set[str]] = defaultdict(set)
    for number, article in enumerate(articles):
        counts = Counter(split_words(to_text(bodies[article.uid])))
        title = split_words(article.title)
        counts.update(title)
        written[article.language].update(counts)
        for key, weight in _weigh(article, counts, title).items():
            postings[key].append(number * 3 + weight)
    forms = _list_forms(written)
    lines: list[list[str]] = [[] for _ in range(shards)]
    for key in sorted(postings):
        alike = forms.get(key, set())
        line = f"{key}{_write_forms(key, alike)} {_write_postings(postings[key])}"
        bare = key[2:] if key[1:2] == ":" else key
        for shard in {find_shard(form, shards) for form in (bare, *alike)}:
            lines[shard].append(line)
    return tuple(map(tuple, lines))


def find_shard(word: str, count: int) -> int:
    """The number of the shard that holds a folded word: words that begin alike stand together."""
    value = 0
    for sign in word[:_ALIKE]:
        value = (value * 31 + ord(sign)) % 65521
    return value % count


def to_text(html: str) -> str:
    """A body's text, a block a line."""
    blocks = (" ".join(unescape(_TAG.sub("", one)).split()) for one in _BLOCK_END.split(html))
    return "\n".join(block for block in blocks if block)


def write_number(value: int) -> str:
    """A number as the script reads it."""
    digits = ""
    while value >= 32:
        digits += _DIGITS[32 + value % 32]
        value //= 32
    return digits + _DIGITS[value]


def _weigh(
    article: SearchedArticle, counts: Mapping[str, int], title: Iterable[str]
) -> dict[str, int]:
    """How much each key of an article weighs in it."""
    vocabulary = load_vocabulary(article.language)
    totals: dict[str, int] = {}
    for word, count in counts.items():
        for key, _ in vocabulary[word]:
            totals[key] = totals.get(key, 0) + count
    weights = {key: int(total >= _OFTEN) for key, total in totals.items()}
    for word in title:
        for key, _ in vocabulary[word]:
            weights[key] = _HEAVY
    for name in _list_names(article):
        weights[name] = 0
    return weights


def _list_names(article: SearchedArticle) -> Iterator[str]:
    """What filters ask for, marked so that no word of a text is equal to it."""
    for name in article.people:
        yield from (f"p:{word}" for word in fold_words(name))
    for name in article.places:
        yield from (f"l:{word}" for word in fold_words(name))
    if article.section:
        yield "s:" + "".join(fold_words(article.section))


def _list_forms(written: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """The forms of each key, of the words that are written in each language."""
    forms: dict[str, set[str]] = defaultdict(set)
    for language, words in written.items():
        vocabulary = load_vocabulary(language)
        for word in words:
            for key, form in vocabulary[word]:
                forms[key].add(form)
    return forms


def _write_forms(key: str, forms: Iterable[str]) -> str:
    return "".join(
        f"+{form.removeprefix(key)}" if form.startswith(key) else f",{form}"
        for form in sorted(forms)
        if form != key
    )


def _write_postings(postings: Iterable[int]) -> str:
    written = []
    start = 0
    for number in postings:
        written.append(_SMALL[gap] if (gap := number - start) < 1024 else write_number(gap))
        start = number - number % 3 + 3
    return "".join(written)


_SMALL = tuple(map(write_number, range(1024)))
