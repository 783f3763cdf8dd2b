"""YAML front matter → its entries, all of them text: a date stays as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from newsdigest.model import Span
from newsdigest.seeds.lines import Line, trim

_DEEPEST = 20
_LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """A key and its values: several where the value is a list, none where it is nested.

    Attributes:
        span: From the key's start to the value's end.
        values: Each text with the characters it was read from.
    """

    key: str
    span: Span
    values: tuple[tuple[str, Span], ...]


class FrontMatterError(ValueError):
    """Front matter that cannot be read.

    Attributes:
        position: Where in the seed's text.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


def find_front_matter(lines: tuple[Line, ...]) -> int | None:
    """The index of the line that closes the front matter, 0 if none does, None if the
    text has no front matter.
    """
    if not lines or lines[0].text != "---" or lines[0].indented:
        return None
    for index, line in enumerate(lines[1:], 1):
        if line.text in {"---", "..."} and not line.indented:
            return index
    return 0


def parse_front_matter(text: str, start: int, end: int) -> tuple[Entry, ...]:
    """The entries between the marks; no tag, alias or type of YAML is ever live.

    Raises:
        FrontMatterError: For what is no plain mapping, and for aliases, which could
            make much of little.
    """
    if end - start > _LARGEST:
        raise FrontMatterError("it is longer than 64 KiB", start)
    try:
        return tuple(
            _read_entries(text, start, _bound(start, yaml.parse(text[start:end], yaml.SafeLoader)))
        )
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FrontMatterError(str(error.problem), start + _find(mark)) from None
    except yaml.YAMLError as error:
        raise FrontMatterError(str(error).split("\n")[0], start) from None


def _bound(start: int, events: Iterator[yaml.Event]) -> Iterator[tuple[int, yaml.Event]]:
    """The events with their depth, as long as they are harmless."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise FrontMatterError("it uses an alias (*)", start + _find(event.start_mark))
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        yield depth, event
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        if depth > _DEEPEST:
            raise FrontMatterError("it is nested too deeply", start + _find(event.start_mark))


def _read_entries(
    text: str, start: int, events: Iterator[tuple[int, yaml.Event]]
) -> Iterator[Entry]:
    key: yaml.ScalarEvent | None = None
    values: list[tuple[str, Span]] = []
    for depth, event in events:
        if depth == 0 and isinstance(event, (yaml.ScalarEvent, yaml.SequenceStartEvent)):
            raise FrontMatterError("it has no keys", start + _find(event.start_mark))
        if depth == 1 and key is None and isinstance(event, yaml.NodeEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise FrontMatterError("a key is no text", start + _find(event.start_mark))
            key, values = event, []
            continue
        if isinstance(event, yaml.ScalarEvent) and depth in {1, 2}:
            values.append((event.value, _find_span(text, start, event)))
        closes = isinstance(event, (yaml.ScalarEvent, yaml.CollectionEndEvent))
        if depth == 1 and key is not None and closes:
            nested = isinstance(event, yaml.MappingEndEvent)
            span = trim(text, start + _find(key.start_mark), start + _find(event.end_mark))
            yield Entry(key.value, span, () if nested else tuple(values))
            key = None


def _find_span(text: str, start: int, event: yaml.ScalarEvent) -> Span:
    left, right = start + _find(event.start_mark), start + _find(event.end_mark)
    if event.style in {"|", ">"}:
        left = text.find("\n", left, right) + 1 or left
    return trim(text, left, right, event.style if event.style in {"'", '"'} else "")


def _find(mark: Any) -> int:
    """The position of a mark of YAML's, which its types call optional."""
    return int(mark.index) if mark else 0
