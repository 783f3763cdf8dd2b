"""Post ↔ the text of a Markdown file with Pelican's `Key: value` header.

The header is read as Python-Markdown's meta extension reads it, so that any Pelican
finds the same fields; what that extension would take for body text without a word
(a field that lost its colon) is an error here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsdigest.errors import PostError

FIELD_ORDER = (
    "Title",
    "Slug",
    "Lang",
    "Date",
    "Published",
    "Added",
    "Modified",
    "Category",
    "Tags",
    "Summary",
    "People",
    "Places",
    "Organisations",
    "Quotes",
    "Byline",
    "Dateline",
    "Agency",
    "Source",
    "Rights",
    "Aliases",
    "Uid",
    "Seed",
)
"""The fields that ingest writes or understands, in the order they stand in a post."""

GENERATED = "Generated"

_LISTS = frozenset({"Tags", "People", "Places", "Organisations", "Quotes", "Aliases", "Summary"})
SINGLE = frozenset(key.lower() for key in (*FIELD_ORDER, "Status") if key not in _LISTS)
"""Lower-case keys of the fields with one value."""

# As Python-Markdown has it, but for what looks like the end of front matter.
_KEY = re.compile(r"(?!---)[A-Za-z0-9_-]+")
_FIELD_LINE = re.compile(rf" {{0,3}}(?P<key>{_KEY.pattern}):\s*(?P<value>.*)")
_MORE_LINE = re.compile(r" {4,}(?P<value>.*)")
_FENCE_OPEN = re.compile(r"-{3}(\s.*)?")
_FENCE_CLOSE = re.compile(r"(-{3}|\.{3})(\s.*)?")
# What XML 1.0 §2.2 forbids in a document, and surrogates, which UTF-8 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_KNOWN = frozenset(key.lower() for key in (*FIELD_ORDER, GENERATED, "Author", "Authors", "Status"))


@dataclass(frozen=True, slots=True)
class Post:
    r"""A Markdown post: its header and its body.

    Attributes:
        header: `(key, value)` in file order; no key twice, whatever its case. A value of
            several lines joins them by "\n"; no line of it is empty but the first, and
            none has white space at its ends.
        body: Markdown, neither beginning nor ending in an empty line.

    Raises:
        ValueError: If no file could hold the header, so that a value never breaks out
            of its line. `clean_line` makes a value that is safe.
    """

    header: tuple[tuple[str, str], ...]
    body: str

    def __post_init__(self) -> None:
        keys = [key.lower() for key, _ in self.header]
        if len(set(keys)) != len(keys):
            raise ValueError("a key stands twice in the header")
        for key, value in self.header:
            if not _KEY.fullmatch(key):
                raise ValueError(f"{key!r} is no header key")
            first, *more = value.split("\n")
            if any(line != clean_line(line) for line in (first, *more)) or "" in more:
                raise ValueError(f"the value of {key!r} does not fit into a header line")
        if "\r" in self.body or self.body != self.body.strip("\n"):
            raise ValueError("the body begins or ends in an empty line, or holds a line end of old")

    def get(self, key: str) -> str | None:
        """The value of a field, whatever the case of its key; None where it is missing."""
        wanted = key.lower()
        return next((value for name, value in self.header if name.lower() == wanted), None)


def clean_line(text: str) -> str:
    """The text as one header line can hold it: no characters that XML forbids, line ends
    and tabs as spaces (Python-Markdown expands tabs before it reads the header), no white
    space at the ends.
    """
    if text.isprintable():  # then none of them is in it, and most texts are
        return text.strip()
    return _FORBIDDEN.sub("", _LINE_ENDS.sub(" ", text)).strip()


def remove_forbidden(text: str) -> str:
    """The text without the characters that XML 1.0 forbids."""
    return _FORBIDDEN.sub("", text)


def normalise_text(text: str) -> str:
    r"""A file's text without a BOM, line ends as "\n"."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def digest_text(text: str) -> str:
    """Hexadecimal SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def render_post(post: Post) -> str:
    """The text of the post's file; `parse_post` gives back the same post."""
    lines = [_render_field(key, value) for key, value in post.header]
    return "\n".join([*lines, "", post.body, ""])


def seal_post(post: Post) -> str:
    """The text of a generated post: its last header line is `Generated`, the SHA-256 of
    the file without that line.
    """
    text = render_post(post)
    header, _, rest = text.partition("\n\n")
    return f"{header}\n{GENERATED}: {digest_text(text)}\n\n{rest}"


def is_generated(text: str) -> bool:
    """Whether the post stands as ingest wrote it: nothing in it was edited."""
    if GENERATED not in text:
        return False
    header, gap, rest = normalise_text(text).partition("\n\n")
    lines = header.split("\n")
    seals = [line for line in lines if line.startswith(f"{GENERATED}: ")]
    if len(seals) != 1:
        return False
    lines.remove(seals[0])
    return seals[0] == f"{GENERATED}: {digest_text(chr(10).join(lines) + gap + rest)}"


def parse_post(text: str) -> Post:
    """The post that a file's text holds.

    Lines of a list that stands twice are joined, as Python-Markdown does; of a field with
    one value the first counts, as for Pelican (`find_slips` tells of the others).

    Raises:
        PostError: If the header is broken off by a line that is neither a field nor the
            continuation of one while fields follow below it.
    """
    lines = normalise_text(text).split("\n")
    scanned, end = _scan_header(lines)
    fields: dict[str, _Field] = {}
    for field in scanned:
        known = fields.setdefault(field.key.lower(), field)
        if known is not field and field.key.lower() not in SINGLE:
            known.values.extend(field.values)
    header = tuple((field.key, _join_lines(field.values)) for field in fields.values())
    return Post(header, "\n".join(lines[end:]).strip("\n"))


def find_lines(text: str) -> dict[str, int]:
    """Where each field stands: its lower-case key → 1-based line of the file."""
    places: dict[str, int] = {}
    for line, key, _ in list_fields(text):
        places.setdefault(key.lower(), line)
    return places


def list_fields(text: str) -> list[tuple[int, str, str]]:
    """`(line, key, value)` of each field of a post's header in file order, lines 1-based. A
    key may stand twice: of a field with one value (`SINGLE`), the first one counts.
    """
    fields, _ = _scan_header(normalise_text(text).split("\n"))
    return [(field.line, field.key, _join_lines(field.values)) for field in fields]


@dataclass(slots=True)
class _Field:
    """A field as it stands in a header: the 1-based line of its key, a value a line."""

    line: int
    key: str
    values: list[str]


def _scan_header(lines: list[str]) -> tuple[list[_Field], int]:
    """The fields in file order, and the index of the body's first line."""
    fields: list[_Field] = []
    start = 1 if _FENCE_OPEN.match(lines[0]) else 0
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.strip() or _FENCE_CLOSE.match(line):
            return fields, index + 1
        if field := _FIELD_LINE.match(line):
            fields.append(_Field(index + 1, field["key"], [clean_line(field["value"])]))
        elif fields and (more := _MORE_LINE.match(line)):
            fields[-1].values.append(clean_line(more["value"]))
        else:
            _refuse_broken_header(lines, index)
            return fields, index
    return fields, len(lines)


def _refuse_broken_header(lines: list[str], index: int) -> None:
    """A line ended the header: an error if known fields stand between it and the next
    empty line, since they would become text.
    """
    for line in lines[index + 1 :]:
        if not line.strip():
            return
        field = _FIELD_LINE.match(line)
        if field and field["key"].lower() in _KNOWN:
            raise PostError(
                f"the header is broken at {lines[index][:40]!r}: write 'Key: value', or indent "
                "the line by four spaces if it continues the one above",
                index + 1,
            )


def _join_lines(values: Iterable[str]) -> str:
    first, *more = values
    return "\n".join([first, *(value for value in more if value)])


def _render_field(key: str, value: str) -> str:
    first, *more = value.split("\n")
    return "\n".join([f"{key}: {first}".rstrip(), *(f"    {line}" for line in more)])
