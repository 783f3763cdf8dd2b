"""Words of a German sentence → the names that the tagger and the tables agree on."""

from __future__ import annotations

from collections.abc import Sequence

from newsdigest.extract.entities.lexicon import (
    BODIES,
    CLUBS,
    COMPANIES,
    CONTRACTIONS,
    DETERMINERS,
    NO_NAMES,
    ORGANISATION_ENDS,
    PARTICLES,
    ROLE_ENDINGS,
    TITLES,
    TRADES,
)
from newsdigest.extract.entities.patterns import find_places_by_table, is_bound
from newsdigest.extract.entities.places import fold_place, is_place, measure_place
from newsdigest.extract.entities.tables import find_person_name, find_word
from newsdigest.extract.entities.tagging import Tagged, tag_words
from newsdigest.extract.entities.trimming import (
    cut_organisation,
    cut_person,
    is_no_organisation,
)
from newsdigest.model import EntityKind

_NOBLE = PARTICLES - {"und", "y", "e", "of", "zum"}

_PLAIN = frozenset(["", "a"])
"""Degrees of words that are common nouns."""

_LEAST = 0.5
"""Confidence below which the tagger is not believed."""

_SURE = 0.9
_CERTAIN = 0.95
_ALONE = 0.75
"""The same for a person's name of one word that no table knows."""


_UNKNOWN = 0.65
"""The same for a place of one word that no table knows."""

_WEAK = 0.6
"""The same for an organisation's name of several words none of which says so."""


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
        and not _is_described(words, tagged)
        and not (_is_town(words, tagged) and _stands_like_a_noun(words, tagged))
    ]


def _is_town(words: Sequence[str], tagged: Tagged) -> bool:
    name = " ".join(words[tagged.first : tagged.last])
    return measure_place(fold_place(name, "de") or name)[1] == "P"


def _is_described(words: Sequence[str], tagged: Tagged) -> bool:
    """True for "gutes Essen": no adjective with an ending stands before a town."""
    before = words[tagged.first - 1] if tagged.first else ""
    small = find_word(before).rpartition(",")[2] if before.islower() else ""
    return (
        small.startswith("ADJ")
        and before.endswith(("e", "en", "er", "es"))
        and _is_town(words, tagged)
    )


def _stands_like_a_noun(words: Sequence[str], tagged: Tagged) -> bool:
    """True for "unter dem Kiel", "im Derby", and for a part of a longer name that nothing
    else knows ("Cannes Lions International", "Dark Souls").
    """
    before = words[tagged.first - 1] if tagged.first else ""
    after = words[tagged.last] if tagged.last < len(words) else ""
    if before in DETERMINERS or before in CONTRACTIONS:
        return True
    return _looks_foreign(before) or _looks_foreign(after)


def _looks_foreign(word: str) -> bool:
    """True for a capitalised word that no table knows and that is no compound."""
    short = len(word) < 10 and "-" not in word
    return short and word[:1].isupper() and not word.isupper() and not find_word(word.lower())


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
    if tagged.kind == "places" and last - first > 1 and _is_great_genitive(words[first]):
        last = first + 1  # "Serbiens Chefdiplomat"
    if tagged.kind == "people":
        last = first + cut_person(words[first : _reach_surname(words, first, last)])
    elif tagged.kind == "organisations":
        first, last = _fit_organisation(words, first, last)
    before = words[first - 1] if first else ""
    kind = _settle_kind(words[first:last], tagged, before)
    return Tagged(first, last, kind, tagged.confidence)


def _reach_surname(words: Sequence[str], first: int, last: int) -> int:
    """Where a name ends that the tagger cut behind an initial or within its last name:
    "Christopher B. Landon", "Alexander Van der Bellen", "Anna von der Heide".
    """
    if len(words[last - 1]) == 1 and words[last : last + 1] == ["."]:
        after = words[last + 1 : last + 2]
        named = after and after[0][:1].isupper() and _find_degree(after[0]) not in _PLAIN
        return last + 2 if named else last
    end = last
    alone = last - first == 1 and "f" in find_person_name(words[first])
    if alone or words[last - 1].lower() in PARTICLES:
        while end < len(words) and words[end].lower() in _NOBLE:
            end += 1
    goes_on = last < end < len(words) and (words[end][:1].isupper() or is_bound(words[end]))
    return end + 1 if goes_on else last


def _fit_organisation(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The organisation's words, with those that the tagger left out: "University of Iowa"."""
    begin, end = cut_organisation(words[first:last])
    first, last = first + begin, first + end
    if last < len(words) - 1 and words[last] == "of" and words[last + 1][0].isupper():
        last += 2
    return first, last


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


def _settle_kind(name: Sequence[str], tagged: Tagged, before: str) -> EntityKind:
    if tagged.kind == "organisations" and tagged.confidence < _SURE and len(name) > 1:
        # "der Augenzeuge Abdel Asis", "Präsident Luiz Inácio Lula"
        role = before.lower()
        if (role.endswith(ROLE_ENDINGS) or role in TRADES) and not _says_body(name):
            return "people"
    if tagged.kind == "people" and len(name) > 1 and name[-1] in COMPANIES:
        return "organisations"
    if any(word in CLUBS for word in name):
        return "organisations"
    if len(name) == 1 and not find_person_name(name[0]) and _is_great_genitive(name[0]):
        return "places"
    unknown = not any(fold_place(part, "de") for part in (*name, " ".join(name)))
    named = _has_first_name(name) and (unknown or "l" in find_person_name(name[-1]))
    if tagged.confidence < _SURE and named and not is_place(" ".join(name)):
        return "people"
    return tagged.kind


def _says_body(name: Sequence[str]) -> bool:
    """True if a word of the name says that this is an organisation."""
    return any(
        word in CLUBS
        or word in ORGANISATION_ENDS
        or word.lower().endswith(BODIES)
        or word.isupper()
        for word in name
    )


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
    if is_no_organisation(name) and (tagged.kind == "organisations" or len(name) > 1):
        return False
    if len(name) > 1 and tagged.kind == "organisations" and not _says_body(name):
        return tagged.confidence >= _WEAK
    if len(name) > 1:
        return tagged.confidence >= _LEAST or (tagged.kind == "people" and _has_first_name(name))
    word = name[0]
    before = words[tagged.first - 1] if tagged.first else ""
    if tagged.confidence < _LEAST or word in NO_NAMES or _is_compound(word):
        return False
    sure = tagged.confidence >= _ALONE and before not in DETERMINERS
    if tagged.kind == "people":
        common = _find_degree(word) in {"", "a"}
        named = bool(find_person_name(word)) and (not common or tagged.confidence > _CERTAIN)
        sure = sure and (not common or tagged.confidence > _CERTAIN)
        return named or (sure and word[0].isalpha() and not _is_role(word))
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
