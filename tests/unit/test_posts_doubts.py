"""What an editor wrote into a header and may not have meant."""

from __future__ import annotations

import pytest

from newsdigest.posts import find_slips, list_fields, parse_post

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
    fields = [(line, *field) for line, field in enumerate(header.items(), 1)]
    found = [message for _, message in find_slips(fields, GENERATED)]
    assert len(found) == len(told)
    assert all(part in message for part, message in zip(told, found, strict=True))


def test_a_hand_written_post_has_no_generated_date() -> None:
    assert [*find_slips([(1, "Title", "A"), (2, "Date", "2023")], {})] == []


def test_a_misspelt_field_is_told_with_its_line() -> None:
    text = "Title: A\nSumary: x\nSumary: y\n\nText.\n"
    assert [*find_slips(list_fields(text), {})] == [
        (2, "Sumary: there is no such field: did you mean 'Summary'?")
    ]


def test_the_first_of_two_lines_of_one_field_counts_and_the_other_is_told() -> None:
    text = (
        "Title: A\nCategory: Hafen\ncategory: Wirtschaft\n    und Geld\nTags: a\nTags: b\n\nText.\n"
    )
    header = dict(parse_post(text).header)
    assert header == {"Title": "A", "Category": "Hafen", "Tags": "a\nb"}
    assert [*find_slips(list_fields(text), {})] == [
        (3, "category stands in line 2 already, which counts: keep one")
    ]
