"""Counts → counts that seldom change, for pages that are about many things.

A count stands exact on the page that is about what it counts. A list of everything
would be written anew with each article if its counts were exact.
"""

from __future__ import annotations

_MAGNITUDES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)

_WIDE = (1, 2, 10, 50, 200, 1_000, 5_000, 20_000)

_SMALL = 10
"""Smaller counts are exact: "7", not "5+"."""


def find_magnitude(count: int) -> int:
    """The place among the magnitudes of what a count is rounded down to."""
    return _MAGNITUDES.index(round_down(count))


def round_down(count: int) -> int:
    """The magnitude of a count: 1, 2, 5, 10, 20, 50 and so on up to 50,000."""
    return max(step for step in _MAGNITUDES if step <= count)


def round_far_down(count: int) -> int:
    """2, 10, 50, 200 and so on, for lists in which every tenth name has just reached 5 or 20."""
    return max(step for step in _WIDE if step <= count)


def round_count(count: int) -> tuple[int, bool]:
    """A count as a list shows it, and whether it is rounded down."""
    return (count, False) if count < _SMALL else (round_down(count), True)
