"""Ways of writing a date, each one pattern and one reader → what they read.

Patterns are bounded: none looks further than some hundred code points, so that trying
them is constant work. They see text folded by `expressions`; whether a form's end is the
end of a word is tested by `read_forms` for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from newsdigest.dates.names import MONTHS, fold_word
from newsdigest.model import PartialDate

_NAME = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]){1,23}+(?:[ ](?:الأول|الاول|الثاني))?+"
_S = r"[ ]{0,3}+"
_S1 = r"[ ]{1,3}+"
_YEAR = r"(?P<y>[12][0-9]{3})"
_ORDINAL = r"(?i:\.|st|nd|rd|th|er|re|º|°|ª|-?го|-?е)?"
_OF = r"(?i:de[ ]|del[ ]|of[ ]|di[ ]|d['’])?"
_YEAR_WORD = r"(?:[ ]{0,2}(?i:r\.|roku|г\.|года|году|р\.|року|م)(?!\w))?"
_MONTH = rf"(?P<month>{_NAME})(?:{_S}[/(]{_S}(?P<twin>{_NAME})\)?)?\.?"
_AND = r"(?i:[-–—/]|bis|und|to|and|au|et|al|y|e|do|i|по|и|до|إلى|tot|en|a)"
_ASIAN_WEEKDAY = (
    r"(?:[ ]?\([日月火水木金土一二三四五六](?:曜日?)?\)"
    r"|[ ]?(?:星期|周|週|礼拜)[一二三四五六日天]|[ ]?[日月火水木金土]曜日)?"
)
_OPEN = r"(?![ ]?[0-9])"
# Chinese, Japanese and Korean have no spaces: their characters end a date, too.
_WORD_END = re.compile(
    r"(?<=[)\u3005-\u9fff\uac00-\ud7af])|(?=T[0-9])"
    r"|(?![^\W\u3005-\u3007\u3040-\u30ff\u3400-\u9fff]|[\u0300-\u036f]|[./-][0-9])"
)
_HAN_DIGITS = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "元": 1,
}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}
_MONTH_FIRST = frozenset({"en-us"})
_ORDER_OPEN = frozenset({"en", "zh", "ja", "ko"})


@dataclass(frozen=True, slots=True)
class Context:
    """How to read.

    Attributes:
        language: Lower case, "de" or "en-us"; None where it is not known.
        strict: The caller knows that a date stands here.
    """

    language: str | None
    strict: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form reads.

    Attributes:
        date: None for a date that does not exist.
        end: Code point after the expression.
        ambiguous: The order of day and month is open; `date` is the year.
    """

    date: PartialDate | None
    end: int
    ambiguous: bool = False


Reader = Callable[["re.Match[str]", Context], "Reading | None"]
Form = tuple["re.Pattern[str]", Reader]


def read_forms(forms: tuple[Form, ...], text: str, start: int, context: Context) -> Reading | None:
    """What the form that reaches furthest reads; of two that reach as far, the more
    precise. An impossible date counts, so that no piece of it is taken for another.
    """
    best: Reading | None = None
    for pattern, reader in forms:
        match = pattern.match(text, start)
        reading = reader(match, context) if match else None
        if (
            reading
            and (best is None or _rank(reading) > _rank(best))
            and _WORD_END.match(text, reading.end)
        ):
            best = reading
    return best


def _rank(reading: Reading) -> tuple[int, int]:
    return reading.end, len(str(reading.date)) if reading.date else 0


def _make(match: re.Match[str], year: int, month: int | None, day: int | None) -> Reading:
    try:
        return Reading(PartialDate(year, month, day), match.end())
    except ValueError:
        return Reading(None, match.end())


def _read_numbers(match: re.Match[str], _context: Context) -> Reading:
    groups = match.groupdict()
    month, day = groups.get("m"), groups.get("d")
    return _make(match, int(match["y"]), int(month) if month else None, int(day) if day else None)


def _read_iso_month(match: re.Match[str], context: Context) -> Reading | None:
    """A month; in running text "2011-12" is more often a season or a span of years."""
    if not context.strict and int(match["m"]) == int(match["y"][2:]) + 1:
        return None
    return _read_numbers(match, context)


def _read_short_year(match: re.Match[str], context: Context) -> Reading | None:
    """10.01.22 (RFC 5322 §4.3 on the century); not where the year stands first."""
    if context.language in {"zh", "ja", "ko"}:
        return None
    year = int(match["y"])
    return _make(match, year + (2000 if year < 50 else 1900), int(match["m"]), int(match["d"]))


def _read_either_order(match: re.Match[str], context: Context) -> Reading:
    """03/04/2021: the language settles the order, or the numbers do, or nothing does."""
    year, first, second = int(match["y"]), int(match["a"]), int(match["b"])
    day_first = _make(match, year, second, first)
    month_first = _make(match, year, first, second)
    language = context.language
    if language in _MONTH_FIRST:
        day_first, month_first = month_first, day_first
    if day_first.date is None or day_first == month_first:
        return month_first
    settled = language and language not in _ORDER_OPEN
    if month_first.date is None or settled:
        return day_first
    return Reading(PartialDate(year), match.end(), ambiguous=True)


def _read_named(match: re.Match[str], context: Context) -> Reading | None:
    """A date with its month's name; None where the word is no month here."""
    groups = match.groupdict()
    month = _find_month(groups["month"], context, alone=groups.get("d") is None)
    if month is None or (groups["twin"] and _find_month(groups["twin"], context) != month):
        return None
    day = groups.get("d")
    return _make(match, int(match["y"]), month, int(day) if day else None)


def _find_month(name: str, context: Context, *, alone: bool = False) -> int | None:
    """The month that a word names; a short word that stands without a day ("sie 2022",
    "Mars 2022") must be one of the text's language.
    """
    month = MONTHS.get(fold_word(name))
    if month is None:
        return None
    language = context.language[:2] if context.language else None
    if language is None:
        trusted = bool(month.wide) or not alone or "en" in month.short
    elif alone:
        trusted = not {language, "en"}.isdisjoint(month.wide) or language in month.short
    else:
        trusted = bool(month.wide) or not {language, "en"}.isdisjoint(month.short)
    return month.number if trusted else None


def _read_asian(match: re.Match[str], context: Context) -> Reading | None:
    """2022年1月10日, 令和4年1月10日, 二〇二二年一月十日; a year alone only where asked."""
    month, day = match["m"], match["d"]
    if month is None and not context.strict:
        return None
    year = _ERAS.get(match["era"] or "", 0) + _read_han(match["y"])
    return _make(match, year, _read_han(month) if month else None, _read_han(day) if day else None)


def _read_han(number: str) -> int:
    """4, 元, 十, 二十一 and 二〇二二 as a number."""
    tens, ten, ones = number.rpartition("十")
    if ten:
        return 10 * (_read_han(tens) if tens else 1) + (_read_han(ones) if ones else 0)
    return int("".join(str(_HAN_DIGITS.get(char, char)) for char in ones))


def _read_day_range(match: re.Match[str], context: Context) -> Reading | None:
    """10.-12. Januar 2022: the month is sure, the day is not."""
    last = read_forms(_RANGE_ENDS, match.string, match.end(), context)
    if last is None or last.date is None or last.date.day is None:
        return last
    if not 1 <= int(match["d1"]) < last.date.day:
        return None
    return Reading(PartialDate(last.date.year, last.date.month), last.end)


def _read_month_range(match: re.Match[str], context: Context) -> Reading | None:
    """28. Februar bis 3. März 2022: the year is sure, or the month where both name it."""
    groups = match.groupdict()
    name = groups.get("name")
    month = _find_month(name, context) if name else int(match["m1"])
    if month is None:
        return None
    last = read_forms(_RANGE_ENDS, match.string, match.end(), context)
    if last is None or last.date is None:
        return last
    same = last.date.month == month
    return Reading(PartialDate(last.date.year, month if same else None), last.end)


def _read_days_of_month(match: re.Match[str], context: Context) -> Reading | None:
    """January 10-12, 2022: the month is sure, the day is not."""
    month = _find_month(match["month"], context)
    if month is None:
        return None
    whole = _make(match, int(match["y"]), month, int(match["d2"]))
    if whole.date is None or not 1 <= int(match["d1"]) < int(match["d2"]):
        return Reading(None, match.end())
    return _make(match, int(match["y"]), month, None)


def _form(pattern: str, reader: Reader) -> Form:
    return re.compile(pattern), reader


_D = r"(?P<d>[0-9]{1,2})"
_M = r"(?P<m>[0-9]{1,2})"
_DAY_MONTH_YEAR = _form(
    rf"{_D}{_ORDINAL}(?:[-/]|{_S}){_OF}{_MONTH},?(?:[-/]|{_S}){_OF}{_YEAR}{_YEAR_WORD}", _read_named
)
_MONTH_DAY_YEAR = _form(rf"{_MONTH}{_S1}{_D}(?i:st|nd|rd|th)?(?:,{_S}|{_S1}){_YEAR}", _read_named)
_MONTH_YEAR = _form(rf"{_MONTH},?{_S1}{_OF}{_YEAR}{_YEAR_WORD}", _read_named)
_DOTTED = _form(rf"{_D}\.{_S}{_M}\.{_S}{_YEAR}{_YEAR_WORD}", _read_numbers)
_RANGE_ENDS = (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR, _MONTH_YEAR, _DOTTED)
NUMBER_FORMS: tuple[Form, ...] = (
    _form(rf"{_YEAR}-{_M}-{_D}", _read_numbers),
    _form(rf"{_YEAR}-(?P<m>[0-9]{{2}})", _read_iso_month),
    _form(rf"(?<!/){_YEAR}(?P<mark>[/.]){_M}(?P=mark){_D}(?!/)", _read_numbers),
    _DOTTED,
    _form(
        r"(?<!/)(?P<a>[0-9]{1,2})[ ]?(?P<mark>[/-])[ ]?(?P<b>[0-9]{1,2})[ ]?(?P=mark)[ ]?"
        rf"{_YEAR}(?!/)",
        _read_either_order,
    ),
    _DAY_MONTH_YEAR,
    _form(
        rf"(?P<d1>[0-9]{{1,2}}){_ORDINAL},?{_S}{_AND}{_S}"
        rf"(?=[0-9]{{1,2}}{_ORDINAL}(?:-|{_S}){_OF}[^\W\d_])",
        _read_day_range,
    ),
    _form(
        rf"(?P<d1>[0-9]{{1,2}})\.{_S}{_AND}{_S}(?=[0-9]{{1,2}}\.{_S}[0-9]{{1,2}}\.)",
        _read_day_range,
    ),
    _form(
        rf"[0-9]{{1,2}}{_ORDINAL}{_S}{_OF}(?P<name>{_NAME})\.?{_S}{_AND}{_S}(?=\w)",
        _read_month_range,
    ),
    _form(
        rf"[0-9]{{1,2}}\.{_S}(?P<m1>[0-9]{{1,2}})\.{_S}{_AND}{_S}(?=[0-9])",
        _read_month_range,
    ),
)
"""Forms that begin with a number, for running text."""

STRICT_FORMS: tuple[Form, ...] = (
    _form(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})", _read_numbers),
    _form(rf"{_D}\.{_M}\.(?P<y>[0-9]{{2}})", _read_short_year),
    _form(rf"(?<!/){_M}[./]{_YEAR}(?!/)", _read_numbers),
    _form(rf"{_YEAR}(?![.,:][0-9]|[ ]?[%€$£年년])", _read_numbers),
)
"""Forms that begin with a number and are too often something else in running text."""

NAME_FORMS: tuple[Form, ...] = (
    _MONTH_DAY_YEAR,
    _MONTH_YEAR,
    _form(
        rf"(?P<name>{_NAME})\.?(?:{_S1}[0-9]{{1,2}})?{_S}{_AND}{_S}(?=\w)",
        _read_month_range,
    ),
    _form(
        rf"{_MONTH}{_S1}(?P<d1>[0-9]{{1,2}}){_S}{_AND}{_S}(?P<d2>[0-9]{{1,2}})"
        rf"(?:,{_S}|{_S1}){_YEAR}",
        _read_days_of_month,
    ),
)
"""Forms that begin with a month's name."""

ASIAN_FORMS: tuple[Form, ...] = (
    _form(
        rf"(?<![0-9.,])(?P<era>(?!))?{_YEAR}[ ]?[年년](?!度)"
        rf"(?:[ ]?{_M}[ ]?[月월](?:[ ]?{_D}[ ]?[日号號일]{_ASIAN_WEEKDAY}|{_OPEN})|{_OPEN})",
        _read_asian,
    ),
    _form(
        r"(?P<era>令和|平成|昭和|大正|明治)(?P<y>[0-9]{1,2}|元)年(?!度)"
        rf"(?:{_M}月(?:{_D}日{_ASIAN_WEEKDAY}|{_OPEN})|{_OPEN})",
        _read_asian,
    ),
    _form(
        r"(?<![〇零○一二三四五六七八九十])(?P<era>(?!))?(?P<y>[一二][〇零○一二三四五六七八九]{3})年(?!度)"
        r"(?:(?P<m>十?[一二三四五六七八九]|十)月"
        rf"(?:(?P<d>[二三]?十?[一二三四五六七八九]|[二三]?十)[日号號]{_ASIAN_WEEKDAY})?)?",
        _read_asian,
    ),
)
"""Forms of Chinese, Japanese and Korean; they need no space before them."""
