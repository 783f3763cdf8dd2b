"""Entries → the main feed's newest ones and the documents of its archive (RFC 5005 §4).

Where a document begins is decided by the entries themselves, not by counting: an entry
whose uid hashes to a multiple of `RATE` begins one. So an article that is deleted, or
that enters the site with an early `Added`, changes the one document that it stands in
(two, if it began it) and not all that come after, as it would with documents of a fixed
size; and a document is named by its first entry, so that none gets another's address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from newsdigest.feeds.entries import FeedEntry

RATE = 12
"""One entry in so many begins a document."""


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A document of the archive.

    Attributes:
        number: Made of the first entry's uid.
        entries: As they entered the site.
    """

    number: int
    entries: tuple[FeedEntry, ...]


def cut_archive(
    entries: Sequence[FeedEntry], limit: int
) -> tuple[tuple[ArchivePart, ...], tuple[FeedEntry, ...]]:
    """The archive's documents and the entries of the main feed; together each entry once.

    The main feed keeps two fifths of its limit at least, so that a reader that knows
    nothing of archives misses nothing where few articles come between two looks. One more
    entry at the end moves one document's entries into the archive at most.

    Args:
        entries: As they entered the site.
        limit: How many the main feed may hold.
    """
    least = max(1, limit * 2 // 5)
    most = limit + 1 - least
    parts: list[list[FeedEntry]] = []
    for entry in entries:
        if not parts or len(parts[-1]) == most or _hash(entry.uid) % RATE == 0:
            parts.append([])
        parts[-1].append(entry)
    current: list[FeedEntry] = []
    while parts and len(current) < least:
        current = parts.pop() + current
    archived = tuple(ArchivePart(_hash(part[0].uid), tuple(part)) for part in parts)
    return archived, tuple(current)


def _hash(uid: str) -> int:
    """Up to twelve digits."""
    return int.from_bytes(hashlib.sha256(uid.encode()).digest()[4:12]) % 10**12
