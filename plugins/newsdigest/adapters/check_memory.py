"""Pages that were found clean → `cache/checked.sqlite`, so that a check costs what changed.

A page's report is remembered under all that its rules looked at in the page, its post and
its seed. What they looked at in the rest of the site (files that links lead to, days that
articles name) stands in the report and is compared anew each time.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

from newsdigest.check import FeedFacts, FileReport, PageFacts
from newsdigest.errors import Problem

FILE_NAME = "checked.sqlite"

_TABLE = "CREATE TABLE IF NOT EXISTS pages (path TEXT PRIMARY KEY, key TEXT, report BLOB)"


class CheckMemory:
    """The pages that the last check of this site found clean."""

    def __init__(self, cache: Path, *, fresh: bool = False) -> None:
        """Reads what is there; a damaged file is an empty one.

        Args:
            cache: The folder; nothing is kept if there is none.
            fresh: Whether to look at every page again.
        """
        self._path = cache / FILE_NAME
        self._known = {} if fresh else self._read()
        self._new: dict[str, tuple[str, bytes]] = {}

    def _read(self) -> dict[str, tuple[str, bytes]]:
        if not self._path.is_file():
            return {}
        try:
            with closing(sqlite3.connect(self._path)) as connection:
                rows = connection.execute("SELECT path, key, report FROM pages").fetchall()
        except sqlite3.DatabaseError:
            self._path.unlink()
            return {}
        return {path: (key, report) for path, key, report in rows}

    def find(self, path: str, key: str) -> FileReport | None:
        """What was found in a page that has not changed since; None for all others."""
        known = self._known.get(path)
        return unpack_report(marshal.loads(known[1])) if known and known[0] == key else None

    def put(self, path: str, key: str, report: FileReport) -> None:
        """Remembers a page, if it is clean."""
        if report.facts and not report.problems:
            self._new[path] = (key, marshal.dumps(pack_report(report)))

    def keep(self, paths: Iterable[str]) -> None:
        """Writes it down for the next check, which knows these pages and no others."""
        if not self._path.parent.is_dir():
            return
        wanted = frozenset(paths)
        gone = [(path,) for path in self._known if path not in wanted]
        changed = [
            (path, *entry) for path, entry in self._new.items() if self._known.get(path) != entry
        ]
        if not gone and not changed and self._path.is_file():
            return
        with closing(sqlite3.connect(self._path)) as connection, connection:
            connection.execute(_TABLE)
            connection.executemany("DELETE FROM pages WHERE path = ?", gone)
            connection.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", changed)


def pack_report(report: FileReport) -> tuple[Any, ...]:
    """A report as a plain tuple, for other processes and for the memory."""
    problems = tuple((p.path, p.line, p.message, p.severity) for p in report.problems)
    facts = report.facts
    return (
        problems,
        facts and _list_values(facts),
        report.listed,
        report.feed and _list_values(report.feed),
    )


def unpack_report(packed: tuple[Any, ...]) -> FileReport:
    """The report that `pack_report` was given."""
    problems, facts, listed, feed = packed
    return FileReport(
        problems=tuple(Problem(*problem) for problem in problems),
        facts=facts and PageFacts(*facts),
        listed=listed,
        feed=feed and FeedFacts(*feed),
    )


def _list_values(facts: PageFacts | FeedFacts) -> tuple[Any, ...]:
    return tuple(getattr(facts, field.name) for field in fields(facts))
