"""How long reading a text takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.posts import count_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("", 1),
        ("Der Rat tagt. " * 10, 1),
        ("Wort " * 600, 3),
        ("Sicherheits-Garantien, d'accord! " * 300, 3),
        ("市议会批准新桥。" * 364, 10),
        ("의회가 다리를 승인했다. " * 255, 10),
        ("Wort 桥 " * 510, 5),
    ],
)
def test_words_and_wide_characters_take_their_time(text: str, minutes: int) -> None:
    assert count_minutes(text) == minutes


@given(st.text(max_size=200), st.text(max_size=200))
def test_more_text_takes_no_less_time(one: str, other: str) -> None:
    assert count_minutes(f"{one} {other}") >= count_minutes(one)
