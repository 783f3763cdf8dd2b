"""A feed's entries, whatever its format → what is wrong with them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsdigest.addresses import article_address, to_absolute
from newsdigest.check.documents import parse_document
from newsdigest.check.expectations import Expectations
from newsdigest.check.fidelity import compare_text
from newsdigest.check.links import resolve_url
from newsdigest.check.liveness import check_live_markup
from newsdigest.check.pages import Blocks, CheckedPage, Finding, ReadSeedText, iter_addresses
from newsdigest.model import Article

MAX_BYTES = 512 * 1024
"""The longest feed; archive documents may be longer."""

DIGESTS = "feeds/digests/"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry says, in one form.

    Attributes:
        link: Its address for people.
        issued: Its date at its own precision, or "".
        summary: Text or HTML, or "".
        content: HTML, or "".
        language: As the entry itself says it, or "".
        topics: Section and topics.
    """

    id: str
    title: str
    link: str
    issued: str
    summary: str
    content: str
    line: int
    language: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """What the other feeds are compared with.

    Attributes:
        id: The feed's own, or "" where the format has none.
        uids: Of its entries, in its order.
        previous: The file of the archive document before it, or "".
        following: That of the document after it, or "".
        is_archive: Whether it says that it is an archive document.
    """

    path: str
    id: str
    uids: tuple[str, ...]
    previous: str = ""
    following: str = ""
    is_archive: bool = False


def check_entries(
    entries: Sequence[Entry],
    expectations: Expectations,
    read_seed: ReadSeedText,
    feed: FeedFacts,
    size: int,
) -> Iterator[Finding]:
    """What is wrong with the entries of a feed of `size` bytes."""
    by_uid = expectations.by_uid
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            yield entry.line, f"the id {entry.id} stands twice"
        seen.add(entry.id)
        article = by_uid.get(entry.id)
        source = f" (from {article.source})" if article else ""
        for line, message in _check_one(entry, article, expectations, read_seed, feed, size):
            yield line, message + source
    yield from _check_size(entries, expectations, feed, size)
    order = [
        by_uid[entry.id].added.replace(microsecond=0) for entry in entries if entry.id in by_uid
    ]
    if order != sorted(order, reverse=True):
        yield 0, "the entries do not stand in the order in which they entered the site"


def _check_one(
    entry: Entry,
    article: Article | None,
    expectations: Expectations,
    read_seed: ReadSeedText,
    feed: FeedFacts,
    size: int,
) -> Iterator[Finding]:
    blocks = None
    if article is None:
        yield from _check_stranger(entry, feed, expectations)
    else:
        yield from _check_entry(entry, article, expectations)
        seed = read_seed(article)
        blocks = seed.blocks if seed else None
    if text := _find_text(entry, article):
        yield from _check_text(entry.line, text, blocks, expectations)
    elif _has_room(blocks, size) and (blocks or (blocks is None and feed.is_archive)):
        yield entry.line, "the article's text is missing, though there is room for it"


def _find_text(entry: Entry, article: Article | None) -> str:
    """The entry's text, or "" where the feed had no room for it."""
    if entry.content or (article and article.summary):
        return entry.content
    # An RSS item without a summary has its text as its description. In Atom the title or the
    # address stands in for both (RFC 4287 §4.1.1.1).
    return "" if entry.summary in (entry.title, entry.link) else entry.summary


def is_rfc3339(text: str) -> bool:
    """Whether a text is a date and time with an offset, as Atom and JSON Feed want it."""
    try:
        return bool(_RFC3339.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _check_size(
    entries: Sequence[Entry], expectations: Expectations, feed: FeedFacts, size: int
) -> Iterator[Finding]:
    limit = expectations.profile.feed_max_items
    if len(entries) > limit:
        yield 0, f"holds {len(entries)} entries, {limit} are allowed"
    if not feed.is_archive and size > MAX_BYTES:
        yield 0, f"{size} bytes: some readers refuse a feed of more than {MAX_BYTES}"


def _has_room(blocks: tuple[str, ...] | None, size: int) -> bool:
    """Whether a feed of `size` bytes could hold this text, too."""
    return size + sum(map(len, blocks or ())) < MAX_BYTES


def _check_stranger(entry: Entry, feed: FeedFacts, expectations: Expectations) -> Iterator[Finding]:
    """An entry that is no article is a digest, which has a page."""
    if not feed.path.startswith(DIGESTS):
        yield entry.line, f"the entry {entry.id} is no article of the site"
    elif resolve_url(entry.link, expectations).path is None:
        yield entry.line, f"links to {entry.link}, where no digest is"


def _check_entry(entry: Entry, article: Article, expectations: Expectations) -> Iterator[Finding]:
    address = to_absolute(expectations.profile.url, article_address(article))
    if entry.link != address:
        yield entry.line, f"links to {entry.link}, the article is {address}"
    published = str(article.published) if article.published else ""
    if entry.issued not in (published, published.partition("T")[0]):
        yield entry.line, f"dcterms:issued is {entry.issued!r}, the post says {published!r}"
    if article.title and entry.title != article.title:
        yield entry.line, f"the title {entry.title!r} is not the post's {article.title!r}"
    summary = article.summary
    if summary and entry.summary and summary not in (entry.summary, html.unescape(entry.summary)):
        yield entry.line, f"the summary {entry.summary[:60]!r} is not the post's {summary[:60]!r}"
    if entry.language not in ("", article.language):
        yield entry.line, f"the language is {entry.language!r}, the post says {article.language!r}"
    stated = {name for name in (article.category, *article.tags) if name}
    for topic in sorted(stated.symmetric_difference(entry.topics)):
        verb = "lacks" if topic in stated else "has"
        yield entry.line, f"{verb} the section or topic {topic!r}, unlike the post"


def _check_text(
    line: int, text: str, blocks: Blocks | None, expectations: Expectations
) -> Iterator[Finding]:
    document = parse_document(text)
    if blocks and (fault := compare_text(document.lines, blocks)):
        yield line, fault
    for _, name, address in iter_addresses(document):
        if not _SCHEME.match(address):
            yield line, f"the relative {name} {address!r}: a reader cannot follow it"
        elif fault := resolve_url(address, expectations).fault:
            yield line, f"the {name} {address!r} {fault}"
    page = CheckedPage("", text, document, expectations, None, None)
    for _, message in check_live_markup(page):
        yield line, message
