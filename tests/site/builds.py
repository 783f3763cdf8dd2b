"""Builds in forked processes: as fresh as a new process, without the cost of importing.

The parent never builds, so that no cache of a module outlives a build.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

from newsdigest.adapters.commands import run_build
from newsdigest.adapters.warming import load_ahead

EPOCH = "1700000000"

# What Python tells its audit hooks before it changes the file system (PEP 578).
_CHANGES = frozenset(("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate"))


class Killer:
    """Ends this process by SIGKILL when it is about to change the file system once more
    than it may.
    """

    def __init__(self, changes: int, *, moves: bool) -> None:
        self._left = changes
        self._moves = moves

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "os.rename" if self._moves else _changes_files(event, arguments):
            self._left -= 1
            if self._left < 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _changes_files(event: str, arguments: tuple[Any, ...]) -> bool:
    if event != "open":
        return event in _CHANGES
    return isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))


@cache
def prepare() -> None:
    """Loads once what every build needs, before anything forks."""
    load_ahead()


def start_build(
    root: Path,
    overrides: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    changes: int | None = None,
    moves: bool = False,
) -> int:
    """The process id of a build that has begun in a process group of its own.

    Args:
        root: The site's folder.
        overrides: Settings that win over the file's.
        environment: Variables beside the present ones.
        changes: After so many changes to the file system, the process kills itself.
        moves: Only moves of files and folders count.
    """
    prepare()
    pid = os.fork()
    if not pid:
        killer = None if changes is None else Killer(changes, moves=moves)
        _build(root, overrides or {}, environment or {}, killer)
    return pid


def build(
    root: Path,
    overrides: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    *,
    changes: int | None = None,
    moves: bool = False,
) -> bool:
    """Builds a site as `start_build` does; says whether the build came to its end.

    Raises:
        AssertionError: If it failed otherwise than by being killed.
    """
    pid = start_build(root, overrides, environment, changes=changes, moves=moves)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status == -signal.SIGKILL:
        return False
    assert status == 0, (log_file(root).read_text("utf-8"), status)
    return True


def log_file(root: Path) -> Path:
    """What the site's last build said."""
    return root / "build.log"


def _build(
    root: Path, overrides: Mapping[str, Any], environment: Mapping[str, str], killer: Killer | None
) -> NoReturn:
    sys.settrace(None)  # coverage of this process would be thrown away
    status = 70
    try:
        os.setpgid(0, 0)
        os.chdir(root)
        log = os.open(log_file(root), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.environ.update({"SOURCE_DATE_EPOCH": EPOCH, **environment})
        time.tzset()
        if killer is not None:
            sys.addaudithook(killer)
        run_build(root / "pelicanconf.py", overrides)
        status = 0
    finally:
        if status:
            os.write(2, traceback.format_exc().encode("utf-8", "replace"))
        os._exit(status)


def make_folder() -> Path:
    """A new folder for sites; on a disk in memory if there is one."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(
        tempfile.mkdtemp(prefix="newsdigest-", dir=memory if os.access(memory, os.W_OK) else None)
    )
