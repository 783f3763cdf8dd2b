from __future__ import annotations

import pytest

from newsdigest.extract import extract
from newsdigest.seeds import parse_seed
from tests.unit.seeds.tables import LANGUAGES, Row, describe, read_bodies, read_table


@pytest.mark.parametrize("row", read_table("datelines"), ids=lambda row: row.text[:60])
def test_a_dateline_says_what_the_table_says(row: Row) -> None:
    body = read_bodies()[row.key]
    seed = parse_seed("x", f" date 2022-01 X\n\n{row.text}\n\n{body}\n".encode(), LANGUAGES)
    said = describe(seed)
    expected = {"date": "2022-01", **row.expected}
    lede = expected.pop("lede")
    assert expected.pop("problem", "") in said.pop("problem", "")
    assert said.pop("title") == "X"
    assert said == expected
    summary = extract(seed).summary
    assert summary is not None
    assert summary.value.startswith(lede)
    assert seed.blocks[0].text == row.text.strip(), "the dateline stays in the text"
