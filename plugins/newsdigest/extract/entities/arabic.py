"""Words of an Arabic sentence → the people among them: a first name, what may stand between,
and a last name. Arabic has no capitals, so that only names which begin with a known first
name are seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from newsdigest.extract.entities.lexicon import ARABIC_SENTENCES
from newsdigest.extract.entities.tables import load_words
from newsdigest.extract.entities.tagging import Tagged

_BETWEEN = frozenset(["بن", "ابن", "بنت", "أبو", "ابو", "آل", "أم"])
_SERVANT = "عبد"
_PREFIXES = ("و", "ل", "ب")


def find_arabic_people(words: Sequence[str]) -> Iterator[Tagged]:
    """The names that begin with a known first name and go on with another word."""
    index = 0
    while index < len(words):
        last = _reach(words, index)
        if last - index > 1:
            yield Tagged(index, last, "people", 0.7)
        index = max(last, index + 1)


def strip_prefix(name: str) -> str:
    """A name without "and", "to" or "by", which Arabic writes together with the next word."""
    first = name.partition(" ")[0]
    known = _load_first_names()
    joined = first not in known and first[:1] in _PREFIXES and first[1:] in known
    return name[1:] if joined else name


def _reach(words: Sequence[str], first: int) -> int:
    """Where the name ends that begins here; `first` itself if none does."""
    last = _skip_first_name(words, first, strip_prefix(words[first]))
    if last == first:
        return first
    while last < len(words) and (further := _skip(words, last)) > last:
        last = further
    ends = last < len(words) and words[last].isalpha() and words[last] not in ARABIC_SENTENCES
    return last + 1 if ends and len(words[last]) > 2 else last


def _skip(words: Sequence[str], at: int) -> int:
    """Behind what may go on with a name."""
    return at + 1 if words[at] in _BETWEEN else _skip_first_name(words, at, words[at])


def _skip_first_name(words: Sequence[str], at: int, word: str) -> int:
    """Behind a first name at a position, of two words such as "عبد الفتاح", too."""
    if word == _SERVANT and at + 1 < len(words) and words[at + 1].startswith("ال"):
        return at + 2
    return at + 1 if word in _load_first_names() else at


@cache
def _load_first_names() -> frozenset[str]:
    return frozenset(load_words("first_names.ar.txt"))
