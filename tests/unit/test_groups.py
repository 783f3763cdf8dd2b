"""How pages are put into groups."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from newsdigest.groups import SIZE, cut_groups
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
