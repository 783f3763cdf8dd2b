"""What feedgen 1.0 writes → what it should have written.

feedgen hands each finished element to its extensions. Each rule here is a function of
its own with the reason beside it, and goes when feedgen no longer needs it. What needs
no rule, but a way of calling, stands in `rendering`.
"""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import format_datetime

from lxml import etree

from newsdigest.feeds.planning import FeedEntry, FeedView
from newsdigest.model import PartialDate

DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_NAMESPACES: Mapping[str, str] = {"dc": DC, "dcterms": DCTERMS}


class FeedMends:
    """Mends a feed's own elements; `view` is set before the feed is drawn."""

    view: FeedView

    def extend_ns(self) -> dict[str, str]:
        return dict(_NAMESPACES)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        return feed

    def extend_rss(self, rss: etree._Element) -> etree._Element:
        mend_last_build_date(rss[0], self.view)
        return rss


class EntryMends:
    """Mends an entry's elements; `entry` is set before the feed is drawn."""

    entry: FeedEntry

    def extend_atom(self, element: etree._Element) -> etree._Element:
        mend_links(element)
        set_language(element, self.entry)
        add_source(element, self.entry)
        add_issued(element, self.entry)
        add_published(element, self.entry)
        return element

    def extend_rss(self, element: etree._Element) -> etree._Element:
        add_creator(element, self.entry)
        add_source(element, self.entry)
        add_rights(element, self.entry)
        add_language(element, self.entry)
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


def mend_links(entry: etree._Element) -> None:
    """Entry links lose all but their address (lkiesow/python-feedgen#135)."""
    for link in entry.findall("link"):
        link.set("rel", "alternate")
        link.set("type", "text/html")


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
        etree.SubElement(element, "pubDate").text = format_datetime(entry.date)


def add_issued(element: etree._Element, entry: FeedEntry) -> None:
    """The date at its own precision (W3C-DTF), which no date of RSS or Atom can say."""
    if entry.published:
        _add(element, DCTERMS, "issued", to_w3cdtf(entry.published))


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


def to_w3cdtf(date: PartialDate) -> str:
    """A date as W3C-DTF, which has no time of day without an offset: then the day."""
    text = str(date)
    return text if date.time is None or date.time.tzinfo else text.partition("T")[0]


def _add(element: etree._Element, namespace: str, name: str, text: str | None) -> None:
    if text:
        etree.SubElement(element, f"{{{namespace}}}{name}").text = text
