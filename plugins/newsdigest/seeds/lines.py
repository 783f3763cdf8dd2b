"""A decoded text → its lines, and stretches of it folded to one clean line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from newsdigest.encodings import remove_unfit
from newsdigest.model import Span

# White space that ends a line although it is not "\n".
_BREAK = re.compile("(?<![ \t])[ \t]*+[\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]\\s*")
# Marks that a heading or a name cannot do without harm: they break words or turn the line.
_INVISIBLE = re.compile("[\u00ad\u200b\ufeff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes:
        number: 1-based.
        start: Code points of the text, without white space at either end.
        gap: A blank line (or the text's start) stands before it.
        indented: White space stands before its first character.
    """

    number: int
    start: int
    end: int
    text: str
    gap: bool
    indented: bool

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def split_lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank, in text order."""
    lines = []
    start, gap = 0, True
    for number, raw in enumerate(text.split("\n"), 1):
        stripped = raw.strip()
        if stripped:
            left = start + len(raw) - len(raw.lstrip())
            indented = left > start
            lines.append(Line(number, left, left + len(stripped), stripped, gap, indented))
        gap = not stripped
        start += len(raw) + 1
    return tuple(lines)


def find_line_number(text: str, position: int) -> int:
    """The 1-based line that a position of the text stands on."""
    return text.count("\n", 0, position) + 1


def fold(raw: str) -> str:
    """One clean NFC line: white space at line ends becomes one space, and characters
    that no page or feed may hold are left out; everything else stays as it is.
    """
    kept = remove_unfit(_BREAK.sub(" ", raw.strip()))
    return unicodedata.normalize("NFC", kept).strip()


def fold_value(raw: str) -> str:
    """A header's value: folded, single spaces, without soft hyphens and the like."""
    return re.sub(" {2,}", " ", _INVISIBLE.sub("", fold(raw))).strip()


def trim(text: str, start: int, end: int, strip: str = "") -> Span:
    """The span without white space, and without the characters of `strip`, at either end."""
    while start < end and (text[start].isspace() or text[start] in strip):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in strip):
        end -= 1
    return Span(start, end)


def is_wrapped(first: str, second: str, width: int) -> bool:
    """True if `second` stands on a line of its own only because `first` was full."""
    word = second.split(maxsplit=1)[0]
    if is_wide(word[0]):
        word = word[0]
    return len(first) + 1 + len(word) > width


def is_wide(char: str) -> bool:
    """True for a character of a script that writes words without spaces between them."""
    return unicodedata.east_asian_width(char) in {"W", "F"}
