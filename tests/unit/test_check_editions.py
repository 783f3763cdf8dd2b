"""Rules for books and e-mails: what we write is sound, and each way to break it is found."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from newsdigest.addresses import period_address, to_path
from newsdigest.check import Expectations, FeedFacts, build_expectations, check_file, check_whole
from newsdigest.check.pages import SeedText
from newsdigest.digests import build_digests
from newsdigest.editions import plan_editions
from newsdigest.errors import Problem
from newsdigest.model import Article, PartialDate
from newsdigest.site import build_site, plan_pages
from tests.sample import PROFILE, list_articles, list_bodies
from tests.unit.test_feed_archives import make

ARTICLES = list_articles()
WITH = replace(PROFILE, editions=True)
FILES = [page.path for page in plan_pages(build_site(ARTICLES, WITH))]
BOOK, LETTER = "editions/2023-02.epub", "editions/2023-02.eml"
URL = PROFILE.url

Files = dict[str, bytes]


def draw(articles: tuple[Article, ...], bodies: dict[str, str]) -> dict[str, bytes]:
    ordered = sorted(articles, key=lambda article: article.sort_key)
    groups = plan_editions(build_digests(ordered), WITH)
    pages = [page for group in groups for page in group.plan()]
    return {page.path: page.builder(page.view, bodies) for page in pages if page.builder}


DRAWN = draw(ARTICLES, list_bodies())


def expect() -> Expectations:
    return build_expectations(ARTICLES, WITH, FILES)


def read(path: str, data: bytes) -> list[str]:
    return [problem.message for problem in check_file(path, data, expect()).problems]


def break_book(change: Callable[[Files], None], order: int = 1) -> bytes:
    """The book anew, with other files in it."""
    with zipfile.ZipFile(io.BytesIO(DRAWN[BOOK])) as book:
        files = {name: book.read(name) for name in book.namelist()}
    change(files)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name in list(files)[::order]:
            book.writestr(zipfile.ZipInfo(name), files[name])
    return buffer.getvalue()


def swap(name: str, old: str, new: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        assert old.encode() in files[name]
        files[name] = files[name].replace(old.encode(), new.encode(), 1)

    return change


def drop(name: str) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        del files[name]

    return change


@pytest.mark.parametrize("path", sorted(DRAWN))
def test_what_we_write_is_sound(path: str) -> None:
    assert read(path, DRAWN[path]) == []


def test_a_book_made_anew_is_sound() -> None:
    assert read(BOOK, break_book(lambda _: None)) == []


PACKAGE, CHAPTER = "EPUB/package.opf", "EPUB/article-0001.xhtml"
BOOK_FAULTS = [
    (swap("META-INF/container.xml", "EPUB/package.opf", "x"), "names no package that is there"),
    (drop("META-INF/container.xml"), "names no package that is there"),
    (swap("META-INF/container.xml", "rootfiles", "files"), "not well-formed XML"),
    (swap(CHAPTER, "</body>", ""), f"{CHAPTER}: not well-formed XML"),
    (drop("EPUB/style.css"), "lists EPUB/style.css, which is not there"),
    (lambda files: files.update({"EPUB/x.txt": b""}), "does not list EPUB/x.txt"),
    (swap(PACKAGE, ' properties="nav"', ""), "needs one table of contents"),
    (swap(PACKAGE, 'idref="i1"', 'idref="i9"'), "its spine names 'i9'"),
    (swap(PACKAGE, "<spine>\n", '</package>\n<spine xmlns="x">\n'), "not well-formed XML"),
    (lambda files: files.update({PACKAGE: b"<package/>"}), "no manifest or no spine"),
    (swap(CHAPTER, f'href="{URL}/2023', f'href="{URL}/2033'), "leads nowhere"),
    (
        swap(CHAPTER, "</body>", '<a href="../x%20y.xhtml">x</a></body>'),
        "the book has no x y.xhtml",
    ),
    (swap(CHAPTER, "</body>", f'<img alt="" src="{URL}/x.png"/></body>'), "calls another server"),
]


@pytest.mark.parametrize(("change", "message"), BOOK_FAULTS)
def test_a_faulty_book_is_found(change: Callable[[Files], None], message: str) -> None:
    found = read(BOOK, break_book(change))
    assert any(message in line for line in found), found


def test_a_chapter_holds_its_articles_text_letter_for_letter() -> None:
    def read_with(word: str) -> list[str]:
        seed = SeedText((f"{word} Artikel.",))
        data = break_book(swap(CHAPTER, "</body>", "<p>Ein Artikel.</p></body>"))
        problems = check_file(BOOK, data, expect(), lambda _: seed).problems
        return [problem.message for problem in problems if CHAPTER in problem.message]

    assert read_with("Ein") == []
    assert "the seed's first paragraph is not on the page" in read_with("Kein")[0]


def test_a_book_begins_with_its_type() -> None:
    found = read(BOOK, break_book(lambda _: None, order=-1))
    assert found == ["does not begin with its uncompressed mimetype (OCF §4.3)"]


def test_what_is_no_book_is_found() -> None:
    assert "no EPUB book: " in read(BOOK, b"PK nothing")[0]


LETTER_FAULTS = [
    (b"List-Id: ", b"X-Id: ", "no List-Id"),
    (b"Subject: ", b"X-Subject: ", "no Subject"),
    (b"multipart/alternative;", b"text/plain;", "brings"),
    (b'href=3D"https', b'href=3D"x/', "the relative href 'x/"),
    (b"artikel-5/", b"artikel-x/", "its text does not name"),
    (b"\nDate: ", b"\nDate: heute\nX-Date: ", "its Date 'heute' is none"),
    (b"</body>", b'<img alt=3D"" src=3D"https://o.example/x.png"></body>', "calls another server"),
]


@pytest.mark.parametrize(("old", "new", "message"), LETTER_FAULTS)
def test_a_faulty_letter_is_found(old: bytes, new: bytes, message: str) -> None:
    assert old in DRAWN[LETTER]
    report = check_file(LETTER, DRAWN[LETTER].replace(old, new, 1), expect())
    found = [problem.message for problem in (*report.problems, *compare(report.feed))]
    assert any(message in line for line in found), found


def compare(*editions: FeedFacts | None) -> list[Problem]:
    whole = check_whole((), (), expect(), [edition for edition in editions if edition])
    return [problem for problem in whole if problem.path.startswith("editions/")]


def test_an_edition_brings_each_article_of_its_month_once() -> None:
    reports = [check_file(path, data, expect()) for path, data in DRAWN.items()]
    assert compare(*(report.feed for report in reports)) == []
    month = FeedFacts(BOOK, "", tuple(a.uid for a in ARTICLES if str(a.published)[:7] == "2023-02"))
    assert compare(month) == []
    assert len(compare(replace(month, uids=month.uids[1:]))) == 1
    assert len(compare(replace(month, uids=(*month.uids, month.uids[0])))) == 1
    assert len(compare(replace(month, uids=(*month.uids, ARTICLES[0].uid)))) == 1


def test_a_letter_of_a_long_month_need_not_name_all() -> None:
    articles = (
        *(make(number, published=PartialDate(2022, 1)) for number in range(120)),
        make(120, published=PartialDate(2022, 2)),
    )
    bodies = {article.uid: "<p>x</p>" for article in articles}
    files = [page.path for page in plan_pages(build_site(articles, WITH))]
    files.append(to_path(period_address(PartialDate(2022, 1))))
    expectations = build_expectations(articles, WITH, files)
    drawn = draw(articles, bodies)
    reports = [check_file(path, data, expectations) for path, data in drawn.items()]
    assert [problem for report in reports for problem in report.problems] == []
    facts = [report.feed for report in reports if report.feed]
    assert sorted(len(edition.uids) for edition in facts) == [100, 120]
    whole = check_whole((), (), expectations, facts)
    assert not [problem for problem in whole if problem.path.startswith("editions/")]
