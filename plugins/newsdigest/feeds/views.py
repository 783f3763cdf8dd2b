"""What a feed is drawn from: all that its bytes depend on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsdigest.feeds.entries import FeedEntry


@dataclass(frozen=True, slots=True)
class FeedView:
    """One feed document.

    Attributes:
        id: "urn:uuid:…", from the site's identity and the path: moving or retitling the
            site does not change it.
        path: Its own address.
        home: The address of the page that shows the same articles.
        url: The site's, without a trailing slash.
        updated: Of the entry that was touched last.
        entries: Newest added first.
        style: The address of the style sheet for browsers.
        hub: The WebSub hub's full address, or "".
        previous: The archive document with the entries before these, or "".
        following: Of the oldest archive document: the one after it, or "".
        current: Of an archive document: the feed whose archive it is; else "".
    """

    id: str
    path: str
    home: str
    url: str
    title: str
    description: str
    language: str
    author: str
    updated: datetime
    entries: tuple[FeedEntry, ...]
    style: str
    hub: str = ""
    previous: str = ""
    following: str = ""
    current: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as a list of feeds names it.

    Attributes:
        feed: Its address.
        home: The address of its page.
    """

    title: str
    feed: str
    home: str
    language: str


@dataclass(frozen=True, slots=True)
class OutlinesView:
    """The list of the feeds that one may well subscribe to together.

    Attributes:
        url: The site's, without a trailing slash.
    """

    title: str
    author: str
    url: str
    outlines: tuple[Outline, ...]
