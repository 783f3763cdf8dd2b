"""Articles → the plan of the feeds: which articles stand in which feed, and what it
says of each.

Planning runs on every build, drawing rarely: so feedgen and lxml are imported only
when a feed is drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

from newsdigest.addresses import FRONT, article_address, entry_address
from newsdigest.model import Article, Bodies, Builder, Page, PartialDate, SiteProfile
from newsdigest.registers import build_sections

ALL_STEM = "feeds/all"
SECTIONS_STEM = "feeds/sections/"

_NAMESPACE = UUID("6f0d6e0e-9a3c-5b0a-8a57-2f4f3c1c9b11")
"""Of feed ids; never changed."""

_NO_ENTRY = datetime(1970, 1, 1, tzinfo=UTC)
"""`updated` of a feed without entries: Atom demands one and the build knows no clock."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a feed says of an article; its body is fetched by `uid` when it is drawn.

    Attributes:
        uid: The entry's id in every feed, whatever else changes.
        address: Relative to the site's root.
        published: None for an undated article.
        date: What stands where a format wants a full date; None leaves it out.
        updated: Aware, UTC, of no other entry in the same feed.
        topics: The section first.
        origin: Whom the text was taken from.
        body_digest: Makes the feed depend on the body's text.
    """

    uid: str
    address: str
    title: str
    summary: str
    language: str
    published: PartialDate | None
    date: datetime | None
    updated: datetime
    byline: str | None
    topics: tuple[str, ...]
    origin: str | None
    rights: str | None
    body_digest: str


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


def plan_feeds(articles: Sequence[Article], profile: SiteProfile) -> tuple[Page, ...]:
    """The Atom and RSS feeds of the site and of each section.

    A feed holds the articles that entered the site last, not those with the newest
    date: a text of last year that is published today must be seen. A correction stays
    in its place and gets a later `updated` if the post says when (`Modified`).

    Args:
        articles: In any order.
        profile: Its `site_id`, or without one its `name`, makes the feeds' ids.
    """
    ordered = sorted(articles, key=lambda article: (article.sort_key, article.source))
    pages = list(_plan_pair(ALL_STEM, FRONT, profile.name, ordered, profile))
    for entry in build_sections(ordered, profile.language):
        title = f"{profile.name} – {entry.name}"
        home = entry_address("sections", entry.slug)
        pages += _plan_pair(SECTIONS_STEM + entry.slug, home, title, entry.articles, profile)
    return tuple(pages)


def render_atom(view: object, bodies: Bodies) -> bytes:
    """The bytes of an Atom feed (RFC 4287) for a `FeedView`."""
    from newsdigest.feeds import rendering

    return rendering.render_atom(view, bodies)


def render_rss(view: object, bodies: Bodies) -> bytes:
    """The bytes of an RSS 2.0 feed for a `FeedView`."""
    from newsdigest.feeds import rendering

    return rendering.render_rss(view, bodies)


def _plan_pair(
    stem: str, home: str, title: str, articles: Iterable[Article], profile: SiteProfile
) -> tuple[Page, Page]:
    newest = sorted(articles, key=_to_place, reverse=True)[: profile.feed_max_items]
    entries = _build_entries(newest, profile.feed_date)
    sources = tuple(article.source for article in newest)

    def plan(path: str, builder: Builder) -> Page:
        view = FeedView(
            id=uuid5(_NAMESPACE, f"{profile.site_id or profile.name}\n{path}").urn,
            path=path,
            home=home,
            url=profile.url,
            title=title,
            description=profile.description,
            language=profile.language,
            author=profile.author or profile.name,
            updated=max((entry.updated for entry in entries), default=_NO_ENTRY),
            entries=entries,
        )
        return Page(path, view, builder=builder, sources=sources)

    return plan(f"{stem}.atom.xml", render_atom), plan(f"{stem}.rss.xml", render_rss)


def _to_place(article: Article) -> tuple[datetime, str]:
    return (_to_stamp(article.added, article.uid), article.uid)


def _to_stamp(moment: datetime, uid: str) -> datetime:
    """The moment, to the second, plus a fraction of a second made from the uid.

    Texts that were added together share one moment, and feed readers take equal stamps
    for one event. The fraction does not depend on the article's neighbours, so that a
    new one changes nobody's stamp.
    """
    fraction = int.from_bytes(hashlib.sha256(uid.encode()).digest()[:4]) % 1_000_000
    return moment.astimezone(UTC).replace(microsecond=fraction)


def _build_entries(
    articles: Iterable[Article], feed_date: Literal["start", "omit", "added"]
) -> tuple[FeedEntry, ...]:
    entries: list[FeedEntry] = []
    taken: set[datetime] = set()
    for article in articles:
        updated = _to_stamp(max(article.added, article.modified or article.added), article.uid)
        while updated in taken:
            updated += timedelta(microseconds=1)
        taken.add(updated)
        names = (article.category, *article.tags)
        entry = FeedEntry(
            uid=article.uid,
            address=article_address(article),
            title=article.title,
            summary=article.summary,
            language=article.language,
            published=article.published,
            date=_choose_date(article, feed_date),
            updated=updated,
            byline=article.byline,
            topics=tuple(dict.fromkeys(name for name in names if name)),
            origin=article.origin or article.agency,
            rights=article.rights,
            body_digest=article.body_digest,
        )
        entries.append(entry)
    return tuple(entries)


def _choose_date(article: Article, feed_date: Literal["start", "omit", "added"]) -> datetime | None:
    if article.published and article.published.precision == "day":
        return article.published.first_instant
    if feed_date == "added":
        return article.added.astimezone(UTC).replace(microsecond=0)
    if feed_date == "omit" or article.published is None:
        return None
    return article.published.first_instant
