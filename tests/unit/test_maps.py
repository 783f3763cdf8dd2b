from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from msgspec import structs

from newsdigest.model import Article, GeoPlace, Page, PartialDate
from newsdigest.site import build_site, plan_land, plan_pages
from newsdigest.site.maps import (
    LAND,
    MOST_DOTS,
    MOST_LABELS,
    draw_detail,
    draw_map,
    label_dots,
    render_land,
)
from newsdigest.views import LandView, MapDot, MapView, PlaceMap
from tests.sample import PROFILE, list_articles

FIRST = list_articles()[0]
GENEVA = GeoPlace(1, "CH", 46.2, 6.15)
VIENNA = GeoPlace(2, "AT", 48.2, 16.37)
LIMA = GeoPlace(3, "PE", -12.05, -77.03)
SUVA = GeoPlace(4, "FJ", -18.14, 178.44)


def _draw(*places: GeoPlace, count: int = 1) -> PlaceMap:
    drawn = draw_map((str(p.geonames), f"places/{p.geonames}/", count, p) for p in places)
    assert drawn is not None
    return drawn


def _plan(*articles: Article) -> dict[str, Page]:
    return {page.path: page for page in plan_pages(build_site(articles, PROFILE))}


def _make(number: int, places: dict[str, GeoPlace], **changes: Any) -> Article:
    return replace(
        FIRST,
        source=str(number),
        uid=f"urn:uuid:{number}",
        slug=f"a{number}",
        places=tuple(places),
        coordinates=tuple(places.items()),
        aliases=(),
        **changes,
    )


def test_a_dot_stands_at_its_coordinates() -> None:
    (dot,) = _draw(GENEVA).dots
    assert (dot.name, dot.address, dot.x, dot.y) == ("1", "places/1/", 1862, 438)


@pytest.mark.parametrize(
    ("places", "width"),
    [
        ((GENEVA,), 400),
        ((GENEVA, VIENNA), 400),
        ((GENEVA, LIMA), 1600),
        ((LIMA, SUVA), 3600),
        ((SUVA,), 400),
        ((GeoPlace(5, "", 83.5, -179.0),), 400),
    ],
)
def test_a_map_holds_all_its_dots_and_not_much_more(
    places: tuple[GeoPlace, ...], width: int
) -> None:
    drawn = _draw(*places)
    assert drawn.width == width
    assert drawn.land == LAND
    for dot in drawn.dots:
        assert drawn.left <= dot.x <= drawn.left + drawn.width
        assert drawn.top <= dot.y <= drawn.top + drawn.height
    assert 0 <= drawn.left <= 3600 - drawn.width
    assert 60 <= drawn.top <= 60 + 1450 - drawn.height


def test_there_is_no_map_without_places() -> None:
    assert draw_map([]) is None
    view = _plan()["map/index.html"].view
    assert isinstance(view, MapView)
    assert (view.map, view.places, view.more) == (None, (), False)


def test_more_articles_make_a_larger_dot_by_magnitude() -> None:
    small, same, large = (_draw(GENEVA, count=count).dots[0].radius for count in (5, 9, 10))
    assert small == same < large
    both = draw_map([("a", "a/", 1, GENEVA), ("b", "b/", 50, VIENNA)])
    assert both is not None
    assert [dot.name for dot in both.dots] == ["b", "a"]


def test_the_page_lists_what_the_map_shows() -> None:
    places = {"Genf": GENEVA, "Wien": VIENNA}
    view = _plan(_make(1, places), _make(2, places), _make(3, {"Lima": LIMA}))[
        "map/index.html"
    ].view
    assert isinstance(view, MapView)
    assert view.map is not None
    assert [place.name for place in view.places] == ["Genf", "Wien"]
    assert {dot.address for dot in view.map.dots} == {place.address for place in view.places}
    assert not view.more


def test_a_map_of_very_many_places_shows_the_most_frequent() -> None:
    rare = {
        f"Ort {n}": GeoPlace(n, "DE", 50 + n % 10 / 10, 10 + n % 10)
        for n in range(1, MOST_DOTS + 1)
    }
    often = {"Wien": replace(VIENNA, geonames=9999)}
    articles = [_make(n, rare if n < 2 else often) for n in range(8)]
    view = _plan(*articles)["map/index.html"].view
    assert isinstance(view, MapView)
    assert len(view.places) == MOST_DOTS
    assert "Wien" in [place.name for place in view.places]
    assert view.more


def test_a_wide_map_has_a_closer_part_with_most_of_its_places() -> None:
    munich, bern = GeoPlace(4, "DE", 48.1, 11.6), GeoPlace(6, "CH", 46.9, 7.4)
    wide = _draw(LIMA, SUVA, GENEVA, VIENNA, munich, bern)
    detail = draw_detail(wide)
    assert detail is not None
    assert (detail.width, detail.height) == (800, 400)
    points = {(dot.x, dot.y) for dot in detail.dots}
    assert points == {(dot.x, dot.y) for dot in _draw(GENEVA, VIENNA, munich, bern).dots}
    assert all(detail.left <= x <= detail.left + 800 for x, _ in points)
    assert max(dot.radius for dot in detail.dots) < min(dot.radius for dot in wide.dots)


def test_a_close_map_and_one_of_scattered_places_have_no_closer_part() -> None:
    assert draw_detail(_draw(GENEVA, VIENNA)) is None
    assert draw_detail(_draw(LIMA, SUVA, GENEVA)) is None


def _label(*places: tuple[str, int, int]) -> list[tuple[str, bool]]:
    """What is labelled of places given by name and by tenths of a degree north and east."""
    dots = tuple(
        MapDot(name, f"places/{name}/", 1800 + east, 900 - north, 10)
        for name, north, east in places
    )
    labelled = label_dots(PlaceMap(LAND, 1800, 500, 720, 360, dots))
    assert labelled.size == 10
    return [(label.name, label.ends) for label in labelled.labels]


def test_names_stand_beside_their_dots_where_there_is_room() -> None:
    # At the right; at the left of what the edge of the map is near to; nowhere between two dots.
    assert _label(("Bern", 300, 100)) == [("Bern", False)]
    assert _label(("Bern", 300, 700)) == [("Bern", True)]
    assert _label(("A", 300, 100), ("Bern", 300, 122), ("C", 300, 144)) == [
        ("A", True),
        ("C", False),
    ]
    # A name gives way to dots and to names of more frequent places, or is left out.
    assert _label(("Rom", 300, 100), ("Oslo", 305, 130)) == [("Rom", True), ("Oslo", False)]
    assert _label(("Rom", 300, 100), ("Oslo", 312, 70)) == [("Rom", False), ("Oslo", True)]
    assert _label(("Rom", 300, 100), ("Oslo", 300, 122), ("Bern", 300, 78)) == [
        ("Oslo", False),
        ("Bern", True),
    ]
    # Only a smaller dot may lie under a name.
    wide = PlaceMap(LAND, 1800, 500, 720, 360, (MapDot("Rom", "", 2000, 600, 12),))
    for radius, ends in ((11, False), (12, True)):
        near = MapDot("Oslo", "", 2030, 600, radius)
        assert label_dots(structs.replace(wide, dots=(*wide.dots, near))).labels[0].ends == ends
    many = [(f"Ort {n}", 390 - 12 * n, 100) for n in range(MOST_LABELS + 3)]
    assert len(_label(*many)) == MOST_LABELS


def test_only_the_closest_map_of_the_page_bears_names() -> None:
    near = {f"Ort {n}": GeoPlace(n, "CH", 46 + n, 6 + n) for n in range(3)}
    for places, wide in ((near, False), ({**near, "Suva": SUVA}, True)):
        view = _plan(_make(1, places), _make(2, places))["map/index.html"].view
        assert isinstance(view, MapView)
        assert view.map
        assert bool(view.detail) == wide
        assert bool(view.map.labels) != wide
        assert not view.detail or view.detail.labels


def test_the_front_page_shows_the_places_of_the_newest() -> None:
    places = {"Genf": GENEVA, "Wien": VIENNA}
    pages = _plan(_make(1, places), _make(2, {"Genf": GENEVA}))
    front: Any = pages["index.html"].view
    assert [dot.name for dot in front.map.dots] == ["Genf"]  # Wien has no page
    none: Any = _plan(FIRST)["index.html"].view
    assert none.map is None


def test_pages_and_digests_have_small_maps() -> None:
    places = {"Genf": GENEVA, "Wien": VIENNA}
    pages = _plan(_make(1, places), _make(2, places, published=PartialDate(2023, 3)))
    place: Any = pages["places/genf/index.html"].view
    assert place.map is not None
    assert [dot.name for dot in place.map.dots] == ["Genf"]
    person: Any = pages["people/anna-lindqvist/index.html"].view
    digest: Any = pages["2023/03/index.html"].view
    for view in (person, digest):
        assert {dot.name for dot in view.map.dots} == {"Genf", "Wien"}
    bare: Any = _plan(FIRST)["2023/03/index.html"].view
    assert bare.map is None


def test_the_land_is_a_picture_of_its_own_in_light_and_dark() -> None:
    page = plan_land()
    assert page.path == LAND
    assert page.builder is not None
    data = page.builder(page.view, {})
    svg = etree.fromstring(data)
    assert svg.get("viewBox") == "0 60 3600 1450"
    assert b"prefers-color-scheme: dark" in data
    assert len(svg.findall("{http://www.w3.org/2000/svg}path")) == 2
    assert render_land(LandView(), {}) == data
    with pytest.raises(TypeError, match="LandView, not str"):
        render_land("", {})
