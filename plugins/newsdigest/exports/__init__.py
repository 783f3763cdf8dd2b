"""Articles → `articles.json` and `articles.db`: what the site knows, for programs.

`planning` says what stands in them, `documents` writes the JSON, `databases` the SQLite
file. Both hold what the articles' pages show, but for the texts, which stand behind
the addresses.
"""

from __future__ import annotations

from newsdigest.exports.planning import plan_exports
from newsdigest.exports.views import DATABASE, DOCUMENT, ExportView

__all__ = ["DATABASE", "DOCUMENT", "ExportView", "plan_exports"]
