"""What an editor wrote into a header and may not have meant."""

from __future__ import annotations

import pytest

from newsdigest.posts.doubts import find_slips

GENERATED = {"Title": "A", "Date": "2023-03-01", "Published": "2023-03"}


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (GENERATED, []),
        ({**GENERATED, "My own": "x", "Photo": "y"}, []),
        ({**GENERATED, "Publishd": "2023"}, []),  # Published stands beside it
        ({**GENERATED, "Sumary": "x"}, ["did you mean 'Summary'"]),
        ({**GENERATED, "Date": "2023-03-09"}, ["Published says when it was, 2023-03:"]),
        ({**GENERATED, "Date": "2023-03-09", "Published": "2023-03-09"}, []),
        ({"Title": "A", "Date": "2023-03-09"}, []),
    ],
)
def test_a_field_without_effect_is_told(header: dict[str, str], told: list[str]) -> None:
    found = [message for _, message in find_slips(header, GENERATED, {})]
    assert len(found) == len(told)
    assert all(part in message for part, message in zip(told, found, strict=True))


def test_a_hand_written_post_has_no_generated_date() -> None:
    assert [*find_slips({"Title": "A", "Date": "2023"}, {}, {})] == []
