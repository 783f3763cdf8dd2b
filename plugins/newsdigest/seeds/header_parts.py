"""What the rules of the header fill while they read a seed from its top."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsdigest.model import Span
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.lines import fold_value, trim


@dataclass(frozen=True, slots=True)
class Notice:
    """Something for the editor, and where in the text; None for the whole of it."""

    position: int | None
    message: str


@dataclass(slots=True)
class Header:
    """What stands above the body, filled while its lines are read.

    Attributes:
        spans: The lines that were understood, in text order.
        unplaced: The lines, or parts of lines, that no rule understood.
        next: Index of the body's first line.
    """

    facts: list[Fact] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    unplaced: list[Span] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    next: int = 0
    _fields: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """True if a fact of that field was read."""
        return name in self._fields

    def add(self, *facts: Fact) -> None:
        """Note facts without the stretch they stand in."""
        self.facts.extend(facts)
        self._fields.update(fact.field for fact in facts)

    def take(self, span: Span, facts: tuple[Fact, ...] = ()) -> None:
        """Note a stretch as understood."""
        self.spans.append(span)
        self.add(*facts)

    def refuse(self, span: Span, message: str) -> None:
        """Note a stretch as not understood."""
        self.unplaced.append(span)
        self.notices.append(Notice(span.start, message))

    def refuse_date(self, text: str, value: Span, whole: Span) -> None:
        """Note a date that is none; the words around it within `whole` are understood."""
        words = fold_value(text[value.start : value.end])[:60]
        self.refuse(value, f'"{words}" is no date: write it as 2022, 2022-01 or 2022-01-10')
        for start, end in ((whole.start, value.start), (value.end, whole.end)):
            rest = trim(text, start, end)
            if rest.start < rest.end:
                self.spans.append(rest)
