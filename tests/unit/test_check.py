"""Rules that look at one HTML file: a sound page, and each way to break it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.check import (
    Difference,
    Expectations,
    FileReport,
    SeedText,
    build_expectations,
    check_file,
    check_seals,
    describe_difference,
    watch,
)
from newsdigest.check.documents import parse_document
from newsdigest.model import Article, PartialDate, Quote, SiteProfile

PATH = "2022/01/wahl/index.html"
PROFILE = SiteProfile(name="Bote", url="https://bote.example/heute", language="de")
ARTICLE = Article(
    uid="urn:uuid:1",
    source="content/posts/2022/01/wahl.md",
    slug="wahl",
    title="Wahl am See & mehr",
    language="de",
    published=PartialDate(2022, 1),
    added=datetime(2026, 11, 23, tzinfo=UTC),
    category=None,
    summary="Am See wird gewählt.",
    body_digest="x",
)
BLOCKS = ("Am See wird gewählt.", "Das  teilte „die Stadt“ mit.", "Ende")
HEAD = (" date 2022-01 Wahl am See & mehr", "Stand: 2022-01-04")
FILES = (
    PATH,
    "index.html",
    "404.html",
    "2022/index.html",
    "theme/d.css",
    "i mg.png",
    "feeds/a.xml",
)

SOUND = """<!doctype html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="description" content="Am See wird gewählt.">
<title>Wahl am See &amp; mehr – Bote</title>
<link rel="canonical" href="https://bote.example/heute/2022/01/wahl/">
<link rel="stylesheet" href="../../../theme/d.css">
<script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Wahl am See & mehr",
"datePublished": "2022-01", "about": [{"name": "a&b"}]}
</script>
<script type="application/json">{"headline": "a&b"}</script>
</head>
<body>
<main id="main">
<h1>Wahl am See &amp; mehr</h1>
<p><time datetime="2022-01">Januar 2022</time></p>
<div>
<p>Am See wird gewählt.</p>
<p>Das teilte <em>„die Stadt“</em>
mit.</p>
<h2>Ende</h2>
</div>
<ul><li><a href="../../../2022/index.html">2022</a><li><a href="#main">Anfang</a></ul>
<p>Letztes<br>Wort <a href="https://other.example/">dort</a>
<svg viewBox="0 0 1 1"><title>Bild</title><path d="M0 0"/></svg>
<table><tr><td>1<td>2<tr><th>3</table>
</main>
</body>
</html>
"""


def expect(article: Article | None = ARTICLE, *files: str) -> Expectations:
    return build_expectations([article] if article else [], PROFILE, (*FILES, *files))


def check(
    text: str | bytes,
    path: str = PATH,
    article: Article | None = ARTICLE,
    blocks: tuple[str, ...] | None = BLOCKS,
) -> FileReport:
    data = text if isinstance(text, bytes) else text.encode()
    return check_file(path, data, expect(article), lambda _: SeedText(blocks, HEAD))


def read_messages(text: str | bytes, **arguments: Any) -> list[str]:
    return [str(problem) for problem in check(text, **arguments).problems]


def alter(old: str, new: str) -> str:
    assert old in SOUND
    return SOUND.replace(old, new, 1)


def test_a_sound_page_has_no_problem() -> None:
    assert read_messages(SOUND) == []


def test_a_sound_page_is_described_for_the_rest_of_the_site() -> None:
    facts = check(SOUND).facts
    assert facts
    assert facts.title == "Wahl am See & mehr – Bote"
    assert facts.description == "Am See wird gewählt."
    assert (facts.is_article, facts.is_redirect, facts.is_hidden) == (True, False, False)
    assert facts.targets == (PATH, "2022/index.html")
    assert facts.fragments == ((PATH, "main", 26),)
    assert facts.ids == ("main",)


def test_what_a_page_was_compared_with_is_known() -> None:
    watched, looks = watch(expect())
    check_file(PATH, SOUND.encode(), watched, lambda _: SeedText(BLOCKS, HEAD))
    assert looks.files["2022/index.html"]
    assert looks.pages == {PATH}
    assert looks.hold(expect())
    assert looks.hold(expect(ARTICLE, "more.html"))
    assert not looks.hold(replace(expect(), files=frozenset()))
    assert not looks.everything
    assert len(watched.articles) == 1
    assert looks.everything


def test_a_day_that_the_site_no_longer_knows_was_looked_at() -> None:
    known = replace(expect(), days=frozenset(["1999-01-01"]))
    watched, looks = watch(known)
    page = alter("</main>", "<p>1999-01-01</p></main>")
    assert check_file(PATH, page.encode(), watched).problems == ()
    assert looks.days == {"1999-01-01": True}
    assert looks.hold(known)
    assert not looks.hold(expect())


def test_an_export_looks_at_all_articles() -> None:
    watched, looks = watch(expect())
    check_file("articles.json", b"{}", watched)
    assert looks.everything


MARKUP = [
    ("<!doctype html>", "", "no <!DOCTYPE html>"),
    ('<html lang="de">', "<html>", "has the language ''"),
    ('<html lang="de">', '<html lang="deutsch!">', "has the language 'deutsch!'"),
    ('<meta charset="utf-8">', "", "no <meta charset>"),
    ('name="viewport"', 'name="view"', "no <meta name='viewport'>"),
    ("</head>", '<meta name="viewport" content="x"></head>', "says viewport 2 times"),
    (
        "</head>",
        f'<meta property="og:image" content="{PROFILE.url}/x.png"></head>',
        "the picture of the page",
    ),
    ("</head>", '<meta property="og:image" content="https://o.example/x.png"></head>', None),
    ('"datePublished"', '"inLanguage": "en", "datePublished"', "JSON-LD says inLanguage"),
    ("<title>Wahl", "<title></title><title>Wahl", "2 titles"),
    ("&amp; mehr – Bote", "<b>x</b> – Bote", "unescaped"),
    ("&amp; mehr – Bote", "&copy – Bote", "'&copy' is no character"),
    ("&amp; mehr – Bote", "&zzz; – Bote", "'&zzz;' is no character"),
    ("&amp; mehr – Bote", "&#65 – Bote", "'&#65' is no character"),
    ("<h1>Wahl", "<h1>X</h1><h1>Wahl", "2 <h1>"),
    ("<h2>Ende</h2>", "<h4>Ende</h4>", "<h4> follows <h1>"),
    ("<h2>Ende</h2>", "<h2>Ende</h2><h2> </h2>", "an empty heading"),
    ("<h2>Ende</h2>", "<h2>Ende", "<h2> of line 24 is not closed"),
    ("</div>", "", "<div> of line 20 is not closed"),
    ("<div>", "", "</div> closes nothing"),
    ("<em>", "", "</em> closes nothing"),
    ("<br>", "</br>", "</br> closes nothing"),
    ("<br>", "<br/><i/>", "<i/> closes nothing"),
    ("<br>", "<foo></foo>", "<foo> is no element of HTML"),
    ("<br>", "<a href='#main'><a href='#main'>x</a></a>", "stands in another link"),
    ("<em>", "<em><p>", "<p> stands in <em>"),
    ("<ul>", "<ul><p>x</p>", "<p> stands in <ul>"),
    ("<div>", "<div><li>x</li>", "outside of a list"),
    ("<div>", "<div><dt>x</dt>", None),
    ("<main", "<dt>x</dt><main", "<dt> stands outside of <dl>"),
    ("<div>", "<div><main></main>", "<main> stands in another one"),
    ("<br>", "<option><b>x</b></option>", "<b> stands in <option>"),
    ('<main id="main">', '<main id="main" id="x">', "the attribute 'id' twice"),
    ("<h2>", '<h2 id="main">', "the id 'main' stands 2 times"),
    ("<br>", "<img src='../../../i%20mg.png'>", "without alt"),
    ("<br>", "<![CDATA[x]]>", "is no HTML"),
    ("<br>", "<?php x ?>", "is no HTML"),
    ('"headline"', "headline", "JSON-LD cannot be read"),
    ("</html>", "</html><!-- &zzz; -->", None),
    ('lang="de"', 'lang="de" dir="rtl"', "<html dir='rtl'> is not how 'de' is written"),
    ('<html lang="de"', '<html lang="ar"', "<html dir='ltr'> is not how 'ar' is written"),
    ('charset="utf-8"', 'charset="latin1"', "said to be 'latin1', not utf-8"),
    ("</head>", f'<link rel="canonical" href="{PROFILE.url}/2022/01/wahl/"></head>', None),
    ("</head>", f'<link rel="canonical" href="{PROFILE.url}/2022/"></head>', "which it is not"),
    ("</head>", '<meta property="og:url" content="https://o.example/"></head>', "which it is not"),
    ("</head>", '<meta http-equiv="refresh" content="0; url=."></head>', "a redirect stands where"),
]


@pytest.mark.parametrize(("old", "new", "message"), MARKUP)
def test_faulty_markup_is_found(old: str, new: str, message: str | None) -> None:
    found = read_messages(alter(old, new))
    assert any(message in line for line in found) if message else found == []


LIVE = [
    ("<br>", "<script>alert(1)</script>", "a live <script>"),
    ("<br>", "<script src='x.js'></script>", "a live <script>"),
    ("<br>", "<script type='module'></script>", "a live <script>"),
    ("<br>", "<iframe src='../../../index.html'></iframe>", "<iframe> is live"),
    ("<em>", "<em onclick='x()'>", "<em onclick> is live"),
    ("<br>", "<a href='javascript:x()'>x</a>", "runs code"),
    ("<br>", "<a href=' Java\tScript:x()'>x</a>", "runs code"),
    ("<br>", "<a href='data:text/html,x'>x</a>", "runs code"),
    ("<br>", "<img alt='' src='https://evil.example/i.png'>", "calls another server"),
    ("<br>", "<img alt='' src='//evil.example/i.png'>", "calls another server"),
    ("<br>", "<img alt='' srcset='//evil.example/i.png 2x'>", "calls another server"),
    ("../../../theme/d.css", "https://evil.example/d.css", "calls another server"),
    ('rel="stylesheet" href="../../../theme/d.css', 'rel="me" href="https://o.example/', None),
    ("<br>", "<b style='background: url(//evil.example/x)'>x</b>", "style sheet calls"),
    ("</head>", "<style>@import 'https://evil.example/x';</style></head>", "style sheet calls"),
    ("</head>", "<style>p { background: url(../x.png) }</style></head>", None),
    ("<br>", "<img alt='' src='http://[x'>", "is no address"),
]


@pytest.mark.parametrize(("old", "new", "message"), LIVE)
def test_what_runs_or_calls_another_server_is_found(
    old: str, new: str, message: str | None
) -> None:
    found = read_messages(alter(old, new))
    assert any(message in line for line in found) if message else found == []


LINKS = [
    ("../../../2022/index.html", None),
    ("../../../2022/", None),
    ("../../../2022", None),
    ("../..", None),
    ("../../../", None),
    (".", None),
    ("./index.html?x=1#y", None),
    ("../../..//i%20mg.png", None),
    ("mailto:a@b.example", None),
    ("https://bote.example/heute/2022/", None),
    ("https://bote.example/heute#x", None),
    ("https://bote.example/anders/", None),
    ("../../2023/", "leads nowhere: there is no 2022/2023/index.html"),
    ("../../../../x", "leads out of the site's folder"),
    ("https://bote.example/heute/weg/?x", "leads nowhere: there is no weg/index.html"),
    ("/heute/2022/", "begins with '/'"),
    ("http://[x", "is no address"),
]


@pytest.mark.parametrize(("href", "message"), LINKS)
def test_a_link_leads_to_a_file_of_the_site_or_out_of_it(href: str, message: str | None) -> None:
    found = read_messages(alter("../../../2022/index.html", href))
    assert [message in line for line in found] == [True] if message else found == []


def test_a_problem_names_file_line_and_source() -> None:
    (problem,) = check(alter("../../../2022/index.html", "weg.html")).problems
    assert str(problem) == (
        f"{PATH}:26: <a href='weg.html'> leads nowhere: there is no 2022/01/wahl/weg.html"
        " (from content/posts/2022/01/wahl.md)"
    )


@pytest.mark.parametrize(
    ("href", "sound"),
    [("/heute/2022/index.html", True), ("/heute/weg.html", False), ("/2022/index.html", False)],
)
def test_only_the_page_for_errors_may_link_from_the_root(href: str, *, sound: bool) -> None:
    text = alter("../../../2022/index.html", href).replace("../../../", "")
    text = text.replace("/heute/2022/01/wahl/", "/heute/404.html")
    assert (read_messages(text, path="404.html", article=None) == []) is sound


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("0; url=../../../2022/", None),
        ("0; url='../weg/'", "the redirect leads nowhere"),
        ("0; url=https://o.example/", "the redirect leads out of the site"),
    ],
)
def test_a_redirect_leads_to_a_page(content: str, message: str | None) -> None:
    text = f"""<!doctype html><html lang="de"><head><meta charset="utf-8"><title>x</title>
<meta http-equiv="refresh" content="{content}"></head><body></body></html>"""
    report = check(text, path="a/b/c/index.html", article=None, blocks=None)
    assert report.facts
    assert report.facts.is_redirect
    found = [problem.message for problem in report.problems]
    assert [message in line for line in found] == [True] if message else found == []


TEXT = [
    ("gewählt.</p>\n<p>Das", "gewahlt.</p>\n<p>Das", "paragraph is not on the page"),
    ("teilte", "teilten", "paragraph 2 of the seed reads 'Das teilte"),
    ("<h2>Ende</h2>", "", "paragraph 3 of the seed reads 'Ende'"),
    ("<h2>Ende</h2>", "<p>Neues</p><h2>Ende</h2>", "paragraph 3 of the seed reads 'Ende'"),
    ("<h1>Wahl", "<h1>Qual", "is not the title of the post"),
    ("<h1>", "<h1 lang='en'>", "marked as 'en', the post's language is 'de'"),
    ('<html lang="de">', '<html lang="en">', "marked as 'en', the post's language is 'de'"),
    ("&amp; mehr</h1>", "<b>&amp;</b> mehr</h1>", None),
    ("Wahl am See & mehr", "Wahl", "JSON-LD says headline 'Wahl', the post 'Wahl am See & mehr'"),
    ('"datePublished"', '"description": "x", "datePublished"', "JSON-LD says description 'x'"),
]


@pytest.mark.parametrize(("old", "new", "message"), TEXT)
def test_a_text_that_is_not_the_seed_s_is_found(old: str, new: str, message: str | None) -> None:
    found = read_messages(alter(old, new))
    assert any(message in line for line in found) if message else found == []


def test_a_text_cut_off_at_the_page_s_end_is_found() -> None:
    text = SOUND[: SOUND.index("<h2>")] + "</div></main></body></html>"
    assert any("paragraph 3" in line for line in read_messages(text))


def test_quotations_are_those_of_the_post() -> None:
    quoted = replace(ARTICLE, quotes=(Quote("Es ist so.", "A"), Quote("Und so.", None)))
    both = alter("<table>", "<blockquote><q>Es ist so.</q></blockquote><q>Und  so.</q><table>")
    assert read_messages(both, article=quoted) == []
    assert read_messages(SOUND, article=quoted) == []
    assert read_messages(both) == []
    missing, other = sorted(read_messages(both.replace("ist so", "war so"), article=quoted))
    assert "'Es ist so.' of the post is missing" in missing
    assert "'Es war so.' is not in the post" in other


def test_an_edited_text_is_the_editor_s() -> None:
    assert read_messages(alter("teilte", "teilten"), blocks=None) == []


DATES = [
    ('datetime="2022-01"', 'datetime="2022-01-05"', "names the day 2022-01-05"),
    ('datetime="2022-01"', 'datetime="2022"', "no <time datetime='2022-01'>"),
    ('"datePublished": "2022-01"', '"datePublished": "2021"', "JSON-LD says datePublished '2021'"),
    ('"datePublished": "2022-01", ', "", "JSON-LD says datePublished None"),
    ("Januar 2022", "5. Januar 2022", "'5. Januar 2022' is not the date 2022-01"),
    ("Januar 2022", "Mai 2022", "'Mai 2022' is not the date 2022-01"),
    ("Januar 2022", "vor Jahren", None),
    ("<h2>Ende", "<h2>Ende 2022-01-07", "names the day 2022-01-07"),
]


@pytest.mark.parametrize(("old", "new", "message"), DATES)
def test_a_date_that_no_source_names_is_found(old: str, new: str, message: str | None) -> None:
    found = read_messages(alter(old, new))
    assert any(message in line for line in found) if message else found == []


def test_a_day_that_the_text_itself_names_is_no_invention() -> None:
    text = alter("<h2>Ende", "<h2>Ende 2022-01-07")
    assert read_messages(text, blocks=(*BLOCKS[:2], "Ende 2022-01-07")) == []
    assert read_messages(text, blocks=None) == []
    assert read_messages(alter("Letztes", "2022-01-04")) == []
    quoted = replace(ARTICLE, quotes=(Quote("Am 2022-01-07.", None),))
    assert read_messages(alter("Letztes", "2022-01-07"), article=quoted) == []


def test_a_day_with_a_time_may_be_shown_as_a_day() -> None:
    day = replace(ARTICLE, published=PartialDate(2022, 1, 5, time(8, tzinfo=UTC)))
    text = SOUND.replace('"2022-01"', '"2022-01-05"').replace("Januar 2022", "5. Januar 2022")
    assert read_messages(text, article=day) == []


def test_an_undated_article_has_no_date() -> None:
    undated = replace(ARTICLE, published=None)
    text = (
        alter('<time datetime="2022-01">Januar 2022</time>', "")
        .replace("2022/01/wahl/", "undated/wahl/")
        .replace("../../../", "../../")
    )
    path = "undated/wahl/index.html"

    def check_undated(page: str) -> list[str]:
        report = check_file(path, page.encode(), expect(undated, path), lambda _: SeedText(BLOCKS))
        return [problem.message for problem in report.problems]

    assert check_undated(text.replace('"datePublished": "2022-01", ', "")) == []
    assert "datePublished '2022-01', the post says None" in check_undated(text)[0]


@pytest.mark.parametrize(
    ("path", "sound"),
    [("index.html", False), ("2022/index.html", False), ("about/index.html", True)],
)
def test_lists_of_articles_name_only_days_of_articles(path: str, *, sound: bool) -> None:
    text = alter("<br>", '<time datetime="2022-01-05">5.1.</time>')
    text = text.replace("../../../", "../" * path.count("/"))
    text = re.sub('<link rel="canonical".*', "", text)
    assert (read_messages(text, path=path, article=None, blocks=None) == []) is sound


def test_other_files_are_held_to_their_own_rules() -> None:
    def read(path: str, data: bytes) -> list[str]:
        return [problem.message for problem in check_file(path, data, expect()).problems]

    assert "leads nowhere" in read("theme/d.css", b"a { background: url('x.png') }")[0]
    assert read("theme/d.css", b"a { background: url('d.css') url(data:x) url() }") == []
    assert "calls another server" in read("theme/d.css", b"\n@import '//o.example/x';")[0]
    assert read("own.json", b'[{"published": "2022-01", "added": "2026-11-23"}]') == []
    assert "2022-01-03" in read("articles.json", b'["2022-01-03"]')[0]
    assert "cannot be read" in read("articles.json", b"[")[0]
    assert (
        read("robots.txt", b"User-agent: *\nSitemap: https://bote.example/heute/feeds/a.xml") == []
    )
    assert "leads nowhere" in read("robots.txt", b"Sitemap: https://bote.example/heute/x.xml")[0]
    assert "is not on this site" in read("robots.txt", b"Sitemap: https://o.example/x.xml")[0]
    assert read("robots.txt", b"User-agent: X\nUser-agent: Y\nDisallow: /\n") == []
    assert read("robots.txt", b"User-agent: *\nDisallow: /search/ # /\n") == []
    away = b"User-agent: X\n\nUser-agent: *\nCrawl-delay: 1\nDisallow: /\n"
    assert "sends all search engines away" in read("robots.txt", away)[0]
    assert read("robots.txt", b"User-agent: *\nAllow: /\nUser-agent: X\nDisallow: /\n") == []
    assert read("llms.txt", b"# Bote\n- [Feed](https://bote.example/heute/feeds/a.xml): x") == []
    assert "leads nowhere" in read("llms.txt", b"[x](https://bote.example/heute/x.json)")[0]
    assert "is not on this site" in read("llms.txt", b"[x](x.json)")[0]
    assert read("feeds/a.xml", b"<opml/>") == []


def test_a_file_that_is_no_text_is_found_with_its_line() -> None:
    (problem,) = check_file("a.html", b"<p>\n\xff", expect()).problems
    assert (problem.line, problem.message) == (2, "not UTF-8")


def test_a_token_for_a_search_engine_is_no_page() -> None:
    report = check_file("token4711.html", b"site-verification: 4711", expect())
    assert report == FileReport()
    assert check_file(PATH, b"", expect()).problems


@pytest.mark.parametrize("text", ["", "<", "<p", "</", "<!", "<!--", "&", "<script>", "<br/>" * 3])
def test_any_text_is_a_document(text: str) -> None:
    assert parse_document(text)


_SNIPPETS = (
    *("<p>", "</p>", "<li>", "<b>", "</b>", '<a href="x&amp;y" hidden>', "</a>", "<br>", "<br/>"),
    *("<svg viewBox='0'>", '<svg viewBox="0">', "</svg>", "<title>", "</title>", "<q>", "</q>"),
    *("<script>", '<script type="a">{"b": 1}</script>', "</script>", "<!-- a -->", "<!--a", "-->"),
    *("<h1>", "</h1>", "<div/>", "<IMG SRC=x>", "<x y='z'>", '<i a="1" a="2">', "<![CDATA[", "<?"),
    *("&", "&copy", "&amp;", "&#0;", "<", ">", '"', "'", "=", "/", "\n", "text", "\x00", "\x85"),
)


@given(st.lists(st.sampled_from(_SNIPPETS), max_size=14).map("".join))
def test_what_is_plain_reads_as_by_the_rules_of_html(text: str) -> None:
    # A comment that holds ">" is nothing plain, and says nothing.
    assert parse_document(text) == parse_document("<!-- > -->" + text)


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", None),
        ("<svg><path></svg>", "not well-formed XML"),
        ("<svg><script>x()</script></svg>", "a live <script>"),
        ("<svg onload='x()'/>", "<svg onload> is live"),
        ("<svg><image href='//evil.example/i.png'/></svg>", "calls another server"),
    ],
)
def test_a_picture_is_only_a_picture(picture: str, message: str | None) -> None:
    found = [
        problem.message for problem in check_file("a.svg", picture.encode(), expect()).problems
    ]
    assert any(message in line for line in found) if message else found == []


SEALED = {PATH: "1", "x.css": "2", "old.html": ""}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (SEALED, []),
        ({**SEALED, "old.html": "9"}, []),  # a build of an older version told no hash
        ({**SEALED, PATH: "9"}, [(PATH, "error")]),
        ({PATH: "1", "old.html": "3"}, [("x.css", "error")]),
        ({**SEALED, "google1.html": "3"}, []),
        ({**SEALED, "CNAME": "3", "a.txt": "4"}, [("CNAME", "warning"), ("a.txt", "warning")]),
        ({**SEALED, "a/b.txt": "3", "b.js": "4"}, [("a/b.txt", "error"), ("b.js", "error")]),
    ],
)
def test_the_files_are_those_that_the_build_wrote(
    found: dict[str, str], told: list[tuple[str, str]]
) -> None:
    problems = [*check_seals(SEALED, found, ["google1.html"], expect(), {})]
    assert [(problem.path, problem.severity) for problem in problems] == told


def test_what_became_of_an_article_s_page_names_its_post() -> None:
    changed, missing = (
        next(iter(check_seals({PATH: "1"}, found, (), expect(), {}))).message
        for found in ({PATH: "2"}, {})
    )
    assert "is not as the build wrote it: build again" in changed
    assert "missing" in missing
    assert all(message.endswith(f"(from {ARTICLE.source})") for message in (changed, missing))


def test_without_a_manifest_nobody_knows_what_was_built() -> None:
    (problem,) = check_seals({}, {PATH: "1"}, (), expect(), {})
    assert "nothing tells what the build wrote" in problem.message


POST = "Title: Wahl am See & mehr\nDate: 2022-01-06\n\nAm See wird gewählt.\n"
LIST = """<ul>
<li><a href="wahl/index.html">Wahl am See</a> gestern</li>
<li>zwei</li>
<li><a href="https://other.example/">fremd</a></li>
</ul>
"""


def compare(path: str, there: str, wanted: str, article: Article | None = ARTICLE) -> Difference:
    data = there.encode(), wanted.encode()
    return describe_difference(path, *data, expect(article), lambda _: POST)


def test_a_difference_is_told_with_its_line_and_the_post_s() -> None:
    difference = compare(PATH, alter("wird gewählt", "wird gezählt"), SOUND)
    assert SOUND.split("\n")[difference.line - 1].find("wird gewählt") > 0
    assert "gezählt" in difference.message
    assert "instead of" in difference.message
    assert difference.source == f" (from {ARTICLE.source}:4)"


def test_a_line_at_the_end_may_be_lost() -> None:
    assert compare("a.txt", "eins\n", "eins\nzwei\n", None) == Difference(
        2, ", it reads '' instead of 'zwei'"
    )


@pytest.mark.parametrize(
    ("old", "new", "source"),
    [
        ("gestern", "heute", f" (from {ARTICLE.source}:1)"),
        ("fremd", "feind", f" (from {ARTICLE.source}:1)"),
        ("Wahl am See", "Wal am See", f" (from {ARTICLE.source}:1)"),
        ("wahl/", "x/", f" (from {ARTICLE.source}:1)"),
    ],
)
def test_a_difference_in_a_list_names_the_nearest_article(old: str, new: str, source: str) -> None:
    path = "2022/01/index.html"
    assert compare(path, LIST.replace(old, new, 1), LIST).source == source
    assert compare(path, LIST.replace(old, new, 1), LIST, None).source == ""


@pytest.mark.parametrize(
    "link", [f"<id>{ARTICLE.uid}</id>", f"<loc>{PROFILE.url}/2022/01/wahl/</loc>"]
)
def test_a_difference_in_a_feed_or_sitemap_names_its_article(link: str) -> None:
    difference = compare("feeds/all.atom.xml", f"{link}<a>1</a>", f"{link}<a>2</a>")
    assert difference.source == f" (from {ARTICLE.source})"


def test_of_what_is_no_text_only_the_fact_is_told() -> None:
    assert (
        describe_difference("a.png", b"\xff\xfe", b"\xff", expect(), lambda _: "") == Difference()
    )
    (problem,) = check_seals({"a.png": "1"}, {"a.png": "2"}, (), expect(), {})
    assert "is not as the build wrote it: build again" in problem.message
    told = {"a.png": Difference(3, ", it reads 'x'", " (from y)")}
    (problem,) = check_seals({"a.png": "1"}, {"a.png": "2"}, (), expect(), told)
    assert problem.line == 3
    assert problem.message.endswith("change the source (from y)")
