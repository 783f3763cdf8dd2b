"""`FeedView` → the bytes of an Atom or RSS feed, drawn by feedgen."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from feedgen.feed import FeedGenerator

from newsdigest.addresses import to_absolute, to_relative
from newsdigest.feeds.entries import FeedEntry
from newsdigest.feeds.fitting import fit_texts, gather_texts
from newsdigest.feeds.links import strip_forbidden
from newsdigest.feeds.mends import EntryMends, FeedMends
from newsdigest.feeds.views import FeedView
from newsdigest.model import Bodies

T = TypeVar("T", FeedView, FeedEntry)

GENERATOR = "newsdigest"
"""Without a version: a new one must not change every feed."""


def render_atom(view: object, bodies: Bodies) -> bytes:
    """The bytes of an Atom feed (RFC 4287) for a `FeedView`."""
    feed = _expect_feed(view)
    texts = gather_texts(feed, bodies)
    if feed.current:  # what stands nowhere else must stand here in full
        return _render_atom(feed, texts)
    return fit_texts(lambda kept: _render_atom(feed, kept), texts)


def render_rss(view: object, bodies: Bodies) -> bytes:
    """The bytes of an RSS 2.0 feed for a `FeedView`."""
    feed = _expect_feed(view)
    return fit_texts(lambda kept: _render_rss(feed, kept), gather_texts(feed, bodies))


def _render_atom(feed: FeedView, texts: Mapping[str, str]) -> bytes:
    generator = _draw_feed(feed, "application/atom+xml")
    if feed.description:
        generator.subtitle(feed.description)
    for entry, drawn in _draw_entries(feed, generator, texts):
        if entry.summary:
            drawn.summary(entry.summary)
        if entry.byline:
            drawn.author(name=entry.byline)
        drawn.rights(entry.rights)
    return _finish(generator.atom_str(), feed)


def _render_rss(feed: FeedView, texts: Mapping[str, str]) -> bytes:
    generator = _draw_feed(feed, "application/rss+xml")
    # RSS demands a description.
    generator.description(feed.description or feed.title)
    for entry, drawn in _draw_entries(feed, generator, texts):
        if entry.summary:
            # A description is HTML, whatever stands in it (RSS 2.0, item).
            drawn.summary(html.escape(entry.summary, quote=False))
    return _finish(generator.rss_str(), feed)


def _finish(document: bytes, feed: FeedView) -> bytes:
    """The document with its style sheet named, for which feedgen has no word."""
    style = to_relative(feed.path, feed.style)
    declaration, line, rest = document.partition(b"\n")
    named = f'<?xml-stylesheet type="text/css" href="{style}"?>'.encode()
    return b"".join((declaration, line, named, line, rest, b"\n"))


def _expect_feed(view: object) -> FeedView:
    if not isinstance(view, FeedView):
        raise TypeError(f"a feed is drawn from a FeedView, not from {type(view).__name__}")
    return _strip(replace(view, entries=tuple(map(_strip, view.entries))))


def _draw_feed(feed: FeedView, media_type: str) -> Any:
    generator = FeedGenerator()
    generator.register_extension("mends", FeedMends, EntryMends)
    generator.mends.view = feed
    generator.generator(GENERATOR)
    generator.id(feed.id)
    generator.title(feed.title)
    generator.updated(feed.updated)
    generator.language(feed.language)
    generator.author(name=feed.author)
    own, home = (to_absolute(feed.url, address) for address in (feed.path, feed.home))
    generator.link(href=own, rel="self", type=media_type)
    for rel, address in (("prev-archive", feed.previous), ("current", feed.current)):
        if address:
            generator.link(href=to_absolute(feed.url, address), rel=rel, type=media_type)
    if feed.hub:
        generator.link(href=feed.hub, rel="hub")
    # The channel's <link> becomes the last link of any kind.
    generator.link(href=home, rel="alternate", type="text/html")
    return generator


def _draw_entries(
    feed: FeedView, generator: Any, texts: Mapping[str, str]
) -> Iterator[tuple[FeedEntry, Any]]:
    """Each entry with what both formats say of it."""
    for entry in feed.entries:
        address = to_absolute(feed.url, entry.address)
        drawn = generator.add_entry(order="append")
        drawn.mends.entry = entry
        drawn.id(entry.uid)
        drawn.title(entry.title or address)
        drawn.updated(entry.updated)
        drawn.link(href=address, rel="alternate")
        if entry.uid in texts:
            # Type "CDATA" is no type of Atom's (lkiesow/python-feedgen#123).
            drawn.content(texts[entry.uid], type="html")
        for topic in entry.topics:
            drawn.category(term=strip_forbidden(topic))
        yield entry, drawn


def _strip(value: T) -> T:
    """The view without the characters that would make lxml refuse the whole feed."""
    texts = {field.name: getattr(value, field.name) for field in fields(value)}
    clean = {name: strip_forbidden(text) for name, text in texts.items() if isinstance(text, str)}
    changes: dict[str, Any] = {name: text for name, text in clean.items() if text != texts[name]}
    return replace(value, **changes)
