from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from newsdigest.errors import PostError, Problem, SeedError
from newsdigest.model import Article, PartialDate


@pytest.mark.parametrize(
    ("parts", "text", "precision"),
    [
        ((2022,), "2022", "year"),
        ((2022, 1), "2022-01", "month"),
        ((2022, 1, 10), "2022-01-10", "day"),
        ((2022, 1, 10, time(18, 2)), "2022-01-10T18:02:00", "day"),
        ((987, 1), "0987-01", "month"),
    ],
)
def test_a_partial_date_shows_no_more_than_it_knows(
    parts: tuple[Any, ...], text: str, precision: str
) -> None:
    partial = PartialDate(*parts)
    assert str(partial) == text
    assert partial.precision == precision


@pytest.mark.parametrize(
    "parts",
    [(2022, 13), (2022, 2, 30), (2022, None, 3), (2022, 1, None, time(1)), (0,), (10000,)],
)
def test_an_impossible_date_is_no_partial_date(parts: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate(*parts)


def test_the_first_instant_of_a_period_is_aware() -> None:
    assert PartialDate(2022, 1).first_day == date(2022, 1, 1)
    assert PartialDate(2022).first_instant == datetime(2022, 1, 1, tzinfo=UTC)
    east = timezone(timedelta(hours=2))
    at = PartialDate(2020, 7, 24, time(18, 2, tzinfo=east))
    assert at.first_instant == datetime(2020, 7, 24, 16, 2, tzinfo=UTC)


def test_periods_sort_from_wide_to_narrow() -> None:
    dates = [
        PartialDate(2022),
        PartialDate(2022, 1),
        PartialDate(2022, 1, 1),
        PartialDate(2022, 1, 1, time(8)),
        PartialDate(2022, 1, 2),
        PartialDate(2022, 2),
    ]
    shuffled = dates[1::2] + dates[::2]
    assert sorted(shuffled, key=lambda d: d.sort_key) == dates


def test_articles_sort_by_period_then_slug_with_undated_ones_first() -> None:
    base = Article(
        uid="urn:uuid:1",
        source="content/posts/a.md",
        slug="a",
        title="A",
        language="de",
        published=PartialDate(2022, 1),
        added=datetime(2022, 1, 1, tzinfo=UTC),
        category=None,
        summary="",
        body_digest="",
    )
    second = dataclasses.replace(base, slug="b")
    undated = dataclasses.replace(base, published=None, slug="z")
    assert sorted([second, base, undated], key=lambda a: a.sort_key) == [undated, base, second]


def test_a_problem_reads_file_line_and_advice() -> None:
    assert str(Problem("seeds/x.txt", 1, "no headline: put one on the first line")) == (
        "seeds/x.txt:1: no headline: put one on the first line"
    )
    assert str(Problem("seeds/x.txt", 0, "empty")) == "seeds/x.txt: empty"


@pytest.mark.parametrize("kind", [SeedError, PostError])
def test_an_error_in_one_file_names_its_line(kind: type[SeedError | PostError]) -> None:
    error = kind("no headline", 3)
    assert (str(error), error.line, error.exitcode) == ("no headline", 3, 1)
    assert kind("empty").line == 0
