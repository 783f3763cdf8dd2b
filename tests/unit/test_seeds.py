from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsdigest.errors import SeedError
from newsdigest.extract import extract
from newsdigest.model import Seed
from newsdigest.seeds import parse_seed

TABLE = (Path(__file__).parents[1] / "data" / "seeds.md").read_text("utf-8")
CASES = [
    (name, text, dict(re.findall(r"^\| (\w+) \| (.+) \|$", fields, re.MULTILINE)))
    for name, text, fields in re.findall(
        r"^## (.+?)\n\n```\n(.*?)```\n(.*?)(?=^## |\Z)", TABLE, re.MULTILINE | re.DOTALL
    )
]
LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "ar", "zh", "ja")
PIECES = st.sampled_from(
    [
        *(" date 2022-01 ", "Titel: ", "Datum: 10.1.2022", "---\n", "title: x\n", "\n", "\n\n"),
        *("GENF (dpa) – ", "Von Erika Beispiel", "Ein Satz steht hier. ", "(APA, 1.2.2015)", "• "),
        *("Quelle: Talbote", "Subject: x\n", "Date: ", "【6月18日 AFP】", "\x0b", "u\u0308", "\t"),
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=20), max_size=14).map("".join)


def read_all(seed: Seed) -> dict[str, str]:
    """Every field that the table of cases names, as its text."""
    found = {
        "Title": seed.headline,
        "Date": seed.published,
        "Lang": seed.language,
        "Byline": seed.byline,
        "Dateline": seed.dateline,
        "Agency": seed.agency,
        "Source": seed.source,
    }
    return {name: str(sourced.value) for name, sourced in found.items() if sourced}


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_seed_is_understood(text: str, expected: dict[str, str]) -> None:
    found = read_all(parse_seed("a.txt", text.encode(), LANGUAGES))
    assert {k: v for k, v in found.items() if k in expected or k not in {"Title", "Lang"}} == (
        expected
    )


@pytest.mark.parametrize("text", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_every_value_points_at_its_characters(text: str) -> None:
    seed = parse_seed("a.txt", text.encode(), LANGUAGES)
    summary = extract(seed).summary
    assert summary is not None
    assert summary.value in unicodedata.normalize("NFC", " ".join(seed.text.split()))
    for sourced in (seed.headline, seed.published, seed.byline, seed.dateline, seed.source):
        for span in sourced.provenance.spans if sourced else ():
            assert seed.text[span.start : span.end].strip() == seed.text[span.start : span.end]
            assert not seed.text[span.start - 1 : span.start].isalnum()


def parse_or_refuse(data: bytes) -> Seed | SeedError:
    try:
        return parse_seed("a.txt", data, LANGUAGES)
    except SeedError as error:
        return error


@given(TEXTS)
@example("\x0b")
def test_any_text_becomes_a_seed_or_a_clear_error(text: str) -> None:
    seed = parse_or_refuse(text.encode("utf-8", "surrogatepass"))
    if isinstance(seed, SeedError):
        assert str(seed)
        return
    assert seed.headline.value
    for block in seed.blocks:
        raw = seed.text[block.span.start : block.span.end]
        kept = [char for char in unicodedata.normalize("NFC", raw) if not char.isspace()]
        shown = [char for char in block.text if not char.isspace()]
        assert [char for char in kept if char in block.text] == [
            char for char in shown if char in raw or char in kept
        ]
    spans = [block.span for block in seed.blocks]
    assert spans == sorted(spans)


@given(st.binary(max_size=400))
def test_any_bytes_become_a_seed_or_a_clear_error(data: bytes) -> None:
    seed = parse_or_refuse(data)
    assert str(seed) if isinstance(seed, SeedError) else seed.headline.value


@pytest.mark.parametrize(
    ("language_text", "expected"),
    [
        (
            "Titel\n03/04/2021\n\nDer Rat der Stadt hat am Abend lange über die Brücke beraten.",
            "2021-04-03",
        ),
        (
            "Title\n03/04/2021\n\nThe council of the town debated the new bridge all evening.",
            "2021",
        ),
    ],
)
def test_an_ambiguous_date_is_settled_by_the_language_or_kept_as_the_year(
    language_text: str, expected: str
) -> None:
    seed = parse_seed("a.txt", language_text.encode(), LANGUAGES)
    assert seed.published is not None
    assert str(seed.published.value) == expected
    assert bool(seed.problems) == (expected == "2021")


def test_a_wrapped_text_is_joined_and_no_letter_changes() -> None:
    line = "Der Rat der Stadt hat am Abend lange über die neue Brücke beraten und"
    text = f" date 2022-01 Titel\n\n{line}\n{line}\n{line} dann gestimmt.\n"
    (block,) = parse_seed("a.txt", text.encode(), LANGUAGES).blocks
    assert block.text == f"{line} {line} {line} dann gestimmt."


def test_a_text_without_headline_takes_its_first_sentence_and_says_so() -> None:
    text = (
        " date 2022-01\n\nDer Rat der Stadt hat am Abend lange getagt. Er stimmte am Ende für die"
        " neue Brücke, die im Herbst stehen soll, und gegen eine höhere Steuer.\n"
    )
    seed = parse_seed("a.txt", text.encode(), LANGUAGES)
    assert seed.headline.value == "Der Rat der Stadt hat am Abend lange getagt"
    assert any("headline" in problem.message for problem in seed.problems)
