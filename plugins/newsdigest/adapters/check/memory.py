"""Files that were found clean → `cache/checked.sqlite`, so that a check costs what changed.

A file's report is remembered under the hash of its bytes and with everything that its
rules looked at besides: articles, files that links lead to, days that articles name. All
of that is compared anew each time. Hashes are remembered under the files' stamps.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from newsdigest.adapters.stamps import UNTRUSTED, digest_data, take_stamp
from newsdigest.check import Expectations, FeedFacts, FileReport, Looks, PageFacts
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_texts

FILE_NAME = "checked.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, stamp TEXT, hash TEXT);
CREATE TABLE IF NOT EXISTS reports (
  path TEXT PRIMARY KEY, hash TEXT, context TEXT, looks BLOB, report BLOB
);
"""

Row = tuple[str, str, bytes, bytes]
"""Hash of a file, digest of what counted besides, what was looked at, the report."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a report depends on beside the file's bytes.

    Attributes:
        common: Digest of what counts for every file: rules and settings.
        describe_page: Digest of the article whose page a path is, with its post and seed;
            "" if there is none.
        describe_article: The same for a uid.
    """

    common: str
    expectations: Expectations
    describe_page: Callable[[str], str]
    describe_article: Callable[[str], str]

    def digest(self, looks: Looks) -> str:
        """Changes with every article that was looked at."""
        pages = [f"{path} {self.describe_page(path)}" for path in sorted(looks.pages)]
        articles = [f"{uid} {self.describe_article(uid)}" for uid in sorted(looks.uids)]
        return digest_texts([self.common, *pages, *articles])


class CheckMemory:
    """What the last check of this site found clean."""

    def __init__(self, cache: Path, *, fresh: bool = False) -> None:
        """Reads what is there; a damaged file is an empty one.

        Args:
            cache: The folder; nothing is kept if there is none.
            fresh: Whether to look at every file again.
        """
        self._path = cache / FILE_NAME
        self._files: dict[str, tuple[str, str]] = {}
        self._reports: dict[str, Row] = {}
        if not fresh:
            self._read()
        self._met: dict[str, tuple[str, str]] = {}
        self._new: dict[str, Row] = {}

    def _read(self) -> None:
        if not self._path.is_file():
            return
        try:
            with closing(sqlite3.connect(self._path)) as connection:
                files = connection.execute("SELECT path, stamp, hash FROM files").fetchall()
                reports = connection.execute("SELECT * FROM reports").fetchall()
        except sqlite3.DatabaseError:
            self._path.unlink()
            return
        self._files = {path: (stamp, digest) for path, stamp, digest in files}
        self._reports = {path: tuple(row) for path, *row in reports}

    def hash_file(self, path: Path) -> str:
        """The hash of a file's bytes, which are read only if its stamp is a new one; "" if
        there is none, or none that holds bytes.
        """
        try:
            status = path.stat()
            # A named pipe must not be opened.
            if not path.is_file():
                return ""
            stamp = take_stamp(status)
            known = self._files.get(str(path))
            if known is None or known[0] != stamp or stamp == UNTRUSTED:
                known = (stamp, digest_data(path.read_bytes()))
        except OSError:
            return ""
        self._met[str(path)] = known
        return known[1]

    def find(self, path: str, digest: str, circumstances: Circumstances) -> FileReport | None:
        """What was found in a file for which nothing has changed; None for all others."""
        row = self._reports.get(path)
        if row is None or row[0] != digest:
            return None
        try:
            looks = unpack_looks(marshal.loads(row[2]))
            report = unpack_report(marshal.loads(row[3]))
        except (ValueError, EOFError, TypeError):  # damaged
            return None
        if row[1] != circumstances.digest(looks) or not looks.hold(circumstances.expectations):
            return None
        return report

    def put(
        self,
        path: str,
        digest: str,
        circumstances: Circumstances,
        looks: Looks,
        report: FileReport,
    ) -> None:
        """Remembers a file, if it is clean and its rules did not look at all articles."""
        if not report.problems and not looks.everything:
            context = circumstances.digest(looks)
            self._new[path] = (
                *(digest, context, marshal.dumps(pack_looks(looks))),
                marshal.dumps(pack_report(report)),
            )

    def keep(self, paths: Iterable[str]) -> None:
        """Writes it down for the next check, which knows these reports and no others."""
        if not self._path.parent.is_dir():
            return
        wanted = frozenset(paths)
        gone = [(path,) for path in self._reports if path not in wanted]
        changed = [(path, *row) for path, row in self._new.items()]
        stamps = [(path, *row) for path, row in self._met.items() if self._files.get(path) != row]
        lost = [(path,) for path in self._files if path not in self._met]
        if not gone and not changed and not stamps and not lost and self._path.is_file():
            return
        # Without a memory, the next check takes longer and finds the same.
        with (
            suppress(sqlite3.Error),
            closing(sqlite3.connect(self._path)) as connection,
            connection,
        ):
            connection.executescript(_TABLES)
            connection.executemany("DELETE FROM reports WHERE path = ?", gone)
            connection.executemany("DELETE FROM files WHERE path = ?", lost)
            connection.executemany("INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?)", changed)
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", stamps)


def pack_looks(looks: Looks) -> tuple[Any, ...]:
    """What was looked at as a plain tuple, for other processes and for the memory."""
    return looks.files, looks.days, sorted(looks.pages), sorted(looks.uids), looks.everything


def unpack_looks(packed: tuple[Any, ...]) -> Looks:
    """What `pack_looks` was given."""
    files, days, pages, uids, everything = packed
    return Looks(files, days, set(pages), set(uids), everything)


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
