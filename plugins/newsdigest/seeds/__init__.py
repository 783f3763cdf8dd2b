"""Raw texts → `Seed`: headline, date, byline, dateline, agency, source, paragraphs."""

from __future__ import annotations

from newsdigest.seeds.parsing import parse_seed

__all__ = ["parse_seed"]
