"""The top of a seed → its header: headline, dates, labels, and where the body begins."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsdigest.dates import match_date
from newsdigest.model import Span
from newsdigest.seeds.date_lines import match_date_phrase
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.front_matter import (
    Entry,
    FrontMatterError,
    find_front_matter,
    parse_front_matter,
)
from newsdigest.seeds.header_lines import read_fact_line
from newsdigest.seeds.headlines import (
    count_headline_lines,
    match_seed_form,
    read_headline,
    reads_as_text,
    split_headline,
    strip_marks,
)
from newsdigest.seeds.labels import Label, match_label, to_field
from newsdigest.seeds.lines import Line, fold_value, is_wrapped, trim
from newsdigest.seeds.mail import decode_words, is_mail, is_transport, parse_mail_date
from newsdigest.seeds.values import read_value

_RULE = frozenset("-=_*~+# \t—–")
_USUAL_WIDTH = 72
_MOST_LABELS = 500
"""A block of more labels than this is no header that a person wrote."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something for the editor, and where in the text."""

    position: int
    message: str


@dataclass(slots=True)
class Header:
    """What stands above the body, filled while its lines are read.

    Attributes:
        spans: The lines that were understood, in text order.
        unplaced: The lines, or parts of lines, that no rule understood.
        next: Index of the body's first line.
    """

    facts: list[Fact] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    unplaced: list[Span] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    next: int = 0
    _fields: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """True if a fact of that field was read."""
        return name in self._fields

    def add(self, *facts: Fact) -> None:
        """Note facts without the stretch they stand in."""
        self.facts.extend(facts)
        self._fields.update(fact.field for fact in facts)

    def take(self, span: Span, facts: tuple[Fact, ...] = ()) -> None:
        """Note a stretch as understood."""
        self.spans.append(span)
        self.add(*facts)

    def refuse(self, span: Span, message: str) -> None:
        """Note a stretch as not understood."""
        self.unplaced.append(span)
        self.notices.append(Notice(span.start, message))


def read_header(text: str, lines: tuple[Line, ...], language: str, width: int) -> Header:
    """The header of a seed. Linear in the number of lines.

    Args:
        text: The seed's text.
        lines: Its lines.
        language: For dates whose order of day and month the language decides.
        width: At which column the text seems to be wrapped.
    """
    header = Header()
    closing = find_front_matter(lines)
    if closing is not None:
        _read_front_matter(text, lines, closing, language, header)
    _read_mail(text, lines, language, header)
    while header.next < len(lines):
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
    used = _read_label(text, lines, header, language)
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
        header.add(fact)
    else:
        _refuse_date(text, date, header)
    if rest.start < rest.end:
        header.add(Fact("headline", fold_value(text[rest.start : rest.end]), rest, "header"))
    if header.unplaced and header.unplaced[-1] == date:
        header.spans.extend(_cut_out(line.span, date, text))
    else:
        header.spans.append(line.span)
    return True


def _cut_out(whole: Span, part: Span, text: str) -> list[Span]:
    pieces = (trim(text, whole.start, part.start), trim(text, part.end, whole.end))
    return [piece for piece in pieces if piece.start < piece.end]


def _refuse_date(text: str, span: Span, header: Header) -> None:
    value = fold_value(text[span.start : span.end])[:60]
    header.refuse(span, f'"{value}" is no date: write it as 2022, 2022-01 or 2022-01-10')


def _read_label(text: str, lines: tuple[Line, ...], header: Header, language: str) -> int:
    line = lines[header.next]
    label = match_label(text, line.start, line.end)
    if label is None:
        return 0
    block = _stands_in_block(text, lines, header)
    if label.field is None:
        if not block or not _follows_label(text, lines, header):
            return 0
        key = fold_value(label.key)[:60]
        header.refuse(line.span, f'unknown label "{key}": remove it or use a known one')
        return 1
    value, used = _find_value(text, lines, header.next, label)
    facts = _read_labelled(text, label, value, header, language)
    whole = Span(line.start, lines[header.next + used - 1].end)
    if facts is None:
        if not block or used > 1:
            return 0
        if label.field in {"published", "updated"}:
            _refuse_date(text, value, header)
            header.spans.extend(_cut_out(whole, value, text))
        else:
            header.refuse(whole, f'"{label.key}" has no value that can be read: correct it')
        return 1
    if facts[0].field not in {"tag", "updated"} and header.has(facts[0].field):
        header.refuse(whole, f'"{label.key}" says again what was said before: keep one of them')
        return used
    header.take(whole, facts)
    return used


def _read_labelled(
    text: str, label: Label, value: Span, header: Header, language: str
) -> tuple[Fact, ...] | None:
    """The label's facts; a date that a headline follows gives both."""
    if label.field is None or value.start == value.end:
        return None
    if label.key in {"text", "von", "by", "par", "di", "de", "por", "reporter", "lead", "intro"}:
        words = text[value.start : value.end]
        if label.field == "byline" and reads_as_text(words + ".."):
            return None
    facts = read_value(text, label.field, value, language, "label")
    if facts is None and label.field == "published" and not header.has("headline"):
        span, fact = split_headline(text, value, language)
        if (
            fact
            and span.start > fact.span.end
            and match_date_phrase(text, value.start, value.end, language)
        ):
            return (fact, read_headline(text, span))
    return facts


def _find_value(text: str, lines: tuple[Line, ...], at: int, label: Label) -> tuple[Span, int]:
    """The label's value with the lines it goes on in, and how many lines that is."""
    used = 1
    end = label.value.end
    if label.value.start == label.value.end:
        follows = at + 1 < len(lines) and not lines[at + 1].gap
        if follows and match_label(text, lines[at + 1].start, lines[at + 1].end) is None:
            return lines[at + 1].span, 2
        return label.value, 1
    while at + used < len(lines) and used < 40 and not lines[at + used].gap:
        line = lines[at + used]
        wraps = label.field in {"headline", "summary"} and (
            is_wrapped(lines[at + used - 1].text, line.text, 66)
            and len(lines[at + used - 1].text) <= 100
        )
        if not (line.indented or wraps) or match_label(text, line.start, line.end):
            break
        end = line.end
        used += 1
    return Span(label.value.start, end), used


def _stands_in_block(text: str, lines: tuple[Line, ...], header: Header) -> bool:
    """True if a known label stands directly above or below the next line."""
    return _follows_label(text, lines, header) or _is_known(text, lines, header.next + 1)


def _follows_label(text: str, lines: tuple[Line, ...], header: Header) -> bool:
    at = header.next
    if at == 0 or lines[at].gap:
        return False
    above = match_label(text, lines[at - 1].start, lines[at - 1].end)
    return above is not None and (
        above.field is not None or lines[at - 1].span in header.unplaced[-1:]
    )


def _is_known(text: str, lines: tuple[Line, ...], at: int) -> bool:
    if at >= len(lines) or lines[at].gap:
        return False
    label = match_label(text, lines[at].start, lines[at].end)
    return label is not None and label.field is not None


def _read_mail(text: str, lines: tuple[Line, ...], language: str, header: Header) -> None:
    """Read a mail's header block, if the next lines are one."""
    start = header.next
    block = _find_mail_block(text, lines, start)
    keys = [label.key for _, label in block if label]
    if not is_mail(keys):
        return
    for index, (line, label) in enumerate(block):
        if label is None:
            continue
        end = line.end
        for further, no_label in block[index + 1 :]:
            if no_label:
                break
            end = further.end
        _read_mail_field(text, label, Span(line.start, end), language, header)
    header.next = start + len(block)


def _find_mail_block(
    text: str, lines: tuple[Line, ...], start: int
) -> list[tuple[Line, Label | None]]:
    """The lines up to the first blank one, each with its label or, if it is folded, None."""
    block: list[tuple[Line, Label | None]] = []
    for line in lines[start : start + _MOST_LABELS]:
        if block and line.gap:
            break
        if block and line.indented:
            block.append((line, None))
            continue
        key, colon, _ = line.text.partition(":")
        if not colon or len(key) > 40 or " " in key.strip():
            return []
        value = trim(text, line.start + len(key) + 1, line.end)
        folded = key.strip().casefold()
        block.append((line, Label(to_field(folded), folded, value)))
    return block


def _read_mail_field(text: str, label: Label, whole: Span, language: str, header: Header) -> None:
    if is_transport(label.key) or label.value.start > whole.end:
        header.take(whole)
        if label.key == "content-transfer-encoding":
            _check_encoding(text, whole, header)
        return
    value = Span(min(label.value.start, whole.end), whole.end)
    raw = text[value.start : value.end]
    if label.field == "published":
        date = parse_mail_date(fold_value(raw))
        if date:
            header.take(whole, (Fact("published", "", value, "mail header", date),))
            return
    facts = read_value(text, label.field, value, language, "mail header") if label.field else None
    decoded = decode_words(" ".join(raw.split()))
    if decoded is None:
        header.notices.append(
            Notice(value.start, f"{label.key} is encoded in an unknown way: write it as plain text")
        )
    elif facts and facts[0].field == "headline":
        facts = (Fact("headline", fold_value(decoded), value, "mail header"),)
    if facts is None and label.field == "published":
        _refuse_date(text, value, header)
        header.spans.extend(_cut_out(whole, value, text))
    elif facts is None or (facts[0].field != "tag" and header.has(facts[0].field)):
        header.refuse(whole, f'"{label.key}" cannot be used: remove the line')
    else:
        header.take(whole, facts)


def _check_encoding(text: str, whole: Span, header: Header) -> None:
    value = text[whole.start : whole.end].casefold()
    for name in ("quoted-printable", "base64"):
        if name in value:
            message = f"the body is encoded as {name}: save the text as plain text"
            header.notices.append(Notice(whole.start, message))


def _read_front_matter(
    text: str, lines: tuple[Line, ...], closing: int, language: str, header: Header
) -> None:
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
        _refuse_date(text, entry.values[0][1], header)
        header.unplaced[-1] = entry.span
    else:
        header.refuse(entry.span, _say_unknown(entry.key))


def _say_unknown(key: str) -> str:
    return f'front matter\'s "{fold_value(key)[:60]}" is not used: remove it or use a known key'


def _join_entry(facts: list[Fact]) -> tuple[Fact, ...]:
    """One fact a field: authors are joined, further categories become tags."""
    kept: list[Fact] = []
    for fact in facts:
        first = next((one for one in kept if one.field == fact.field), None)
        if first is None or fact.field == "tag":
            kept.append(fact)
        elif fact.field == "byline":
            value = f"{first.value}, {fact.value}"
            span = Span(first.span.start, fact.span.end)
            kept[kept.index(first)] = Fact("byline", value, span, first.method)
        elif fact.field == "category":
            kept.append(Fact("tag", fact.value, fact.span, fact.method))
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
