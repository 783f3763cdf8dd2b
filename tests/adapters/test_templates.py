from __future__ import annotations

import gc
import gzip
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import time, timedelta, timezone
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import html5lib
import pytest
from jinja2 import ChainableUndefined, Environment, nodes
from markupsafe import Markup, escape

from newsdigest.adapters.pages.templates import (
    list_dependencies,
    list_opening,
    make_environment,
    make_filters,
    make_globals,
    make_options,
    render_page,
)
from newsdigest.adapters.pages.translations import (
    Tongue,
    find_catalogue,
    find_direction,
    read_catalogue,
)
from newsdigest.addresses import to_path
from newsdigest.errors import BuildError, SettingsError
from newsdigest.model import Article, Page, PartialDate, Span
from newsdigest.posts import Fact, FactMention, Facts, Source, build_source
from newsdigest.site import build_site, plan_pages
from newsdigest.site.cards import build_header
from newsdigest.views import PeriodCount, View
from tests.sample import PROFILE, list_articles, list_bodies

THEME = Path(__file__).parents[2] / "theme"
TEMPLATES = sorted((THEME / "templates").glob("*.html"))
SHEETS = sorted((THEME / "static/css").glob("*.css"))
STYLES = sorted((THEME / "templates").glob("*.css"))
TRANSLATED = ["de", "fr", "es", "it", "pl", "ru", "ar"]
VOID = {"meta", "link", "br", "img", "hr", "input"}


def _make_settings(language: str = "de", **more: Any) -> dict[str, Any]:
    return {"THEME": str(THEME), "DEFAULT_LANG": language, **more}


def _render_site(language: str, articles: tuple[Article, ...]) -> dict[str, str]:
    environment = make_environment(_make_settings(language))
    # Each article that names people was read from a seed.
    articles = tuple(replace(a, source_digest="x" if a.people else "") for a in articles)
    pages = plan_pages(build_site(articles, replace(PROFILE, language=language)))
    bodies, sources = list_bodies(), {a.uid: _make_source(a) for a in articles if a.people}
    drawn = (page for page in pages if page.path.endswith(".html"))
    return {page.path: render_page(environment, page, bodies, sources).decode() for page in drawn}


def _make_source(article: Article) -> Source:
    mention = FactMention(30, 34, "Anna")
    name = Fact("people", article.people[0], "model", 0.93, (mention, replace(mention, start=60)))
    head = (f" date 2023-03 {article.title}",)
    spans = (Span(20, 40), Span(50, 80))
    facts = Facts("a.txt", "ab", article.uid, (), "cd", (), (name,), head, spans)
    return build_source(article, facts, edited=False)


@cache
def _sample(language: str = "de") -> dict[str, str]:
    return _render_site(language, list_articles())


def _find(html: str, pattern: str) -> list[str]:
    return re.findall(pattern, html)


def _render_text(folder: Path, template: str, view: object, **more: Any) -> str:
    """One page drawn with a template of a site's own."""
    (folder / "own.html").write_text(template, encoding="utf-8")
    settings = _make_settings(THEME_TEMPLATES_OVERRIDES=[str(folder)], **more)
    page = Page("a/b/index.html", view, template="own.html")
    return render_page(make_environment(settings), page, {"u": "<p>A &amp; B</p>"}).decode()


def _not_found() -> Any:
    return next(p.view for p in plan_pages(build_site((), PROFILE)) if p.path == "404.html")


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_page_is_valid_html(language: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    for html in _sample(language).values():
        parser.parse(html)


@pytest.mark.parametrize("language", ["de", "en", "ar"])
def test_every_page_is_one_document_with_landmarks(language: str) -> None:
    for path, html in _sample(language).items():
        assert html.startswith("<!doctype html>\n"), path
        assert len(_find(html, "<h1[ >]")) == 1, path
        assert len(_find(html, "<main ")) == 1, path
        ids = _find(html, r'\bid="([^"]+)"')
        assert len(ids) == len(set(ids)), path
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}">' in html, path


def test_headings_step_down_one_at_a_time() -> None:
    for path, html in _sample().items():
        levels = [int(level) for level in _find(html, r"<h([1-6])[ >]")]
        assert levels[0] == 1, path
        assert all(below <= above + 1 for above, below in pairwise(levels))


def test_no_page_holds_an_empty_box() -> None:
    nameless = [
        replace(a, people=(), places=(), organisations=(), quotes=()) for a in list_articles()
    ]
    # An article whose summary is all of its text leads the last site.
    for pages in (_sample(), _render_site("de", tuple(nameless)), _render_brief()):
        for path, html in pages.items():
            boxes = r"<(div|section|aside|nav|ul|ol|dl|p|h[1-6])\b[^>]*>\s*</\1>"
            found = [m[0] for m in re.finditer(boxes, html) if 'id="nd-' not in m[0]]
            assert not found, path


def _render_brief() -> dict[str, str]:
    article = list_articles()[0]
    pages = plan_pages(build_site((article,), PROFILE))
    front = next(page for page in pages if page.path == "index.html")
    bodies = {article.uid: f"<p>{escape(article.summary)}</p>"}
    return {front.path: render_page(make_environment(_make_settings()), front, bodies).decode()}


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_titles_and_descriptions_are_unique(language: str) -> None:
    pages = {p: html for p, html in _sample(language).items() if "noindex" not in html}
    for pattern in ("<title>(.*?)</title>", '<meta name="description" content="(.*?)">'):
        found = [text for html in pages.values() for text in _find(html, pattern)]
        assert len(found) == len(pages)
        assert len(set(found)) == len(found)
        assert all(found)


def test_articles_of_one_title_have_titles_of_their_own() -> None:
    first, second = list_articles()[0], list_articles()[5]
    pages = _render_site("de", (first, replace(second, title=first.title, summary=first.summary)))
    assert f"<title>{first.title} (14. März 2023) – " in pages["2023/03/artikel-0/index.html"]
    assert f"<title>{first.title} (27. Februar 2023) – " in pages["2023/02/artikel-5/index.html"]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_link_leads_to_a_file_of_the_site(language: str) -> None:
    pages = _sample(language)
    static = {
        f"theme/{p.relative_to(THEME / 'static').as_posix()}"
        for p in (THEME / "static").rglob("*.*")
    }
    for path, html in pages.items():
        for link in _find(html, r'<(?:a|link)\b[^>]*? href="([^"]*)"'):
            if link.startswith(("https://talbote.example/heute/", "#")):
                continue
            target = link.partition("?")[0]
            if path == "404.html":
                target = to_path(target.removeprefix("/heute/"))
            else:
                target = _resolve(path, target)
            known = target in pages or target in static or target == "about/index.html"
            assert known or re.fullmatch(
                r"feeds/.*\.(atom|rss)\.xml|feeds/feed\.json|feeds/feeds\.opml|articles\.(json|db)"
                r"|search/index\.html",
                target,
            ), (path, link)


def _resolve(path: str, link: str) -> str:
    folder = path.split("/")[:-1]
    for part in link.split("/"):
        if part == "..":
            folder.pop()
        else:
            folder.append(part)
    return "/".join(folder)


def test_the_page_for_errors_links_from_any_depth() -> None:
    html = _sample()["404.html"]
    assert 'href="/heute/theme/css/digest.css?' in html
    assert 'href="../' not in html
    assert "canonical" not in html
    assert "noindex" in html


def test_nothing_comes_from_elsewhere_and_nothing_runs() -> None:
    for path, html in _sample().items():
        assert "default-src 'none'" in html, path
        assert not _find(html, r' on\w+="| style="|<style|javascript:'), path
        assert not _find(html, r"<script(?! type=\"application/ld\+json\">)"), path
        loaded = _find(html, r'(?: src|rel="(?:stylesheet|icon)"[^>]* href)="([^"]+)"')
        assert loaded
        assert not [link for link in loaded if ":" in link]
    for sheet in SHEETS:
        assert not re.findall(r"@import|url\(|https?:", sheet.read_text(encoding="utf-8")), sheet


def test_a_table_of_an_article_is_reached_by_keyboard() -> None:
    article = list_articles()[0]
    pages = plan_pages(build_site((article,), PROFILE))
    page = next(page for page in pages if page.path.endswith("artikel-0/index.html"))
    body = {article.uid: "<p>&lt;table&gt;</p>\n<table>\n<tr><td>A &amp; B</td></tr></table>"}
    html = render_page(make_environment(_make_settings()), page, body).decode()
    assert '<p>&lt;table&gt;</p>\n<table tabindex="0">\n<tr><td>A &amp; B</td></tr></table>' in html


def test_an_article_asks_for_no_style_of_lists() -> None:
    sheets = {sheet.name: len(gzip.compress(sheet.read_bytes(), 9)) for sheet in SHEETS}
    for path, html in _sample().items():
        asked = _find(html, r'rel="stylesheet" href="[^"]*/css/(\w+\.css)')
        plain = "e-content" in html or "noindex" in html
        more = ["search.css"] if path == "search/index.html" else []
        assert asked == ["digest.css", *([] if plain else ["lists.css", *more])], path
        weight = len(gzip.compress(html.encode(), 9)) + sum(sheets[name] for name in asked)
        assert weight <= (8 if plain else 15) * 1024, path


def test_a_policy_names_the_structured_data_and_no_other_script() -> None:
    for path, html in _sample().items():
        policy = _find(html, r'"Content-Security-Policy" content="([^"]*)"')[0]
        hashes = [
            f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
            for script in _find(html, r'<script type="application/ld\+json">(.*?)</script>')
        ]
        assert _find(policy, r"script-src ([^;]*);") == hashes, path


def test_an_article_shows_its_facts() -> None:
    html = _sample()["2023/03/artikel-0/index.html"]
    for text in (
        '<h1 class="p-name">Rat beschließt neue Brücke über die Aue</h1>',
        '<time class="dt-published" datetime="2023-03-14">14. März 2023</time>',
        "Von Mara Holt",
        "Unterfeld",
        "tpd",
        "© Talpressedienst",
        "<q>Wir haben lange gerechnet, aber nun steht die Brücke.</q>",
        "<figcaption>Anna Lindqvist</figcaption>",
        '<a href="../../../topics/verkehr/index.html">Verkehr</a>',
        '<link rel="canonical" href="https://talbote.example/heute/2023/03/artikel-0/">',
        '<meta property="og:locale" content="de_DE">',
        ">Am Vormittag hatten",
    ):
        assert text in html


def test_a_month_stays_a_month_on_every_page() -> None:
    only = replace(list_articles()[4], published=PartialDate(2031, 1))
    for language, words in (("de", "Januar 2031"), ("en", "January 2031")):
        pages = _render_site(language, (only,))
        assert words in pages["2031/01/artikel-4/index.html"]
        assert 'datetime="2031-01"' in pages["2031/01/artikel-4/index.html"]
        for path, html in pages.items():
            assert not re.search(r"2031-01-\d|\d\. Januar 2031|January \d+, 2031", html), path


def test_a_summary_that_the_text_begins_with_is_not_shown_twice() -> None:
    article = list_articles()[0]
    assert _sample()["2023/03/artikel-0/index.html"].count(f">{article.summary}<") == 1
    # Neither fixed spaces nor signs of markup make two texts of one.
    article = replace(article, summary="Rund 40\xa0000 « Zuschauer » & <b>")
    page = next(
        page
        for page in plan_pages(build_site((article,), PROFILE))
        if page.path == "2023/03/artikel-0/index.html"
    )
    bodies = {article.uid: f"<p>{escape(article.summary)} kamen.</p>"}
    html = render_page(make_environment(_make_settings()), page, bodies).decode()
    assert "kamen" in html
    assert "standfirst" not in html
    other = replace(article, summary="In anderen Worten.")
    html = _render_site("de", (other,))["2023/03/artikel-0/index.html"]
    assert '<p class="standfirst p-summary">In anderen Worten.</p>' in html


def test_text_in_another_language_says_so() -> None:
    pages = _sample()
    assert '<h1 class="p-name" lang="ar" dir="rtl">' in pages["2023/02/artikel-51/index.html"]
    assert (
        '<div class="text e-content" lang="ar" dir="rtl">'
        in (pages["2023/02/artikel-51/index.html"])
    )
    assert "Arabisch" in pages["2023/02/artikel-51/index.html"]
    german = pages["2023/03/artikel-0/index.html"].partition('<nav class="onward"')[0]
    assert german.count(" lang=") == 1


def test_hostile_words_are_only_words() -> None:
    evil = "<script>alert(1)</script>{{ site }}\"'&</title>"
    article = replace(
        list_articles()[0],
        title=evil,
        summary=evil,
        category=evil,
        byline=evil,
        dateline=evil,
        agency=evil,
        origin=evil,
        rights=evil,
        tags=(evil,),
        people=(evil,),
    )
    parser = html5lib.HTMLParser(strict=True)
    for path, html in _render_site("de", (article, replace(article, source="2", slug="2"))).items():
        parser.parse(html)
        assert "alert" not in html or "<script>alert" not in html, path
        assert len(_find(html, "<script")) <= 1, path


def test_an_article_says_where_each_value_was_read() -> None:
    html = _sample()["2023/03/artikel-0/index.html"]
    assert '<p id="nd-p1">' in html
    assert '<p id="nd-p2">' in html
    assert 'id="nd-p3"' not in html
    row = r"<dd><span>Anna Lindqvist</span> <span class=\"how\">model, 93 % · (.*)</span></dd>"
    assert _find(html, row) == ['<a href="#nd-p1">Absatz 1</a>, <a href="#nd-p2">2</a>']
    assert "Redaktion</span>" in html
    assert "<pre> date 2023-03 " in html
    assert "nd-p" not in _sample()["2023/03/artikel-1/index.html"]


def test_an_old_address_leads_on() -> None:
    html = _sample()["alt/bruecke/index.html"]
    assert 'content="0; url=../../2023/03/artikel-0/index.html"' in html
    assert 'href="https://talbote.example/heute/2023/03/artikel-0/"' in html
    assert "noindex" in html


def _iter_messages() -> Iterator[tuple[str, ...]]:
    for path in (*TEMPLATES, *STYLES):
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        for call in tree.find_all(nodes.Call):
            name = call.node.name if isinstance(call.node, nodes.Name) else ""
            if name in {"_", "ngettext"}:
                texts = call.args[: 2 if name == "ngettext" else 1]
                yield tuple(text.as_const() for text in texts)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_none_is_left_over(language: str) -> None:
    catalogue = read_catalogue(find_catalogue(THEME, language))
    wanted = set(_iter_messages())
    assert {message[0] for message in wanted if len(message) == 1} == set(catalogue.singular)
    assert {message[0] for message in wanted if len(message) == 2} == set(catalogue.plural)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_values_of_its_message(language: str) -> None:
    catalogue = read_catalogue(find_catalogue(THEME, language))
    value = r"%\(\w+\)s"
    for message, text in catalogue.singular.items():
        assert sorted(_find(message, value)) == sorted(_find(text, value))
        assert text.strip() == text != ""
    for message, forms in catalogue.plural.items():
        # Arabic says one and two without a number; other values stand in every form.
        kept = {"%(number)s"} if language == "ar" else set()
        for text in forms:
            assert set(_find(message, value)) - kept <= set(_find(text, value))
            assert set(_find(text, value)) <= set(_find(message, value))
        assert len({catalogue.choose(number) for number in range(200)}) == len(forms)


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_interface_speaks_its_language(language: str) -> None:
    english = _sample("en")["archive/index.html"]
    html = _sample(language)["archive/index.html"]
    (heading,) = _find(html, "<h1>(.*?)</h1>")
    assert heading == read_catalogue(find_catalogue(THEME, language)).singular["Archive"]
    assert f"<h1>{heading}</h1>" not in english


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fr", ["0 article", "1 article", "2 articles"]),
        ("pl", ["1 artykuł", "4 artykuły", "5 artykułów", "22 artykuły"]),
        ("ru", ["1 статья", "3 статьи", "11 статей", "21 статья"]),
        ("ar", ["لا مقالات", "مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال"]),
    ],
)
def test_numbers_take_the_form_that_the_language_asks_for(language: str, forms: list[str]) -> None:
    catalogue = read_catalogue(find_catalogue(THEME, language))
    words = {"مقال واحد": 1, "مقالان": 2, "لا مقالات": 0}
    for text in forms:
        number = words[text] if text in words else int(text.split()[0])
        message = ("%(number)s article", "%(number)s articles")
        assert catalogue.translate_plural(*message, number, number=number) == text


class _Words(HTMLParser):
    """Collects what a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        spoken = {"aria-label", "alt", "title", "placeholder"}
        self.found += [value or "" for name, value in attrs if name in spoken and tag != "link"]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def test_every_visible_word_of_the_templates_can_be_translated() -> None:
    names = {"Atom", "RSS", "JSON", "Feed", "SQLite"}
    for path in TEMPLATES:
        tree = Environment(autoescape=True, trim_blocks=True).parse(
            path.read_text(encoding="utf-8")
        )
        classes = {
            output
            for block in tree.find_all(nodes.Block)
            if block.name in {"kind", "og_type", "policy"}
            for output in block.find_all(nodes.Output)
        }
        parts = []
        for output in (o for o in tree.find_all(nodes.Output) if o not in classes):
            parts += [
                node.data if isinstance(node, nodes.TemplateData) else "" for node in output.nodes
            ]
        words = _Words()
        words.feed(re.sub(r' (?:lang|dir)="[^"]*"', "", "".join(parts)))
        found = {word for text in words.found for word in re.findall(r"[^\W\d_]+", text)}
        assert found <= names, (path.name, found - names)


def test_an_interface_without_a_catalogue_speaks_english() -> None:
    html = _sample("is")["archive/index.html"]
    assert "<h1>Archive</h1>" in html
    assert "1 article<" in html


@pytest.mark.parametrize(
    ("language", "period", "style", "text"),
    [
        ("de", PartialDate(2022), "long", "2022"),
        ("de", PartialDate(2022, 1), "long", "Januar 2022"),
        ("de", PartialDate(2022, 1, 10), "long", "10. Januar 2022"),
        ("de", PartialDate(2022, 1, 10), "full", "Montag, 10. Januar 2022"),
        ("de", PartialDate(2022, 1), "full", "Januar 2022"),
        ("de", PartialDate(2022, 1), "part", "Januar"),
        ("de", PartialDate(2022, 1, 9), "part", "9"),
        ("de", PartialDate(2022, 1, 9, time(18, 2)), "weekday", "Sonntag"),
        ("de", PartialDate(2022, 1), "weekday", "Januar"),
        ("de", PartialDate(2022, 1, 10, time(18, 2)), "long", "10. Januar 2022, 18:02"),
        (
            "de",
            PartialDate(2022, 1, 10, time(18, 2, tzinfo=timezone(timedelta(hours=5)))),
            "long",
            "10. Januar 2022, 18:02",
        ),
        ("en", PartialDate(2022, 1), "long", "January 2022"),
        ("en", PartialDate(2022, 1, 10), "long", "January 10, 2022"),
        ("ar", PartialDate(2022, 1), "long", "يناير 2022"),
        ("xx", PartialDate(2022, 1), "long", "January 2022"),
        ("no such", PartialDate(2022, 1), "long", "January 2022"),
    ],
)
def test_a_date_is_written_at_its_own_precision(
    language: str, period: PartialDate, style: Any, text: str
) -> None:
    assert Tongue(language).render_period(period, style) == text


def test_numbers_languages_and_directions_follow_the_language() -> None:
    german = Tongue("de")
    assert german.render_number(12345) == "12.345"
    assert german.name_language("en") == "Englisch"
    assert german.name_language("zzz") == "zzz"
    assert Tongue("en").territory_code == "en_US"
    assert [find_direction(code) for code in ("de", "ar", "he", "fa", "xx")] == [
        "ltr",
        "rtl",
        "rtl",
        "rtl",
        "ltr",
    ]


@pytest.mark.parametrize(
    ("language", "first", "week"),
    [("de", "Montag", [0, 0, 1, 2, 3, 4, 5]), ("en", "Sunday", [0, 0, 0, 1, 2, 3, 4])],
)
def test_a_calendar_begins_the_week_as_the_region_does(
    language: str, first: str, week: list[int]
) -> None:
    tongue = Tongue(language)
    second = PeriodCount(PartialDate(2023, 3, 2), "2023/03/02/", 4)
    weeks = tongue.list_weeks(PartialDate(2023, 3), [second])
    assert tongue.list_weekdays()[0][1] == first
    assert [number for number, _ in weeks[0]] == week
    assert [(number, day) for row in weeks for number, day in row if day] == [(2, second)]


def test_a_months_page_leads_to_its_days() -> None:
    html = _sample()["2023/03/index.html"]
    assert (
        '<a href="../../2023/03/14/index.html" aria-label="14. März 2023: 2 Artikel">14</a>' in html
    )
    assert "<td>15</td>" in html


def test_plurals_follow_the_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "newsdigest.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);\\n"\n\n'
        'msgid "%(number)s article"\nmsgid_plural "%(number)s articles"\n'
        'msgstr[0] "%(number)s artykuł"\nmsgstr[1] "%(number)s artykuły"\n'
        'msgstr[2] "%(number)s artykułów"\n\n'
        'msgid "one"\nmsgid_plural "many"\nmsgstr[0] "jeden"\nmsgstr[1] ""\nmsgstr[2] ""\n\n'
        '#, fuzzy\nmsgid "Archive"\nmsgstr "?"\n\nmsgid "Feeds"\nmsgstr ""\n',
        encoding="utf-8",
    )
    catalogue = read_catalogue(path)
    words = [
        catalogue.translate_plural("%(number)s article", "%(number)s articles", n, number=n)
        for n in (1, 3, 5)
    ]
    assert words == ["1 artykuł", "3 artykuły", "5 artykułów"]
    assert catalogue.translate_plural("one", "many", 2) == "many"
    assert catalogue.translate("Archive") == "Archive"
    assert catalogue.translate("Feeds") == "Feeds"


def test_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    path = tmp_path / "newsdigest.po"
    path.write_text('msgid "a"\nmsgstr "b"\nnonsense\n', encoding="utf-8")
    with pytest.raises(BuildError, match=r"newsdigest\.po.*no catalogue"):
        read_catalogue(path)


def test_an_undefined_name_stops_the_build_with_the_place(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"own\.html:2: 'nowhere' is undefined \(for a/b/index"):
        _render_text(tmp_path, "<p>\n{{ nowhere }}", _not_found())
    with pytest.raises(BuildError, match=r"own\.html:1: .*no attribute 'latest'"):
        _render_text(tmp_path, "{{ site.latest }}", _not_found())


def test_a_faulty_or_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"own\.html:2: "):
        _render_text(tmp_path, "<p>\n{% nonsense %}", _not_found())
    with pytest.raises(BuildError, match=r"template lost\.html is missing"):
        _render_text(tmp_path, '{% include "lost.html" %}', _not_found())
    page = Page("x.xml", _not_found(), builder=lambda _view, _bodies: b"")
    with pytest.raises(BuildError, match="not by a template"):
        render_page(make_environment(_make_settings()), page, {})


def test_a_body_is_markup_and_everything_else_is_text(tmp_path: Path) -> None:
    html = _render_text(tmp_path, '{{ body("u") }}{{ "<i>" }}', _not_found())
    assert html == "<p>A &amp; B</p>&lt;i&gt;"


def test_every_block_of_the_theme_is_documented() -> None:
    guide = (THEME.parent / "docs/how-to/change-the-theme.md").read_text(encoding="utf-8")
    for template in TEMPLATES:
        for block in re.findall(r"{% block (\w+)", template.read_text(encoding="utf-8")):
            assert f"`{block}`" in guide, (template.name, block)


def test_every_variable_of_the_style_sheet_is_documented() -> None:
    guide = (THEME.parent / "docs/how-to/change-the-theme.md").read_text(encoding="utf-8")
    styles = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    for variable in set(re.findall(r"^\s+(--[a-z-]+):", styles, re.MULTILINE)):
        assert f"`{variable}`" in guide, variable


def test_the_menu_marks_where_the_reader_is() -> None:
    pages = _sample()
    assert 'aria-current="page">Themen</a>' in pages["topics/index.html"]
    assert 'aria-current="true">Themen</a>' in pages["topics/verkehr/index.html"]
    assert 'aria-current="true"' not in pages["index.html"]


def test_a_site_may_override_a_template_and_extend_the_themes(tmp_path: Path) -> None:
    html = _render_text(
        tmp_path,
        '{% extends "!theme/not_found.html" %}{% block main %}<h1>Mine</h1>{% endblock %}',
        _not_found(),
    )
    assert "<h1>Mine</h1>" in html
    assert "Hauptmenü" in html


@pytest.mark.parametrize(("language", "marks"), [("de", ", ; "), ("ar", "، ؛ "), ("ar-EG", "، ؛ ")])
def test_names_and_titles_are_parted_as_the_language_does(
    tmp_path: Path, language: str, marks: str
) -> None:
    own = '{% from "macros.html" import comma, semicolon %}{{ comma() }}{{ semicolon() }}'
    profile = replace(PROFILE, language=language)
    (view,) = {p.view for p in plan_pages(build_site((), profile)) if p.path == "404.html"}
    assert _render_text(tmp_path, own, view) == marks


def test_macros_are_made_once_and_link_from_the_page_that_is_drawn(tmp_path: Path) -> None:
    macros = '{% macro shown() %}{{ site.name }} {{ "x/" | href }} {{ root_path() }}{% endmacro %}'
    (tmp_path / "macros.html").write_text(macros, encoding="utf-8")
    own = '{% from "macros.html" import shown %}{{ shown() }} {{ canonical() }}'
    (tmp_path / "own.html").write_text(own, encoding="utf-8")
    environment = make_environment(_make_settings(THEME_TEMPLATES_OVERRIDES=[str(tmp_path)]))
    profile = replace(PROFILE, name="N", url="https://n.example/sub")
    (view,) = {p.view for p in plan_pages(build_site((), profile)) if p.path == "404.html"}
    drawn = [
        render_page(environment, Page(path, view, template="own.html"), {})
        for path in ("index.html", "a/b/index.html", "404.html")
    ]
    assert drawn == [
        b"N x/index.html  https://n.example/sub/",
        b"N ../../x/index.html ../../ https://n.example/sub/a/b/",
        b"N /sub/x/ /sub/ https://n.example/sub/404.html",
    ]


def test_drawing_the_themes_pages_leaves_nothing_to_collect() -> None:
    environment = make_environment(_make_settings())
    articles = list_articles()[:3]
    pages = plan_pages(build_site(articles, PROFILE))
    shown = [page for page in pages if page.template in ("article.html", "digest.html")]
    assert len({page.template for page in shown}) == 2
    gc.disable()
    try:
        for number, page in enumerate(shown * 2):
            if number == len(shown):  # templates and macros are there by now
                gc.collect()
            render_page(environment, page, list_bodies())
        assert gc.collect() < len(shown)
    finally:
        gc.enable()


def test_a_site_may_add_a_style_sheet_to_every_page(tmp_path: Path) -> None:
    own = '{% extends "!theme/base.html" %}{% block styles %}{{ super() }}<link href="own">'
    own += "{% endblock %}"
    (tmp_path / "base.html").write_text(own, encoding="utf-8")
    environment = make_environment(_make_settings(THEME_TEMPLATES_OVERRIDES=[str(tmp_path)]))
    pages = plan_pages(build_site(list_articles()[:1], PROFILE))
    articles = {article.uid: _make_source(article) for article in list_articles()[:1]}
    ours = (page for page in pages if page.template and page.path.endswith(".html"))
    drawn = [page for page in ours if page.template != "redirect.html"]
    for page in drawn:
        html = render_page(environment, page, list_bodies(), articles).decode()
        assert html.index("css/digest.css") < html.index('<link href="own">'), page.path
    assert {"article.html", "front.html", "digest.html"} <= {page.template for page in drawn}


def test_the_users_own_filters_functions_and_tests_are_honoured(tmp_path: Path) -> None:
    html = _render_text(
        tmp_path,
        '{{ "a" | shout }}{{ greeting }}{{ 4 is even_ish }}[[ "x" ]]',
        _not_found(),
        JINJA_FILTERS={"shout": str.upper},
        JINJA_GLOBALS={"greeting": "Hallo"},
        JINJA_TESTS={"even_ish": lambda number: number % 2 == 0},
        JINJA_ENVIRONMENT={"block_start_string": "[%", "block_end_string": "%]"},
    )
    assert html.startswith("AHalloTrue")


@pytest.mark.parametrize("given", [{"autoescape": False}, {"undefined": ChainableUndefined}])
def test_escaping_and_strictness_cannot_be_switched_off(given: Mapping[str, Any]) -> None:
    with pytest.raises(SettingsError, match=r"JINJA_ENVIRONMENT: '(autoescape|undefined)'"):
        make_environment(_make_settings(JINJA_ENVIRONMENT=given))


def test_a_file_that_the_theme_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"lost\.css: cannot be read"):
        _render_text(tmp_path, '{{ static("lost.css") }}', _not_found())


def test_the_files_that_pages_depend_on_are_known(tmp_path: Path) -> None:
    names = [path.name for path in list_dependencies(_make_settings())]
    assert "newsdigest.po" in names
    assert "digest.css" in names
    assert list_dependencies({"THEME": str(tmp_path)}) == ()


def test_a_stock_page_is_drawn_with_what_pelican_gives() -> None:
    settings = _make_settings()
    options = make_options(settings)
    assert options.pop("autoescape") is True
    environment = Environment(autoescape=True, loader=make_environment(settings).loader, **options)
    environment.filters.update(make_filters(settings))
    environment.globals.update(make_globals(settings))
    page = SimpleNamespace(
        title="Über <em>uns</em>",
        lang="en",
        content="<p>Text</p>",
        metadata={"summary": Markup("<p>Wer wir sind.</p>")},
    )
    html = environment.get_template("page.html").render(
        page=page, site=build_header(PROFILE), output_file="about/index.html"
    )
    html5lib.HTMLParser(strict=True).parse(html)
    assert '<h1 lang="en" dir="ltr">Über uns</h1>' in html
    assert '<meta name="description" content="Wer wir sind.">' in html
    assert '<a href="../about/index.html" aria-current="page">Über uns</a>' in html
    assert 'href="https://talbote.example/heute/about/"' in html


@pytest.mark.parametrize(
    ("body", "opening"),
    [
        ("", []),
        ("<ul><li>a</li></ul><p>b</p>", []),
        ("<p>A <em>b</em> &amp; c</p>", ["A b & c"]),
        ("<p>a</p>\n<h2 id='x'>H</h2>\n<p>b</p><div><p>c</p></div>", ["a", "b"]),
        (f"<p>{'a' * 2000}</p><p>b</p>", ["a" * 2000]),
        (f"<p>{'a' * 700}</p><p>{'b' * 700}</p>", ["a" * 700]),
    ],
)
def test_an_opening_is_whole_paragraphs_as_text(body: str, opening: list[str]) -> None:
    assert list_opening(body) == opening


def test_an_opening_goes_on_where_the_summary_ends() -> None:
    body = "<p>Eins. Zwei.</p><p>Eins. Drei.</p>"
    assert list_opening(body, "Eins.") == ["Zwei.", "Eins. Drei."]
    assert list_opening(body, "Eins. Zwei.") == ["Eins. Drei."]
    assert list_opening(body, "Anderes.") == ["Eins. Zwei.", "Eins. Drei."]


def test_every_name_that_templates_may_use_is_documented() -> None:
    reference = THEME.parent / "docs/reference/template-context.md"
    words = set(re.findall(r"\w+", reference.read_text(encoding="utf-8")))
    assert set(make_filters(_make_settings())) <= words
    assert set(make_globals(_make_settings())) <= words
    assert {path.stem for path in TEMPLATES} - {"macros"} <= words
    for page in plan_pages(build_site(list_articles(), PROFILE)):
        assert set(cast("View", page.view).__struct_fields__) <= words


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("\"<a href='x'>&\"", "&lt;a href=&#39;x&#39;&gt;&amp;"),
        ("[page_path][0] ~ '<'", "a/b/index.html&lt;"),
        ("body('u')", "<p>A &amp; B</p>"),
        ("body('u') | striptags", "A &amp; B"),
        ("[3, none] | join(',')", "3,None"),
        ("3 * 2", "6"),
        ("[none] | first", "None"),
        ("_('Archive')", "Archiv"),
        ("_('Archive') ~ '<'", "Archiv&lt;"),
        ("_('Story: %(title)s', title='<i>')", "Geschichte: &lt;i&gt;"),
        ("_('no such message')", "no such message"),
    ],
)
def test_a_value_is_escaped_once(tmp_path: Path, expression: str, text: str) -> None:
    assert _render_text(tmp_path, f"{{{{ {expression} }}}}", _not_found()) == text


def test_what_a_block_or_macro_holds_is_not_escaped_again(tmp_path: Path) -> None:
    template = (
        '{% macro shown(text) %}<b>{{ text }}</b>{% endmacro %}{{ shown("&") }}'
        '{% set kept %}<i>{{ "<" }}</i>{% endset %}{{ kept }}'
        '{% autoescape false %}{{ "<" }}{% endautoescape %}'
    )
    html = "<b>&amp;</b><i>&lt;</i><"
    assert _render_text(tmp_path, template, _not_found()) == html


def test_a_translation_function_of_the_site_is_used(tmp_path: Path) -> None:
    more = {"JINJA_GLOBALS": {"_": str.upper}}
    assert _render_text(tmp_path, '{{ _("Archive") }}', _not_found(), **more) == "ARCHIVE"
