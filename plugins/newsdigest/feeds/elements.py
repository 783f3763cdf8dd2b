"""Entries → their elements in Atom and RSS, drawn by feedgen, each once a build.

An article stands in the feeds of the site, its section, its topics and names, and is
the same in all feeds of one format.
"""

from __future__ import annotations

import html
import re
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, Literal, TypeVar

from feedgen.entry import FeedEntry as Drawing
from lxml import etree

from newsdigest.addresses import to_absolute
from newsdigest.feeds.entries import FeedEntry
from newsdigest.feeds.fitting import DrawnEntry, find_picture, find_text
from newsdigest.feeds.links import strip_forbidden
from newsdigest.feeds.mends import EntryMends, FeedMends, has_markup
from newsdigest.feeds.views import FeedView
from newsdigest.model import Bodies

Format = Literal["atom", "rss"]

T = TypeVar("T", FeedView, FeedEntry)

REMEMBERED = 16 * 1024
"""Entries whose elements are kept, each in about a kilobyte."""

_TEXT = "."
"""Stands in an element for the text, which is put in afterwards."""

_PLAIN = re.compile(rb"(<(?:title|description|category|dc:rights|name)>)([^<]*)")

_EMAIL = re.compile(r"\s*<([A-Za-z0-9_+.'-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9][A-Za-z0-9-]*)>")


def draw_entry(entry: FeedEntry, url: str, form: Format, bodies: Bodies) -> DrawnEntry:
    """The entry's element.

    Args:
        entry: As a feed's view has it.
        url: The site's.
        form: Which feed it is for.
        bodies: Where its text is found.
    """
    text = find_text(entry, url, bodies)
    picture = find_picture(text)
    before, after = _draw_once(entry, url, form, picture, has_text=bool(text))

    def draw_bare() -> bytes:
        return b"".join(_draw_once(entry, url, form, picture, has_text=False))

    full = b"".join((before, _escape(text), after))
    return DrawnEntry(entry.uid, full, len(text), bool(picture), draw_bare)


def _escape(text: str) -> bytes:
    """As lxml writes it."""
    return html.escape(text, quote=False).replace("\r", "&#13;").encode()


@lru_cache(REMEMBERED)
def _draw_once(
    entry: FeedEntry, url: str, form: Format, picture: str, *, has_text: bool
) -> tuple[bytes, bytes]:
    """What stands before an entry's text and after it: the text itself would fill the memory."""
    clean = strip(entry)
    draw = _draw_atom if form == "atom" else _draw_rss
    element, name = draw(clean, to_absolute(url, entry.address), picture, _TEXT if has_text else "")
    if not has_text:
        return element, b""
    before, mark, after = element.partition(f">{_TEXT}</{name}>".encode())
    return before + mark[:1], mark[1 + len(_TEXT) :] + after


def _draw_atom(entry: FeedEntry, address: str, picture: str, text: str) -> tuple[bytes, str]:
    drawing = _begin(entry, address, picture, text)
    # An entry with neither text nor summary tells nothing (RFC 4287 §4.1.1.1).
    if summary := entry.summary or ("" if text else entry.title or address):
        drawing.summary(summary)
    if entry.byline:
        drawing.author(describe_author(entry.byline))
    drawing.rights(entry.rights)
    element = _cut(drawing.atom_entry())
    return mark_plain(element) if has_markup(entry.byline or "") else element, "content"


def _draw_rss(entry: FeedEntry, address: str, picture: str, text: str) -> tuple[bytes, str]:
    drawing = _begin(entry, address, picture, text)
    if entry.summary:
        # A description is HTML, whatever stands in it (RSS 2.0, item).
        drawing.summary(html.escape(entry.summary, quote=False))
    element = _cut(drawing.rss_entry())
    plain = (entry.title, entry.rights or "", *entry.topics)
    if any(map(has_markup, plain)):
        element = mark_plain(element)
    return element, "content:encoded" if entry.summary else "description"


def _begin(entry: FeedEntry, address: str, picture: str, text: str) -> Any:
    """What both formats say."""
    drawing = Drawing()
    drawing.register_extension("mends", EntryMends)
    drawing.mends.entry = entry
    drawing.mends.picture = picture
    drawing.id(entry.uid)
    drawing.title(entry.title or address)
    drawing.updated(entry.updated)
    drawing.link(href=address, rel="alternate")
    if text:
        # Type "CDATA" is no type of Atom's (lkiesow/python-feedgen#123).
        drawing.content(text, type="html")
    drawing.category([{"term": topic} for topic in entry.topics])
    return drawing


def _cut(element: etree._Element) -> bytes:
    """An element's bytes as they stand in a feed, which names the namespaces."""
    frame = etree.Element("feed", nsmap=FeedMends.SPACES)
    frame.append(element)
    data = etree.tostring(frame, encoding="UTF-8")
    return data[data.index(b">") + 1 : data.rindex(b"</")]


def describe_author(byline: str) -> dict[str, str]:
    """A byline in the words of Atom, which has one for an e-mail address (RFC 4287 §3.2.3)."""
    found = _EMAIL.search(byline)
    if not found:
        return {"name": byline}
    return {"name": _EMAIL.sub("", byline).strip() or found[1], "email": found[1]}


def mark_plain(document: bytes) -> bytes:
    """RSS does not say whether a title is text or HTML, nor Atom whether a name is. Written
    like this, a sign that could be markup is taken for itself by most readers (RSS Profile,
    Character Data).
    """
    return _PLAIN.sub(
        lambda found: found[1] + found[2].replace(b"&amp;", b"&#x26;").replace(b"&lt;", b"&#x3C;"),
        document,
    )


def strip(value: T) -> T:
    """The view without the characters that would make lxml refuse the whole feed, and
    without texts that show nothing.
    """
    changes: dict[str, Any] = {}
    for field in fields(value):
        given = getattr(value, field.name)
        if isinstance(given, str):
            clean: Any = _keep_visible(given)
        elif field.name == "topics":
            clean = tuple(filter(None, map(_keep_visible, given)))
        else:
            continue
        if clean != given:
            changes[field.name] = clean
    return replace(value, **changes) if changes else value


def _keep_visible(text: str) -> str:
    clean = strip_forbidden(text)
    return "" if clean.isspace() else clean
