"""How pages are put into groups."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.groups import SIZE, Group, Sight, cut_groups
from newsdigest.model import Page


def plan(part: Sequence[int]) -> list[Page]:
    return [Page(str(size), None) for size in part]


@given(st.lists(st.integers(min_value=1, max_value=2 * SIZE), max_size=40))
def test_every_item_is_in_one_group_and_no_group_needs_the_last_of_its_items(
    sizes: list[int],
) -> None:
    groups = [*cut_groups(sizes, lambda size: size, plan)]
    planned = [[int(page.path) for page in group.plan()] for group in groups]
    assert [size for part in planned for size in part] == sizes
    assert [group.size for group in groups] == [sum(part) for part in planned]
    assert all(sum(part[:-1]) < SIZE for part in planned)
    assert all(sum(part) >= SIZE for part in planned[:-1])


NAMED = [(f"item {number}", 3 + number % 5) for number in range(2_000)]
SIGHT: Sight[tuple[str, int]] = Sight("items", lambda item: item[0], lambda item: bytes(item[1]))


def cut_named(items: Sequence[tuple[str, int]]) -> list[Group]:
    groups = cut_groups(items, lambda item: item[1], lambda part: [Page(str(part), None)], SIGHT)
    return [*groups]


def test_groups_that_know_their_inputs_are_neither_very_small_nor_very_large() -> None:
    sizes = [group.size for group in cut_named(NAMED)]
    assert sum(sizes) == sum(size for _, size in NAMED)
    assert min(sizes[:-1]) >= SIZE // 2
    assert max(sizes) < 5 * SIZE
    assert SIZE // 2 < sum(sizes) / len(sizes) < 2 * SIZE


@pytest.mark.parametrize("at", [0, 700, 1_999])
@pytest.mark.parametrize("change", [[], [("new", 4)], [("new", 900)]])
def test_an_item_that_comes_goes_or_grows_leaves_most_groups_as_they_were(
    at: int, change: list[tuple[str, int]]
) -> None:
    before = {group.inputs for group in cut_named(NAMED)}
    after = {group.inputs for group in cut_named([*NAMED[:at], *change, *NAMED[at + 1 :]])}
    assert len(before - after) <= 3
    assert len(after - before) <= 4


def test_the_inputs_of_two_kinds_are_never_the_same() -> None:
    sights: list[Sight[int]] = [Sight(kind, str, bytes) for kind in ("articles", "digests")]
    one, other = ([*cut_groups([1], lambda _: 1, plan, sight)] for sight in sights)
    assert one[0].inputs != other[0].inputs
