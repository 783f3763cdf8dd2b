"""Seed and enrichment → the post that states them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from newsdigest.model import Enrichment, EntityKind, PartialDate, Quote, Seed, Sourced
from newsdigest.posts.escaping import escape_markdown, escape_text
from newsdigest.posts.headers import FIELD_ORDER, Post, clean_line
from newsdigest.posts.lists import join_list, join_quotes


def compose_post(
    seed: Seed,
    enrichment: Enrichment,
    *,
    uid: str,
    slug: str,
    added: datetime,
    modified: datetime | None = None,
) -> Post:
    """The post of a seed: fields only where known, in the order of `FIELD_ORDER`."""
    summary = seed.summary or enrichment.summary
    published = seed.published.value if seed.published else None
    quotes = (Quote(quote.text.value, quote.speaker) for quote in enrichment.quotations)
    values = {
        "Title": clean_line(seed.headline.value),
        "Slug": slug,
        "Lang": clean_line(seed.language.value),
        "Date": published.first_day.isoformat() if published else "",
        "Published": str(published or ""),
        "Added": format_instant(added),
        "Modified": format_instant(modified) if modified else "",
        "Category": _state(seed.category or enrichment.category),
        "Tags": join_list(tag.value for tag in (*seed.tags, *enrichment.tags)),
        # Pelican reads this field as Markdown.
        "Summary": escape_line(summary.value) if summary else "",
        "People": _list_names(enrichment, "people"),
        "Places": _list_names(enrichment, "places"),
        "Organisations": _list_names(enrichment, "organisations"),
        "Quotes": join_quotes(quotes),
        "Byline": _state(seed.byline),
        "Dateline": _state(seed.dateline),
        "Agency": _state(seed.agency),
        "Source": _state(seed.source),
        "Rights": _state(seed.rights),
        "Uid": uid,
        "Seed": seed.name,
    }
    header = tuple((key, values[key]) for key in FIELD_ORDER if values.get(key))
    return Post(header, escape_markdown(seed.blocks).strip("\n"))


def post_path(folder: str, published: PartialDate | None, slug: str) -> str:
    """Where a post of this date is first written: below its year and month, its year,
    or `undated/`.
    """
    if published is None:
        return f"{folder}/undated/{slug}.md"
    if published.month is None:
        return f"{folder}/{published.year:04d}/{slug}.md"
    return f"{folder}/{published.year:04d}/{published.month:02d}/{slug}.md"


def facts_path(path: str) -> str:
    """Where the facts of the post at `path` stand: beside it."""
    return f"{path.removesuffix('.md')}.facts.json"


def format_instant(instant: datetime) -> str:
    """The instant in UTC to the second, as `Added` states it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def escape_line(text: str) -> str:
    """Markdown for a header line that reads as exactly the text; "" for nothing."""
    line = clean_line(text)
    return escape_text(line) if line else ""


def _state(sourced: Sourced[Any] | None) -> str:
    return clean_line(str(sourced.value)) if sourced else ""


def _list_names(enrichment: Enrichment, kind: EntityKind) -> str:
    names: Iterable[str] = (e.name.value for e in enrichment.entities if e.kind == kind)
    return join_list(names)
