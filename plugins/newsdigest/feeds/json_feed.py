"""`FeedView` → the bytes of a JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from newsdigest.addresses import to_absolute
from newsdigest.feeds.entries import FeedEntry, to_w3cdtf
from newsdigest.feeds.fitting import DrawnEntry, find_picture, find_text, fit_entries
from newsdigest.feeds.links import strip_forbidden
from newsdigest.feeds.views import FeedView
from newsdigest.model import Bodies

VERSION = "https://jsonfeed.org/version/1.1"


def render_json(view: object, bodies: Bodies) -> bytes:
    """The bytes of a JSON Feed for a `FeedView`."""
    if not isinstance(view, FeedView):
        raise TypeError(f"a feed is drawn from a FeedView, not from {type(view).__name__}")
    described = {
        "version": VERSION,
        "title": view.title,
        "home_page_url": to_absolute(view.url, view.home),
        "feed_url": to_absolute(view.url, view.path),
        "description": view.description,
        "language": view.language,
        "authors": [{"name": view.author}],
        "hubs": [{"type": "WebSub", "url": view.hub}] if view.hub else None,
    }
    opening = _dump(described).removesuffix(b"\n}") + b',\n"items": [\n'
    ending = b"\n]\n}\n"
    separator = b",\n"
    entries = [_draw_entry(entry, view.url, bodies) for entry in view.entries]
    frame = len(opening) + len(ending) + len(separator) * len(entries)
    return b"".join((opening, separator.join(fit_entries(frame, entries)), ending))


def _draw_entry(entry: FeedEntry, url: str, bodies: Bodies) -> DrawnEntry:
    text = find_text(entry, url, bodies)
    picture = find_picture(text)

    def draw(text: str) -> bytes:
        return _dump(_describe_entry(entry, to_absolute(url, entry.address), text, picture))

    return DrawnEntry(entry.uid, draw(text), len(text), bool(picture), lambda: draw(""))


def _dump(described: Mapping[str, Any]) -> bytes:
    text = json.dumps(_drop_empty(described), ensure_ascii=False, indent=1)
    return strip_forbidden(text).encode()


def _describe_entry(entry: FeedEntry, address: str, text: str, picture: str) -> dict[str, Any]:
    return {
        "id": entry.uid,
        "url": address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": text,
        # An item needs one of the two (JSON Feed 1.1, items).
        "content_text": None if text else entry.summary or entry.title or address,
        "image": picture,
        "date_published": _find_date(entry),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": entry.byline}] if entry.byline else None,
        "tags": list(entry.topics),
        "language": entry.language,
        "_newsdigest": _drop_empty(
            {
                "issued": entry.published and to_w3cdtf(entry.published),
                "source": entry.origin,
                "rights": entry.rights,
            }
        ),
    }


def _find_date(entry: FeedEntry) -> str | None:
    """Unlike Atom and RSS, whose readers sort by it, JSON Feed can do without a date: so it
    names no day that the source did not.
    """
    published = entry.published
    if published and published.precision != "day" and entry.date == published.first_instant:
        return None
    return entry.date.isoformat() if entry.date else None


def _drop_empty(described: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value}
