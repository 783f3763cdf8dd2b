"""`FeedView` → the bytes of a JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from newsdigest.addresses import to_absolute
from newsdigest.feeds.entries import FeedEntry, to_w3cdtf
from newsdigest.feeds.fitting import fit_texts, gather_texts
from newsdigest.feeds.links import strip_forbidden
from newsdigest.feeds.views import FeedView
from newsdigest.model import Bodies

VERSION = "https://jsonfeed.org/version/1.1"


def render_json(view: object, bodies: Bodies) -> bytes:
    """The bytes of a JSON Feed for a `FeedView`."""
    if not isinstance(view, FeedView):
        raise TypeError(f"a feed is drawn from a FeedView, not from {type(view).__name__}")
    feed = view
    return fit_texts(lambda texts: _render(feed, texts), gather_texts(feed, bodies))


def _render(feed: FeedView, texts: Mapping[str, str]) -> bytes:
    described = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": to_absolute(feed.url, feed.home),
        "feed_url": to_absolute(feed.url, feed.path),
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else None,
        "items": [_describe_entry(feed, entry, texts) for entry in feed.entries],
    }
    text = json.dumps(_drop_empty(described), ensure_ascii=False, indent=1)
    return f"{strip_forbidden(text)}\n".encode()


def _describe_entry(feed: FeedView, entry: FeedEntry, texts: Mapping[str, str]) -> dict[str, Any]:
    address = to_absolute(feed.url, entry.address)
    text = texts.get(entry.uid)
    described = {
        "id": entry.uid,
        "url": address,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": text,
        # An item needs one of the two (JSON Feed 1.1, items).
        "content_text": None if text is not None else entry.summary or entry.title or address,
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
    return _drop_empty(described)


def _find_date(entry: FeedEntry) -> str | None:
    """Unlike Atom and RSS, whose readers sort by it, JSON Feed can do without a date: so it
    names no day that the source did not.
    """
    published = entry.published
    if published and published.precision != "day" and entry.date == published.first_instant:
        return None
    return entry.date.isoformat() if entry.date else None


def _drop_empty(described: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in described.items() if value or name == "items"}
