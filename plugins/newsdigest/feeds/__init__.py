"""Articles → Atom, RSS, JSON Feed, and their list as OPML.

`planning` chooses what a feed holds and knows no feedgen: `entries` makes what feeds say
of an article, `archives` cuts the whole into documents. `rendering` draws Atom and RSS
with feedgen, `elements` their entries, `mends` holds what is wrong there; `json_feed` and
`outlines` need no help. `links` makes a body fit to stand alone, `fitting` keeps a feed to
its size.
"""

from __future__ import annotations

from newsdigest.feeds.entries import FeedEntry
from newsdigest.feeds.planning import plan_feeds
from newsdigest.feeds.views import FeedView, OutlinesView

__all__ = ["FeedEntry", "FeedView", "OutlinesView", "plan_feeds"]
