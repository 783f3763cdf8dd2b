from __future__ import annotations

from dataclasses import replace

import pytest

from newsdigest.extract import extract
from newsdigest.model import Enrichment
from newsdigest.seeds import parse_seed
from tests.unit.seeds.tables import LANGUAGES

FIRST = (
    "Der Rat hat am Abend nach langer Debatte mit den Stimmen der Mehrheit den Haushalt für das"
    " kommende Jahr beschlossen."
)
SECOND = "Die Opposition stimmte dagegen."
BRIEF = "Der Rat hat den Haushalt beschlossen."


def summarise(body: str, head: str = " date 2022-01 Titel") -> str | None:
    seed = parse_seed("x", f"{head}\n\n{body}\n".encode(), LANGUAGES)
    enrichment = extract(seed)
    bare = replace(enrichment, tags=(), category=None, entities=())
    assert bare == Enrichment(summary=enrichment.summary)
    if enrichment.summary is None:
        return None
    (span,) = enrichment.summary.provenance.spans
    assert " ".join(seed.text[span.start : span.end].split()) == enrichment.summary.value
    return enrichment.summary.value


def test_the_first_sentence_is_the_summary() -> None:
    assert summarise(f"{FIRST} {SECOND * 8}") == FIRST


def test_a_brief_first_sentence_takes_the_second_with_it() -> None:
    assert summarise(f"{BRIEF} {SECOND} {SECOND}") == f"{BRIEF} {SECOND}"


def test_no_third_sentence_and_none_too_long() -> None:
    long = "Und " + "so weiter " * 40 + "ging es."
    assert summarise(f"{BRIEF} {long}") == BRIEF


def test_the_summary_may_stand_on_wrapped_lines() -> None:
    wrapped = FIRST.replace(" mit ", "\nmit ", 1)
    assert summarise(f"{wrapped}\n{SECOND}\n\n{FIRST}\n{FIRST}") is not None


def test_a_lede_that_is_one_endless_word_has_no_summary() -> None:
    assert summarise("x" * 3000) is None


def test_a_text_that_is_nothing_but_a_dateline_has_no_summary() -> None:
    assert summarise("[東京 10日 ロイター] -") is None


def test_a_short_line_above_the_lede_is_skipped() -> None:
    assert summarise(f"Ein Bild vom Rat\n\n{FIRST}\n\n{SECOND}") == FIRST
    assert summarise(f"Ein Bild vom Rat\n\n{SECOND}") == "Ein Bild vom Rat"


def test_a_lede_without_a_stop_is_a_lede() -> None:
    lede = FIRST.rstrip(".")
    assert summarise(f"{lede}\n\n{SECOND * 20}") == lede


def test_a_byline_is_no_lede() -> None:
    assert summarise(f"Jane Doe\n\n{BRIEF}\n\nVon Max Muster") == BRIEF
    assert summarise("- Ein Punkt\n- Noch einer\n\nJane Doe, AFP") == "Jane Doe, AFP"
    assert summarise("- Ein Punkt\n- Noch einer") is None


def test_speech_behind_a_dash_is_a_lede_where_nothing_else_is() -> None:
    assert summarise(f"- {FIRST}") == FIRST
    assert summarise(f"- {FIRST}\n\n{SECOND}") == SECOND


def test_a_teaser_before_the_dateline_is_the_summary_if_it_is_long_enough() -> None:
    assert summarise(f"{BRIEF} Wien – {FIRST}") == BRIEF
    assert summarise(f"Rat tagt. Wien – {FIRST}") == FIRST


def test_the_dateline_is_no_part_of_the_summary() -> None:
    assert summarise(f"GENF, 10. Januar (dpa) - {FIRST}") == FIRST
    assert summarise(f"Genf {FIRST}") == FIRST


def test_the_seeds_own_teaser_wins() -> None:
    head = f"Titel: Titel\nTeaser: {SECOND}"
    assert summarise(FIRST, head) == SECOND


@pytest.mark.parametrize("words", ["Wort ", "wort, "])
def test_an_endless_sentence_is_cut_at_a_word(words: str) -> None:
    summary = summarise("Ein " + words * 400)
    assert summary is not None
    assert len(summary) <= 300
    assert summary.split()[-1] == words.strip()


def test_an_endless_word_gives_no_summary() -> None:
    assert summarise("x" * 5_000) is None
    assert summarise("市议会" * 400) == "市议会" * 100
