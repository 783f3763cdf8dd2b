"""Places with coordinates → maps: dots before a picture of the land, and a page of them all.

A map is equirectangular, in tenths of a degree east of 180° W and south of 90° N, so
that a dot's place is its coordinates. The picture is one file that every map of the
site shows a part of; a reader loads it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from newsdigest.addresses import MAP, entry_address, to_path
from newsdigest.model import Bodies, GeoPlace, Page
from newsdigest.registers import sort_entries
from newsdigest.site.cards import Cards
from newsdigest.site.counts import find_magnitude, round_down
from newsdigest.site.outlines import read_shapes
from newsdigest.site.structure import Site
from newsdigest.views import LandView, MapDot, MapLabel, MapView, NameCount, PlaceMap

LAND = "map/land.svg"

MOST_DOTS = 80
"""Places that the page of the map shows, the most frequent ones: more weigh too much."""

_DETAIL = 800
"""Width of the part that is shown closer beside a map of more."""

_CLOSE = 3
"""Places that make such a part."""

MOST_LABELS = 24
"""Places whose names stand on the large map."""

_LETTERS = 72
"""As many ems as a map is wide: a letter of 16 pixels where it fills a large window."""

_WORLD = (0, 60, 3600, 1450)
_WIDTHS = (400, 800, 1600, 3600)
_MARGIN = 40
_STEP = 50

_SVG = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}" width="{width}" height="{height}">
<style>
.land {{ fill: #dcd7c9 }}
.borders {{ fill: none; stroke: #fdfcf8; stroke-width: 1; stroke-linejoin: round }}
@media (prefers-color-scheme: dark) {{
.land {{ fill: #383a41 }}
.borders {{ stroke: #15161a }}
}}
</style>
<path class="land" d="{land}"/>
<path class="borders" d="{borders}"/>
</svg>
"""


class _Box(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int


def plan_map(site: Site, cards: Cards) -> Page:
    """The page of the map."""
    mapped = [entry for entry in site.list_entries("places") if entry.place]
    mapped.sort(key=lambda entry: -round_down(len(entry.articles)))
    shown = sort_entries("places", mapped[:MOST_DOTS], site.profile.language)
    found = [
        (
            NameCount(
                entry.name,
                entry_address("places", entry.slug),
                round_down(len(entry.articles)),
                True,
                letter,
            ),
            entry.place,
        )
        for letter, entry in shown
        if entry.place
    ]
    drawn = draw_map((name.name, name.address, name.count, place) for name, place in found)
    detail = drawn and draw_detail(drawn)
    view = MapView(
        site=cards.header,
        map=drawn and (drawn if detail else label_dots(drawn)),
        detail=detail and label_dots(detail),
        places=tuple(name for name, _ in found),
        more=len(mapped) > len(found),
    )
    return Page(to_path(MAP), view, template="map.html")


def plan_land() -> Page:
    """The picture of the land that all maps show."""
    return Page(LAND, LandView(), builder=render_land)


def draw_map(places: Iterable[tuple[str, str, int, GeoPlace]]) -> PlaceMap | None:
    """The part of the world that holds all places, and a dot for each; None without any.

    Args:
        places: Name, address, number of articles and where it lies.
    """
    points = [(*_project(place), name, address, count) for name, address, count, place in places]
    if not points:
        return None
    left, top, width, height = _choose_frame([x for x, *_ in points], [y for _, y, *_ in points])
    dots = (
        MapDot(name, address, x, y, width * (16 + 3 * find_magnitude(count)) // 2000)
        for x, y, name, address, count in points
    )
    # The largest first, so that none hides another.
    ordered = sorted(dots, key=lambda dot: (-dot.radius, dot.address))
    return PlaceMap(LAND, left, top, width, height, tuple(ordered))


def draw_detail(drawn: PlaceMap) -> PlaceMap | None:
    """The closer part of a wide map in which most of its places lie; None if no part has
    several of them.
    """
    if drawn.width <= _DETAIL:
        return None
    height = _DETAIL // 2

    def frame(dot: MapDot) -> tuple[int, int]:
        left = _place(dot.x - _DETAIL // 2, _WORLD[0], _WORLD[2] - _DETAIL)
        return left, _place(dot.y - height // 2, _WORLD[1], _WORLD[3] - height)

    def find_within(left: int, top: int) -> tuple[MapDot, ...]:
        return tuple(
            dot
            for dot in drawn.dots
            if left <= dot.x <= left + _DETAIL and top <= dot.y <= top + height
        )

    left, top = max(map(frame, drawn.dots), key=lambda corner: len(find_within(*corner)))
    dots = find_within(left, top)
    if len(dots) < _CLOSE:
        return None
    closer = tuple(replace(dot, radius=dot.radius * _DETAIL // drawn.width) for dot in dots)
    return PlaceMap(drawn.land, left, top, _DETAIL, height, closer)


def label_dots(drawn: PlaceMap) -> PlaceMap:
    """The same map with the names of its most frequent places, as far as they find room:
    beside their dot and within the map, neither on another name nor on the dot of a place
    that is as frequent.
    """
    size = drawn.width // _LETTERS
    taken: list[_Box] = []
    labels: list[MapLabel] = []
    for dot in drawn.dots:
        dots = (_box_dot(other) for other in drawn.dots if other.radius >= dot.radius)
        others = [*taken, *dots]
        width = len(dot.name) * size * 2 // 3
        for ends in (False, True):
            aside = dot.radius + size // 3
            x = dot.x - aside if ends else dot.x + aside
            left = x - width if ends else x
            box = _Box(left, dot.y - size // 2, left + width, dot.y + size // 2)
            if _lies_within(box, drawn) and not any(_meet(box, other) for other in others):
                taken.append(box)
                labels.append(MapLabel(dot.name, x, dot.y + size // 3, ends))
                break
        if len(labels) == MOST_LABELS:
            break
    return replace(drawn, labels=tuple(labels), size=size)


def _box_dot(dot: MapDot) -> _Box:
    return _Box(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius)


def _meet(one: _Box, other: _Box) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _lies_within(box: _Box, drawn: PlaceMap) -> bool:
    return drawn.left <= box.left and box.right <= drawn.left + drawn.width


def draw_names(counts: Mapping[int, int], cards: Cards) -> PlaceMap | None:
    """Those of the counted names (see `Mentions`) that are places with a page and lie
    somewhere known.
    """
    names = cards.mentions.names
    found = ((names[number], count) for number, count in counts.items())
    return draw_map(
        (name.name, name.address, count, name.place)
        for name, count in found
        if name.place and name.address
    )


def render_land(view: object, bodies: Bodies) -> bytes:
    """The bytes of the picture of the land for a `LandView`: light or dark as the reader
    likes it.
    """
    del bodies
    if not isinstance(view, LandView):
        raise TypeError(f"the land is drawn from a LandView, not {type(view).__name__}")
    land, borders = read_shapes()
    left, top, width, height = _WORLD
    return _SVG.format(
        view=f"{left} {top} {width} {height}",
        width=width,
        height=height,
        land=land,
        borders=borders,
    ).encode()


def _project(place: GeoPlace) -> tuple[int, int]:
    return round((place.longitude + 180) * 10), round((90 - place.latitude) * 10)


def _choose_frame(xs: Sequence[int], ys: Sequence[int]) -> tuple[int, int, int, int]:
    """Left, top, width and height: one of few widths and places, so that one more dot
    seldom moves the others.
    """
    needed = max(max(xs) - min(xs), 2 * (max(ys) - min(ys))) + 2 * _MARGIN
    width = next((step for step in _WIDTHS if step >= needed), _WIDTHS[-1])
    if width == _WIDTHS[-1]:
        return _WORLD
    height = width // 2
    left = _place((min(xs) + max(xs)) // 2 - width // 2, _WORLD[0], _WORLD[2] - width)
    top = _place((min(ys) + max(ys)) // 2 - height // 2, _WORLD[1], _WORLD[3] - height)
    return left, top, width, height


def _place(edge: int, least: int, room: int) -> int:
    return max(least, min(least + room, edge // _STEP * _STEP))
