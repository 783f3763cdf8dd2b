"""Words of a sentence → names that the word before them calls an organisation: "die Zeitung
Het Nieuws", "the band Xanadu Flyers", "компания «Вега»".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from newsdigest.extract.entities.lexicon import (
    ARTICLES,
    CLASS_ENDS,
    CLASSES,
    CLUBS,
    COMPANIES,
    DEMONYMS,
    NO_NAMES,
    TITLES,
)
from newsdigest.extract.entities.places import fold_place, measure_place
from newsdigest.extract.entities.tables import (
    find_person_name,
    find_word,
    load_doubtful,
    load_organisations,
)
from newsdigest.extract.entities.tagging import Tagged

_OPENING = frozenset('„“«"「»')
_CLOSING = frozenset('“”»"」«')
_CONJUNCTIONS = (["und"], ["sowie"], ["and"], ["et"], ["y"], ["e"], ["i"], ["и"])
_ENDS = CLUBS | COMPANIES
_GREAT = 100_000
_LONGEST = 5
_INNER = frozenset(["&", "of", "de", "di", "della", "des", "et", "y", "und", "and"])
"""What joins the parts of a name in marks; without marks only "&" does."""


def find_classed(words: Sequence[str], language: str) -> Iterator[Tagged]:
    """The names behind the words that say what they name."""
    index = 1
    while index < len(words):
        if not _says_class(words[index - 1], language):
            index += 1
            continue
        while (found := _match_name(words, index, language)) is not None:
            yield found
            # "der Händler Media Markt und Saturn"
            index = found.last + 1
            if words[found.last : index] not in _CONJUNCTIONS:
                break
        index += 1


def _match_name(words: Sequence[str], index: int, language: str) -> Tagged | None:
    if words[index : index + 1] and words[index] in _OPENING:
        first, last = index + 1, _find_mark(words, index + 1)
    else:
        first, last = index, _reach(words, index, language)
    return Tagged(first, last, "organisations", 0.9) if last > first else None


@lru_cache(maxsize=1 << 13)
def _says_class(word: str, language: str) -> bool:
    if language != "de":
        return word in CLASSES
    return word[:1].isupper() and word.lower().endswith(CLASS_ENDS)


def _find_mark(words: Sequence[str], first: int) -> int:
    """Where the mark stands that closes the name; `first` for what is speech."""
    for last in range(first, min(first + _LONGEST + 1, len(words))):
        if words[last] in _CLOSING:
            return last
        if not words[last][:1].isupper() and words[last] not in _INNER:
            break
    return first


def _reach(words: Sequence[str], first: int, language: str) -> int:
    named = words[first + 1 : first + 2]
    article = words[first : first + 1] and words[first] in ARTICLES
    last = first + 1 if article and named and _may_name(named[0], language) else first
    while last < len(words) and last - first < _LONGEST:
        if last > first and _begins_person(words, last):
            break
        joins = words[last] == "&" and last > first
        if joins and last + 1 < len(words) and words[last + 1][:1].isupper():
            last += 2
        elif _may_name(words[last], language) or (last > first and words[last] in _ENDS):
            last += 1
        else:
            break
    return last


def _may_name(word: str, language: str) -> bool:
    """True for a capitalised word that is no common noun, no country and no day."""
    if word in load_doubtful() or word in load_organisations():
        return True
    if not word[:1].isupper() or word in NO_NAMES or word in DEMONYMS or word in TITLES:
        return False
    place = fold_place(word, language)
    if place and (measure_place(place)[1] in {"C", "S"} or _is_great_case(place, word)):
        return False
    kind = find_word(word.lower()) if language == "de" else ""
    return not kind or kind.split(",")[2] not in {"", "a"}


def _is_great_case(place: str, word: str) -> bool:
    """True for "Wiens", not for a newspaper called as if it were of some village."""
    return place != word and measure_place(place)[0] >= _GREAT


def _begins_person(words: Sequence[str], index: int) -> bool:
    """True for "Irna Ali Berg": the agency said it of somebody else."""
    after = words[index + 1 : index + 2]
    return bool(after) and after[0][:1].isupper() and "f" in find_person_name(words[index])
