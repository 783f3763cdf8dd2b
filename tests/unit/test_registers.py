from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from newsdigest.model import Article
from newsdigest.registers import build_register, build_sections, build_topics
from tests.sample import list_articles

FIRST = list_articles()[0]


def _make(*names: str) -> list[Article]:
    """One article a name, each a day younger on the site than the one before."""
    return [
        replace(FIRST, tags=(name,), added=FIRST.added + timedelta(days=day))
        for day, name in enumerate(names)
    ]


def test_sections_are_named_as_the_posts_name_them() -> None:
    sections = build_sections(list_articles(), "de")
    assert [entry.name for entry in sections] == [
        "Kultur",
        "Politik",
        "Sport",
        "Wirtschaft",
        "Wissen",
    ]
    assert sum(len(entry.articles) for entry in sections) == len(list_articles()) - 2


def test_a_name_that_an_article_repeats_counts_once() -> None:
    entries = build_topics([replace(FIRST, tags=("Klima", "Klima"))], "de")
    assert [(entry.name, len(entry.articles)) for entry in entries] == [("Klima", 1)]


def test_two_names_with_one_slug_get_two_pages() -> None:
    entries = build_topics(_make("Stefan Kuhn", "Stefan Kühn!", "Stefan  Kuhn"), "fr")
    slugs = [entry.slug for entry in entries]
    assert len(set(slugs)) == 3
    assert all(slug.startswith("stefan-ku") for slug in slugs)


def test_a_new_name_never_takes_the_slug_of_one_that_was_there() -> None:
    before = {entry.name: entry.slug for entry in build_topics(_make("Zug!", "Zug?"), "de")}
    after = {entry.name: entry.slug for entry in build_topics(_make("Zug!", "Zug?", "Zug"), "de")}
    assert before["Zug!"] == "zug"
    assert {name: after[name] for name in before} == before


def test_a_suffix_that_is_taken_too_is_made_longer() -> None:
    plain, suffixed = (entry.slug for entry in build_topics(_make("Zug!", "Zug?"), "de"))
    assert plain == "zug"
    third = build_topics(_make("Zug!", suffixed, "Zug?"), "de")
    assert sorted(entry.slug for entry in third)[:2] == ["zug", suffixed]
    assert len({entry.slug for entry in third}) == 3


def test_any_names_can_make_a_register() -> None:
    entries = build_register([FIRST], lambda article: (*article.places, None), "de")
    assert [entry.name for entry in entries] == ["Aue", "Unterfeld"]
