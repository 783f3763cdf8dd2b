"""Facts ↔ `slug.facts.json`, the machine's memory beside a post.

It says where in the seed each value of the header stands, and remembers what the
post alone cannot tell: the header as it was generated (so that the editor's edits show
field by field) and the addresses at which the article was published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsdigest.errors import PostError
from newsdigest.model import Enrichment, GeoPlace, Provenance, Seed, Sourced, Span
from newsdigest.posts.escaping import is_shown
from newsdigest.posts.headers import clean_line

_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST = 2**53  # beyond it, JSON's readers disagree on whole numbers (RFC 8259 §6)
_SEED = re.compile(r'"seed": ("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True)
class FactMention:
    """A place in the seed: `text` is exactly `Seed.text[start:end]` (code points)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a post's header, how it was found and where it stands.

    Attributes:
        field: The header field in lower case, or "unplaced" for characters of the seed's
            header that no rule understood.
        speaker: Of a quotation only.
        place: Where it lies, of a known place only.
    """

    field: str
    value: str
    method: str
    confidence: float
    mentions: tuple[FactMention, ...]
    speaker: str | None = None
    place: GeoPlace | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a facts file holds.

    Attributes:
        seed: The seed's name.
        sha256: Digest of the seed's bytes when its post was last generated.
        uid: The article's, for ever.
        header: The header as it was generated, without `Generated`.
        body: SHA-256 of the body as it was generated.
        addresses: Each address at which the article was published, oldest first.
        head: What stands in the seed beside its paragraphs, as it stands there: with the
            body it is the whole seed.
        paragraphs: Where the body's paragraphs stand in the seed, in text order.
    """

    seed: str
    sha256: str
    uid: str
    header: tuple[tuple[str, str], ...]
    body: str
    addresses: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    head: tuple[str, ...] = ()
    paragraphs: tuple[Span, ...] = ()


def build_facts(seed: Seed, enrichment: Enrichment) -> tuple[Fact, ...]:
    """Every value that a generated header states, in the header's order."""
    singles: tuple[tuple[str, Sourced[Any] | None], ...] = (
        ("title", seed.headline),
        ("published", seed.published),
        ("lang", seed.language),
        ("category", seed.category or enrichment.category),
        ("summary", seed.summary or enrichment.summary),
        ("byline", seed.byline),
        ("dateline", seed.dateline),
        ("agency", seed.agency),
        ("source", seed.source),
        ("rights", seed.rights),
    )
    facts = [_build_fact(seed, field, sourced) for field, sourced in singles if sourced]
    facts += [_build_fact(seed, "tags", tag) for tag in (*seed.tags, *enrichment.tags)]
    facts += [
        _build_fact(seed, entity.kind, entity.name, place=entity.place)
        for entity in enrichment.entities
    ]
    facts += [
        _build_fact(seed, "quotes", quotation.text, quotation.speaker)
        for quotation in enrichment.quotations
    ]
    unplaced = (
        Sourced(seed.text[s.start : s.end], Provenance("none", (s,))) for s in seed.unplaced
    )
    facts += [_build_fact(seed, "unplaced", sourced) for sourced in unplaced]
    return tuple(facts)


def list_paragraphs(seed: Seed) -> tuple[Span, ...]:
    """Where each paragraph of the generated body stands in the seed."""
    return tuple(block.span for block in seed.blocks if is_shown(block))


def find_head(seed: Seed) -> tuple[str, ...]:
    """What stands in the seed beside its paragraphs: the lines of its header."""
    ends = [0, *(span.end for span in list_paragraphs(seed))]
    starts = [*(span.start for span in list_paragraphs(seed)), len(seed.text)]
    between = (seed.text[end:start] for end, start in zip(ends, starts, strict=True))
    return tuple(line for text in between for line in text.split("\n") if line.strip())


def _build_fact(
    seed: Seed,
    field: str,
    sourced: Sourced[Any],
    speaker: str | None = None,
    place: GeoPlace | None = None,
) -> Fact:
    origin = sourced.provenance
    mentions = tuple(_build_mention(seed, span) for span in origin.spans)
    value = clean_line(str(sourced.value))
    confidence = round(origin.confidence, 3)
    return Fact(field, value, origin.method, confidence, mentions, speaker, place)


def _build_mention(seed: Seed, span: Span) -> FactMention:
    return FactMention(span.start, span.end, seed.text[span.start : span.end])


def render_facts(facts: Facts) -> str:
    r"""The text of a facts file: JSON with a fact a line, so that a change reads well in
    version control; it ends in "\n".
    """
    top: dict[str, Any] = {
        "seed": facts.seed,
        "sha256": facts.sha256,
        "uid": facts.uid,
        "addresses": list(facts.addresses),
        "body": facts.body,
        "header": dict(facts.header),
        "head": list(facts.head),
        "paragraphs": [[span.start, span.end] for span in facts.paragraphs],
    }
    lines = [f" {_dump(key)}: {_dump(value)}," for key, value in top.items()]
    entries = ",\n".join(f"  {_dump(_describe_fact(fact))}" for fact in facts.facts)
    listed = f"[\n{entries}\n ]" if entries else "[]"
    return "\n".join(["{", *lines, f' "facts": {listed}', "}", ""])


def _describe_fact(fact: Fact) -> dict[str, Any]:
    described: dict[str, Any] = {"field": fact.field, "value": fact.value}
    if fact.speaker is not None:
        described["speaker"] = fact.speaker
    described["method"] = fact.method
    described["confidence"] = fact.confidence
    described["mentions"] = [
        {"start": mention.start, "end": mention.end, "text": mention.text}
        for mention in fact.mentions
    ]
    if fact.place is not None:
        described["geonames"] = fact.place.geonames
        described["country"] = fact.place.country
        described["latitude"] = fact.place.latitude
        described["longitude"] = fact.place.longitude
    return described


def _dump(value: Any) -> str:
    # Code points that UTF-8 cannot hold leave as \u escapes.
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else _SURROGATE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def parse_facts(text: str) -> Facts:
    """The facts that a file's text holds; keys it does not know are left aside.

    Raises:
        PostError: If it is no facts file.
    """
    try:
        top = json.loads(text)
    except json.JSONDecodeError as error:
        raise PostError(f"no valid JSON ({error.msg}): {_ADVICE}", error.lineno) from error
    except RecursionError as error:
        raise PostError(f"nested too deeply: {_ADVICE}", 1) from error
    except ValueError as error:
        raise PostError(f"a number has too many digits: {_ADVICE}", 1) from error
    try:
        return Facts(
            seed=_read_text(top, "seed"),
            sha256=_read_text(top, "sha256"),
            uid=_read_text(top, "uid"),
            header=tuple((key, str(value)) for key, value in _read(top, "header", dict).items()),
            body=_read_text(top, "body"),
            addresses=tuple(str(item) for item in _read(top, "addresses", list)),
            facts=tuple(_read_fact(item) for item in _read(top, "facts", list)),
            head=tuple(str(line) for line in top.get("head", ())),
            paragraphs=tuple(Span(*_read_ends(pair)) for pair in top.get("paragraphs", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PostError(f"not a facts file, {error.args[0]!r} is wrong: {_ADVICE}", 1) from error


_ADVICE = "restore the file from version control, or delete it together with its post"


def find_seed_name(text: str) -> str | None:
    """The seed that a damaged facts file belongs to, where that can still be read."""
    found = _SEED.search(text)
    if not found:
        return None
    try:
        return str(json.loads(found[1]))
    except json.JSONDecodeError:
        return None


def _read(top: Mapping[str, Any], key: str, kind: type) -> Any:
    value = top[key]
    if not isinstance(value, kind):
        raise TypeError(key)
    return value


def _read_text(top: Mapping[str, Any], key: str) -> str:
    """A text of the machine's own, which UTF-8 can hold."""
    value: str = _read(top, key, str)
    if not value.isprintable() and _SURROGATE.search(value):
        raise ValueError(key)
    return value


def _read_number(top: Mapping[str, Any], key: str, least: float, most: float) -> Any:
    """A number within bounds, which none of NaN and the infinities is."""
    value = top[key]
    if type(value) not in (int, float) or not least <= value <= most:
        raise ValueError(key)
    return value


def _read_ends(pair: Sequence[Any], key: str = "paragraphs") -> tuple[int, int]:
    """Where a stretch of the seed begins and ends."""
    start, end = pair
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= _MOST:
        raise ValueError(key)
    return start, end


def _read_fact(item: Mapping[str, Any]) -> Fact:
    return Fact(
        field=_read_text(item, "field"),
        value=_read(item, "value", str),
        method=_read_text(item, "method"),
        confidence=float(_read_number(item, "confidence", 0, 1)),
        mentions=tuple(_read_mentions(item)),
        speaker=None if item.get("speaker") is None else _read(item, "speaker", str),
        place=_read_place(item) if "geonames" in item else None,
    )


def _read_place(item: Mapping[str, Any]) -> GeoPlace:
    return GeoPlace(
        geonames=int(_read_number(item, "geonames", 0, _MOST)),
        country=_read_text(item, "country"),
        latitude=float(_read_number(item, "latitude", -90, 90)),
        longitude=float(_read_number(item, "longitude", -180, 180)),
    )


def _read_mentions(item: Mapping[str, Any]) -> Iterator[FactMention]:
    for mention in _read(item, "mentions", list):
        start, end = _read_ends((mention["start"], mention["end"]), "mentions")
        # What the seed holds, half a character included.
        yield FactMention(start, end, _read(mention, "text", str))
