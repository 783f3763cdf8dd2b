"""Builds of a site in processes of their own, killed where a test wants it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.site.press import Order, open_press

EPOCH = "1700000000"


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
    log = log_file(root)
    log.unlink(missing_ok=True)
    order = Order(root, log, log, None, overrides or {}, changes, moves)
    return open_press().start(order, {"SOURCE_DATE_EPOCH": EPOCH, **(environment or {})})


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
    status = open_press().wait(pid)
    if status == -signal.SIGKILL:
        return False
    assert status == 0, (log_file(root).read_text("utf-8"), status)
    return True


def log_file(root: Path) -> Path:
    """What the site's last build said."""
    return root / "build.log"


def make_folder() -> Path:
    """A new folder for sites; on a disk in memory if there is one."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(
        tempfile.mkdtemp(prefix="newsdigest-", dir=memory if os.access(memory, os.W_OK) else None)
    )
