"""Bodies → the texts that a feed has room for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newsdigest.addresses import to_absolute
from newsdigest.feeds.links import make_links_absolute, strip_forbidden
from newsdigest.feeds.views import FeedView
from newsdigest.model import Bodies

MAX_BYTES = 512 * 1024
"""Some readers refuse longer feeds (Feedly and others draw the line between 0.5 and 2 MB)."""


def gather_texts(feed: FeedView, bodies: Bodies) -> dict[str, str]:
    """The text of each entry by its uid, fit to be read away from its page."""
    return {
        entry.uid: strip_forbidden(
            entry.text
            or make_links_absolute(bodies[entry.uid], to_absolute(feed.url, entry.address))
        )
        for entry in feed.entries
    }


def fit_texts(
    draw: Callable[[Mapping[str, str]], bytes], texts: Mapping[str, str], limit: int = MAX_BYTES
) -> bytes:
    """The document that `draw` makes of the texts. Where it would be too long, the longest
    texts give way: their entries keep title, summary and address.
    """
    kept = dict(texts)
    document = draw(kept)
    waiting = sorted(kept, key=lambda uid: (len(kept[uid]), uid))
    while len(document) > limit and waiting:
        excess = len(document) - limit
        while excess > 0 and waiting:
            # At least as long in the document, where it is escaped.
            excess -= len(kept.pop(waiting.pop()).encode())
        document = draw(kept)
    return document
