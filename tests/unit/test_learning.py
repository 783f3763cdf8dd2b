"""Sections learnt from the posts that the editor edited."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.ingest import SeedFile
from newsdigest.ingest.learning import LEAST_LABELS, METHOD, train_classifier
from newsdigest.model import Enrichment, Seed, Sourced
from newsdigest.posts import parse_facts, parse_post
from tests.unit.made_seeds import locate, make_seed
from tests.unit.test_ingest import Site, to_file

WORDS = {
    "Dorf": ("Brunnen", "Kirchweih", "Feuerwehr", "Anger", "Linde"),
    "Hafen": ("Kran", "Lotse", "Frachter", "Kai", "Schlepper"),
    "Markt": ("Käse", "Stand", "Händler", "Waage", "Gemüse"),
}


def make_text(section: str, number: int) -> str:
    chosen = [WORDS[section][(number + step) % 5] for step in (0, 1, 3)]
    return f"Am Tag {number} war {' und '.join(chosen)} zu sehen und alle kamen."


LABELLED = [
    (section, make_text(section, number)) for number in range(70) for section in sorted(WORDS)
]


def test_a_section_is_learnt_from_its_words_whatever_their_order() -> None:
    classifier = train_classifier(LABELLED)
    assert classifier
    assert train_classifier(reversed(LABELLED)) == classifier
    for section in WORDS:
        seed = make_seed(paragraphs=(make_text(section, 999),))
        found = classifier.classify(seed)
        assert found
        assert (found.value, found.provenance.method) == (section, METHOD)
        assert 0 < found.provenance.confidence <= 1


def test_without_a_word_that_tells_there_is_no_section() -> None:
    classifier = train_classifier(LABELLED)
    assert classifier
    assert classifier.classify(make_seed(headline="xyz", paragraphs=("qrs",))) is None


@pytest.mark.parametrize(
    "labelled",
    [LABELLED[: LEAST_LABELS - 1], [("Dorf", text) for _, text in LABELLED]],
    ids=["too few", "one section"],
)
def test_too_little_to_learn_from(labelled: list[tuple[str, str]]) -> None:
    assert train_classifier(labelled) is None


def test_two_sections_are_enough_to_learn_from() -> None:
    two = [pair for pair in LABELLED * 2 if pair[0] != "Markt"]
    classifier = train_classifier(two)
    assert classifier
    found = classifier.classify(make_seed(paragraphs=(make_text("Hafen", 999),)))
    assert found
    assert found.value == "Hafen"


def write_posts(site: Site, count: int) -> None:
    for number, (section, text) in enumerate(LABELLED[:count]):
        site.files[f"content/posts/{number}.md"] = (
            f"Title: Meldung {number}\nCategory: {section}\n\n{text}\n"
        )


def make_new(name: str = "neu.txt", section: str = "Hafen") -> Seed:
    return make_seed(name, headline="Neues vom Tag", paragraphs=(make_text(section, 500),))


def read_category(site: Site, title: str = "Neues vom Tag") -> str | None:
    posts = [text for path, text in site.files.items() if path.endswith(".md")]
    (text,) = [text for text in posts if f"Title: {title}\n" in text]
    return parse_post(text).get("Category")


def test_a_new_seed_gets_the_section_that_the_editor_would_give_it() -> None:
    site = Site()
    write_posts(site, LEAST_LABELS)
    site.ingest(make_new())
    assert read_category(site) == "Hafen"
    (facts,) = [text for path, text in site.files.items() if path.endswith(".facts.json")]
    (fact,) = [fact for fact in parse_facts(facts).facts if fact.field == "category"]
    assert fact.method == METHOD


def test_with_too_few_labels_the_words_decide() -> None:
    site = Site()
    write_posts(site, LEAST_LABELS - 1)
    seed = make_new()
    file = to_file(seed)
    words = locate(seed, "Tag")
    site.ingest(replace(file, enrichment=replace(file.enrichment, category=words)))
    assert read_category(site) == "Tag"


def test_what_was_learnt_stays_when_the_labels_change() -> None:
    site = Site()
    write_posts(site, LEAST_LABELS)
    site.ingest(make_new())
    before = dict(site.files)
    for number in range(LEAST_LABELS):
        del site.files[f"content/posts/{number}.md"]
    site.ingest(make_new())
    assert read_category(site) == "Hafen"
    assert {p: t for p, t in before.items() if p in site.files} == site.files


def test_a_section_that_the_words_decided_follows_them() -> None:
    site = Site()
    seed = make_new()
    file = to_file(seed)
    for word in ("Tag", "Neues"):
        category = locate(seed, word)
        site.ingest(replace(file, enrichment=replace(file.enrichment, category=category)))
        assert read_category(site) == word


def test_a_section_of_the_seeds_own_stands() -> None:
    site = Site()
    write_posts(site, LEAST_LABELS)
    seed = make_new()
    site.ingest(replace(seed, category=locate(seed, "Tag")))
    assert read_category(site) == "Tag"


def test_where_nothing_is_clear_the_words_decide() -> None:
    site = Site()
    write_posts(site, LEAST_LABELS)
    seed = make_seed("x.txt", headline="Xyz qrs", paragraphs=("Tuv wxy.",))
    given: Sourced[str] = locate(seed, "Tuv")
    site.ingest(SeedFile(seed.name, seed.sha256, seed, Enrichment(category=given)))
    assert read_category(site, "Xyz qrs") == "Tuv"
