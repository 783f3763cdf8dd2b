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

_ALONE = 0.75
"""The same for a person's name of one word that no table knows."""


def choose_tagged(words: Sequence[str]) -> list[Tagged]:
    """The tagger's names, cut to what belongs to them; doubtful ones are left out."""
    chosen = (_trim(words, tagged) for tagged in tag_words(words))
    return [tagged for tagged in chosen if tagged and _is_believed(words, tagged)]


def choose_overlooked(words: Sequence[str]) -> list[Tagged]:
    """Places that only the tables see: not what is a common noun, too, nor an adjective
    such as "Genfer".
    """
    return [
        tagged
        for tagged in find_places_by_table(words, "de")
        if tagged.confidence > 0.7
        and not (tagged.last - tagged.first == 1 and _is_common(words[tagged.first]))
    ]


def _trim(words: Sequence[str], tagged: Tagged) -> Tagged | None:
    first, last = tagged.first, tagged.last
    while first < last and not words[first][0].isalnum():
        first += 1
    while last > first and not words[last - 1][-1].isalnum():
        last -= 1
    if tagged.kind != "places":
        while first < last - 1 and _stands_before_names(words, first):
            first += 1
    if first == last:
        return None
    return Tagged(first, last, _settle_kind(words[first:last], tagged), tagged.confidence)


def _stands_before_names(words: Sequence[str], index: int) -> bool:
    """True for titles, nationalities ("der Deutsche Kai Wagner") and genitives of places
    ("Moskaus Delegationsführer") before what is a name of its own.
    """
    word, after = words[index], words[index + 1]
    if word in TITLES:
        return True
    if "f" in find_person_name(after):
        kind = find_word(word.lower())
        return kind.startswith(("NNA", "ADJ")) and not find_person_name(word)
    place = fold_place(word, "de")
    return place is not None and place != word and not find_person_name(word)


def _settle_kind(name: Sequence[str], tagged: Tagged) -> EntityKind:
    if any(word in CLUBS for word in name):
        return "organisations"
    if len(name) == 1 and not find_person_name(name[0]) and _is_great_genitive(name[0]):
        return "places"
    first_and_last = len(name) == 2 and name[0][:1].isupper() and name[1][:1].isupper()
    if first_and_last and "f" in find_person_name(name[0]) and "l" in find_person_name(name[1]):
        return "people" if tagged.confidence < 0.9 and not is_place(" ".join(name)) else tagged.kind
    return tagged.kind


def _is_great_genitive(word: str) -> bool:
    """True for "Moskaus" and the like, which the tagger has seldom seen."""
    place = fold_place(word, "de")
    if place is None or place == word:
        return False
    people, kind = measure_place(place)
    return kind != "P" or people >= 100_000


def _is_believed(words: Sequence[str], tagged: Tagged) -> bool:
    name = words[tagged.first : tagged.last]
    if tagged.confidence < _LEAST or not any(char.isalpha() for char in "".join(name)):
        return False
    if len(name) > 1:
        return True
    word = name[0]
    if word in NO_NAMES or _is_compound(word):
        return False
    determined = tagged.first > 0 and words[tagged.first - 1] in DETERMINERS
    if tagged.kind == "people":
        if find_person_name(word):
            return True
        role = word.lower().endswith(ROLE_ENDINGS)
        return tagged.confidence >= _ALONE and not role and not determined
    return not _is_common(word) or (tagged.confidence >= _ALONE and not determined)


def _is_compound(word: str) -> bool:
    """True for "NATO-Treffen", not for "Max-Planck-Institut"."""
    end = word.rpartition("-")[2].lower()
    if end == word.lower() or any(end.endswith(body) for body in BODIES):
        return False
    kind = find_word(end)
    return bool(kind) and kind.split(",")[2] in {"", "a"}


def _is_common(word: str) -> bool:
    """True for a word that is rather a common noun, or an adjective made of a place."""
    if word.endswith("er") and is_place(word[:-2]):
        return True
    kind = find_word(word.lower())
    return bool(kind) and kind.split(",")[2] in {"", "a", "b"}
