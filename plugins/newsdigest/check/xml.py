"""XML → a small tree that knows its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat


@dataclass(slots=True)
class Element:
    """An XML element; names are "{namespace}local", as everywhere in Python.

    Attributes:
        text: All text directly in it.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def find(self, name: str) -> Element | None:
        return next(self.iter(name), None)

    def iter(self, name: str) -> Iterator[Element]:
        return (child for child in self.children if child.name == name)

    def read(self, name: str) -> str:
        """The text of the first child of a name, or ""."""
        child = self.find(name)
        return child.text.strip() if child else ""


def parse_xml(data: bytes) -> Element:
    """The root element.

    Raises:
        ValueError: If the file is not well-formed XML 1.0 in UTF-8; with the line.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    stack = [Element("", {}, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        named = {_write_name(key): value for key, value in attributes.items()}
        element = Element(_write_name(name), named, parser.CurrentLineNumber)
        stack[-1].children.append(element)
        stack.append(element)

    def end(_: str) -> None:
        stack.pop()

    def read_text(text: str) -> None:
        stack[-1].text += text

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = read_text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"line {error.lineno}: {expat.ErrorString(error.code)}") from error
    return stack[0].children[0]


def _write_name(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    return f"{{{namespace}}}{local}" if namespace else local
