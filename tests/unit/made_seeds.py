"""Seeds made by hand, so that tests of posts and ingest need no parser."""

from __future__ import annotations

import hashlib

from newsdigest.model import (
    Block,
    BlockKind,
    Enrichment,
    Entity,
    PartialDate,
    Provenance,
    Quotation,
    Seed,
    Sourced,
    Span,
)


def make_seed(
    name: str = "meldung.txt",
    headline: str = "Rat tagt in Genf",
    published: PartialDate | None = None,
    paragraphs: tuple[str, ...] = ("Der Rat tagt.", "Er berät."),
    kind: BlockKind = "paragraph",
) -> Seed:
    """A seed whose text is its date, headline and paragraphs, with true spans."""
    text = f"date {published or ''} {headline}\n\n" + "\n\n".join(paragraphs)
    at = text.index(headline)
    title = Sourced(headline, Provenance("header", (Span(at, at + len(headline)),)))
    date = Sourced(published, Provenance("header", (Span(5, at - 1),))) if published else None
    blocks = []
    position = at + len(headline)
    for paragraph in paragraphs:
        start = text.index(paragraph, position)
        position = start + len(paragraph)
        blocks.append(Block(kind, paragraph, Span(start, position)))
    return Seed(
        name=name,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        headline=title,
        published=date,
        language=Sourced("de", Provenance("detected")),
        blocks=tuple(blocks),
    )


def make_enrichment(seed: Seed, summary: str = "Der Rat tagt.", *people: str) -> Enrichment:
    """A summary and people, found in the seed's text."""
    quotation = Quotation(locate(seed, "Er berät."), people[0] if people else None)
    return Enrichment(
        summary=locate(seed, summary),
        entities=tuple(Entity("people", locate(seed, name)) for name in people),
        quotations=(quotation,) if "Er berät." in seed.text else (),
    )


def locate(seed: Seed, words: str) -> Sourced[str]:
    """Words of the seed, with where they first stand."""
    start = max(0, seed.text.find(words))
    return Sourced(words, Provenance("test", (Span(start, start + len(words)),), 0.9))
