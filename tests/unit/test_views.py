"""What pages see can be fingerprinted: it cannot change, and says all that it is."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time
from itertools import combinations
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct

from newsdigest.build import plan_site
from newsdigest.model import Page
from tests.sample import PROFILE, list_articles

EVERYTHING = replace(PROFILE, editions=True, social_cards="articles", feed_min_articles=2)

SCALARS = {str, int, float, bool, bytes, type(None), date, datetime, time}

# How each is told from the others in what is digested; dates are written as texts.
WRITTEN_AS = {date: "text", datetime: "text", time: "text", str: "text"}


def list_faults(kind: Any, path: str = "", seen: frozenset[type] = frozenset()) -> Iterator[str]:
    """What is wrong with a type as that of a view or of a part of one."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in SCALARS or origin is Literal or kind in seen:
        return
    if origin in (Union, types.UnionType):
        for one, other in combinations(parts, 2):
            if describe(one) == describe(other):
                yield f"{path}: {one} and {other} may look alike"
    elif isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Struct)):
        yield from list_faulty_fields(kind, path, seen | {kind})
    elif origin not in (tuple, frozenset):
        yield f"{path}: {kind} may change"
    for part in parts:
        if part is not ...:
            yield from list_faults(part, path, seen)


def list_faulty_fields(kind: type[Any], path: str, seen: frozenset[type]) -> Iterator[str]:
    if not is_frozen(kind):
        yield f"{path}: {kind.__qualname__} is not frozen"
    hints = get_type_hints(kind)
    for name in list_fields(kind):
        yield from list_faults(hints[name], f"{path}.{name}", seen)


def is_frozen(kind: type[Any]) -> bool:
    if issubclass(kind, Struct):
        return kind.__struct_config__.frozen
    return kind.__hash__ is not None


def list_fields(kind: type[Any]) -> tuple[str, ...]:
    if issubclass(kind, Struct):
        return kind.__struct_fields__
    return tuple(field.name for field in fields(kind))


def describe(kind: Any) -> object:
    """Equal for types of which values may be written alike."""
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, Struct)):
        return list_fields(kind)
    if get_origin(kind) is Literal:
        return "text"
    return WRITTEN_AS.get(kind, get_origin(kind) or kind)


def list_views() -> Mapping[str, type]:
    pages: tuple[Page, ...] = plan_site(list_articles(), EVERYTHING).pages
    return {type(page.view).__qualname__: type(page.view) for page in pages}


@pytest.mark.parametrize("view", list_views().values(), ids=list_views())
def test_a_view_is_frozen_and_no_part_of_it_could_be_taken_for_another(view: type) -> None:
    assert [*list_faults(view, view.__qualname__)] == []


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Title:
    name: str


@dataclass
class Loose:
    name: str


class Open(Struct):
    name: str


@dataclass(frozen=True)
class Holder:
    one: Name | Title | None
    two: tuple[list[str], ...]
    three: tuple[Loose, ...]
    four: str | date
    five: object
    six: Open


def test_faulty_views_would_be_told() -> None:
    told = [fault.partition(":")[0] for fault in list_faults(Holder)]
    assert told == [".one", ".two", ".three", ".four", ".five", ".six"]
