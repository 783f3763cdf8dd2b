"""Pages → groups of pages, which are planned, fingerprinted and drawn one after another.

The views of all pages of a large site at once would be most of a build's memory; those
of a group are gone when the next one begins, and several processes share the groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from newsdigest.model import Page

T = TypeVar("T")

SIZE = 400
"""A group that is larger is cut, where it can be."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that are planned together, whenever and in whatever process.

    Attributes:
        size: About how many articles are looked at: what the group costs beside others.
        plan: Gives the pages, equal ones at each call.
    """

    size: int
    plan: Callable[[], Iterable[Page]]


def cut_groups(
    items: Iterable[T], measure: Callable[[T], int], plan: Callable[[Sequence[T]], Iterable[Page]]
) -> Iterator[Group]:
    """Groups of about equal size, each of items that stand next to each other.

    Args:
        items: What there are pages of.
        measure: The size of one.
        plan: The pages of some of them.
    """
    part: list[T] = []
    size = 0
    for item in items:
        part.append(item)
        size += measure(item)
        if size >= SIZE:
            yield Group(size, partial(plan, part))
            part, size = [], 0
    if part:
        yield Group(size, partial(plan, part))
