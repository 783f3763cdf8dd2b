"""After any sequence of changes, `output/` holds the bytes of a clean build."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.site.incremental import IncrementalBuild, RealTheme, compare_builds


@pytest.mark.parametrize("number", range(100, 104))  # in parts: several processes share them
def test_output_equals_a_clean_build_after_every_change(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    record_property("comparisons", compare_builds(IncrementalBuild, 47, number))


def test_output_equals_a_clean_build_with_the_theme_that_ships(
    record_property: Callable[[str, object], None],
) -> None:
    record_property("comparisons", compare_builds(RealTheme, 16, 0))


@pytest.mark.long
@pytest.mark.parametrize("number", range(1, 11))
def test_output_equals_a_clean_build_after_very_many_changes(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    record_property("comparisons", compare_builds(IncrementalBuild, 270, number))


@pytest.mark.long
@pytest.mark.parametrize("number", range(1, 5))
def test_output_equals_a_clean_build_after_many_changes_with_the_theme_that_ships(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    record_property("comparisons", compare_builds(RealTheme, 80, number))
