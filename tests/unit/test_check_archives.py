"""Rules for JSON Feed, OPML, the archive and feeds as a whole: each fault is found."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from newsdigest.check import (
    Expectations,
    FeedFacts,
    SeedText,
    build_expectations,
    check_file,
    check_whole,
)
from newsdigest.check.archives import check_feeds
from newsdigest.check.feed_entries import MAX_BYTES
from newsdigest.feeds import FeedView
from newsdigest.model import GeoPlace, Page, PartialDate
from newsdigest.site import build_site, plan_pages
from tests.sample import PROFILE, plan_all_feeds
from tests.unit.test_feed_archives import make

WIEN = GeoPlace(1, "AT", 48.2, 16.37)
ARTICLES = tuple(
    make(number, summary="Kurz", places=("Wien",), coordinates=(("Wien", WIEN),))
    for number in range(100)
)
BODIES = {article.uid: f"<p>{article.slug}</p>" for article in ARTICLES}
PROFILE_50 = replace(PROFILE, feed_max_items=50)
FEEDS = {page.path: page for page in plan_all_feeds(ARTICLES, PROFILE_50)}
PAGES = [page.path for page in plan_pages(build_site(ARTICLES, PROFILE_50))]
MAIN = "feeds/all.atom.xml"
ARCHIVE = next(path for path in FEEDS if "/archive/" in path)


def expect() -> Expectations:
    return build_expectations(ARTICLES, PROFILE_50, [*FEEDS, *PAGES])


def draw(page: Page) -> str:
    assert page.builder
    return page.builder(page.view, BODIES).decode()


def read(path: str, text: str) -> list[str]:
    return [problem.message for problem in check_file(path, text.encode(), expect()).problems]


def read_facts(path: str) -> FeedFacts | None:
    return check_file(path, draw(FEEDS[path]).encode(), expect()).feed


@pytest.mark.parametrize("path", sorted(FEEDS))
def test_what_we_write_is_sound(path: str) -> None:
    assert read(path, draw(FEEDS[path])) == []


def change(**changes: Any) -> Callable[[Any], Any]:
    return lambda feed: {**feed, **changes}


def change_item(**changes: Any) -> Callable[[Any], Any]:
    return lambda feed: {
        **feed,
        "items": [{**feed["items"][0], **changes}, *feed["items"][1:]],
    }


JSON_FAULTS = [
    (lambda _: [], "no JSON Feed"),
    (lambda _: {"items": [7]}, "no JSON Feed"),
    (lambda _: {"items": [{}]}, "no JSON Feed: KeyError('id')"),
    (change(version="1"), "needs version"),
    (change(title=""), "needs version"),
    (change(feed_url="x"), "feed_url is 'x'"),
    (change(home_page_url="x"), "home_page_url 'x' is no page"),
    (change_item(date_modified="gestern"), "'gestern' is no date of RFC 3339"),
    (change_item(url="https://o.example/"), "links to https://o.example/"),
    (change_item(content_html='<a href="x">'), "the relative href 'x'"),
    (change_item(_newsdigest={"issued": "2021"}), "dcterms:issued is '2021'"),
    (change_item(id=ARTICLES[98].uid), "stands twice"),
]


@pytest.mark.parametrize(("break_it", "message"), JSON_FAULTS)
def test_a_faulty_json_feed_is_found(break_it: Callable[[Any], Any], message: str) -> None:
    feed = break_it(json.loads(draw(FEEDS["feeds/feed.json"])))
    found = read("feeds/feed.json", json.dumps(feed))
    assert any(message in line for line in found), found


def test_a_json_feed_that_is_no_json_is_found() -> None:
    assert "no JSON Feed" in read("feeds/feed.json", "{")[0]


OPML_FAULTS = [
    ("</opml>", "", "not well-formed XML"),
    ('version="2.0"', 'version="1.0"', "no OPML 2.0"),
    ("opml", "olml", "no OPML 2.0"),
    ("body>", "bodi>", "no OPML 2.0"),
    ('type="rss"', 'type="x"', "needs text and type"),
    ('text="Der Talbote"', "", "needs text and type"),
    ("all.atom.xml", "weg.atom.xml", "its xmlUrl"),
    ("<body>", '<body><outline text="Der Talbote"/>', "two feeds are called 'Der Talbote'"),
    ('htmlUrl="https://talbote.example/heute/"', "", "its htmlUrl ''"),
]


@pytest.mark.parametrize(("old", "new", "message"), OPML_FAULTS)
def test_a_faulty_list_of_feeds_is_found(old: str, new: str, message: str) -> None:
    found = read("feeds/feeds.opml", draw(FEEDS["feeds/feeds.opml"]).replace(old, new))
    assert any(message in line for line in found), found


XML_FAULTS = [
    ("feed.css", "weg.css", "its style sheet leads nowhere"),
    ("../feeds/feed.css", "https://o.example/x.css", "its style sheet is not on this site"),
    ("point>48.2000 16.3700<", "point>98.2000 16.3700<", "is no latitude and longitude"),
    ("point>48.2000 16.3700<", "point>hier<", "is no latitude and longitude"),
]


@pytest.mark.parametrize(("old", "new", "message"), XML_FAULTS)
@pytest.mark.parametrize("path", [MAIN, "feeds/all.rss.xml"])
def test_a_faulty_place_or_style_is_found(path: str, old: str, new: str, message: str) -> None:
    found = read(path, draw(FEEDS[path]).replace(old, new))
    assert any(message in line for line in found), found


def test_a_feed_holds_no_more_than_it_may() -> None:
    text = draw(FEEDS["feeds/all.rss.xml"])
    item = text[text.index("<item>") : text.index("</item>") + 7]
    assert "holds 51 entries, 50 are allowed" in read(
        "feeds/all.rss.xml", text.replace("<item>", f"{item}<item>", 1)
    )


def test_a_feed_is_no_longer_than_readers_take() -> None:
    long = draw(FEEDS[MAIN]) + " " * MAX_BYTES
    assert any("some readers refuse" in line for line in read(MAIN, long))
    archive = draw(FEEDS[ARCHIVE]) + " " * MAX_BYTES
    assert read(ARCHIVE, archive) == []


def drop_texts(path: str, size: int = 10) -> list[str]:
    def read_seed(_: object) -> SeedText:
        return SeedText(("x" * size,))

    text = draw(FEEDS[path])
    for article in ARTICLES:
        body = f'<content type="html">&lt;p&gt;{article.slug}&lt;/p&gt;</content>'
        text = text.replace(body, "")
    report = check_file(path, text.encode(), expect(), read_seed)
    return [problem.message for problem in report.problems]


def test_a_text_may_only_be_missing_where_there_is_no_room() -> None:
    for path in (MAIN, ARCHIVE):
        messages = drop_texts(path)
        assert messages
        assert all("the article's text is missing, though there is room" in m for m in messages)
    assert drop_texts(MAIN, MAX_BYTES) == []


FACTS = [facts for path in FEEDS if (facts := read_facts(path))]
FIRST_ARCHIVE = next(facts for facts in FACTS if facts.is_archive and not facts.previous)
LAST_ARCHIVE = next(facts.previous for facts in FACTS if facts.path == MAIN)


def check(feeds: Iterable[FeedFacts]) -> list[str]:
    problems = check_whole((), (), expect(), feeds)
    return [str(problem) for problem in problems if problem.path.startswith("feeds/")]


def swap(path: str, **changes: Any) -> list[FeedFacts]:
    return [replace(facts, **changes) if facts.path == path else facts for facts in FACTS]


def test_each_article_stands_once_in_the_feed_and_its_archive() -> None:
    assert check(FACTS) == []
    uids = next(facts.uids for facts in FACTS if facts.path == MAIN)
    assert "stands 0 times" in check(swap(MAIN, uids=uids[1:]))[0]
    assert "stands 2 times" in check(swap(MAIN, uids=(*uids, FIRST_ARCHIVE.uids[0])))[0]


def test_a_chain_of_archive_documents_that_breaks_or_goes_round_is_found() -> None:
    wrong = (MAIN, "feeds/weg.atom.xml", "feeds/all.rss.xml")
    for previous in wrong:
        found = check(swap(FIRST_ARCHIVE.path, previous=previous))
        assert f"its prev-archive {previous!r} is no further document" in found[0]


def test_an_archive_document_that_no_feed_leads_to_is_found() -> None:
    found = check(swap(MAIN, previous=""))
    assert f"{LAST_ARCHIVE}: left over: no feed leads to this archive document" in found


def test_the_oldest_archive_document_names_its_successor() -> None:
    found = check(swap(FIRST_ARCHIVE.path, following=""))
    assert [line for line in found if "(ArchiveIncomplete)" in line] == found
    assert len(found) == 1


@pytest.mark.parametrize(("limit", "count"), [(1, 0), (2, 1), (50, 1)])
def test_an_archive_of_one_document_is_found(limit: int, count: int) -> None:
    articles = ARTICLES[:2]
    profile = replace(PROFILE, feed_max_items=limit)
    first, second = (article.uid for article in articles)
    feeds = [
        FeedFacts(MAIN, "a", (second,), previous="feeds/archive/1.atom.xml"),
        FeedFacts("feeds/archive/1.atom.xml", "b", (first,), is_archive=True),
    ]
    problems = check_feeds(feeds, build_expectations(articles, profile, []))
    found = [problem.message for problem in problems]
    assert len(found) == count
    assert all("(ArchiveIncomplete)" in message for message in found)


def check_alone(uids: Sequence[str], limit: int = 3, **changes: Any) -> list[str]:
    """What is said of a main feed with room for so many of four articles and no archive."""
    profile = replace(PROFILE, feed_max_items=limit, feed_archive=False)
    feeds = [
        FeedFacts(MAIN, "a", tuple(uids), **changes),
        FeedFacts("feeds/archive/1.atom.xml", "b", (), is_archive=True),
    ]
    (*found, last) = check_feeds(feeds, build_expectations(ARTICLES[:4], profile, []))
    assert last.message == "left over: no feed leads to this archive document"
    return [problem.message for problem in found]


def test_without_an_archive_the_feed_holds_the_newest_articles() -> None:
    oldest, *newest = (article.uid for article in ARTICLES[:4])
    assert check_alone(newest[::-1]) == []
    assert check_alone(newest[:0:-1]) == ["holds 2 entries, and should hold 3"]
    assert check_alone((*newest[1::-1], oldest)) == [
        "content/posts/3.md stands 0 times in the feed"
    ]
    assert check_alone((*newest[::-1], "x"), limit=4) == [
        "content/posts/0.md stands 0 times in the feed"
    ]
    assert check_alone(newest[::-1], previous="feeds/archive/1.atom.xml") == [
        "names a prev-archive, but the site's feed has no archive"
    ]


def test_two_feeds_of_one_id_are_found() -> None:
    found = check(swap(LAST_ARCHIVE, id=FIRST_ARCHIVE.id))
    assert any("its id urn:uuid:" in line for line in found)


def test_the_formats_of_the_main_feed_agree() -> None:
    found = check(swap("feeds/feed.json", uids=(ARTICLES[0].uid,)))
    assert found == [
        "feeds/feed.json: does not hold what entered the site last, as feeds/all.atom.xml does"
    ]
    without = [facts for facts in FACTS if facts.path != "feeds/feed.json"]
    assert check(without) == []


def test_a_site_without_feed_is_found() -> None:
    assert check(()) == ["feeds/all.atom.xml: missing: the site has no feed"]
    assert check_whole((), (), build_expectations((), PROFILE, ()), ())[0].path == "index.html"


def test_the_sample_is_large_enough_for_an_archive() -> None:
    assert isinstance(FEEDS[ARCHIVE].view, FeedView)
    assert sum("/archive/" in path for path in FEEDS) > 2


def test_an_entry_that_is_no_article_may_only_be_a_digest_that_is_there() -> None:
    path = "feeds/digests/months.atom.xml"
    articles = [replace(ARTICLES[0], published=PartialDate(2022, month)) for month in (1, 2)]
    articles[1] = replace(articles[1], uid="urn:uuid:2", source="2.md")
    pages = {page.path: page for page in plan_all_feeds(articles, PROFILE_50)}
    text = draw(pages[path])
    files = ["archive/index.html", "feeds/feed.css", "2022/01/a0/index.html", path]

    def read_with(*more: str) -> list[str]:
        expectations = build_expectations(articles, PROFILE_50, [*files, *more])
        report = check_file(path, text.encode(), expectations)
        return [problem.message for problem in report.problems]

    assert read_with("2022/01/index.html") == []
    assert "where no digest is" in read_with()[0]
