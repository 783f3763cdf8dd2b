"""A German name as the tagger cut it → the words that belong to it, and its first case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsdigest.extract.entities.lexicon import BODIES, DAYS, EVENTS, INNER, PARTICLES, TECHNIQUES
from newsdigest.extract.entities.tables import find_person_name, find_word

# What stands before a name without being a part of it: "Jihadistengruppe Islamischer Staat".
_CLASSES = (
    "gruppe miliz messe blatt plattform software shooter shooters klassiker konzern hersteller"
    " sender magazin portal zeitung agentur gewerkschaft partei firma unternehmen organisation"
    " behörde netzwerk kette tochter mutter marke rockband serie film spiel festival kultserie"
    " reederei airline hotelkette supermarktkette bewegung terrormiliz"
)
_CLASS_ENDINGS = tuple(_CLASSES.split())
_LONG = 10
"""Letters of a word that is rather a compound than a name."""

# Gender → endings of nouns; adjectives before them end so in the first case.
_GENDERS = (
    (
        "e",
        "nationen staaten nachrichten griechen demokraten betriebe betrieben bahnen linien medien",
    ),
    ("er", "hof rat bund verband verein ausschuss konzern club klub rundfunk kongress senat fonds"),
    ("er", "dienst staat bundestag landtag sender"),
    ("es", "kreuz museum institut gericht amt parlament theater werk orchester ministerium büro"),
    ("es", "zentrum haus fernsehen komitee forum bündnis"),
    (
        "e",
        "ung ion schaft tät heit keit bank bahn post partei agentur schule behörde klinik gruppe",
    ),
    ("e", "presse gemeinde kammer liga armee kirche allianz akademie telekom börse welle anstalt"),
    ("e", "zentrale konferenz front garde wehr hilfe regierung"),
)
_ENDINGS = tuple((end, tuple(nouns.split())) for end, nouns in _GENDERS)
_ADJECTIVE = re.compile(
    r"\w*(?:isch|lich|ig|al|ell|iv|är|end|sam|bar|los|haft|eint|ot|weiß)en", re.IGNORECASE
)


def cut_person(name: Sequence[str]) -> int:
    """How many words of a person's name belong to it: not "parteifreier Mandatar" behind
    it, nor what is the person's ("Orbans Fidesz-Partei", "Straches Pinnwand").
    """
    for index in range(1, len(name)):
        word = name[index]
        if word[0].islower():
            bound = "-" in word and not word.islower()  # "al-Assad"
            if not bound and (word not in PARTICLES or index + 1 == len(name)):
                return index
        elif _is_genitive(name[index - 1]) and _is_thing(word):
            return index
    return len(name)


def cut_organisation(name: Sequence[str]) -> tuple[int, int]:
    """Which words of an organisation's name belong to it (half-open): not what kind it is
    ("Fachblatt", "Jihadistengruppe"), nor when something was ("am Donnerstag").
    """
    first, last = 0, len(name)
    for index in range(1, last):
        after = name[index + 1] if index + 1 < len(name) else ""
        if name[index][0].islower() and (name[index] not in INNER or not after or after in DAYS):
            last = index
            break
    while first < last - 1 and _is_class(name[first], name[first + 1]):
        first += 1
    return first, last


def is_no_organisation(name: Sequence[str]) -> bool:
    """True for competitions, prizes and abbreviations of techniques."""
    return name[-1] in EVENTS or (len(name) == 1 and name[0] in TECHNIQUES)


def to_first_case(name: str) -> str:
    """An organisation's name as a list would show it: "Vereinten Nationen", "Europäischen
    Gerichtshofs" → "Vereinte Nationen", "Europäischer Gerichtshof".
    """
    words = name.split(" ")
    at = 0
    while at < len(words) and (_is_inflected(words[at]) or (at and words[at].endswith("er"))):
        at += 1
    if not 0 < at < len(words):
        return name
    noun = words[at]
    for bare in (noun, noun.removesuffix("s"), noun.removesuffix("es")):
        for ending, nouns in _ENDINGS:
            if bare.lower().endswith(nouns):
                before = (w[:-2] + ending if _is_inflected(w) else w for w in words[:at])
                return " ".join((*before, bare, *words[at + 1 :]))
    return name


def _is_genitive(word: str) -> bool:
    return word.endswith("s") and "f" not in find_person_name(word)


def _is_thing(word: str) -> bool:
    """True for a common noun, or a compound that ends with one."""
    end = word.rpartition("-")[2].lower()
    kind = find_word(end)
    common = kind.startswith("NN") and kind.split(",")[2] in {"", "a"}
    return common and ("-" in word or not find_person_name(word))


def _is_class(word: str, after: str) -> bool:
    """True for a common noun that says what kind of organisation the next word names."""
    if after[0].islower() or word.isupper():
        return False
    lower = word.lower()
    ending = next((end for end in _CLASS_ENDINGS if lower.endswith(end)), "")
    if ending:
        return len(word) > len(ending) + 2
    bare = lower.removesuffix("s").removesuffix("e")
    if len(word) < _LONG or "-" in word or lower.endswith(BODIES) or bare.endswith(BODIES):
        return False
    kind = find_word(lower)
    common = not kind or (kind.startswith("NN") and not kind.split(",")[2])
    return common and (lower.endswith("es") or after.isupper() or not find_word(after.lower()))


def _is_inflected(word: str) -> bool:
    if not word.endswith("en") or not word[:1].isupper():
        return False
    small = find_word(word.lower()).rpartition(",")[2]
    return small.startswith("ADJ") or bool(_ADJECTIVE.fullmatch(word))
