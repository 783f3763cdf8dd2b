from __future__ import annotations

from newsdigest.digests import build_digests
from newsdigest.model import PartialDate
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


def test_undated_articles_belong_to_no_digest() -> None:
    assert sum(year.count for year in YEARS) == len(list_articles()) - 1
    assert build_digests([]) == ()
