"""Names and words → what the shipped tables say of them.

The tables are sorted lines that are searched where they lie: nothing is parsed before it
is asked for, since a build with one new seed asks for some hundred words only.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources

from newsdigest.model import GeoPlace

_DATA = "newsdigest.extract"


class Table:
    """Sorted lines `key<tab>value`."""

    def __init__(self, name: str) -> None:
        self._lines = b"\n" + _read_packed(name)

    def get(self, key: str) -> str | None:
        """The value of exactly this key; logarithmic in the table's size."""
        wanted = key.encode("utf-8", "replace") + b"\t"
        line = self._find_line(wanted)
        return line[len(wanted) :].decode() if line.startswith(wanted) else None

    def has_beginning(self, beginning: str) -> bool:
        """True if any key begins so."""
        wanted = beginning.encode("utf-8", "replace")
        return self._find_line(wanted).startswith(wanted)

    def _find_line(self, wanted: bytes) -> bytes:
        """The first line that does not come before `wanted`; b"" behind the last."""
        lines = self._lines
        low, high = 0, len(lines) - 1  # both at line ends
        while low < high:
            middle = lines.rfind(b"\n", low, (low + high) // 2 + 1)
            end = lines.find(b"\n", middle + 1)
            if lines[middle + 1 : end] < wanted:
                low = end
            else:
                high = middle
        return lines[low + 1 : lines.find(b"\n", low + 1)]


@lru_cache(maxsize=1 << 16)
def find_word(word: str) -> str:
    """What kind of word a German word in lower case is ("NN,NE,b,VV(FIN)"), or "": its two
    likeliest tags when capitalised, how far it is a name (a to d), its tag in lower case.
    """
    return _open("words.de.txt.gz").get(word) or ""


@lru_cache(maxsize=1 << 16)
def find_person_name(word: str) -> str:
    """Some of "f" (a first name) and "l" (a last name)."""
    return _open("person_names.txt.gz").get(word) or ""


@lru_cache(maxsize=1 << 16)
def find_places(name: str) -> tuple[int, ...]:
    """Row numbers of the places of that name for `get_place`, the largest first."""
    rows = _open("place_names.txt.gz").get(name)
    return tuple(int(row) for row in rows.split(",")) if rows else ()


@lru_cache(maxsize=1 << 16)
def begins_place(word: str) -> bool:
    """True if the name of a place begins with the word and goes on with another."""
    return word in _first_words(load_regions) or _open("place_names.txt.gz").has_beginning(
        f"{word} "
    )


def begins_organisation(word: str) -> bool:
    """True if the name of a listed organisation begins with the word and goes on."""
    return word in _first_words(load_organisations)


@lru_cache(maxsize=1 << 14)
def get_place(row: int) -> tuple[GeoPlace, int, str]:
    """A place, its inhabitants and its kind: C country, A state, P town."""
    fields = _load_places()[row].split("\t")
    place = GeoPlace(int(fields[0]), fields[1], float(fields[2]), float(fields[3]))
    return place, int(fields[4]), fields[5]


@cache
def load_regions() -> dict[str, str]:
    """Names that the table of places lacks → their kind: S continent, A region, W water,
    M mountains, Q part of a town.
    """
    return {name: row[0] for row in _read_rows("more_places.txt") for name in row[2:].split(" = ")}


@cache
def load_organisations() -> dict[str, str]:
    """Names of organisations → the first name of the same one."""
    rows = (row for row in _read_rows("organisations.txt") if not row.startswith("? "))
    named = {name: row.split(" = ")[0] for row in rows for name in row.split(" = ")}
    return named | load_clubs()


@cache
def load_clubs() -> dict[str, str]:
    """Names of clubs → the first name of the same one."""
    rows = _read_rows("clubs.txt")
    return {name: row.split(" = ")[0] for row in rows for name in row.split(" = ")}


@cache
def load_doubtful() -> frozenset[str]:
    """Names of organisations that are common words, too."""
    rows = _read_rows("organisations.txt")
    return frozenset(row[2:] for row in rows if row.startswith("? "))


@cache
def read_model() -> bytes:
    """The trained tagger, for python-crfsuite, which reads these very bytes as long as it
    lives: they must not be freed.
    """
    return _read_packed("entities.de.crf.gz")


def load_features() -> dict[str, bytes]:
    """The features that have a weight in the trained tagger, as it reads them."""
    lines = _read_packed("entities.de.features.txt.gz")
    return dict(zip(lines.decode().split("\n"), lines.split(b"\n"), strict=True))


@cache
def _first_words(load: Callable[[], dict[str, str]]) -> frozenset[str]:
    return frozenset(name.split(" ")[0] for name in load() if " " in name)


@cache
def _open(name: str) -> Table:
    return Table(name)


@cache
def _load_places() -> list[str]:
    return _read_packed("places.txt.gz").decode().split("\n")


def _read_packed(name: str) -> bytes:
    return gzip.decompress(resources.files(_DATA).joinpath(f"data/{name}").read_bytes())


def _read_rows(name: str) -> Iterator[str]:
    text = resources.files(_DATA).joinpath(f"data/{name}").read_text("utf-8")
    return (row for row in text.splitlines() if row and not row.startswith("#"))
