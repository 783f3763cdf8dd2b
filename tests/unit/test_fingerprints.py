from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum

import pytest

from newsdigest.fingerprints import Digester, digest_bytes, digest_of, digest_texts


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Pixel:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Line:
    points: tuple[Point, ...]
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Lone:
    value: object


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass
class Loose:
    items: list[str] = field(default_factory=list)


class Kind(StrEnum):
    PERSON = "person"


class Marked(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        ("1", b"1"),
        ("", None),
        ((), None),
        (("ab", "c"), ("a", "bc")),
        ((1, (2, 3)), (1, 2, 3)),
        (((), ()), ((), ())[:1]),
        (Point(1, 2), Pixel(1, 2)),
        (Point(1, 2), Point(2, 1)),
        (Line((Point(1, 2),)), Line((Point(1, 2),), name="")),
        (Lone(Lone(1)), Lone(1)),
        (Lone(()), Empty()),
        (frozenset({1, 2}), (1, 2)),
        (frozenset({1, 2}), frozenset({1, 3})),
        (frozenset(), ()),
        (date(2022, 1, 1), datetime(2022, 1, 1, tzinfo=UTC)),
        (date(2022, 1, 1), "2022-01-01"),
        (time(1, 2), time(1, 3)),
        (
            datetime(2022, 1, 1, tzinfo=UTC),
            datetime(2022, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        ),
        (Marked("a"), "a"),
        (Kind.PERSON, "person"),
    ],
)
def test_values_that_differ_have_different_digests(one: object, other: object) -> None:
    assert digest_of(one) != digest_of(other)


@pytest.mark.parametrize(
    "make",
    [
        lambda: "Köln" + str(1),
        lambda: (Point(10_000, -1), Point(10_000, -1), None, 2.5, b"x"),
        lambda: Line(tuple(Point(n, n) for n in range(3)), "n" * 3),
        lambda: Lone(frozenset({Point(1, 2), Point(3, 4)})),
        Empty,
        lambda: Lone(Kind("person")),
        lambda: Lone(Marked("x")),
        lambda: (date(2022, 1, 1), time(3, 4), datetime(2022, 1, 1, tzinfo=UTC)),
    ],
)
def test_equal_values_have_one_digest_whoever_made_them(make: object) -> None:
    assert callable(make)
    first, second = make(), make()
    digester = Digester()
    assert digest_of(first) == digest_of(second) == digester.digest_of(first)
    assert digester.digest_of(second) == digester.digest_of(first)


def test_whether_parts_are_shared_does_not_count() -> None:
    shared = Point(1, 2)
    assert digest_of(Line((shared, shared))) == digest_of(Line((Point(1, 2), Point(1, 2))))


def test_what_a_digester_is_told_is_shared_counts_as_ever() -> None:
    shared = Point(1, 2)
    lines = [Line((shared, shared)), Line((shared,)), Line((Point(1, 2), Point(2, 1)))]
    digester = Digester([Point])
    digests = [digester.digest_of(line) for line in lines]
    assert len(set(digests)) == len(lines)
    again = Digester([Point])
    assert [again.digest_of(line) for line in reversed(lines)] == digests[::-1]
    assert digester.digest_of(Line((Point(1, 2), shared))) == digests[0]
    assert digester.digest_of(shared) == digester.digest_of(Point(1, 2))


def test_a_value_asked_for_twice_has_one_digest() -> None:
    digester, line = Digester(), Line((Point(1, 2),))
    assert digester.digest_of(line) == digester.digest_of(line) == digest_of(line)


def test_a_set_s_order_does_not_count() -> None:
    words = [f"Wort {number}" for number in range(40)]
    assert digest_of(frozenset(words)) == digest_of(frozenset(reversed(words)))


@pytest.mark.parametrize("value", [["a"], {"a": 1}, {1}, Loose(), Lone([1]), (1, [2]), object()])
def test_a_value_that_could_change_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="is not a frozen"):
        digest_of(value)


def test_a_digester_that_refused_a_value_goes_on() -> None:
    digester = Digester()
    with pytest.raises(TypeError):
        digester.digest_of(Lone([1]))
    assert digester.digest_of(Lone(1)) == digest_of(Lone(1))


def test_digests_are_the_same_in_every_process() -> None:
    code = (
        "from newsdigest.fingerprints import digest_of;"
        "from newsdigest.model import PartialDate, Quote;"
        "print(digest_of((PartialDate(2022, 1), Quote('Ja', None), frozenset('abcdef'))))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C"},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1
    assert len(said.pop().strip()) == 32


def test_it_counts_where_texts_and_bytes_are_cut() -> None:
    assert digest_texts(["ab", "c"]) != digest_texts(["a", "bc"])
    assert digest_texts(["a", ""]) != digest_texts(["a"])
    assert digest_texts(["ü", "\udcff"]) == digest_bytes("ü".encode(), b"\xed\xb3\xbf")
