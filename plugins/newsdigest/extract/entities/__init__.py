"""`Seed` → the people, places and organisations that it names.

German is read by a trained tagger, every language by lists, tables and patterns; then the
whole text says who is the same as whom.
"""

from __future__ import annotations

from newsdigest.extract.entities.finding import extract_entities

__all__ = ["extract_entities"]
