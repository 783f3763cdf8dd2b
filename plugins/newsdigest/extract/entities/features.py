"""Words of a German sentence → what the tagger sees of each: its letters, its shape, what
the tables say of it, and the same of its neighbours.

`benchmarks/train_entities.py` learns from exactly these features: whoever changes them
trains anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

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


def describe_words(words: Sequence[str]) -> list[list[str]]:
    """The features of each word of a sentence."""
    marks = _mark_places(words)
    return [_describe_place(words, index, marks[index]) for index in range(len(words))]


def _describe_place(words: Sequence[str], index: int, mark: str) -> list[str]:
    own = _describe(words[index])
    features = ["b", *own, *_spell(words[index])]
    if mark:
        features.append(mark)
    if index:
        before = words[index - 1]
        features += _shift(before, "-", 9)
        other = _describe(before)
        features += ("-" + before[-3:], f"ss={other[1]}{own[1]}", f"tt={other[2]}|{own[2]}")
    else:
        features.append("BOS")
    if index > 1:
        features += _shift(words[index - 2], "--", 3)
    if index + 1 < len(words):
        after = words[index + 1]
        features += _shift(after, "+", 9)
        features += ("+" + after[-3:], f"sS={own[1]}{_describe(after)[1]}")
    else:
        features.append("EOS")
    if index + 2 < len(words):
        features += _shift(words[index + 2], "++", 3)
    return features


def _mark_places(words: Sequence[str]) -> list[str]:
    """The words of place names of several words: "mB" for the first, "mI" for others."""
    marks = [""] * len(words)
    index = 0
    while index < len(words) - 1:
        word = words[index]
        length = _match_places(words, index) if word[:1].isupper() and begins_place(word) else 1
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


@lru_cache(maxsize=100_000)
def _shift(word: str, prefix: str, most: int) -> tuple[str, ...]:
    return tuple(prefix + feature for feature in _describe(word)[:most])


@lru_cache(maxsize=100_000)
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


@lru_cache(maxsize=100_000)
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
