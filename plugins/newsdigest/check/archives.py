"""All feeds together → what a reader that walks them would miss or meet twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from newsdigest.check.editions import check_months
from newsdigest.check.expectations import Expectations
from newsdigest.check.feed_entries import FeedFacts
from newsdigest.errors import Problem
from newsdigest.model import Article

MAIN = "feeds/all.atom.xml"
ALSO_MAIN = ("feeds/all.rss.xml", "feeds/feed.json")


def check_feeds(feeds: Iterable[FeedFacts], expectations: Expectations) -> Iterator[Problem]:
    """The problems' paths are relative to `output/`."""
    by_path = {feed.path: feed for feed in feeds}
    yield from check_months(by_path.values(), expectations)
    yield from _check_ids(by_path.values())
    if MAIN not in by_path:
        if expectations.articles:
            yield Problem(MAIN, 0, "missing: the site has no feed")
        return
    profile = expectations.profile
    walked = [*_walk(by_path)] if profile.feed_archive else [by_path[MAIN]]
    yield from (found for found in walked if isinstance(found, Problem))
    documents = [found for found in walked if isinstance(found, FeedFacts)]
    yield from _check_walk(documents, expectations)
    if not profile.feed_archive:
        yield from _check_alone(by_path[MAIN], expectations)
    archive = [document for document in documents if document.is_archive]
    yield from _check_oldest(archive, profile.feed_max_items)
    met = {document.path for document in documents}
    for path, feed in sorted(by_path.items()):
        if feed.is_archive and path not in met:
            yield Problem(path, 0, "left over: no feed leads to this archive document")
    newest = [uid for document in documents for uid in document.uids]
    for path in ALSO_MAIN:
        if path in by_path and list(by_path[path].uids) != newest[: len(by_path[path].uids)]:
            yield Problem(path, 0, f"does not hold what entered the site last, as {MAIN} does")


def _check_ids(feeds: Iterable[FeedFacts]) -> Iterator[Problem]:
    owners: dict[str, str] = {}
    for feed in sorted(feeds, key=lambda feed: feed.path):
        if feed.id and owners.setdefault(feed.id, feed.path) != feed.path:
            yield Problem(feed.path, 0, f"its id {feed.id} is that of {owners[feed.id]}")


def _walk(feeds: Mapping[str, FeedFacts]) -> Iterator[FeedFacts | Problem]:
    """The main feed and its archive, the newest document first (RFC 5005 §4)."""
    met = {MAIN}
    document = feeds[MAIN]
    yield document
    while document.previous:
        path = document.previous
        if path in met or path not in feeds or not feeds[path].is_archive:
            yield Problem(document.path, 0, f"its prev-archive {path!r} is no further document")
            return
        met.add(path)
        document = feeds[path]
        yield document


def _check_oldest(archive: Sequence[FeedFacts], limit: int) -> Iterator[Problem]:
    """Every archive document leads to another one; the oldest one can only lead on. With one
    entry a document, two articles cannot be parted otherwise.
    """
    if len(archive) == 1 and limit > 1:
        message = "is the archive's only document, and names no other (ArchiveIncomplete)"
        yield Problem(archive[0].path, 0, message)
    if len(archive) > 1 and archive[-1].following != archive[-2].path:
        message = "does not name the document after it as next-archive (ArchiveIncomplete)"
        yield Problem(archive[-1].path, 0, message)


def _check_walk(documents: Iterable[FeedFacts], expectations: Expectations) -> Iterator[Problem]:
    counts = Counter(uid for document in documents for uid in document.uids)
    where = "the feed and its archive" if expectations.profile.feed_archive else "the feed"
    for uid, article in sorted(_list_due(expectations).items()):
        if counts[uid] != 1:
            yield Problem(MAIN, 0, f"{article.source} stands {counts[uid]} times in {where}")


def _list_due(expectations: Expectations) -> Mapping[str, Article]:
    """What the main feed must hold with its archive: everything; without one and without room
    for everything, what entered the site later than the oldest that there is room for.
    """
    profile, by_uid = expectations.profile, expectations.by_uid
    if profile.feed_archive or len(by_uid) <= profile.feed_max_items:
        return by_uid
    newest = _list_newest(expectations)
    return {one.uid: one for one in newest if _get_second(one) > _get_second(newest[-1])}


def _list_newest(expectations: Expectations) -> Sequence[Article]:
    """As many articles as the main feed may hold; of those of one second, any."""
    articles = sorted(expectations.by_uid.values(), key=_get_second, reverse=True)
    return articles[: expectations.profile.feed_max_items]


def _get_second(article: Article) -> datetime:
    return article.added.replace(microsecond=0)


def _check_alone(feed: FeedFacts, expectations: Expectations) -> Iterator[Problem]:
    """A main feed without an archive is as long as it may be, and promises none."""
    count = len(_list_newest(expectations))
    if len(feed.uids) != count:
        yield Problem(MAIN, 0, f"holds {len(feed.uids)} entries, and should hold {count}")
    if feed.previous:
        yield Problem(MAIN, 0, "names a prev-archive, but the site's feed has no archive")
