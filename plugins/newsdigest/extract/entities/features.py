"""Words of a German sentence → what the tagger sees of each: its letters, its shape, what
the tables say of it, and the same of its neighbours.

`benchmarks/train_entities.py` learns from exactly these features: whoever changes them
trains anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from newsdigest.extract.entities.tables import (
    begins_place,
    find_person_name,
    find_places,
    find_word,
    get_place,
    load_regions,
)

_LOWER = re.compile("[a-zß-öø-ÿ]+")
_UPPER = re.compile("[A-ZÀ-ÖØ-Þ]+")
_DIGITS = re.compile(r"\d+")
_HOME = frozenset({"DE", "AT", "CH"})
_LONGEST = 4
"""Words of a place's name."""

_MOST_WORDS = 1 << 15
"""Words whose features are kept: some 20 MB, and all but the rare ones."""


Feature = str | bytes
Choose = Callable[[Iterable[str]], tuple[Feature, ...]]
"""Which of some features the tagger is told, and in what form."""


class WordFeatures(NamedTuple):
    """What a word says of itself and of those around it.

    Attributes:
        own: Of itself.
        next: Of the word behind it, `second` of the one behind that.
        previous: Of the word before it, `last` of the one before that.
        ahead: Of words three and four behind it.
        back: Of words three and four before it.
        shape: Its letters' shape.
        tag: Its kind.
        opens: Whether the name of a place may begin with it and go on.
    """

    own: tuple[Feature, ...]
    next: tuple[Feature, ...]
    second: tuple[Feature, ...]
    previous: tuple[Feature, ...]
    last: tuple[Feature, ...]
    ahead: tuple[Feature, ...]
    back: tuple[Feature, ...]
    shape: str
    tag: str
    opens: bool


class Describer:
    """Describes the words of sentences; what it once saw of a word it knows.

    Args:
        choose: Training takes all features, the tagger those that have a weight.
    """

    def __init__(self, choose: Choose = tuple) -> None:
        self._choose = choose
        self._look = lru_cache(_MOST_WORDS)(self._describe_word)
        self._join = lru_cache(_MOST_WORDS)(self._describe_pair)
        self._begin, self._end = choose(("BOS",)), choose(("EOS",))
        self._marks = {mark: choose((mark,) if mark else ()) for mark in ("", "mB", "mI")}

    def describe_words(self, words: Sequence[str]) -> list[list[Feature]]:
        """The features of each word of a sentence."""
        seen = list(map(self._look, words))
        marks = _mark_places(words, [word.opens for word in seen])
        described: list[list[Feature]] = []
        for index, (word, mark) in enumerate(zip(seen, marks, strict=True)):
            features = [*word.own, *self._marks[mark]]
            if index:
                before = seen[index - 1]
                features += before.next
                features += self._join("ss", before.shape, word.shape)
                features += self._join("tt", before.tag, f"|{word.tag}")
            else:
                features += self._begin
            if index > 1:
                features += seen[index - 2].second
            for far in seen[max(index - 4, 0) : max(index - 2, 0)]:
                features += far.ahead
            if index + 1 < len(seen):
                after = seen[index + 1]
                features += after.previous
                features += self._join("sS", word.shape, after.shape)
            else:
                features += self._end
            if index + 2 < len(seen):
                features += seen[index + 2].last
            for far in seen[index + 3 : index + 5]:
                features += far.back
            described.append(features)
        return described

    def _describe_word(self, word: str) -> WordFeatures:
        shown = _describe(word)
        capital = word[:1].isupper()
        parts = _cut(word, 4) if capital else []
        longer = _cut(word, 5) if capital else []
        far = [word] if word.islower() else []
        return WordFeatures(
            own=self._choose(
                ("b", *shown, *_spell(word), *_mark("g=", parts), *_mark("h=", longer))
            ),
            next=self._choose((*_mark("-", shown[:9]), "-" + word[-3:], *_mark("-g=", parts))),
            second=self._choose(_mark("--", shown[:3])),
            previous=self._choose((*_mark("+", shown[:9]), "+" + word[-3:], *_mark("+g=", parts))),
            last=self._choose(_mark("++", shown[:3])),
            ahead=self._choose(_mark("c-=", far)),
            back=self._choose(_mark("c+=", far)),
            # Few are different: interned, they are kept once and found at once.
            shape=intern(shown[1]),
            tag=intern(shown[2]),
            opens=capital and begins_place(word),
        )

    def _describe_pair(self, name: str, one: str, other: str) -> tuple[Feature, ...]:
        return self._choose((f"{name}={one}{other}",))


def _mark(side: str, features: Iterable[str]) -> Iterator[str]:
    return (side + feature for feature in features)


def _mark_places(words: Sequence[str], opens: Sequence[bool]) -> list[str]:
    """The words of place names of several words: "mB" for the first, "mI" for others."""
    marks = [""] * len(words)
    index = 0
    while index < len(words) - 1:
        length = _match_places(words, index) if opens[index] else 1
        if length > 1:
            marks[index : index + length] = ["mB"] + ["mI"] * (length - 1)
        index += length
    return marks


def _match_places(words: Sequence[str], index: int) -> int:
    for length in range(min(_LONGEST, len(words) - index), 1, -1):
        name = " ".join(words[index : index + length])
        if words[index + length - 1][:1].isupper() and (
            find_places(name) or name in load_regions()
        ):
            return length
    return 1


def _describe(word: str) -> tuple[str, ...]:
    """What neighbours see of a word, too."""
    features = [f"w={word.lower()}", f"s={_shape(word)}", *_classify(word)]
    if word[:1].isupper():
        features += _look_up(word)
    return tuple(features)


def _shape(word: str) -> str:
    shape = _UPPER.sub(lambda match: "X" if len(match[0]) == 1 else "XX", word)
    return _DIGITS.sub("0", _LOWER.sub("x", shape))[:8]


def _classify(word: str) -> tuple[str, ...]:
    lower = word.lower()
    kind = find_word(lower) or (find_word(lower[:-1]) if lower.endswith("s") else "")
    if not kind:
        return ("t=?",)
    first, second, degree, small = kind.split(",")
    if not word[:1].isupper():
        return (f"t={small}",)
    return (f"t={first}", f"n={degree}", f"t2={second}", f"l={small}")


def _look_up(word: str) -> list[str]:
    features = []
    stem = word[:-1] if word.endswith("s") else ""
    size = _measure_place(word)
    if size:
        features.append(f"p={size}")
    elif stem and (size := _measure_place(stem)):
        features.append(f"pg={size}")
    flags = find_person_name(word) or (find_person_name(stem) if stem else "")
    if flags:
        features.append(f"f={flags}")
    return features


def _measure_place(name: str) -> str:
    """How large the largest place of that name is: its kind, or 0 to 3 for a town."""
    region = load_regions().get(name)
    rows = find_places(name)
    if region or not rows:
        return region or ""
    place, people, kind = get_place(rows[0])
    if kind != "P":
        return kind
    size = sum(people > limit for limit in (5_000, 50_000, 500_000))
    return f"{size}n" if place.country in _HOME else f"{size}"


def _cut(word: str, length: int) -> list[str]:
    """All stretches of a word of that length; "^" is its beginning, "$" its end."""
    framed = f"^{word.lower()}$"
    return [framed[at : at + length] for at in range(len(framed) - length + 1)]


def _spell(word: str) -> tuple[str, ...]:
    """What a word alone shows of itself: beginnings, endings, parts."""
    features = [f"s{n}={word[-n:]}" for n in (2, 3, 4, 5) if len(word) > n]
    features += [f"p{n}={word[:n]}" for n in (2, 3, 4) if len(word) > n]
    if "-" in word[1:-1]:
        features += ["hy", f"h1={word.split('-', 1)[0]}", f"h2={word.rsplit('-', 1)[1].lower()}"]
    if word[:1].isupper():
        features.append("cap")
    if len(word) > 1 and word.isupper():
        features.append("all")
    if word.isdigit():
        features.append("dig")
    features.append(f"L{min(len(word), 12)}")
    return tuple(features)
