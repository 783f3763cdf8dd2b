"""The land within a part of the world, as path data for a page."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from newsdigest.site.outlines import draw_outline, read_shapes

EUROPE = (1700, 250, 800, 400)
WORLD = (0, 60, 3600, 1450)


def _read_polygons(path: str) -> list[list[tuple[int, int]]]:
    polygons = []
    for x, y, steps in re.findall(r"M(-?\d+) ?(-?\d+)l([^Mz]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        points = [(int(x), int(y))]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            points.append((points[-1][0] + across, points[-1][1] + down))
        polygons.append(points)
    return polygons


def _is_land(path: str, longitude: float, latitude: float) -> bool:
    """By the number of edges that a line to the east crosses."""
    x, y = (longitude + 180) * 10, (90 - latitude) * 10
    crossed = 0
    for points in _read_polygons(path):
        for (ax, ay), (bx, by) in pairwise([*points, points[0]]):
            if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize("frame", [EUROPE, WORLD, (1800, 350, 400, 200)])
def test_an_outline_lies_within_its_frame(frame: tuple[int, int, int, int]) -> None:
    left, top, width, height = frame
    polygons = _read_polygons(draw_outline(*frame))
    assert polygons
    for points in polygons:
        assert all(left <= x <= left + width for x, _ in points)
        assert all(top <= y <= top + height for _, y in points)


@pytest.mark.parametrize("frame", [EUROPE, WORLD])
@pytest.mark.parametrize(
    ("longitude", "latitude", "found"),
    [(16.4, 48.2, "land"), (-4.0, 40.0, "land"), (3.0, 56.5, "sea"), (18.0, 35.0, "sea")],
)
def test_land_is_land_and_sea_is_sea(
    frame: tuple[int, int, int, int], longitude: float, latitude: float, found: str
) -> None:
    land = _is_land(draw_outline(*frame), longitude, latitude)
    assert land is (found == "land")


def test_the_open_sea_has_no_outline() -> None:
    assert draw_outline(400, 900, 100, 50) == ""


def test_an_outline_is_a_fraction_of_the_whole_picture() -> None:
    assert len(draw_outline(*EUROPE)) < len(read_shapes()[0]) / 8
