"""Articles → the page of the search and the files that its script reads.

`words` says what a text can be found by, `compounds` takes German words apart,
`segments` cuts the articles into periods and what came in last, `indexing` finds the words
of each, `files` writes them, `planning` says which files there are. A reader's browser
loads the few files of the newest periods that hold the words that it looks for, then
those of older ones.
"""

from __future__ import annotations

from newsdigest.search.planning import plan_search

__all__ = ["plan_search"]
