"""Words of a German sentence → the names that the tagger and the tables agree on."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.extract.entities.lexicon import (
    BODIES,
    CLUBS,
    DETERMINERS,
    NO_NAMES,
    ROLE_ENDINGS,
    TITLES,
)
from newsdigest.extract.entities.patterns import find_places_by_table
from newsdigest.extract.entities.places import fold_place, is_place, measure_place
from newsdigest.extract.entities.tables import find_person_name, find_word
from newsdigest.extract.entities.tagging import Tagged, tag_words
from newsdigest.model import EntityKind

_LEAST = 0.5
"""Confidence below which the tagger is not believed."""

_SURE = 0.9
_ALONE = 0.75
"""The same for a person's name of one word that no table knows."""


_UNKNOWN = 0.65
"""The same for a place of one word that no table knows."""


def choose_tagged(words: Sequence[str]) -> list[Tagged]:
    """The tagger's names, cut to what belongs to them; doubtful ones are left out."""
    chosen = (_trim(words, tagged) for tagged in tag_words(words))
    return [tagged for tagged in chosen if _is_believed(words, tagged)]


def choose_overlooked(words: Sequence[str]) -> list[Tagged]:
    """Places that only the tables see: not what is a common noun, too, nor an adjective
    such as "Genfer".
    """
    return [
        tagged
        for tagged in find_places_by_table(words, "de")
        if tagged.confidence > 0.7
        and not (tagged.last - tagged.first == 1 and _is_common(words[tagged.first]))
        and not _begins_like_any(words, tagged.first)
    ]


def fold_before_noun(name: str, after: str) -> str:
    """A full name without the ending of its genitive: before what belongs to the person
    ("Steven Spielbergs Film"), if only without it the last name is known as one.
    """
    last = name.rsplit(" ", 1)[-1]
    if not after[:1].isupper() or last == name or not last.endswith("s"):
        return name
    known = "l" in find_person_name(last[:-1]) or _find_degree(last[:-1]) in {"c", "d"}
    return name[:-1] if known and "l" not in find_person_name(last) else name


def _trim(words: Sequence[str], tagged: Tagged) -> Tagged:
    wordlike = [n for n in range(tagged.first, tagged.last) if words[n][0].isalnum()]
    first, last = (wordlike[0], wordlike[-1] + 1) if wordlike else (tagged.first, tagged.last)
    if tagged.kind != "places":
        while first < last - 1 and _stands_before_names(words, first, tagged.kind):
            first += 1
    return Tagged(first, last, _settle_kind(words[first:last], tagged), tagged.confidence)


def _stands_before_names(words: Sequence[str], index: int, kind: EntityKind) -> bool:
    """True for titles, trades and nationalities ("der Deutsche Kai Wagner"), months ("21.
    April Griss") and genitives of places ("Moskaus Delegationsführer") before what is a name
    of its own.
    """
    word, after = words[index], words[index + 1]
    if kind == "people" and (word in TITLES or word in NO_NAMES or _is_compound(word)):
        return True
    flags = find_person_name(word)
    if "f" in find_person_name(after) and "f" not in flags:
        return bool(flags) or find_word(word.lower()).startswith(("NN", "ADJ")) or _is_role(word)
    place = fold_place(word, "de")
    return place is not None and place != word and not flags


def _settle_kind(name: Sequence[str], tagged: Tagged) -> EntityKind:
    if any(word in CLUBS for word in name):
        return "organisations"
    if len(name) == 1 and not find_person_name(name[0]) and _is_great_genitive(name[0]):
        return "places"
    unknown = not any(fold_place(part, "de") for part in (*name, " ".join(name)))
    named = _has_first_name(name) and (unknown or "l" in find_person_name(name[-1]))
    if tagged.confidence < _SURE and named and not is_place(" ".join(name)):
        return "people"
    return tagged.kind


def _has_first_name(name: Sequence[str]) -> bool:
    return len(name) in {2, 3} and "f" in find_person_name(name[0])


def _is_great_genitive(word: str) -> bool:
    """True for "Moskaus" and the like, which the tagger has seldom seen."""
    place = fold_place(word, "de")
    if place is None or place == word:
        return False
    people, kind = measure_place(place)
    return kind != "P" or people >= 100_000


def _is_believed(words: Sequence[str], tagged: Tagged) -> bool:
    name = words[tagged.first : tagged.last]
    if len(name) > 1:
        return tagged.confidence >= _LEAST or (tagged.kind == "people" and _has_first_name(name))
    word = name[0]
    before = words[tagged.first - 1] if tagged.first else ""
    if tagged.confidence < _LEAST or word in NO_NAMES or _is_compound(word):
        return False
    sure = tagged.confidence >= _ALONE and before not in DETERMINERS
    if tagged.kind == "people":
        return bool(find_person_name(word)) or (sure and word[0].isalpha() and not _is_role(word))
    if tagged.kind == "places" and not fold_place(word, "de"):
        return tagged.confidence >= _UNKNOWN and not _is_common(word)
    # Roles and countries in brackets: "Jens Wilhelm (CIO)", "Ogier (FRA)".
    note = word.isupper() and len(word) < 4 and before in {"(", "/"}
    return not note and word[0].isalpha() and (sure or not _is_common(word))


def _is_role(word: str) -> bool:
    return word.lower().endswith(ROLE_ENDINGS)


def _is_compound(word: str) -> bool:
    """True for "NATO-Treffen", not for "Max-Planck-Institut"."""
    end = word.rpartition("-")[2].lower()
    return "-" in word and not end.endswith(BODIES) and _find_degree(end) in {"", "a"}


def _is_common(word: str) -> bool:
    """True for a word that is rather a common noun, or an adjective made of a place."""
    adjective = word.endswith("er") and is_place(word[:-2])
    return adjective or _find_degree(word) in {"", "a", "b"}


def _find_degree(word: str) -> str:
    """How far a word is a name: "" not at all, a to d, "?" for a word that no table knows."""
    kind = find_word(word.lower())
    return kind.split(",")[2] if kind else "?"


def _begins_like_any(words: Sequence[str], index: int) -> bool:
    """True for "Oder" at the beginning of a sentence: a capital says nothing there."""
    small = find_word(words[index].lower()).rpartition(",")[2]
    return index == 0 and small not in {"", "NN", "NE", "FM", "XY"}
