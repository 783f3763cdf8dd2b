"""Articles → what feeds say of them, in the order in which they entered the site."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsdigest.addresses import article_address
from newsdigest.model import Article, FeedDate, PartialDate


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a feed says of an article; its body is fetched by `uid` when it is drawn.

    Attributes:
        uid: The entry's id in every feed, whatever else changes.
        address: Relative to the site's root.
        published: None for an undated article.
        date: What stands where a format wants a full date; None leaves it out.
        updated: Aware, UTC, of no other entry.
        topics: The section first.
        origin: Whom the text was taken from.
        body_digest: Makes the feed depend on the body's text.
        place: Name, latitude and longitude of the place that the article is most likely
            about: where it was written, else the first that it names.
        text: HTML with complete addresses, of an entry that is no article.
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
    place: tuple[str, float, float] | None = None
    text: str = ""


def sort_by_seniority(articles: Iterable[Article]) -> list[Article]:
    """The articles as they entered the site, the first one first. Nothing but `Added` and
    `Uid` decides, which never change.
    """

    def place(article: Article) -> tuple[datetime, str]:
        return (_to_stamp(article.added, article.uid), article.uid)

    return sorted(articles, key=place)


def build_entries(articles: Sequence[Article], feed_date: FeedDate) -> tuple[FeedEntry, ...]:
    """The entries, each with a stamp of its own.

    Args:
        articles: As `sort_by_seniority` gives them, so that a new one changes nobody's stamp.
        feed_date: See `settings.Settings`.
    """
    taken: set[datetime] = set()
    return tuple(_build_entry(article, feed_date, taken) for article in articles)


def _build_entry(article: Article, feed_date: FeedDate, taken: set[datetime]) -> FeedEntry:
    updated = _to_stamp(max(article.added, article.modified or article.added), article.uid)
    while updated in taken:
        updated += timedelta(microseconds=1)
    taken.add(updated)
    names = (article.category, *article.tags)
    return FeedEntry(
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
        place=_choose_place(article),
    )


def _to_stamp(moment: datetime, uid: str) -> datetime:
    """The moment, to the second, plus a fraction of a second made from the uid.

    Texts that were added together share one moment, and feed readers take equal stamps
    for one event. The fraction does not depend on the article's neighbours, so that a
    new one changes nobody's stamp.
    """
    fraction = int.from_bytes(hashlib.sha256(uid.encode()).digest()[:4]) % 1_000_000
    return moment.astimezone(UTC).replace(microsecond=fraction)


def _choose_date(article: Article, feed_date: FeedDate) -> datetime | None:
    if article.published and article.published.precision == "day":
        return article.published.first_instant
    if feed_date == "added":
        return article.added.astimezone(UTC).replace(microsecond=0)
    if feed_date == "omit" or article.published is None:
        return None
    return article.published.first_instant


def _choose_place(article: Article) -> tuple[str, float, float] | None:
    """GeoRSS knows one place an entry."""
    lines = article.dateline or ""
    for name, place in sorted(article.coordinates, key=lambda item: item[0] not in lines):
        return (name, place.latitude, place.longitude)
    return None


def to_w3cdtf(date: PartialDate) -> str:
    """A date as W3C-DTF, which has no time of day without an offset: then the day."""
    text = str(date)
    return text if date.time is None or date.time.tzinfo else text.partition("T")[0]
