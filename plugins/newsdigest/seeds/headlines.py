"""The first lines of a seed → its headline, without the date on the same line."""

from __future__ import annotations

import re

from newsdigest.dates import DateExpression, find_dates
from newsdigest.model import Span
from newsdigest.seeds.date_lines import match_date_phrase
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.lines import Line, fold_value, is_wrapped, trim

_SEED_FORM = re.compile(r"date[ \t]+(?P<date>(?=\S*\d)[-+.\d/]+)(?=\s|$)[ \t]*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[|｜·•:：]\s*|\s*[—―]+\s*|\s+[-–−]+\s+|\s*,\s+|\s+")
_BEFORE_DATE = re.compile(r"(?P<mark>\s*[|｜·•]\s*|\s*[—―]\s*|\s[-–−]+\s|\s*[,:]\s+|\s+)$")
_PREPOSITION = re.compile(
    r"(?:am|vom|bis|ab|zum|zur|seit|den|dem|der|und|on|until|till|from|since|by|of|to|and|in|im|the|le|du|au|dès"
    r"|jusqu'au|depuis|et|del|el|al|hasta|desde|dal|il|fino|dnia|do|od|с|до|от|на|в|к)$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\w*(?:tag|woch|day|di|credì|coledì|dì|edi|che)$", re.IGNORECASE)
_CLOCK_END = re.compile(r"\s*(?:[|｜·•]|\s[–—-])\s*\d{1,2}[:.]\d{2}(?:\s?(?:Uhr|h))?$")
_STOP = re.compile(r"[.!?…。！？][\"“”»’')\]」』]*(?=\s+\S|$)")
_OPEN, _CLOSE = "([{【［（〔", ")]}】］）〕"
_HEADING = re.compile(r"#{1,6}[ \t]+|={2,6}[ \t]+|\*{1,3}[ \t]*")


def match_seed_form(text: str, line: Line) -> tuple[Span, Span] | None:
    """Where the date and the headline of "date 2022-01 Headline" stand; the date may be
    no real one.
    """
    match = _SEED_FORM.match(text, line.start, line.end)
    if match is None:
        return None
    return Span(*match.span("date")), trim(text, match.end(), line.end)


def split_headline(text: str, span: Span, language: str) -> tuple[Span, Fact | None]:
    """The headline without a date before or after it, and that date."""
    for rule in (_split_bracketed, _split_leading, _split_trailing):
        found = rule(text, span, language)
        if found:
            return found
    return span, None


def _split_bracketed(text: str, span: Span, language: str) -> tuple[Span, Fact] | None:
    start, end = span.start, span.end
    if text[start] in _OPEN:
        phrase = match_date_phrase(text, start + 1, end, language)
        if phrase and text[phrase.end : phrase.end + 1] in {*_CLOSE}:
            rest = trim(text, phrase.end + 1, end, ":-–—|")
            return (rest, phrase.fact) if rest.start < rest.end else None
    if text[end - 1] in _CLOSE:
        at = max(text.rfind(mark, max(start, end - 80), end) for mark in _OPEN)
        phrase = match_date_phrase(text, at + 1, end, language) if at > start else None
        if phrase and phrase.end == end - 1:
            return trim(text, start, at), phrase.fact
    return None


def _split_leading(text: str, span: Span, language: str) -> tuple[Span, Fact] | None:
    phrase = match_date_phrase(text, span.start, span.end, language)
    if phrase is None:
        return None
    between = _BETWEEN.match(text, phrase.end, span.end)
    if between is None or between.end() == span.end:
        return None
    if not _divides(
        between[0], phrase.fact, text[phrase.fact.span.start : phrase.end], text[between.end()]
    ):
        return None
    return trim(text, between.end(), span.end), phrase.fact


def _divides(mark: str, fact: Fact, written: str, following: str) -> bool:
    """True if the mark between a leading date and a headline parts the two: a year with
    a colon or a day before a small letter belong to the headline itself.
    """
    precise = fact.date is not None and fact.date.month is not None
    bare = mark.strip()
    if bare in {"|", "｜", "·", "•"}:
        return True
    if not precise and not fact.ambiguous:
        return bare != "" and bare[0] in "—―-–−" and written.isdigit()
    if bare and bare[0] != ",":
        return True
    numeric = (
        written.replace(" ", "")
        .strip(".")
        .replace(".", "")
        .replace("-", "")
        .replace("/", "")
        .isdigit()
    )
    return numeric or not following.islower()


def _split_trailing(text: str, span: Span, language: str) -> tuple[Span, Fact] | None:
    expression = _find_last_date(text, span, language)
    if expression is None:
        return None
    start = expression.span.start
    mark = _BEFORE_DATE.search(text, max(span.start, start - 8), start)
    if mark is None:
        return None
    head = trim(text, span.start, mark.start())
    clock = _CLOCK_END.search(text, head.start, head.end)
    if clock:  # "Headline | 18:02, 10.01.2022"
        head = trim(text, head.start, clock.start())
    if head.start == head.end:
        return None
    written = text[start : expression.span.end]
    bare = mark["mark"].strip()
    precise = expression.date.month is not None or expression.ambiguous
    if not bare and not (
        precise and written[:1].isdigit() and written[-1:].isdigit() and " " not in written
    ):
        return None
    if bare in {",", ":"} and not (expression.date.day or expression.ambiguous):
        return None
    last = text[head.start : head.end].rsplit(maxsplit=1)[-1]
    if bare in {"", ",", ":"} and (_PREPOSITION.match(last) or _WEEKDAY.match(last)):
        return None
    fact = Fact("published", "", expression.span, "headline", expression.date, expression.ambiguous)
    return head, fact


def _find_last_date(text: str, span: Span, language: str) -> DateExpression | None:
    offset = max(span.start, span.end - 60)
    found = find_dates(text[offset : span.end], language)
    if not found or offset + found[-1].span.end != span.end:
        return None
    last = found[-1]
    moved = Span(offset + last.span.start, offset + last.span.end)
    return DateExpression(last.date, moved, last.ambiguous)


def strip_marks(text: str, span: Span) -> Span:
    """The headline without a heading's marks ("# Headline", "== Headline ==")."""
    match = _HEADING.match(text, span.start, span.end)
    if match is None:
        return span
    mark = match[0].strip()
    if mark[0] == "#":
        return trim(text, match.end(), span.end, "#")
    if text.endswith(mark, match.end() + 1, span.end):
        return trim(text, match.end(), span.end - len(mark))
    return span


def read_headline(text: str, span: Span) -> Fact:
    """The headline that stands at a span."""
    return Fact("headline", fold_value(text[span.start : span.end]), span, "first line")


def reads_as_text(words: str) -> bool:
    """True for what is too much for a headline: long, or two whole sentences and more."""
    if len(words) > 300:
        return True
    stops = len(_STOP.findall(words))
    ends = bool(_STOP.search(words[-4:]))
    return ends and (len(words) > 200 or len(words) > (60 if stops > 1 else 90))


def count_headline_lines(lines: tuple[Line, ...], at: int, width: int) -> int:
    """How many lines from `at` on are one headline that was wrapped before a blank line."""
    count = 1
    while count < 4 and at + count < len(lines) and not lines[at + count].gap:
        first, second = lines[at + count - 1].text, lines[at + count].text
        if not is_wrapped(first, second, width) or len(first) > 100 or _STOP.search(first[-3:]):
            return 1
        count += 1
    closed = at + count >= len(lines) or lines[at + count].gap
    return count if closed and count < 4 else 1
