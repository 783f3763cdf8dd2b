"""The top of a seed → its header: headline, dates, labels, and where the body begins."""

from __future__ import annotations

from newsdigest.dates import match_date
from newsdigest.model import Span
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
from newsdigest.seeds.lines import Line, fold_value, is_wrapped

_RULE = frozenset("-=_*~+# \t—–")
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
        return 0
    return _read_headline(text, lines, header, language, width)


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
    if header.has("published"):
        span, fact = whole, None
    else:
        span, fact = split_headline(text, whole, language)
    span = strip_marks(text, span)
    header.take(whole, (read_headline(text, span), *((fact,) if fact else ())))
    return count


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
