"""`FeedView` → the bytes of an Atom or RSS feed, drawn by feedgen."""

from __future__ import annotations

from typing import Any

from feedgen.feed import FeedGenerator

from newsdigest.addresses import to_absolute, to_relative
from newsdigest.feeds.elements import Format, describe_author, draw_entry, mark_plain, strip
from newsdigest.feeds.fitting import DrawnEntry, fit_entries
from newsdigest.feeds.mends import FeedMends, has_markup
from newsdigest.feeds.views import FeedView
from newsdigest.model import Bodies

GENERATOR = "newsdigest"
"""Without a version: a new one must not change every feed."""


def render_atom(view: object, bodies: Bodies) -> bytes:
    """The bytes of an Atom feed (RFC 4287) for a `FeedView`."""
    feed, entries = _draw_entries(view, "atom", bodies)
    generator = _draw_head(feed, "application/atom+xml", entries)
    if feed.description:
        generator.subtitle(feed.description)
    head = generator.atom_str()
    if has_markup(feed.author):
        head = mark_plain(head)
    return _finish(head, b"</feed>", feed, entries)


def render_rss(view: object, bodies: Bodies) -> bytes:
    """The bytes of an RSS 2.0 feed for a `FeedView`."""
    feed, entries = _draw_entries(view, "rss", bodies)
    generator = _draw_head(feed, "application/rss+xml", entries)
    # RSS demands a description.
    generator.description(feed.description or feed.title)
    head = generator.rss_str()
    if has_markup(f"{feed.title}\n{feed.description}"):
        head = mark_plain(head)
    return _finish(head, b"</channel></rss>", feed, entries)


def _draw_entries(view: object, form: Format, bodies: Bodies) -> tuple[FeedView, list[DrawnEntry]]:
    if not isinstance(view, FeedView):
        raise TypeError(f"a feed is drawn from a FeedView, not from {type(view).__name__}")
    return strip(view), [draw_entry(entry, view.url, form, bodies) for entry in view.entries]


def _draw_head(feed: FeedView, media_type: str, entries: list[DrawnEntry]) -> Any:
    """The feed without its entries."""
    generator = FeedGenerator()
    generator.register_extension("mends", FeedMends)
    generator.mends.view = feed
    generator.mends.illustrated = any(entry.illustrated for entry in entries)
    generator.generator(GENERATOR)
    generator.id(feed.id)
    generator.title(feed.title)
    generator.updated(feed.updated)
    generator.language(feed.language)
    generator.author(describe_author(feed.author or feed.title))
    own, home = (to_absolute(feed.url, address) for address in (feed.path, feed.home))
    generator.link(href=own, rel="self", type=media_type)
    for rel, address in (
        ("prev-archive", feed.previous),
        ("next-archive", feed.following),
        ("current", feed.current),
    ):
        if address:
            generator.link(href=to_absolute(feed.url, address), rel=rel, type=media_type)
    if feed.hub:
        generator.link(href=feed.hub, rel="hub")
    # The channel's <link> becomes the last link of any kind.
    generator.link(href=home, rel="alternate", type="text/html")
    return generator


def _finish(head: bytes, end: bytes, feed: FeedView, entries: list[DrawnEntry]) -> bytes:
    """The document with its entries, and with its style sheet named, for which feedgen has
    no word.
    """
    style = to_relative(feed.path, feed.style)
    declaration, line, rest = head.partition(b"\n")
    named = f'<?xml-stylesheet type="text/css" href="{style}"?>'.encode()
    opening = b"".join((declaration, line, named, line, rest.removesuffix(end)))
    ending = end + b"\n"
    if feed.current:  # what stands nowhere else must stand here in full
        elements = [entry.full for entry in entries]
    else:
        elements = fit_entries(len(opening) + len(ending), entries)
    return b"".join((opening, *elements, ending))
