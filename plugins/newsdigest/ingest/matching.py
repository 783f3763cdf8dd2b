"""Seeds and what the site holds → which record is whose, and which texts are the same."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Protocol

from newsdigest.ingest.pairing import Record
from newsdigest.ingest.values import Settled


class SeedIdentity(Protocol):
    """What tells seeds apart: see `holding.HeldSeed`."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str | None: ...
    @property
    def words(self) -> str: ...


def match_seeds(
    seeds: Iterable[SeedIdentity], records: Iterable[Record], names: Iterable[str]
) -> dict[str, Record]:
    """Seed name → its record: by name first, then by SHA-256 for records whose seed's name
    is gone (a renamed seed).

    Args:
        seeds: Sorted by name.
        records: Sorted by path.
        names: Of all seeds there are, settled ones included.
    """
    known = set(names)
    by_name: dict[str, list[Record]] = {}
    by_digest: dict[str, list[Record]] = {}
    for record in records:
        if record.seed in known:
            by_name.setdefault(record.seed or "", []).append(record)
        elif record.sha256:
            by_digest.setdefault(record.sha256, []).append(record)
    matches: dict[str, Record] = {}
    for file in seeds:
        same_name = by_name.get(file.name, ())
        same_bytes = by_digest.get(file.sha256 or "", [])
        if same_name:
            exact = (record for record in same_name if record.sha256 == file.sha256)
            matches[file.name] = next(exact, same_name[0])
        elif same_bytes:
            matches[file.name] = same_bytes.pop(0)
    return matches


def find_twins(
    seeds: Iterable[SeedIdentity], matches: Mapping[str, Record], settled: Iterable[Settled]
) -> dict[str, str]:
    """Each seed that has the text of another → the one that is published.

    That is the settled one, else the one whose article is older, else the first by name.
    """
    groups: dict[str, list[tuple[bool, bool, str]]] = {}
    for file in seeds:
        if file.words:
            record = matches.get(file.name)
            unchanged = record is not None and record.sha256 == file.sha256
            rank = (not unchanged, record is None, file.name)
            groups.setdefault(file.words, []).append(rank)
    owners = {digest: min(ranks)[2] for digest, ranks in groups.items()}
    owners |= {known.text: known.name for known in settled}
    return {
        name: owners[digest]
        for digest, ranks in groups.items()
        for *_, name in ranks
        if name != owners[digest]
    }


def digest_words(text: str) -> str:
    """SHA-256 of a text, whatever its white space and composition of accents."""
    words = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
