"""Values that the entity rules hand to one another."""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import EntityKind, Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text.

    Attributes:
        span: Its characters: whole words, as the text has them.
        name: The name that it stands for, in its base form ("Moskaus" → "Moskau").
        method: The rule's name: "dateline", "list", "class", "gazetteer", "pattern" or "crf".
        confidence: 0 to 1.
    """

    span: Span
    name: str
    kind: EntityKind
    method: str
    confidence: float
