"""The lines below the header → paragraphs, subheads and list items."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from newsdigest.model import Block, BlockKind, Span
from newsdigest.seeds.lines import Line, fold, is_wrapped

_NARROWEST, _WIDEST = 45, 120
"""Text is not wrapped at fewer or more columns than these."""

_BULLET = re.compile(r"[•◦▪‣●○■□▸►➤∙⁃·]\s*\S|[*–—-]\s+\S")
_CLEAR_BULLET = re.compile(r"[•◦▪‣●○■□▸►➤∙⁃]")
_NUMBER = re.compile(r"(\d{1,2})[.)]\s+\S")
_STOP = re.compile(r"[.!?…:;。！？：；؟][\"“”»«’')\]」』】]*$")
_SUBHEAD_ENDS = re.compile(r"[^\W_][\"“”»«’')]*$|\?$")
_LONGEST_SUBHEAD, _SHORTEST_TEXT = 70, 80


def find_width(lines: tuple[Line, ...]) -> int:
    """At which column a text is wrapped; 0 if each of its lines is one of its own.

    Only lines that break in the middle of a sentence tell it.
    """
    pairs = [
        (first.text, second.text)
        for first, second in itertools.pairwise(lines)
        if not second.gap and not _STOP.search(first.text[-4:]) and not _BULLET.match(second.text)
    ]
    widths = [len(first) for first, _ in pairs if len(first) <= _WIDEST]
    if not widths or len(widths) < len(pairs) / 2:
        return 0
    width = max(widths)
    lengths = [len(line.text) for line in lines]
    if 2 * sum(length for length in lengths if length > width) > sum(lengths):
        return 0  # most of the text stands in lines that nobody wrapped
    full = sum(is_wrapped(first, second, width - 8) for first, second in pairs)
    return width if width >= _NARROWEST and full >= 0.5 * len(pairs) else 0


def build_blocks(text: str, lines: tuple[Line, ...], width: int) -> tuple[Block, ...]:
    """The blocks of a body, in text order; a line that holds nothing that can be shown
    gives none.
    """
    spans: list[tuple[Span, bool]] = []
    for group in _group(lines):
        spans.extend(_split(group, width))
    shown = [(span, item, fold(text[span.start : span.end])) for span, item in spans]
    kept = [(span, item, words) for span, item, words in shown if words]
    blocks = []
    for index, (span, item, words) in enumerate(kept):
        following = kept[index + 1] if index + 1 < len(kept) else None
        kind: BlockKind = "item" if item else "paragraph"
        if (
            index
            and not item
            and following
            and not following[1]
            and _is_subhead(words, following[2])
        ) or (index and not item and following and following[1] and _is_subhead(words, "x" * 99)):
            kind = "subhead"
        blocks.append(Block(kind, words, span))
    return tuple(blocks)


def _group(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Runs of lines without a blank one between them."""
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].gap:
            yield lines[start:index]
            start = index


def _split(group: tuple[Line, ...], width: int) -> Iterator[tuple[Span, bool]]:
    """The spans of a group's blocks, and which are items of a list."""
    start = 0
    for index in range(1, len(group) + 1):
        if index == len(group) or _begins(group, index, width):
            yield Span(group[start].start, group[index - 1].end), _is_item(group, start)
            start = index


def _begins(group: tuple[Line, ...], index: int, width: int) -> bool:
    """True if a line begins a block of its own."""
    above, line = group[index - 1], group[index]
    if _is_item(group, index):
        return True
    if not width or len(above.text) > _WIDEST:
        return True
    if is_wrapped(above.text, line.text, width):
        return False
    if _STOP.search(above.text[-4:]):
        return True
    # A line that somebody broke a little early still goes on with its sentence.
    return not (line.text[0].islower() or len(above.text) >= 0.7 * width)


def _is_item(group: tuple[Line, ...], index: int) -> bool:
    """True for a list's item; a dash or number alone may as well go on with a sentence."""
    line = group[index]
    if _CLEAR_BULLET.match(line.text):
        return True
    if _BULLET.match(line.text):
        mark = line.text[0]
        first = index == 0 or bool(_STOP.search(group[index - 1].text[-4:]))
        return first or group[index - 1].text.startswith(mark + " ")
    number = _NUMBER.match(line.text)
    if number is None:
        return False
    return any(
        0 <= other < len(group) and _read_number(group[other]) == int(number[1]) + step
        for other, step in ((index - 1, -1), (index + 1, 1))
    )


def _read_number(line: Line) -> int | None:
    match = _NUMBER.match(line.text)
    return int(match[1]) if match else None


def _is_subhead(words: str, following: str) -> bool:
    """True for a short line without a stop above a longer text."""
    return (
        2 <= len(words) <= _LONGEST_SUBHEAD
        and len(words.split()) <= 9
        and len(following) >= _SHORTEST_TEXT
        and bool(_SUBHEAD_ENDS.search(words))
        and not words[0].islower()
        and any(char.isalpha() for char in words)
        and "://" not in words
    )
