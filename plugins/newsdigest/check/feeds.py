"""Are the feeds valid, and do they say what the posts say? (RFC 4287, RSS 2.0)"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from itertools import pairwise

from newsdigest.addresses import to_absolute
from newsdigest.check.expectations import Expectations
from newsdigest.check.feed_entries import Entry, FeedFacts, check_entries, is_rfc3339
from newsdigest.check.feed_rules import check_rules
from newsdigest.check.links import resolve_link, resolve_url
from newsdigest.check.pages import Finding, ReadSeedText
from newsdigest.check.xml import Element, parse_xml

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ISSUED = "{http://purl.org/dc/terms/}issued"
_ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
_POINT = "{http://www.georss.org/georss}point"
_STYLE = re.compile(rb"""<\?xml-stylesheet[^>]*?\shref=["']([^"']*)""")
_RFC822 = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}")


def is_feed(path: str) -> bool:
    """Whether a file of the output is an Atom or RSS feed."""
    return path.endswith((".atom.xml", ".rss.xml"))


def check_feed(
    path: str, data: bytes, expectations: Expectations, read_seed: ReadSeedText
) -> tuple[list[Finding], FeedFacts | None]:
    """Everything that is wrong in one feed, and what only all feeds together show."""
    try:
        root = parse_xml(data)
    except ValueError as error:
        return [(0, f"not well-formed XML: {error}")], None
    own = to_absolute(expectations.profile.url, path)
    channel = root.find("channel")
    if root.name == f"{_ATOM}feed":
        findings = [*_check_atom(root, own)]
        entries = [_read_atom_entry(entry) for entry in root.iter(f"{_ATOM}entry")]
        facts = _read_facts(path, root, entries, expectations)
        home = _read_link(root, "alternate")
    elif root.name == "rss" and channel:
        findings = [*_check_rss(root, channel, own)]
        entries = [_read_rss_item(item) for item in channel.iter("item")]
        facts = FeedFacts(path, "", tuple(entry.id for entry in entries))
        home = channel.read("link")
    else:
        return [(root.line, f"<{root.name}> is neither an Atom feed nor RSS")], None
    findings += _check_home(root.line, home, expectations)
    findings += _check_style(path, data, expectations)
    findings += check_rules(root)
    findings += check_entries(entries, expectations, read_seed, facts, len(data))
    return findings, facts


def _read_facts(
    path: str, feed: Element, entries: Iterable[Entry], expectations: Expectations
) -> FeedFacts:
    previous, following = (
        resolve_url(link, expectations).path or link
        for link in (_read_link(feed, "prev-archive"), _read_link(feed, "next-archive"))
    )
    return FeedFacts(
        path=path,
        id=feed.read(f"{_ATOM}id"),
        uids=tuple(entry.id for entry in entries),
        previous=previous,
        following=following,
        is_archive=feed.find(_ARCHIVE) is not None,
    )


def _check_style(path: str, data: bytes, expectations: Expectations) -> Iterator[Finding]:
    """A browser shows a feed by a style sheet of the site itself."""
    for match in _STYLE.finditer(data):
        target = resolve_link(path, match[1].decode(), expectations)
        if target.path is None:
            yield 1, f"its style sheet {target.fault or 'is not on this site'}"


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
    yield from _check_places(feed)
    for date in _iter_all(feed, (f"{_ATOM}updated", f"{_ATOM}published")):
        if not is_rfc3339(date.text):
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
    yield from _check_places(channel)
    for date in _iter_all(channel, ("pubDate", "lastBuildDate")):
        if not _is_rfc822(date.text):
            yield date.line, f"{date.text!r} is no date of RFC 822 with four digits a year"


def _check_places(feed: Element) -> Iterator[Finding]:
    for point in _iter_all(feed, (_POINT,)):
        numbers = re.fullmatch(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)", point.text)
        if not numbers or abs(float(numbers[1])) > 90 or abs(float(numbers[2])) > 180:
            yield point.line, f"the point {point.text!r} is no latitude and longitude"


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


def _read_link(element: Element, rel: str) -> str:
    """The address that a feed's or an entry's link of a kind leads to, or ""."""
    for link in element.iter(f"{_ATOM}link"):
        if link.attributes.get("rel", "alternate") == rel:
            return link.attributes.get("href", "")
    return ""


def _read_text(entry: Element, name: str) -> str:
    """A text construct as plain text (RFC 4287 §3.1)."""
    child = entry.find(f"{_ATOM}{name}")
    if child is None:
        return ""
    text = child.text.strip()
    return html.unescape(text) if child.attributes.get("type") == "html" else text


def _read_atom_entry(entry: Element) -> Entry:
    return Entry(
        id=entry.read(f"{_ATOM}id"),
        title=_read_text(entry, "title"),
        link=_read_link(entry, "alternate"),
        issued=entry.read(_ISSUED),
        summary=_read_text(entry, "summary"),
        content=entry.read(f"{_ATOM}content"),
        line=entry.line,
        language=entry.attributes.get(_XML_LANG, ""),
        topics=tuple(one.attributes.get("term", "") for one in entry.iter(f"{_ATOM}category")),
    )


def _read_rss_item(item: Element) -> Entry:
    return Entry(
        id=item.read("guid"),
        title=item.read("title"),
        link=item.read("link"),
        issued=item.read(_ISSUED),
        summary=item.read("description"),
        content=item.read(_CONTENT),
        line=item.line,
        language=item.read(_LANGUAGE),
        topics=tuple(category.text for category in item.iter("category")),
    )


def _iter_all(element: Element, names: tuple[str, ...]) -> Iterator[Element]:
    for child in element.children:
        if child.name in names:
            yield child
        yield from _iter_all(child, names)


def _is_rfc822(text: str) -> bool:
    try:
        return bool(_RFC822.fullmatch(text)) and bool(parsedate_to_datetime(text))
    except ValueError:
        return False
