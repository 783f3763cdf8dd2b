from __future__ import annotations

import textwrap

import pytest

from newsdigest.seeds import parse_seed
from tests.unit.seeds.tables import LANGUAGES

LONG = (
    "Der Rat hat am Abend nach langer Debatte den Haushalt beschlossen, wie die Stadt am Montag"
    " mitteilte. Die Opposition stimmte dagegen und kündigte eine Klage vor dem Gericht an, das"
    " darüber aber erst im Herbst entscheiden kann. Der Streit dauert schon seit Jahren."
)
SHORT = "Die Stadt spart damit im kommenden Jahr einige Millionen, hofft sie jedenfalls noch immer."


def read_blocks(body: str) -> list[tuple[str, str]]:
    seed = parse_seed("x", f"Titel\n\n{body}\n".encode(), LANGUAGES)
    return [(block.kind, block.text) for block in seed.blocks]


def test_blank_lines_part_paragraphs() -> None:
    assert read_blocks(f"{LONG}\n\n{SHORT}") == [("paragraph", LONG), ("paragraph", SHORT)]


@pytest.mark.parametrize("width", [60, 66, 72, 80, 100])
def test_text_wrapped_at_a_column_is_unwrapped(width: int) -> None:
    wrapped = "\n\n".join(textwrap.fill(part, width) for part in (LONG, SHORT))
    assert read_blocks(wrapped) == [("paragraph", LONG), ("paragraph", SHORT)]


def test_wrapped_paragraphs_without_blank_lines_are_parted_at_short_lines() -> None:
    wrapped = "\n".join(textwrap.fill(part, 72) for part in (LONG, LONG, SHORT))
    assert [text for _, text in read_blocks(wrapped)] == [LONG, LONG, SHORT]


def test_each_long_line_is_a_paragraph() -> None:
    found = read_blocks(f"{LONG}\n{LONG}\n{SHORT}")
    assert found == [("paragraph", words) for words in (LONG, LONG, SHORT)]


def test_a_line_broken_early_goes_on_with_its_sentence() -> None:
    lines = textwrap.wrap(LONG, 72)
    lines[1] = lines[1].rsplit(" ", 2)[0]
    assert read_blocks("\n".join(lines)) == [("paragraph", " ".join(lines))]


def test_a_hyphenated_line_end_keeps_its_letters() -> None:
    lines = textwrap.wrap(LONG.replace("Haushalt", "Haus-halt"), 52)
    assert lines[0].endswith("Haus-")
    assert read_blocks("\n".join(lines)) == [("paragraph", " ".join(lines))]


def test_lines_of_a_poem_stay_apart() -> None:
    poem = "Der Rat, er sitzt und denkt\nund denkt und sitzt und lenkt\nbis in die Nacht"
    assert [text for _, text in read_blocks(f"{LONG}\n\n{poem}")] == [LONG, *poem.split("\n")]


def test_lines_of_a_table_stay_apart() -> None:
    table = "1. Altfurt 34 12\n2. Neufurt 33 11\n3. Bad Furt 31 9"
    found = read_blocks(f"{LONG}\n\n{table}")
    assert found[1:] == [("item", row) for row in table.split("\n")]


def test_a_short_line_above_a_longer_text_is_a_subhead() -> None:
    expected = [("paragraph", LONG), ("subhead", "Der Streit"), ("paragraph", SHORT)]
    assert read_blocks(f"{LONG}\n\nDer Streit\n\n{SHORT}") == expected
    assert read_blocks(f"{LONG}\n\nDer Streit\n{SHORT}") == expected


@pytest.mark.parametrize(
    "line", ["Der Streit.", "und dann", "https://a.example", "…", "Wort " * 10, "12.345", "Ja,"]
)
def test_other_short_lines_are_paragraphs(line: str) -> None:
    assert read_blocks(f"{LONG}\n\n{line}\n\n{SHORT}")[1] == ("paragraph", line.strip())


def test_a_short_last_or_first_line_is_no_subhead() -> None:
    kinds = [kind for kind, _ in read_blocks(f"Der Streit\n\n{LONG}\n\nDas Ende")]
    assert kinds == ["paragraph"] * 3


@pytest.mark.parametrize("mark", ["•", "-", "*", "–", "·"])
def test_each_bullet_is_an_item_and_keeps_its_mark(mark: str) -> None:
    body = f"{LONG}\n\nDie Punkte\n\n{mark} Erstens das\n{mark} Zweitens dies"
    assert read_blocks(body)[1:] == [
        ("subhead", "Die Punkte"),
        ("item", f"{mark} Erstens das"),
        ("item", f"{mark} Zweitens dies"),
    ]


def test_numbers_that_follow_each_other_are_items() -> None:
    assert read_blocks(f"{LONG}\n\n1. Erstens\n2. Zweitens")[1:] == [
        ("item", "1. Erstens"),
        ("item", "2. Zweitens"),
    ]


@pytest.mark.parametrize("line", ["24. Februar 2022: Der Angriff.", "1914. Der Krieg begann."])
def test_a_date_or_year_at_the_start_is_no_item(line: str) -> None:
    assert read_blocks(f"{LONG}\n\n{line}")[1] == ("paragraph", line)


def test_wrapped_items_and_dashes_within_a_sentence() -> None:
    item = "- " + SHORT
    body = textwrap.fill(item, 60, subsequent_indent="  ") + "\n- Noch etwas"
    assert read_blocks(f"{textwrap.fill(LONG, 60)}\n\n{body}")[1:] == [
        ("item", item),
        ("item", "- Noch etwas"),
    ]
    dashed = textwrap.fill(LONG, 72).split("\n")
    dashed[1] = "– " + dashed[1]
    assert len(read_blocks("\n".join(dashed))) == 1


def test_inner_spaces_stay_and_line_separators_become_one_space() -> None:
    body = "Ein\u00a0fester  und\u202fein schmaler\u2028Abstand hier.\t"
    expected = "Ein\u00a0fester  und\u202fein schmaler Abstand hier."
    assert read_blocks(body) == [("paragraph", expected)]


def test_wrapped_chinese_is_joined() -> None:
    line = "市议会经过长时间辩论后于当晚通过了预算市政府星期一表示会议很长而且很吵闹并且没有人满意"
    line += "这个结果大家都回家了"
    assert read_blocks(f"{line}\n{line}\n市议会。") == [("paragraph", f"{line} {line} 市议会。")]


def test_what_cannot_be_shown_is_no_block_but_is_not_lost() -> None:
    seed = parse_seed("x", f"Titel\n\n\x01\x02\n\n{LONG}\n\n\x03\n".encode(), LANGUAGES)
    assert [block.text for block in seed.blocks] == [LONG]
    assert [seed.text[span.start : span.end] for span in seed.unplaced] == ["\x01\x02", "\x03"]
    assert "control characters" in seed.problems[0].message
