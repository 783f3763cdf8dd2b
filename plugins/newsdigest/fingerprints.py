"""Frozen values → short digests that are the same in every process.

A digest depends on types and contents only: not on identity, hash seed, locale or
the order in which values were made. It is read back only by the same Python version
(the engine keeps the version beside it), so `marshal` may write the bytes.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from hashlib import blake2b
from operator import attrgetter
from typing import Any

DIGEST_BYTES = 16

_PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
# Version 2 of the format writes each value in full: later ones refer back to equal
# *objects*, so two equal values could give different bytes.
_FORMAT = 2


class Digester:
    """Digests of many values that share parts: each dataclass is digested once.

    It keeps what it has seen alive, so use one for a run and let it go.
    """

    def __init__(self) -> None:
        self._seen: dict[int, tuple[object, bytes]] = {}
        self._classes: dict[type, tuple[str, Callable[[Any], tuple[Any, ...]]]] = {}

    def forget(self) -> None:
        """Lets go of all values."""
        self._seen.clear()

    def digest_of(self, value: object) -> str:
        """Hexadecimal digest of a value made of frozen dataclasses, tuples and scalars.

        Raises:
            TypeError: For a value that is not frozen all the way down.
        """
        return self._digest(value).hex()

    def _digest(self, value: object) -> bytes:
        return blake2b(
            marshal.dumps(self._flatten(value), _FORMAT), digest_size=DIGEST_BYTES
        ).digest()

    def _flatten(self, value: Any) -> Any:
        """The value as marshal can write it; each compound is tagged with its type."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return ("()", *[v if type(v) in _PLAIN else self._flatten(v) for v in value])
        if kind in self._classes or is_dataclass(kind):
            return self._digest_dataclass(value, kind)
        if isinstance(value, datetime | date | time):
            return (kind.__name__, value.isoformat())
        if kind is frozenset:
            return ("{}", *sorted(self._digest(member) for member in value))
        if isinstance(value, str):
            return (kind.__qualname__, str.__str__(value))
        raise TypeError(f"{kind.__qualname__} is not a frozen value: use tuples and dataclasses")

    def _digest_dataclass(self, value: Any, kind: type) -> bytes:
        known = self._seen.get(id(value))
        if known is not None:
            return known[1]
        name, read = self._classes.get(kind) or self._learn(kind)
        parts = [v if type(v) in _PLAIN else self._flatten(v) for v in read(value)]
        digest = blake2b(marshal.dumps((name, *parts), _FORMAT), digest_size=DIGEST_BYTES).digest()
        self._seen[id(value)] = (value, digest)
        return digest

    def _learn(self, kind: type) -> tuple[str, Callable[[Any], tuple[Any, ...]]]:
        if kind.__hash__ is None:
            raise TypeError(f"{kind.__qualname__} is not a frozen dataclass")
        names = [field.name for field in fields(kind)]
        known = (f"{kind.__module__}.{kind.__qualname__}", _make_reader(names))
        self._classes[kind] = known
        return known


def _make_reader(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives a value's fields as a tuple, whatever their number."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def digest_of(value: object) -> str:
    """Hexadecimal digest of one frozen value; see `Digester` for many.

    Raises:
        TypeError: For a value that is not frozen all the way down.
    """
    return Digester().digest_of(value)


def digest_bytes(*parts: bytes) -> str:
    """Hexadecimal digest of a sequence of byte strings; where they are cut counts."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def digest_texts(parts: Iterable[str]) -> str:
    """Hexadecimal digest of a sequence of texts; where they are cut counts."""
    return digest_bytes(*[part.encode("utf-8", "surrogatepass") for part in parts])
