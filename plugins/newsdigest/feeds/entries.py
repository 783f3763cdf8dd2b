"""Articles → what feeds say of them, in the order in which they entered the site."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
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


class Entries:
    """What feeds say of the articles, by the place of each in the order in which they entered
    the site, the first one first. Nothing but `Added` and `Uid` decides on that, which never
    change. An entry is made when it is asked for: most feeds stay as they are.

    Attributes:
        articles: In that order.
        updated: Of each entry: its own stamp, whatever comes later.
        shifted: Places of those whose stamp follows from others' too, and not only from what
            their article says.
        places: Of the articles, by `Article.source`.
    """

    def __init__(self, articles: Iterable[Article], feed_date: FeedDate) -> None:
        """No entry is made yet.

        Args:
            articles: In any order.
            feed_date: See `settings.Settings`.
        """
        stamped = [(_to_stamp(one.added, one.uid), one.uid, one) for one in articles]
        stamped.sort(key=lambda item: item[:2])
        self.articles = [article for _, _, article in stamped]
        self.updated, self.shifted = _part_stamps(stamped)
        self.places = {one.source: place for place, one in enumerate(self.articles)}
        self._feed_date = feed_date
        self._made: dict[int, FeedEntry] = {}

    def __len__(self) -> int:
        return len(self.articles)

    def take(self, places: Iterable[int]) -> list[FeedEntry]:
        """The entries at these places, in their order."""
        return [self._made.get(place) or self._make(place) for place in places]

    def find(self, article: Article) -> FeedEntry:
        """An article's."""
        (entry,) = self.take([self.places[article.source]])
        return entry

    def _make(self, place: int) -> FeedEntry:
        article = self.articles[place]
        entry = _build_entry(article, self.updated[place], self._feed_date)
        self._made[place] = entry
        return entry


def _part_stamps(
    stamped: Iterable[tuple[datetime, str, Article]],
) -> tuple[list[datetime], list[int]]:
    """When each was updated last, no two at the same moment; the places of those that were
    moved for that.
    """
    taken: dict[datetime, None] = {}
    shifted: list[int] = []
    for place, (added, uid, article) in enumerate(stamped):
        modified = article.modified
        updated = _to_stamp(modified, uid) if modified and modified > article.added else added
        if updated in taken:
            shifted.append(place)
            while updated in taken:
                updated += timedelta(microseconds=1)
        taken[updated] = None
    return [*taken], shifted


def _build_entry(article: Article, updated: datetime, feed_date: FeedDate) -> FeedEntry:
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
