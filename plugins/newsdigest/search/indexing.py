"""Articles and their texts → words, and the shards that hold them.

A shard is two lists, parted by blanks: words, sorted, and the articles that hold each.

    0garanti 3ten 0neu+e        2G0 1 0

A word is written as how many signs it shares with the one before (9 at most), the rest
of what its forms have in common, and the ends of the forms (or ",form" for one that begins
otherwise). A form that the reader's browser takes for one of this word by itself is left
out. Of each article a number tells how many were passed over since the last one, in signs
that end a number (`ENDS`) or say that more follow, greatest digits first (1 to 44, as none
begins with nothing). Which kind of sign ends it tells how much the word weighs there, from
0 to 2. The signs that words have most are also those that numbers have most, as both are
packed by one code when they are sent.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape

from newsdigest.model import Bodies
from newsdigest.search.lookups import LEAST_STEM, find_shard, find_stem
from newsdigest.search.segments import SearchedArticle
from newsdigest.search.words import fold_words, load_vocabulary, split_words

SIGNS = (
    "0123456789enritaslhuogcdmkbfpzwvyjxqABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&'()*+,-./:;<=>?@[]^_`{|}~"
)
ENDS = (SIGNS[:30], SIGNS[30:42], SIGNS[42:48])
"""Of these, those that end a number, by the weight."""
_MORE = SIGNS[48:]
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre|td|th|dt|dd|div)>|<br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_HEAVY, _OFTEN = 2, 3
_MOST_SHARED = 9


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
        self._forms = self._words.find_keys()
        self._shards: list[list[str]] = [[] for _ in range(shards)]
        for key, forms in self._forms.items():
            bare = key[2:] if key[1:2] == ":" else key
            for shard in {find_shard(form, shards) for form in (bare, *forms)}:
                self._shards[shard].append(key)

    def write_shard(self, shard: int) -> tuple[str, str]:
        """The words of a shard, and their articles."""
        keys = sorted(self._shards[shard])
        written = _write_words({key: self._forms[key] for key in keys}, shard, len(self._shards))
        return written, " ".join(map(self._words.write_postings, keys))


def to_text(html: str) -> str:
    """A body's text, a block a line."""
    blocks = (" ".join(unescape(_TAG.sub("", one)).split()) for one in _BLOCK_END.split(html))
    return "\n".join(block for block in blocks if block)


def write_posting(passed: int, weight: int) -> str:
    """How many articles were passed over, and a word's weight in the next one, as the script
    reads them.
    """
    ends = ENDS[weight]
    rest, last = divmod(passed, len(ends))
    written = ends[last]
    while rest:
        rest, digit = divmod(rest - 1, len(_MORE))
        written = _MORE[digit] + written
    return written


class _Written(dict[int, str]):
    """What is written for how many articles were passed over, times three, plus a weight."""

    def __missing__(self, posting: int) -> str:
        self[posting] = written = write_posting(*divmod(posting, 3))
        return written


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

    def write_postings(self, key: str) -> str:
        """The articles of a key that was found."""
        if key in self._names:
            return _write_postings(self._names[key])
        return _write_postings(_weigh(self._holders[key], self._titles.get(key, set())))


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


def _write_words(forms: Mapping[str, Collection[str]], shard: int, shards: int) -> str:
    """The words of a shard: its keys, which must be sorted, each with all its forms."""
    holders = Counter(form for key in forms for form in {key, *forms[key]})

    def is_needed(form: str, key: str) -> bool:
        if find_shard(form, shards) == shard:
            return holders[form] > 1 or find_stem(form, forms) != key
        # Nobody looks for it here; where the word is marked in a text, its beginning serves.
        return len(key) < LEAST_STEM or not form.startswith(key)

    words = []
    before = ""
    for key, all_forms in forms.items():
        needed = [form for form in sorted(all_forms) if form != key and is_needed(form, key)]
        shared = _count_shared(before, key)
        words.append(f"{shared}{key[shared:]}{_write_forms(key, needed)}")
        before = key
    return " ".join(words)


def _write_forms(key: str, forms: Iterable[str]) -> str:
    return "".join(f"+{form[len(key) :]}" if form.startswith(key) else f",{form}" for form in forms)


def _count_shared(one: str, other: str) -> int:
    """With how many of the same signs two words begin, as far as they are one unit of
    JavaScript's strings each.
    """
    count = 0
    for sign, same in zip(one[:_MOST_SHARED], other, strict=False):
        if sign != same or sign > "\uffff":
            break
        count += 1
    return count


def _write_postings(postings: Iterable[int]) -> str:
    written = []
    start = 0
    for number in postings:
        written.append(_WRITTEN[number - start])
        start = number - number % 3 + 3
    return "".join(written)


_WRITTEN = _Written()
