"""Files → stamps that change whenever the file may have changed, and hashes.

A stamp is size, mtime, ctime and inode. A file that was touched less than a clock
tick before it was looked at could change again and keep its stamp, so its stamp is
"" (never equal to what a later look gives): the next build reads it again.
"""

from __future__ import annotations

import fnmatch
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Kernels advance file times in ticks of up to 10 ms.
_TICK_NS = 50_000_000

UNTRUSTED = ""


def take_stamp(status: os.stat_result, now: int | None = None) -> str:
    """The stamp of a file.

    Args:
        status: From a look at it.
        now: When it was looked at or before that (ns); None if that was just now.
    """
    modified, changed = status.st_mtime_ns, status.st_ctime_ns
    newest = max(changed, modified)
    if newest > (time.time_ns() if now is None else now) - _TICK_NS:
        return UNTRUSTED
    return f"{status.st_size} {modified} {changed} {status.st_ino}"


def digest_file(path: Path) -> str:
    """Hexadecimal digest of a file's bytes."""
    return digest_data(path.read_bytes())


def digest_data(data: bytes) -> str:
    """Hexadecimal digest of bytes; the same as `digest_file` of a file that holds them."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _stat_file(entry: os.DirEntry[str]) -> os.stat_result | None:
    """A file's status; None if it is no file or has gone meanwhile."""
    try:
        return entry.stat() if entry.is_file() else None
    except OSError:
        return None


@dataclass(slots=True)
class _Walker:
    """A walk through folders, each entered once, however many links lead to it."""

    extensions: frozenset[str]
    is_ignored: Callable[[str], object]
    left_out: frozenset[str]
    seen: set[tuple[int, int]] = field(default_factory=set)

    def start(self, full: str, relative: str) -> Iterator[tuple[str, os.stat_result]]:
        """The files below a folder, or the file of that name."""
        if os.path.isdir(full):
            yield from self.walk(full, relative)
        elif os.path.isfile(full):
            yield relative, os.stat(full)

    def walk(self, folder: str, relative: str) -> Iterator[tuple[str, os.stat_result]]:
        status = os.stat(folder)
        mark = (status.st_dev, status.st_ino)
        if mark in self.seen:
            return
        self.seen.add(mark)
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                path = f"{relative}/{name}" if relative else name
                if name.startswith(".") or self.is_ignored(name):
                    continue
                if _is_folder(entry):
                    if path not in self.left_out:
                        yield from self.walk(entry.path, path)
                elif name.rpartition(".")[2] in self.extensions and (found := _stat_file(entry)):
                    yield path, found


def _compile_patterns(patterns: Iterable[str]) -> Callable[[str], object]:
    """What tells whether a name matches one of the patterns, as `fnmatch.fnmatch` does."""
    given = [fnmatch.translate(os.path.normcase(pattern)) for pattern in patterns]
    match = re.compile("|".join(given or ["(?!)"])).match
    return lambda name: match(os.path.normcase(name))


def scan_files(
    base: str,
    folders: Sequence[str],
    *,
    extensions: frozenset[str],
    ignores: Sequence[str] = (),
    excludes: Sequence[str] = (),
) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below the folders, as `(path relative to base with "/", its status)`.

    Hidden files and folders are passed over; links are followed, loops are not.

    Args:
        base: Pelican's `PATH`.
        folders: Relative to `base`; "" is `base` itself. A file may be named, too.
        extensions: Without the dot; other files are passed over.
        ignores: `IGNORE_FILES`: patterns of names.
        excludes: Folders relative to `base` that are not entered.
    """
    walker = _Walker(
        extensions, _compile_patterns(ignores), frozenset(path.strip("/") for path in excludes)
    )
    given: set[str] = set()
    for folder in folders:
        relative = folder.strip("/")
        for path, status in walker.start(
            os.path.join(base, relative) if relative else base, relative
        ):
            if path not in given:
                given.add(path)
                yield path, status
