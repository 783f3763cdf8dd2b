"""Which section a text belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.extract.sections import (
    LANGUAGES,
    NAMES,
    extract_section,
    name_section,
    rank_sections,
    weigh_word,
)
from newsdigest.model import Seed
from newsdigest.seeds import parse_seed

CASES = Path(__file__).parents[1] / "data" / "sections.md"


def list_cases() -> Iterator[tuple[str, str, str, str]]:
    for case in CASES.read_text("utf-8").split("\n## ")[1:]:
        head, headline, body = case.strip("\n").split("\n\n", 2)
        language, _, section = head.partition(":")
        yield language, section.strip(), headline, body


def make_seed(language: str, headline: str, body: str) -> Seed:
    return parse_seed("x.txt", f" date 2022-01 {headline}\n\n{body}\n".encode(), (language,))


@pytest.mark.parametrize(
    ("language", "section", "headline", "body"),
    list(list_cases()),
    ids=[f"{case[0]} {case[2]}" for case in list_cases()],
)
def test_sections(language: str, section: str, headline: str, body: str) -> None:
    found = extract_section(make_seed(language, headline, body))
    assert (found.value if found else "") == section


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["Minister", "Tor", "Börse", "Museum", "Polizei", "und", "der"]),
        max_size=30,
    )
)
def test_the_words_that_speak_for_a_section_are_pointed_at(words: list[str]) -> None:
    seed = make_seed("de", "Regierung und Regierung", " ".join([*words, "x"]))
    found = extract_section(seed)
    if found is None:
        return
    assert 0 < found.provenance.confidence <= 1
    assert len(found.provenance.spans) <= 20
    for span in found.provenance.spans:
        word = seed.text[span.start : span.end].casefold()
        names = {name_section(section, "de") for section, _ in weigh_word(word, "de")}
        assert found.value in names


def test_a_site_names_its_sections_in_its_own_language() -> None:
    seed = make_seed("de", "Koalition einigt sich", "Die Regierung und das Parlament.")
    english, french = extract_section(seed, "en"), extract_section(seed, "fr")
    assert english
    assert french
    assert english.value == french.value == "Politics"
    assert set(NAMES["de"]) == set(NAMES["en"])


def test_a_word_of_several_sections_says_less_of_each() -> None:
    shared = [weights for word in ("finale", "polizei") if (weights := weigh_word(word, "de"))]
    assert shared
    for weights in shared:
        assert len({section for section, _ in weights}) == len(weights)
    assert weigh_word("regierung" * 20, "de") == ()


def test_a_seed_without_paragraphs_is_judged_by_its_headline() -> None:
    seed = replace(make_seed("de", "Bundesliga-Trainer im Stadion", "x"), blocks=())
    assert rank_sections(seed) is not None


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_list_names_known_sections_only(language: str) -> None:
    words = ["nato", "gas", "film", "test", "covid", "internet", "radio", "google"]
    found = {section for word in words for section, _ in weigh_word(word, language)}
    assert found
    assert found <= set(NAMES["de"])
