"""Folders of posts → the files in them that are posts, as Pelican's settings tell."""

from __future__ import annotations

import fnmatch
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from newsdigest.adapters.files import walk_files
from newsdigest.adapters.stamps import take_stamp
from newsdigest.errors import BuildError


def take_stamps(base: str, start: str) -> dict[str, str]:
    """The stamps of the files below a folder, or of the file of that name, by their paths
    relative to `base`.

    Args:
        base: Pelican's `PATH`.
        start: Relative to `base`; "" is `base` itself.

    Raises:
        BuildError: If a folder cannot be listed.
    """
    now = time.time_ns()
    full = os.path.join(base, start) if start else base
    if os.path.isfile(full):
        return {start: take_stamp(os.stat(full), now)}
    stamps = {}
    for found in walk_files(Path(full), follow=True) if os.path.isdir(full) else ():
        path = f"{start}/{found.name}".strip("/")
        if found.is_folder:
            raise BuildError(f"{path or base}: {found.reason}")
        if found.status is not None and not found.reason:
            stamps[path] = take_stamp(found.status, now)
    return stamps


def select_posts(
    stamps: Mapping[str, str], start: str, extensions: frozenset[str], settings: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Those of the files, with their stamps, that may be posts.

    Args:
        stamps: By path relative to Pelican's `PATH`.
        start: The folder that all of them lie below, which no setting can take out.
        extensions: Of the names of posts, without the dot.
        settings: `IGNORE_FILES` (patterns of names of files and folders),
            `ARTICLE_EXCLUDES` and `PAGE_PATHS` (folders that are not entered).
    """
    is_ignored = _compile_patterns(settings["IGNORE_FILES"])
    excluded = (*settings["ARTICLE_EXCLUDES"], *settings["PAGE_PATHS"])
    left_out = {path.strip("/") for path in excluded}
    entered = {start: True}

    def enters(folder: str) -> bool:
        if folder not in entered:
            above, _, name = folder.rpartition("/")
            wanted = folder not in left_out and not is_ignored(name)
            entered[folder] = wanted and enters(above)
        return entered[folder]

    for path, stamp in stamps.items():
        folder, _, name = path.rpartition("/")
        wanted = name.rpartition(".")[2] in extensions and not is_ignored(name)
        if wanted and (path == start or enters(folder)):
            yield path, stamp


def _compile_patterns(patterns: Iterable[str]) -> Callable[[str], object]:
    """What tells whether a name matches one of the patterns, as `fnmatch.fnmatch` does."""
    given = [fnmatch.translate(os.path.normcase(pattern)) for pattern in patterns]
    match = re.compile("|".join(given or ["(?!)"])).match
    if os.path.normcase("A") == "A":
        return match
    return lambda name: match(os.path.normcase(name))
