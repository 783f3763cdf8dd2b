r"""Values of several items ↔ one header value.

Items are separated by "; ". A ";" inside an item is written "\;" and a backslash
"\\". Pelican splits `Tags` at commas where no ";" stands in them, so one single item
that holds a comma ends in ";".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsdigest.model import Quote
from newsdigest.posts.headers import clean_line

_ITEM = re.compile(r"(?:\\.|[^;\\]|\\$)+")
_ESCAPED = re.compile(r"\\([\\;])")
_DASHED = re.compile(r"\s+[—–]\s+")
_PAIRS = {"„": "“”", "“": "”", "”": "”", '"': '"', "«": "»", "»": "«", "「": "」", "『": "』"}


def join_list(items: Iterable[str]) -> str:
    """The header value for the items, each once, in their order."""
    clean = dict.fromkeys(filter(None, map(clean_line, items)))
    value = "; ".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in clean)
    return f"{value};" if len(clean) == 1 and "," in value else value


def split_list(value: str, *, commas: bool = False) -> tuple[str, ...]:
    """The items of a header value, each once.

    Args:
        value: Its lines count as separate items, too.
        commas: Whether commas separate where no ";" does (Pelican's rule for `Tags`).
    """
    items: list[str] = []
    for line in value.split("\n"):
        parts = _ITEM.findall(line)
        if commas and len(parts) == 1 and not line.rstrip().endswith(";"):
            parts = line.split(",")
        items += (_ESCAPED.sub(r"\1", part).strip() for part in parts)
    return tuple(dict.fromkeys(filter(None, items)))


def join_quotes(quotes: Iterable[Quote]) -> str:
    """The header value for the quotes: „text“ — Speaker, one a line."""
    lines = []
    for quote in quotes:
        speaker = clean_line(quote.speaker or "").rstrip("“” ")
        tail = f" — {speaker}" if speaker else ""
        lines.append(f"„{clean_line(quote.text)}“{tail}")
    return "\n".join(dict.fromkeys(lines))


def split_quotes(value: str) -> tuple[Quote, ...]:
    """The quotes of a header value; marks and dash may be those of another language."""
    return tuple(_split_quote(line) for line in value.split("\n") if line)


def _split_quote(line: str) -> Quote:
    closing = _PAIRS.get(line[0], "")
    if closing and line[-1] in closing:
        return Quote(line[1:-1], None)
    # The last dash after a closing mark; without marks, the last dash.
    for dash in reversed(list(_DASHED.finditer(line))):
        before = line[: dash.start()]
        if not closing:
            return Quote(before, line[dash.end() :])
        if len(before) > 1 and before[-1] in closing:
            return Quote(before[1:-1], line[dash.end() :])
    return Quote(line, None)
