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
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

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

_FOREIGN = frozenset(("svg", "math"))
_RAW = frozenset(("script", "style"))
_SILENT = _RAW | {"head", "title"}
_KEPT = HEADINGS | {"title", "time", "q", "script"}
_NAME = "[A-Za-z][A-Za-z0-9:-]*"
_VALUE = r'"([^"&]*(?:&(?:amp|lt|gt|quot|#39|#34|#x27);[^"&]*)*)"'
_PLAIN_ATTRIBUTE = re.compile(f"({_NAME})(?:={_VALUE})?")
_TOKEN = re.compile(
    r"([^<]*)(?:\Z|<(?:/([a-z][a-z0-9]*)>"
    rf"|([a-z][a-z0-9]*)((?:[ \n]+{_NAME}(?:={_VALUE})?)*)[ \n]*(/?)>"
    r"|!--(?:[^>-]|-(?!-))*-->|!(?i:doctype html)>))"
)
_REFERENCE = re.compile(r"&(#[xX]?)?([0-9A-Za-z]+)(;?)")
_NO_MARKUP = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f\x85]+")


class Tag(NamedTuple):
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
    """The document, whatever the text is; what is wrong stands in its `faults`.

    What is written as plainly as a build writes it is read by one expression; a text in
    which anything else stands is read by the rules of HTML, at three times the cost.
    """
    builder = _Builder()
    if _read_plainly(text, builder):
        return builder.finish(text, text.count("\n") + 1)
    builder = _Builder()
    parser = _Parser(builder)
    parser.feed(text)
    parser.close()
    return builder.finish(text, parser.getpos()[0])


def fold(text: str) -> str:
    """The text as a browser shows it: runs of white space are one space; no-break
    spaces stay.
    """
    return _SPACE.sub(" ", text).strip(" ")


def _read_plainly(text: str, builder: _Builder) -> bool:
    """Reads a text in which nothing stands but text, comments and tags in small letters
    whose attributes are in double quotes; says whether it was one.
    """
    line, position, end = 1, 0, len(text)
    while position < end:
        token = _TOKEN.match(text, position)
        if token is None:
            return False
        data, closing, name, attributes, _, empty = token.groups()
        if data:
            builder.read_data(unescape(data) if "&" in data else data)
            line += data.count("\n")
        if closing:
            builder.close(closing, line)
        elif name:
            given = [(key.lower(), value) for key, value in _PLAIN_ATTRIBUTE.findall(attributes)]
            builder.open(name, given, line, empty=bool(empty))
            if name in _RAW and not empty:
                stop = text.find("<", token.end())
                if not text.startswith(f"</{name}>", stop):
                    return False
                line += text.count("\n", token.end(), stop)
                builder.read_data(text[token.end() : stop])
                position = stop
                continue
        line += text.count("\n", token.start() + len(data), token.end())
        position = token.end()
    return True


@dataclass(slots=True)
class _Open:
    """An element whose end is not read yet; `start` counts pieces of text."""

    tag: Tag
    language: str
    start: int


class _Parser(HTMLParser):
    """The rules of HTML → a builder."""

    def __init__(self, builder: _Builder) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = builder

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, attrs, empty=False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open(tag, attrs, empty=True)

    def _open(self, tag: str, attrs: list[tuple[str, str | None]], *, empty: bool) -> None:
        read = [(name, value or "") for name, value in attrs]
        self._builder.open(tag, read, self.getpos()[0], empty=empty, read=True)

    def handle_endtag(self, tag: str) -> None:
        self._builder.close(tag, self.getpos()[0])

    def handle_data(self, data: str) -> None:
        self._builder.read_data(data)

    def unknown_decl(self, data: str) -> None:
        self._builder.report(f"<![{data[:20]} is no HTML", self.getpos()[0])

    def handle_pi(self, data: str) -> None:
        self._builder.report(f"<?{data[:20]} is no HTML", self.getpos()[0])


class _Builder:
    """Tags and texts in their order → a document."""

    def __init__(self) -> None:
        self.document = Document()
        self._stack: list[_Open] = []
        # The names of the elements in the stack.
        self._names: list[str] = []
        # How many of them are foreign, and how many hold no text of the page.
        self._foreign = 0
        self._silent = 0
        self._pieces: list[str] = []
        self._body: list[str] = []

    def finish(self, source: str, line: int) -> Document:
        """The document, after all of its source was read, up to this line."""
        while self._stack:
            self._close_left_open(self._stack[-1], line)
        document = self.document
        document.lines = [line for line in map(fold, "".join(self._body).split("\n")) if line]
        document.faults += _find_false_references(source)
        document.faults.sort()
        return document

    def open(
        self,
        name: str,
        given: Sequence[tuple[str, str]],
        line: int,
        *,
        empty: bool,
        read: bool = False,
    ) -> None:
        """Takes a start tag.

        Args:
            name: Of the element.
            given: The names and values of its attributes.
            line: Where it stands.
            empty: Whether it ends in "/>".
            read: Whether the character references in the values are read already.
        """
        attributes: Attributes = {}
        for key, value in given:
            if key in attributes:
                self.report(f"<{name}> has the attribute {key!r} twice", line)
            else:
                attributes[key] = unescape(value) if "&" in value and not read else value
        if not self._foreign:
            self._close_implied(name)
            self._check_place(name, line)
        opened = Tag(name, attributes, line)
        self.document.tags.append(opened)
        self._break_line(name)
        if name in VOID:
            return
        language = attributes.get("lang") or (self._stack[-1].language if self._stack else "")
        self._stack.append(_Open(opened, language, len(self._pieces)))
        self._names.append(name)
        self._foreign += name in _FOREIGN
        self._silent += name in _SILENT
        if empty:
            if not self._foreign:
                self.report(f"<{name}/> closes nothing: write <{name}></{name}>", line)
            self._close(self._stack[-1])

    def close(self, name: str, line: int) -> None:
        """Takes an end tag."""
        if name in VOID:
            self.report(f"</{name}> closes nothing: <{name}> has no content", line)
            return
        if name not in self._names:
            self.report(f"</{name}> closes nothing", line)
            return
        while self._names[-1] != name:
            self._close_left_open(self._stack[-1], line)
        self._close(self._stack[-1])

    def read_data(self, data: str) -> None:
        """Takes text, its character references read."""
        self._pieces.append(data)
        if not self._silent:
            # Line ends in the source are white space; blocks make the lines.
            self._body.append(data.replace("\n", " "))

    def report(self, message: str, line: int) -> None:
        """Notes a fault."""
        self.document.faults.append((line, message))

    def _break_line(self, tag: str) -> None:
        if tag in FLOW or tag == "br":
            self._body.append("\n")

    def _close_implied(self, tag: str) -> None:
        while self._names and tag in CLOSED_BY.get(self._names[-1], ()):
            self._close(self._stack[-1])

    def _close_left_open(self, entry: _Open, line: int) -> None:
        if entry.tag.name not in OPTIONAL_END:
            where = f"<{entry.tag.name}> of line {entry.tag.line}"
            self.report(f"{where} is not closed where it should be", line)
        self._close(entry)

    def _close(self, entry: _Open) -> None:
        self._stack.pop()
        name = self._names.pop()
        self._foreign -= name in _FOREIGN
        self._silent -= name in _SILENT
        self._break_line(name)
        if name not in _KEPT:
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
        elif not self._foreign:
            self.document.titles.append(text)

    def _check_place(self, tag: str, line: int) -> None:
        if tag not in KNOWN and "-" not in tag:
            self.report(f"<{tag}> is no element of HTML: is it text that was not escaped?", line)
        for fault in _iter_misplaced(tag, self._names):
            self.report(fault, line)


def _iter_misplaced(tag: str, above: Sequence[str]) -> Iterator[str]:
    """Why an element may not stand within the ones above it, the outermost first."""
    parent = above[-1] if above else ""
    flows = tag in FLOW
    inline = flows and next((name for name in reversed(above) if name in PHRASING_ONLY), None)
    if parent in ("title", "textarea", "option"):
        yield f"<{tag}> stands in <{parent}>, which holds text only: it was not escaped"
    if tag in ("a", "button") and ("a" in above or "button" in above):
        yield f"<{tag}> stands in another link or button"
    if inline:
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
