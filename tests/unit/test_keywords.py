"""What a text is about, and where it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.extract.frequencies import RARE, find_frequency
from newsdigest.extract.german_nouns import find_normal_form, is_noun, split_compound
from newsdigest.extract.keywords import extract_keywords
from newsdigest.extract.summaries import extract_summary
from newsdigest.model import Entity, Provenance, Seed, Sourced, Span
from newsdigest.seeds import parse_seed

CASES = Path(__file__).parents[1] / "data" / "keywords.md"
LANGUAGES = ("de", "en", "fr", "es", "nl", "ru", "ar", "zh")


def list_cases() -> Iterator[tuple[str, str, list[str], list[str], str]]:
    for case in CASES.read_text("utf-8").split("\n## ")[1:]:
        head, headline, *rest = case.strip("\n").split("\n\n")
        language, _, topics = head.partition(":")
        names: list[str] = []
        if rest[0].startswith("Names:"):
            names = [name.strip() for name in rest.pop(0).removeprefix("Names:").split(";")]
        body = "\n\n".join(rest)
        yield language, headline, [t.strip() for t in topics.split(";") if t.strip()], names, body


def make_seed(language: str, headline: str, body: str) -> Seed:
    return parse_seed("x.txt", f" date 2022-01 {headline}\n\n{body}\n".encode(), (language,))


def name(seed: Seed, *names: str) -> list[Entity]:
    return [
        Entity(
            "places",
            Sourced(
                word,
                Provenance("t", tuple(Span(*m.span()) for m in re.finditer(word, seed.text))),
            ),
        )
        for word in names
    ]


@pytest.mark.parametrize(
    ("language", "headline", "topics", "names", "body"),
    list(list_cases()),
    ids=[f"{case[0]} {case[1]}" for case in list_cases()],
)
def test_topics(
    language: str, headline: str, topics: list[str], names: list[str], body: str
) -> None:
    seed = make_seed(language, headline, body)
    found = extract_keywords(seed, name(seed, *names), extract_summary(seed))
    assert [topic.value for topic in found][: max(1, len(topics))] == topics


WORDS = "Die Brücke der Brücken neue Hochwasserschutz. „Der Rat: EU-Gipfel GIPFEL the deal , é"
TEXTS = st.lists(st.sampled_from(WORDS.split(" ")), max_size=60).map(" ".join)


@settings(max_examples=150)
@given(TEXTS, st.sampled_from(LANGUAGES))
def test_every_mention_is_a_whole_word_of_the_text(body: str, language: str) -> None:
    seed = make_seed(language, "Brücke und Hochwasserschutz", f"{body} x")
    topics = extract_keywords(seed, (), extract_summary(seed))
    assert len({topic.value for topic in topics}) == len(topics) <= 5
    for topic in topics:
        assert 0 < topic.provenance.confidence < 1
        for span in topic.provenance.spans:
            around = seed.text[span.start - 1 : span.end + 1]
            assert around.strip(around[0] + around[-1]) or len(around) == 3
            assert not around[0].isalpha()
            assert not around[-1].isalpha()
            assert topic.value[:3].casefold() == seed.text[span.start :][:3].casefold()


def test_topics_that_the_seed_states_stand_alone() -> None:
    text = "Titel: Die Brücke\nTags: Verkehr\n\nDie Brücke. Eine Brücke. Zur Brücke.\n"
    seed = parse_seed("x.txt", text.encode(), ("de",))
    assert seed.tags
    assert extract_keywords(seed) == ()


def test_a_long_text_has_no_more_than_five_topics_and_no_two_of_one_word() -> None:
    nouns = ("Brücke", "Hafen", "Deich", "Gewerkschaft", "Kürzungen", "Tornado", "Hafenbecken")
    seed = make_seed("de", "Streit", " ".join(f"Die {noun} und die {noun}." for noun in nouns * 9))
    topics = [topic.value for topic in extract_keywords(seed)]
    assert len(topics) == 5
    assert not {"Hafen", "Hafenbecken"} <= set(topics)


@pytest.mark.parametrize(
    ("form", "normal"),
    [
        ("Garantien", "Garantie"),
        ("Verhandlung", "Verhandlungen"),
        ("Gesprächen", "Gespräch"),
        ("Krankenhauses", "Krankenhaus"),
        ("Seite", "Seite"),
        ("Daten", "Daten"),
        ("Spielen", "Spiel"),
        ("Bundesligaspielen", "Bundesligaspiele"),
        ("Hochwasserschutzes", "Hochwasserschutz"),
        ("Sicherheitsgarantien", "Sicherheitsgarantien"),
        ("Wochenzeitungen", "Wochenzeitungen"),
        ("EU-Gipfels", "EU-Gipfel"),
        ("Xyzzyq", "Xyzzyq"),
    ],
)
def test_normal_forms(form: str, normal: str) -> None:
    assert find_normal_form(form) == normal


@pytest.mark.parametrize(
    ("word", "noun"),
    [
        ("Brücke", True),
        ("Xyzzyqheit", True),
        ("Erinnerungskultur", True),
        ("Geschichtsabend", True),
        ("Chancgleichheitsabend", True),
        ("NATO-Erweiterung", True),
        ("Qwrtz", False),
        ("Rjabkow", False),
    ],
)
def test_nouns(word: str, *, noun: bool) -> None:
    assert is_noun(word) is noun


def test_compounds() -> None:
    assert split_compound("Hochwasserschutz") == ("Hochwasser", "schutz")
    assert split_compound("Qwrtzschutz") is None


def test_languages_without_a_table_know_no_word() -> None:
    assert find_frequency("und", "ja") == RARE
    assert find_frequency("und", "de") > 70
