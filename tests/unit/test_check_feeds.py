"""Rules for feeds, sitemaps and for all files together: what we write is sound, and each
way to break it is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from newsdigest.addresses import article_address, to_path
from newsdigest.check import (
    Expectations,
    PageFacts,
    SeedText,
    build_expectations,
    check_file,
    check_whole,
)
from newsdigest.feeds.fitting import MAX_BYTES
from newsdigest.model import Article
from newsdigest.site import build_site, plan_pages
from newsdigest.sitemaps import plan_sitemaps
from tests.sample import PROFILE, list_articles, list_bodies, plan_all_feeds

ARTICLES = list_articles()
WHOLE = build_site(ARTICLES, PROFILE)
SITEMAPS = tuple(
    page
    for group in plan_sitemaps(WHOLE.undated, WHOLE.years, PROFILE, [""])
    for page in group.plan()
)
FILES = (
    *(page.path for page in plan_pages(WHOLE)),
    *(page.path for page in plan_all_feeds(ARTICLES, PROFILE)),
    *(page.path for page in SITEMAPS),
    *("about/index.html", "articles.json"),
)
URL = PROFILE.url
UID = ARTICLES[0].uid


def expect(*articles: Article, files: tuple[str, ...] = FILES) -> Expectations:
    return build_expectations(articles or ARTICLES, PROFILE, files)


def draw() -> dict[str, str]:
    pages = (*plan_all_feeds(ARTICLES, PROFILE), *SITEMAPS)
    return {
        page.path: page.builder(page.view, list_bodies()).decode() for page in pages if page.builder
    }


DRAWN = draw()


def read_messages(path: str, text: str) -> list[str]:
    return [str(problem) for problem in check_file(path, text.encode(), expect()).problems]


@pytest.mark.parametrize("path", sorted(DRAWN))
def test_what_we_write_is_sound(path: str) -> None:
    assert read_messages(path, DRAWN[path]) == []


def drop(pattern: str) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, "", text, count=1, flags=re.DOTALL)


def swap(pattern: str, new: str, count: int = 1) -> Callable[[str], str]:
    return lambda text: re.sub(pattern, lambda _: new, text, count=count, flags=re.DOTALL)


def move_first_entry(text: str) -> str:
    (entry,) = re.findall(r"<entry.*?</entry>", text, flags=re.DOTALL)[:1]
    return text.replace(entry, "").replace("</feed>", f"{entry}</feed>")


ATOM_FAULTS = [
    (drop("</entry>"), "not well-formed XML: line"),
    (swap("<title>", "<title>\x0b"), "not well-formed XML: line"),
    (swap("Atom", "Atum", 9), "is neither an Atom feed nor RSS"),
    (drop("<id>.*?</id>"), "<feed> has 0 id"),
    (swap("<entry[^>]*>", "<entry><title>x</title>"), "<entry> has 2 title"),
    (drop("<updated>.*?</updated>"), "<feed> has 0 updated"),
    (drop('<link [^>]*rel="self"[^>]*>'), "no link rel='self' with"),
    (swap('href="[^"]*" rel="self"', 'href="x" rel="self"'), "no link rel='self' with"),
    (drop('<link [^>]*rel="alternate"[^>]*>'), "its link '' does not lead to a page"),
    (drop("<author>.*?</author>"), "no author"),
    (swap('type="html"', 'type="CDATA"'), "content of the type 'CDATA'"),
    (swap("<updated>.*?</updated>", "<updated>2026-13-01T00:00:00Z</updated>"), "no date of RFC"),
    (swap("<published>.*?</published>", "<published>2022-01</published>"), "no date of RFC 3339"),
    (swap("<updated>[^<]*", "<updated>2026-01-01T00:00:00Z", 99), "stands twice: readers"),
    (swap("(?<=<id>)urn:uuid:0[^<]*", UID), f"the id {UID} stands twice"),
    (swap("(?<=<id>)urn:uuid:0[^<]*", "urn:uuid:9"), "urn:uuid:9 is no article of the site"),
    (swap("issued>2022", "issued>2021", 9), "dcterms:issued is '2021"),
    (swap("(?<=</id><title>)Ein", "Kein"), "is not the post's"),
    (swap("undated/artikel-52/", "artikel-52/", 9), "the article is"),
    (drop('<link href="[^"]*undated[^>]*>'), "links to , the article is"),
    (swap("&lt;p&gt;", '&lt;a href="x"&gt;&lt;/a&gt;'), "the relative href 'x'"),
    (swap("&lt;p&gt;", '&lt;img src="#x"&gt;'), "the relative src '#x'"),
    (
        swap("&lt;p&gt;", f'&lt;a href="{URL}/weg/"&gt;'),
        f"the href '{URL}/weg/' leads nowhere",
    ),
    (swap("&lt;p&gt;", "&lt;script&gt;"), "a live <script>"),
    (move_first_entry, "the order in which they entered"),
    (swap('<entry xml:lang="de"', '<entry xml:lang="fr"'), "the language is 'fr', the post says"),
    (swap('<category term="', '<category term="Un'), "has the section or topic 'Un"),
    (drop("<category [^>]*>"), "lacks the section or topic"),
    (swap("<summary>", "<summary>Kein "), "is not the post's"),
]


@pytest.mark.parametrize(("break_it", "message"), ATOM_FAULTS)
def test_a_faulty_atom_feed_is_found(break_it: Callable[[str], str], message: str) -> None:
    broken = break_it(DRAWN["feeds/all.atom.xml"])
    assert broken != DRAWN["feeds/all.atom.xml"]
    found = read_messages("feeds/all.atom.xml", broken)
    assert any(message in line for line in found), found


def test_a_body_may_link_to_other_sites_and_to_pages_that_are_there() -> None:
    links = f'&lt;a href="https://o.example/"&gt;&lt;a href="{URL}/2023/"&gt;'
    text = swap("&lt;p&gt;", f"{links}&lt;p&gt;")(DRAWN["feeds/all.atom.xml"])
    assert read_messages("feeds/all.atom.xml", text) == []


def test_a_text_in_a_feed_is_the_seed_s_letter_for_letter() -> None:
    def read(to_block: Callable[[Article], str]) -> list[str]:
        data = DRAWN["feeds/all.rss.xml"].encode()
        report = check_file(
            "feeds/all.rss.xml", data, expect(), lambda article: SeedText((to_block(article),))
        )
        return [problem.message for problem in report.problems]

    assert read(lambda article: article.summary or article.title) == []
    found = read(lambda article: article.summary.upper() or article.title)
    assert "the seed's first paragraph is not on the page" in found[0]


def test_a_post_without_a_seed_may_have_no_text_in_a_feed() -> None:
    text = drop('<content type="html">.*?</content>')(DRAWN["feeds/all.atom.xml"])
    assert text != DRAWN["feeds/all.atom.xml"]
    assert read_messages("feeds/all.atom.xml", text) == []


@pytest.mark.parametrize("path", ["feeds/all.atom.xml", "feeds/all.rss.xml", "feeds/feed.json"])
def test_a_feed_without_room_for_a_text_without_a_summary_is_sound(path: str) -> None:
    article = replace(ARTICLES[0], summary="")
    words = "x" * MAX_BYTES
    (page,) = (page for page in plan_all_feeds([article], PROFILE) if page.path == path)
    assert page.builder is not None
    data = page.builder(page.view, {article.uid: f"<p>{words}</p>"})
    assert len(data) < MAX_BYTES
    report = check_file(path, data, expect(article), lambda _: SeedText((words,)))
    assert [str(problem) for problem in report.problems] == []


RSS_FAULTS = [
    (swap('version="2.0"', 'version="0.9"'), "no version='2.0'"),
    (drop("<description>.*?</description>"), "<channel> has 0 description"),
    (drop("<channel>.*</channel>"), "is neither an Atom feed nor RSS"),
    (drop("<atom:link[^>]*>"), "no atom:link rel='self'"),
    (swap("<link>[^<]*", f"<link>{URL}/feeds/all.rss.xml"), "does not lead to a page"),
    (drop("<guid.*?</guid>"), "<item> has 0 guid"),
    (drop(' isPermaLink="false"'), "needs isPermaLink='false'"),
    (drop("(?<=<item>)<title>.*?</description>"), "neither title nor description"),
    (swap(r"<pubDate>\w+, ", "<pubDate>"), "is no date of RFC 822"),
    (swap("<pubDate>[^<]*", "<pubDate>Fri, 32 Mar 2023 00:00:00 +0000"), "no date of RFC 822"),
    (swap("<dc:language>", "<dc:language>x"), "the language is 'x"),
    (swap("<category>", "<category>Un"), "has the section or topic 'Un"),
    (swap("<dcterms:issued>", "<pubDate>x</pubDate><dcterms:issued>"), "stands before dcterms"),
]


@pytest.mark.parametrize(("break_it", "message"), RSS_FAULTS)
def test_a_faulty_rss_feed_is_found(break_it: Callable[[str], str], message: str) -> None:
    whole = DRAWN["feeds/all.rss.xml"]
    found = read_messages("feeds/all.rss.xml", break_it(whole))
    assert any(message in line for line in found), found


SITEMAP_FAULTS = [
    (drop("</url>"), "not well-formed XML"),
    (swap("urlset", "urls", 2), "is no sitemap"),
    (swap("<loc>", "<loc>https://o.example/"), "is not on this site"),
    (swap("artikel-0/", "weg/"), "leads nowhere"),
    (swap("</url>", f"</url><url><loc>{URL}/2023/</loc></url>"), "names 2023/index.html 2 times"),
    (swap("<lastmod>[^<]*", "<lastmod>gestern"), "lastmod 'gestern' is no date"),
    (swap("<lastmod>[^<]*", "<lastmod>2026-02-30"), "lastmod '2026-02-30' is no date"),
    (swap("</url>", "</url>" + "<url/>" * 50_000), "50000 are allowed"),
]


@pytest.mark.parametrize(("break_it", "message"), SITEMAP_FAULTS)
def test_a_faulty_sitemap_is_found(break_it: Callable[[str], str], message: str) -> None:
    found = read_messages("sitemaps/2023.xml", break_it(DRAWN["sitemaps/2023.xml"]))
    assert any(message in line for line in found), found[:5]


def describe(path: str, *targets: str) -> PageFacts:
    return PageFacts(
        path=path,
        title=path,
        description=path,
        is_redirect=False,
        is_hidden=False,
        is_article=False,
        targets=targets,
        fragments=(),
        ids=("main",),
    )


ARTICLE = ARTICLES[0]
PAGE = to_path(article_address(ARTICLE))
SITE = {
    "index.html": describe("index.html", "2023/index.html", "theme/x.css"),
    "2023/index.html": describe("2023/index.html", PAGE, "index.html"),
    PAGE: replace(describe(PAGE, "index.html"), is_article=True),
    "alt/bruecke/index.html": replace(describe("alt/bruecke/index.html"), is_redirect=True),
    "bruecke.html": replace(describe("bruecke.html"), is_redirect=True),
    "404.html": replace(describe("404.html"), is_hidden=True),
}


def check_site(*changed: PageFacts, gone: str = "", listed: tuple[str, ...] = (PAGE,)) -> list[str]:
    pages = {**SITE, **{page.path: page for page in changed}}
    pages.pop(gone, None)
    expectations = expect(ARTICLE, files=(*pages, "theme/x.css"))
    return [
        f"{problem.severity}: {problem}"
        for problem in check_whole(list(pages.values()), listed, expectations)
    ]


def test_a_sound_site_has_no_problem() -> None:
    assert check_site() == []
    assert check_site(listed=()) == []


def test_a_missing_page_is_found() -> None:
    found = check_site(gone=PAGE)
    assert found[0] == f"error: {PAGE}: missing: build again (from {ARTICLE.source})"


def test_a_missing_redirect_is_found() -> None:
    assert "a former address" in check_site(gone="bruecke.html")[0]


def test_a_page_left_over_from_a_post_that_is_gone_is_found() -> None:
    stale = replace(describe("2020/alt/index.html"), is_article=True)
    front = describe("index.html", "2023/index.html", stale.path)
    found = check_site(stale, front)
    assert found == ["error: 2020/alt/index.html: left over: no post has this address; build again"]


def test_a_page_that_no_link_leads_to_is_found() -> None:
    (found,) = check_site(describe("2023/index.html", "index.html"))
    assert found.startswith(f"error: {PAGE}: no link leads here")
    (found,) = check_site(describe("about/index.html"))
    assert found.startswith("error: about/index.html: no link leads here from the front page")


def test_a_site_without_front_page_is_found() -> None:
    assert check_site(gone="index.html") == [
        "error: index.html: missing: the site has no front page"
    ]


@pytest.mark.parametrize(
    ("target", "fragment", "sound"),
    [
        (PAGE, "main", True),
        (PAGE, "top", True),
        (PAGE, ":~:text=x", True),
        ("theme/x.css", "y", True),
        (PAGE, "weg", False),
    ],
)
def test_a_link_into_a_page_leads_to_an_id(target: str, fragment: str, *, sound: bool) -> None:
    front = replace(SITE["index.html"], fragments=((target, fragment, 7),))
    expected = [f"error: index.html:7: '#{fragment}' leads nowhere in {target}"]
    assert check_site(front) == ([] if sound else expected)


def test_articles_and_sitemaps_agree() -> None:
    assert "stands 2 times in the sitemaps" in check_site(listed=(PAGE, PAGE))[0]
    assert "stands 0 times in the sitemaps" in check_site(listed=("index.html",))[0]
    assert "is not for search engines" in check_site(listed=(PAGE, "404.html"))[0]
    assert "is not for search engines" in check_site(listed=(PAGE, "bruecke.html"))[0]


def test_a_title_or_description_that_stands_twice_is_a_warning() -> None:
    twin = replace(SITE["2023/index.html"], title="index.html", description=PAGE)
    assert check_site(twin) == [
        "warning: index.html: the title 'index.html' is that of 2023/index.html too",
        f"warning: 2023/index.html: the description {PAGE!r} is that of {PAGE} too",
    ]
    assert check_site(replace(twin, is_hidden=True)) == []
