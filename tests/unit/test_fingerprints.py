from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from newsdigest.fingerprints import digest_bytes, digest_of, digest_texts


@dataclass(frozen=True, slots=True)
class Point:
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
        (Point(1, 2), Point(2, 1)),
        (Line((Point(1, 2),)), Line((Point(1, 2),), name="")),
        (Lone(Lone(1)), Lone(1)),
        (Lone(()), Empty()),
        (frozenset({1, 2}), frozenset({1, 3})),
        (date(2022, 1, 1), datetime(2022, 1, 1, tzinfo=UTC)),
        (time(1, 2), time(1, 3)),
        (
            datetime(2022, 1, 1, tzinfo=UTC),
            datetime(2022, 1, 1, tzinfo=timezone(timedelta(hours=1))),
        ),
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
        lambda: Lone(frozenset({"a", "b"})),
        Empty,
        lambda: (date(2022, 1, 1), time(3, 4), datetime(2022, 1, 1, tzinfo=UTC)),
    ],
)
def test_equal_values_have_one_digest_whoever_made_them(make: object) -> None:
    assert callable(make)
    assert digest_of(make()) == digest_of(make())


def test_whether_parts_are_shared_does_not_count() -> None:
    shared = Point(1, 2)
    assert digest_of(Line((shared, shared))) == digest_of(Line((Point(1, 2), Point(1, 2))))


def test_a_set_s_order_does_not_count() -> None:
    words = [f"Wort {number}" for number in range(40)]
    assert digest_of(frozenset(words)) == digest_of(frozenset(reversed(words)))


def test_what_nobody_could_describe_is_refused() -> None:
    with pytest.raises(TypeError):
        digest_of(Lone(object()))


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
