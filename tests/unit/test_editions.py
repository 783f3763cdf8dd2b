"""Months as books and e-mails: sound, readable, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from lxml import etree

from newsdigest.dates import parse_edtf
from newsdigest.digests import build_digests
from newsdigest.editions import plan_editions
from newsdigest.editions.letters import UNSUBSCRIBE
from newsdigest.editions.planning import render_book, render_letter
from newsdigest.editions.texts import name_period, to_xhtml
from newsdigest.editions.views import MOST_IN_LETTER
from newsdigest.model import Article, Page, PartialDate
from tests.sample import PROFILE, list_articles, list_bodies
from tests.unit.test_feed_archives import make

WITH = replace(PROFILE, editions=True)
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def plan(articles: Any = None, **changes: Any) -> dict[str, Page]:
    ordered = sorted(articles or list_articles(), key=lambda article: article.sort_key)
    groups = plan_editions(build_digests(ordered), replace(WITH, **changes))
    pages = (page for group in groups for page in group.plan())
    return {page.path: page for page in pages}


def draw(page: Page, bodies: dict[str, str] | None = None) -> bytes:
    assert page.builder
    return page.builder(page.view, list_bodies() if bodies is None else bodies)


def open_book(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def open_letter(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def read_part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part
    text: str = part.get_content()
    return text


def test_each_month_that_is_over_has_a_book_and_a_letter_if_the_site_wants_them() -> None:
    assert sorted(plan())[:2] == ["editions/2022-11.eml", "editions/2022-11.epub"]
    assert "editions/2023-03.epub" not in plan()
    assert plan(editions=False) == {}


def test_a_book_begins_as_epub_asks_for() -> None:
    data = draw(plan()["editions/2023-02.epub"])
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    names = list(open_book(data))
    assert names[:2] == ["mimetype", "META-INF/container.xml"]


def test_every_file_of_a_book_is_well_formed_and_known() -> None:
    files = open_book(draw(plan()["editions/2023-02.epub"]))
    for name, data in files.items():
        if name.endswith((".xml", ".opf", ".xhtml")):
            etree.fromstring(data)
    package = etree.fromstring(files["EPUB/package.opf"])
    listed = {item.get("href") for item in package.iter(f"{OPF}item")}
    assert {f"EPUB/{href}" for href in listed} | {
        "mimetype",
        "META-INF/container.xml",
        "EPUB/package.opf",
    } == set(files)
    ids = {item.get("id") for item in package.iter(f"{OPF}item")}
    assert {ref.get("idref") for ref in package.iter(f"{OPF}itemref")} == ids - {"style"}


def test_a_book_says_what_it_is_and_in_which_languages() -> None:
    package = etree.fromstring(open_book(draw(plan()["editions/2023-02.epub"]))["EPUB/package.opf"])
    assert package.findtext(f".//{DC}title") == "Der Talbote – Februar 2023"
    assert package.findtext(f".//{DC}date") == "2023-02"
    assert [e.text for e in package.iter(f"{DC}language")] == ["de", "ar"]
    metas = {(meta.get("property"), meta.text) for meta in package.iter(f"{OPF}meta")}
    assert ("schema:accessibilityFeature", "tableOfContents") in metas
    assert ("dcterms:modified", "2026-01-01T00:51:00Z") in metas


def test_a_chapter_holds_the_full_text_in_its_own_language() -> None:
    files = open_book(draw(plan()["editions/2023-02.epub"]))
    chapters = [data.decode() for name, data in files.items() if "article-" in name]
    assert len(chapters) == 4
    (arabic,) = [text for text in chapters if 'lang="ar" xml:lang="ar" dir="rtl"' in text]
    assert "تضم المكتبة عشرين ألف كتاب بسبع لغات." in arabic
    contents = files["EPUB/nav.xhtml"].decode()
    assert contents.count("article-") == 4
    assert "9. Februar 2023" in contents


def test_rights_credits_and_undated_facts_stand_where_they_are_known() -> None:
    article = make(1, byline="Mara Holt", agency="tpd", origin="tpd", rights="© tpd", title="")
    pages = plan([article, make(2, published=PartialDate(2022, 2))])
    files = open_book(draw(pages["editions/2022-01.epub"], {article.uid: "<p>x</p>"}))
    chapter = files["EPUB/article-0001.xhtml"].decode()
    assert "Januar 2022 · Mara Holt, tpd" in chapter
    assert "© tpd" in chapter
    assert "<title>a1</title>" in chapter


def test_editions_are_the_same_bytes_each_time_and_keep_their_ids() -> None:
    for path, page in plan().items():
        assert draw(page) == draw(page), path
    moved = plan(url="https://neu.example", name="Neu", site_id="x")
    views = [plan(site_id="x"), moved]
    books: list[Any] = [pages["editions/2023-02.epub"].view for pages in views]
    assert len({book.id for book in books}) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>a &amp; b</p>", "<p>a &amp; b</p>"),
        ("a<br>b", "a<br/>b"),
        ('<a href="../x/" onclick="y">z</a>', '<a href="https://e.example/2022/x/">z</a>'),
        ('<a href="javascript:x">z</a>', "<a>z</a>"),
        ('<a href="http://[x">z</a>', "<a>z</a>"),
        ('<p><img src="i.png" alt="Ein Bild">!</p>', "<p>Ein Bild!</p>"),
        ("<p><script>x</script>y<!-- c --></p>", "<p>y</p>"),
        ('<h1 id="q">t</h1>', "t"),
        ('<p lang="en" class="x">t\x0b</p>', '<p lang="en">t</p>'),
        ("<video>clip</video>", "clip"),
        ("", ""),
        ("nur Text", "nur Text"),
    ],
)
def test_a_body_becomes_plain_xhtml(body: str, expected: str) -> None:
    assert to_xhtml(body, "https://e.example/2022/01/") == expected


def test_a_period_is_named_at_its_own_precision() -> None:
    names = [name_period(parse_edtf(date), "de") for date in ("2022", "2022-01", "2022-01-09")]
    assert names == ["2022", "Januar 2022", "9. Januar 2022"]


def test_a_letter_is_ready_to_be_sent() -> None:
    letter = open_letter(draw(plan()["editions/2023-02.eml"]))
    assert letter["Subject"] == "Der Talbote – Februar 2023"
    assert letter["From"] == "Der Talbote <digest@talbote.example>"
    assert letter["List-Id"] == "<digest.talbote.example>"
    assert letter["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>"
    assert letter["Date"] == "Thu, 01 Jan 2026 00:51:00 +0000"
    assert letter["Message-ID"].endswith("@talbote.example>")
    text, markup = read_part(letter, "plain"), read_part(letter, "html")
    for part in (text, markup):
        assert "Sparkasse schließt drei Filialen" in part
        assert "https://talbote.example/heute/2023/02/artikel-" in part
        assert UNSUBSCRIBE in part
    assert "<style" not in markup
    assert 'style="' in markup
    assert not letter.defects


def test_a_letter_s_boundary_and_id_are_made_from_what_it_says() -> None:
    first = open_letter(draw(plan()["editions/2023-02.eml"]))
    other = open_letter(draw(plan(name="Neu", site_id="x")["editions/2023-02.eml"]))
    assert first["Message-ID"] != other["Message-ID"]
    assert first.get_boundary() != other.get_boundary()


def test_a_long_month_is_led_to_its_page() -> None:
    articles: list[Article] = [make(number) for number in range(MOST_IN_LETTER + 3)]
    letter = open_letter(
        draw(plan([*articles, make(999, published=PartialDate(2022, 2))])["editions/2022-01.eml"])
    )
    markup = read_part(letter, "html")
    assert markup.count("<h2") == MOST_IN_LETTER
    assert f"Januar 2022 ({MOST_IN_LETTER + 3}) …" in markup


@pytest.mark.parametrize("render", [render_book, render_letter])
def test_an_edition_is_drawn_from_its_own_view_only(render: Any) -> None:
    with pytest.raises(TypeError, match="EditionView"):
        render("text", {})
