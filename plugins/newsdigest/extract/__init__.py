"""`Seed` → `Enrichment`."""

from __future__ import annotations

from newsdigest.model import Enrichment, Seed


def extract(seed: Seed, site_language: str = "de") -> Enrichment:
    """What can be said of a seed beyond its header.

    Args:
        seed: The text.
        site_language: Of the interface, in which sections are named.
    """
    # Others need only the tables in this package: the finders load with the first seed.
    from newsdigest.extract.entities import extract_entities
    from newsdigest.extract.keywords import extract_keywords
    from newsdigest.extract.quotations import extract_quotations
    from newsdigest.extract.sections import extract_section
    from newsdigest.extract.summaries import extract_summary

    summary = extract_summary(seed)
    entities = extract_entities(seed)
    return Enrichment(
        summary=summary,
        category=None if seed.category else extract_section(seed, site_language),
        tags=extract_keywords(seed, entities, summary),
        entities=entities,
        quotations=extract_quotations(seed, entities),
    )


__all__ = ["extract"]
