"""Running text → the date expressions in it.

The text is folded (digits, spaces and full-width characters to ASCII) without changing
its length, so that spans hold in the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from newsdigest.dates.forms import (
    ASIAN_FORMS,
    NAME_FORMS,
    NUMBER_FORMS,
    STRICT_FORMS,
    Context,
    Reading,
    read_forms,
)
from newsdigest.dates.names import DAYS_SHORT, DAYS_WIDE, MONTHS, fold_word
from newsdigest.dates.times import read_time
from newsdigest.model import PartialDate, Span

_WINDOW = 240
"""More code points than the longest expression has."""

_FOLDED = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {chr(0x660 + digit): str(digit) for digit in range(10)}
    | {chr(0x6F0 + digit): str(digit) for digit in range(10)}
    | dict.fromkeys("\t\xa0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u3000", " ")
    # Direction marks stand between the numbers of Arabic dates (CLDR, "ar").
    | dict.fromkeys("\u061c\u200e\u200f", " ")
    | dict.fromkeys("\u2010\u2011\u2212", "-")
)
_DIGITS = frozenset("0123456789")
_ASIAN_START = frozenset("一二令平昭大明")
_CANDIDATE = re.compile(
    r"[0-9]++"
    r"|[^\W\d_\u3005-\u3007\u3040-\u30ff\u3400-\u9fff](?:[^\W\d_]|[\u0300-\u036f])++"
    r"|令和|平成|昭和|大正|明治|[一二][〇零○一二三四五六七八九]{3}年"
)
_WEEKDAY = re.compile(
    r"(?P<name>[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|-(?=[Ff])|['ʼ’]){1,23}+)(?P<mark>\.?,?)"
    r"[ ]{1,3}+(?i:(?:den|dem|the|le|el|il|dnia)[ ]{1,3})?"
)
# "2022年1月10日（月）", in folded text.
_BRACKETED_WEEKDAY = re.compile(
    r"[ ]?\((?:[月火水木金土日](?:曜日?)?|(?:星期|周|週)[一二三四五六日天])\)"
)
_WORD_START = re.compile(
    r"(?<![^\W\u3005-\u3007\u3040-\u30ff\u3400-\u9fff])(?<![\u0300-\u036f$€£#@+])"
    r"(?<![0-9][.,:/-])"
)
_YEAR = re.compile(r"[12][0-9]{3}|年")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A date and the characters it was read from.

    Attributes:
        date: As precise as the text, and no more.
        span: Code points of the text, half-open; includes the day of the week before
            and the time of day after the date, but no preposition.
        ambiguous: The text names a day, but the order of day and month is not settled;
            `date` then holds the year alone.
    """

    date: PartialDate
    span: Span
    ambiguous: bool = False


def match_date(text: str, start: int = 0, language: str | None = None) -> DateExpression | None:
    """The longest date expression that begins exactly at `start`, or None.

    The caller says that a date may stand here, so forms count that `find_dates` leaves
    alone: a bare year, "20220110", "01/2022", "10.01.22" (years 00 to 49 are 2000 to
    2049, RFC 5322 §4.3) and "2011-12", which is December here.

    Args:
        text: Any text.
        start: Code point to begin at; white space is not skipped.
        language: ISO 639-1, "en-us" or "en-gb": settles "03/04/2021" and which short
            words are months. None trusts only what no language disputes.
    """
    before = max(start - 3, 0)
    window = text[before : start + _WINDOW].translate(_FOLDED)
    reading = _read_at(window, start - before, Context(_lower(language), strict=True))
    if reading is None or reading.date is None:
        return None
    return DateExpression(reading.date, Span(start, before + reading.end), reading.ambiguous)


def find_dates(text: str, language: str | None = None) -> tuple[DateExpression, ...]:
    """The date expressions of a running text, in text order, none overlapping another.

    Left alone is what may be something else: years by themselves, days without a year,
    "20220110", "10.01.22", "01/2022", "2011-12" (a season), web addresses. An impossible
    date, such as 30 February, gives nothing, not even its month. Of a range of days the
    month is kept, of a range of months the year. Linear in the length of the text.
    """
    folded = _blank_addresses(text).translate(_FOLDED)
    context = Context(_lower(language), strict=False)
    found: list[DateExpression] = []
    end = 0
    for start in _find_starts(folded):
        reading = _read_at(folded, start, context) if start >= end else None
        if reading is None:
            continue
        end = reading.end
        if reading.date is not None:
            span = Span(start, end)
            found.append(DateExpression(reading.date, span, reading.ambiguous))
    return tuple(found)


def _find_starts(text: str) -> Iterator[int]:
    """Where a date may begin: at a number or a name, not far before a year."""
    years = [match.start() for match in _YEAR.finditer(text)]
    for candidate in _CANDIDATE.finditer(text):
        start = candidate.start()
        index = bisect_left(years, start)
        near = index < len(years) and years[index] < start + _WINDOW // 2
        if near and _may_begin(candidate[0]):
            yield start


def _blank_addresses(text: str) -> str:
    return _ADDRESS.sub(lambda match: "_" * len(match[0]), text)


def _may_begin(token: str) -> bool:
    if token[0] in _DIGITS or token[0] in _ASIAN_START:
        return True
    word = fold_word(token)
    return word in MONTHS or word in DAYS_WIDE or word in DAYS_SHORT


def _read_at(text: str, start: int, context: Context) -> Reading | None:
    """The longest reading at `start`, with the weekday before and the time after it."""
    best = read_forms(ASIAN_FORMS, text, start, context)
    if best is None and _WORD_START.match(text, start):
        best = _read_spaced(text, start, context)
    if best is None or best.date is None or (best.date.day is None and not best.ambiguous):
        return best
    weekday = _BRACKETED_WEEKDAY.match(text, best.end)
    at, end = read_time(text, weekday.end() if weekday else best.end)
    if at is None or best.ambiguous:
        return Reading(best.date, end, best.ambiguous)
    return Reading(PartialDate(best.date.year, best.date.month, best.date.day, at), end)


def _read_spaced(text: str, start: int, context: Context) -> Reading | None:
    """A date of the scripts that put spaces between words."""
    weekday = _WEEKDAY.match(text, start)
    if weekday and _is_weekday(weekday, context):
        start = weekday.end()
    if text[start : start + 1] not in _DIGITS:
        return read_forms(NAME_FORMS, text, start, context)
    forms = NUMBER_FORMS + STRICT_FORMS if context.strict else NUMBER_FORMS
    return read_forms(forms, text, start, context)


def _is_weekday(match: re.Match[str], context: Context) -> bool:
    """Whether a word names a day of the week; in running text, an abbreviation needs its
    point or comma ("so", "do" and "mar" are words).
    """
    word = fold_word(match["name"])
    marked = bool(match["mark"]) or (context.strict and match["name"][0].isupper())
    return word in DAYS_WIDE or (marked and word in DAYS_SHORT)


def _lower(language: str | None) -> str | None:
    return language.lower().replace("_", "-") if language else None
