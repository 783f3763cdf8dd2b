"""A name → the place that is called so, and which one of several is meant."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import product

from newsdigest.extract.entities.tables import (
    begins_place,
    find_places,
    get_place,
    load_organisations,
    load_regions,
)
from newsdigest.model import GeoPlace

# Where a language's newspapers are at home, most likely first.
_HOME = {
    "de": ("DE", "AT", "CH"),
    "en": ("GB", "US", "CA", "AU"),
    "fr": ("FR", "BE", "CH", "CA"),
    "es": ("ES", "MX", "AR", "CO"),
    "it": ("IT", "CH"),
    "pl": ("PL",),
    "ru": ("RU",),
}
_TOWN = 15_000
_GREAT = 500_000
_CASED = frozenset({"pl", "ru"})
# What a case ending hides: text endings → endings of the base form, longest first.
_ENDINGS = {
    "de": (("s", ""), ("en", "e"), ("'", "")),
    "ru": (
        ("ией", "ия"),
        ("ии", "ия"),
        ("ию", "ия"),
        ("ами", "ы"),
        ("ов", "ы"),
        ("ых", "ые"),
        ("ой", "ая"),
        ("еи", "ея"),
        ("ее", "ея"),
        ("ею", "ея"),
        ("та", "ет"),
        ("те", "ет"),
        ("ту", "ет"),
        ("ой", "а"),
        ("ом", ""),
        ("ем", "ь"),
        ("ы", "а"),
        ("и", "а"),
        ("и", "ь"),
        ("е", "а"),
        ("е", ""),
        ("у", "а"),
        ("у", ""),
        ("а", ""),
        ("я", "ь"),
        ("я", "й"),
        ("ю", "я"),
        ("ю", "ь"),
    ),
    "pl": (
        ("iem", ""),
        ("em", ""),
        ("ów", "y"),
        ("ych", "e"),
        ("iej", "ia"),
        ("iej", "a"),
        ("ą", "a"),
        ("ki", "ka"),
        ("gi", "ga"),
        ("owie", "ów"),
        ("dzie", "da"),
        ("cie", "ta"),
        ("sce", "ska"),
        ("ce", "ka"),
        ("ie", "a"),
        ("ie", ""),
        ("ji", "ja"),
        ("ii", "ia"),
        ("ją", "ja"),
        ("ię", "ia"),
        ("ą", "a"),
        ("ę", "a"),
        ("li", "la"),
        ("y", "a"),
        ("u", ""),
        ("a", ""),
    ),
}


def is_place(name: str) -> bool:
    """True if a table names it."""
    return name in load_regions() or bool(find_places(name))


def fold_name(name: str, language: str, is_known: Callable[[str], bool]) -> str | None:
    """The base form of a name ("Moskaus", "Украины" → "Moskau", "Украина"), if it is known."""
    if is_known(name):
        return name
    for ending, base in _ENDINGS.get(language, ()):
        if name.endswith(ending) and len(name) - len(ending) >= 3:
            form = name[: len(name) - len(ending)] + base
            if is_known(form):
                return form
    return None


def fold_organisation(name: str, language: str) -> str | None:
    """The name of a listed organisation without the ending of its case, or None."""
    listed = load_organisations()
    if language != "de":
        return fold_name(name, language, listed.__contains__)
    forms = (name, name.removesuffix("s"), name.removesuffix("'"), name.removesuffix("’"))
    return next((form for form in forms if form in listed), None)


def begins_case(word: str, language: str) -> bool:
    """True if the name of a place begins with the first case of a Slavic word and goes on."""
    return any(map(begins_place, _list_cases(word, language)))


def _list_cases(word: str, language: str) -> list[str]:
    """A word and what it may be in the first case."""
    endings = _ENDINGS[language]
    cases = (
        word[: len(word) - len(ending)] + base
        for ending, base in endings
        if word.endswith(ending) and len(word) - len(ending) >= 3
    )
    return [word, *cases]


@lru_cache(maxsize=1 << 13)
def fold_place(name: str, language: str) -> str | None:
    """The base form of a place's name that a table names, or None. "Malis" is Mali's and
    not the village.
    """
    if language == "de" and name.endswith("s") and measure_place(name)[1] == "P":
        stem = name[:-1]
        if measure_place(stem)[1] == "C":
            return stem
    if language == "ar" and not is_place(name):
        return _strip_arabic(name)
    base = fold_name(name, language, is_place)
    if base is None and " " in name and language in _CASED:
        # Each word of "Wielkiej Brytanii" has its own ending.
        forms = product(*(_list_cases(word, language) for word in name.split(" ")[:3]))
        return next((form for form in map(" ".join, forms) if is_place(form)), None)
    if base in {None, name}:
        return _fold_alias(name, language) or base
    people, kind = measure_place(base or "")
    # Case endings of villages are mostly other words.
    return base if kind != "P" or people >= _TOWN else None


def _strip_arabic(name: str) -> str | None:
    """A country's or great town's name without "and", "in" or "to" before it."""
    forms = ("ال" + name[2:] if name.startswith("لل") else "", name[1:], name[2:])
    joined = name.startswith(("و", "ب", "ل", "ف", "ك"))
    for form in forms if joined else ():
        people, kind = measure_place(form) if len(form) > 2 else (0, "")
        if kind == "C" or people >= _GREAT:
            return form
    return None


def _fold_alias(name: str, language: str) -> str | None:
    """The base form of what the table of names knows in another case, too ("Brukseli")."""
    rows = find_places(name)[:1]
    for ending, base in _ENDINGS.get(language, ()) if rows and language in _CASED else ():
        form = name.removesuffix(ending) + base
        if base and name.endswith(ending) and find_places(form)[:1] == rows:
            return form
    return None


def is_near(name: str, language: str) -> bool:
    """True for a town of some size where the language is spoken."""
    return any(
        place.country in _HOME.get(language, ()) and people >= 5_000
        for place, people, _ in (get_place(row) for row in find_places(name))
    )


def measure_place(name: str) -> tuple[int, str]:
    """The largest place of that name: its inhabitants and kind; (0, "") for none."""
    region = load_regions().get(name)
    if region:
        return 1_000_000, region
    places = (get_place(row) for row in find_places(name))
    return max(((people, kind) for _, people, kind in places), default=(0, ""))


def list_countries(names: Iterable[str]) -> frozenset[str]:
    """ISO codes of the countries among the names."""
    rows = (row for name in names for row in find_places(name)[:1])
    return frozenset(
        place.country for place, _, kind in (get_place(row) for row in rows) if kind == "C"
    )


def choose_place(name: str, language: str, named: frozenset[str]) -> GeoPlace | None:
    """The place meant: size counts, and lying at home or in a country that the text names
    counts as much as being some seven times as large (Geneva is not the one in Illinois,
    even where the USA are spoken of). None for regions and waters, whose place no table knows.

    Args:
        name: In its base form.
        language: The article's.
        named: ISO codes of the countries that the text names.
    """
    if name in load_regions():
        return None
    home = _HOME.get(language, ())

    def weigh(row: int) -> tuple[float, int]:
        place, people, kind = get_place(row)
        weight = math.log10(people + 10)
        weight += {"C": 4.0, "A": -1.5}.get(kind, 0.0)
        near = 0.9 - 0.1 * home.index(place.country) if place.country in home else 0.0
        return weight + max(near, 0.8 if place.country in named else 0.0), -row

    rows = find_places(name)
    return get_place(max(rows, key=weigh))[0] if rows else None
