"""Sources and outputs ↔ one SQLite file in `cache/`: what they were at the last build.

The index only saves work. Whatever it says is checked against the files' stamps, and
one that is lost, damaged or of another version is thrown away: the build is then a
clean one.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

logger = logging.getLogger(__name__)

FILE_NAME = "newsdigest.sqlite"
COMPARED = "compared"
"""Note: who was compared, see `ComparisonRows`."""

# Raise it with every change of the tables or of how values are packed.
_VERSION = "7"
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
  path TEXT PRIMARY KEY, stamp TEXT NOT NULL, hash TEXT NOT NULL, noted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE records (path TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE bodies (path TEXT PRIMARY KEY, html TEXT NOT NULL, source BLOB NOT NULL);
CREATE TABLE traits (path TEXT PRIMARY KEY, signature BLOB NOT NULL, traits BLOB NOT NULL);
CREATE TABLE neighbours (
  uid TEXT PRIMARY KEY, surroundings BLOB NOT NULL, candidates BLOB NOT NULL, found BLOB NOT NULL
);
CREATE TABLE outputs (
  place TEXT NOT NULL, path TEXT NOT NULL,
  fingerprint TEXT NOT NULL, hash TEXT NOT NULL, stamp TEXT NOT NULL,
  PRIMARY KEY (place, path)
) WITHOUT ROWID;
CREATE TABLE groups (
  place TEXT NOT NULL, made_by TEXT NOT NULL, inputs TEXT NOT NULL, listing BLOB NOT NULL,
  PRIMARY KEY (place, inputs)
);
"""


class SourceRow(NamedTuple):
    """A post as the index knows it.

    Attributes:
        path: Relative to Pelican's `PATH`, with "/" separators.
        stamp: See `stamps`; "" if it could not be trusted.
        hash: Of the post and of what counts in its facts file.
        noted: Whether its record tells of problems or of links to be resolved.
    """

    path: str
    stamp: str
    hash: str
    noted: bool


class OutputRow(NamedTuple):
    """A file of `output/` as it was written.

    Attributes:
        fingerprint: Of the page, or "" for a file that is not planned by fingerprint.
        hash: Of its bytes.
        stamp: See `stamps`; "" if it could not be trusted.
    """

    path: str
    fingerprint: str
    hash: str
    stamp: str


class ComparisonRows(NamedTuple):
    """What is to be remembered of a comparison of all articles.

    Attributes:
        compared: Who was compared, as `threads.identify_entries` says it, in hexadecimal digits;
            "" if that is known.
        rows: `(uid, surroundings, candidates, found)` of what was found anew.
        gone: Uids of articles that are gone.
    """

    compared: str = ""
    rows: tuple[tuple[str, bytes, bytes, bytes], ...] = ()
    gone: tuple[str, ...] = ()


class IndexReader:
    """The opened file, for reading what was committed.

    Attributes:
        path: Absolute.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection | None = None) -> None:
        """Opens the file.

        Args:
            path: As above.
            connection: What to read it by, if it is open already.

        Raises:
            sqlite3.Error: If there is none, or it is none.
        """
        self.path = path
        self._connection = connection or _open_for_reading(path)
        self._inherited: list[sqlite3.Connection] = []
        self._pid = os.getpid()

    def reopen(self) -> None:
        """To be called first in a forked process, which sees what was committed before it
        began, and can only read: connections must not cross processes.
        """
        if os.getpid() != self._pid:
            self._pid = os.getpid()
            # To end the parent's transaction here would end it there.
            self._inherited.append(self._connection)
            self._connection = _open_for_reading(self.path)

    def close(self) -> None:
        """Gives up what was not committed."""
        self._connection.close()

    def read_state(self) -> tuple[int, int]:
        """What `is_in` wants."""
        return self.path.stat().st_ino, self._read_data_version()

    def is_in(self, state: tuple[int, int]) -> bool:
        """Whether what was read when the file was in that state would be read again: nobody has
        changed it since, or put another one in its place.
        """
        # Of a file that is gone, SQLite would take the new one's journal for its own.
        return self.path.stat().st_ino == state[0] and self._read_data_version() == state[1]

    def _read_data_version(self) -> int:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def read_note(self, key: str) -> str:
        """A value that `put_note` kept, or ""."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def read_stamps(self) -> dict[str, str]:
        """The stamp of every post that the index knows, by path; see `SourceRow`."""
        return dict(self._connection.execute("SELECT path, stamp FROM sources"))

    def read_hashes(self) -> dict[str, str]:
        """The hash of every post, by path, sorted; see `SourceRow`."""
        return dict(self._connection.execute("SELECT path, hash FROM sources ORDER BY path"))

    def read_paths(self) -> list[str]:
        """The path of every post, sorted."""
        return [path for (path,) in self._connection.execute("SELECT path FROM sources")]

    def read_records(self, paths: Iterable[str] | None = None) -> dict[str, bytes]:
        """The packed records of all posts, or of those of these paths, by path."""
        query, execute = "SELECT path, record FROM records", self._connection.execute
        if paths is None:
            return dict(execute(query))
        return {
            known: record
            for path in paths
            for known, record in execute(f"{query} WHERE path = ?", (path,))
        }

    def read_noted(self) -> dict[str, bytes]:
        """Those that tell of problems or of links to be resolved, by path, sorted."""
        return dict(
            self._connection.execute(
                "SELECT path, record FROM records"
                " WHERE path IN (SELECT path FROM sources WHERE noted) ORDER BY path"
            )
        )

    def read_body(self, path: str) -> str:
        """A post's body HTML.

        Raises:
            KeyError: If the index has no such post.
        """
        row = self._connection.execute("SELECT html FROM bodies WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise KeyError(path)
        return str(row[0])

    def read_signatures(self) -> dict[str, bytes]:
        """The packed signatures of all posts, by path."""
        return dict(self._connection.execute("SELECT path, signature FROM traits"))

    def read_neighbours(self) -> dict[str, tuple[bytes, bytes, bytes]]:
        """What was found of each article, after the digests of what it was found in, by uid."""
        rows = self._connection.execute(
            "SELECT uid, surroundings, candidates, found FROM neighbours"
        )
        return {row[0]: row[1:] for row in rows}

    def read_outputs(self, place: str) -> dict[str, OutputRow]:
        """What was written into an output folder, by path."""
        rows = self._connection.execute(
            "SELECT path, fingerprint, hash, stamp FROM outputs WHERE place = ?", (place,)
        )
        return {row[0]: OutputRow._make(row) for row in rows}

    def read_groups(self, place: str, made_by: str) -> dict[str, bytes]:
        """What the last build that made by this kept of its groups, by their inputs."""
        rows = self._connection.execute(
            "SELECT inputs, listing FROM groups WHERE place = ? AND made_by = ?", (place, made_by)
        )
        return dict(rows)


class Index(IndexReader):
    """The opened file, for the one build that may change it. Nothing is kept until `commit`, and
    nothing that was not committed when it is closed.

    Attributes:
        is_new: Whether it was begun, and knows nothing.
    """

    def __init__(self, folder: Path, epoch: str, *, fresh: bool = False) -> None:
        """Opens the index in the folder, or begins a new one.

        Args:
            folder: `cache/`; made if it is missing.
            epoch: What was made under another one is not used.
            fresh: Begin a new one in any case (`--ignore-cache`).
        """
        folder.mkdir(parents=True, exist_ok=True)
        path, version = folder / FILE_NAME, f"{_VERSION} {epoch}"
        known = None if fresh else _open(path, version)
        self.is_new = known is None
        super().__init__(path, known or _begin_anew(path, version))

    def commit(self) -> None:
        """Keeps everything that was put so far."""
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute("BEGIN IMMEDIATE")

    def put_note(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def put_source(self, row: SourceRow, packed: bytes, html: str, source: bytes) -> None:
        """Keeps a post, its packed record, its body's HTML and its packed `Source`."""
        execute = self._connection.execute
        execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)",
            (row.path, row.stamp, row.hash, row.noted),
        )
        execute("INSERT OR REPLACE INTO records VALUES (?, ?)", (row.path, packed))
        execute("INSERT OR REPLACE INTO bodies VALUES (?, ?, ?)", (row.path, html, source))

    def put_traits(self, path: str, signature: bytes, traits: bytes) -> None:
        """Keeps what a post's text is compared by, packed."""
        self._connection.execute(
            "INSERT OR REPLACE INTO traits VALUES (?, ?, ?)", (path, signature, traits)
        )

    def put_comparison(self, comparison: ComparisonRows) -> None:
        """Keeps what was found by comparing articles."""
        execute = self._connection.executemany
        execute("INSERT OR REPLACE INTO neighbours VALUES (?, ?, ?, ?)", comparison.rows)
        execute("DELETE FROM neighbours WHERE uid = ?", [(uid,) for uid in comparison.gone])
        if comparison.compared:
            self.put_note(COMPARED, comparison.compared)

    def restamp_sources(self, stamps: Iterable[tuple[str, str]]) -> None:
        """Renews the stamps of posts, `(path, stamp)` each."""
        self._connection.executemany(
            "UPDATE sources SET stamp = ? WHERE path = ?", ((stamp, path) for path, stamp in stamps)
        )

    def delete_sources(self, paths: Iterable[str]) -> None:
        gone = [(path,) for path in paths]
        for statement in (
            "DELETE FROM sources WHERE path = ?",
            "DELETE FROM records WHERE path = ?",
            "DELETE FROM bodies WHERE path = ?",
            "DELETE FROM traits WHERE path = ?",
        ):
            self._connection.executemany(statement, gone)

    def put_outputs(self, place: str, rows: Iterable[OutputRow]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)",
            ((place, row.path, row.fingerprint, row.hash, row.stamp) for row in rows),
        )

    def put_groups(
        self, place: str, made_by: str, new: Mapping[str, bytes], gone: Iterable[str]
    ) -> None:
        """Keeps what is known of groups.

        Args:
            place: Whose pages they are of.
            made_by: Digest of what pages are made by; see `Fingerprinter`. What was made by
                anything else is forgotten.
            new: Packed, by their inputs.
            gone: Inputs of those that there are no more.
        """
        execute = self._connection.execute
        execute("DELETE FROM groups WHERE place = ? AND made_by <> ?", (place, made_by))
        self._connection.executemany(
            "DELETE FROM groups WHERE place = ? AND inputs = ?",
            ((place, inputs) for inputs in gone),
        )
        self._connection.executemany(
            "INSERT INTO groups VALUES (?, ?, ?, ?)",
            ((place, made_by, inputs, listing) for inputs, listing in new.items()),
        )

    def delete_outputs(self, place: str, paths: Iterable[str]) -> None:
        self._connection.executemany(
            "DELETE FROM outputs WHERE place = ? AND path = ?", ((place, path) for path in paths)
        )


def _open(path: Path, version: str) -> sqlite3.Connection | None:
    """The file, if it can be used."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        if _read_version(connection) == version:
            connection.execute("BEGIN IMMEDIATE")
            return connection
    except sqlite3.DatabaseError as error:
        logger.info("%s cannot be used (%s): building from scratch", path.name, error)
    connection.close()
    return None


def _begin_anew(path: Path, version: str) -> sqlite3.Connection:
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()
    connection = sqlite3.connect(path, isolation_level=None)
    # A crash of the machine may cost the index, which costs a clean build.
    connection.execute("PRAGMA synchronous=OFF")
    connection.executescript(_TABLES)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
    return connection


def _open_for_reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)


def _read_version(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return str(row[0]) if row else ""
