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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from html import unescape

from newsdigest.model import Bodies
from newsdigest.search.segments import SLOTS, SearchedArticle
from newsdigest.search.words import fold_words, load_vocabulary, split_words

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre|td|th|dt|dd|div)>|<br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_HEAVY, _OFTEN = 2, 3
_ALIKE = 4
"""Words that begin with the same signs stand in the same shard."""
_SPREAD = 40503


class WordIndex:
    """The words of some articles, and their lines, made for one shard after another."""

    def __init__(self, articles: Iterable[SearchedArticle], bodies: Bodies, shards: int) -> None:
        """Reads all texts.

        Args:
            articles: The first one has the number 0.
            bodies: Their bodies' HTML.
            shards: How many there are.
        """
        self._words = _Words()
        for number, article in enumerate(articles):
            self._words.add(number, article, to_text(bodies[article.uid]))
        self._shards: list[list[str]] = [[] for _ in range(shards)]
        for key, forms in self._words.find_keys().items():
            bare = key[2:] if key[1:2] == ":" else key
            for shard in {find_shard(form, shards) for form in (bare, *forms)}:
                self._shards[shard].append(key)

    def list_lines(self, shard: int) -> list[str]:
        """The lines of a shard, sorted."""
        return [self._words.write_line(key) for key in sorted(self._shards[shard])]


def find_shard(word: str, count: int) -> int:
    """The number of the shard, of so many, that holds a folded word: words that begin alike
    stand together.
    """
    return find_slot(word) * count // SLOTS


def find_slot(word: str) -> int:
    """The number of the slot of a folded word."""
    return _find_slot(word[:_ALIKE])


@lru_cache(maxsize=1 << 15)
def _find_slot(start: str) -> int:
    value = 0
    for sign in start:
        value = (value * 31 + ord(sign)) % 65521
    # Slots of words that differ little must not be neighbours.
    return value * _SPREAD % 65521 % SLOTS


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


class _Words:
    """Which articles hold which words, and how heavily."""

    def __init__(self) -> None:
        # For each language and word the articles' numbers, times four, plus how often it
        # stands there: three means often. Few words are looked up in many articles.
        self._held: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        self._titles: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, list[int]] = defaultdict(list)
        self._holders: dict[str, list[list[int]]] = defaultdict(list)
        self._forms: dict[str, set[str]] = defaultdict(set)

    def add(self, number: int, article: SearchedArticle, text: str) -> None:
        title = split_words(article.title)
        counts = Counter(split_words(text))
        counts.update(title)
        held = self._held[article.language]
        first = number * 4
        for word, count in counts.items():
            held[word].append(first + (min(_OFTEN, count)))
        vocabulary = load_vocabulary(article.language)
        for word in title:
            for key, _ in vocabulary[word]:
                self._titles[key].add(number)
        for name in dict.fromkeys(_list_names(article)):
            self._names[name].append(number * 3)

    def find_keys(self) -> Mapping[str, Collection[str]]:
        """All keys, each with its forms; when all articles were added."""
        for language, held in self._held.items():
            vocabulary = load_vocabulary(language)
            for word, articles in held.items():
                for key, form in vocabulary[word]:
                    self._holders[key].append(articles)
                    self._forms[key].add(form)
        return {**self._forms, **dict.fromkeys(self._names, ())}

    def write_line(self, key: str) -> str:
        """The line of a key that was found."""
        if key in self._names:
            return f"{key} {_write_postings(self._names[key])}"
        postings = _weigh(self._holders[key], self._titles.get(key, set()))
        return f"{key}{_write_forms(key, self._forms[key])} {_write_postings(postings)}"


def _weigh(holders: Sequence[Sequence[int]], titles: Collection[int]) -> list[int]:
    """The postings of a key: of the articles that hold each of its words, and those that
    hold one in their titles.
    """
    articles: Iterable[int] = holders[0]
    if len(holders) > 1:
        totals: dict[int, int] = {}
        for held in holders:
            for article in held:
                number = article >> 2
                totals[number] = totals.get(number, 0) + (article & 3)
        articles = sorted(number * 4 + min(count, _OFTEN) for number, count in totals.items())
    if not titles:
        return [(article >> 2) * 3 + (article & 3 == _OFTEN) for article in articles]
    return [
        (number := article >> 2) * 3 + (_HEAVY if number in titles else article & 3 == _OFTEN)
        for article in articles
    ]


def _list_names(article: SearchedArticle) -> Iterator[str]:
    """What filters ask for, marked so that no word of a text is equal to it."""
    for name in article.people:
        yield from (f"p:{word}" for word in fold_words(name))
    for name in article.places:
        yield from (f"l:{word}" for word in fold_words(name))
    if article.section:
        yield "s:" + "".join(fold_words(article.section))


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
