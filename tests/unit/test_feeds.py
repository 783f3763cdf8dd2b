from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from html import unescape
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsdigest.feeds import FeedView, plan_feeds
from newsdigest.feeds.links import make_links_absolute, strip_forbidden
from newsdigest.feeds.outlines import render_outlines
from newsdigest.feeds.planning import render_atom, render_json, render_rss
from newsdigest.model import Article, Bodies, Page, PartialDate
from newsdigest.site import build_cards, build_site
from tests.sample import PROFILE, list_articles, list_bodies, plan_all_feeds

ATOM = "{http://www.w3.org/2005/Atom}"
ISSUED = "{http://purl.org/dc/terms/}issued"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

PLAIN = Article(
    uid="urn:uuid:11111111-1111-5111-8111-111111111111",
    source="content/posts/a.md",
    slug="ein-titel",
    title="Ein Titel",
    language="de",
    published=PartialDate(2022, 1),
    added=datetime(2026, 11, 23, 3, 17, tzinfo=UTC),
    category=None,
    summary="Ein Satz.",
    body_digest="x",
)


def plan(*articles: Article, **changes: Any) -> dict[str, Page]:
    return {page.path: page for page in plan_all_feeds(articles, replace(PROFILE, **changes))}


def draw(page: Page, bodies: Bodies) -> bytes:
    assert page.builder
    return page.builder(page.view, bodies)


def draw_pair(
    *articles: Article, body: str = "<p>Text</p>", **changes: Any
) -> tuple[etree._Element, etree._Element]:
    """The Atom feed and the RSS channel of the whole site."""
    pages = plan(*articles, **changes)
    bodies = {article.uid: body for article in articles}
    atom = etree.fromstring(draw(pages["feeds/all.atom.xml"], bodies))
    rss = etree.fromstring(draw(pages["feeds/all.rss.xml"], bodies))
    return atom, rss[0]


def draw_entries(article: Article, **changes: Any) -> tuple[etree._Element, etree._Element]:
    atom, channel = draw_pair(article, **changes)
    return atom.findall(f"{ATOM}entry")[0], channel.findall("item")[0]


def read_view(page: Page) -> FeedView:
    assert isinstance(page.view, FeedView)
    return page.view


def list_uids(page: Page) -> list[str]:
    return [entry.uid for entry in read_view(page).entries]


def test_the_site_and_each_section_have_an_atom_and_an_rss_feed() -> None:
    paths = [page.path for page in plan_all_feeds(list_articles(), PROFILE)]
    assert paths[:2] == ["feeds/all.atom.xml", "feeds/all.rss.xml"]
    assert "feeds/sections/politik.atom.xml" in paths
    assert "feeds/sections/politik.rss.xml" in paths
    assert len(paths) == len(set(paths))


def test_a_section_s_feed_holds_its_articles_and_leads_to_its_page() -> None:
    view = read_view(plan(*list_articles())["feeds/sections/kultur.atom.xml"])
    assert {entry.topics[0] for entry in view.entries} == {"Kultur"}
    assert (view.home, view.title) == ("sections/kultur/", "Der Talbote – Kultur")


def test_planning_imports_neither_feedgen_nor_lxml() -> None:
    code = (
        "import sys; from tests.sample import *; "
        "assert plan_all_feeds(list_articles(), PROFILE); "
        "sys.exit(bool({'feedgen', 'lxml'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_old_article_that_is_added_today_is_in_the_feed() -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    many = [
        replace(
            PLAIN,
            uid=f"urn:uuid:{number}",
            source=f"{number}.md",
            published=PartialDate(2022, 6),
            added=moment + timedelta(hours=number),
        )
        for number in range(9)
    ]
    old = replace(PLAIN, published=PartialDate(1999), added=moment + timedelta(days=9))
    page = plan(*many, old, feed_max_items=4)["feeds/all.rss.xml"]
    assert list_uids(page) == [old.uid, "urn:uuid:8", "urn:uuid:7", "urn:uuid:6"]


@settings(max_examples=20)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_articles_does_not_matter(random: Any) -> None:
    articles = list(list_articles())
    expected = plan(*articles)
    random.shuffle(articles)
    assert plan(*articles) == expected


def test_articles_that_were_added_together_have_stamps_of_their_own() -> None:
    together = [
        replace(PLAIN, uid=f"urn:uuid:{number}", source=f"{number}.md") for number in range(50)
    ]
    entries = read_view(plan(*together)["feeds/all.rss.xml"]).entries
    stamps = [entry.updated for entry in entries]
    assert len(set(stamps)) == 50
    assert stamps == sorted(stamps, reverse=True)
    assert {stamp.replace(microsecond=0) for stamp in stamps} == {PLAIN.added}
    fewer = read_view(plan(*together[:20])["feeds/all.rss.xml"]).entries
    assert {entry.uid: entry.updated for entry in fewer}.items() <= {
        entry.uid: entry.updated for entry in entries
    }.items()


def test_even_equal_uids_get_stamps_of_their_own() -> None:
    twins = (PLAIN, replace(PLAIN, source="content/posts/b.md", slug="b"))
    entries = read_view(plan(*twins)["feeds/all.atom.xml"]).entries
    assert entries[0].updated != entries[1].updated


def test_a_stamp_that_had_to_give_way_is_among_what_a_feed_looks_at() -> None:
    twin = replace(PLAIN, source="content/posts/z.md", slug="z", category="Sport")

    def find_inputs(first: Article) -> str:
        site = build_site((first, twin), PROFILE)
        groups = plan_feeds(
            site.articles,
            PROFILE,
            {"sections": site.sections},
            states=build_cards(site).states,
        )
        path = "feeds/sections/sport.atom.xml"
        return next(
            group.inputs for group in groups if path in {page.path for page in group.plan()}
        )

    other = replace(PLAIN, uid="urn:uuid:2")
    assert find_inputs(PLAIN) != find_inputs(other)
    assert find_inputs(other) == find_inputs(replace(PLAIN, uid="urn:uuid:3"))


def test_a_correction_updates_the_entry_in_its_place() -> None:
    later = replace(PLAIN, uid="urn:uuid:2", source="b.md", added=PLAIN.added + timedelta(hours=1))
    corrected = replace(PLAIN, title="Neu", modified=PLAIN.added + timedelta(days=3))
    before = read_view(plan(PLAIN, later)["feeds/all.atom.xml"])
    after = read_view(plan(corrected, later)["feeds/all.atom.xml"])
    assert [entry.uid for entry in after.entries] == [entry.uid for entry in before.entries]
    assert after.entries[1].updated - before.entries[1].updated == timedelta(days=3)
    assert after.updated == after.entries[1].updated


def test_the_ids_depend_on_neither_address_nor_name_nor_title_of_anything() -> None:
    def read_ids(article: Article, **changes: Any) -> tuple[str, ...]:
        atom, channel = draw_pair(article, site_id="4711", **changes)
        return (
            atom.findtext(f"{ATOM}id") or "",
            atom.findtext(f"{ATOM}entry/{ATOM}id") or "",
            channel.findtext("item/guid") or "",
        )

    before = read_ids(PLAIN)
    assert before[1:] == (PLAIN.uid, PLAIN.uid)
    retitled = replace(PLAIN, title="Anders", slug="anders", published=PartialDate(2020, 7, 1))
    assert read_ids(retitled, url="https://neu.example", name="Neuer Name") == before


def test_each_feed_has_an_id_of_its_own_on_each_site() -> None:
    ids = [
        read_view(page).id
        for name in ("Der Talbote", "Der Bergbote")
        for page in plan(*list_articles(), name=name).values()
        if isinstance(page.view, FeedView)
    ]
    assert len(ids) == len(set(ids))
    assert all(uid.startswith("urn:uuid:") for uid in ids)


@pytest.mark.parametrize(
    ("published", "mode", "full", "issued"),
    [
        (PartialDate(2022, 1), "start", "2022-01-01T00:00:00+00:00", "2022-01"),
        (PartialDate(2022, 1), "omit", None, "2022-01"),
        (PartialDate(2022, 1), "added", "2026-11-23T03:17:00+00:00", "2022-01"),
        (PartialDate(2022, 1, 9), "omit", "2022-01-09T00:00:00+00:00", "2022-01-09"),
        (PartialDate(987), "start", "0987-01-01T00:00:00+00:00", "0987"),
        (PartialDate(2022, 1, 9, time(8)), "start", "2022-01-09T08:00:00+00:00", "2022-01-09"),
        (
            PartialDate(2022, 1, 9, time(8, tzinfo=UTC)),
            "start",
            "2022-01-09T08:00:00+00:00",
            "2022-01-09T08:00:00+00:00",
        ),
        (None, "start", None, None),
        (None, "added", "2026-11-23T03:17:00+00:00", None),
    ],
)
def test_a_date_is_no_finer_than_the_source_s(
    published: PartialDate | None, mode: str, full: str | None, issued: str | None
) -> None:
    entry, item = draw_entries(replace(PLAIN, published=published), feed_date=mode)
    assert entry.findtext(f"{ATOM}published") == full
    assert (entry.findtext(ISSUED), item.findtext(ISSUED)) == (issued, issued)
    expected = full and datetime.fromisoformat(full).strftime("%d %b ") + full[:4]
    assert (item.findtext("pubDate") is None) == (full is None)
    assert not expected or expected in (item.findtext("pubDate") or "")


def test_the_true_date_stands_before_the_full_one() -> None:
    entry, item = draw_entries(PLAIN)
    for element, name in ((entry, f"{ATOM}published"), (item, "pubDate")):
        names = [child.tag for child in element]
        assert names.index(ISSUED) < names.index(name)


@pytest.mark.parametrize(
    ("year", "offset", "told"),
    [
        (2022, (5, 30), "Sun, 09 Jan 2022 08:00:00 +0530"),
        (2022, (-3, 0), "Sun, 09 Jan 2022 08:00:00 -0300"),
        (2022, (5, 45), "Sun, 09 Jan 2022 02:15:00 +0000"),
        (1, (12, 45), "Mon, 08 Jan 0001 19:15:00 +0000"),
    ],
)
def test_a_zone_of_quarters_of_an_hour_is_written_in_utc(
    year: int, offset: tuple[int, int], told: str
) -> None:
    zone = timezone(timedelta(hours=offset[0], minutes=offset[1]))
    published = PartialDate(year, 1, 9, time(8, tzinfo=zone))
    entry, item = draw_entries(replace(PLAIN, published=published))
    assert item.findtext("pubDate") == told
    assert entry.findtext(ISSUED) == str(published)


def test_a_date_that_utc_does_not_reach_keeps_its_zone() -> None:
    zone = timezone(timedelta(hours=12, minutes=45))
    published = PartialDate(1, 1, 1, time(8, tzinfo=zone))
    _, item = draw_entries(replace(PLAIN, published=published))
    assert item.findtext("pubDate") == "Mon, 01 Jan 0001 08:00:00 +1245"


def test_titles_and_summaries_are_text_whatever_stands_in_them() -> None:
    words = "<script>alert(1)</script> & ]]> \"'"
    entry, item = draw_entries(replace(PLAIN, title=words, summary=words))
    for name in ("title", "summary"):
        text = entry.find(f"{ATOM}{name}")
        assert text is not None
        # What looks like HTML is written as HTML, so that nobody need guess.
        assert (text.get("type"), unescape(text.text or "")) == ("html", words)
    assert item.findtext("title") == words
    assert item.findtext("description") == (
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; ]]&gt; \"'"
    )


def test_a_site_s_name_is_text_whatever_stands_in_it() -> None:
    pages = plan(PLAIN, name="S&P500")
    bodies = {PLAIN.uid: "<p>Text</p>"}
    atom = etree.fromstring(draw(pages["feeds/all.atom.xml"], bodies))
    assert unescape(atom.findtext(f"{ATOM}title") or "") == "S&P500"
    rss = draw(pages["feeds/all.rss.xml"], bodies)
    assert b"<channel><title>S&#x26;P500</title>" in rss


@pytest.mark.parametrize("words", ["S&P500", "Tom &amp; Co", "Rock &apos;n&apos; Roll"])
def test_nobody_can_take_a_text_for_html(words: str) -> None:
    article = replace(PLAIN, title=words, byline=words, rights=words, tags=(words,))
    pages = plan(article, name=words, author=words, description=words)
    bodies = {PLAIN.uid: "<p>Text</p>"}
    marked = words.replace("&", "&#x26;").encode()
    atom = draw(pages["feeds/all.atom.xml"], bodies)
    assert atom.count(b"<name>" + marked + b"</name>") == 2
    for name in (b"title", b"subtitle", b"rights"):
        assert b"<" + name + b">" not in atom
    rss = draw(pages["feeds/all.rss.xml"], bodies)
    for name, count in ((b"title", 2), (b"description", 1), (b"category", 1), (b"dc:rights", 1)):
        assert rss.count(b"<" + name + b">" + marked) == count


@pytest.mark.parametrize(
    ("byline", "name", "email"),
    [
        ("Mara Holt", "Mara Holt", None),
        ("Mara Holt <mara.holt@blatt.example>", "Mara Holt", "mara.holt@blatt.example"),
        ("Mara <m@a.example>, Ben <b@a.example>", "Mara, Ben", "m@a.example"),
        ("<mara@blatt.example>", "mara@blatt.example", "mara@blatt.example"),
        ("mara@blatt.example", "mara@blatt.example", None),
        ("Mara <mara>", "Mara <mara>", None),
    ],
)
def test_an_author_s_address_is_no_part_of_the_name(
    byline: str, name: str, email: str | None
) -> None:
    atom, channel = draw_pair(replace(PLAIN, byline=byline), author=byline)
    for path in ("", f"{ATOM}entry/"):
        assert atom.findtext(f"{path}{ATOM}author/{ATOM}name") == name
        assert atom.findtext(f"{path}{ATOM}author/{ATOM}email") == email
    assert channel.findtext(f"item/{DC}creator") == byline
    assert channel.find("managingEditor") is None


def test_the_full_text_stands_in_both_feeds() -> None:
    atom, channel = draw_pair(PLAIN, body="<p>Eins &amp; zwei ]]&gt;</p>")
    content = atom.findall(f"{ATOM}entry/{ATOM}content")[0]
    assert (content.get("type"), content.text) == ("html", "<p>Eins &amp; zwei ]]&gt;</p>")
    assert channel.findtext(f"item/{CONTENT}") == content.text


def test_an_article_without_summary_still_has_its_text() -> None:
    entry, item = draw_entries(replace(PLAIN, summary=""))
    assert entry.findtext(f"{ATOM}summary") is None
    assert item.findtext("description") == "<p>Text</p>"


def test_characters_that_xml_forbids_are_left_out() -> None:
    wild = replace(PLAIN, title="A\x0bB", summary="C\ufffeD", tags=("E\x00F",), byline="G\x1fH")
    atom, channel = draw_pair(wild, body="<p>I\x08J\ud800</p>")
    assert atom.findtext(f"{ATOM}entry/{ATOM}title") == "AB"
    assert atom.findtext(f"{ATOM}entry/{ATOM}content") == "<p>IJ</p>"
    assert [item.text for item in channel.findall("item/*")][:3][0] == "AB"
    assert channel.findtext("item/category") == "EF"


@pytest.mark.parametrize("title", ["\x00", "\x90 \ufdd0"])
def test_a_title_of_nothing_visible_is_replaced_by_the_address(title: str) -> None:
    blank = replace(PLAIN, title=title, summary=title, byline=title, tags=(title,))
    entry, item = draw_entries(blank, author=title, description=title)
    assert entry.findtext(f"{ATOM}title") == "https://talbote.example/heute/2022/01/ein-titel/"
    for name in ("summary", "author", "category"):
        assert entry.find(f"{ATOM}{name}") is None
    assert item.find("category") is None
    atom, channel = draw_pair(blank, author=title, description=title)
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "Der Talbote"
    assert atom.find(f"{ATOM}subtitle") is None
    assert channel.findtext("description") == "Der Talbote"


def test_language_author_topics_source_and_rights_are_said() -> None:
    article = replace(
        PLAIN,
        language="en",
        category="Politik",
        tags=("Rat", "Politik"),
        byline="Mara Holt",
        agency="tpd",
        rights="© tpd",
    )
    entry, item = draw_entries(article)
    assert entry.get(LANG) == "en"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Mara Holt"
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["Politik", "Rat"]
    assert (entry.findtext(f"{ATOM}rights"), entry.findtext(f"{DC}source")) == ("© tpd", "tpd")
    assert item.findtext(f"{DC}language") == "en"
    assert item.findtext(f"{DC}creator") == "Mara Holt"
    assert [c.text for c in item.findall("category")] == ["Politik", "Rat"]
    assert (item.findtext(f"{DC}rights"), item.findtext(f"{DC}source")) == ("© tpd", "tpd")


def test_a_feed_says_who_it_is_and_where() -> None:
    atom, channel = draw_pair(PLAIN, author="")
    assert atom.get(LANG) == "de"
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://talbote.example/heute/feeds/all.atom.xml",
        "alternate": "https://talbote.example/heute/",
    }
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "Der Talbote"
    assert atom.findtext(f"{ATOM}subtitle") == PROFILE.description
    assert channel.findtext("link") == "https://talbote.example/heute/"
    own = channel.findall(f"{ATOM}link")[0]
    assert own.get("href") == "https://talbote.example/heute/feeds/all.rss.xml"
    assert channel.findtext("language") == "de"
    assert channel.findtext("lastBuildDate") == "Mon, 23 Nov 2026 03:17:00 +0000"


def test_an_rss_feed_without_description_is_described_by_its_title() -> None:
    atom, channel = draw_pair(PLAIN, description="")
    assert channel.findtext("description") == "Der Talbote"
    assert atom.findtext(f"{ATOM}subtitle") is None


def test_a_link_of_an_entry_keeps_its_kind() -> None:
    entry, item = draw_entries(PLAIN)
    link = entry.findall(f"{ATOM}link")[0]
    assert dict(link.attrib) == {
        "href": "https://talbote.example/heute/2022/01/ein-titel/",
        "rel": "alternate",
        "type": "text/html",
    }
    guid = item.findall("guid")[0]
    assert (guid.get("isPermaLink"), guid.text) == ("false", PLAIN.uid)


def test_an_empty_site_has_valid_feeds_that_know_no_clock() -> None:
    atom, channel = draw_pair()
    assert atom.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert channel.findtext("lastBuildDate") is None


def test_feedparser_reads_every_feed_without_complaint() -> None:
    for page in plan_all_feeds(list_articles(), PROFILE):
        if not page.path.endswith(".xml"):
            continue
        read = feedparser.parse(draw(page, list_bodies()))
        assert not read.bozo, page.path
        assert [entry.id for entry in read.entries] == list_uids(page)


def test_drawing_twice_gives_the_same_bytes() -> None:
    for page in plan_all_feeds(list_articles(), PROFILE):
        assert draw(page, list_bodies()) == draw(page, list_bodies())


@pytest.mark.parametrize("render", [render_atom, render_rss, render_json, render_outlines])
def test_a_feed_is_drawn_from_its_own_view_only(render: Any) -> None:
    with pytest.raises(TypeError, match=r"(Feed|Outlines)View"):
        render("text", {})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>no links = none</p>", "<p>no links = none</p>"),
        ('<a href="../x/">x</a>', '<a href="https://e.example/2022/x/">x</a>'),
        ("<a href=#n1>x</a>", '<a href="https://e.example/2022/01/#n1">x</a>'),
        ("<A HREF='/y?a=1&amp;b=2'>", '<A HREF="https://e.example/y?a=1&amp;b=2">'),
        (
            '<img alt="a > b" src="i.png">',
            '<img alt="a > b" src="https://e.example/2022/01/i.png">',
        ),
        (
            '<img srcset="a.png 1x, /b.png 2x,">',
            '<img srcset="https://e.example/2022/01/a.png 1x, https://e.example/b.png 2x">',
        ),
        (
            "<a title='href=\"q\"' href=q>",
            '<a title=\'href="q"\' href="https://e.example/2022/01/q">',
        ),
        ('<a href="https://o.example/">o</a>', '<a href="https://o.example/">o</a>'),
        ('<a href="mailto:a@b.example">m</a>', '<a href="mailto:a@b.example">m</a>'),
        ('<a href="http://[x">m</a>', '<a href="http://[x">m</a>'),
        ("<p>href=x</p>\n<p>é</p>", "<p>href=x</p>\n<p>é</p>"),
        (
            '<p>\n é <a\n href="x">x</a></p>',
            '<p>\n é <a\n href="https://e.example/2022/01/x">x</a></p>',
        ),
        (
            "<video poster='p.png' data-x=1>",
            '<video poster="https://e.example/2022/01/p.png" data-x=1>',
        ),
        ("<p title='href='>a</p>", "<p title='href='>a</p>"),
    ],
)
def test_relative_links_become_complete_and_nothing_else_changes(body: str, expected: str) -> None:
    assert make_links_absolute(body, "https://e.example/2022/01/") == expected


@settings(max_examples=100)
@given(st.text(alphabet="ab<>\"'=/ \n&;hrefsc#", max_size=60))
def test_any_body_can_be_rewritten(body: str) -> None:
    once = make_links_absolute(body, "https://e.example/2022/")
    assert make_links_absolute(once, "https://e.example/2022/") == once


def test_what_xml_allows_is_kept() -> None:
    assert strip_forbidden("a\t\n\r é 漢 😀\ud7ff\ue000") == "a\t\n\r é 漢 😀\ud7ff\ue000"


@pytest.mark.parametrize(
    "sign", ["\x07", "\x85", "\ufdd0", "\ufdef", "\uffff", "\U0001fffe", "\U0010ffff"]
)
def test_what_xml_advises_against_is_left_out(sign: str) -> None:
    assert strip_forbidden(f"a{sign}b") == "ab"
