"""After any sequence of changes, `output/` holds the bytes of a clean build."""

from __future__ import annotations

import pytest

from tests.site.incremental import IncrementalBuild, RealTheme, compare_builds


def test_output_equals_a_clean_build_after_every_change() -> None:
    compare_builds(IncrementalBuild, 185, 0)


def test_output_equals_a_clean_build_with_the_theme_that_ships() -> None:
    compare_builds(RealTheme, 15, 0)


@pytest.mark.long
@pytest.mark.parametrize("number", range(1, 11))
def test_output_equals_a_clean_build_after_very_many_changes(number: int) -> None:
    compare_builds(IncrementalBuild, 270, number)


@pytest.mark.long
@pytest.mark.parametrize("number", range(1, 5))
def test_output_equals_a_clean_build_after_many_changes_with_the_theme_that_ships(
    number: int,
) -> None:
    compare_builds(RealTheme, 80, number)
