"""`ExportView` → an SQLite file, as Datasette and the `sqlite3` command open it.

The same view gives the same bytes: rows go in in a fixed order, nothing in the file
tells the time, and the library's own version, which it writes into the header, is
written over (https://sqlite.org/fileformat2.html#the_database_header). A new library
could still lay out pages in another way: its version is part of every page's
fingerprint.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import msgspec

from newsdigest.exports.views import ExportedArticle, ExportView
from newsdigest.model import Bodies

_encode = msgspec.json.Encoder().encode

_SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA encoding = 'UTF-8';
PRAGMA user_version = 2;
CREATE TABLE articles (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  language TEXT NOT NULL, published TEXT, year INTEGER, month INTEGER, day INTEGER,
  section TEXT, summary TEXT, byline TEXT, dateline TEXT, agency TEXT, source TEXT, rights TEXT
);
CREATE TABLE names (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, url TEXT
);
CREATE TABLE mentions (
  name INTEGER NOT NULL REFERENCES names (id),
  article INTEGER NOT NULL REFERENCES articles (id),
  PRIMARY KEY (name, article)
) WITHOUT ROWID;
CREATE TABLE places (
  id INTEGER PRIMARY KEY REFERENCES names (id), name TEXT NOT NULL, others TEXT, url TEXT,
  latitude REAL NOT NULL, longitude REAL NOT NULL, country TEXT, geonames INTEGER NOT NULL
);
CREATE TABLE quotes (
  article INTEGER NOT NULL REFERENCES articles (id), text TEXT NOT NULL, speaker TEXT
);
"""
_INDEXES = """
CREATE INDEX articles_by_date ON articles (published);
CREATE INDEX names_by_name ON names (kind, name);
CREATE INDEX quotes_by_article ON quotes (article);
"""


def render_database(view: object, bodies: Bodies) -> bytes:
    """The bytes of `articles.db` for an `ExportView`."""
    del bodies
    if not isinstance(view, ExportView):
        raise TypeError(f"an export is drawn from an ExportView, not {type(view).__name__}")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        _fill(connection, view)
        connection.execute("COMMIT")
        connection.executescript(_INDEXES)
        return _hide_library(connection.serialize())


def _fill(connection: sqlite3.Connection, view: ExportView) -> None:
    articles, names = list(enumerate(view.articles, 1)), list(enumerate(view.names, 1))
    connection.executemany(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_list_values(number, article) for number, article in articles),
    )
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?, ?)",
        ((number, name.kind, name.name, name.url) for number, name in names),
    )
    # One statement a name: for each mention one would take twice as long.
    connection.executemany(
        "INSERT INTO mentions SELECT ?, value FROM json_each(?)",
        ((number, _write_list(name.articles)) for number, name in names),
    )
    connection.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                name.name,
                _write_list(name.others) if name.others else None,
                name.url,
                name.place.latitude,
                name.place.longitude,
                name.place.country or None,
                name.place.geonames,
            )
            for number, name in names
            if name.place
        ),
    )
    connection.executemany(
        "INSERT INTO quotes VALUES (?, ?, ?)",
        (
            (number, quote.text, quote.speaker)
            for number, article in articles
            for quote in article.quotes
        ),
    )


def _list_values(number: int, article: ExportedArticle) -> tuple[Any, ...]:
    date = article.published or ""
    return (  # the columns make numbers of the parts of the date
        number,
        article.id,
        article.url,
        article.title,
        article.language,
        article.published,
        date[:4] or None,
        date[5:7] or None,
        date[8:10] or None,
        article.section,
        article.summary,
        article.byline,
        article.dateline,
        article.agency,
        article.source,
        article.rights,
    )


def _write_list(values: tuple[int, ...] | tuple[str, ...]) -> str:
    """A list in JSON: SQLite takes it apart, and Datasette shows it as one."""
    return _encode(values).decode()


def _hide_library(data: bytes) -> bytes:
    header = bytearray(data[:100])
    header[24:28] = header[92:96] = (1).to_bytes(4, "big")  # changes of the file
    header[96:100] = (3_040_000).to_bytes(4, "big")  # the library that wrote it
    return b"".join((header, memoryview(data)[100:]))
