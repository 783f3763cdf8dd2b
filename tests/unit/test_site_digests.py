from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.dates import parse_edtf
from newsdigest.model import Article, Page, PartialDate, Quote
from newsdigest.site import build_site, plan_pages
from newsdigest.site.digests import MOST_NAMES, MOST_SAYINGS, SAME_DAYS
from newsdigest.threads import Threads
from newsdigest.views import DigestView, FeedsView
from tests.sample import PROFILE, list_articles

FIRST = list_articles()[0]


def _make(number: int, published: PartialDate | None, **changes: Any) -> Article:
    given: dict[str, Any] = {
        "source": f"content/posts/{number}.md",
        "uid": f"urn:uuid:{number}",
        "slug": f"stück-{number:04d}",
        "title": f"Titel {number}",
        "published": published,
        "added": FIRST.added + timedelta(minutes=number),
        "people": (),
        "places": (),
        "organisations": (),
        "quotes": (),
        "aliases": (),
        **changes,
    }
    return replace(FIRST, **given)


def _plan(*articles: Article, **profile: Any) -> dict[str, Page]:
    pages = plan_pages(build_site(articles, replace(PROFILE, **profile)))
    return {page.path: page for page in pages if isinstance(page.view, DigestView)}


def _get(pages: dict[str, Page], path: str) -> Any:
    return pages[path].view


def _list_shown(view: DigestView) -> list[str]:
    reports = [*view.leads, *(report for part in view.parts for report in part.reports)]
    links = [(report.article, *report.others) for report in reports]
    return [link.address for group in links for link in group]


def test_a_month_without_days_shows_what_it_shows_with_them() -> None:
    dates = ("2022-12-31", "2023-03", "2023-03-02", "2023-03-02T09:00", "2023-03-14", "2023-03-31")
    articles = [
        _make(n, parse_edtf(date), length=n, people=("A",), quotes=(Quote(f"Satz {n}.", "A"),))
        for n, date in enumerate(dates)
    ]
    whole, small = _plan(*articles), _plan(*articles, day_digests=False)
    assert small.keys() == {path for path in whole if path.count("/") < 3}
    for path in small:
        with_days: DigestView = _get(whole, path)
        without: DigestView = _get(small, path)
        unlinked = [part for part in without.parts if part.period.day]
        assert not any(part.link for part in without.parts)
        assert [(part.period, part.reports) for part in without.parts] == [
            (part.period, part.reports) for part in with_days.parts
        ]
        assert bool(unlinked) == bool(path.count("/") == 2)
        for name in ("figures", "leads", "sayings", "people", "map", "previous", "next"):
            assert getattr(without, name) == getattr(with_days, name), name
        assert without.divisions == (() if unlinked else with_days.divisions)


def test_what_led_stands_first_and_not_again() -> None:
    day = PartialDate(2023, 3, 14)
    articles = [_make(n, day, length=n, people=("A",) if n in (0, 1) else ()) for n in range(6)]
    view: DigestView = _get(_plan(*articles), "2023/03/index.html")
    assert [(r.article.title, [(w.kind, w.count) for w in r.reasons]) for r in view.leads] == [
        ("Titel 5", [("length", 5)]),
        ("Titel 1", [("reach", 1)]),
    ]
    assert len(_list_shown(view)) == len(set(_list_shown(view))) == 6
    assert [part.period for part in view.parts] == [day]
    lead = _get(_plan(*articles), "2023/03/14/index.html").leads
    assert [report.article.title for report in lead] == ["Titel 5"]


def test_a_digest_of_few_reports_is_a_chronicle_only() -> None:
    articles = [_make(n, PartialDate(2023, 3, 14), length=n) for n in range(2)]
    view: DigestView = _get(_plan(*articles), "2023/03/14/index.html")
    assert view.leads == ()
    assert len(_list_shown(view)) == 2


def test_a_year_leads_with_its_reports_and_leaves_the_rest_to_its_months() -> None:
    dates = [PartialDate(2023), PartialDate(2023, 3), PartialDate(2023, 3, 14)]
    articles = [_make(n, dates[n % 3], length=n) for n in range(6)]
    view: DigestView = _get(_plan(*articles), "2023/index.html")
    assert [report.article.title for report in view.leads] == ["Titel 5"]
    assert view.figures.reports == 6
    assert [[r.article.title for r in part.reports] for part in view.parts] == [
        ["Titel 0", "Titel 3"]
    ]


def test_names_are_counted_beside_the_period_before() -> None:
    articles = [
        _make(1, PartialDate(2022, 12), people=("A",), places=("P",)),
        _make(2, PartialDate(2023, 3, 1), people=("A", "B"), organisations=("O",)),
        _make(3, PartialDate(2023, 3, 2), people=("A", "B"), organisations=("O",)),
    ]
    pages = _plan(*articles)
    march: DigestView = _get(pages, "2023/03/index.html")
    assert march.previous is not None
    assert march.previous.address == "2022/12/"
    assert [(t.name, t.address, t.count, t.before) for t in march.people] == [
        ("A", "people/a/", 2, 1),
        ("B", "people/b/", 2, 0),
    ]
    assert [(t.name, t.count, t.before) for t in march.organisations] == [("O", 2, 0)]
    december: DigestView = _get(pages, "2022/12/index.html")
    assert [(t.name, t.before) for t in december.people] == [("A", None)]
    assert december.places == ()  # one article alone makes no page


def test_a_digest_names_few_names() -> None:
    names = tuple(f"P{n}" for n in range(MOST_NAMES + 5))
    every = {"people": names, "places": names, "organisations": names}
    articles = [_make(n, PartialDate(2023, 3, 1), **every) for n in range(2)]
    view: DigestView = _get(_plan(*articles), "2023/index.html")
    assert len(view.people) == len(view.places) == len(view.organisations) == MOST_NAMES


def test_figures_count_every_article_and_each_name_once() -> None:
    quote = Quote("Ja.", None)
    articles = [
        _make(1, PartialDate(2023), people=("A", "B"), quotes=(quote, quote)),
        _make(2, PartialDate(2023, 3, 1), people=("A",), places=("P",), organisations=("O",)),
    ]
    figures = _get(_plan(*articles), "2023/index.html").figures
    assert (figures.articles, figures.reports, figures.quotations) == (2, 2, 2)
    assert (figures.people, figures.places, figures.organisations) == (2, 1, 1)


def test_quotations_have_a_speaker_and_begin_with_what_led() -> None:
    day = PartialDate(2023, 3, 1)
    articles = [
        _make(n, day, length=n, quotes=(Quote("Kein Name.", None), Quote(f"Satz {n % 5}.", "A")))
        for n in range(7)
    ]
    view: DigestView = _get(_plan(*articles), "2023/03/01/index.html")
    assert [saying.quote.text for saying in view.sayings] == ["Satz 1.", "Satz 0.", "Satz 2."]
    assert len(view.sayings) == MOST_SAYINGS["day"]
    assert view.sayings[0].article.title == "Titel 6"


def test_a_day_leads_to_the_same_day_of_the_nearest_years() -> None:
    years = range(2015, 2015 + 2 * SAME_DAYS + 3)
    articles = [_make(year, PartialDate(year, 3, 1)) for year in years]
    articles += [_make(1, PartialDate(2020, 3)), _make(2, PartialDate(2020, 3, 2))]
    pages = _plan(*articles)
    view: DigestView = _get(pages, "2018/03/01/index.html")
    assert [day.period.address for day in view.same_day] == [
        "2016/03/01/",
        "2017/03/01/",
    ]
    assert view.same_day[0].article.title == "Titel 2016"
    assert [d.period.address for d in _get(pages, "2016/03/01/index.html").same_day] == [
        "2015/03/01/",
    ]
    assert _get(pages, "2015/03/01/index.html").same_day == ()
    assert _get(pages, "2020/03/index.html").same_day == ()
    assert _get(pages, "2020/03/02/index.html").same_day == ()


def test_digests_follow_each_other_across_years() -> None:
    pages = _plan(
        _make(1, PartialDate(2022, 12, 31)),
        _make(2, PartialDate(2023, 1, 1)),
        _make(3, PartialDate(2024)),
    )
    day: DigestView = _get(pages, "2023/01/01/index.html")
    assert day.previous is not None
    assert (day.previous.address, day.next) == ("2022/12/31/", None)
    year: DigestView = _get(pages, "2023/index.html")
    assert year.previous is not None
    assert year.next is not None
    assert (year.previous.address, year.next.address) == ("2022/", "2024/")


_DATES = [
    *(PartialDate(2022), PartialDate(2022, 5), PartialDate(2022, 5, 3), PartialDate(2022, 5, 4)),
    *(PartialDate(2023, 5, 3), None),
]
_NAMES = st.lists(st.sampled_from("ABC"), max_size=3, unique=True).map(tuple)


@given(
    st.lists(st.tuples(st.sampled_from(_DATES), _NAMES, st.integers(0, 9)), max_size=15),
    st.randoms(use_true_random=False),
)
@settings(max_examples=40, deadline=None)
def test_no_article_stands_twice_and_the_order_does_not_matter(
    rows: list[tuple[Any, Any, int]], chance: random.Random
) -> None:
    articles = [
        _make(n, date, people=people, length=length)
        for n, (date, people, length) in enumerate(rows)
    ]
    shuffled = list(articles)
    chance.shuffle(shuffled)
    pages = _plan(*articles)
    assert _plan(*shuffled) == pages
    for page in pages.values():
        view = page.view
        assert isinstance(view, DigestView)
        shown = _list_shown(view)
        assert len(shown) == len(set(shown))
        if view.period.month:
            assert len(shown) == view.figures.articles


def test_a_story_stands_once_in_each_digest_with_what_belongs_there() -> None:
    year, day = PartialDate(2022), PartialDate(2022, 5, 3)
    first, second, third = _make(1, year), _make(2, day), _make(3, day)
    threads = Threads(originals={second.uid: first, third.uid: first})
    people = tuple("ABCDEFGH")
    louder = [_make(n, PartialDate(2022, 6), people=people) for n in range(10, 16)]
    pages = plan_pages(build_site((first, second, third, *louder), PROFILE, threads))
    views = {page.path: page.view for page in pages if isinstance(page.view, DigestView)}

    def read(path: str) -> list[tuple[str, list[str]]]:
        reports = [report for part in views[path].parts for report in part.reports]
        return [(r.article.title, [link.title for link in r.others]) for r in reports]

    assert read("2022/index.html") == [("Titel 1", [])]
    assert read("2022/05/index.html") == [("Titel 3", ["Titel 2"])]
    assert read("2022/05/03/index.html") == [("Titel 3", ["Titel 2"])]
    assert len(views["2022/index.html"].leads) == 6
    assert views["2022/index.html"].figures.reports == 7


def test_a_month_that_is_over_leads_to_its_editions() -> None:
    articles = [_make(month, PartialDate(2022, month)) for month in range(1, 5)]
    site = build_site(articles, replace(PROFILE, editions=True))
    pages = {page.path: page for page in plan_pages(site)}
    views = {path: page.view for path, page in pages.items()}
    found = {
        path: view.editions and (view.editions.book, view.editions.letter)
        for path, view in views.items()
        if isinstance(view, DigestView)
    }
    stems = {f"2022/0{month}/index.html": f"editions/2022-0{month}" for month in range(1, 4)}
    kept = {path: (f"{stem}.epub", f"{stem}.eml") for path, stem in stems.items()}
    assert found == {**kept, "2022/index.html": None, "2022/04/index.html": None}
    feeds = views["feeds/index.html"]
    assert isinstance(feeds, FeedsView)
    assert [links.period.month for links in feeds.editions] == [3, 2, 1]


def test_a_site_without_editions_names_none() -> None:
    articles = [_make(month, PartialDate(2022, month)) for month in range(1, 4)]
    site = build_site(articles, replace(PROFILE, editions=False))
    views = [page.view for page in plan_pages(site)]
    assert not any(view.editions for view in views if isinstance(view, DigestView | FeedsView))
