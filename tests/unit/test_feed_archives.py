"""The main feed and its archive: each article once, and little changes with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from newsdigest.feeds import FeedView
from newsdigest.model import Article, Page, PartialDate
from tests.sample import PROFILE, plan_all_feeds

MAIN = "feeds/all.atom.xml"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def make(number: int, **changes: Any) -> Article:
    article = Article(
        uid=f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        source=f"content/posts/{number}.md",
        slug=f"a{number}",
        title=f"Meldung {number}",
        language="de",
        published=PartialDate(2022, 1),
        added=FIRST + timedelta(hours=number),
        category=None,
        summary="",
        body_digest=str(number),
    )
    return replace(article, **changes)


def plan(articles: Sequence[Article], limit: int = 50, **changes: Any) -> dict[str, Page]:
    """The documents of the main Atom feed, by path."""
    profile = replace(PROFILE, feed_max_items=limit, **changes)
    pages = {page.path: page for page in plan_all_feeds(articles, profile)}
    return {path: page for path, page in pages.items() if path == MAIN or "/archive/" in path}


def read(page: Page) -> FeedView:
    assert isinstance(page.view, FeedView)
    return page.view


def walk(pages: dict[str, Page]) -> list[str]:
    """The uids that a reader meets, the newest first."""
    path, uids = MAIN, []
    while path:
        view = read(pages[path])
        uids += [entry.uid for entry in view.entries]
        path = view.previous
    return uids


counts = st.integers(0, 160)
limits = st.integers(1, 60)


@settings(max_examples=60)
@given(counts, limits)
def test_walking_the_archive_yields_every_article_once(count: int, limit: int) -> None:
    articles = [make(number) for number in range(count)]
    pages = plan(articles, limit)
    assert walk(pages) == [article.uid for article in reversed(articles)]
    assert all(len(read(page).entries) <= limit for page in pages.values())
    assert len(read(pages[MAIN]).entries) >= min(count, limit * 2 // 5)


@settings(max_examples=100)
@given(counts, st.integers(2, 60))
def test_an_archive_has_two_documents_at_least(count: int, limit: int) -> None:
    """A single one could name no other (RFC 5005 §4)."""
    documents = [*plan([make(number) for number in range(count)], limit).values()]
    assert len(documents) != 2
    assert count <= limit or len(documents) > 2


@pytest.mark.parametrize("limit", [1, 50, 160, 2**31])
def test_without_an_archive_the_feed_holds_the_newest_that_it_may(limit: int) -> None:
    articles = [make(number) for number in range(160)]
    pages = plan(articles, limit, feed_archive=False)
    assert pages.keys() == {MAIN}
    assert walk(pages) == [article.uid for article in articles[::-1]][:limit]


@settings(max_examples=60)
@given(counts, limits)
def test_a_new_article_rewrites_the_feed_and_one_archive_document_at_most(
    count: int, limit: int
) -> None:
    articles = [make(number) for number in range(count + 1)]
    before, after = plan(articles[:-1], limit), plan(articles, limit)
    assert before.keys() <= after.keys()
    changed = {path for path in after if after[path] != before.get(path)}
    assert MAIN in changed
    # An archive begins with two documents; a single one, where a document has room for one
    # entry only, is told once which one follows it.
    assert len(changed) <= (3 if len(before) <= 2 < len(after) else 2)


@given(st.integers(20, 80), st.sampled_from("ABC"), st.sampled_from("XYZ"))
@settings(max_examples=20)
def test_a_new_article_rewrites_only_the_feeds_that_it_is_in(
    count: int, person: str, place: str
) -> None:
    def make_named(number: int, person: str, place: str) -> Article:
        names: dict[str, Any] = {"people": (person,), "places": (place,), "category": f"R{person}"}
        return make(number, **names)

    articles = [make_named(number, "ABC"[number % 3], "XYZ"[number % 2]) for number in range(count)]
    new = make_named(count, person, place)
    before, after = (
        {page.path: page for page in plan_all_feeds(given, PROFILE)}
        for given in (articles, [*articles, new])
    )
    changed = {path for path in after if before.get(path) != after[path] and path in before}
    for path in changed:
        view = after[path].view
        assert isinstance(view, FeedView)
        assert new.uid in {entry.uid for entry in view.entries} or view.current
    assert f"feeds/people/{person.lower()}.atom.xml" in changed


@settings(max_examples=60)
@given(st.integers(100, 200), st.data())
def test_deleting_or_inserting_an_old_article_leaves_most_documents_alone(
    count: int, data: st.DataObject
) -> None:
    articles = [make(number) for number in range(count)]
    gone = data.draw(st.integers(0, count - 80))
    before = plan(articles)
    after = plan([*articles[:gone], *articles[gone + 1 :]])
    assert Counter(walk(after)) + Counter([articles[gone].uid]) == Counter(walk(before))
    changed = {path for path in before.keys() | after if before.get(path) != after.get(path)}
    # The document it stood in under its old and its new name, and the one that leads there;
    # where a run without a beginning is longer than a document, the rest of the run.
    assert len(changed) <= 6


def test_redating_retitling_and_renaming_leave_the_documents_as_they_are() -> None:
    articles = [make(number) for number in range(100)]
    changes: dict[str, Any] = {"published": PartialDate(1999), "title": "Neu", "slug": "neu"}
    changed = [replace(articles[3], **changes), *articles[:3], *articles[4:]]
    assert walk(plan(changed)) == walk(plan(articles))
    assert plan(changed).keys() == plan(articles).keys()


def test_no_limit_means_no_archive() -> None:
    assert plan([make(number) for number in range(100)], 2**31).keys() == {MAIN}


def test_archive_documents_say_what_they_are_and_where_to_go_on() -> None:
    articles = [make(number) for number in range(100)]
    pages = plan(articles)
    bodies = {article.uid: "<p>x</p>" for article in articles}

    def draw(path: str) -> tuple[etree._Element, dict[str | None, str | None]]:
        page = pages[path]
        assert page.builder
        feed = etree.fromstring(page.builder(page.view, bodies))
        links = feed.findall("{http://www.w3.org/2005/Atom}link")
        return feed, {link.get("rel"): link.get("href") for link in links}

    mark = "{http://purl.org/syndication/history/1.0}archive"
    feed, links = draw(MAIN)
    assert feed.find(mark) is None
    assert "current" not in links
    archive, further = draw(read(pages[MAIN]).previous)
    assert links["prev-archive"] == further["self"]
    assert archive.find(mark) is not None
    assert further["current"] == links["self"]
    oldest = min(pages.values(), key=lambda page: read(page).updated)
    links = draw(oldest.path)[1]
    assert "prev-archive" not in links
    # Each archive document leads to another one, without ever having to be rewritten for it.
    following = read(pages[oldest.path]).following
    assert links["next-archive"] == f"{PROFILE.url}/{following}"
    assert read(pages[following]).previous == oldest.path
    assert [path for path in pages if read(pages[path]).following] == [oldest.path]


@pytest.mark.parametrize("count", [0, 1])
def test_the_smallest_sites_have_a_feed_without_archive(count: int) -> None:
    assert plan([make(number) for number in range(count)], 1).keys() == {MAIN}
