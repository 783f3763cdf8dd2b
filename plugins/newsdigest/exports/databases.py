"""`ExportView` → an SQLite file, as Datasette and the `sqlite3` command open it.

The same view gives the same bytes: rows go in in a fixed order, nothing in the file
tells the time, and the library's own version, which it writes into the header, is
written over (https://sqlite.org/fileformat2.html#the_database_header). A new library
could still lay out pages in another way: its version is part of every page's
fingerprint.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from newsdigest.addresses import to_absolute
from newsdigest.exports.views import ExportView
from newsdigest.model import Bodies
from newsdigest.views import ArticleFull

_SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA encoding = 'UTF-8';
PRAGMA user_version = 1;
CREATE TABLE articles (
  id INTEGER PRIMARY KEY, uid TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL,
  language TEXT NOT NULL, published TEXT, year INTEGER, month INTEGER, day INTEGER,
  section TEXT, summary TEXT, byline TEXT, dateline TEXT, agency TEXT, source TEXT, rights TEXT
);
CREATE TABLE names (
  article INTEGER NOT NULL REFERENCES articles (id),
  kind TEXT NOT NULL, name TEXT NOT NULL, url TEXT
);
CREATE TABLE quotes (
  article INTEGER NOT NULL REFERENCES articles (id), text TEXT NOT NULL, speaker TEXT
);
CREATE TABLE places (
  name TEXT NOT NULL, url TEXT, latitude REAL NOT NULL, longitude REAL NOT NULL,
  country TEXT, geonames INTEGER NOT NULL
);
"""
_INDEXES = """
CREATE INDEX articles_by_date ON articles (published);
CREATE INDEX names_by_article ON names (article);
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
    url = view.site.url
    rows = list(enumerate(view.articles, 1))
    connection.executemany(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_list_values(number, article, url) for number, article in rows),
    )
    connection.executemany(
        "INSERT INTO names VALUES (?, ?, ?, ?)",
        _list_names(rows, url),
    )
    connection.executemany(
        "INSERT INTO quotes VALUES (?, ?, ?)",
        (
            (number, quote.text, quote.speaker)
            for number, article in rows
            for quote in article.quotes
        ),
    )
    connection.executemany(
        "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                known.name,
                _link(url, known.address),
                known.place.latitude,
                known.place.longitude,
                known.place.country or None,
                known.place.geonames,
            )
            for known in view.places
        ),
    )


def _list_values(number: int, article: ArticleFull, url: str) -> tuple[Any, ...]:
    date = article.published
    return (
        number,
        article.uid,
        to_absolute(url, article.address),
        article.title,
        article.language,
        str(date) if date else None,
        date.year if date else None,
        date.month if date else None,
        date.day if date else None,
        article.section.name if article.section else None,
        article.summary or None,
        article.byline,
        article.dateline,
        article.agency,
        article.origin,
        article.rights,
    )


def _list_names(
    rows: Iterable[tuple[int, ArticleFull]], url: str
) -> Iterator[tuple[int, str, str, str | None]]:
    known: dict[str | None, str | None] = {None: None}
    for number, article in rows:
        for kind, links in (
            ("topics", article.topics),
            ("people", article.people),
            ("places", article.places),
            ("organisations", article.organisations),
        ):
            for link in links:
                address = link.address
                if address not in known:
                    known[address] = _link(url, address)
                yield number, kind, link.name, known[address]


def _link(url: str, address: str | None) -> str | None:
    return None if address is None else to_absolute(url, address)


def _hide_library(data: bytes) -> bytes:
    header = bytearray(data[:100])
    header[24:28] = header[92:96] = (1).to_bytes(4, "big")  # changes of the file
    header[96:100] = (3_040_000).to_bytes(4, "big")  # the library that wrote it
    return bytes(header) + data[100:]
