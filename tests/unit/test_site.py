from __future__ import annotations

import random
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.dates import parse_edtf
from newsdigest.model import Article, Page, PartialDate, Quote
from newsdigest.site import build_site, check_aliases, plan_pages
from newsdigest.views import (
    ArchiveView,
    ArticleView,
    DigestView,
    EntryView,
    FeedsView,
    FrontView,
    RedirectView,
    RegisterView,
    SiteHeader,
    UndatedView,
    View,
)
from tests.sample import PROFILE, list_articles

ARTICLES = list_articles()
FIRST = ARTICLES[0]


def _plan(articles: tuple[Article, ...] = ARTICLES, **profile: Any) -> dict[str, Page]:
    pages = plan_pages(build_site(articles, replace(PROFILE, **profile)))
    assert len({page.path for page in pages}) == len(pages)
    return {page.path: page for page in pages}


def _get(pages: dict[str, Page], path: str) -> Any:
    return pages[path].view


def _make_many(count: int) -> tuple[Article, ...]:
    """Articles over four years, of every precision, in three sections and five topics."""
    dates = (PartialDate(2020), PartialDate(2021, 5), PartialDate(2022, 5, 3), None)
    return tuple(
        replace(
            FIRST,
            source=f"content/posts/{number}.md",
            uid=f"urn:uuid:{number}",
            slug=f"stück-{number:03d}",
            title=f"Titel {number}",
            summary=f"Inhalt {number}",
            published=dates[number % 4],
            category=f"Ressort {number % 3}",
            tags=(f"Thema {number % 5}",),
            aliases=(),
        )
        for number in range(count)
    )


def test_every_kind_of_page_is_planned() -> None:
    pages = _plan()
    for path in (
        "index.html",
        "2023/03/artikel-0/index.html",
        "2022/artikel-13/index.html",
        "undated/artikel-52/index.html",
        "archive/index.html",
        "undated/index.html",
        "2023/index.html",
        "2023/03/index.html",
        "2023/03/14/index.html",
        "sections/index.html",
        "sections/politik/index.html",
        "topics/index.html",
        "topics/verkehr/index.html",
        "feeds/feed.css",
        "feeds/index.html",
        "404.html",
        "alt/bruecke/index.html",
        "bruecke.html",
    ):
        assert path in pages
    assert all(page.template and page.builder is None for page in pages.values())


def test_an_empty_site_has_its_fixed_pages() -> None:
    pages = _plan(())
    assert sorted(pages) == [
        "404.html",
        "archive/index.html",
        "feeds/feed.css",
        "feeds/index.html",
        "index.html",
        "map/index.html",
        "organisations/index.html",
        "people/index.html",
        "places/index.html",
        "sections/index.html",
        "stories/index.html",
        "topics/index.html",
    ]
    assert _get(pages, "index.html").lead is None


@given(st.randoms(use_true_random=False))
@settings(max_examples=10)
def test_the_order_of_the_input_does_not_matter(chance: random.Random) -> None:
    shuffled = list(ARTICLES)
    chance.shuffle(shuffled)
    assert build_site(shuffled, PROFILE) == build_site(ARTICLES, PROFILE)


def test_views_are_frozen_and_hold_only_plain_values() -> None:
    def walk(value: object) -> None:
        if isinstance(value, View):
            for name in value.__struct_fields__:
                walk(getattr(value, name))
        elif is_dataclass(value):
            assert value.__hash__ is not None
            for field in fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            for item in value:
                walk(item)
        else:
            assert value is None or type(value) in {str, int, bool}

    for page in _plan().values():
        walk(page.view)


def test_the_frame_is_the_same_whatever_is_published() -> None:
    def list_headers(pages: dict[str, Any]) -> set[SiteHeader]:
        return {page.view.site for page in pages.values()}

    headers, others = list_headers(_plan()), list_headers(_plan(()))
    assert headers == others
    assert len(headers) == 1
    assert isinstance(headers.pop(), SiteHeader)


@pytest.mark.parametrize(
    ("path", "digests"),
    [
        ("2023/03/artikel-0/", ["2023/03/", "2023/03/14/"]),
        ("2023/02/artikel-7/", ["2023/02/"]),
        ("2022/artikel-13/", ["2022/"]),
    ],
)
def test_an_article_leads_to_the_digests_that_it_stands_in(path: str, digests: list[str]) -> None:
    view: ArticleView = _get(_plan(), f"{path}index.html")
    assert [digest.address for digest in view.digests] == digests


def test_an_undated_article_belongs_to_no_digest() -> None:
    pages = _plan()
    view: ArticleView = _get(pages, "undated/artikel-52/index.html")
    assert view.digests == ()
    listed: UndatedView = _get(pages, "undated/index.html")
    assert [article.address for article in listed.articles] == ["undated/artikel-52/"]
    archive: ArchiveView = _get(pages, "archive/index.html")
    assert archive.undated == (1, False)


def test_a_month_is_a_chronicle_with_the_month_dated_first() -> None:
    view: DigestView = _get(_plan(), "2023/03/index.html")
    assert [str(part.period) for part in view.parts] == [
        "2023-03",
        "2023-03-12",
        "2023-03-13",
        "2023-03-14",
    ]
    assert [part.link.address if part.link else None for part in view.parts] == [
        None,
        "2023/03/12/",
        "2023/03/13/",
        "2023/03/14/",
    ]
    assert [parent.address for parent in view.parents] == ["2023/"]
    assert view.previous is not None
    assert view.previous.address == "2023/02/"
    assert view.next is None


def test_a_year_leads_to_its_months_and_lists_what_has_no_month() -> None:
    view: DigestView = _get(_plan(), "2022/index.html")
    assert [(str(part.period), part.count) for part in view.divisions] == [
        ("2022-11", 1),
        ("2022-12", 1),
    ]
    assert [str(part.period) for part in view.parts] == ["2022"]
    assert view.next is not None
    assert view.next.address == "2023/"


def test_a_topic_has_a_page_from_the_least_number_of_articles_on() -> None:
    pages = _plan()
    assert "topics/banken/index.html" not in pages
    view: ArticleView = _get(pages, "2023/03/artikel-0/index.html")
    assert [(topic.name, topic.address) for topic in view.article.topics] == [
        ("Verkehr", "topics/verkehr/"),
        ("Brücke", None),
    ]
    assert "topics/banken/index.html" in _plan(register_min_articles=1)
    register: RegisterView = _get(pages, "topics/index.html")
    assert all(entry.count >= 2 for entry in register.entries)


def test_a_short_section_stands_on_one_page_newest_first() -> None:
    pages = _plan()
    view: EntryView = _get(pages, "sections/politik/index.html")
    assert [article.address for article in view.articles] == [
        "2023/03/artikel-0/",
        "2023/03/artikel-3/",
        "2023/01/artikel-9/",
    ]
    assert (view.years, view.undated) == ((), None)
    assert view.feeds is not None
    assert view.feeds.atom == "feeds/sections/politik.atom.xml"
    assert not [path for path in pages if path.startswith("sections/politik/2")]
    topic: EntryView = _get(pages, "topics/verkehr/index.html")
    assert topic.feeds is None


def test_the_front_page_is_composed_of_the_newest() -> None:
    view: FrontView = _get(_plan(front_page_articles=10), "index.html")
    assert view.lead is not None
    assert view.lead.title == FIRST.title
    shown = [view.lead.address, *(article.address for article in view.seconds)]
    for rail in view.rails:
        shown += [rail.lead.address, *(article.address for article in rail.articles)]
    assert len(shown) == len(set(shown)) == 10
    assert all(address.startswith("2023/") for address in shown)
    assert [str(month.period) for month in view.months] == [
        "2023-03",
        "2023-02",
        "2023-01",
        "2022-12",
        "2022-11",
    ]
    assert [saying.quote.speaker for saying in view.sayings] == ["Anna Lindqvist"]
    assert view.edition is not None
    assert view.edition.address == "2023/03/14/"
    assert view.month is not None
    assert (str(view.month.digest.period), view.month.digest.count) == ("2023-03", 6)
    assert [str(day.period) for day in view.month.days] == [
        "2023-03-12",
        "2023-03-13",
        "2023-03-14",
    ]
    assert view.month.names == ()  # none of them is named twice
    named: FrontView = _get(_plan(front_page_articles=10, register_min_articles=1), "index.html")
    assert named.month is not None
    assert "people/anna-lindqvist/" in [name.address for name in named.month.names]


def test_what_was_said_is_new_short_and_from_different_people() -> None:
    quoted = [
        ("Alt.", "Ada", "2023-01-01"),
        ("Neu.", "Ada", "2023-01-05"),
        ("Lang. " * 31, "Ben", "2023-01-04"),
        ("Kurz.", "Ben", "2023-01-03"),
        ("Ohne Namen.", None, "2023-01-06"),
        ("Auch.", "Cem", "2023-01-02"),
        ("Zu viel.", "Dora", "2022-12-31"),
    ]
    articles = tuple(
        replace(ARTICLES[n], published=parse_edtf(date), quotes=(Quote(text, speaker),))
        for n, (text, speaker, date) in enumerate(quoted)
    )
    more = Quote("Auch neu, doch eine ist genug.", "Eva")
    articles = (
        *articles[:1],
        replace(articles[1], quotes=(*articles[1].quotes, more)),
        *articles[2:],
    )
    view: FrontView = _get(_plan(articles), "index.html")
    assert [saying.quote.text for saying in view.sayings] == ["Neu.", "Kurz.", "Auch."]


def test_a_front_page_of_one_article_has_neither_seconds_nor_sayings() -> None:
    view: FrontView = _get(_plan((replace(FIRST, quotes=FIRST.quotes[1:]),)), "index.html")
    assert view.lead is not None
    assert (view.seconds, view.rails, view.sayings) == ((), (), ())


def test_a_front_page_without_dates_has_neither_edition_nor_month() -> None:
    view: FrontView = _get(_plan((replace(FIRST, published=None),)), "index.html")
    assert view.lead is not None
    assert (view.edition, view.month, view.months) == (None, None, ())


def test_articles_without_a_section_share_a_rail() -> None:
    view: FrontView = _get(_plan(), "index.html")
    sections = [rail.section.name if rail.section else None for rail in view.rails]
    assert sections.index(None) == len(sections) - 1
    assert len(sections) == len(set(sections))


def test_an_old_address_leads_to_the_article() -> None:
    view: RedirectView = _get(_plan(), "alt/bruecke/index.html")
    assert view.target.address == "2023/03/artikel-0/"


def test_a_redirect_never_takes_the_place_of_a_page() -> None:
    second = replace(ARTICLES[1], aliases=("2023/03/artikel-0/", "../../etc", "alt/bruecke/"))
    pages = _plan((FIRST, second))
    assert isinstance(_get(pages, "2023/03/artikel-0/index.html"), ArticleView)
    assert _get(pages, "alt/bruecke/index.html").target.address == "2023/03/artikel-0/"


def test_faulty_and_doubled_aliases_are_reported() -> None:
    second = replace(ARTICLES[1], aliases=("../../etc", "/alt/bruecke", "alt/bruecke/"))
    problems = check_aliases(build_site((FIRST, second), PROFILE))
    assert [problem.path for problem in problems] == [second.source] * 3
    assert "'../../etc'" in problems[0].message
    assert FIRST.source in problems[1].message
    assert check_aliases(build_site(ARTICLES, PROFILE)) == ()


def test_articles_with_one_title_or_summary_say_more_in_their_own() -> None:
    twin = replace(ARTICLES[5], title=FIRST.title)
    pages = _plan((FIRST, twin, ARTICLES[7], ARTICLES[10]))
    marked = {
        page.view.article.address
        for page in pages.values()
        if isinstance(page.view, ArticleView) and page.view.article.repeated
    }
    assert marked == {"2023/03/artikel-0/", "2023/02/artikel-5/"}


@pytest.mark.parametrize("number", [0, 17, 80, 399])
def test_one_more_article_changes_few_pages(number: int) -> None:
    articles = _make_many(400)
    new = replace(articles[number], source="content/posts/new.md", slug="neu", title="Neu")
    before, after = _plan(articles), _plan((*articles, new))
    changed = [path for path in after if before.get(path) != after[path]]
    assert not set(before) - set(after)
    # Its section, its topic and its five names have too many articles for one page each;
    # the next year and month say how often they were named before.
    assert len(changed) <= 26


def test_views_share_their_cards() -> None:
    pages = _plan()
    front: FrontView = _get(pages, "index.html")
    section: EntryView = _get(pages, "sections/wirtschaft/index.html")
    assert any(card is section.articles[0] for card in front.seconds)


def test_a_site_can_do_without_registers_and_the_map() -> None:
    pages = _plan(register_min_articles=1, registers=("people",))
    folders = {path.partition("/")[0] for path in pages}
    assert "people" in folders
    assert folders & {"topics", "places", "organisations", "map"} == set()
    view: ArticleView = _get(pages, "2023/03/artikel-0/index.html")
    assert [topic.address for topic in view.article.topics] == [None, None]


def test_dates_lead_to_months_where_days_have_no_digests() -> None:
    pages = _plan(day_digests=False)
    assert "2023/03/14/index.html" in _plan()
    assert "2023/03/14/index.html" not in pages
    view: ArticleView = _get(pages, "2023/03/artikel-0/index.html")
    assert [digest.address for digest in view.digests] == ["2023/03/"]
    front: FrontView = _get(pages, "index.html")
    assert front.edition
    assert (str(front.edition.period), front.edition.address) == ("2023-03-14", "2023/03/")
    assert front.month
    assert front.month.days == ()
    feeds: FeedsView = _get(pages, "feeds/index.html")
    assert [feed.name for feed in feeds.digests] == ["months"]
    assert not feeds.day_digests


def test_a_site_can_do_without_stories() -> None:
    pages = _plan(stories=False)
    assert "stories/index.html" in _plan()
    assert "stories/index.html" not in pages
    front: FrontView = _get(pages, "index.html")
    assert not front.site.stories
