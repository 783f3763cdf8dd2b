"""HTML → what a page says and where its markup is at fault, in one pass.

Stricter than the HTML standard where our own pages are: what is open must be closed,
unless the standard lets the end tag go. It knows the rules of nesting that generated
pages can break; it does not replace a full validator.
"""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from newsdigest.check.elements import (
    CLOSED_BY,
    FLOW,
    HEADINGS,
    KNOWN,
    LISTS,
    OPTIONAL_END,
    PHRASING_ONLY,
    VOID,
)

Attributes = dict[str, str]

_FOREIGN = ("svg", "math")
_REFERENCE = re.compile(r"&(#[xX]?)?([0-9A-Za-z]+)(;?)")
_NO_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\x85]+")


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag; attributes without a value have "", their character references read."""

    name: str
    attributes: Attributes
    line: int


@dataclass(frozen=True, slots=True)
class Text:
    """The text of an element, white space folded, and the language it stands in."""

    text: str
    language: str
    line: int


@dataclass(slots=True)
class Document:
    """What an HTML file says.

    Attributes:
        tags: Every start tag, in order.
        faults: `(line, what is wrong)` of the markup.
        titles: The content of each `title` of the page itself.
        headings: `(level, text)` each.
        times: `(datetime, text)` of each `time`.
        quotes: The text of each `q`.
        data_blocks: `(type, text)` of each `script` with a type; their text is not live.
        lines: The visible text of the body, one line a block.
    """

    tags: list[Tag] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    titles: list[Text] = field(default_factory=list)
    headings: list[tuple[int, Text]] = field(default_factory=list)
    times: list[tuple[str, Text]] = field(default_factory=list)
    quotes: list[Text] = field(default_factory=list)
    data_blocks: list[tuple[str, Text]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def find_tags(self, name: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name == name]


def parse_document(text: str) -> Document:
    """The document, whatever the text is; what is wrong stands in its `faults`."""
    parser = _Parser(text)
    parser.feed(text)
    parser.close()
    return parser.finish()


def fold(text: str) -> str:
    """The text as a browser shows it: runs of white space are one space; no-break
    spaces stay.
    """
    return _SPACE.sub(" ", text).strip(" ")


@dataclass(slots=True)
class _Open:
    """An element whose end is not read yet; `start` counts pieces of text."""

    tag: Tag
    language: str
    start: int


class _Parser(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self._source = text
        self._stack: list[_Open] = []
        # The names of the elements in the stack.
        self._names: list[str] = []
        self._pieces: list[str] = []
        self._body: list[str] = []

    def finish(self) -> Document:
        """The document, after all text was fed."""
        while self._stack:
            self._close_left_open(self._stack[-1])
        document = self.document
        document.lines = [line for line in map(fold, "".join(self._body).split("\n")) if line]
        document.faults += _find_false_references(self._source)
        document.faults.sort()
        return document

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        attributes: Attributes = {}
        for name, value in attrs:
            if name in attributes:
                self._report(f"<{tag}> has the attribute {name!r} twice")
            attributes.setdefault(name, value or "")
        if not self._is_inside(*_FOREIGN):
            self._close_implied(tag)
            self._check_place(tag)
        opened = Tag(tag, attributes, line)
        self.document.tags.append(opened)
        self._break_line(tag)
        if tag not in VOID:
            language = attributes.get("lang") or (self._stack[-1].language if self._stack else "")
            self._stack.append(_Open(opened, language, len(self._pieces)))
            self._names.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in VOID:
            return
        if not self._is_inside(*_FOREIGN):
            self._report(f"<{tag}/> closes nothing: write <{tag}></{tag}>")
        self._close(self._stack[-1])

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            self._report(f"</{tag}> closes nothing: <{tag}> has no content")
            return
        if tag not in self._names:
            self._report(f"</{tag}> closes nothing")
            return
        while self._names[-1] != tag:
            self._close_left_open(self._stack[-1])
        self._close(self._stack[-1])

    def handle_data(self, data: str) -> None:
        self._pieces.append(data)
        if not self._is_inside("head", "title", "script", "style"):
            # Line ends in the source are white space; blocks make the lines.
            self._body.append(data.replace("\n", " "))

    def unknown_decl(self, data: str) -> None:
        self._report(f"<![{data[:20]} is no HTML")

    def handle_pi(self, data: str) -> None:
        self._report(f"<?{data[:20]} is no HTML")

    def _report(self, message: str) -> None:
        self.document.faults.append((self.getpos()[0], message))

    def _is_inside(self, *names: str) -> bool:
        return any(name in self._names for name in names)

    def _break_line(self, tag: str) -> None:
        if tag in FLOW or tag == "br":
            self._body.append("\n")

    def _close_implied(self, tag: str) -> None:
        while self._names and tag in CLOSED_BY.get(self._names[-1], ()):
            self._close(self._stack[-1])

    def _close_left_open(self, entry: _Open) -> None:
        if entry.tag.name not in OPTIONAL_END:
            where = f"<{entry.tag.name}> of line {entry.tag.line}"
            self._report(f"{where} is not closed where it should be")
        self._close(entry)

    def _close(self, entry: _Open) -> None:
        self._stack.pop()
        name = self._names.pop()
        self._break_line(name)
        if name not in HEADINGS and name not in ("title", "time", "q", "script"):
            return
        raw = "".join(self._pieces[entry.start :])
        text = Text(fold(raw), entry.language, entry.tag.line)
        if name in HEADINGS:
            self.document.headings.append((int(name[1]), text))
        elif name == "time":
            self.document.times.append((entry.tag.attributes.get("datetime", text.text), text))
        elif name == "q":
            self.document.quotes.append(text)
        elif name == "script":
            kind = entry.tag.attributes.get("type", "")
            self.document.data_blocks.append((kind, Text(raw, "", entry.tag.line)))
        elif not self._is_inside(*_FOREIGN):
            self.document.titles.append(text)

    def _check_place(self, tag: str) -> None:
        if tag not in KNOWN and "-" not in tag:
            self._report(f"<{tag}> is no element of HTML: is it text that was not escaped?")
        for fault in _iter_misplaced(tag, self._names):
            self._report(fault)


def _iter_misplaced(tag: str, above: Sequence[str]) -> Iterator[str]:
    """Why an element may not stand within the ones above it, the outermost first."""
    parent = above[-1] if above else ""
    inline = next((name for name in reversed(above) if name in PHRASING_ONLY), None)
    if parent in ("title", "textarea", "option"):
        yield f"<{tag}> stands in <{parent}>, which holds text only: it was not escaped"
    if tag in ("a", "button") and ("a" in above or "button" in above):
        yield f"<{tag}> stands in another link or button"
    if tag in FLOW and inline:
        yield f"<{tag}> stands in <{inline}>, which holds text only"
    elif parent in LISTS and tag not in ("li", "script", "template"):
        yield f"<{tag}> stands in <{parent}>, which holds <li> only"
    elif tag == "li" and parent not in LISTS:
        yield "<li> stands outside of a list"
    elif tag in ("dt", "dd") and parent not in ("dl", "div"):
        yield f"<{tag}> stands outside of <dl>"
    if tag == "main" and "main" in above:
        yield "<main> stands in another one"


def _find_false_references(source: str) -> list[tuple[int, str]]:
    """Where "&" begins a reference to no character: it was not escaped."""
    source = _NO_MARKUP.sub(lambda match: "\n" * match[0].count("\n"), source)
    return [
        (source.count("\n", 0, match.start()) + 1, f"{match[0]!r} is no character: write '&amp;'")
        for match in _REFERENCE.finditer(source)
        if not _is_reference(*match.groups())
    ]


def _is_reference(sign: str | None, name: str, end: str) -> bool:
    if sign:
        return bool(end) and html.unescape(f"&{sign}{name};") != f"&{sign}{name};"
    if end:
        return f"{name};" in html.entities.html5
    # Without ";" only the names of old are read as a character, and only by accident.
    return name not in html.entities.html5
