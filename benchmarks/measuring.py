"""A command → what it cost: wall time, CPU, peak memory."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_INTERVAL_S = 0.05


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost.

    Attributes:
        cpu: Seconds of user and system time of the command and all that it waited for.
        memory: Peak, in MiB: the proportional set sizes (PSS) of the command's processes
            summed every 50 ms, or the largest process alone if that is more.
        written: Files of the output folder that are new or have been written.
    """

    wall: float
    cpu: float
    memory: float
    written: int = 0


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Runs the command to its end.

    Raises:
        RuntimeError: If it failed; with what it said.
    """
    log = folder / "build.log"
    with log.open("wb") as said:
        began = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
        sampler = _Sampler(process.pid)
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
    if process.returncode:
        raise RuntimeError(f"{command}: {process.returncode}\n{log.read_text('utf-8')[-2000:]}")
    largest = usage.ru_maxrss / 1024
    return Cost(wall, usage.ru_utime + usage.ru_stime, max(largest, sampler.peak))


class _Sampler(threading.Thread):
    """Notes the memory of a process and its descendants until it is stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self._pid = pid
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(_INTERVAL_S):
            self.peak = max(self.peak, sum(map(_read_pss, _list_family(self._pid))) / 1024)

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _list_family(pid: int) -> Iterator[int]:
    yield pid
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _list_family(int(child))
    except OSError:  # it ended meanwhile
        return


def _read_pss(pid: int) -> int:
    """KiB; 0 for a process that has ended."""
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:  # noqa: PTH123
            return next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


Snapshot = dict[str, tuple[int, int, int]]


def look_at(folder: Path) -> Snapshot:
    """What tells whether a file was written: path → inode and times."""
    found: Snapshot = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = f"{place}/{name}"
            status = os.lstat(path)
            found[path] = (status.st_ino, status.st_mtime_ns, status.st_ctime_ns)
    return found


def count_written(before: Snapshot, after: Snapshot) -> int:
    return sum(before.get(path) != stamp for path, stamp in after.items())
