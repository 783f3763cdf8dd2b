"""A paragraph → the stretches that stand in quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

_DASH_OPENS = re.compile(
    r"(?:(?<![^\n])|(?<=[.!?…\"”»][ \u00a0]))(?P<dash>[-–—−])[ \u00a0]+"
    r"(?=[A-ZĄĆĘŁŃÓŚŹŻА-ЯЁ\d„«\"])"
)
_DASH_CLOSES = re.compile(r"[ \u00a0][-–—−][ \u00a0]+(?P<word>[^\W\d_]+)")
_MARK = re.compile(r"[„“”‟\"«»‹›‚‘’'「」『』]")
_CLOSERS = {
    "„": '“”"',
    "“": "”“",
    "”": "”",
    "‟": "”",
    '"': '"',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‚": "‘’",
    "‘": "’",
    "’": "’",
    "'": "'",
    "「": "」",
    "『": "』",
}
OPENING = frozenset("„“‟\"«»‹›‚‘'「『")
_OPENERS = frozenset("„‟‚「『")
_SINGLE = frozenset("‚‘’'‹›")
_SPACE = " \t\n\u00a0\u202f\u2009\u3000"
_BEFORE_OPENER = frozenset(_SPACE + "([{–—-−/:,;¿¡=>«„“‚‘»\"'")
_AFTER_CLOSER = frozenset(_SPACE + ".,;:!?…)]}–—-−/»“”‘’\"'。，")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between a pair of marks: code points of the text, half-open.

    Attributes:
        outer: Where the opening mark begins; `start` is behind it and white space.
        after: Behind the closing mark.
        single: Whether the marks are single ones, which often stand around mere words.
        bare: Whether there are no marks at all: a paragraph introduced by a colon.
    """

    outer: int
    start: int
    end: int
    after: int
    single: bool = False
    bare: bool = False


def holds_marks(text: str) -> bool:
    """Whether any mark stands in a text at all."""
    return _MARK.search(text) is not None


def find_stretches(text: str, start: int, end: int) -> tuple[tuple[Stretch, ...], int]:
    """The outermost marked stretches of a paragraph, in order, and where the one mark
    stands that begins it, or stands behind a colon, and is never closed; -1 without one.
    Linear.

    Marks that have no partner stand for nothing, except that the paragraph's very last
    mark closes all that is still open ("He said: "No".).
    """
    pairs, waiting = _match(text, start, end)
    opened = waiting[0] if len(waiting) == 1 and _begins(text, start, waiting[0]) else -1
    return _keep_outermost(text, pairs), opened


def _match(text: str, start: int, end: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Positions of the pairs of marks, in the order of their closing, and of those that
    stay open.
    """
    stack: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    pairs: list[tuple[int, int]] = []
    closing = -1
    for found in _MARK.finditer(text, start, end):
        mark, at = found[0], found.start()
        before = text[at - 1] if at > start else " "
        after = text[at + 1] if at + 1 < end else " "
        if mark in "'’" and before.isalnum() and after.isalnum():
            continue
        if waiting[mark] and _closes(mark, before, after):
            while True:
                opener, opened = stack.pop()
                waiting.subtract(_CLOSERS[opener])
                if mark in _CLOSERS[opener]:
                    break
            pairs.append((opened, at))
            closing = at
        elif _opens(mark, before, after):
            stack.append((mark, at))
            waiting.update(_CLOSERS[mark])
    if stack and closing >= 0 and not text[closing + 1 : end].strip(" .!?…»”“"):
        opener, opened = stack[0]
        if text[closing] in _CLOSERS[opener] and _begins(text, start, opened):
            pairs.append((opened, closing))
            stack.clear()
    return pairs, [opened for _, opened in stack]


def _begins(text: str, start: int, opened: int) -> bool:
    """Whether a mark begins its paragraph or stands behind a colon."""
    return opened == start or text[max(opened - 2, start) : opened].strip() == ":"


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in _OPENERS:
        return True
    if mark in "」』":
        return False
    if mark in "“‘«‹" and not (before in ".,!?" and after in _SPACE):
        return mark in "“‘" or after not in ".,;:!?)"
    return before in _BEFORE_OPENER and after not in _SPACE


def _closes(mark: str, before: str, after: str) -> bool:
    if mark in "”」』":
        return True
    if mark in "\"'":
        return after in _AFTER_CLOSER and not (before in _SPACE and after not in _SPACE + ".,;")
    if mark in "“‘":
        return before not in _SPACE or after in _AFTER_CLOSER
    return not (before in _SPACE and after.isalnum())


def _keep_outermost(text: str, pairs: list[tuple[int, int]]) -> tuple[Stretch, ...]:
    kept: list[Stretch] = []
    reach = -1
    for opened, closed in sorted(pairs, key=lambda pair: (pair[0], -pair[1])):
        if closed <= reach:
            continue
        reach = closed
        inner = text[opened + 1 : closed]
        start = opened + 1 + len(inner) - len(inner.lstrip())
        # A comma before the closing mark belongs to the sentence around: "Yes," he said.
        stop = opened + 1 + len(inner.rstrip().removesuffix(",").rstrip())
        if start < stop:
            kept.append(Stretch(opened, start, stop, closed + 1, text[opened] in _SINGLE))
    return tuple(kept)


def find_dashed(text: str, start: int, end: int, says: Callable[[str], bool]) -> list[Stretch]:
    """What a dash at a sentence's beginning introduces as speech, up to the dash before a verb
    of saying: "– Zaczynamy jutro – powiedział Berg. – Cieszę się.". What a later dash
    introduces ends with the paragraph, if not so. Linear.

    Args:
        text: Of the seed.
        start: Of the paragraph.
        end: Of the paragraph.
        says: Whether a word is a verb of saying.
    """
    found: list[Stretch] = []
    at = start
    while opened := _DASH_OPENS.search(text, at, end):
        begin = opened.end()
        closes = (m for m in _DASH_CLOSES.finditer(text, begin, end) if says(m["word"]))
        closing = next(closes, None)
        if closing is None and not found:
            break
        stop = closing.start() if closing else end
        spoken = text[begin:stop].rstrip(_SPACE + ",")
        found.append(Stretch(opened.start("dash"), begin, begin + len(spoken), stop))
        at = stop
    return found
