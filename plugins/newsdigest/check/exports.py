"""Do the exports say what the posts say, and as much of it?"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

from newsdigest.addresses import article_address, to_absolute
from newsdigest.check.expectations import Expectations
from newsdigest.check.pages import Finding
from newsdigest.model import Article

DOCUMENT = "articles.json"
DATABASE = "articles.db"

_DETAILS = {
    "language": "language",
    "summary": "summary",
    "byline": "byline",
    "dateline": "dateline",
    "agency": "agency",
    "source": "origin",
    "rights": "rights",
}
_SELECT_DETAILS = (
    "SELECT url, language, summary, byline, dateline, agency, source, rights FROM articles"
)

Row = tuple[str, str, str | None]
"""`(address, title, date at its own precision)` of an article."""

Details = Mapping[str, str | None]
"""What an export says of an article besides, by the names of its fields."""

Saying = tuple[str, str, str | None]
"""`(address of the article, words, who said them)` of a quotation."""


def check_document(text: str, expectations: Expectations) -> Iterator[Finding]:
    """`articles.json` holds every article once, and counts them right."""
    try:
        document = json.loads(text)
        count = document["site"]["count"]
        rows = [(one["url"], one["title"], one.get("published")) for one in document["articles"]]
        details = {
            one["url"]: {key: one.get(key) for key in _DETAILS} for one in document["articles"]
        }
        quotes = [
            (one["url"], quote["text"], quote.get("speaker"))
            for one in document["articles"]
            for quote in one.get("quotes", ())
        ]
    except (ValueError, KeyError, TypeError) as error:
        yield 0, f"is no list of articles: {error}"
        return
    if count != len(rows):
        yield 0, f"says that it holds {count} articles, and holds {len(rows)}"
    yield from _compare(rows, quotes, details, expectations)


def check_database(data: bytes, expectations: Expectations) -> Iterator[Finding]:
    """`articles.db` can be opened, is sound, and holds every article once."""
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(data)
            state = connection.execute("PRAGMA integrity_check").fetchone()[0]
            rows = connection.execute("SELECT url, title, published FROM articles").fetchall()
            details = {
                url: dict(zip(_DETAILS, values, strict=True))
                for url, *values in connection.execute(_SELECT_DETAILS)
            }
            quotes = connection.execute(
                "SELECT url, text, speaker FROM quotes JOIN articles ON id = article"
            ).fetchall()
    except sqlite3.Error as error:
        yield 0, f"is no database of articles: {error}"
        return
    if state != "ok":
        yield 0, f"is damaged: {state}"
    yield from _compare(rows, quotes, details, expectations)


def _compare(
    rows: Iterable[Row],
    quotes: Iterable[Saying],
    details: Mapping[str, Details],
    expectations: Expectations,
) -> Iterator[Finding]:
    articles = expectations.articles.values()
    wanted = Counter(_describe(article, expectations) for article in articles)
    found = Counter(rows)
    for address, title, date in sorted((wanted - found).elements(), key=str):
        yield 0, f"lacks the article {title!r} ({date}) of {address}"
    for address, title, date in sorted((found - wanted).elements(), key=str):
        yield 0, f"holds {title!r} ({date}) of {address}, which no post states so"
    said = Counter(quotes)
    stated = Counter(
        saying for article in articles for saying in _list_sayings(article, expectations)
    )
    for address, text, speaker in sorted((stated - said).elements(), key=str):
        yield 0, f"lacks the quotation {text!r} ({speaker}) of {address}"
    for address, text, speaker in sorted((said - stated).elements(), key=str):
        yield 0, f"holds the quotation {text!r} ({speaker}) of {address}, which no post states so"
    yield from _compare_details(details, expectations)


def _compare_details(
    details: Mapping[str, Details], expectations: Expectations
) -> Iterator[Finding]:
    for article in expectations.articles.values():
        url = to_absolute(expectations.profile.url, article_address(article))
        for key, told in details.get(url, {}).items():
            stated = getattr(article, _DETAILS[key]) or None
            if (told or None) != stated:
                yield 0, f"says {key} {told!r} of {url}, the post says {stated!r}"


def _describe(article: Article, expectations: Expectations) -> Row:
    url = to_absolute(expectations.profile.url, article_address(article))
    return url, article.title, str(article.published) if article.published else None


def _list_sayings(article: Article, expectations: Expectations) -> list[Saying]:
    url = to_absolute(expectations.profile.url, article_address(article))
    return [(url, quote.text, quote.speaker) for quote in article.quotes]
