"""Months → editions to take along: an EPUB book and an e-mail each.

`planning` says what stands in an edition, `texts` makes bodies fit for it, `books` writes
EPUB 3, `letters` the e-mail.
"""

from __future__ import annotations

from newsdigest.editions.planning import plan_editions
from newsdigest.editions.views import EditionArticle, EditionView

__all__ = ["EditionArticle", "EditionView", "plan_editions"]
