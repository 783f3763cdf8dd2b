from __future__ import annotations

import pytest

from newsdigest.seeds.sentences import find_sentence_end
from tests.unit.seeds.tables import Row, read_table


@pytest.mark.parametrize("row", read_table("sentences"), ids=lambda row: row.text[:60])
def test_the_first_sentence_ends_where_the_table_says(row: Row) -> None:
    first, _, rest = row.text.partition("¶")
    text = (first + rest).rstrip()
    assert text[: find_sentence_end(text, 0, len(text), row.key)] == first
