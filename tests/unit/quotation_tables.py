"""The cases of `tests/data/quotations.md`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from newsdigest.model import Block, Entity, EntityKind, Provenance, Seed, Sourced, Span
from tests.unit.seeds.tables import DATA

_LANGUAGE = re.compile(r"^## .*\((\w\w)\)$", re.MULTILINE)
_ROW = re.compile(r"^\| (.+) \| (.+) \|$", re.MULTILINE)
_NAMES = re.compile(r"^(People|Places|Organisations): (.+)$", re.MULTILINE)

KINDS: dict[str, EntityKind] = {
    "People": "people",
    "Places": "places",
    "Organisations": "organisations",
}


@dataclass(frozen=True)
class Case:
    """One heading of the table.

    Attributes:
        quotations: `(text, speaker)`; None where nobody may be named.
    """

    name: str
    language: str
    text: str
    names: tuple[tuple[str, str], ...]
    quotations: tuple[tuple[str, str | None], ...]


@cache
def read_cases() -> tuple[Case, ...]:
    text = (DATA / "quotations.md").read_text("utf-8")
    cases = []
    _, *sections = re.split(r"(?m)^(?=## )", text)
    for section in sections:
        language = _LANGUAGE.search(section)
        assert language, section[:80]
        parts = re.split(r"(?m)^### ", section)[1:]
        cases += [_read_case(part, language[1]) for part in parts]
    return tuple(cases)


def _read_case(part: str, language: str) -> Case:
    heading, _, rest = part.partition("\n")
    _, text, below = rest.split("```\n", 2)
    rows = tuple(
        (quoted, None if speaker == "–" else speaker) for quoted, speaker in _ROW.findall(below)
    )
    assert rows or "none" in below, heading
    return Case(heading, language, text.rstrip("\n"), tuple(_NAMES.findall(below)), rows)


def make_seed(text: str, language: str) -> Seed:
    """A seed whose whole text is its body."""
    blocks = []
    at = 0
    for paragraph in text.split("\n\n"):
        span = Span(at, at + len(paragraph))
        if paragraph:
            blocks.append(Block("paragraph", paragraph.replace("\n", " "), span))
        at = span.end + 2
    known = Provenance("header")
    return Seed(
        "x.txt", "", text, Sourced("x", known), None, Sourced(language, known), blocks=tuple(blocks)
    )


def make_entities(text: str, names: tuple[tuple[str, str], ...]) -> tuple[Entity, ...]:
    """Each name where the text has it: "Anna Berg = Berg, Bergs" lists other forms."""
    entities = []
    for label, listed in names:
        kind = KINDS[label]
        for item in listed.split("; "):
            name, _, forms = item.partition(" = ")
            pattern = "|".join(re.escape(form) for form in (name, *filter(None, forms.split(", "))))
            spans = tuple(
                Span(*found.span())
                for found in re.finditer(rf"(?<![a-zß-ÿ])(?:{pattern})(?![a-zß-ÿ])", text)
            )
            entities.append(Entity(kind, Sourced(name, Provenance("names", spans))))
    return tuple(entities)
