"""JSON Feed 1.1 and OPML → what is wrong in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from newsdigest.addresses import to_absolute
from newsdigest.check.expectations import Expectations
from newsdigest.check.feed_entries import Entry, FeedFacts, check_entries, is_rfc3339
from newsdigest.check.links import resolve_url
from newsdigest.check.pages import Finding, ReadSeedText
from newsdigest.check.xml import Element, parse_xml

_VERSION = "https://jsonfeed.org/version/1.1"


def check_json_feed(
    path: str, text: str, expectations: Expectations, read_seed: ReadSeedText
) -> tuple[list[Finding], FeedFacts | None]:
    """Everything that is wrong in a JSON Feed, and what only all feeds together show."""
    try:
        feed = json.loads(text)
        entries = [_read_item(item) for item in feed["items"]]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [(0, f"no JSON Feed: {error!r}")], None
    facts = FeedFacts(path, "", tuple(entry.id for entry in entries))
    findings = [*_check_head(feed, to_absolute(expectations.profile.url, path), expectations)]
    for item in feed["items"]:
        findings += [
            (0, f"{item[name]!r} is no date of RFC 3339")
            for name in ("date_published", "date_modified")
            if name in item and not is_rfc3339(str(item[name]))
        ]
    findings += check_entries(entries, expectations, read_seed, facts, len(text.encode()))
    return findings, facts


def check_outlines(data: bytes, expectations: Expectations) -> Iterator[Finding]:
    """What is wrong in an OPML file: each feed and page that it names is there."""
    try:
        root = parse_xml(data)
    except ValueError as error:
        yield 0, f"not well-formed XML: {error}"
        return
    body = root.find("body")
    if root.name != "opml" or root.attributes.get("version") != "2.0" or body is None:
        yield root.line, "no OPML 2.0"
        return
    names: set[str] = set()
    for outline in body.iter("outline"):
        yield from _check_outline(outline, expectations)
        name = outline.attributes.get("text", "")
        if name in names:
            yield outline.line, f"two feeds are called {name!r}: nobody can tell them apart"
        names.add(name)


def _check_outline(outline: Element, expectations: Expectations) -> Iterator[Finding]:
    if not outline.attributes.get("text") or outline.attributes.get("type") != "rss":
        yield outline.line, "an outline of a feed needs text and type='rss' (OPML 2.0)"
    for name in ("xmlUrl", "htmlUrl"):
        address = outline.attributes.get(name, "")
        if resolve_url(address, expectations).path is None:
            yield outline.line, f"its {name} {address!r} is no file of the site"


def _check_head(feed: dict[str, Any], own: str, expectations: Expectations) -> Iterator[Finding]:
    if feed.get("version") != _VERSION or not feed.get("title"):
        yield 0, f"needs version {_VERSION!r} and a title (JSON Feed 1.1)"
    if feed.get("feed_url") != own:
        yield 0, f"feed_url is {feed.get('feed_url')!r}, the feed stands at {own}"
    if resolve_url(str(feed.get("home_page_url", "")), expectations).path is None:
        yield 0, f"home_page_url {feed.get('home_page_url')!r} is no page of the site"


def _read_item(item: dict[str, Any]) -> Entry:
    return Entry(
        id=str(item["id"]),
        title=str(item.get("title", "")),
        link=str(item.get("url", "")),
        issued=str(item.get("_newsdigest", {}).get("issued", "")),
        summary=str(item.get("summary", "")),
        content=str(item.get("content_html", "")),
        line=0,
        language=str(item.get("language", "")),
        topics=tuple(map(str, item.get("tags", ()))),
    )
