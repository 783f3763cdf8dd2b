from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.model import PartialDate
from newsdigest.seeds import parse_seed
from newsdigest.seeds.composing import compose_seed

MONTH = PartialDate(2022, 1)


@pytest.mark.parametrize(
    ("headline", "published", "text", "expected"),
    [
        ("Rat tagt", MONTH, "Text.", " date 2022-01 Rat tagt\n\nText.\n"),
        ("Rat tagt", None, "Text.", "Rat tagt\n\nText.\n"),
        (" Rat \n tagt ", None, "\ufeff\r\n Text.\n\nMehr.\t\n", "Rat tagt\n\nText.\n\nMehr.\n"),
        ("Rat tagt", MONTH, "  ", " date 2022-01 Rat tagt\n\n"),
        ("", MONTH, "Titel: Rat tagt\n\nText.", "Titel: Rat tagt\n\nText.\n"),
    ],
)
def test_a_seed_is_composed_of_what_is_there(
    headline: str, published: PartialDate | None, text: str, expected: str
) -> None:
    assert compose_seed(headline, published, text) == expected


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_composed_seed_is_read_as_what_it_was_composed_of(day: date) -> None:
    published = PartialDate(day.year, day.month, day.day)
    seed = parse_seed("x", compose_seed("Rat tagt", published, "Es gab Beifall.").encode(), ("de",))
    assert seed.headline.value == "Rat tagt"
    assert seed.published is not None
    assert seed.published.value == published
    assert [block.text for block in seed.blocks] == ["Es gab Beifall."]
