"""Folders → files that are safe to read; texts → files, written atomically.

What is read as a seed: regular files whose name ends in ".txt" or ".text" (in any case)
or has no extension. Passed over without a word is what no editor put there as a text:
hidden files and folders (".DS_Store", ".git", ".#x"), backups of text editors ("x~",
"#x#") and the files that Windows leaves in folders. Everything else is reported, and
never opened: links (they may lead out of the folder or in circles), named pipes, sockets,
devices, other kinds of files.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple

_PASSED_OVER = re.compile(r"\..*|.*~|#.*#|thumbs\.db|desktop\.ini", re.IGNORECASE | re.DOTALL)
_EXTENSION = re.compile(r"[^/]\.([a-z][a-z0-9]{0,7})$", re.IGNORECASE)
_TEXT_EXTENSIONS = frozenset(("txt", "text"))

_KINDS = (
    (stat.S_ISLNK, "a link: put the file itself there"),
    (stat.S_ISFIFO, "a named pipe, not a file: remove it"),
    (stat.S_ISSOCK, "a socket, not a file: remove it"),
    (stat.S_ISCHR, "a device, not a file: remove it"),
    (stat.S_ISBLK, "a device, not a file: remove it"),
)


class FoundFile(NamedTuple):
    """An entry of a folder tree.

    Attributes:
        name: Relative to the folder, with "/" separators; bytes that are no UTF-8 are
            surrogates, as Python's file functions take them.
        status: None for what could not be looked at.
        reason: Why it must not be read; "" for a file.
        is_folder: The reason is about a whole folder.
    """

    name: str
    status: os.stat_result | None
    reason: str = ""
    is_folder: bool = False


class UnreadableError(Exception):
    """A file cannot be read; the message says why and what to do."""


def walk_files(folder: Path, *, follow: bool = False) -> list[FoundFile]:
    """Every entry below a folder that is not a folder itself, in the order of names; what
    stands in folders that links lead to comes last.

    Entries of hidden and backup names are passed over.

    Args:
        folder: It may be a link itself.
        follow: Whether links in it are followed or given as what must not be read. Each
            folder is entered once, whatever leads to it, and by its own name if it has one
            here.
    """
    walker = _Walker(follow)
    walker.walk(os.fspath(folder), "")
    for path, prefix in walker.linked:  # grows meanwhile
        walker.walk(path, prefix)
    return walker.found


@dataclass(slots=True)
class _Walker:
    """A walk through folders.

    Attributes:
        follow: See `walk_files`.
        linked: Folders that links lead to, which are not entered yet, and their prefixes.
    """

    follow: bool
    found: list[FoundFile] = field(default_factory=list)
    linked: list[tuple[str, str]] = field(default_factory=list)
    entered: set[tuple[int, int]] = field(default_factory=set)

    def walk(self, folder: str, prefix: str) -> None:
        """Adds what lies below a folder, `prefix` before its name."""
        try:
            if self.follow and not self._enter(folder):
                return
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=attrgetter("name"))
        except OSError as error:
            reason = f"cannot be listed: {_describe(error)}"
            self.found.append(FoundFile(prefix.rstrip("/"), None, reason, is_folder=True))
            return
        follow, found, is_passed_over = self.follow, self.found, _PASSED_OVER.fullmatch
        for entry in listed:
            if is_passed_over(entry.name):
                continue
            name = f"{prefix}{entry.name}"
            try:
                status = entry.stat(follow_symlinks=follow)
            except OSError as error:
                reason = f"cannot be looked at: {_describe(error)}"
                found.append(FoundFile(name, None, reason))
                continue
            kind = stat.S_IFMT(status.st_mode)
            if kind != stat.S_IFDIR:
                reason = "" if kind == stat.S_IFREG else _refuse_kind(kind)
                found.append(FoundFile(name, status, reason))
            elif entry.is_symlink():
                self.linked.append((entry.path, f"{name}/"))
            else:
                self.walk(entry.path, f"{name}/")

    def _enter(self, folder: str) -> bool:
        """Whether the folder was not entered yet."""
        status = os.stat(folder)
        mark = (status.st_dev, status.st_ino)
        new = mark not in self.entered
        self.entered.add(mark)
        return new


def _refuse_kind(mode: int) -> str:
    return next((reason for is_kind, reason in _KINDS if is_kind(mode)), "")


def refuse_seed(found: FoundFile, most_bytes: int) -> str:
    """Why a found file is not read as a seed, or ""."""
    if found.reason or found.status is None:
        return found.reason
    extension = _EXTENSION.search(found.name)
    if extension and extension[1].lower() not in _TEXT_EXTENSIONS:
        return "no .txt file: rename it if it is a text, or move it out of the folder"
    if found.status.st_size > most_bytes:
        return (
            f"{found.status.st_size} bytes, more than max_seed_bytes = {most_bytes}: split the "
            "text, or raise the setting"
        )
    return ""


def read_file(path: str | Path, most_bytes: int, *, follow: bool = False) -> bytes:
    """The bytes of a regular file.

    Never blocks, and unless links count, never follows one that took the file's place.

    Raises:
        UnreadableError: If it is no regular file any more, larger than `most_bytes`, or
            not ours to read.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UnreadableError("not a regular file: remove it")
            data = file.read(most_bytes + 1)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {_describe(error)}") from error
    if len(data) > most_bytes:
        raise UnreadableError(f"more than {most_bytes} bytes: split the text")
    return data


def _describe(error: OSError) -> str:
    return f"{(error.strerror or str(error)).lower()} (check its permissions and its name)"


def write_file(path: Path, text: str) -> None:
    """Makes the file hold the text; killed at any moment, it holds the old or the new one.

    It is not forced to the disk (`fsync`): a power cut is healed by version control, and
    ten thousand posts would take minutes.

    Raises:
        OSError: If it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # One fixed name a file: what a killed run left is overwritten by the next one.
    staged = path.with_name(f".{path.name}.new")
    staged.unlink(missing_ok=True)
    try:
        with staged.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        staged.replace(path)
    except OSError:
        with suppress(OSError):
            staged.unlink()
        raise


def delete_file(path: Path, top: Path) -> None:
    """Removes the file, and the folders below `top` that it leaves empty.

    Raises:
        OSError: If it cannot be removed.
    """
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == top or any(folder.iterdir()):
            return
        folder.rmdir()


FACTS_SUFFIX = ".facts.json"


def is_utf8(name: str) -> bool:
    """Whether a file's name is text: bytes that are none stand in it as half characters."""
    return show_name(name) == name


def show_name(name: str) -> str:
    r"""The name as a message or a digest may hold it, such as "b\udcff.md"."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


Kind = Literal["post", "facts", "other"]


def facts_beside(path: str) -> str:
    """The facts file that belongs to a post, whatever its extension."""
    return path.rpartition(".")[0] + FACTS_SUFFIX


def tell_kind(name: str) -> Kind:
    """What a file below the posts' folder is, by its name."""
    if name.endswith(FACTS_SUFFIX):
        return "facts"
    return "post" if name.endswith(".md") else "other"
