"""What lies in `seeds/` and in the folder of posts, as far as ingest must read it."""

from __future__ import annotations

import marshal
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from newsdigest.adapters.files import FoundFile, UnreadableError, read_file, tell_kind
from newsdigest.adapters.ingest.last_ingest import Sight
from newsdigest.adapters.ingest.memory import MOST_POST_BYTES, Memory, recall
from newsdigest.adapters.pool import work_off
from newsdigest.errors import PostError, Problem
from newsdigest.ingest import show_path
from newsdigest.posts import facts_path
from newsdigest.settings import Settings

_WORTH_FORKING = 1000
_READ_AT_ONCE = 100

_Row = tuple[str | None, str, int]
"""Of a post or facts file: its text, or what is wrong with it, and the line of that."""

_STEMS = re.compile(r"^\W*(?:uid|seed)\b", re.IGNORECASE | re.MULTILINE)
"""Where a post may say in its header that it stems from a seed, or is an article's that does."""


@dataclass(slots=True)
class Shelf:
    """What was found, and read as far as needed.

    Attributes:
        unread: Seeds that are new or changed.
        posts: Texts by path, as those of facts files and what is wrong with either.
        stamps: Of all files, by path.
        occupied: Paths of all files in the folder of posts.
        unseen: Folders of seeds that cannot be listed.
        remembered: What of the memory still holds.
    """

    unread: list[FoundFile] = field(default_factory=list)
    posts: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    faults: dict[str, PostError] = field(default_factory=dict)
    stamps: dict[str, str] = field(default_factory=dict)
    occupied: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remembered: Memory = field(default_factory=Memory)


def look_around(
    root: Path, settings: Settings, folder: str, memory: Memory, sight: Sight, jobs: int
) -> Shelf:
    """What ingest has to understand.

    Args:
        root: The site's folder.
        settings: `NEWSDIGEST`.
        folder: Of the posts, relative to `root`.
        memory: What the last run left.
        sight: What lies in both folders.
        jobs: How many processes may read posts at once.
    """
    shelf = Shelf(stamps=dict(sight.stamps))
    seeds = _list_seeds(settings, sight, shelf)
    files = _list_posts(folder, sight, shelf)
    shelf.remembered = recall(root, settings, memory, shelf.stamps)
    done = {known.settled.name for known in shelf.remembered.seeds}
    left = {known.settled.path for known in shelf.remembered.seeds}
    left |= {facts_path(path) for path in left}
    left |= {post.path for post, _ in shelf.remembered.posts}
    shelf.unread = [found for found in seeds if found.name not in done]
    if shelf.unread:
        shelf.remembered = replace(shelf.remembered, unparsed=())
    left |= {path for path, _ in shelf.remembered.unparsed}
    _read_posts(root, [file for file in files if file[0] not in left], shelf, jobs)
    return shelf


def _read_posts(
    root: Path, files: Sequence[tuple[str, FoundFile]], shelf: Shelf, jobs: int
) -> None:
    """Takes the texts of posts and facts files, or what is wrong with them. Where no seed is
    to be placed, posts that do not say that they stem from one are in nobody's way, and are
    left unparsed.
    """
    whole = bool(shelf.unread) or any(tell_kind(path) == "facts" for path, _ in files)
    read = partial(_read_post, root)
    rows = _read_together(files, read if whole else partial(read, aside=True), jobs)
    if not whole and any(reason for _, reason, _ in rows):
        rows = _read_together(files, read, jobs)
    aside = []
    for (path, _), (text, reason, line) in zip(files, rows, strict=True):
        if reason:
            shelf.faults[path] = PostError(reason, line)
        elif text is None:
            aside.append((path, shelf.stamps[path]))
        else:
            kind = shelf.facts if tell_kind(path) == "facts" else shelf.posts
            kind[path] = text
    if aside:
        unparsed = tuple(sorted((*shelf.remembered.unparsed, *aside)))
        shelf.remembered = replace(shelf.remembered, unparsed=unparsed)


def _read_together(
    files: Sequence[tuple[str, FoundFile]], read: Callable[[str, FoundFile], _Row], jobs: int
) -> list[_Row]:
    """What reading each file gave, in their order; by several processes if they are many."""
    rows: dict[int, _Row] = {}

    def read_range(part: range) -> bytes:
        return marshal.dumps([(number, *read(*files[number])) for number in part])

    jobs = jobs if len(files) >= _WORTH_FORKING else 1
    for packed in work_off(len(files), jobs, _READ_AT_ONCE, read_range):
        rows.update((number, (*row,)) for number, *row in marshal.loads(packed))
    return [rows[number] for number in range(len(files))]


def _list_seeds(settings: Settings, sight: Sight, shelf: Shelf) -> list[FoundFile]:
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


def _list_posts(folder: str, sight: Sight, shelf: Shelf) -> list[tuple[str, FoundFile]]:
    files = []
    for found in sight.posts:
        path = f"{folder}/{found.name}"
        shelf.occupied.append(path)
        if tell_kind(found.name) != "other":
            files.append((path, found))
    return files


def _read_post(root: Path, path: str, found: FoundFile, *, aside: bool = False) -> _Row:
    """The text of a post or facts file, or what is wrong with it and in which line.

    Args:
        root: The site's folder.
        path: Relative to it.
        found: What lies there.
        aside: Whether nobody needs the text of a post that does not say that it stems from a
            seed.
    """
    if found.reason:
        return None, found.reason, 0
    try:
        text = read_file(f"{root}/{path}", MOST_POST_BYTES, follow=True).decode("utf-8")
    except UnreadableError as error:
        return None, str(error), 0
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, "not UTF-8: save the file in that encoding", line
    return (None if aside and not _STEMS.search(text) else text), "", 0
