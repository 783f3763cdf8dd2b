from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.dates import find_dates, match_date, parse_edtf

TABLE = Path(__file__).parents[1] / "data" / "dates.tsv"
CASES = [
    tuple(line.split("\t"))
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
LANGUAGES = st.sampled_from(["de", "en", "fr", "es", "it", "pl", "ru", "ar", "zh", "ja", None])
PIECES = st.sampled_from(
    ["10", "2022", "1", ".", "-", "/", " ", "Januar", "Mai", "年", "月", "日", "de", "12:30", "Uhr"]
)


@pytest.mark.parametrize(("text", "language", "expected"), CASES)
def test_a_date_is_read_as_written_and_no_finer(text: str, language: str, expected: str) -> None:
    found = match_date(text, 0, language)
    if found is None or found.span.end < len(text):
        shown = "-"
    else:
        shown = str(found.date) + "?" * found.ambiguous
    assert shown == expected


@pytest.mark.parametrize(("text", "language", "expected"), CASES)
def test_a_date_is_found_within_a_sentence(text: str, language: str, expected: str) -> None:
    if expected in {"-", "2022"}:
        return
    lead = "Am " if language == "de" else "— "
    found = find_dates(f"{lead}{text} — so", language)
    assert [str(date.date) for date in found] == [expected.removesuffix("?")]


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60), LANGUAGES)
def test_any_text_is_read_without_error_and_spans_quote_it(text: str, language: str | None) -> None:
    end = 0
    for found in find_dates(text, language):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
        again = match_date(text, found.span.start, language)
        assert again is not None


@pytest.mark.parametrize("text", ["1.1." * 25_000, "Januar " * 15_000, "2022-" * 20_000])
def test_a_swarm_of_near_dates_is_read_in_linear_time(text: str) -> None:
    assert isinstance(find_dates(text, "de"), tuple)


@given(st.dates(), st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]))
def test_edtf_is_read_back_as_the_same_date(date: object, form: str) -> None:
    text = f"{date:{form}}".rjust(len(f"{date:{form}}"), "0")
    year, *rest = text.split("-")
    text = "-".join([year.zfill(4), *rest])
    assert str(parse_edtf(text)) == text


@pytest.mark.parametrize("text", ["", "22", "2022-13", "2022-02-30", "2022-1", "2022-01-10T", "x"])
def test_what_is_no_edtf_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_edtf(text)
