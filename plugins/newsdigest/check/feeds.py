"""Are the feeds valid, and do they say what the posts say? (RFC 4287, RSS 2.0)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise

from newsdigest.addresses import article_address, to_absolute
from newsdigest.check.documents import parse_document
from newsdigest.check.expectations import Expectations
from newsdigest.check.fidelity import compare_text
from newsdigest.check.links import resolve_url
from newsdigest.check.liveness import check_live_markup
from newsdigest.check.pages import Blocks, CheckedPage, Finding, ReadSeedText, iter_addresses
from newsdigest.check.xml import Element, parse_xml
from newsdigest.model import Article

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_ISSUED = "{http://purl.org/dc/terms/}issued"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RFC822 = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")

MAIN_STEM = "feeds/all."


@dataclass(frozen=True, slots=True)
class Entry:
    """What an Atom entry or an RSS item says, in one form.

    Attributes:
        id: Its `id` or `guid`.
        link: Its address for people.
        issued: Its date at its own precision, or "".
        content: HTML.
    """

    id: str
    title: str
    link: str
    issued: str
    content: str
    line: int


def is_feed(path: str) -> bool:
    """Whether a file of the output is a feed."""
    return path.endswith((".atom.xml", ".rss.xml"))


def check_feed(
    path: str, data: bytes, expectations: Expectations, read_seed: ReadSeedText
) -> Iterator[Finding]:
    """Everything that is wrong in one feed."""
    try:
        root = parse_xml(data)
    except ValueError as error:
        yield 0, f"not well-formed XML: {error}"
        return
    own = to_absolute(expectations.profile.url, path)
    if root.name == f"{_ATOM}feed":
        yield from _check_atom(root, own)
        yield from _check_home(root.line, _read_alternate(root), expectations)
        entries = [_read_atom_entry(entry) for entry in root.iter(f"{_ATOM}entry")]
    elif root.name == "rss" and (channel := root.find("channel")):
        yield from _check_rss(root, channel, own)
        yield from _check_home(channel.line, channel.read("link"), expectations)
        entries = [_read_rss_item(item) for item in channel.iter("item")]
    else:
        yield root.line, f"<{root.name}> is neither an Atom feed nor RSS"
        return
    yield from _check_entries(entries, expectations, read_seed)
    if path.startswith(MAIN_STEM):
        wanted = min(expectations.profile.feed_max_items, len(expectations.articles))
        if len(entries) != wanted:
            yield 0, f"holds {len(entries)} articles, not the newest {wanted}"


def _check_atom(feed: Element, own: str) -> Iterator[Finding]:
    yield from _require_once(feed, ("id", "title", "updated"), _ATOM)
    links = [link.attributes for link in feed.iter(f"{_ATOM}link")]
    if not any(link.get("rel") == "self" and link.get("href") == own for link in links):
        yield feed.line, f"no link rel='self' with {own}"
    if feed.find(f"{_ATOM}author") is None:
        yield feed.line, "no author (RFC 4287 §4.1.1)"
    stamps = []
    for entry in feed.iter(f"{_ATOM}entry"):
        yield from _require_once(entry, ("id", "title", "updated"), _ATOM)
        for element in entry.children:
            kind = element.attributes.get("type", "text")
            if element.name == f"{_ATOM}content" and kind not in ("text", "html", "xhtml"):
                yield element.line, f"content of the type {kind!r} (RFC 4287 §4.1.3.1)"
        stamps.append((entry.read(f"{_ATOM}updated"), entry.line))
    stamps.sort()
    for (stamp, _), (following, line) in pairwise(stamps):
        if stamp == following:
            yield line, f"updated {stamp} stands twice: readers take two entries for one event"
    for date in _iter_all(feed, (f"{_ATOM}updated", f"{_ATOM}published")):
        if not _is_rfc3339(date.text):
            yield date.line, f"{date.text!r} is no date of RFC 3339"


def _check_rss(root: Element, channel: Element, own: str) -> Iterator[Finding]:
    if root.attributes.get("version") != "2.0":
        yield root.line, "no version='2.0'"
    yield from _require_once(channel, ("title", "link", "description"))
    links = [link.attributes for link in channel.iter(f"{_ATOM}link")]
    if not any(link.get("rel") == "self" and link.get("href") == own for link in links):
        yield channel.line, f"no atom:link rel='self' with {own}"
    for item in channel.iter("item"):
        yield from _require_once(item, ("guid",))
        if not item.read("title") and not item.read("description"):
            yield item.line, "neither title nor description (RSS 2.0, item)"
        guid = item.find("guid")
        permalink = guid.attributes.get("isPermaLink") if guid else None
        if guid and not guid.text.startswith("http") and permalink != "false":
            yield guid.line, "a guid that is no address needs isPermaLink='false'"
        names = [child.name for child in item.children]
        if (
            _ISSUED in names
            and "pubDate" in names
            and names.index("pubDate") < names.index(_ISSUED)
        ):
            yield item.line, "pubDate stands before dcterms:issued: readers keep the last date"
    for date in _iter_all(channel, ("pubDate", "lastBuildDate")):
        if not _is_rfc822(date.text):
            yield date.line, f"{date.text!r} is no date of RFC 822 with four digits a year"


def _check_home(line: int, address: str, expectations: Expectations) -> Iterator[Finding]:
    """A feed leads to the page of the same articles."""
    target = resolve_url(address, expectations)
    if target.path is None or not target.path.endswith(".html"):
        yield line, f"its link {address!r} does not lead to a page of the site"


def _require_once(element: Element, names: Iterable[str], namespace: str = "") -> Iterator[Finding]:
    for name in names:
        found = [child for child in element.iter(namespace + name) if child.text.strip()]
        if len(found) != 1:
            local = element.name.rpartition("}")[2]
            yield element.line, f"<{local}> has {len(found)} {name}, one is needed"


def _check_entries(
    entries: list[Entry], expectations: Expectations, read_seed: ReadSeedText
) -> Iterator[Finding]:
    by_uid = {article.uid: article for article in expectations.articles.values()}
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            yield entry.line, f"the id {entry.id} stands twice"
        seen.add(entry.id)
        article = by_uid.get(entry.id)
        if article is None:
            yield entry.line, f"the entry {entry.id} is no article of the site"
        else:
            yield from _check_entry(entry, article, expectations)
        seed = read_seed(article) if article else None
        yield from _check_content(entry, seed.blocks if seed else None, expectations)
    order = [
        by_uid[entry.id].added.replace(microsecond=0) for entry in entries if entry.id in by_uid
    ]
    if order != sorted(order, reverse=True):
        yield 0, "the entries do not stand in the order in which they entered the site"


def _check_entry(entry: Entry, article: Article, expectations: Expectations) -> Iterator[Finding]:
    address = to_absolute(expectations.profile.url, article_address(article))
    if entry.link != address:
        yield entry.line, f"links to {entry.link}, the article is {address}"
    published = str(article.published) if article.published else ""
    if entry.issued not in (published, published.partition("T")[0]):
        yield entry.line, f"dcterms:issued is {entry.issued!r}, the post says {published!r}"
    if article.title and entry.title != article.title:
        yield entry.line, f"the title {entry.title!r} is not the post's {article.title!r}"


def _check_content(
    entry: Entry, blocks: Blocks | None, expectations: Expectations
) -> Iterator[Finding]:
    document = parse_document(entry.content)
    if blocks and (fault := compare_text(document.lines, blocks)):
        yield entry.line, fault
    for _, name, address in iter_addresses(document):
        if not _SCHEME.match(address):
            yield entry.line, f"the relative {name} {address!r}: a reader cannot follow it"
        elif fault := resolve_url(address, expectations).fault:
            yield entry.line, f"the {name} {address!r} {fault}"
    page = CheckedPage("", entry.content, document, expectations, None, None)
    for _, message in check_live_markup(page):
        yield entry.line, message


def _read_alternate(element: Element) -> str:
    """The address of a feed or an entry for people, or ""."""
    for link in element.iter(f"{_ATOM}link"):
        if link.attributes.get("rel", "alternate") == "alternate":
            return link.attributes.get("href", "")
    return ""


def _read_atom_entry(entry: Element) -> Entry:
    return Entry(
        id=entry.read(f"{_ATOM}id"),
        title=entry.read(f"{_ATOM}title"),
        link=_read_alternate(entry),
        issued=entry.read(_ISSUED),
        content=entry.read(f"{_ATOM}content"),
        line=entry.line,
    )


def _read_rss_item(item: Element) -> Entry:
    return Entry(
        id=item.read("guid"),
        title=item.read("title"),
        link=item.read("link"),
        issued=item.read(_ISSUED),
        content=item.read(_CONTENT) or item.read("description"),
        line=item.line,
    )


def _iter_all(element: Element, names: tuple[str, ...]) -> Iterator[Element]:
    for child in element.children:
        if child.name in names:
            yield child
        yield from _iter_all(child, names)


def _is_rfc3339(text: str) -> bool:
    try:
        return bool(_RFC3339.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _is_rfc822(text: str) -> bool:
    try:
        return bool(_RFC822.fullmatch(text)) and bool(parsedate_to_datetime(text))
    except ValueError:
        return False
