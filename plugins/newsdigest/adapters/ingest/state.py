"""Git, the environment and the clock → when a seed entered the site, and was changed."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from newsdigest.errors import SettingsError

Clock = Callable[[], datetime]

_TIMEOUT_S = 60
_GIT_LOG = (
    *("git", "log", "--diff-filter=AM", "--no-renames", "--name-only", "-z"),
    *("--format=%x00%ct", "--relative", "--", "."),
)
_GIT_DIFF = ("git", "diff", "--name-only", "-z", "--relative", "HEAD", "--", ".")


def read_clock() -> datetime:
    """Now, in UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


class SeedArrivals:
    """When seeds entered the site and when they were changed: a seed's first and last git
    commit, else `SOURCE_DATE_EPOCH`, else the clock (read once a run). Git is asked once,
    and only if anybody asks.

    In a shallow clone, the first commit that it knows counts.
    """

    def __init__(self, seeds: Path, environment: Mapping[str, str], clock: Clock) -> None:
        self._seeds = seeds
        self._environment = environment
        self._clock = clock

    def find(self, name: str) -> datetime:
        """The moment of the seed of this name (below `seeds/`), to the second.

        Raises:
            SettingsError: If `SOURCE_DATE_EPOCH` is needed and no number of seconds.
        """
        times = self._commits.get(name)
        return times[0] if times else self._otherwise

    def find_change(self, name: str) -> datetime:
        """The moment of the seed's last change; of one that is not committed yet, now.

        Raises:
            SettingsError: If `SOURCE_DATE_EPOCH` is needed and no number of seconds.
        """
        times = self._commits.get(name)
        return times[1] if times and name not in self._uncommitted else self._otherwise

    @cached_property
    def _otherwise(self) -> datetime:
        given = self._environment.get("SOURCE_DATE_EPOCH")
        if not given:
            return self._clock().astimezone(UTC).replace(microsecond=0)
        try:
            return datetime.fromtimestamp(int(given), UTC)
        except (ValueError, OverflowError, OSError) as error:
            message = f"SOURCE_DATE_EPOCH must be a number of seconds, not {given!r}"
            raise SettingsError(message) from error

    @cached_property
    def _commits(self) -> dict[str, tuple[datetime, datetime]]:
        """Name → time of the first and of the last commit that added or changed it."""
        return _parse_log(self._ask(_GIT_LOG))

    @cached_property
    def _uncommitted(self) -> frozenset[str]:
        return frozenset(self._ask(_GIT_DIFF).split("\0"))

    def _ask(self, command: Sequence[str]) -> str:
        """What git says of the seeds' folder; "" where it knows nothing."""
        try:
            done = subprocess.run(
                command,
                cwd=self._seeds,
                capture_output=True,
                check=True,
                timeout=_TIMEOUT_S,
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return os.fsdecode(done.stdout)


def _parse_log(log: str) -> dict[str, tuple[datetime, datetime]]:
    """The earliest and the latest time of each name.

    Entries end in NUL; after an empty one stands a commit's time, then the names of its
    files, the first of them after a line end.
    """
    times: dict[str, tuple[datetime, datetime]] = {}
    entries = iter(log.split("\0") if log else ())
    time_of_commit = datetime.fromtimestamp(0, UTC)
    for entry in entries:
        name = entry
        if not entry:
            time_of_commit = datetime.fromtimestamp(int(next(entries, "0") or 0), UTC)
            name = next(entries, "").removeprefix("\n")
        first, last = times.get(name, (time_of_commit, time_of_commit))
        times[name] = (min(first, time_of_commit), max(last, time_of_commit))
    return times
