from __future__ import annotations

from dataclasses import replace

from newsdigest.dates import parse_edtf
from newsdigest.digests import build_digests, build_reports, list_closed, rank_reports
from newsdigest.digests import list_articles as list_articles_of
from newsdigest.model import Article, PartialDate
from newsdigest.site import build_site
from tests.sample import PROFILE, list_articles

YEARS = build_digests(build_site(list_articles(), PROFILE).articles)


def test_years_months_and_days_hold_what_was_published_in_them() -> None:
    assert [(str(year.period), year.count) for year in YEARS] == [("2022", 3), ("2023", 13)]
    months = YEARS[1].parts
    assert [(str(month.period), month.count) for month in months] == [
        ("2023-01", 3),
        ("2023-02", 4),
        ("2023-03", 6),
    ]
    days = months[2].parts
    assert [str(day.period) for day in days] == ["2023-03-12", "2023-03-13", "2023-03-14"]
    assert [article.slug for article in days[2].articles] == ["artikel-0", "artikel-1"]


def test_an_article_belongs_to_the_finest_period_that_is_known() -> None:
    assert [article.title for article in YEARS[0].articles] == ["Das Jahr der leeren Speicher"]
    march = YEARS[1].parts[2]
    assert [article.published for article in march.articles] == [PartialDate(2023, 3)]
    assert all(not day.parts for day in march.parts)


def test_months_that_have_no_days_hold_all_of_their_articles() -> None:
    years = build_digests(build_site(list_articles(), PROFILE).articles, days=False)
    assert [(year.period, year.count, year.articles) for year in years] == [
        (year.period, year.count, year.articles) for year in YEARS
    ]
    months = [month for year in years for month in year.parts]
    assert [(month.period, [*month.articles]) for month in months] == [
        (month.period, list_articles_of(month)) for year in YEARS for month in year.parts
    ]
    assert not any(month.parts for month in months)
    assert list_closed(years, "month") == tuple(months[:-1])
    assert list_closed(years, "day") == ()


def test_undated_articles_belong_to_no_digest() -> None:
    assert sum(year.count for year in YEARS) == len(list_articles()) - 1
    assert build_digests([]) == ()


def test_months_and_days_are_over_when_something_later_follows() -> None:
    dates = ("2022-11", "2022-12-30", "2022-12-31")

    def close(*more: str) -> list[list[str]]:
        articles = [replace(FIRST, published=parse_edtf(date)) for date in (*dates, *more)]
        years = build_digests(sorted(articles, key=lambda article: article.sort_key))
        return [
            [str(digest.period) for digest in list_closed(years, precision)]
            for precision in ("month", "day")
        ]

    assert close() == [["2022-11"], ["2022-12-30"]]
    assert close("2023-01") == [["2022-11", "2022-12"], ["2022-12-30", "2022-12-31"]]
    assert close("2023") == [["2022-11", "2022-12"], ["2022-12-30", "2022-12-31"]]
    assert list_closed((), "month") == list_closed((), "day") == ()


FIRST = list_articles()[0]


def _make(number: int, names: tuple[str, ...] = (), length: int = 0) -> Article:
    return replace(FIRST, source=str(number), people=names, length=length)


def _rank(*articles: Article, story: str = "") -> list[tuple[str, list[tuple[str, int]]]]:
    """`(source, reasons)` of what leads; articles whose source is in `story` tell one story."""
    reports = build_reports(
        articles, lambda article: story if article.source in story else article.source
    )
    numbers = {name: number for number, name in enumerate("ABCDEFGHIJKLMNOP")}
    ranked = rank_reports(reports, lambda article: [numbers[name] for name in article.people], 9)
    return [
        (report.shown.source, [(reason.kind, reason.count) for reason in reasons])
        for report, reasons in ranked
    ]


def test_a_story_stands_once_where_its_latest_article_does() -> None:
    reports = build_reports(
        [_make(1), _make(2), _make(3)], lambda article: "x" if article.source in "13" else "y"
    )
    assert [[article.source for article in report.articles] for report in reports] == [
        ["2"],
        ["1", "3"],
    ]
    assert build_reports([], str) == ()


def test_a_larger_story_leads_and_says_so() -> None:
    assert _rank(_make(1), _make(2), _make(3), story="13") == [("3", [("story", 1)])]


def test_names_that_other_reports_share_lead() -> None:
    ranked = _rank(_make(1, ("A", "B")), _make(2, ("A", "B")), _make(3, ("A", "C")))
    assert ranked == [("1", [("reach", 2)]), ("2", [("reach", 2)]), ("3", [("reach", 1)])]


def test_a_name_that_only_one_story_shares_with_itself_is_no_reach() -> None:
    assert _rank(_make(1, ("A",)), _make(2, ("A",)), story="12") == [("2", [("story", 1)])]


def test_the_longest_text_leads_where_nothing_else_does() -> None:
    assert _rank(_make(1, length=5), _make(2, length=9)) == [("2", [("length", 9)])]
    assert _rank(_make(1, length=5)) == []
    assert _rank(_make(1), _make(2)) == []


def test_one_more_article_of_the_story_outweighs_two_names_but_not_many() -> None:
    names = tuple("ABCDEFGHIJKLMNOP")
    ranked = _rank(
        _make(1), _make(2, names), _make(3, names[:2]), _make(4), _make(5, names[2:]), story="14"
    )
    assert [source for source, _ in ranked] == ["2", "5", "4", "3"]
