"""Words of a sentence → names by lists, tables and patterns, in any language.

For German they add to what the tagger finds; elsewhere they are all there is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newsdigest.extract.entities import slavic
from newsdigest.extract.entities.lexicon import (
    ADJUNCTS,
    CLASSES,
    CLUBS,
    DEMONYMS,
    DETERMINERS,
    EVENTS,
    JOINTS,
    NO_NAMES,
    OFFICES,
    ORGANISATION_BEGINS,
    ORGANISATION_ENDS,
    PARTICLES,
    PREPOSITIONS,
    ROLES,
    SPEAKING,
    TITLES,
)
from newsdigest.extract.entities.places import (
    begins_case,
    fold_organisation,
    fold_place,
    is_near,
    is_place,
    measure_place,
)
from newsdigest.extract.entities.tables import (
    begins_organisation,
    begins_place,
    find_person_name,
    load_organisations,
)
from newsdigest.extract.entities.tagging import Tagged

_BOUND = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)-[^\W\d_a-z][\w-]+")
_OPENING = frozenset("«„“")
_ORDINAL = re.compile("[IVX]+(?:er?|ème)")
_LONGEST = 6
_LARGE = 100_000
_HUGE = 500_000


def find_listed(words: Sequence[str], language: str) -> tuple[Tagged, ...]:
    """The organisations of the list, longest first."""
    found: list[Tagged] = []
    index = 0
    while index < len(words):
        longest = _reach_listed(words[index], language) if _may_begin(words[index]) else 0
        length = _match_listed(words, index, longest, language) if longest else 0
        if length:
            last = _extend_listed(words, index + length, language)
            found.append(Tagged(index, last, "organisations", 0.95))
        index += length or 1
    return tuple(found)


def find_owner(compound: str) -> str:
    """The listed organisation that a German compound begins with, as it stands there, or ""."""
    listed = load_organisations()
    owner = compound.rpartition("-")[0]
    while owner and owner not in listed and owner.replace("-", " ") not in listed:
        owner = owner.rpartition("-")[0]
    return "" if owner in ADJUNCTS else owner


def _match_listed(words: Sequence[str], index: int, longest: int, language: str) -> int:
    word = words[index]
    for length in range(min(longest, len(words) - index), 0, -1):
        name = _join(words[index : index + length])
        if fold_organisation(name, language) is None:
            continue
        # "Harrison Ford" is no car.
        surname = length == 1 and index and "l" in find_person_name(word)
        if not (surname and "f" in find_person_name(words[index - 1])):
            return length
    return 0


@lru_cache(maxsize=1 << 13)
def _reach_listed(word: str, language: str) -> int:
    """How many words the name of a listed organisation may have that begins with this one."""
    if begins_organisation(word):
        return _LONGEST
    return int(fold_organisation(word, language) is not None)


def _extend_listed(words: Sequence[str], last: int, language: str) -> int:
    """The end of a longer name that begins like a listed one: "Sony Pictures"."""
    end = last
    while end < len(words) and end - last < 4 and words[end][:1].isupper():
        end += 1
    said = ORGANISATION_ENDS - CLUBS if language == "de" else ORGANISATION_ENDS
    return end if any(word in said for word in words[last:end]) else last


def find_places_by_table(words: Sequence[str], language: str) -> tuple[Tagged, ...]:
    """Countries, regions and towns of the tables; small towns where they stand inside a
    sentence only.
    """
    found: list[Tagged] = []
    index = 0
    while index < len(words):
        longest = _reach_place(words[index], language) if _may_begin(words[index]) else 0
        if not longest:
            index += 1
            continue
        length, confidence = _match_place(words, index, longest, language)
        if length:
            found.append(Tagged(index, index + length, "places", confidence))
        index += length or 1
    return tuple(found)


def _match_place(
    words: Sequence[str], index: int, longest: int, language: str
) -> tuple[int, float]:
    for length in range(min(longest, len(words) - index), 0, -1):
        name = _join(words[index : index + length])
        base = fold_place(name, language)
        if base is None or (length == 1 and (name in NO_NAMES or name in DEMONYMS)):
            continue
        confidence = _trust_place(words, index, index + length, base, language)
        if confidence:
            return length, confidence
    return 0, 0.0


@lru_cache(maxsize=1 << 13)
def _reach_place(word: str, language: str) -> int:
    """How many words the name of a place may have that begins with this one."""
    if begins_place(word) or (language in slavic.LANGUAGES and begins_case(word, language)):
        return _LONGEST
    return int(fold_place(word, language) is not None)


def _trust_place(words: Sequence[str], first: int, last: int, base: str, language: str) -> float:
    """How sure it is that the words name the place; 0.0 for what is no place."""
    people, kind = measure_place(base)
    if first == 0 and words[0].endswith("ski") and base != words[0]:
        return 0.0  # "Polski rząd"
    if _ORDINAL.fullmatch(words[first]):
        return 0.0  # "le XIXe arrondissement"
    if kind == "P" and first and words[first - 1] in _OPENING and not _closes(words, last):
        return 0.0  # «Северный поток»
    if words[last : last + 1] and words[last] in EVENTS:
        return 0.0  # "US Open"
    if kind != "P":
        return 0.9
    if first == 0 and last - first == 1 and len(words) > 1 and language != "de":
        # Any word may begin a sentence with a capital.
        return 0.7 if people >= 1_000_000 and len(base) > 4 else 0.0
    tiny = len(base) < 3 and base.isascii()
    if language != "de" and last - first == 1 and people < _HUGE and find_person_name(words[first]):
        # "Sharon had opposed it": only what one is in is a town of that name.
        return 0.7 if people >= _LARGE and first and words[first - 1] in PREPOSITIONS else 0.0
    if people >= _LARGE and not tiny:
        return 0.85
    part_of_more = any(
        word[:1].isupper() and word not in NO_NAMES
        for word in (*words[max(first - 1, 0) : first], *words[last : last + 1])
    )
    return 0.6 if is_near(base, language) and not part_of_more and not tiny else 0.0


def _closes(words: Sequence[str], index: int) -> bool:
    """True unless a name in marks goes on here with another word."""
    return index >= len(words) or not words[index][0].isalpha()


def find_by_pattern(words: Sequence[str], language: str) -> tuple[Tagged, ...]:
    """People and organisations by first names, titles and words such as "Ministry"."""
    found: list[Tagged] = []
    index = 0
    while index < len(words):
        tagged = _match_organisation(words, index) or _match_person(words, index, language)
        if tagged:
            found.append(tagged)
        index = tagged.last if tagged else index + 1
    return tuple(found)


def _match_person(words: Sequence[str], index: int, language: str) -> Tagged | None:
    word = words[index]
    after = words[index + 1] if index + 1 < len(words) else ""
    if not _is_name_part(word) or word in NO_NAMES:
        return None
    if _is_country(word, language) and not _is_named_like_country(word, after, language):
        return None
    if word.lower() in ROLES or word in ORGANISATION_BEGINS:
        return None  # "Leader Mahmoud Abbas"
    if "f" in find_person_name(after) and not find_person_name(word) and is_place(word):
        return None  # "el alcalde de Medellín Federico Gutiérrez"
    last = _end_of_name(words, index, language)
    length = last - index
    if length >= 2 and _is_first_name(word, language) and not _is_great(word, words[last - 1]):
        return Tagged(index, last, "people", 0.85)
    if index and words[index - 1] in TITLES:
        return Tagged(index, last, "people", 0.8)
    if length > 1 and any(is_bound(part) for part in words[index + 1 : last]):
        return Tagged(index, last, "people", 0.7)
    if 1 < length < 5 and _is_introduced(words, index, last):
        return Tagged(index, last, "people", 0.7)
    if index and _is_slavic_person(words[index:last], language):
        return Tagged(index, last, "people", 0.6)
    return None


def _is_first_name(word: str, language: str) -> bool:
    if language in slavic.LANGUAGES:
        return slavic.find_first_name(word, language) is not None
    return "f" in find_person_name(word)


def _is_slavic_person(name: Sequence[str], language: str) -> bool:
    """Two capitals inside a Slavic sentence are mostly a person."""
    if len(name) != 2 or language not in slavic.LANGUAGES or name[0].isupper():
        return False
    places = any(fold_place(part, language) for part in (*name, _join(name)))
    return not places and slavic.looks_like_person(*name)


def _is_named_like_country(word: str, after: str, language: str) -> bool:
    """True for "Salvador Illa" and "Jordan Peele": a last name follows, which is no place.
    In English, more than names is written with capitals.
    """
    if not after[:1].isupper() or after in NO_NAMES or measure_place(after)[0] >= _LARGE:
        return False
    surname = language != "en" or "l" in find_person_name(after)
    return surname and "f" in find_person_name(word)


def _is_introduced(words: Sequence[str], first: int, last: int) -> bool:
    """True if the words around or a last name say that this is a person."""
    before = words[first - 1] if first else ""
    if before == "," and first > 1:
        before = words[first - 2]
    after = words[last] if last < len(words) else ""
    if before in ROLES or before in SPEAKING or after in SPEAKING:
        return True
    if after == "," and first and words[first + 1] not in PARTICLES:
        # "Khader Habib, a senior leader": what follows tells who that is.
        described = any(word in ROLES for word in words[last + 1 : last + 5])
        if described and before not in CLASSES and before not in DETERMINERS:
            return True
    return first > 0 and before not in DETERMINERS and "l" in find_person_name(words[last - 1])


def _is_great(word: str, surname: str) -> bool:
    """True if a first name is a great town's, too, and no last name follows."""
    people, kind = measure_place(word)
    return (kind not in {"", "P"} or people > 500_000) and "l" not in find_person_name(surname)


def _end_of_name(words: Sequence[str], index: int, language: str) -> int:
    last = index + 1
    while last < len(words) and last - index < 4:
        word = words[last]
        after = words[last + 1] if last + 1 < len(words) else ""
        initial = len(word) == 1 and word.isupper() and after == "." and last + 2 < len(words)
        if is_bound(word) or (_is_name_part(word) and not _is_country(word, language)):
            last += 1
        elif initial and _is_name_part(words[last + 2]):
            last += 3
        elif word in PARTICLES and word != "of" and _is_name_part(after):
            last += 2
        else:
            break
    return last


def is_bound(word: str) -> bool:
    """True for an Arabic name with its article ("al-Sadr")."""
    return bool(_BOUND.fullmatch(word))


def _is_name_part(word: str) -> bool:
    return (
        word[:1].isupper()
        and (len(word) > 1)
        and word not in TITLES
        and word not in DEMONYMS
        and word not in ORGANISATION_ENDS
        and word not in OFFICES
        and (word not in load_organisations() or "l" in find_person_name(word))
        and not any(char.isdigit() for char in word)
    )


def _is_country(word: str, language: str) -> bool:
    base = fold_place(word, language)
    return base is not None and measure_place(base)[1] in {"C", "S"}


def _match_organisation(words: Sequence[str], index: int) -> Tagged | None:
    word = words[index]
    if not word[:1].isupper():
        return None
    if word in ORGANISATION_BEGINS:
        last = _extend(words, index + 1)
        if last > index + 1:
            return Tagged(index, last, "organisations", 0.7)
    if word in NO_NAMES or word in DEMONYMS:
        return None
    last = index
    while last < len(words) and last - index < 5 and words[last][:1].isupper():
        if last > index and words[last] in OFFICES:
            return Tagged(index, last, "organisations", 0.7)  # "Red Hat CEO Matthew Szulik"
        last += 1
        if words[last - 1] in ORGANISATION_ENDS and last - index > 1:
            if is_place(_join(words[index:last])):
                return None
            if words[last : last + 1] in (["of"], ["for"]):
                last = _extend(words, last)
            return Tagged(index, last, "organisations", 0.7)
    return None


def _extend(words: Sequence[str], last: int) -> int:
    """Where the name ends whose first word stands before `last`."""
    end = last
    while last < len(words) and last - end < 4:
        if words[last] in ORGANISATION_BEGINS and words[last - 1] in JOINTS and last > end:
            break
        if _begins_person(words, last):
            break  # "il presidente del Consiglio Mario Draghi"
        if words[last][:1].isupper():
            last += 1
            end = last
        elif words[last] in JOINTS:
            last += 1
        else:
            break
    return end


def _begins_person(words: Sequence[str], index: int) -> bool:
    after = words[index + 1] if index + 1 < len(words) else ""
    return "f" in find_person_name(words[index]) and after[:1].isupper()


def _may_begin(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or (word[0].isalpha() and not word[0].islower())


def _join(words: Sequence[str]) -> str:
    return " ".join(words).replace(" / ", "/").replace("' ", "'")
