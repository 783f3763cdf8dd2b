"""The files of the last build: what the index knows of them, and which are as it left them."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from newsdigest.adapters.index import OutputRow
from newsdigest.adapters.stamps import UNTRUSTED
from newsdigest.adapters.writing.writer import OutputFolder

STATIC = "static "
"""What the fingerprint of a file begins with that is no page."""


class Promise(Protocol):
    """A result that somebody is at."""

    def collect(self) -> bytes:
        """It; waits if it must."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One that is there already."""

    result: bytes

    def collect(self) -> bytes:
        return self.result


class LastOutputs:
    """Nothing is read or waited for before it is asked for."""

    def __init__(
        self, folder: OutputFolder, read: Callable[[], dict[str, OutputRow]], looked: Promise
    ) -> None:
        """What is known, and what is there.

        Args:
            folder: Where the files are.
            read: Gives what the index knew before the build.
            looked: What `look_at_files` gives; b"" where whoever should look could not.
        """
        self._folder = folder
        self._read = read
        self._looked = looked

    def load(self) -> None:
        """Reads what will be asked for, while something else is waited for."""
        len(self.planned)

    @cached_property
    def known(self) -> dict[str, OutputRow]:
        """All files that were written, by path."""
        return self._read()

    @cached_property
    def planned(self) -> Mapping[str, OutputRow]:
        """Those that pages were planned for."""
        return {
            path: row
            for path, row in self.known.items()
            if row.fingerprint and not row.fingerprint.startswith(STATIC)
        }

    @cached_property
    def _seen(self) -> tuple[list[str], list[tuple[str, str]]]:
        seen = self._looked.collect() or look_at_files(self._folder, self.known)
        touched, renewed = marshal.loads(seen)
        return touched, renewed

    @cached_property
    def intact(self) -> set[str]:
        """Paths of files that are as the last build left them."""
        return set(self.known).difference(self._seen[0])

    @cached_property
    def restamped(self) -> dict[str, OutputRow]:
        """Rows of files that are as they were, but for their stamps."""
        return {path: self.known[path]._replace(stamp=stamp) for path, stamp in self._seen[1]}

    @property
    def fingerprints(self) -> dict[str, str]:
        """Of the pages whose files are as they were, by path."""
        intact = self.intact
        return {path: row.fingerprint for path, row in self.planned.items() if path in intact}


def look_at_files(folder: OutputFolder, known: Mapping[str, OutputRow]) -> bytes:
    """Paths of the files that are not as we wrote them; paths and stamps of those that are,
    and whose stamp must be renewed.
    """
    touched: list[str] = []
    renewed: list[tuple[str, str]] = []
    stamps = folder.take_stamps(known)
    for row, stamp in zip(known.values(), stamps, strict=True):
        if stamp is not None and stamp == row.stamp != UNTRUSTED:
            continue
        if stamp is not None and folder.digest(row.path) == row.hash:
            renewed.append((row.path, stamp))
        else:
            touched.append(row.path)
    return marshal.dumps((touched, renewed))
