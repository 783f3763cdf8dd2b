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
    """Digests of many values that share parts.

    What is shared most is digested once and kept alive: values of a few types that a
    digester is told of. The last value is remembered, too.
    """

    def __init__(self, shared: Iterable[type] = ()) -> None:
        """Has seen nothing yet.

        Args:
            shared: Dataclasses whose values stand in many others.
        """
        self._shared = frozenset(shared)
        self._seen: dict[int, tuple[object, bytes]] = {}
        self._last: tuple[object, str] | None = None
        self._readers: dict[type, Callable[[Any], Any]] = {}

    def digest_of(self, value: object) -> str:
        """Hexadecimal digest of a value made of frozen dataclasses, tuples and scalars.

        Raises:
            TypeError: For a value that is not frozen all the way down.
        """
        if self._last is None or self._last[0] is not value:
            self._last = (value, _digest(self._flatten(value)).hex())
        return self._last[1]

    def _flatten(self, value: Any) -> Any:
        """The value as marshal can write it; each compound is tagged with its type."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            return ("()", *[v if type(v) in _PLAIN else self._flatten(v) for v in value])
        read = self._readers.get(kind)
        if read is None:
            if not is_dataclass(kind):
                return self._flatten_rare(value, kind)
            read = self._readers[kind] = self._make_reader(kind)
        return read(value)

    def _flatten_rare(self, value: Any, kind: type) -> Any:
        if isinstance(value, datetime | date | time):
            return (kind.__name__, value.isoformat())
        if kind is frozenset:
            return ("{}", *sorted(_digest(self._flatten(member)) for member in value))
        if isinstance(value, str):
            return (kind.__qualname__, str.__str__(value))
        raise TypeError(f"{kind.__qualname__} is not a frozen value: use tuples and dataclasses")

    def _make_reader(self, kind: type) -> Callable[[Any], Any]:
        """What flattens values of a dataclass."""
        if kind.__hash__ is None:
            raise TypeError(f"{kind.__qualname__} is not a frozen dataclass")
        name = f"{kind.__module__}.{kind.__qualname__}"
        get, flatten, seen = _make_getter(kind), self._flatten, self._seen

        def read(value: Any) -> Any:
            return (name, *[v if type(v) in _PLAIN else flatten(v) for v in get(value)])

        def read_once(value: Any) -> bytes:
            known = seen.get(id(value))
            if known is None:
                known = seen[id(value)] = (value, _digest(read(value)))
            return known[1]

        return read_once if kind in self._shared else read


def _digest(flat: Any) -> bytes:
    return blake2b(marshal.dumps(flat, _FORMAT), digest_size=DIGEST_BYTES).digest()


def _make_getter(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that gives the fields of such a dataclass as a tuple, whatever their number."""
    names = [field.name for field in fields(kind)]
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
