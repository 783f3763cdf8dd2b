from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from newsdigest.addresses import article_address, to_absolute
from newsdigest.build import plan_site
from newsdigest.check import build_expectations, check_file
from newsdigest.exports.databases import render_database
from newsdigest.exports.documents import render_document
from newsdigest.model import REGISTERS, Article, GeoPlace
from tests.sample import PROFILE, list_articles

VIENNA = GeoPlace(2761369, "AT", 48.2, 16.37)
NOWHERE = GeoPlace(1, "", 0.0, 0.0)
FIRST = replace(list_articles()[0], coordinates=(("Unterfeld", VIENNA), ("Aue", NOWHERE)))
MENTIONED = (
    "SELECT article, names.name FROM names JOIN mentions ON mentions.name = names.id WHERE kind = ?"
)
ARTICLES = (FIRST, replace(list_articles()[1], places=("Aue",)), *list_articles()[2:])


def _draw(*articles: Article) -> dict[str, bytes]:
    return {
        page.path: page.builder(page.view, {})
        for page in plan_site(articles, PROFILE).pages
        if page.builder and page.path in ("articles.json", "articles.db")
    }


DRAWN = _draw(*ARTICLES)


def _query(data: bytes, query: str, *values: str) -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        return connection.execute(query, values).fetchall()


def _check(path: str, data: bytes, *articles: Article) -> list[str]:
    expectations = build_expectations(articles or ARTICLES, PROFILE, [path])
    return [problem.message for problem in check_file(path, data, expectations).problems]


def test_the_document_holds_what_the_articles_pages_show() -> None:
    document = json.loads(DRAWN["articles.json"])
    assert document["site"] == {
        "name": "Der Talbote",
        "url": "https://talbote.example/heute/",
        "language": "de",
        "count": len(ARTICLES),
    }
    by_url = {one["url"]: one for one in document["articles"]}
    assert len(by_url) == len(ARTICLES)
    first = by_url[to_absolute(PROFILE.url, article_address(FIRST))]
    assert first["published"] == "2023-03-14"
    assert first["people"] == ["Anna Lindqvist", "Jens Aamodt"]
    assert first["quotes"] == [
        {
            "text": "Wir haben lange gerechnet, aber nun steht die Brücke.",
            "speaker": "Anna Lindqvist",
        },
        {"text": "Es war ein langer Weg."},
    ]
    undated = by_url["https://talbote.example/heute/undated/artikel-52/"]
    assert not {"published", "section", "quotes"} & set(undated)
    month = by_url["https://talbote.example/heute/2023/03/artikel-4/"]
    assert month["published"] == "2023-03"


def test_the_database_holds_the_same() -> None:
    data = DRAWN["articles.db"]
    document = json.loads(DRAWN["articles.json"])["articles"]
    rows = _query(data, "SELECT uid, url, title, published FROM articles ORDER BY id")
    assert rows == [(a["id"], a["url"], a["title"], a.get("published")) for a in document]
    assert _query(data, "SELECT year, month, day FROM articles WHERE published = '2023-03'") == [
        (2023, 3, None)
    ]
    for kind in REGISTERS:
        assert sorted(_query(data, MENTIONED, kind)) == sorted(
            (number, name)
            for number, article in enumerate(document, 1)
            for name in article.get(kind, ())
        )
    assert _query(data, "SELECT count(*) FROM quotes") == [(2,)]
    places = "SELECT name, others, url, latitude, longitude, country, geonames FROM places"
    assert _query(data, places) == [
        ("Aue", None, f"{PROFILE.url}/places/aue/", 0.0, 0.0, None, 1),
        ("Unterfeld", None, None, 48.2, 16.37, "AT", 2761369),
    ]
    assert _query(data, "SELECT places.name FROM places JOIN names USING (id, name, url)") == [
        ("Aue",)
    ]
    assert _query(data, "PRAGMA integrity_check") == [("ok",)]
    assert _query(data, "PRAGMA foreign_key_check") == []


def test_a_place_of_two_names_is_one_in_the_database_and_has_both() -> None:
    home = replace(FIRST, places=("Wien",), coordinates=(("Wien", VIENNA),))
    abroad = replace(
        ARTICLES[1], language="en", places=("Vienna",), coordinates=(("Vienna", VIENNA),)
    )
    drawn = _draw(home, abroad)
    assert _query(drawn["articles.db"], "SELECT name, others FROM places") == [
        ("Wien", '["Vienna"]')
    ]
    assert _query(drawn["articles.db"], MENTIONED, "places") == [(1, "Wien"), (2, "Wien")]
    written = [one["places"] for one in json.loads(drawn["articles.json"])["articles"]]
    assert sorted(written) == [["Vienna"], ["Wien"]]


def test_a_name_without_a_page_has_no_address() -> None:
    few = plan_site(ARTICLES, replace(PROFILE, registers=()))
    (data,) = [
        page.builder(page.view, {})
        for page in few.pages
        if page.builder and page.path == "articles.db"
    ]
    assert _query(data, "SELECT DISTINCT url FROM names") == [(None,)]
    assert _query(data, "SELECT DISTINCT url FROM places") == [(None,)]


def test_the_bytes_depend_on_nothing_but_the_articles() -> None:
    assert _draw(*reversed(ARTICLES)) == DRAWN
    header = DRAWN["articles.db"][:100]
    assert header[24:28] == header[92:96] == b"\0\0\0\1"
    assert int.from_bytes(header[96:100]) == 3_040_000


def test_an_empty_site_has_its_exports() -> None:
    drawn = _draw()
    assert json.loads(drawn["articles.json"])["articles"] == []
    assert _query(drawn["articles.db"], "SELECT count(*) FROM articles") == [(0,)]


@pytest.mark.parametrize("render", [render_document, render_database])
def test_an_export_is_drawn_from_its_own_view(render: Any) -> None:
    with pytest.raises(TypeError, match="ExportView, not str"):
        render("", {})


@pytest.mark.parametrize("path", sorted(DRAWN))
def test_what_we_write_is_sound(path: str) -> None:
    assert _check(path, DRAWN[path]) == []


@pytest.mark.parametrize("path", sorted(DRAWN))
def test_an_article_that_is_lacking_left_over_or_other_is_reported(path: str) -> None:
    more = replace(FIRST, uid="urn:uuid:more", slug="mehr", quotes=())
    messages = _check(path, DRAWN[path], *ARTICLES, more)
    assert len(messages) == 1
    assert "lacks the article" in messages[0]
    fewer = _check(path, DRAWN[path], *ARTICLES[1:])
    assert len(fewer) == 3
    assert all("which no post states so" in message for message in fewer)
    other = _check(path, DRAWN[path], replace(FIRST, title="Anders"), *ARTICLES[1:])
    assert len(other) == 2
    said = replace(FIRST, quotes=(replace(FIRST.quotes[0], speaker="Eva"), *FIRST.quotes[1:]))
    told = _check(path, DRAWN[path], said, *ARTICLES[1:])
    assert len(told) == 2
    assert any("lacks the quotation" in message and "(Eva)" in message for message in told)


@pytest.mark.parametrize("path", sorted(DRAWN))
@pytest.mark.parametrize(
    ("field", "name"),
    [("summary", "summary"), ("language", "language"), ("byline", "byline"), ("origin", "source")],
)
def test_what_else_an_export_says_of_an_article_is_the_posts(
    path: str, field: str, name: str
) -> None:
    other: Any = {field: "zz"}
    (message,) = _check(path, DRAWN[path], replace(FIRST, **other), *ARTICLES[1:])
    assert message.startswith(f"says {name} ")
    assert message.endswith("the post says 'zz'")


def test_a_document_that_miscounts_or_is_none_is_reported() -> None:
    text = DRAWN["articles.json"].replace(b'"count":17', b'"count":18')
    assert _check("articles.json", text) == ["says that it holds 18 articles, and holds 17"]
    for broken in (b"[]", b"{}", b'{"site":{"count":0},"articles":[1]}'):
        (message,) = _check("articles.json", broken)
        assert message.startswith("is no list of articles")


def test_a_file_that_is_no_database_is_reported() -> None:
    (message,) = _check("articles.db", b"kaputt")
    assert message.startswith("is no database of articles")


def test_a_damaged_database_is_reported() -> None:
    data = bytearray(DRAWN["articles.db"])
    data[36:40] = (7).to_bytes(4, "big")  # pages on the freelist that are none
    messages = _check("articles.db", bytes(data))
    assert any(message.startswith("is damaged") for message in messages)
