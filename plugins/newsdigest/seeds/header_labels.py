"""The labelled lines at the top of a seed → facts."""

from __future__ import annotations

from newsdigest.model import Span
from newsdigest.seeds.bylines import read_names
from newsdigest.seeds.date_lines import match_date_phrase
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.header_parts import Header
from newsdigest.seeds.headlines import read_headline, split_headline
from newsdigest.seeds.labels import Label, match_label
from newsdigest.seeds.lines import Line, fold_value, is_wrapped
from newsdigest.seeds.values import read_value

# Labels that may as well begin a sentence or a headline: only names make them labels.
_ALSO_WORDS = frozenset(
    ("text", "von", "by", "par", "di", "de", "por", "od", "words", "bericht", "texte", "testo")
)


def read_label(text: str, lines: tuple[Line, ...], header: Header, language: str) -> int:
    """Read the label that the next line begins with; how many lines that took."""
    line = lines[header.next]
    label = match_label(text, line.start, line.end)
    if label is None:
        return 0
    block = _stands_in_block(text, lines, header)
    if label.field is None:
        if not block or not _follows_label(text, lines, header):
            return 0
        name = fold_value(label.key)[:60]
        header.refuse(line.span, f'unknown label "{name}": remove it or use a known one')
        return 1
    value, used = _find_value(text, lines, header.next, label)
    facts = _read_labelled(text, label, value, header, language)
    whole = Span(line.start, lines[header.next + used - 1].end)
    if facts is None:
        if not block or used > 1:
            return 0
        if label.field in {"published", "updated"} and value.start < value.end:
            header.refuse_date(text, value, whole)
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
    if label.key in _ALSO_WORDS:
        return read_names(text, value.start, value.end, "label")
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
