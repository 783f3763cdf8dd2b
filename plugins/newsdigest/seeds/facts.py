"""What a rule read in a seed: the value that all header and body rules give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from newsdigest.model import PartialDate, Provenance, Sourced, Span

Field = Literal[
    "headline",
    "published",
    "updated",
    "language",
    "byline",
    "dateline",
    "agency",
    "source",
    "rights",
    "summary",
    "category",
    "tag",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one field and where it stands.

    Attributes:
        value: The text of it; "" for a date.
        date: Only for "published" and "updated".
        ambiguous: The date's day and month could not be told apart.
    """

    field: Field
    value: str
    span: Span
    method: str
    date: PartialDate | None = None
    ambiguous: bool = False
    confidence: float = 1.0

    def to_sourced(self) -> Sourced[str]:
        return Sourced(self.value, Provenance(self.method, (self.span,), self.confidence))


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline and where it stands.

    Attributes:
        facts: Its place, agency and date, as far as it names them.
        span: From its first character to the first of the sentence behind it.
        fragment: A date without a year, to be completed from the header.
    """

    facts: tuple[Fact, ...]
    span: Span
    fragment: Span | None = None
