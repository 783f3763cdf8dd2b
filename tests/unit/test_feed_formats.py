"""JSON Feed, OPML, places, hubs, languages and the size of a feed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from newsdigest.feeds.fitting import MAX_BYTES, DrawnEntry, fit_entries
from newsdigest.model import GeoPlace, Page, PartialDate
from tests.sample import PROFILE, list_articles, list_bodies, plan_all_feeds
from tests.unit.test_feed_archives import make

ATOM = "{http://www.w3.org/2005/Atom}"
POINT = "{http://www.georss.org/georss}point"
NAME = "{http://purl.org/dc/terms/}spatial"


def plan(*articles: Any, **changes: Any) -> dict[str, Page]:
    return {page.path: page for page in plan_all_feeds(articles, replace(PROFILE, **changes))}


def draw(page: Page, bodies: dict[str, str]) -> bytes:
    assert page.builder
    return page.builder(page.view, bodies)


def draw_json(*articles: Any, body: str = "<p>Text</p>", **changes: Any) -> dict[str, Any]:
    bodies = {article.uid: body for article in articles}
    feed: dict[str, Any] = json.loads(draw(plan(*articles, **changes)["feeds/feed.json"], bodies))
    return feed


def test_a_json_feed_says_what_the_other_formats_say() -> None:
    article = make(
        1,
        published=PartialDate(2022, 1),
        summary="Ein Satz.",
        category="Politik",
        tags=("Rat",),
        byline="Mara Holt",
        agency="tpd",
        rights="© tpd",
        language="en",
    )
    feed = draw_json(article, body='<p><a href="../x/">x</a></p>')
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://talbote.example/heute/feeds/feed.json"
    assert feed["home_page_url"] == "https://talbote.example/heute/"
    assert (feed["title"], feed["language"]) == ("Der Talbote", "de")
    assert feed["authors"] == [{"name": "Verein Talbote"}]
    assert "hubs" not in feed
    (item,) = feed["items"]
    assert item.pop("date_modified").startswith("2026-01-01T01:00:00.")
    assert item == {
        "id": article.uid,
        "url": "https://talbote.example/heute/2022/01/a1/",
        "title": "Meldung 1",
        "summary": "Ein Satz.",
        "content_html": '<p><a href="https://talbote.example/heute/2022/01/x/">x</a></p>',
        "authors": [{"name": "Mara Holt"}],
        "tags": ["Politik", "Rat"],
        "language": "en",
        "_newsdigest": {"issued": "2022-01", "source": "tpd", "rights": "© tpd"},
    }


def test_an_empty_site_has_a_json_feed_without_items() -> None:
    assert draw_json()["items"] == []


def test_json_names_no_day_that_the_source_did_not() -> None:
    def read(published: PartialDate, **changes: Any) -> str | None:
        (item,) = draw_json(make(1, published=published), **changes)["items"]
        date: str | None = item.get("date_published")
        return date

    assert read(PartialDate(2022, 1)) is None
    assert read(PartialDate(2022, 1, 1)) == "2022-01-01T00:00:00+00:00"
    assert read(PartialDate(2022, 1), feed_date="added") == "2026-01-01T01:00:00+00:00"


def test_an_undated_article_has_no_date_in_json() -> None:
    (item,) = draw_json(make(1, published=None))["items"]
    assert "date_published" not in item
    assert "_newsdigest" not in item


def test_every_format_names_the_hub() -> None:
    hub = "https://hub.example/"
    pages = plan(make(1), websub_hub=hub)
    bodies = {make(1).uid: "<p>x</p>"}
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml"):
        root = etree.fromstring(draw(pages[path], bodies))
        links = {link.get("rel"): link.get("href") for link in root.iter(f"{ATOM}link")}
        assert links["hub"] == hub
    feed = json.loads(draw(pages["feeds/feed.json"], bodies))
    assert feed["hubs"] == [{"type": "WebSub", "url": hub}]


def test_an_entry_stands_at_the_place_where_it_was_written() -> None:
    genf, wien = GeoPlace(1, "CH", 46.20222, 6.14569), GeoPlace(2, "AT", 48.2, 16.37)
    article = make(1, places=("Genf", "Wien"), coordinates=(("Genf", genf), ("Wien", wien)))

    def read(**changes: Any) -> set[tuple[str | None, str | None]]:
        given = replace(article, **changes)
        pages = plan(given)
        roots = (
            etree.fromstring(draw(pages[f"feeds/all.{kind}.xml"], {given.uid: "x"}))
            for kind in ("atom", "rss")
        )
        return {
            (point.text, name.text)
            for root in roots
            for point, name in zip(root.iter(POINT), root.iter(NAME), strict=True)
        }

    assert read() == {("46.2022 6.1457", "Genf")}
    assert read(dateline="Wien/Bern") == {("48.2000 16.3700", "Wien")}
    assert read(coordinates=()) == set()


def test_each_of_several_languages_has_a_feed() -> None:
    pages = plan(*list_articles())
    root = etree.fromstring(draw(pages["feeds/languages/ar.atom.xml"], list_bodies()))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert root.findtext(f"{ATOM}title") == "Der Talbote – Arabisch"
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert not [path for path in plan(make(1)) if "/languages/" in path]


def test_a_name_has_a_feed_from_the_least_number_of_articles_on() -> None:
    articles = [make(number, people=("Ada Wok",)) for number in range(12)]
    assert "feeds/people/ada-wok.atom.xml" not in plan(*articles[:4])
    pages = plan(*articles[:5])
    assert "feeds/people/ada-wok.atom.xml" in pages
    assert "feeds/people/ada-wok.rss.xml" not in pages
    bodies = {article.uid: "x" for article in articles}
    root = etree.fromstring(draw(plan(*articles)["feeds/people/ada-wok.atom.xml"], bodies))
    assert len(root.findall(f"{ATOM}entry")) == 10


def test_the_list_of_feeds_names_those_of_the_site_its_sections_and_languages() -> None:
    pages = plan(*list_articles(), name="A & B")
    root = etree.fromstring(draw(pages["feeds/feeds.opml"], {}))
    assert root.findtext("head/title") == "A & B"
    outlines = [dict(outline.attrib) for outline in root.iter("outline")]
    assert outlines[0] == {
        "type": "rss",
        "text": "A & B",
        "title": "A & B",
        "xmlUrl": "https://talbote.example/heute/feeds/all.atom.xml",
        "htmlUrl": "https://talbote.example/heute/",
        "language": "de",
    }
    stems = [outline["xmlUrl"].rpartition("/feeds/")[2] for outline in outlines]
    assert "sections/politik.atom.xml" in stems
    assert "languages/en.atom.xml" in stems
    assert not [stem for stem in stems if stem.startswith("topics")]


def test_a_browser_is_told_of_the_style_sheet() -> None:
    pages = plan(make(1, category="Politik"))
    for path in ("feeds/all.atom.xml", "feeds/sections/politik.rss.xml"):
        second = draw(pages[path], {make(1).uid: "x"}).splitlines()[1].decode()
        assert second.startswith('<?xml-stylesheet type="text/css" href="../')
        assert second.endswith('feeds/feed.css"?>')


def test_where_a_feed_would_be_too_long_the_longest_texts_give_way() -> None:
    articles = [make(number, summary=f"Kurz {number}") for number in range(3)]
    bodies = {article.uid: f"<p>{article.slug}</p>" for article in articles}
    bodies[articles[1].uid] = "<p>" + "<b>ä</b>" * MAX_BYTES + "</p>"
    pages = plan(*articles)
    for path in ("feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/feed.json"):
        document = draw(pages[path], bodies)
        assert len(document) < MAX_BYTES
        text = document.decode()
        assert "Kurz 1" in text
        assert "a0" in text
        assert "a2" in text
        assert "<b>" not in text


def test_an_item_of_a_json_feed_always_has_some_text() -> None:
    article = make(1)
    bodies = {article.uid: "x" * (MAX_BYTES + 1)}
    (item,) = json.loads(draw(plan(article)["feeds/feed.json"], bodies))["items"]
    assert item["content_text"] == "Meldung 1"


def test_what_can_not_be_made_to_fit_is_drawn_without_texts() -> None:
    entry = DrawnEntry("a", b"<a>b</a>", 1, illustrated=False, draw_bare=lambda: b"<a/>")
    assert fit_entries(9, [entry], 3) == [b"<a/>"]


@pytest.mark.parametrize("summary", ["", "Kurz"])
def test_an_entry_without_its_text_says_something(summary: str) -> None:
    article = make(1, summary=summary)
    for body in ("", "x" * (MAX_BYTES + 1)):
        feed = etree.fromstring(draw(plan(article)["feeds/all.atom.xml"], {article.uid: body}))
        (entry,) = feed.iter(f"{ATOM}entry")
        assert entry.find(f"{ATOM}content") is None
        assert entry.findtext(f"{ATOM}summary") == summary or "Meldung 1"


def test_the_first_picture_of_a_text_is_named() -> None:
    article = make(1)
    body = '<p>x</p><p><img alt="A" src="../a.png?b=1&amp;c=2"> <img src="c.png"></p>'
    pages = plan(article)
    address = f"{PROFILE.url}/2022/01/a.png?b=1&c=2"
    for kind in ("atom", "rss"):
        root = etree.fromstring(draw(pages[f"feeds/all.{kind}.xml"], {article.uid: body}))
        (picture,) = root.iter("{http://search.yahoo.com/mrss/}content")
        assert dict(picture.attrib) == {"url": address, "medium": "image"}
    (item,) = json.loads(draw(pages["feeds/feed.json"], {article.uid: body}))["items"]
    assert item["image"] == address
    plain = draw(pages["feeds/all.atom.xml"], {article.uid: "<p>x</p>"})
    assert b"mrss" not in plain


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("../kleine stadt.png", f"{PROFILE.url}/2022/01/kleine%20stadt.png"),
        ("https://bilder.example/größe.png", "https://bilder.example/gr%C3%B6%C3%9Fe.png"),
        ("http://[x/a.png", None),
    ],
)
def test_a_picture_s_address_is_one_that_every_reader_takes(source: str, url: str | None) -> None:
    article = make(1)
    feed = draw(plan(article)["feeds/all.rss.xml"], {article.uid: f'<img src="{source}">'})
    picture = next(etree.fromstring(feed).iter("{http://search.yahoo.com/mrss/}content"), None)
    assert (None if picture is None else picture.get("url")) == url


def test_texts_of_other_bodies_are_drawn_anew() -> None:
    """What is remembered of an entry is not its text."""
    article = make(1)
    page = plan(article)["feeds/all.rss.xml"]
    assert b"eins" in draw(page, {article.uid: "<p>eins</p>"})
    assert b"zwei" in draw(page, {article.uid: "<p>zwei</p>"})


def test_an_archive_holds_every_text_whatever_its_length() -> None:
    articles = [make(number) for number in range(100)]
    bodies = {article.uid: "<p>x</p>" for article in articles}
    bodies[articles[0].uid] = "<p>" + "y" * MAX_BYTES + "</p>"
    archives = [page for path, page in plan(*articles).items() if "/archive/" in path]
    assert sum(len(draw(page, bodies)) > MAX_BYTES for page in archives) == 1
