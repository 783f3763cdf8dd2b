"""The front matter at the top of a seed → facts."""

from __future__ import annotations

from newsdigest.model import Span
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.front_matter import (
    Entry,
    FrontMatterError,
    find_front_matter,
    parse_front_matter,
)
from newsdigest.seeds.header_parts import Header, Notice
from newsdigest.seeds.labels import match_label, to_field
from newsdigest.seeds.lines import Line, fold_value, trim
from newsdigest.seeds.values import read_value


def read_front_matter(text: str, lines: tuple[Line, ...], language: str, header: Header) -> None:
    """Read the front matter, if the text begins with one."""
    closing = find_front_matter(lines)
    if closing is None:
        return
    if closing == 0:
        header.refuse(lines[0].span, 'front matter has no closing "---": add the line')
        header.next = 1
        return
    start, end = lines[0].end, lines[closing].start
    try:
        entries = parse_front_matter(text, start, end)
    except FrontMatterError as error:
        header.take(lines[0].span)
        header.take(lines[closing].span)
        header.notices.append(
            Notice(error.position, f"front matter cannot be read: {error}; correct the YAML")
        )
        _read_broken(text, lines[1:closing], language, header)
        header.next = closing + 1
        return
    header.take(lines[0].span)
    header.take(lines[closing].span)
    for entry in entries:
        _read_entry(text, entry, language, header)
    taken = sorted((*header.spans, *header.unplaced))
    header.spans.extend(_find_gaps(text, lines[0].start, lines[closing].end, taken))
    header.next = closing + 1


def _read_broken(text: str, lines: tuple[Line, ...], language: str, header: Header) -> None:
    """Front matter that is no YAML, line by line, as far as its labels can be read."""
    for line in lines:
        label = match_label(text, line.start, line.end)
        facts = None
        if label and label.field and not header.has(label.field):
            facts = read_value(text, label.field, label.value, language, "front-matter")
        if facts:
            header.take(line.span, facts)
        else:
            header.unplaced.append(line.span)


def _read_entry(text: str, entry: Entry, language: str, header: Header) -> None:
    name = to_field(entry.key)
    facts: list[Fact] = []
    for value, span in entry.values:
        read = None
        if name and value.strip() and span.start < span.end:
            read = read_value(text, name, span, language, "front-matter")
        if read and read[0].field == "headline":
            read = (Fact("headline", fold_value(value), span, "front-matter"),)
        facts.extend(read or ())
    kept = _join_entry(facts)
    if not entry.values or (name and not any(value.strip() for value, _ in entry.values)):
        header.take(entry.span) if name else header.refuse(entry.span, _say_unknown(entry.key))
    elif kept and not header.has(kept[0].field):
        header.take(entry.span, kept)
    elif name in {"published", "updated"}:
        header.refuse_date(text, entry.values[0][1], entry.span)
    else:
        header.refuse(entry.span, _say_unknown(entry.key))


def _say_unknown(key: str) -> str:
    return f'front matter\'s "{fold_value(key)[:60]}" is not used: remove it or use a known key'


def _join_entry(facts: list[Fact]) -> tuple[Fact, ...]:
    """One fact a field: authors are joined, further categories become tags."""
    kept: list[Fact] = []
    for fact in facts:
        first = next((one for one in kept if one.field == fact.field), None)
        if first is None or fact.field in {"tag", "published", "updated", "language"}:
            kept.append(fact)
        elif fact.field == "category":
            kept.append(Fact("tag", fact.value, fact.span, fact.method))
        else:
            value = f"{first.value}, {fact.value}"
            span = Span(first.span.start, fact.span.end)
            kept[kept.index(first)] = Fact(fact.field, value, span, first.method)
    return tuple(kept)


def _find_gaps(text: str, start: int, end: int, taken: list[Span]) -> list[Span]:
    """The stretches between the entries: comments and brackets."""
    gaps = []
    for span in (*taken, Span(end, end)):
        gap = trim(text, start, max(start, span.start))
        if gap.start < gap.end:
            gaps.append(gap)
        start = max(start, span.end)
    return gaps
