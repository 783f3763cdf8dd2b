"""Names and words → what the shipped tables say of them.

The tables are sorted lines that are searched where they lie: nothing is parsed before it
is asked for, since a build with one new seed asks for some hundred words only.
"""

from __future__ import annotations

import gzip
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources

from newsdigest.model import GeoPlace

_DATA = "newsdigest.extract"


_ROWS = 64
"""Places that are kept together."""

_BLOCK = 2048
"""Bytes that are searched from end to end: fewer, and the beginnings of blocks take more
memory than they save time.
"""


class Table:
    """Sorted lines `key<tab>value`."""

    def __init__(self, name: str) -> None:
        lines = b"\n" + _read_packed(name)
        starts = [lines.find(b"\n", at) for at in range(0, len(lines) - 1, _BLOCK)]
        self._lines = lines
        self._starts = [*starts, len(lines)]
        self._firsts = [lines[at + 1 : lines.find(b"\n", at + 1)] for at in starts]

    def get(self, key: str) -> str | None:
        """The value of exactly this key; logarithmic in the table's size."""
        wanted = key.encode("utf-8", "replace") + b"\t"
        at = self._find(wanted)
        if at < 0:
            return None
        return self._lines[at + len(wanted) : self._lines.find(b"\n", at)].decode()

    def has_beginning(self, beginning: str) -> bool:
        """True if any key begins so."""
        return self._find(beginning.encode("utf-8", "replace")) >= 0

    def _find(self, wanted: bytes) -> int:
        """Where the first line begins that begins so, or -1."""
        block = max(bisect_right(self._firsts, wanted) - 1, 0)
        # It may be the first line of the next block: that one comes behind `wanted`.
        stop = self._starts[block + 1] + 1 + len(wanted)
        return self._lines.find(b"\n" + wanted, self._starts[block], stop) + 1 or -1


@lru_cache(maxsize=1 << 13)
def find_word(word: str) -> str:
    """What kind of word a German word in lower case is ("NN,NE,b,VV(FIN)"), or "": its two
    likeliest tags when capitalised, how far it is a name (a to d), its tag in lower case.
    """
    return _open("words.de.txt.gz").get(word) or ""


@lru_cache(maxsize=1 << 13)
def find_person_name(word: str) -> str:
    """Some of "f" (a first name) and "l" (a last name)."""
    return _open("person_names.txt.gz").get(word) or ""


@lru_cache(maxsize=1 << 13)
def find_places(name: str) -> tuple[int, ...]:
    """Row numbers of the places of that name for `get_place`, the largest first."""
    rows = _open("place_names.txt.gz").get(name)
    return tuple(int(row) for row in rows.split(",")) if rows else ()


def begins_place(word: str) -> bool:
    """True if the name of a place begins with the word and goes on with another."""
    return word in _first_words(load_regions) or _open("place_names.txt.gz").has_beginning(
        f"{word} "
    )


def begins_organisation(word: str) -> bool:
    """True if the name of a listed organisation begins with the word and goes on."""
    return word in _first_words(load_organisations)


@lru_cache(maxsize=1 << 12)
def get_place(row: int) -> tuple[GeoPlace, int, str]:
    """A place, its inhabitants and its kind: C country, A state, P town."""
    rows = _load_places()[row // _ROWS].decode().split("\n")
    fields = rows[row % _ROWS].split("\t")
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


def load_words(name: str) -> list[str]:
    """The words of a list, in its order."""
    return [word for row in _read_rows(name) for word in row.split()]


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
def _load_places() -> list[bytes]:
    """The places, some at a time: a string for each would take four times the memory."""
    rows = _read_packed("places.txt.gz").split(b"\n")
    return [b"\n".join(rows[at : at + _ROWS]) for at in range(0, len(rows), _ROWS)]


def _read_packed(name: str) -> bytes:
    return gzip.decompress(resources.files(_DATA).joinpath(f"data/{name}").read_bytes())


def _read_rows(name: str) -> Iterator[str]:
    text = resources.files(_DATA).joinpath(f"data/{name}").read_text("utf-8")
    return (row for row in text.splitlines() if row and not row.startswith("#"))
