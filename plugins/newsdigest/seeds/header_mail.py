"""A mail's header at the top of a seed → facts."""

from __future__ import annotations

from newsdigest.model import Span
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.header_parts import Header, Notice
from newsdigest.seeds.labels import Label, to_field
from newsdigest.seeds.lines import Line, fold_value, trim
from newsdigest.seeds.mail import decode_words, is_mail, is_transport, parse_mail_date
from newsdigest.seeds.values import read_value

_MOST_LINES = 300
"""A longer block is no header that a mail has."""


def read_mail(text: str, lines: tuple[Line, ...], language: str, header: Header) -> None:
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
    for line in lines[start : start + _MOST_LINES]:
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
    if facts is None and label.field == "published" and value.start < value.end:
        header.refuse_date(text, value, whole)
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
