from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from newsdigest.model import Article, GeoPlace, Quote, RegisterKind
from newsdigest.registers import OTHER, build_register, find_speaker, sort_entries
from newsdigest.slugs import build_slug
from tests.sample import list_articles

FIRST = list_articles()[0]


def _make(*names: str) -> list[Article]:
    """One article a name, each a day younger on the site than the one before."""
    return [
        replace(FIRST, tags=(name,), added=FIRST.added + timedelta(days=day))
        for day, name in enumerate(names)
    ]


def test_sections_are_named_as_the_posts_name_them() -> None:
    sections = build_register("sections", list_articles(), "de")
    assert [entry.name for entry in sections] == [
        "Kultur",
        "Politik",
        "Sport",
        "Wirtschaft",
        "Wissen",
    ]
    assert sum(len(entry.articles) for entry in sections) == len(list_articles()) - 2


def test_a_name_that_an_article_repeats_counts_once() -> None:
    entries = build_register("topics", [replace(FIRST, tags=("Klima", "Klima"))], "de")
    assert [(entry.name, len(entry.articles)) for entry in entries] == [("Klima", 1)]


def test_two_names_with_one_slug_get_two_pages() -> None:
    entries = build_register("topics", _make("Stefan Kuhn", "Stefan Kühn!", "Stefan  Kuhn"), "fr")
    slugs = [entry.slug for entry in entries]
    assert len(set(slugs)) == 3
    assert all(slug.startswith("stefan-ku") for slug in slugs)


def test_a_new_name_never_takes_the_slug_of_one_that_was_there() -> None:
    before = {
        entry.name: entry.slug for entry in build_register("topics", _make("Zug!", "Zug?"), "de")
    }
    after = {
        entry.name: entry.slug
        for entry in build_register("topics", _make("Zug!", "Zug?", "Zug"), "de")
    }
    assert before["Zug!"] == "zug"
    assert {name: after[name] for name in before} == before


def test_a_suffix_that_is_taken_too_is_made_longer() -> None:
    plain, suffixed = (
        entry.slug for entry in build_register("topics", _make("Zug!", "Zug?"), "de")
    )
    assert plain == "zug"
    third = build_register("topics", _make("Zug!", suffixed, "Zug?"), "de")
    assert sorted(entry.slug for entry in third)[:2] == ["zug", suffixed]
    assert len({entry.slug for entry in third}) == 3


@pytest.mark.parametrize("kind", ["people", "places", "organisations"])
def test_every_kind_of_name_has_a_register(kind: RegisterKind) -> None:
    names = [entry.name for entry in build_register(kind, [FIRST], "de")]
    assert names == sorted(getattr(FIRST, kind), key=build_slug)


def _file(kind: RegisterKind, *names: str) -> list[tuple[str, str]]:
    articles = [replace(FIRST, people=names, places=names)]
    entries = build_register(kind, articles, "de")
    return [(letter, entry.name) for letter, entry in sort_entries(kind, entries, "de")]


def test_people_are_filed_by_their_last_name() -> None:
    names = ("Zoe Adler", "Adam Zille", "Martin King Jr.", "Johannes Paul II.", "Öz")
    assert _file("people", *names) == [
        ("a", "Zoe Adler"),
        ("k", "Martin King Jr."),
        ("o", "Öz"),
        ("p", "Johannes Paul II."),
        ("z", "Adam Zille"),
    ]


def test_other_names_are_filed_by_their_first_word_and_what_has_no_letter_last() -> None:
    names = ("Zug", "1860 Platz", "2030", "Öd", "北京", "Bad Aue", "🙂")
    filed = _file("places", *names)
    assert filed[:4] == [("b", "Bad Aue"), ("b", "北京"), ("o", "Öd"), ("z", "Zug")]
    assert {letter for letter, _ in filed[4:]} == {OTHER}


@pytest.mark.parametrize(
    ("speaker", "found"),
    [
        ("Anna Lindqvist", "Anna Lindqvist"),
        ("Lindqvist", "Anna Lindqvist"),
        ("Rat der Stadt", "Rat der Stadt"),
        ("Meier", "Meier"),
        ("Sommer", "Sommer"),
        (None, None),
    ],
)
def test_a_speaker_is_known_by_the_last_name_alone(speaker: str | None, found: str | None) -> None:
    people = (*FIRST.people, "Ida Sommer", "Ole Sommer")
    assert find_speaker(replace(FIRST, people=people), Quote("Ja.", speaker)) == found


GENEVA = GeoPlace(2660646, "CH", 46.2, 6.1)


def _place(day: int, name: str, language: str, place: GeoPlace | None) -> Article:
    return replace(
        FIRST,
        places=(name,),
        language=language,
        coordinates=((name, place),) if place else (),
        added=FIRST.added + timedelta(days=day),
        uid=f"urn:uuid:{day}",
    )


def test_one_place_in_two_languages_is_one_entry_under_the_sites_name() -> None:
    articles = [
        _place(0, "Geneva", "en", GENEVA),
        _place(2, "Genf", "de", replace(GENEVA, latitude=46.3)),
        _place(3, "Genève", "de", GENEVA),
        _place(4, "Genf", "de", None),
    ]
    for order in (articles, articles[::-1]):
        (entry,) = build_register("places", order, "de")
        assert (entry.name, entry.slug) == ("Genf", "genf")
        assert entry.others == ("Geneva", "Genève")
        assert entry.place == GENEVA
        assert len(entry.articles) == 4
    (entry,) = build_register("places", articles, "fr")
    assert entry.name == "Geneva"


def test_two_places_of_one_name_are_two_entries() -> None:
    other = GeoPlace(1, "PL", 50.1, 17.0)
    articles = [
        _place(0, "Neustadt", "de", GENEVA),
        _place(1, "Neustadt", "de", other),
        _place(2, "Neustadt", "de", None),
    ]
    entries = build_register("places", articles, "de")
    assert [entry.place for entry in entries if entry.slug == "neustadt"] == [GENEVA]
    assert sorted(str(entry.key) for entry in entries) == ["1", "2660646", "Neustadt"]
    assert len({entry.slug for entry in entries}) == 3
    assert {entry.name for entry in entries} == {"Neustadt (CH)", "Neustadt (PL)", "Neustadt"}


def test_an_article_that_names_a_place_twice_counts_once() -> None:
    article = replace(
        FIRST, places=("Genf", "Geneva"), coordinates=(("Genf", GENEVA), ("Geneva", GENEVA))
    )
    (entry,) = build_register("places", [article], "de")
    assert (entry.name, len(entry.articles)) == ("Genf", 1)
