"""The top of a seed → its header: headline, dates, labels, and where the body begins."""

from __future__ import annotations

import re

from newsdigest.dates import match_date
from newsdigest.model import Span
from newsdigest.seeds.bylines import match_byline, match_unsaid_byline
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.header_front_matter import read_front_matter
from newsdigest.seeds.header_labels import read_label
from newsdigest.seeds.header_lines import read_fact_line
from newsdigest.seeds.header_mail import read_mail
from newsdigest.seeds.header_parts import Header
from newsdigest.seeds.headlines import (
    count_headline_lines,
    match_seed_form,
    read_headline,
    reads_as_text,
    split_headline,
    strip_marks,
)
from newsdigest.seeds.labels import match_label
from newsdigest.seeds.lines import Line, fold_value, is_wrapped, trim
from newsdigest.seeds.sections import is_section

_RULE = frozenset("-=_*~+# \t—–")
_FURNITURE = re.compile(
    r"(?:lesezeit|reading time|temps de lecture|lecture|tiempo de lectura|tempo di lettura"
    r"|czas czytania|время чтения)\s*[:：]?\s*(?:ca\.\s*)?\d+\s*(?:min\w*|мин\w*)\.?"
    r"|\d+[ -]min(?:ute)?s? read"
    r"|(?:publié|published|posted|veröffentlicht|publicado|pubblicato|opublikowano|опубликовано)\s"
    r"(?:hier|aujourd['’]hui|yesterday|today|gestern|heute|ayer|hoy|ieri|oggi|wczoraj|dziś|вчера"
    r"|сегодня|(?:vor|il y a|hace)\s\d+\s\w+|\d+\s\w+\s(?:ago|fa|temu))\b[^.\n]{0,30}",
    re.IGNORECASE,
)
_USUAL_WIDTH = 72
_MOST_LINES = 300
"""What goes on for longer than this is no header that a person wrote, but text."""


def read_header(text: str, lines: tuple[Line, ...], language: str, width: int) -> Header:
    """The header of a seed. Linear in the number of lines.

    Args:
        text: The seed's text.
        lines: Its lines.
        language: For dates whose order of day and month the language decides.
        width: At which column the text seems to be wrapped.
    """
    header = Header()
    read_front_matter(text, lines, language, header)
    read_mail(text, lines, language, header)
    while header.next < min(len(lines), _MOST_LINES):
        used = _read_line(text, lines, header, language, width)
        if not used:
            break
        header.next += used
    return header


def _read_line(
    text: str, lines: tuple[Line, ...], header: Header, language: str, width: int
) -> int:
    """Read the next line into the header; how many lines that took, 0 at the body."""
    line = lines[header.next]
    titled = header.has("headline")
    if all(char in _RULE for char in line.text) and len(line.text) > 2:
        header.take(line.span)
        return 1
    used = read_label(text, lines, header, language)
    if used:
        return used
    if not titled and _read_seed_form(text, line, header, language):
        return 1
    facts = read_fact_line(text, line.span, language, titled=titled)
    if facts:
        header.take(line.span, facts)
        return 1
    if titled:
        return _read_line_below(text, lines, header, language)
    above = _read_byline_above(text, lines, header.next)
    if above and not header.has("byline"):
        header.take(line.span, above)
        return 1
    if not header.has("category") and _is_kicker(text, lines, header.next, language):
        header.take(
            line.span, (Fact("category", line.text, line.span, "first line", None, False, 0.8),)
        )
        return 1
    return _read_headline(text, lines, header, language, width)


def _read_line_below(text: str, lines: tuple[Line, ...], header: Header, language: str) -> int:
    """Read a line below the headline that is no fact of its own: how long one reads, or
    names above the date.
    """
    line = lines[header.next]
    if _FURNITURE.fullmatch(line.text):
        header.take(line.span)
        return 1
    if header.has("byline") or header.next + 1 == len(lines):
        return 0
    names = match_unsaid_byline(text, line.start, line.end)
    following = lines[header.next + 1].span
    below = read_fact_line(text, following, language, titled=True) if names else None
    if names is None or not any(fact.field == "published" for fact in below or ()):
        return 0
    header.take(line.span, names)
    return 1


def _read_byline_above(text: str, lines: tuple[Line, ...], at: int) -> tuple[Fact, ...] | None:
    """The byline above a headline ("Von Anna Muster, dpa")."""
    if at + 1 == len(lines) or reads_as_text(lines[at + 1].text):
        return None
    facts = match_byline(text, lines[at].start, lines[at].end)
    return facts if facts and facts[0].field == "byline" else None


def _is_kicker(text: str, lines: tuple[Line, ...], at: int, language: str) -> bool:
    """True for a section's name alone above the headline."""
    if not is_section(lines[at].text) or at + 2 >= len(lines):
        return False
    following = lines[at + 1]
    return (
        len(following.text) > len(lines[at].text)
        and not reads_as_text(following.text)
        and read_fact_line(text, following.span, language, titled=True) is None
    )


def _read_headline(
    text: str, lines: tuple[Line, ...], header: Header, language: str, width: int
) -> int:
    line = lines[header.next]
    count = count_headline_lines(lines, header.next, width or _USUAL_WIDTH)
    if any(
        _states_facts(text, further, language) for further in lines[header.next + 1 :][: count - 1]
    ):
        count = 1
    last = lines[header.next + count - 1]
    whole = Span(line.start, last.end)
    paragraph = _find_paragraph(lines, header.next)
    joined = (
        width > 0
        and count == 1
        and len(paragraph) > 2
        and is_wrapped(line.text, paragraph[1].text, width)
    )
    alone = Span(line.start, paragraph[-1].end) if joined else whole
    if reads_as_text(text[alone.start : alone.end]):
        return 0
    facts: tuple[Fact, ...] = ()
    span = whole
    if not header.has("published"):
        span, fact = split_headline(text, whole, language)
        facts = (fact,) if fact else ()
        if fact is None:
            span, facts = _split_note(text, whole, language)
    span = strip_marks(text, span)
    header.take(whole, (read_headline(text, span), *facts))
    return count


def _split_note(text: str, whole: Span, language: str) -> tuple[Span, tuple[Fact, ...]]:
    """The headline without "(dpa, 10.01.2022)" behind it, and what that says."""
    at = text.rfind("(", whole.start, whole.end)
    if at <= whole.start or text[whole.end - 1] != ")":
        return whole, ()
    facts = read_fact_line(text, Span(at + 1, whole.end - 1), language, titled=True) or ()
    if not any(fact.field == "published" for fact in facts):
        return whole, ()
    return trim(text, whole.start, at), facts


def _states_facts(text: str, line: Line, language: str) -> bool:
    """True for a line that is a label or date of its own, not a headline's second line."""
    label = match_label(text, line.start, line.end)
    known = label is not None and label.field is not None
    return known or read_fact_line(text, line.span, language, titled=True) is not None


def _find_paragraph(lines: tuple[Line, ...], at: int) -> tuple[Line, ...]:
    end = at + 1
    while end < len(lines) and not lines[end].gap and end - at < 40:
        end += 1
    return lines[at:end]


def _read_seed_form(text: str, line: Line, header: Header, language: str) -> bool:
    found = match_seed_form(text, line)
    if found is None:
        return False
    date, rest = found
    expression = match_date(text, date.start, language)
    if expression and expression.span.end == date.end:
        fact = Fact("published", "", date, "header", expression.date, expression.ambiguous)
        header.take(line.span, (fact,))
    else:
        header.refuse_date(text, date, line.span)
    if rest.start < rest.end:
        header.add(Fact("headline", fold_value(text[rest.start : rest.end]), rest, "header"))
    return True
