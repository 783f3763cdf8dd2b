from __future__ import annotations

import pytest

from newsdigest.seeds import parse_seed
from tests.unit.seeds.tables import LANGUAGES, Row, describe, read_bodies, read_table


@pytest.mark.parametrize("row", read_table("headers"), ids=lambda row: row.text[:60])
def test_a_header_says_what_the_table_says(row: Row) -> None:
    body = read_bodies()[row.key]
    seed = parse_seed("x.txt", f"{row.text}\n\n{body}\n".encode(), LANGUAGES)
    said = describe(seed)
    expected = dict(row.expected)
    blocks = int(expected.pop("blocks", "2"))
    problem = expected.pop("problem", None)
    assert (problem is None) == ("problem" not in said), said.get("problem")
    assert (problem or "") in said.pop("problem", "")
    assert said == expected
    assert len(seed.blocks) == blocks
    assert seed.language.value == row.key
