"""Pages → groups of pages, which are planned, fingerprinted and drawn one after another.

The views of all pages of a large site at once would be most of a build's memory; those
of a group are gone when the next one begins, and several processes share the groups. A
group that can tell that it would be planned as it was before need not be planned at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar
from zlib import crc32

from newsdigest.fingerprints import digest_bytes
from newsdigest.model import Article, Page

T = TypeVar("T")

SIZE = 200
"""A group that is larger is cut, where it can be."""

States = Mapping[str, bytes]
"""By `Article.source`, what changes with anything that pages show of the article."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that are planned together, whenever and in whatever process.

    Attributes:
        size: About how many articles are looked at: what the group costs beside others.
        plan: Gives the pages, equal ones at each call.
        inputs: Digest of all that `plan` looks at but the site's profile: groups of equal
            inputs, also of two builds, have equal pages. "" if it is not known.
        waits: Whether a preview leaves the pages' files as they are: an editor looks at none
            of them, and they take long.
    """

    size: int
    plan: Callable[[], Iterable[Page]]
    inputs: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Sight(Generic[T]):
    """What planning some pages looks at.

    Attributes:
        kind: Of the pages: what tells them from others that look at the same.
        name: What tells an item from the others. It decides where groups are cut, so that
            most stay the same when items come or go, or grow.
        inputs: Bytes that change with anything that planning an item looks at.
    """

    kind: str
    name: Callable[[T], str]
    inputs: Callable[[T], bytes]


def cut_groups(
    items: Iterable[T],
    measure: Callable[[T], int],
    plan: Callable[[Sequence[T]], Iterable[Page]],
    sight: Sight[T] | None = None,
) -> Iterator[Group]:
    """Groups of about equal size, each of items that stand next to each other.

    Args:
        items: What there are pages of.
        measure: The size of one.
        plan: The pages of some of them.
        sight: What that looks at, if the groups are to know their inputs.
    """
    part: list[T] = []
    size = 0
    for item in items:
        part.append(item)
        measured = measure(item)
        size += measured
        if _is_cut(sight.name(item), measured, size) if sight else size >= SIZE:
            yield _make_group(size, plan, part, sight)
            part, size = [], 0
    if part:
        yield _make_group(size, plan, part, sight)


def _is_cut(name: str, measured: int, size: int) -> bool:
    """Whether a group ends with an item: as its name says, unless that would make the group
    very small or large. A large item ends one more often.
    """
    return size >= 4 * SIZE or (size >= SIZE // 2 and crc32(name.encode()) % SIZE < measured)


def _make_group(
    size: int,
    plan: Callable[[Sequence[T]], Iterable[Page]],
    part: Sequence[T],
    sight: Sight[T] | None,
) -> Group:
    inputs = ""
    if sight is not None:
        inputs = digest_bytes(sight.kind.encode(), *map(sight.inputs, part))
    return Group(size, partial(plan, part), inputs)


def join_states(states: States, articles: Iterable[Article]) -> bytes:
    """The states of several articles, in their order."""
    return b"".join([states[article.source] for article in articles])
