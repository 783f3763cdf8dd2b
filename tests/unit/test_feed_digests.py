"""A whole month or day in one entry, and a feed for each story."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from lxml import etree

from newsdigest.dates import parse_edtf
from newsdigest.digests import build_digests, list_closed
from newsdigest.feeds import FeedView, plan_feeds
from newsdigest.feeds.digests import MOST_REPORTS, name_precision
from newsdigest.model import Article, Page
from newsdigest.site import build_site
from newsdigest.threads import StoryThread, Threads
from tests.sample import PROFILE, list_articles, plan_all_feeds
from tests.unit.test_feed_archives import make

ATOM = "{http://www.w3.org/2005/Atom}"


def make_dated(*dates: str, **changes: Any) -> list[Article]:
    dated = [
        make(number, published=parse_edtf(date), **changes) for number, date in enumerate(dates)
    ]
    return sorted(dated, key=lambda article: article.sort_key)


def plan(articles: list[Article], **changes: Any) -> dict[str, FeedView]:
    pages = plan_all_feeds(articles, replace(PROFILE, **changes))
    return {page.path: page.view for page in pages if isinstance(page.view, FeedView)}


MONTHS = "feeds/digests/months.atom.xml"
DAYS = "feeds/digests/days.atom.xml"


@pytest.mark.parametrize(
    ("dates", "months", "days"),
    [
        ([], [], []),
        (["2022-01"], [], []),
        (["2022-01-03"], [], []),
        (["2022-01-03", "2022-01-05"], [], ["2022-01-03"]),
        (["2022-01-03", "2022-02"], ["2022-01"], ["2022-01-03"]),
        (["2022-01-03", "2022-02-01"], ["2022-01"], ["2022-01-03"]),
        (["2022-01-03", "2023"], ["2022-01"], ["2022-01-03"]),
        (["2021", "2022-01-03"], [], []),
    ],
)
def test_a_period_is_over_when_something_later_follows(
    dates: list[str], months: list[str], days: list[str]
) -> None:
    years = build_digests(make_dated(*dates))
    assert [str(digest.period) for digest in list_closed(years, "month")] == months
    assert [str(digest.period) for digest in list_closed(years, "day")] == days


def test_days_without_digests_have_no_feed() -> None:
    articles = make_dated("2022-01-03", "2022-01-05", "2022-02-01")
    whole, small = plan(articles), plan(articles, day_digests=False)
    assert whole.keys() - small.keys() == {DAYS}
    assert small[MONTHS] == whole[MONTHS]


def test_feeds_of_digests_hold_no_more_entries_than_any_feed_may() -> None:
    articles = make_dated(*(f"2022-0{month}-0{day}" for month in range(1, 6) for day in (1, 2)))
    views = plan(articles, feed_max_items=3)
    assert [entry.address for entry in views[MONTHS].entries] == [
        "2022/04/",
        "2022/03/",
        "2022/02/",
    ]
    assert [entry.address for entry in views[DAYS].entries] == [
        "2022/05/01/",
        "2022/04/02/",
        "2022/04/01/",
    ]


def test_a_month_is_one_entry_with_all_that_was_reported() -> None:
    articles = make_dated("2022-01-03", "2022-01", "2022-02-01", summary="Kurz & gut.")
    view = plan(articles)[MONTHS]
    (entry,) = view.entries
    assert (entry.title, entry.address, entry.language) == ("Januar 2022", "2022/01/", "de")
    assert entry.summary == "Meldung 1 · Meldung 0"
    assert entry.text.splitlines() == [
        (
            '<h2><a href="https://talbote.example/heute/2022/01/a1/">Meldung 1</a></h2>'
            "<p>Kurz &amp; gut.</p>"
        ),
        (
            '<h2><a href="https://talbote.example/heute/2022/01/a0/">Meldung 0</a></h2>'
            "<p>Kurz &amp; gut.</p>"
        ),
    ]
    assert view.home == "archive/"


@pytest.mark.parametrize(
    ("language", "words"), [("de", "Monate"), ("it", "mesi"), ("en", "months")]
)
def test_feeds_of_digests_say_what_they_bring(language: str, words: str) -> None:
    assert name_precision("month", language) == words


def test_a_day_has_its_own_date_whatever_feed_date_says() -> None:
    articles = make_dated("2022-01-03", "2022-01-04")
    (entry,) = plan(articles, feed_date="omit")[DAYS].entries
    assert entry.title == "3. Januar 2022"
    assert entry.date == datetime.fromisoformat("2022-01-03T00:00:00+00:00")


@pytest.mark.parametrize(
    ("mode", "date"),
    [("start", "2022-01-01T00:00:00+00:00"), ("omit", None), ("added", "2026-01-01T00:00:00")],
)
def test_a_month_has_the_date_that_feed_date_asks_for(mode: str, date: str | None) -> None:
    (entry,) = plan(make_dated("2022-01", "2022-02"), feed_date=mode)[MONTHS].entries
    assert ((entry.date and entry.date.isoformat()) or "").startswith(date or "")
    assert (entry.date is None) == (date is None)


def test_the_newest_periods_stand_first_and_keep_their_ids() -> None:
    articles = make_dated("2022-01", "2022-02", "2022-03", language="en")
    first, second = plan(articles, site_id="x")[MONTHS].entries
    assert (first.title, second.title) == ("Februar 2022", "Januar 2022")
    assert '<h2 lang="en">' in first.text
    later = [*articles, make(9, published=parse_edtf("2022-01"))]
    moved = plan(later, site_id="x", url="https://neu.example", name="Neu")[MONTHS].entries
    assert [entry.uid for entry in moved] == [first.uid, second.uid]
    assert moved[0].updated == first.updated
    assert moved[1].updated > second.updated


def test_a_long_digest_names_some_reports_and_leads_to_all() -> None:
    articles = make_dated(*["2022-01"] * (MOST_REPORTS + 5), "2022-02")
    text = plan(articles)[MONTHS].entries[0].text
    assert text.count("<h2>") == MOST_REPORTS
    assert text.endswith(
        '<p><a href="https://talbote.example/heute/2022/01/">Januar 2022 (65) …</a></p>'
    )


def test_a_digest_s_entry_is_drawn_from_its_own_text() -> None:
    pages = {page.path: page for page in plan_all_feeds(list_articles(), PROFILE)}
    page = pages[MONTHS]
    assert page.builder
    feed = etree.fromstring(page.builder(page.view, {}))
    assert "<h2><a href=" in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")


def plan_story(count: int) -> dict[str, Page]:
    articles = tuple(make(number) for number in range(count))
    story = StoryThread("a0", "Brücke, Rat", "de", articles, (), articles[0].uid)
    threads = Threads((story,), {article.uid: story for article in articles}, {}, {}, {})
    site = build_site(articles, PROFILE, threads)
    groups = plan_feeds(site.articles, PROFILE, {}, site.years, site.threads)
    pages = (page for group in groups for page in group.plan())
    return {page.path: page for page in pages}


def test_a_story_has_a_feed_from_the_least_number_of_articles_on() -> None:
    path = "feeds/stories/a0.atom.xml"
    assert path not in plan_story(4)
    view = plan_story(5)[path].view
    assert isinstance(view, FeedView)
    assert view.title == "Der Talbote – Brücke, Rat"
    assert view.home == "stories/a0/"
    assert next(entry.title for entry in view.entries) == "Meldung 4"
