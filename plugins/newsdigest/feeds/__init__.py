"""Articles → RSS and Atom.

`planning` chooses what a feed holds and knows no feedgen; `rendering` draws it with
feedgen, `mends` holds what is wrong there, `links` makes a body fit to stand alone.
"""

from __future__ import annotations

from newsdigest.feeds.planning import FeedEntry, FeedView, plan_feeds

__all__ = ["FeedEntry", "FeedView", "plan_feeds"]
