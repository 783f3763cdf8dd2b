"""A word → how common it is in its language, from frozen tables (`data/words/`)."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

LANGUAGES = frozenset(("de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru"))

RARE = 25
"""What a word counts that stands in no table."""


def find_frequency(word: str, language: str) -> int:
    """Ten times the word's Zipf frequency, 10 for one in a hundred million words; `RARE`
    for a word (in lower case) that the language's table does not hold.
    """
    return load_frequencies(language).get(word, RARE)


@lru_cache(maxsize=len(LANGUAGES))
def load_frequencies(language: str) -> dict[str, int]:
    """The table of a language; empty for one without a table. Costs about 10 ms once."""
    if language not in LANGUAGES:
        return {}
    file = resources.files(__package__).joinpath(f"data/words/{language}.txt")
    table: dict[str, int] = {}
    for line in file.read_text("utf-8").split("\n"):
        if line and line[0] != "#":
            zipf, *words = line.split(" ")
            table.update(dict.fromkeys(words, int(zipf)))
    return table
