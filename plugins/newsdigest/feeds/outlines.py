"""Feeds → their list as OPML 2.0, which feed readers import."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from newsdigest.addresses import OPML, to_absolute
from newsdigest.feeds.links import strip_forbidden
from newsdigest.feeds.views import FeedView, Outline, OutlinesView
from newsdigest.model import Bodies, Page, SiteProfile


def plan_outlines(feeds: Iterable[Page], profile: SiteProfile) -> Page:
    """The list. It names the feeds of the site, its sections and its languages: who
    imports it subscribes to all of them, so that thousands of names have no place in it.
    """
    outlines = tuple(
        Outline(view.title, view.path, view.home, view.language)
        for view in (page.view for page in feeds)
        if isinstance(view, FeedView)
    )
    view = OutlinesView(profile.name, profile.author or profile.name, profile.url, outlines)
    return Page(OPML, view, builder=render_outlines)


def render_outlines(view: object, bodies: Bodies) -> bytes:
    """The bytes of an OPML file for an `OutlinesView`."""
    del bodies
    if not isinstance(view, OutlinesView):
        raise TypeError(f"OPML is drawn from an OutlinesView, not {type(view).__name__}")
    lines = "".join(f"{_render_outline(outline, view.url)}\n" for outline in view.outlines)
    document = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head>\n'
        f"<title>{escape(view.title)}</title>\n<ownerName>{escape(view.author)}</ownerName>\n"
        f"</head>\n<body>\n{lines}</body>\n</opml>\n"
    )
    return strip_forbidden(document).encode()


def _render_outline(outline: Outline, url: str) -> str:
    attributes = {
        "type": "rss",  # for Atom, too (OPML 2.0, subscription lists)
        "text": outline.title,
        "title": outline.title,
        "xmlUrl": to_absolute(url, outline.feed),
        "htmlUrl": to_absolute(url, outline.home),
        "language": outline.language,
    }
    return f"<outline{''.join(f' {name}={quoteattr(text)}' for name, text in attributes.items())}/>"
