"""A part of the world → SVG path data of its land, light enough to stand within a page.

Units are the maps': tenths of a degree east of 180° W and south of 90° N.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

Point = tuple[float, float]

FINENESS = 160
"""Points nearer to one another than this part of the width are one: two pixels of a small map."""

_LINE = re.compile(r"M(-?\d+) (-?\d+)l([^Mz]*)")
_NUMBER = re.compile(r"-?\d+")


def draw_outline(left: int, top: int, width: int, height: int) -> str:
    """The land within a frame, cut off at its edges."""
    apart = max(1, width // FINENESS)
    frame = (left, top, left + width, top + height)
    rings = (_thin(_cut(ring, frame), apart) for ring in _read_rings())
    return "".join(_draw(ring) for ring in rings if len(ring) > 3)


@cache
def read_shapes() -> tuple[str, str]:
    """Path data of the whole world's land and of the borders between countries."""
    data = resources.files(__package__).joinpath("data/land.txt").read_text("utf-8")
    land, borders = data.splitlines()
    return land, borders


def _read_rings() -> Iterator[list[Point]]:
    """Closed lines; the last point is the first one again."""
    land, _ = read_shapes()
    for start_x, start_y, steps in _LINE.findall(land):
        x, y = int(start_x), int(start_y)
        ring: list[Point] = [(x, y)]
        numbers = [int(number) for number in _NUMBER.findall(steps)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            ring.append((x, y))
        yield [*ring, ring[0]]


def _cut(ring: Sequence[Point], frame: tuple[int, int, int, int]) -> list[Point]:
    """What of a ring lies in the frame (Sutherland–Hodgman: edge after edge)."""
    points = list(ring)
    for axis, sign, limit in (
        (0, 1, frame[0]),
        (1, 1, frame[1]),
        (0, -1, frame[2]),
        (1, -1, frame[3]),
    ):
        kept: list[Point] = []
        for start, end in pairwise(points):
            inside, goes_on = (sign * (point[axis] - limit) >= 0 for point in (start, end))
            if inside:
                kept.append(start)
            if inside != goes_on:
                kept.append(_cross(start, end, axis, limit))
        points = [*kept, *kept[:1]]
    return points


def _cross(start: Point, end: Point, axis: int, limit: int) -> Point:
    part = (limit - start[axis]) / (end[axis] - start[axis])
    return (start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1]))


def _thin(ring: Sequence[Point], apart: int) -> list[tuple[int, int]]:
    """Without points that lie too near to the one before."""
    kept: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x), round(y))
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= apart:
            kept.append(point)
    return kept


def _draw(ring: Sequence[tuple[int, int]]) -> str:
    steps = " ".join(
        f"{end[axis] - start[axis]}" for start, end in pairwise(ring) for axis in (0, 1)
    )
    # A minus sign parts two numbers as well as a space does.
    return f"M{ring[0][0]} {ring[0][1]}l{steps}z".replace(" -", "-")
