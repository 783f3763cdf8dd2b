"""All dates that a seed names as its own → the date of its publication."""

from __future__ import annotations

from newsdigest.model import PartialDate, Provenance, Sourced, Span
from newsdigest.seeds.date_lines import match_fragment
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.header_parts import Notice
from newsdigest.seeds.lines import fold_value


def choose_date(
    text: str,
    facts: list[Fact],
    fragment: Span | None,
    language: str,
    notices: list[Notice],
) -> Sourced[PartialDate] | None:
    """The header's date, made finer by a dateline or an end note that agrees with it.

    A contradiction is noted, and the header wins. A date of an update counts only where
    no other is named.

    Args:
        text: The seed's text.
        facts: In the order of their weight.
        fragment: A dateline's date without a year.
        language: The text's language.
        notices: Takes what the editor should know.
    """
    dates = [(fact, fact.date) for fact in facts if fact.field == "published" and fact.date]
    if not dates:
        dates = [(fact, fact.date) for fact in facts if fact.field == "updated" and fact.date][:1]
    if not dates:
        return None
    best, date = dates[0]
    if fragment:
        completed = match_fragment(text, fragment, date.year, date.month, language)
        dates += [(completed, completed.date)] if completed and completed.date else []
    for fact, other in dates[1:]:
        if not _agree(date, other):
            message = f"another date, {other}, stands here: {date} is used; correct one of them"
            notices.append(Notice(fact.span.start, message))
        elif _count_parts(other) > _count_parts(date):
            best, date = fact, other
    if best.ambiguous:
        words = fold_value(text[best.span.start : best.span.end])
        message = f'"{words}" may be two dates: write it as 2022-01-10; only the year is used'
        notices.append(Notice(best.span.start, message))
    return Sourced(date, Provenance(best.method, (best.span,), best.confidence))


def _agree(first: PartialDate, second: PartialDate) -> bool:
    pairs = ((first.year, second.year), (first.month, second.month), (first.day, second.day))
    return all(a is None or b is None or a == b for a, b in pairs)


def _count_parts(date: PartialDate) -> int:
    return sum(part is not None for part in (date.year, date.month, date.day, date.time))
