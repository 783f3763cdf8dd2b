"""Two builds at once → one after the other."""

from __future__ import annotations

import logging
import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks: whoever builds there builds alone
    fcntl = None  # type: ignore[assignment]

logger = logging.getLogger(__name__)

FILE_NAME = "newsdigest.lock"


class BuildLock:
    """A lock in `cache/`; it is let go of when the process ends, however that happens.

    Forked workers hold it, too: a build that was killed counts as running until the
    last of its workers has noticed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: int | None = None

    @property
    def descriptor(self) -> int | None:
        """Of the file; a process that holds it, too, keeps the lock."""
        return self._file

    def acquire(self) -> None:
        """Waits until no other build runs, and says so; nothing if we hold it already."""
        if self._file is not None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(self._folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o644)
        if fcntl is None:
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            logger.warning("another build is running: waiting for it")
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None
