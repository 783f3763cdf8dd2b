"""Git, the environment and the clock → the moment a seed entered the site."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from newsdigest.errors import SettingsError

Clock = Callable[[], datetime]

_TIMEOUT_S = 60
_GIT_LOG = (
    *("git", "log", "--diff-filter=A", "--no-renames", "--name-only", "-z"),
    *("--format=%x00%ct", "--relative", "--", "."),
)


def read_clock() -> datetime:
    """Now, in UTC."""
    return datetime.fromtimestamp(time.time(), UTC)


class SeedArrivals:
    """When seeds entered the site: a seed's first git commit, else `SOURCE_DATE_EPOCH`,
    else the clock (read once a run). Git is asked once, and only if anybody asks.

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
        return self._commits.get(name) or self._otherwise

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
    def _commits(self) -> dict[str, datetime]:
        """Name → time of the commit that first added it; empty where git knows nothing."""
        try:
            done = subprocess.run(
                _GIT_LOG,
                cwd=self._seeds,
                capture_output=True,
                check=True,
                timeout=_TIMEOUT_S,
            )
        except (OSError, subprocess.SubprocessError):
            return {}
        return _parse_log(os.fsdecode(done.stdout))


def _parse_log(log: str) -> dict[str, datetime]:
    """The earliest time of each name.

    Entries end in NUL; after an empty one stands a commit's time, then the names of the
    files it added, the first of them after a line end.
    """
    times: dict[str, datetime] = {}
    entries = iter(log.split("\0"))
    time_of_commit = datetime.fromtimestamp(0, UTC)
    for entry in entries:
        if not entry:
            time_of_commit = datetime.fromtimestamp(int(next(entries, "0") or 0), UTC)
            first = next(entries, "").removeprefix("\n")
            times[first] = min(time_of_commit, times.get(first, time_of_commit))
        else:
            times[entry] = min(time_of_commit, times.get(entry, time_of_commit))
    return times
