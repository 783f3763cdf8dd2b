"""`Seed` and `Enrichment` → the seed's text with everything that was read in it marked, and
why: for a terminal, as JSON and as one HTML page without a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from newsdigest.model import Enrichment, Seed
from newsdigest.posts import Fact, build_facts

# What a terminal would obey, and what XML forbids.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)

_COLOURS = {
    "people": "1;34",
    "places": "1;32",
    "organisations": "1;35",
    "quotes": "3;33",
    "tags": "1;36",
    "category": "36",
    "summary": "4",
    "unplaced": "1;31",
}
_OTHER = "1;33"
_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A seed's text and what was read in it.

    Attributes:
        name: The seed's.
        text: All mentions count in it.
        facts: In the order of a post's header; a fact's number is its place, from 1.
    """

    name: str
    text: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the text that the same facts claim.

    Attributes:
        facts: Their indices, the narrowest claim first.
        opened: Those of them that begin here, the widest first.
        closed: Those that end behind it, the narrowest first.
    """

    text: str
    facts: tuple[int, ...]
    opened: tuple[int, ...]
    closed: tuple[int, ...]


def build_explanation(seed: Seed, enrichment: Enrichment) -> Explanation:
    """Everything that a post would state of a seed, and where it stands."""
    return Explanation(seed.name, seed.text, build_facts(seed, enrichment))


def render_explanation(explanation: Explanation, *, colour: bool) -> str:
    """The text with numbered brackets around each mention ("[3:Genf]3"), then the facts.

    Args:
        explanation: What to show.
        colour: Whether a terminal shows it that knows colours.
    """
    lines = []
    for piece in _cut(explanation):
        opened = "".join(f"[{index + 1}:" for index in piece.opened)
        closed = "".join(f"]{index + 1}" for index in piece.closed)
        text = _show(piece.text)
        if colour and piece.facts:
            code = _COLOURS.get(explanation.facts[piece.facts[0]].field, _OTHER)
            # A colour must not run on over a line's end: pagers forget it there.
            text = "\n".join(f"\x1b[{code}m{t}{_RESET}" if t else "" for t in text.split("\n"))
        lines.append(f"{opened}{text}{closed}")
    text = "".join(lines).rstrip("\n")
    rows = "\n".join(
        f"{number:>3}  {_show(_describe(fact))}" for number, fact in enumerate(explanation.facts, 1)
    )
    return f"{text}\n\n{rows}\n"


def describe_explanation(explanation: Explanation) -> dict[str, Any]:
    """The same for programs: spans are half-open and count code points of `text`."""
    return {
        "seed": explanation.name,
        "text": explanation.text,
        "facts": [
            {
                "number": number,
                "field": fact.field,
                "value": fact.value,
                **({"speaker": fact.speaker} if fact.speaker else {}),
                "method": fact.method,
                "confidence": fact.confidence,
                "mentions": [
                    {"start": mention.start, "end": mention.end, "text": mention.text}
                    for mention in fact.mentions
                ],
            }
            for number, fact in enumerate(explanation.facts, 1)
        ],
    }


def render_page(explanation: Explanation) -> str:
    """One HTML page that needs nothing else: hover over a mark, or follow its number."""
    parts = []
    for piece in _cut(explanation):
        text = escape(_show(piece.text))
        if piece.facts:
            facts = [explanation.facts[index] for index in piece.facts]
            reasons = escape("\n".join(_describe(fact) for fact in facts))
            text = f'<mark class="{_name_class(facts[0])}" title="{reasons}">{text}</mark>'
        numbers = (f'<a href="#f{n + 1}">{n + 1}</a>' for n in piece.closed)
        shown = " ".join(numbers)
        parts.append(f"{text}<sup>{shown}</sup>" if shown else text)
    rows = "\n".join(
        f'<tr id="f{number}"><td>{number}<td>{escape(fact.field)}<td>'
        f'<span class="{_name_class(fact)}">{escape(_show(fact.value))}</span>'
        f"<td>{escape(_show(fact.speaker or ''))}<td>{escape(fact.method)}"
        f"<td>{100 * fact.confidence:.0f} %<td>{len(fact.mentions)}</tr>"
        for number, fact in enumerate(explanation.facts, 1)
    )
    name = escape(_show(explanation.name))
    return _PAGE % {"name": name, "text": "".join(parts), "rows": rows}


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>%(name)s explained</title>
<style>
body { max-width: 60rem; margin: auto; padding: 1rem; font: 1rem/1.6 serif; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
mark { background: #8883; color: inherit; }
.people { background: #47f4; } .places { background: #2b25; } .organisations { background: #b3d4; }
.quotes { background: #fb05; } .tags { background: #0bb4; } .unplaced { background: #f338; }
table { border-collapse: collapse; font-family: sans-serif; }
td, th { padding: 0.2rem; border-top: 1px solid #8886; text-align: start; vertical-align: top; }
:target { outline: 2px solid; }
</style>
</head>
<body>
<h1>%(name)s</h1>
<pre dir="auto">%(text)s</pre>
<table>
<thead><tr><th>no.<th>field<th>value<th>speaker<th>method<th>sure<th>mentions</tr></thead>
<tbody>
%(rows)s
</tbody>
</table>
</body>
</html>
"""


def _cut(explanation: Explanation) -> Iterator[_Piece]:
    """The text in pieces that no mention's beginning or end divides."""
    claims = [
        (mention.start, mention.end, index)
        for index, fact in enumerate(explanation.facts)
        for mention in fact.mentions
    ]
    starts: dict[int, list[tuple[int, int, int]]] = {}
    ends: dict[int, list[tuple[int, int, int]]] = {}
    for claim in claims:
        starts.setdefault(claim[0], []).append(claim)
        ends.setdefault(claim[1], []).append(claim)
    edges = sorted({0, len(explanation.text), *starts, *ends})
    current: list[tuple[int, int, int]] = []
    for start, end in pairwise(edges):
        opened = sorted(starts.get(start, ()), key=lambda claim: (claim[0] - claim[1], claim[2]))
        current = sorted([*current, *opened], key=_measure)
        closed = sorted(ends.get(end, ()), key=_measure)
        yield _Piece(
            explanation.text[start:end],
            tuple(index for *_, index in current),
            tuple(index for *_, index in opened),
            tuple(index for *_, index in closed),
        )
        current = [claim for claim in current if claim[1] > end]


def _measure(claim: tuple[int, int, int]) -> tuple[int, int]:
    """The narrower first; of one width the later, which was opened last."""
    return claim[1] - claim[0], -claim[2]


def _describe(fact: Fact) -> str:
    speaker = f" – {fact.speaker}" if fact.speaker else ""
    count = len(fact.mentions)
    times = f", {count} mention{'s' if count > 1 else ''}" if count else ""
    return (
        f"{fact.field}: {fact.value}{speaker} ({fact.method}, {100 * fact.confidence:.0f} %{times})"
    )


def _name_class(fact: Fact) -> str:
    return fact.field if fact.field.isalpha() else "other"


def _show(text: str) -> str:
    """The text without characters that a terminal or a browser would obey."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
