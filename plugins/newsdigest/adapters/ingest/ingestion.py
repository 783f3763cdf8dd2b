"""`seeds/` → `content/posts/`: reads the files, lets `ingest` decide, does what it says."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from newsdigest.adapters.files import (
    FoundFile,
    UnreadableError,
    delete_file,
    read_file,
    tell_kind,
    write_file,
)
from newsdigest.adapters.ingest.last_ingest import IngestReport, Sight
from newsdigest.adapters.ingest.seed_reading import ReadingRules, read_seeds
from newsdigest.adapters.ingest.state import Clock, SeedArrivals, read_clock
from newsdigest.adapters.pool import JOBS, count_jobs
from newsdigest.adapters.stamps import UNTRUSTED, take_stamp
from newsdigest.errors import BuildError, PostError, Problem
from newsdigest.fingerprints import digest_bytes
from newsdigest.ingest import (
    HandWritten,
    Plan,
    Settled,
    Stock,
    Write,
    plan_ingest,
    show_path,
)
from newsdigest.posts import facts_path
from newsdigest.settings import Settings

_MOST_POST_BYTES = 32 * 1024 * 1024

_STEMS = re.compile(r"^\W*(?:uid|seed)\b", re.IGNORECASE | re.MULTILINE)
"""Where a post may say in its header that it stems from a seed, or is an article's that does."""


def run_ingest(
    root: Path,
    settings: Settings,
    sight: Sight,
    *,
    folder: str,
    rules: str,
    language: str,
    cache: Path,
    clock: Clock = read_clock,
    environment: Mapping[str, str] = os.environ,
    dask: str = "",
) -> IngestReport:
    """Brings the posts in line with the seeds; a second run changes nothing.

    Two runs at once must be kept apart by the caller.

    Args:
        root: The site's folder; all paths in the report are relative to it.
        settings: `NEWSDIGEST`.
        sight: What lies in the folders of seeds and posts.
        folder: Of the posts, relative to `root`.
        rules: See `digest_rules`.
        language: `DEFAULT_LANG`.
        cache: Where stamps of settled seeds are kept; it may be lost at any time.
        clock: For the `Added` of new seeds that neither git nor the environment dates.
        environment: Of the process.
        dask: Address of a Dask scheduler that reads the seeds, or "".

    Raises:
        BuildError: If a post cannot be written, or the cluster cannot be used.
        SettingsError: If `SOURCE_DATE_EPOCH` is no number.
    """
    memory_path = cache / "ingest.json"
    memory = _read_memory(memory_path, rules)
    shelf = _look_around(root, settings, folder, memory, sight)
    seeds = read_seeds(
        root / settings.seeds_path,
        shelf.unread,
        ReadingRules(settings.languages, language, settings.max_seed_bytes),
        jobs=count_jobs(environment.get(JOBS)),
        dask=dask,
    )
    arrivals = SeedArrivals(root / settings.seeds_path, environment, clock)
    stock = Stock(
        seeds=seeds,
        posts=shelf.posts,
        facts=shelf.facts,
        faults=shelf.faults,
        added=arrivals.find,
        changed=arrivals.find_change,
        read=partial(_read_text, root),
        settled=tuple(item.settled for item in shelf.remembered.seeds),
        hand_written=tuple(post for post, _ in shelf.remembered.posts),
        occupied=frozenset(shelf.occupied),
        unseen=tuple(shelf.unseen),
        language=language,
        folder=folder,
        seeds_folder=settings.seeds_path,
    )
    plan = plan_ingest(stock)
    _perform(root, root / folder, plan)
    remembered = _remember(root, settings, shelf, plan)
    if remembered != memory:
        _write_memory(memory_path, rules, remembered)
    problems = sorted({*plan.problems, *shelf.problems, *_repeat_warnings(stock.settled)})
    writes = sorted(action.path for action in plan.actions if isinstance(action, Write))
    deletes = {action.path for action in plan.actions if not isinstance(action, Write)}
    return IngestReport(
        seeds=len(plan.published) + len(plan.reported) + len(plan.withheld),
        published=len(plan.published),
        reported=len(plan.reported),
        withheld=len(plan.withheld),
        problems=tuple(problems),
        written=tuple(writes),
        deleted=tuple(sorted(deletes)),
    )


def _repeat_warnings(settled: Iterable[Settled]) -> Iterator[Problem]:
    for known in settled:
        yield from known.problems


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A settled seed, and the stamps and the digest of its three files."""

    settled: Settled
    stamps: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class _Memory:
    """What need not be understood anew while its files hold the same; sorted.

    Attributes:
        posts: Hand-written ones, each with its stamp.
        unparsed: Paths and stamps of further ones: as long as no seed is new, nobody asks
            for their addresses.
    """

    seeds: tuple[_Remembered, ...] = ()
    posts: tuple[tuple[HandWritten, str], ...] = ()
    unparsed: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class _Shelf:
    """What was found, and read as far as needed."""

    unread: list[FoundFile] = field(default_factory=list)
    posts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, PostError] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    occupied: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remembered: _Memory = field(default_factory=_Memory)


def _look_around(
    root: Path, settings: Settings, folder: str, memory: _Memory, sight: Sight
) -> _Shelf:
    shelf = _Shelf(stamps=dict(sight.stamps))
    seeds = _list_seeds(settings, sight, shelf)
    files = _list_posts(folder, sight, shelf)
    shelf.remembered = _recall(root, settings, memory, shelf.stamps)
    done = {known.settled.name for known in shelf.remembered.seeds}
    left = {known.settled.path for known in shelf.remembered.seeds}
    left |= {facts_path(path) for path in left}
    left |= {post.path for post, _ in shelf.remembered.posts}
    shelf.unread = [found for found in seeds if found.name not in done]
    if shelf.unread:
        shelf.remembered = replace(shelf.remembered, unparsed=())
    left |= {path for path, _ in shelf.remembered.unparsed}
    for path, found in files:
        if path not in left:
            _read_post(root, path, found, shelf)
    if not (shelf.unread or shelf.facts or shelf.faults):
        _set_aside(shelf)
    return shelf


def _set_aside(shelf: _Shelf) -> None:
    """Leaves the posts unparsed that say of themselves that they stem from no seed: where no
    seed is to be placed, they are in nobody's way.
    """
    aside = [path for path, text in shelf.posts.items() if not _STEMS.search(text)]
    for path in aside:
        del shelf.posts[path]
    known = (*shelf.remembered.unparsed, *((path, shelf.stamps[path]) for path in aside))
    shelf.remembered = replace(shelf.remembered, unparsed=tuple(sorted(known)))


def _recall(root: Path, settings: Settings, memory: _Memory, stamps: Mapping[str, str]) -> _Memory:
    """What of the memory still holds. In a new clone, stamps are others, files are not."""
    seeds = []
    for known in memory.seeds:
        paths = _list_paths(settings, known.settled)
        now = tuple(stamps.get(path, UNTRUSTED) for path in paths)
        if UNTRUSTED not in now and now == known.stamps:
            seeds.append(known)
        elif stamps.keys() >= set(paths) and _digest_files(root, paths) == known.digest:
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
    return _Memory(tuple(seeds), tuple(posts), tuple(unparsed))


def _list_seeds(settings: Settings, sight: Sight, shelf: _Shelf) -> list[FoundFile]:
    if sight.seeds is None:
        message = "there is no such folder: make it, and put raw texts into it"
        shelf.problems.append(Problem(settings.seeds_path, 0, message))
        shelf.unseen.append("")
        return []
    seeds = []
    for found in sight.seeds:
        if found.is_folder:
            where = f"{settings.seeds_path}/{found.name}".rstrip("/")
            shelf.problems.append(Problem(show_path(where), 0, found.reason))
            shelf.unseen.append(found.name)
        else:
            seeds.append(found)
    return seeds


def _list_posts(folder: str, sight: Sight, shelf: _Shelf) -> list[tuple[str, FoundFile]]:
    files = []
    for found in sight.posts:
        path = f"{folder}/{found.name}"
        shelf.occupied.append(path)
        if tell_kind(found.name) != "other":
            files.append((path, found))
    return files


def _read_post(root: Path, path: str, found: FoundFile, shelf: _Shelf) -> None:
    """Takes the text of a post or facts file, or what is wrong with it."""
    if found.reason:
        shelf.faults[path] = PostError(found.reason)
        return
    try:
        text = read_file(f"{root}/{path}", _MOST_POST_BYTES, follow=True).decode("utf-8")
    except UnreadableError as error:
        shelf.faults[path] = PostError(str(error))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        shelf.faults[path] = PostError("not UTF-8: save the file in that encoding", line)
    else:
        kind = shelf.facts if tell_kind(path) == "facts" else shelf.posts
        kind[path] = text


def _read_text(root: Path, path: str) -> str:
    """A post's text, for its words; "" where it cannot be read."""
    try:
        return read_file(root / path, _MOST_POST_BYTES, follow=True).decode("utf-8", "replace")
    except UnreadableError:
        return ""


def _perform(root: Path, top: Path, plan: Plan) -> None:
    for action in plan.actions:
        try:
            if isinstance(action, Write):
                write_file(root / action.path, action.text)
            else:
                delete_file(root / action.path, top)
        except OSError as error:
            message = f"{action.path}: cannot be written: {error.strerror}"
            raise BuildError(message) from error


def _list_paths(settings: Settings, settled: Settled) -> tuple[str, str, str]:
    """The files that a settled seed stands on."""
    seed = f"{settings.seeds_path}/{settled.name}"
    return seed, settled.path, facts_path(settled.path)


def _digest_files(root: Path, paths: tuple[str, ...]) -> str:
    """Changes with the seed, its post or its facts file; "" where one cannot be read.

    A link may stand in place of a post, never of a seed.
    """
    try:
        files = [
            read_file(root / path, _MOST_POST_BYTES, follow=path != paths[0]) for path in paths
        ]
    except UnreadableError:
        return ""
    return digest_bytes(*files)


def _remember(root: Path, settings: Settings, shelf: _Shelf, plan: Plan) -> _Memory:
    """All settled seeds and hand-written posts, with the stamps of what was read, or
    written just now.
    """
    written = {action.path for action in plan.actions}
    remembered = list(shelf.remembered.seeds)
    posts = list(shelf.remembered.posts)
    posts += [(post, shelf.stamps[post.path]) for post in plan.hand_written]
    for settled in plan.settled:
        stamps = []
        paths = _list_paths(settings, settled)
        for path in paths:
            fresh = path in written
            stamps.append(take_stamp((root / path).stat()) if fresh else shelf.stamps[path])
        remembered.append(_Remembered(settled, tuple(stamps), _digest_files(root, paths)))
    remembered.sort(key=lambda item: item.settled.name)
    posts.sort(key=lambda item: item[0].path)
    return _Memory(tuple(remembered), tuple(posts), shelf.remembered.unparsed)


def _write_memory(path: Path, key: str, memory: _Memory) -> None:
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


def _read_memory(path: Path, key: str) -> _Memory:
    """What the last run left, if it is whole and of this version; else nothing."""
    try:
        top = json.loads(path.read_bytes())
        if top["key"] != key:
            return _Memory()
        posts = tuple(
            (HandWritten(path, where, label), stamp)
            for path, where, label, stamp in top["hand_written"]
        )
        unparsed = tuple((path, stamp) for path, stamp in top["unparsed"])
        return _Memory(tuple(map(_read_row, top["settled"])), posts, unparsed)
    except (OSError, ValueError, KeyError, TypeError):
        return _Memory()


def _read_row(row: list[Any]) -> _Remembered:
    name, sha256, text, uid, path, addresses, label, stamps, digest, problems = row
    warnings = tuple(Problem(*problem) for problem in problems)
    settled = Settled(name, sha256, text, uid, path, tuple(addresses), warnings, label)
    return _Remembered(settled, tuple(stamps), digest)
