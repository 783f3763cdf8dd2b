from __future__ import annotations

import hashlib
import time
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsdigest.errors import SeedError
from newsdigest.extract import extract
from newsdigest.model import Seed, Sourced, Span
from newsdigest.seeds import parse_seed
from tests.site.hostile_seeds import CASES, Hostile
from tests.unit.seeds.tables import LANGUAGES, read_bodies, read_table

BODY = read_bodies()["de"]
BYTES = [case for case in CASES if isinstance(case.content, bytes)]
# Words that the rules look for, so that chance finds their edges.
PIECES = (
    *("date 2022-01 ", "10.01.2022", "10. Januar", "Januar 2022", "2022", "Titel: ", "Datum: "),
    *("Von ", "Quelle: ", "Foo: ", "Max Muster", "Wien", "GENF", "(dpa)", "dpa", " – ", " - "),
    *(", ", ". ", ": ", "\n", "\n\n", "---\n", "\n---\n", "tags: [a, b]\n", "title: ", "From: a\n"),
    *(
        "Subject: ",
        "=?utf-8?q?a?=",
        "• ",
        "- ",
        "1. ",
        "2. ",
        "【",
        "】",
        "新华社",
        "北京1月10日电",
    ),
    *(
        "AFP",
        "（",
        "）",
        "。",
        "|",
        "(",
        ")",
        "[",
        "]",
        "© AFP",
        "(c) ",
        "(END)",
        "https://a.example",
    ),
    *("\x00", "\x9b", "\u00ad", "\u2028", "\u200f", "é", "e\u0301", "Der Rat hat getagt", "wurde"),
    *("Der ", "x" * 80, "\t", " ", "  ", "\u00a0", "\r\n", "/", "#", "*", '"', "„"),
)


def list_values(seed: Seed) -> Iterator[Sourced[str]]:
    values = (
        *(seed.headline, seed.language, seed.byline, seed.dateline, seed.agency, seed.source),
        *(seed.rights, seed.summary, seed.category, *seed.tags, extract(seed).summary),
    )
    yield from (value for value in values if value)


def list_spans(seed: Seed) -> Iterator[Span]:
    for value in list_values(seed):
        yield from value.provenance.spans
    if seed.published:
        yield from seed.published.provenance.spans


def is_letter(char: str) -> bool:
    """A letter of a script that divides words."""
    return char.isalnum() and unicodedata.east_asian_width(char) not in "WF"


def list_shown(text: str) -> list[str]:
    normal = unicodedata.normalize("NFC", text)
    return [char for char in normal if char.isprintable() and char != " "]


def check_laws(seed: Seed) -> None:
    covered = bytearray(len(seed.text))
    for span in (*seed.header, *seed.unplaced, *(block.span for block in seed.blocks)):
        assert 0 <= span.start < span.end <= len(seed.text)
        for index in range(span.start, span.end):
            covered[index] += 1
    for index, char in enumerate(seed.text):
        assert covered[index] == 1 or (not covered[index] and char.isspace()), (index, char)
    assert list(seed.blocks) == sorted(seed.blocks, key=lambda block: block.span)
    for block in seed.blocks:
        raw = seed.text[block.span.start : block.span.end]
        assert block.text
        assert unicodedata.is_normalized("NFC", block.text)
        assert "\n" not in block.text
        if raw.isprintable():
            assert list_shown(block.text) == list_shown(raw)
    for value in list_values(seed):
        assert value.value
        assert value.value.strip() == value.value
    for span in list_spans(seed):
        quoted = seed.text[span.start : span.end]
        assert quoted
        assert quoted.strip() == quoted
        for edge in (span.start, span.end):
            around = seed.text[max(0, edge - 1) : edge + 1]
            assert edge == 0 or len(around) < 2 or not all(map(is_letter, around)), quoted


def parse(data: bytes) -> Seed | str:
    """The seed, or the error's words."""
    try:
        return parse_seed("x", data, LANGUAGES)
    except SeedError as error:
        return str(error)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_become_a_seed_or_a_seed_error(data: bytes) -> None:
    seed = parse(data)
    assert seed
    if isinstance(seed, Seed):
        check_laws(seed)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join))
@example("---\n---\n")
@example("Titel:\n")
@example("Datum: \ntitle: date 2022-01 ")
@example("date 2022-01 ---\n（北京1月10日电tags: [a, b]\n")
@example("Titel\n\nDi Maria Bianchi10.01.2022")
@example(". Der Rat hat getagt. " * 20)
def test_every_character_stands_in_the_header_a_block_or_is_unplaced(text: str) -> None:
    seed = parse(text.encode())
    if isinstance(seed, Seed):
        check_laws(seed)


@pytest.mark.parametrize("name", ["headers", "datelines", "end_notes"])
def test_the_laws_hold_for_the_tables(name: str) -> None:
    for row in read_table(name):
        text = f"{row.text}\n\n{read_bodies()[row.key]}"
        check_laws(parse_seed("x", text.encode(), LANGUAGES))


@pytest.mark.parametrize("case", BYTES, ids=lambda case: case.name)
def test_hostile_bytes_are_published_or_reported(case: Hostile) -> None:
    assert isinstance(case.content, bytes)
    seed = parse(case.content)
    if isinstance(seed, str):
        assert case.fate != "published", seed
        assert case.reason in seed
        return
    check_laws(seed)
    shown = "\n".join((seed.headline.value, *(block.text for block in seed.blocks)))
    for words in case.shown:
        assert unicodedata.normalize("NFC", words) in shown


SIZE = 50_000
GROWING = {
    "one line": " date 2022-01 X\n\n" + "Ab c. " * (SIZE // 6),
    "one line without a headline": "Ab c. " * (SIZE // 6),
    "capitals": " date 2022-01 X\n\n" + "Ab " * (SIZE // 3),
    "blank lines": " date 2022-01 X" + "\n" * SIZE + BODY,
    "labels": "Titel: X\n" + "Datum: 2021-03\n" * (SIZE // 15) + BODY,
    "unknown labels": "Titel: X\n" + "Foo: bar\n" * (SIZE // 9) + BODY,
    "mail fields": "Subject: X\nFrom: a\n" + "X-Foo: b\n" * (SIZE // 9) + BODY,
    "encoded words": "From: a\nSubject: " + "=?utf-8?q?a?= " * (SIZE // 14) + "\n\n" + BODY,
    "dates": "X\n" + "10.01.2022\n" * (SIZE // 11) + BODY,
    "spaces": "X\n\nWien" + " " * SIZE + "a",
    "stops": "X\n\n" + "." * SIZE + "a",
    "quotes": "X\n\n" + "." + '"' * SIZE + "a",
    "brackets": "X\n\n" + "(" * SIZE,
    "notes": "X\n\n" + BODY + " (" + "APA, " * (SIZE // 5) + ")",
    "bullets": "X\n\n" + "- a\n" * (SIZE // 4),
    "numbers": "X\n\n" + "1. a\n2. b\n" * (SIZE // 10),
    "front matter": "---\n" + "[" * SIZE + "\n---\n" + BODY,
    "front matter below": "---\ntitle: " + "[" * 5_000 + "\n---\n" + BODY,
    "byline": "X\nVon " + "Max Muster und " * (SIZE // 15),
    "han": "标题\n\n" + "北京（" * (SIZE // 3),
    "abbreviations": " date 2022-01 X\n\n" + "Dr. " * (SIZE // 4),
}


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("name", GROWING)
def test_a_large_text_takes_little_time(name: str) -> None:
    parse_seed("x", BODY.encode(), LANGUAGES)
    before = time.process_time()
    seed = parse_seed("x", GROWING[name].encode(), LANGUAGES)
    extract(seed)
    assert time.process_time() - before < 3


def test_a_seed_knows_its_file() -> None:
    data = b"Titel\r\n\r\nText."
    seed = parse_seed("2022/a.txt", data, LANGUAGES)
    assert seed.name == "2022/a.txt"
    assert seed.text == "Titel\n\nText."
    assert seed.sha256 == hashlib.sha256(data).hexdigest()


def test_a_headline_alone_is_published_with_a_warning() -> None:
    seed = parse_seed("x", b" date 2021-03 Nur eine Schlagzeile\n", LANGUAGES)
    assert seed.blocks == ()
    assert [str(problem) for problem in seed.problems] == [
        "x:1: no text below the headline: add one"
    ]
    assert [problem.severity for problem in seed.problems] == ["warning"]
    assert extract(seed).summary is None


@pytest.mark.parametrize("text", [" date 2021-03\n", "---\n---\n", "\x01 \x02"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    with pytest.raises(SeedError):
        parse_seed("x", text.encode(), LANGUAGES)


def test_problems_name_their_line_and_are_not_endless() -> None:
    labels = "".join(f"Unsinn{n}: x\n" for n in range(40))
    seed = parse_seed("x", f"\nTitel: X\n{labels}\n{BODY}".encode(), LANGUAGES)
    assert seed.problems[0].line == 3
    assert len(seed.problems) == 21
    assert str(seed.problems[-1]) == "x: 20 more problems of this kind: correct the header"


def test_notes_of_the_encoding_and_of_the_characters_are_passed_on() -> None:
    text = "Titel\n\nEr sagte \x9b nichts, und \U0001fffe auch."
    seed = parse_seed("x", text.encode(), LANGUAGES)
    (problem,) = seed.problems
    assert "U+009B, U+1FFFE (line 3)" in problem.message
    assert seed.blocks[0].text == "Er sagte  nichts, und  auch."
    western = parse_seed("x", "Titel\n\nÜber die Größe schweigt er.".encode("cp1252"), LANGUAGES)
    assert [problem.line for problem in western.problems] == [0]


def test_broken_characters_in_front_matter_are_reported() -> None:
    text = f"---\ntitle: Rat \x01 tagt\n---\n{BODY}"
    seed = parse_seed("x", text.encode(), LANGUAGES)
    assert seed.headline.value == "Rat  tagt".replace("  ", " ")
    assert any("front matter cannot be read" in problem.message for problem in seed.problems)


def test_a_text_without_a_headline_takes_its_first_words() -> None:
    long = "Wort " * 200
    seed = parse_seed("x", long.encode(), LANGUAGES)
    assert len(seed.headline.value) <= 300
    assert seed.headline.value.endswith("Wort")
    assert seed.blocks[0].text == long.strip()
    han = parse_seed("x", ("市议会" * 200).encode(), LANGUAGES)
    assert han.headline.value == "市议会" * 100
    with pytest.raises(SeedError, match="no headline"):
        parse_seed("x", b"W" * 400, LANGUAGES)


def test_the_language_is_detected_with_confidence() -> None:
    seed = parse_seed("x", f"Titel\n\n{BODY}".encode(), LANGUAGES)
    assert (seed.language.value, seed.language.provenance.method) == ("de", "detected")
    given = parse_seed("x", f"Titel: X\nSprache: de-AT\n\n{BODY}".encode(), LANGUAGES)
    assert (given.language.value, given.language.provenance.method) == ("de", "label")


def test_a_date_that_says_no_more_than_the_first_leaves_it_as_it_is() -> None:
    seed = parse_seed(
        "x.txt",
        b"date 2022-01-10 Rat\nDatum: 2022-01-10\n\nText. (dpa, 10.01.2022)\n",
        LANGUAGES,
    )
    assert seed.published is not None
    assert str(seed.published.value) == "2022-01-10"


def test_front_matter_of_more_than_64_kib_is_not_read() -> None:
    text = f"---\ntitle: Rat\nx: {'a' * 70_000}\n---\n\nDer Rat hat getagt.\n"
    seed = parse_seed("x.txt", text.encode(), LANGUAGES)
    assert any("longer than 64 KiB" in problem.message for problem in seed.problems)


def test_an_encoded_mail_header_of_great_length_is_not_decoded() -> None:
    subject = "=?utf-8?q?" + "a" * 20_000 + "?="
    text = (
        f"From: a@b.example\nSubject: {subject}\nDate: Mon, 10 Jan 2022 10:00:00 +0000\n\nText.\n"
    )
    assert isinstance(parse_seed("x.txt", text.encode(), LANGUAGES), Seed)
