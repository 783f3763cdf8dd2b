"""Which seeds and posts ingest has understood already → `cache/ingest.json`, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsdigest.adapters.files import UnreadableError, read_file, write_file
from newsdigest.adapters.stamps import UNTRUSTED
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_bytes
from newsdigest.ingest import HandWritten, Settled
from newsdigest.posts import facts_path
from newsdigest.settings import Settings

MOST_POST_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Remembered:
    """A settled seed, and the stamps and the digest of its three files."""

    settled: Settled
    stamps: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What need not be understood anew while its files hold the same; sorted.

    Attributes:
        posts: Hand-written ones, each with its stamp.
        unparsed: Paths and stamps of further ones: as long as no seed is new, nobody asks
            for their addresses.
    """

    seeds: tuple[Remembered, ...] = ()
    posts: tuple[tuple[HandWritten, str], ...] = ()
    unparsed: tuple[tuple[str, str], ...] = ()


def recall(root: Path, settings: Settings, memory: Memory, stamps: Mapping[str, str]) -> Memory:
    """What of the memory still holds. In a new clone, stamps are others, files are not."""
    seeds = []
    for known in memory.seeds:
        paths = list_paths(settings, known.settled)
        now = tuple(stamps.get(path, UNTRUSTED) for path in paths)
        if UNTRUSTED not in now and now == known.stamps:
            seeds.append(known)
        elif stamps.keys() >= set(paths) and digest_files(root, paths) == known.digest:
            seeds.append(replace(known, stamps=now))
    posts = [
        (post, stamp)
        for post, stamp in memory.posts
        if stamp != UNTRUSTED
        and stamps.get(post.path) == stamp
        and facts_path(post.path) not in stamps
    ]
    unparsed = [
        (path, stamp)
        for path, stamp in memory.unparsed
        if stamp != UNTRUSTED and stamps.get(path) == stamp and facts_path(path) not in stamps
    ]
    return Memory(tuple(seeds), tuple(posts), tuple(unparsed))


def list_paths(settings: Settings, settled: Settled) -> tuple[str, str, str]:
    """The files that a settled seed stands on."""
    seed = f"{settings.seeds_path}/{settled.name}"
    return seed, settled.path, facts_path(settled.path)


def digest_files(root: Path, paths: tuple[str, ...]) -> str:
    """Changes with the seed, its post or its facts file; "" where one cannot be read.

    A link may stand in place of a post, never of a seed.
    """
    try:
        files = [read_file(root / path, MOST_POST_BYTES, follow=path != paths[0]) for path in paths]
    except UnreadableError:
        return ""
    return digest_bytes(*files)


def write_memory(path: Path, key: str, memory: Memory) -> None:
    """Keeps the memory. Without a cache folder nothing is lost but time."""
    rows = [
        [
            *(item.settled.name, item.settled.sha256, item.settled.text, item.settled.uid),
            *(item.settled.path, item.settled.addresses, item.settled.label, item.stamps),
            item.digest,
            [[p.path, p.line, p.message, p.severity] for p in item.settled.problems],
        ]
        for item in memory.seeds
    ]
    posts = [(post.path, post.address, post.label, stamp) for post, stamp in memory.posts]
    kept = {"key": key, "settled": rows, "hand_written": posts, "unparsed": memory.unparsed}
    with suppress(OSError):
        write_file(path, json.dumps(kept, ensure_ascii=True, separators=(",", ":")))


def read_memory(path: Path, key: str) -> Memory:
    """What the last run left, if it is whole and of this version; else nothing."""
    try:
        top = json.loads(path.read_bytes())
        if top["key"] != key:
            return Memory()
        posts = tuple(
            (HandWritten(path, where, label), stamp)
            for path, where, label, stamp in top["hand_written"]
        )
        unparsed = tuple((path, stamp) for path, stamp in top["unparsed"])
        return Memory(tuple(map(_read_row, top["settled"])), posts, unparsed)
    except (OSError, ValueError, KeyError, TypeError):
        return Memory()


def _read_row(row: list[Any]) -> Remembered:
    name, sha256, text, uid, path, addresses, label, stamps, digest, problems = row
    warnings = tuple(Problem(*problem) for problem in problems)
    settled = Settled(name, sha256, text, uid, path, tuple(addresses), warnings, label)
    return Remembered(settled, tuple(stamps), digest)
