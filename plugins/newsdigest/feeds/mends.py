"""What feedgen 1.0 writes → what it should have written.

feedgen hands each finished element to its extensions. Each rule here is a function of
its own with the reason beside it, and goes when feedgen no longer needs it. What needs
no rule, but a way of calling, stands in `rendering`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import entities
from typing import ClassVar

from lxml import etree

from newsdigest.feeds.entries import FeedEntry, to_w3cdtf
from newsdigest.feeds.links import strip_forbidden
from newsdigest.feeds.views import FeedView

DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
GEORSS = "http://www.georss.org/georss"
MEDIA = "http://search.yahoo.com/mrss/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
HISTORY = "http://purl.org/syndication/history/1.0"
ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_NAMESPACES: Mapping[str, str] = {"dc": DC, "dcterms": DCTERMS}

_TAG = re.compile(r"</?[A-Za-z]")
_ENTITY = re.compile(r"&(#?\w+)")
_NAMED = frozenset((*entities.name2codepoint, "apos"))


def has_markup(text: str) -> bool:
    """Whether a reader that guesses could take the text for HTML: "<b>", "&copy", "S&P500"."""
    if "&" not in text:
        return "<" in text and _TAG.search(text) is not None
    names = _ENTITY.findall(text)
    known = any(name in _NAMED or not name.isalpha() for name in names)
    return known or _TAG.search(text) is not None


class FeedMends:
    """Mends a feed's own elements; its values are set before the feed is drawn.

    Attributes:
        SPACES: All that an entry may need.
        illustrated: Whether an entry names a picture.
    """

    SPACES: ClassVar[dict[str, str]] = {
        **_NAMESPACES,
        "content": CONTENT,
        "georss": GEORSS,
        "media": MEDIA,
    }

    view: FeedView
    illustrated: bool

    def extend_ns(self) -> dict[str, str]:
        spaces = dict(_NAMESPACES)
        if any(entry.place for entry in self.view.entries):
            spaces["georss"] = GEORSS
        if self.illustrated:
            spaces["media"] = MEDIA
        if self.view.current:
            spaces["fh"] = HISTORY
        return spaces

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        if self.view.current:
            mark_archive(feed)
        mark_html(feed, ("title", "subtitle"))
        return feed

    def extend_rss(self, rss: etree._Element) -> etree._Element:
        mend_last_build_date(rss[0], self.view)
        add_hub(rss[0], self.view)
        return rss


class EntryMends:
    """Mends an entry's elements; its values are set before it is drawn.

    Attributes:
        picture: The address of one, or "".
    """

    entry: FeedEntry
    picture: str

    def extend_atom(self, element: etree._Element) -> etree._Element:
        mend_links(element)
        mark_html(element, ("title", "summary", "rights"))
        set_language(element, self.entry)
        add_source(element, self.entry)
        add_place(element, self.entry)
        add_picture(element, self.picture)
        add_issued(element, self.entry)
        add_published(element, self.entry)
        return element

    def extend_rss(self, element: etree._Element) -> etree._Element:
        add_creator(element, self.entry)
        add_source(element, self.entry)
        add_rights(element, self.entry)
        add_language(element, self.entry)
        add_place(element, self.entry)
        add_picture(element, self.picture)
        add_issued(element, self.entry)
        add_pub_date(element, self.entry)
        return element


def mend_last_build_date(channel: etree._Element, view: FeedView) -> None:
    """Years below 1000 get three digits from feedgen, and a feed that was never updated
    gets the clock's time: an empty feed has no last build.
    """
    for element in channel.findall("lastBuildDate"):
        if view.entries:
            element.text = format_datetime(view.updated)
        else:
            channel.remove(element)


def mark_archive(feed: etree._Element) -> None:
    """Tells readers that this document does not change with every article (RFC 5005 §4)."""
    etree.SubElement(feed, f"{{{HISTORY}}}archive")


def add_hub(channel: etree._Element, view: FeedView) -> None:
    """Of the channel's links feedgen writes only the one to itself (WebSub §4)."""
    if view.hub:
        own = channel.findall(f"{{{ATOM}}}link")[0]
        own.addnext(etree.Element(f"{{{ATOM}}}link", rel="hub", href=view.hub))


def mend_links(entry: etree._Element) -> None:
    """Entry links lose all but their address (lkiesow/python-feedgen#135)."""
    for link in entry.findall("link"):
        link.set("rel", "alternate")
        link.set("type", "text/html")


def mark_html(element: etree._Element, names: tuple[str, ...]) -> None:
    """Text that looks like HTML is written as HTML: whoever reads it then need not guess."""
    for name in names:
        for child in element.findall(name):
            if child.text and has_markup(child.text):
                child.text = html.escape(child.text, quote=False)
                child.set("type", "html")


def set_language(element: etree._Element, entry: FeedEntry) -> None:
    """An entry's own language, which feedgen has no word for (RFC 4287 §2, xml:lang)."""
    element.set(_XML_LANG, entry.language)


def add_published(element: etree._Element, entry: FeedEntry) -> None:
    """After `dcterms:issued`, because feed readers keep the last date they meet."""
    if entry.date:
        etree.SubElement(element, "published").text = entry.date.isoformat()


def add_pub_date(element: etree._Element, entry: FeedEntry) -> None:
    """To write a date feedgen sets the process's locale, and years below 1000 get three
    digits (RFC 822 as RSS 2.0 amends it wants four).
    """
    if entry.date:
        etree.SubElement(element, "pubDate").text = format_datetime(_to_common_zone(entry.date))


def _to_common_zone(date: datetime) -> datetime:
    """Validators take an offset of quarters of an hour, such as Nepal's, for a slip."""
    offset = date.utcoffset()
    if offset is None or offset % timedelta(minutes=30) == timedelta(0):
        return date
    try:
        return date.astimezone(UTC)
    except OverflowError:  # the first or last day that there is
        return date


def add_issued(element: etree._Element, entry: FeedEntry) -> None:
    """The date at its own precision (W3C-DTF), which no date of RSS or Atom can say."""
    if entry.published:
        _add(element, DCTERMS, "issued", to_w3cdtf(entry.published))


def add_place(element: etree._Element, entry: FeedEntry) -> None:
    """GeoRSS Simple, for which feedgen's own extension would be a second one. Its word for
    the place's name is spelt in two ways (featurename, featureName): Dublin Core's is not.
    """
    if entry.place:
        name, latitude, longitude = entry.place
        _add(element, GEORSS, "point", f"{latitude:.4f} {longitude:.4f}")
        _add(element, DCTERMS, "spatial", strip_forbidden(name))


def add_picture(element: etree._Element, picture: str) -> None:
    """Media RSS: an enclosure would promise a download and wants its length."""
    if picture:
        attributes = {"url": picture, "medium": "image"}
        etree.SubElement(element, f"{{{MEDIA}}}content", attributes)


def add_creator(element: etree._Element, entry: FeedEntry) -> None:
    """An RSS author without an e-mail address disappears; dc:creator needs none."""
    _add(element, DC, "creator", entry.byline)


def add_source(element: etree._Element, entry: FeedEntry) -> None:
    """RSS and Atom's own `source` want the address of a feed, which nobody knows."""
    _add(element, DC, "source", entry.origin)


def add_rights(element: etree._Element, entry: FeedEntry) -> None:
    """RSS has a copyright for the channel only."""
    _add(element, DC, "rights", entry.rights)


def add_language(element: etree._Element, entry: FeedEntry) -> None:
    """RSS has a language for the channel only."""
    _add(element, DC, "language", entry.language)


def _add(element: etree._Element, namespace: str, name: str, text: str | None) -> None:
    if text:
        etree.SubElement(element, f"{{{namespace}}}{name}").text = text
