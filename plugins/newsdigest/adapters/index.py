"""Sources and outputs ↔ one SQLite file in `cache/`: what they were at the last build.

The index only saves work. Whatever it says is checked against the files' stamps, and
one that is lost, damaged or of another version is thrown away: the build is then a
clean one.
"""

from __future__ import annotations

import logging
import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime, time
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from newsdigest.model import Article, GeoPlace, PartialDate, Quote
from newsdigest.posts import Source, SourceFact, SourceMention
from newsdigest.threads import Signature, Traits

V = TypeVar("V")

logger = logging.getLogger(__name__)

FILE_NAME = "newsdigest.sqlite"

# Raise it with every change of the tables or of how values are packed.
_VERSION = "4"
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
  path TEXT PRIMARY KEY, stamp TEXT NOT NULL, hash TEXT NOT NULL, noted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE records (path TEXT PRIMARY KEY, record BLOB NOT NULL);
CREATE TABLE bodies (path TEXT PRIMARY KEY, html TEXT NOT NULL, source BLOB NOT NULL);
CREATE TABLE traits (path TEXT PRIMARY KEY, signature BLOB NOT NULL, traits BLOB NOT NULL);
CREATE TABLE neighbours (
  path TEXT PRIMARY KEY, chain BLOB NOT NULL, surroundings BLOB NOT NULL, found BLOB NOT NULL
);
CREATE TABLE outputs (
  place TEXT NOT NULL, path TEXT NOT NULL,
  fingerprint TEXT NOT NULL, hash TEXT NOT NULL, stamp TEXT NOT NULL,
  PRIMARY KEY (place, path)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What reading a post gave, but for its body.

    Attributes:
        article: None for a post that its `Status` keeps off the site, or a faulty one.
        problems: `(line, message, severity)` each.
        linked: Whether the body holds links that Pelican resolves (`{filename}…`).
    """

    article: Article | None
    problems: tuple[tuple[int, str, str], ...] = ()
    linked: bool = False


@dataclass(frozen=True, slots=True)
class SourceRow:
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


@dataclass(frozen=True, slots=True)
class OutputRow:
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


class Index:
    """The opened file. Nothing is kept until `commit`."""

    def __init__(self, folder: Path, epoch: str, *, fresh: bool = False) -> None:
        """Opens the index in the folder, or begins a new one.

        Args:
            folder: `cache/`; made if it is missing.
            epoch: What was made under another one is not used.
            fresh: Begin a new one in any case (`--ignore-cache`).
        """
        self.path = folder / FILE_NAME
        folder.mkdir(parents=True, exist_ok=True)
        version = f"{_VERSION} {epoch}"
        self._connection = self._begin_anew(version) if fresh else self._open(version)

    def _open(self, version: str) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None)
        try:
            if _read_version(connection) == version:
                connection.execute("BEGIN IMMEDIATE")
                return connection
        except sqlite3.DatabaseError as error:
            logger.info("%s cannot be used (%s): building from scratch", self.path.name, error)
        connection.close()
        return self._begin_anew(version)

    def _begin_anew(self, version: str) -> sqlite3.Connection:
        for suffix in ("", "-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                self.path.with_name(self.path.name + suffix).unlink()
        connection = sqlite3.connect(self.path, isolation_level=None)
        # A crash of the machine may cost the index, which costs a clean build.
        connection.execute("PRAGMA synchronous=OFF")
        connection.executescript(_TABLES)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
        return connection

    def close(self) -> None:
        """Gives up what was not committed."""
        self._connection.close()

    def commit(self) -> None:
        """Keeps everything that was put so far."""
        self._connection.execute("COMMIT")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute("BEGIN IMMEDIATE")

    def read_note(self, key: str) -> str:
        """A value that `put_note` kept, or ""."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def put_note(self, key: str, value: str) -> None:
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def read_sources(self) -> dict[str, SourceRow]:
        """Every post that the index knows, by path."""
        rows = self._connection.execute("SELECT path, stamp, hash, noted FROM sources")
        return {row[0]: SourceRow(*row) for row in rows}

    def read_records(self, paths: Sequence[str] | None = None) -> dict[str, SourceRecord]:
        """The records of some posts, or of all, by path."""
        query = "SELECT path, record FROM records"
        if paths is None:
            rows = self._connection.execute(query).fetchall()
        else:
            one = f"{query} WHERE path = ?"
            rows = [row for path in paths for row in self._connection.execute(one, (path,))]
        return {path: unpack_record(packed) for path, packed in rows}

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

    def read_signatures(self) -> dict[str, bytes]:
        """The packed signatures of all posts, by path."""
        return dict(self._connection.execute("SELECT path, signature FROM traits"))

    def read_neighbours(self) -> dict[str, tuple[bytes, bytes, bytes]]:
        """What was found of each post after the digests of what it was found in, by path."""
        rows = self._connection.execute("SELECT path, chain, surroundings, found FROM neighbours")
        return {row[0]: row[1:] for row in rows}

    def put_neighbours(self, rows: Iterable[tuple[str, bytes, bytes, bytes]]) -> None:
        """Keeps what was found, `(path, chain, surroundings, found)` each."""
        self._connection.executemany("INSERT OR REPLACE INTO neighbours VALUES (?, ?, ?, ?)", rows)

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
            "DELETE FROM neighbours WHERE path = ?",
        ):
            self._connection.executemany(statement, gone)

    def read_body(self, path: str) -> str:
        """A post's body HTML.

        Raises:
            KeyError: If the index has no such post.
        """
        row = self._connection.execute("SELECT html FROM bodies WHERE path = ?", (path,)).fetchone()
        if row is None:
            raise KeyError(path)
        return str(row[0])

    def read_outputs(self, place: str) -> dict[str, OutputRow]:
        """What was written into an output folder, by path."""
        rows = self._connection.execute(
            "SELECT path, fingerprint, hash, stamp FROM outputs WHERE place = ?", (place,)
        )
        return {row[0]: OutputRow(*row) for row in rows}

    def put_outputs(self, place: str, rows: Iterable[OutputRow]) -> None:
        self._connection.executemany(
            "INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)",
            ((place, row.path, row.fingerprint, row.hash, row.stamp) for row in rows),
        )

    def delete_outputs(self, place: str, paths: Iterable[str]) -> None:
        self._connection.executemany(
            "DELETE FROM outputs WHERE place = ? AND path = ?", ((place, path) for path in paths)
        )


class _Indexed(Mapping[str, V]):
    """Values of articles by uid, read from the index when they are asked for.

    A forked worker opens the file anew: connections must not cross processes.
    """

    def __init__(self, index_path: Path, sources: Mapping[str, str]) -> None:
        """What to read.

        Args:
            index_path: The file; everything to be read must have been committed.
            sources: Each article's post by uid.
        """
        self._index_path = index_path
        self._sources = sources
        self._connection: sqlite3.Connection | None = None

    def reopen(self) -> None:
        """To be called first in a forked process; forgets the parent's connection."""
        self._connection = None

    def _fetch(self, query: str, uid: str) -> Any:
        if self._connection is None:
            self._connection = sqlite3.connect(f"{self._index_path.as_uri()}?mode=ro", uri=True)
        row = self._connection.execute(query, (self._sources[uid],)).fetchone()
        if row is None:
            raise KeyError(uid)
        return row[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


class IndexedBodies(_Indexed[str]):
    """Rendered bodies by uid."""

    def __init__(
        self, index_path: Path, sources: Mapping[str, str], resolved: Mapping[str, str]
    ) -> None:
        """What to read.

        Args:
            index_path: As above.
            sources: As above.
            resolved: Bodies that differ from the index's, by uid.
        """
        super().__init__(index_path, sources)
        self._resolved = resolved

    def __getitem__(self, uid: str) -> str:
        resolved = self._resolved.get(uid)
        if resolved is not None:
            return resolved
        return str(self._fetch("SELECT html FROM bodies WHERE path = ?", uid))


class IndexedSources(_Indexed[Source]):
    """Where the articles' values were read, by uid; without posts that have no facts."""

    def __getitem__(self, uid: str) -> Source:
        packed = self._fetch("SELECT source FROM bodies WHERE path = ?", uid)
        if not packed:
            raise KeyError(uid)
        return _unpack_source(packed)


class IndexedTraits(_Indexed[Traits]):
    """What the articles are compared by, by uid."""

    def __getitem__(self, uid: str) -> Traits:
        packed = self._fetch("SELECT traits FROM traits WHERE path = ?", uid)
        return Traits(*marshal.loads(packed))


def _read_version(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    return str(row[0]) if row else ""


_ARTICLE_FIELDS = tuple(
    field.name
    for field in fields(Article)
    if field.name not in ("published", "added", "modified", "quotes", "coordinates")
)
_read_article = attrgetter(*_ARTICLE_FIELDS)
_read_place = attrgetter(*(field.name for field in fields(GeoPlace)))


def pack_record(record: SourceRecord) -> bytes:
    """The record as compact bytes; `unpack_record` gives back an equal one."""
    article = record.article
    packed: tuple[Any, ...] | None = None
    if article is not None:
        day = article.published
        packed = (
            day and (day.year, day.month, day.day, day.time and day.time.isoformat()),
            article.added.isoformat(),
            article.modified and article.modified.isoformat(),
            tuple((quote.text, quote.speaker) for quote in article.quotes),
            tuple((name, *_read_place(place)) for name, place in article.coordinates),
            _read_article(article),
        )
    return marshal.dumps((packed, record.problems, record.linked))


def unpack_record(packed: bytes) -> SourceRecord:
    """The record that was packed."""
    article, problems, linked = marshal.loads(packed)
    if article is None:
        return SourceRecord(None, problems, linked)
    day, added, modified, quotes, places, rest = article
    return SourceRecord(
        Article(
            published=day
            and PartialDate(day[0], day[1], day[2], day[3] and time.fromisoformat(day[3])),
            added=datetime.fromisoformat(added),
            modified=modified and datetime.fromisoformat(modified),
            quotes=tuple(Quote(text, speaker) for text, speaker in quotes),
            coordinates=tuple((name, GeoPlace(*place)) for name, *place in places),
            **dict(zip(_ARTICLE_FIELDS, rest, strict=True)),
        ),
        problems,
        linked,
    )


def pack_source(source: Source | None) -> bytes:
    """What is known of a post's values as compact bytes; b"" for nothing."""
    if source is None:
        return b""
    facts = tuple(
        (
            *(fact.field, fact.value, fact.speaker, fact.method, fact.confidence),
            tuple((mention.text, mention.paragraph) for mention in fact.mentions),
        )
        for fact in source.facts
    )
    return marshal.dumps((source.seed, source.sha256, source.head, source.edited, facts))


def _unpack_source(packed: bytes) -> Source:
    seed, sha256, head, edited, facts = marshal.loads(packed)
    return Source(
        seed,
        sha256,
        head,
        edited,
        tuple(
            SourceFact(
                *(field, value, speaker, method, confidence),
                tuple(SourceMention(text, paragraph) for text, paragraph in mentions),
            )
            for field, value, speaker, method, confidence, mentions in facts
        ),
    )


def pack_traits(traits: Traits) -> bytes:
    """The traits as bytes, for `IndexedTraits`."""
    return marshal.dumps((traits.terms, traits.weights, traits.words, traits.shingles))


def pack_signature(signature: Signature) -> bytes:
    """The signature as bytes; `unpack_signature` gives back an equal one."""
    return marshal.dumps((signature.digest, signature.keys, signature.sketch))


def unpack_signature(packed: bytes) -> Signature:
    """The signature that was packed."""
    return Signature(*marshal.loads(packed))
