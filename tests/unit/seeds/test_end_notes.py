from __future__ import annotations

import pytest

from newsdigest.seeds import parse_seed
from tests.unit.seeds.tables import LANGUAGES, Row, describe, read_bodies, read_table


@pytest.mark.parametrize("row", read_table("end_notes"), ids=lambda row: row.text[:60])
def test_an_end_note_says_what_the_table_says(row: Row) -> None:
    body = read_bodies()[row.key].rstrip(".。") + row.text.rstrip()
    seed = parse_seed("x", f"Titel\n\n{body}\n".encode(), LANGUAGES)
    said = describe(seed)
    assert said.pop("title") == "Titel"
    assert said == row.expected
    last = body.split("\n")[-1].strip()
    assert seed.blocks[-1].text.endswith(last), "the note stays in the text"
