"""Rendered files → `output/`, so that a build killed at any moment does no harm.

Everything is first written into a staging folder inside `output/`, and only where its
bytes differ from what is there. Then, in this order: the manifest learns the new paths,
staged files are moved to their places (a folder that does not exist yet moves as a
whole), files of ours that no page wants any more go, the manifest forgets them.

The manifest lies in `output/` itself, since it must live exactly as long as the files
it lists: it tells them from files that somebody else put there, and from what became of
them since, even when `cache/` is lost. Sorted by path, it is the same bytes for the same
site; `b2sum --length 128 --check` reads it, too.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from newsdigest.adapters.faults import naming
from newsdigest.adapters.stamps import digest_data, take_stamp
from newsdigest.addresses import MANIFEST
from newsdigest.errors import BuildError

STAGING = ".newsdigest-staging"

_TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
_SEALED = re.compile(r"(?:([0-9a-f]{32})  )?(.*)")
_HEAD_BYTES = 4096


class OutputFolder:
    """An output folder. The path is resolved once; nothing is written outside it.

    Attributes:
        staging: Where `stage` puts files.
        stock: Where Pelican's own generators put files; `list_stock` names them.
    """

    def __init__(self, path: str) -> None:
        self.path = os.path.realpath(path)
        self.workshop = os.path.join(self.path, STAGING)
        self.staging = os.path.join(self.workshop, "pages")
        self.stock = os.path.join(self.workshop, "stock")
        self._made: set[str] = set()

    def prepare(self) -> None:
        """Makes the folder with an empty staging folder in it.

        Raises:
            BuildError: If the path is taken or not writable.
        """
        try:
            os.makedirs(self.path, exist_ok=True)
            self.discard()
            os.makedirs(self.staging)
            os.mkdir(self.stock)
        except OSError as error:
            raise BuildError(f"{self.path}: cannot be written: {error.strerror}") from error

    def discard(self) -> None:
        """Removes the staging folder and what is in it."""
        self._made.clear()
        if os.path.islink(self.workshop):
            os.unlink(self.workshop)
        elif os.path.isdir(self.workshop):
            shutil.rmtree(self.workshop)

    def read_manifest(self, expected: Mapping[str, str] | None = None) -> Mapping[str, str]:
        """The hashes of all files that we wrote and did not delete, by path; "" where a
        build of an older version wrote the file.

        Args:
            expected: What it most likely is.
        """
        try:
            with open(os.path.join(self.path, MANIFEST), encoding="utf-8") as file:
                text = file.read()
        except (FileNotFoundError, UnicodeDecodeError, IsADirectoryError):
            return {}
        if expected is not None and text == _render_manifest(expected):
            return expected
        found = [
            match.groups("") for line in text.split("\n") if (match := _SEALED.fullmatch(line))
        ]
        return {path: digest for digest, path in found if is_inside(path)}

    def stage(self, path: str, data: bytes) -> bool:
        """Stages a file unless the same bytes already stand in its place; says whether."""
        if self._holds(path, data):
            return False
        target = self._make_place(path)
        with naming(f"{self.path}/{path}"), open(target, "wb") as file:
            file.write(data)
        return True

    def unstage(self, path: str) -> None:
        """Takes back what was staged for the path, and folders that it leaves empty."""
        self._made.clear()
        with suppress(OSError):
            os.unlink(f"{self.staging}/{path}")
            for folder in reversed(_list_parents(path)):
                os.rmdir(f"{self.staging}/{folder}")

    def read(self, path: str) -> bytes:
        """The bytes of a file as they will be: staged, or else in its place."""
        staged = self.read_staged(path)
        if staged is not None:
            return staged
        with open(f"{self.path}/{path}", "rb") as file:
            return file.read()

    def read_staged(self, path: str) -> bytes | None:
        """The bytes of a staged file; None if it was not staged."""
        try:
            with open(f"{self.staging}/{path}", "rb") as file:
                return file.read()
        except OSError:
            return None

    def stage_copy(
        self, path: str, source: str, change: Callable[[bytes], bytes] | None = None
    ) -> tuple[str, bool]:
        """Stages a copy of a file, or what `change` makes of it, in the same way: its hash,
        and whether it was staged.
        """
        with open(source, "rb") as file:
            data = file.read()
        if change:
            data = change(data)
        return digest_data(data), self.stage(path, data)

    def list_stock(self) -> list[str]:
        """Paths of the files that Pelican's own generators wrote, sorted."""
        return sorted(
            os.path.relpath(os.path.join(folder, name), self.stock).replace(os.sep, "/")
            for folder, _, names in os.walk(self.stock)
            for name in names
        )

    def take_stamps(self, paths: Iterable[str]) -> Iterator[str | None]:
        """The stamps of files in their places; None for one that is not there."""
        now = time.time_ns()
        for path in paths:
            try:
                status = os.lstat(f"{self.path}/{path}")
            except (FileNotFoundError, NotADirectoryError):
                yield None
                continue
            yield take_stamp(status, now) if stat.S_ISREG(status.st_mode) else None

    def digest(self, path: str) -> str:
        """The hash of a file in its place."""
        with open(f"{self.path}/{path}", "rb") as file:
            return digest_data(file.read())

    def _make_place(self, path: str) -> str:
        target = f"{self.staging}/{path}"
        folder = os.path.dirname(target)
        if folder not in self._made:
            try:
                os.mkdir(folder)
            except (FileNotFoundError, FileExistsError):
                os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        return target

    def _holds(self, path: str, data: bytes) -> bool:
        target = f"{self.path}/{path}"
        try:
            status = os.lstat(target)
            if not stat.S_ISREG(status.st_mode) or status.st_size != len(data):
                return False
            with open(target, "rb") as file:
                return file.read() == data
        except OSError:
            return False

    def read_title(self, path: str) -> str:
        """The title of an HTML page as it stands; "" for other files and missing ones."""
        if not path.endswith(".html"):
            return ""
        try:
            with open(f"{self.path}/{path}", "rb") as file:
                found = _TITLE.search(file.read(_HEAD_BYTES))
        except OSError:
            return ""
        return html.unescape(found[1].decode("utf-8", "replace")).strip() if found else ""

    def commit(
        self,
        staged: Sequence[str],
        wanted: Mapping[str, str],
        known: Mapping[str, str],
        manifest: Mapping[str, str],
    ) -> int:
        """Makes the folder hold what is wanted; gives the number of deleted files.

        Args:
            staged: Paths that `stage` said yes to.
            wanted: Hashes of all files of the site, by path.
            known: Hashes of files that we may have written before, by path; those not
                wanted are deleted.
            manifest: What `read_manifest` gives.

        Raises:
            BuildError: If something that is not ours is in the way; nothing was written.
        """
        mine = manifest.keys() | known.keys()
        stale = {path for path in mine - wanted.keys() if is_inside(path)}
        taken = self._refuse_obstacles(staged, stale)
        learnt = {**manifest, **wanted}
        if learnt != manifest:
            self._write_manifest(learnt)
        gone = self._clear_way(staged, taken, stale)
        self._move(staged)
        for path in sorted(stale - gone):
            if self._delete(path):
                gone.add(path)
        if learnt != wanted:
            self._write_manifest(wanted)
        self.discard()
        return len(gone)

    def _write_manifest(self, hashes: Mapping[str, str]) -> None:
        staged = os.path.join(self.workshop, MANIFEST)
        with naming(staged), open(staged, "w", encoding="utf-8", newline="\n") as file:
            file.write(_render_manifest(hashes))
        os.replace(staged, os.path.join(self.path, MANIFEST))

    def _refuse_obstacles(self, staged: Iterable[str], stale: set[str]) -> list[str]:
        """Before anything is written: no folder of ours may be a link or foreign file.

        Returns:
            The paths at which folders stand that hold nothing but what is stale.
        """
        standing: set[str] = set()
        missing: set[str] = set()
        taken: list[str] = []
        for path in staged:
            for folder in _list_parents(path):
                if folder in missing:  # and so is all that could stand in it
                    break
                if folder in standing or folder in stale:
                    continue
                full = f"{self.path}/{folder}"
                if os.path.islink(full) or (os.path.lexists(full) and not os.path.isdir(full)):
                    raise BuildError(
                        f"{full}: is in the way of {path!r} and no folder: move it elsewhere"
                    )
                (standing if os.path.isdir(full) else missing).add(folder)
            else:
                full = f"{self.path}/{path}"
                if os.path.isdir(full) and not os.path.islink(full):
                    self._refuse_full_folder(full, path, stale)
                    taken.append(path)
        return taken

    def _refuse_full_folder(self, full: str, path: str, stale: set[str]) -> None:
        for folder, _, names in os.walk(full):
            for name in names:
                found = os.path.relpath(os.path.join(folder, name), self.path)
                if found.replace(os.sep, "/") not in stale:
                    raise BuildError(
                        f"{full}: is a folder in the way of the file {path!r}: move it elsewhere"
                    )

    def _clear_way(self, staged: Iterable[str], taken: Iterable[str], stale: set[str]) -> set[str]:
        """Deletes early what stands in the way: a file where a folder must be made, or
        the files of a folder that a file replaces.
        """
        gone: set[str] = set()
        for path in staged if stale else ():
            ways = stale.intersection(_list_parents(path)) - gone
            gone |= {way for way in ways if self._delete(way)}
        for path in taken:
            gone |= {way for way in stale if way.startswith(f"{path}/") and self._delete(way)}
            with suppress(FileNotFoundError):  # with the last file, its folders went
                shutil.rmtree(f"{self.path}/{path}")
        return gone

    def _move(self, staged: Sequence[str]) -> None:
        """Moves staged files to their places, whole folders where there are none yet."""
        standing: set[str] = set()
        moved: set[str] = set()
        for path in staged:
            for folder in _list_parents(path):
                if folder in moved:
                    break
                if folder not in standing:
                    target = f"{self.path}/{folder}"
                    if not os.path.isdir(target):
                        os.rename(f"{self.staging}/{folder}", target)
                        moved.add(folder)
                        break
                    standing.add(folder)
            else:
                os.replace(f"{self.staging}/{path}", f"{self.path}/{path}")

    def _delete(self, path: str) -> bool:
        """Deletes a file of ours and the folders that it leaves empty."""
        folders = _list_parents(path)
        if any(os.path.islink(f"{self.path}/{folder}") for folder in folders):
            return False
        try:
            os.unlink(f"{self.path}/{path}")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            return False
        with suppress(OSError):
            for folder in reversed(folders):
                os.rmdir(f"{self.path}/{folder}")
        return True


def _render_manifest(hashes: Mapping[str, str]) -> str:
    return "".join([f"{digest}  {path}\n" for path, digest in sorted(hashes.items())])


def is_inside(path: str) -> bool:
    """Whether a path names a file below `output/`, with "/" separators, that may be ours."""
    parts = path.split("/")
    return (
        "\0" not in path
        and not any(part in ("", ".", "..") for part in parts)
        and (parts[0] not in (MANIFEST, STAGING))
    )


def _list_parents(path: str) -> list[str]:
    """The folders of a path, the highest first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
