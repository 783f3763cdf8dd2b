from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.model import Article, GeoPlace, Page, PartialDate, Quote
from newsdigest.registers import KINDS, list_names
from newsdigest.site import build_site, plan_pages
from newsdigest.site.entries import (
    COMPANIONS,
    CONSIDERED,
    LISTED,
    LONG_REGISTER,
    NEWEST,
    RAIL,
    SAYINGS,
)
from newsdigest.views import EntryView, EntryYearView, NameLink, RegisterView
from tests.sample import PROFILE, list_articles

FIRST = list_articles()[0]
DATES = (PartialDate(2020), PartialDate(2021, 5), PartialDate(2022, 5, 3), None)


def _make(number: int, **changes: Any) -> Article:
    given: dict[str, Any] = {
        "source": f"content/posts/{number}.md",
        "uid": f"urn:uuid:{number}",
        "slug": f"stück-{number:04d}",
        "title": f"Titel {number}",
        "published": PartialDate(2023, 3, 1 + number % 28),
        "added": FIRST.added + timedelta(minutes=number),
        "aliases": (),
        **changes,
    }
    return replace(FIRST, **given)


MANY = [_make(number, published=DATES[number % 4]) for number in range(2 * LISTED)]


def _plan(*articles: Article, **profile: Any) -> dict[str, Page]:
    pages = plan_pages(build_site(articles, replace(PROFILE, **profile)))
    assert len({page.path for page in pages}) == len(pages)
    return {page.path: page for page in pages}


def _get(pages: dict[str, Page], path: str) -> Any:
    return pages[path].view


def test_a_name_has_a_page_from_the_least_number_of_articles_on() -> None:
    one, two = _make(1), _make(2, people=("Anna Lindqvist",))
    pages = _plan(one, two)
    view: EntryView = _get(pages, "people/anna-lindqvist/index.html")
    assert view.count == len(view.articles) == 2
    assert (view.first, view.last) == (one.published, two.published)
    assert (view.groups, view.years, view.undated, view.feeds) == ((), (), None, None)
    assert "people/jens-aamodt/index.html" not in pages
    article = _get(pages, "2023/03/stück-0001/index.html").article
    assert [(link.name, link.address) for link in article.people] == [
        ("Anna Lindqvist", "people/anna-lindqvist/"),
        ("Jens Aamodt", None),
    ]
    assert "people/jens-aamodt/index.html" in _plan(one, two, register_min_articles=1)


def test_one_name_may_be_a_person_and_a_place() -> None:
    pages = _plan(_make(1, people=("Aue",)), _make(2, people=("Aue",)))
    assert {"people/aue/index.html", "places/aue/index.html"} <= set(pages)


def test_the_articles_of_a_name_stand_by_year_the_newest_with_their_summaries() -> None:
    articles = [_make(number, published=DATES[number % 4]) for number in range(LISTED)]
    pages = _plan(*articles)
    view: EntryView = _get(pages, "places/aue/index.html")
    assert (view.count, len(view.articles), view.years) == (LISTED, NEWEST, ())
    assert [str(period) for period, _ in view.groups] == ["2022", "2021", "2020", "None"]
    shown = [article.address for article in view.articles]
    shown += [article.address for _, group in view.groups for article in group]
    assert len(shown) == len(set(shown)) == LISTED
    assert view.first == PartialDate(2020)
    assert view.last == PartialDate(2022, 5, 3)


def test_a_name_with_many_articles_shows_the_newest_years_and_leads_to_the_others() -> None:
    pages = _plan(*MANY)
    view: EntryView = _get(pages, "places/aue/index.html")
    half = LISTED // 2
    assert [(str(year.period), year.count, year.address) for year in view.years] == [
        ("2020", half, "places/aue/2020/"),
    ]
    assert view.undated == (half, False, "places/aue/undated/")
    assert [(str(period), len(group)) for period, group in view.groups] == [
        ("2022", half - NEWEST),
        ("2021", half),
    ]
    assert "places/aue/2021/index.html" not in pages
    year: EntryYearView = _get(pages, "places/aue/2020/index.html")
    assert [str(period) for period, _ in year.groups] == ["2020"]
    undated: EntryYearView = _get(pages, "places/aue/undated/index.html")
    assert [period for period, _ in undated.groups] == [None]
    listed = [
        article.address
        for path, page in pages.items()
        if path.startswith("places/aue/") and isinstance(page.view, EntryYearView)
        for _, group in page.view.groups
        for article in group
    ]
    listed += [article.address for article in view.articles]
    listed += [article.address for _, group in view.groups for article in group]
    assert len(listed) == len(set(listed)) == view.count


def test_the_newest_year_of_a_name_has_a_page_of_its_own_if_it_is_long() -> None:
    articles = [_make(number, published=DATES[0]) for number in range(LISTED + 1)]
    pages = _plan(*articles, _make(LISTED + 1, published=PartialDate(2019)))
    view: EntryView = _get(pages, "places/aue/index.html")
    assert [(str(year.period), year.count) for year in view.years] == [
        (str(DATES[0])[:4], LISTED + 1),
        ("2019", 1),
    ]
    assert view.groups == ()


def test_one_more_article_than_fit_gives_the_oldest_of_these_years_a_list() -> None:
    newest = _make(2 * LISTED, published=PartialDate(2022, 12, 31))
    pages = _plan(*MANY, newest)
    view: EntryView = _get(pages, "places/aue/index.html")
    assert [str(year.period) for year in view.years] == ["2021", "2020"]
    assert [len(group) for _, group in view.groups] == [LISTED // 2 + 1 - NEWEST]


@pytest.mark.parametrize(
    "date", [PartialDate(2022, 12, 31), PartialDate(2021, 1), PartialDate(2023)]
)
def test_a_new_article_changes_one_page_of_a_name_with_many(date: PartialDate) -> None:
    newest = _make(2 * LISTED, published=date)
    old, new = _plan(*MANY[4:]), _plan(*MANY[4:], newest)
    assert {
        path for path in new if path.startswith("places/aue/") and old[path].view != new[path].view
    } == {"places/aue/index.html"}


def test_an_old_article_changes_of_a_long_section_the_list_of_its_year_alone() -> None:
    old = _plan(*MANY)
    new = _plan(*MANY, _make(2 * LISTED, published=PartialDate(2020)))
    changed = {path for path in new if old.get(path) != new[path]}
    lists = {path for path in changed if path.startswith(("sections/", "archive/"))}
    assert lists == {"sections/politik/2020/index.html"}
    view: EntryView = _get(new, "sections/politik/index.html")
    assert (view.count, view.at_least) == (LISTED, True)
    assert {(year.count, year.at_least) for year in view.years} == {(LISTED // 2, True)}
    assert view.undated == (LISTED // 2, True, "sections/politik/undated/")
    assert {companion.at_least for companion in view.companions} == {True}


def test_the_articles_of_a_name_are_counted_exactly() -> None:
    view: EntryView = _get(_plan(*MANY), "places/aue/index.html")
    assert (view.count, view.at_least) == (2 * LISTED, False)
    assert {year.at_least for year in view.years} == {False}
    assert not any(companion.at_least for companion in view.companions)


def test_undated_articles_alone_have_neither_first_nor_last() -> None:
    pages = _plan(_make(1, published=None), _make(2, published=None))
    view: EntryView = _get(pages, "places/aue/index.html")
    assert (view.first, view.last) == (None, None)


def test_quotations_stand_by_whom_they_are_and_beside_whom() -> None:
    own, about, other = (
        Quote("Wir bauen.", "Lindqvist"),
        Quote("Lindqvist baut.", "Jens Aamodt"),
        Quote("Es regnet.", None),
    )
    articles = [
        _make(1, quotes=(own, about)),
        _make(2, quotes=(own, other)),
        _make(3, quotes=(Quote("Ja.", "Anna Lindqvist"),)),
    ]
    pages = _plan(*articles)
    view: EntryView = _get(pages, "people/anna-lindqvist/index.html")
    assert [(saying.quote.text, saying.article.title) for saying in view.said] == [
        ("Ja.", "Titel 3"),
        ("Wir bauen.", "Titel 2"),
    ]
    assert [saying.quote.text for saying in view.beside] == ["Lindqvist baut.", "Es regnet."]
    place: EntryView = _get(pages, "places/aue/index.html")
    assert (place.said, place.beside) == ((), ())


def test_a_page_holds_few_quotations_the_newest() -> None:
    quotes = tuple(Quote(f"Satz {n}.", "Anna Lindqvist") for n in range(SAYINGS + 3))
    view: EntryView = _get(
        _plan(_make(1, quotes=quotes), _make(2, quotes=())), "people/anna-lindqvist/index.html"
    )
    assert [saying.quote for saying in view.said] == list(quotes[:SAYINGS])


def test_of_very_many_quotations_the_newest_are_considered() -> None:
    quotes = (
        *(Quote(f"Satz {n}.", "Anna Lindqvist") for n in range(SAYINGS)),
        *(Quote(f"Wort {n}.", None) for n in range(CONSIDERED)),
    )
    old = _make(1, quotes=(Quote("Früher sagte Lindqvist anderes.", None),))
    view: EntryView = _get(_plan(old, _make(2, quotes=quotes)), "people/anna-lindqvist/index.html")
    assert [saying.quote.text for saying in view.beside] == [f"Wort {n}." for n in range(SAYINGS)]


def test_companions_are_the_names_of_the_same_articles() -> None:
    articles = [
        _make(1, people=("A", "B"), places=("P",), organisations=()),
        _make(2, people=("A", "B"), places=("P",), organisations=("O",)),
        _make(3, people=("A",), places=("P",), organisations=("O",)),
        _make(4, people=("B", "Einmal"), places=(), organisations=()),
    ]
    view: EntryView = _get(_plan(*articles), "people/a/index.html")
    assert [(c.kind, c.name, c.address, c.count) for c in view.companions] == [
        ("places", "P", "places/p/", 3),
        ("people", "B", "people/b/", 2),
        ("organisations", "O", "organisations/o/", 2),
    ]
    many = [_make(n, places=tuple(f"Ort {i}" for i in range(30))) for n in range(2)]
    assert len(_get(_plan(*many), "people/anna-lindqvist/index.html").companions) == COMPANIONS


def test_a_short_register_stands_on_one_page_with_exact_counts() -> None:
    view: RegisterView = _get(_plan(_make(1), _make(2), _make(3)), "people/index.html")
    assert (view.letter, view.letters) == (None, ())
    assert [(entry.name, entry.count, entry.at_least) for entry in view.entries] == [
        ("Jens Aamodt", 3, False),
        ("Anna Lindqvist", 3, False),
    ]


def test_the_list_of_sections_shows_what_is_newest_in_each() -> None:
    politics = [_make(number, category="Politik") for number in range(RAIL + 3)]
    sports = _make(20, category="Sport")
    pages = _plan(*politics, sports, _make(21, category=None))
    view: RegisterView = _get(pages, "sections/index.html")
    shown = [(rail.section, rail.lead.title, len(rail.articles)) for rail in view.rails]
    assert shown == [
        (NameLink("Politik", "sections/politik/"), politics[-1].title, RAIL - 1),
        (NameLink("Sport", "sections/sport/"), sports.title, 0),
    ]
    assert [link.title for link in view.rails[0].articles] == [
        article.title for article in politics[-2 : -RAIL - 1 : -1]
    ]
    assert [entry.name for entry in view.entries] == ["Politik", "Sport"]
    assert _get(pages, "people/index.html").rails == ()


def test_a_long_register_is_cut_by_letter_and_rounds() -> None:
    names = tuple(f"Ort {chr(97 + n % 26)}{n}" for n in range(LONG_REGISTER))
    people = tuple(f"{name[4:].title()} {name[4:].title()}" for name in names)
    articles = [_make(n, people=people) for n in range(3)]
    articles.append(_make(3, people=("Anna Lindqvist", "7 Zwerge 7")))
    articles.append(_make(4, people=("Anna Lindqvist", "7 Zwerge 7")))
    pages = _plan(*articles)
    root: RegisterView = _get(pages, "people/index.html")
    letters = [link.letter for link in root.letters]
    assert letters == [*(chr(97 + n) for n in range(26)), "other"]
    assert root.letters[0].address == "people/letter/a/"
    assert {(entry.count, entry.at_least) for entry in root.entries} == {(2, True)}
    part: RegisterView = _get(pages, "people/letter/l/index.html")
    assert part.letter == "l"
    assert part.letters == root.letters
    assert "Anna Lindqvist" in [entry.name for entry in part.entries]
    assert [e.name for e in _get(pages, "people/letter/other/index.html").entries] == ["7 Zwerge 7"]
    filed = [
        entry.address
        for path in pages
        if path.startswith("people/letter/")
        for entry in _get(pages, path).entries
    ]
    assert len(filed) == len(set(filed)) == LONG_REGISTER + 2


_NAMES = st.lists(st.sampled_from("ABCDE"), max_size=3).map(tuple)


@given(
    st.lists(st.tuples(_NAMES, _NAMES, st.sampled_from(DATES)), max_size=12),
    st.randoms(use_true_random=False),
    st.integers(min_value=1, max_value=3),
)
@settings(max_examples=40, deadline=None)
def test_counts_are_those_of_the_posts_in_any_order(
    rows: list[tuple[Any, Any, Any]], chance: random.Random, least: int
) -> None:
    articles = [
        _make(n, people=people, places=places, published=date)
        for n, (people, places, date) in enumerate(rows)
    ]
    shuffled = list(articles)
    chance.shuffle(shuffled)
    pages = _plan(*articles, register_min_articles=least)
    assert _plan(*shuffled, register_min_articles=least) == pages
    for kind in KINDS:
        counts = Counter(name for article in articles for name in set(list_names(kind, article)))
        shown = {
            page.view.entry.name: page.view.count
            for page in pages.values()
            if isinstance(page.view, EntryView) and page.view.kind == kind
        }
        wanted = 1 if kind == "sections" else least
        assert shown == {name: count for name, count in counts.items() if count >= wanted}


def test_each_name_of_a_place_leads_to_its_page() -> None:
    place = GeoPlace(2660646, "CH", 46.2, 6.1)
    names = ("Genf", "Geneva", "Genua")
    articles = [
        _make(n, places=(name,), coordinates=((name, place),)) for n, name in enumerate(names)
    ]
    articles += [_make(n, places=("Genua!",)) for n in (3, 4)]
    pages = _plan(*articles)
    view: EntryView = _get(pages, "places/genf/index.html")
    assert (view.entry.name, view.also, view.count) == ("Genf", ("Geneva", "Genua"), 3)
    target = _get(pages, "places/geneva/index.html").target
    assert (target.address, target.title) == ("places/genf/", "Genf")
    assert isinstance(_get(pages, "places/genua/index.html"), EntryView)
    article = _get(pages, "2023/03/stück-0001/index.html").article
    assert [(link.name, link.address) for link in article.places] == [("Geneva", "places/genf/")]
