"""`Seed` → `Enrichment`."""

from __future__ import annotations

from newsdigest.extract.quotations import extract_quotations
from newsdigest.extract.summaries import extract_summary
from newsdigest.model import Enrichment, Seed


def extract(seed: Seed) -> Enrichment:
    """What can be said of a seed beyond its header; so far, its summary."""
    return Enrichment(
        summary=extract_summary(seed),
        quotations=extract_quotations(seed, ()),
    )


__all__ = ["extract"]
