from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
import time as clock
from datetime import time, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest import dates
from newsdigest.dates import DateExpression, find_dates, match_date, parse_edtf
from newsdigest.model import PartialDate

TABLES = Path(__file__).parents[1] / "data" / "dates.md"
MONTH_LOCALES = (
    "de de_AT en en_GB fr es it pl ru uk nl pt sv da tr ar ar_LB ar_DZ ar_MA"  # CLDR's names
)
WORDS = """10 1 31 2022 22 0 99 . - / , : T + ( ) Januar May mar sie Montag Mo. den de bis
年 月 日 令和 元 二〇二二年 十 18:02 Uhr pm Z MEZ +0200 st er г. كانون الثاني \u0308 ﬁ İ"""
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=12)


def read_table(title: str) -> list[list[str]]:
    """The rows of one table of `dates.md`."""
    section = TABLES.read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    cells = [re.split(r"(?<!\\)\|", row)[1:-1] for row in rows]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in cells]


def show(found: DateExpression) -> str:
    return f"{found.date}{'?' if found.ambiguous else ''}"


@pytest.mark.parametrize(("text", "language", "date", "left"), read_table("At the start of a text"))
def test_a_date_where_one_is_expected(text: str, language: str, date: str, left: str) -> None:
    found = match_date(text, 0, None if language == "–" else language)
    assert found is not None
    assert show(found) == date
    assert found.span.start == 0
    assert text[found.span.end :] == left.strip('"')


@pytest.mark.parametrize(("text", "language"), read_table("No date"))
def test_what_is_no_date_gives_none(text: str, language: str) -> None:
    assert match_date(text, 0, None if language == "–" else language) is None


@pytest.mark.parametrize(("text", "language", "dates"), read_table("In running text"))
def test_dates_in_running_text(text: str, language: str, dates: str) -> None:
    found = find_dates(text, language)
    shown = [f'{show(one)} "{text[one.span.start : one.span.end]}"' for one in found]
    assert ", ".join(shown) == dates


@pytest.mark.parametrize(
    "text",
    [
        "10.\u00a0Januar\u202f2022",
        "10.\tJanuar 2022",
        "10. Januar\u30002022",
        "Montag,\u00a010. Januar\u20092022",
        "10\u200f/1\u200f/2022",
        "\u0661\u0660\u200f/\u0661\u200f/\u0662\u0660\u0662\u0662",
        "2022\u201101\u201110",
        "１０．１．２０２２",
        "10. Ja\u0308nner 2022",
        "10. Jänner 2022",
    ],
)
def test_unusual_spaces_digits_and_marks_are_understood(text: str) -> None:
    found = match_date(text, 0, "de")
    assert found is not None
    assert str(found.date) == "2022-01-10"
    assert found.span.end == len(text)


def test_a_line_end_ends_a_date() -> None:
    assert find_dates("Heft 10. Januar\n2022 Menschen kamen", "de") == ()


def test_a_date_begins_exactly_where_it_is_asked_for() -> None:
    text = "Wien, 10. Januar 2022"
    assert match_date(text, 5) is None
    found = match_date(text, 6)
    assert found is not None
    assert (found.span.start, found.span.end) == (6, 21)


def test_a_date_does_not_begin_inside_a_word_or_number() -> None:
    assert match_date("x2022-01-10", 1) is None
    assert match_date("12022-01-10", 1) is None
    assert match_date("3.10.1.2022", 2) is None
    assert match_date("10. Januar 2022", 50) is None


@pytest.mark.parametrize("text", ["mar 2022", "jul 2022", "10 ago 2022", "Mars 2022", "Maj 2022"])
def test_without_a_language_months_of_every_language_count(text: str) -> None:
    assert match_date(text) is not None


@pytest.mark.parametrize("text", ["sie 2022", "out 2022", "ago 2022", "lip 2022", "set 2022"])
def test_without_a_language_short_words_that_another_knows_do_not(text: str) -> None:
    assert match_date(text) is None


def test_every_month_name_of_cldr_is_known() -> None:
    """Asked in a fork for each locale, since Babel's answers depend on what the process
    has loaded before.
    """
    code = (
        "import json, os, sys; from babel import Locale\n"
        "for locale in sys.argv[1:]:\n"
        "    if not os.fork():\n"
        "        m = Locale.parse(locale).months\n"
        "        names = [[n, w[n]] for k in m.values() for f in ('wide', 'abbreviated')"
        " for w in [k[f]] for n in w]\n"
        "        print(json.dumps([locale, names]), flush=True)\n"
        "        os._exit(0)\n"
        "    os.wait()\n"
    )
    locales = MONTH_LOCALES.split()
    command = [sys.executable, "-c", code, *locales]
    ran = subprocess.run(command, capture_output=True, check=True, text=True)
    answers = dict(map(json.loads, ran.stdout.splitlines()))
    assert [*answers] == locales
    for locale, names in answers.items():
        for number, name in names:
            found = match_date(f"5 {name} 2022", 0, locale)
            assert found is not None, (locale, name)
            assert str(found.date) == f"2022-{number:02d}-05", (locale, name)


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 50_000,
        "1. " * 33_000,
        "1" * 100_000,
        "a" * 100_000,
        " " * 100_000,
        "a\u0300" * 50_000,
        "Januar/" * 14_000,
        "Mo., " * 20_000,
        "1-2022-" * 14_000,
        "1 a 2022 " * 11_000,
        "mai a 2022 " * 9_000,
        "2022 mai " * 11_000,
        "二〇" * 50_000,
        "二〇二二年" * 20_000,
        "www." * 25_000,
    ],
    ids=lambda text: text[:9].strip() or "spaces",
)
@pytest.mark.usefixtures("untraced")
def test_hostile_text_takes_no_longer_than_other_text(text: str) -> None:
    started = clock.process_time()
    find_dates(text, "de")
    match_date(text, 0, "de")
    assert clock.process_time() - started < 5


@given(st.one_of(st.text(max_size=80), PIECES.map(" ".join), PIECES.map("".join)))
def test_any_text_gives_dates_that_stand_in_it(text: str) -> None:
    for language in (None, "de", "en", "zh"):
        found = find_dates(text, language)
        ends = [0, *itertools.chain(*((one.span.start, one.span.end) for one in found))]
        assert ends == sorted(ends)
        assert ends[-1] <= len(text)
        for one in found:
            assert 1000 <= one.date.year <= 2999
            again = match_date(text, one.span.start, language)
            assert again is not None
            assert again.span.end >= one.span.end
        expected = match_date(text, 0, language)
        assert expected is None or 0 < expected.span.end <= len(text)


DATES = st.dates().flatmap(
    lambda day: st.sampled_from(
        [
            PartialDate(day.year),
            PartialDate(day.year, day.month),
            PartialDate(day.year, day.month, day.day),
        ]
    )
)
OFFSETS = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)
MOMENTS = st.builds(
    lambda day, at: PartialDate(day.year, day.month, day.day, at),
    st.dates(),
    st.times(timezones=st.one_of(st.none(), OFFSETS)),
)


@given(st.one_of(DATES, MOMENTS))
def test_a_written_date_is_read_back_as_it_was(date: PartialDate) -> None:
    assert parse_edtf(str(date)) == date


def test_a_time_of_day_keeps_its_offset() -> None:
    at = time(18, 2, 11, tzinfo=timezone(timedelta(hours=2)))
    assert parse_edtf("2020-07-24T18:02:11+02:00") == PartialDate(2020, 7, 24, at)


@pytest.mark.parametrize(
    "text",
    ["", "22", "2022-1", "2022-01-10 18:02", "2022-01T18:02", "10.1.2022", "٢٠٢٢", "2022\n"],
)
def test_other_forms_are_no_edtf(text: str) -> None:
    with pytest.raises(ValueError, match="write 2022, 2022-01 or 2022-01-10"):
        parse_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["0000", "2022-00", "2022-13", "2022-02-30", "2022-01-10T25:00", "2022-01-10T18:02+24:00"],
)
def test_dates_that_do_not_exist_are_no_edtf(text: str) -> None:
    with pytest.raises(ValueError, match="no date of the calendar"):
        parse_edtf(text)


def test_the_package_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="find_time"):
        _ = dates.find_time
