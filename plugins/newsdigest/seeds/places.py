"""A name → whether a place of that name is well known."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

_SMALL = frozenset(
    [
        "de",
        "del",
        "della",
        "der",
        "da",
        "di",
        "do",
        "la",
        "le",
        "les",
        "los",
        "las",
        "el",
        "am",
        "an",
        "im",
        "of",
        "on",
        "upon",
        "sur",
    ]
)
_MARKS = re.compile(r"[^\W\d_]+")


def is_known_place(name: str) -> bool:
    """True if the table of places names it, whatever its case."""
    return _fold(name) in _load_places()


def to_normal_case(name: str) -> str:
    """A place in capitals as one writes it in a text ("SAN SALVADOR" → "San Salvador")."""
    if not name.isupper():
        return name
    known = _load_places().get(_fold(name))
    return known or _MARKS.sub(_write_word, name)


def _write_word(match: re.Match[str]) -> str:
    lower = match[0].lower()
    return lower if match.start() and lower in _SMALL else lower.capitalize()


def _fold(name: str) -> str:
    return " ".join(name.replace("’", "'").replace("‘", "'").split()).casefold()


@lru_cache(maxsize=1)
def _load_places() -> dict[str, str]:
    table = resources.files(__package__).joinpath("data/places.txt").read_text("utf-8")
    return {line.casefold(): line for line in table.split("\n") if line and line[0] != "#"}
