"""`Seed` → `Enrichment`."""

from __future__ import annotations

from newsdigest.extract.keywords import extract_keywords
from newsdigest.extract.quotations import extract_quotations
from newsdigest.extract.summaries import extract_summary
from newsdigest.model import Enrichment, Entity, Seed


def extract(seed: Seed) -> Enrichment:
    """What can be said of a seed beyond its header."""
    summary = extract_summary(seed)
    entities: tuple[Entity, ...] = ()
    return Enrichment(
        summary=summary,
        # Where no names are known, they would be taken for topics.
        tags=extract_keywords(seed, entities, summary) if entities else (),
        entities=entities,
        quotations=extract_quotations(seed, ()),
    )


__all__ = ["extract"]
