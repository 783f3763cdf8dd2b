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
from itertools import pairwise

RATE = 12
"""One entry in so many begins a document."""


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A document of the archive.

    Attributes:
        number: Made of the first entry's uid.
        places: Of its entries, in the order in which they entered the site.
    """

    number: int
    places: range


def cut_archive(uids: Sequence[str], limit: int) -> tuple[tuple[ArchivePart, ...], range]:
    """The archive's documents and the places of the main feed's entries; together each once.

    The main feed keeps two fifths of its limit at least, so that a reader that knows
    nothing of archives misses nothing where few articles come between two looks. One more
    entry at the end moves one document's entries into the archive at most, or those of the
    first two: a single one could name no other document, as each must (RFC 5005 §4). So the
    first two together are no longer than any other, and while the archive would have but
    one, the main feed has room for its entries.

    Args:
        uids: Of the entries, in the order in which they entered the site.
        limit: How many the main feed may hold.
    """
    least = max(1, limit * 2 // 5)
    most = limit + 1 - least
    starts: list[int] = []
    for place, uid in enumerate(uids):
        full = place - starts[-1] == most if len(starts) > 2 else place == most
        half = len(starts) == 1 and place == most // 2
        if not starts or full or half or _hash(uid) % RATE == 0:
            starts.append(place)
    newest = len(uids)
    while starts and len(uids) - newest < least:
        newest = starts.pop()
    if len(starts) == 1 and len(uids) <= limit:
        return (), range(len(uids))
    archived = tuple(
        ArchivePart(_hash(uids[start]), range(start, end))
        for start, end in pairwise((*starts, newest))
    )
    return archived, range(newest, len(uids))


def _hash(uid: str) -> int:
    """Up to twelve digits."""
    return int.from_bytes(hashlib.sha256(uid.encode()).digest()[4:12]) % 10**12
