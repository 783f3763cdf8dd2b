"""Natural Earth's countries (110m, as world-atlas packs them) → `site/data/land.txt`.

npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
python benchmarks/make_land.py package/countries-110m.json > plugins/newsdigest/site/data/land.txt

One line of SVG path data for the land, one for the borders between countries, in tenths
of a degree east of 180° W and south of 90° N: equirectangular, so that a dot's place is
its coordinates. Antarctica is left out. Lines are thinned (Douglas–Peucker) to a quarter
of a degree: less than a pixel of the map of the world, two of the closest one.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

TOLERANCE = 2.5
ROUND = 3600
ANTARCTICA = "010"

Point = tuple[int, int]


def main(path: str) -> None:
    topology = json.loads(Path(path).read_text("utf-8"))
    arcs = [_read_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    rings = [
        ring
        for country in countries
        if country.get("id") != ANTARCTICA
        for polygon in _list_polygons(country)
        for ring in polygon
    ]
    used = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    thin = [_thin(arc) for arc in arcs]
    outer = [_join([number], thin) for number, count in used.items() if count == 1]
    print("".join(_draw(ring, closed=True) for ring in _close(outer) if len(ring) > 3))
    borders = [thin[number] for number, count in used.items() if count == 2]
    print("".join(_draw(line, closed=False) for line in borders))


def _read_arc(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((round((x * sx + tx + 180) * 10), round((90 - (y * sy + ty)) * 10)))
    return _unroll(points)


def _unroll(points: list[Point]) -> list[Point]:
    """What crosses 180° goes on beyond the map's edge instead of jumping to the other."""
    unrolled = points[:1]
    for x, y in points[1:]:
        unrolled.append((x + ROUND * round((unrolled[-1][0] - x) / ROUND), y))
    return unrolled


def _list_polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry["arcs"])


def _join(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    return [point for number in numbers for point in arcs[number]]


def _close(lines: list[list[Point]]) -> list[list[Point]]:
    """The rings that coastlines make when they are put end to end."""
    rings = []
    waiting = list(lines)
    while waiting:
        ring = waiting.pop(0)
        while not _meet(ring[0], ring[-1]):
            line = next(line for line in waiting if any(_meet(ring[-1], line[i]) for i in (0, -1)))
            waiting.remove(line)
            ring = _unroll(ring + (line if _meet(ring[-1], line[0]) else line[::-1])[1:])
        rings.append(ring)
    return rings


def _meet(one: Point, other: Point) -> bool:
    return (one[0] - other[0]) % ROUND == 0 and one[1] == other[1]


def _thin(points: list[Point]) -> list[Point]:
    """Douglas and Peucker: without the points that lie near a straight line."""
    if len(points) < 3:
        return points
    if points[0] == points[-1]:
        middle = len(points) // 2
        return _thin(points[: middle + 1])[:-1] + _thin(points[middle:])
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)
    far, distance = max(
        (
            (index, abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length)
            for index, (x, y) in enumerate(points)
        ),
        key=lambda item: item[1],
    )
    if distance <= TOLERANCE:
        return [points[0], points[-1]]
    return _thin(points[: far + 1])[:-1] + _thin(points[far:])


def _draw(points: list[Point], *, closed: bool) -> str:
    low, high = min(x for x, _ in points), max(x for x, _ in points)
    shifts = [shift for shift in (-ROUND, 0, ROUND) if low + shift < ROUND and high + shift > 0]
    return "".join(_write([(x + shift, y) for x, y in points], closed=closed) for shift in shifts)


def _write(points: list[Point], *, closed: bool) -> str:
    text = f"M{points[0][0]} {points[0][1]}l"
    steps = [f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(points)]
    if closed:
        steps.pop()
    return text + " ".join(steps).replace(" -", "-") + ("z" if closed else "")


if __name__ == "__main__":
    main(sys.argv[1])
