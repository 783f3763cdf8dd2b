"""Chinese or Japanese text, which parts no words → its people, countries and great towns."""

from __future__ import annotations

from collections.abc import Iterator

from newsdigest.extract.entities.asian_people import find_asian_people
from newsdigest.extract.entities.mentions import Mention
from newsdigest.extract.entities.places import measure_place
from newsdigest.model import Seed, Span
from newsdigest.seeds.lines import is_wide

LANGUAGES = frozenset({"zh", "ja"})

_LONGEST = 10
_GREAT = 1_000_000
_KATAKANA = range(0x30A1, 0x30FD)


def find_wide_names(seed: Seed) -> list[Mention]:
    """The people and places that the headline, the dateline and the blocks name, in text order."""
    dateline = seed.dateline.provenance.spans if seed.dateline else ()
    found = [
        Mention(span, seed.text[span.start : span.end], "places", "dateline", 0.9)
        for span in dateline
    ]
    covered = {at for span in dateline for at in range(span.start, span.end)}
    spans = sorted({*seed.headline.provenance.spans, *(block.span for block in seed.blocks)})
    for mention in find_asian_people(seed.text, spans, seed.language.value):
        found.append(mention)
        covered.update(range(mention.span.start, mention.span.end))
    for span in spans:
        for place in _scan(seed.text, span):
            if place.start not in covered:
                name = seed.text[place.start : place.end]
                found.append(Mention(place, name, "places", "gazetteer", 0.8))
                covered.update(range(place.start, place.end))
    return found


def _scan(text: str, span: Span) -> Iterator[Span]:
    at = span.start
    while at < span.end:
        length = _match(text, at, span.end) if is_wide(text[at]) else 0
        if length:
            yield Span(at, at + length)
        at += length or 1


def _match(text: str, start: int, end: int) -> int:
    """How many characters from `start` on name a place; the most of them."""
    for length in range(min(_LONGEST, end - start), 1, -1):
        people, kind = measure_place(text[start : start + length])
        if (kind and kind != "P") or people >= _GREAT:
            return 0 if _cuts_katakana(text, start, start + length) else length
    return 0


def _cuts_katakana(text: str, start: int, end: int) -> bool:
    """True within a run of katakana, which is one word."""
    return any(
        ord(text[at]) in _KATAKANA and ord(text[at - 1]) in _KATAKANA
        for at in (start, end)
        if 0 < at < len(text)
    )
