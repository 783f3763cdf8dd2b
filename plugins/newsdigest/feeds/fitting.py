"""Bodies → the texts that a feed has room for."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsdigest.addresses import to_absolute, to_uri
from newsdigest.feeds.entries import FeedEntry
from newsdigest.feeds.links import make_links_absolute, strip_forbidden
from newsdigest.model import Bodies

MAX_BYTES = 512 * 1024
"""Some readers refuse longer feeds (Feedly and others draw the line between 0.5 and 2 MB)."""

# As `make_links_absolute` writes it.
_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="(https?://[^"]+)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DrawnEntry:
    """An entry's bytes in one format.

    Attributes:
        length: Of its text.
        illustrated: Whether it names a picture.
        draw_bare: Draws it without its text.
    """

    uid: str
    full: bytes
    length: int
    illustrated: bool
    draw_bare: Callable[[], bytes]


def find_text(entry: FeedEntry, url: str, bodies: Bodies) -> str:
    """The text of an entry, fit to be read away from its page; "" without one."""
    if entry.text:
        return entry.text
    body = make_links_absolute(bodies[entry.uid], to_absolute(url, entry.address))
    return strip_forbidden(body)


def find_picture(text: str) -> str:
    """The address of the first picture in an entry's text, in ASCII, or ""."""
    found = _PICTURE.search(text) if "=" in text else None
    return to_uri(html.unescape(found[1])) if found else ""


def fit_entries(frame: int, entries: Sequence[DrawnEntry], limit: int = MAX_BYTES) -> list[bytes]:
    """The entries' bytes. Where the feed would be too long, the longest texts give way:
    their entries keep title, summary and address.

    Args:
        frame: How many bytes the rest of the feed has.
        entries: In the order of the feed.
        limit: How many bytes the feed may have.
    """
    parts = [entry.full for entry in entries]
    excess = frame + sum(map(len, parts)) - limit
    waiting = sorted(range(len(parts)), key=lambda n: (entries[n].length, entries[n].uid))
    while excess > 0 and waiting:
        number = waiting.pop()
        bare = entries[number].draw_bare()
        excess -= len(parts[number]) - len(bare)
        parts[number] = bare
    return parts
