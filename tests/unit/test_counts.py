"""Counts that seldom change."""

from __future__ import annotations

import pytest

from newsdigest.site.counts import find_magnitude, round_count, round_down, round_far_down


@pytest.mark.parametrize(("count", "rounded"), [(1, 1), (2, 2), (4, 2), (5, 5), (99, 50)])
def test_counts_are_rounded_down_to_their_magnitude(count: int, rounded: int) -> None:
    assert round_down(count) == rounded


def test_in_long_lists_counts_are_rounded_farther() -> None:
    rounded = [round_far_down(count) for count in (1, 2, 9, 10, 49, 99, 200, 1_043)]
    assert rounded == [1, 2, 2, 10, 10, 50, 200, 1_000]


def test_magnitudes_are_numbered() -> None:
    assert [find_magnitude(count) for count in (1, 2, 4, 10, 99)] == [0, 1, 1, 3, 5]


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, (0, False)), (7, (7, False)), (9, (9, False)), (10, (10, True)), (1_043, (1_000, True))],
)
def test_a_list_shows_small_counts_exactly(count: int, shown: tuple[int, bool]) -> None:
    assert round_count(count) == shown
