"""One output file → its problems, and what checks of the whole site need to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from newsdigest.addresses import JSON_FEED
from newsdigest.check.dates import check_days, check_json, check_own_date, check_written_dates
from newsdigest.check.editions import EDITIONS, check_edition
from newsdigest.check.expectations import Expectations
from newsdigest.check.exports import DATABASE, DOCUMENT, check_database, check_document
from newsdigest.check.feed_entries import FeedFacts
from newsdigest.check.feed_lists import check_json_feed, check_outlines
from newsdigest.check.feeds import check_feed, is_feed
from newsdigest.check.fidelity import (
    check_headline,
    check_quotes,
    check_structured_text,
    check_text,
)
from newsdigest.check.indexes import GUIDE, check_guide, check_robots, check_sitemap
from newsdigest.check.links import check_links, check_own_address, resolve_link
from newsdigest.check.liveness import (
    check_live_markup,
    check_picture,
    check_requests,
    check_stylesheet,
)
from newsdigest.check.markup import check_head, check_outline, check_structured_data, check_syntax
from newsdigest.check.pages import (
    CheckedPage,
    Finding,
    ReadSeedText,
    Rule,
    find_meta,
    read_page,
)
from newsdigest.errors import Problem

RULES: tuple[Rule, ...] = (
    check_syntax,
    check_head,
    check_outline,
    check_structured_data,
    check_live_markup,
    check_requests,
    check_links,
    check_own_address,
    check_headline,
    check_text,
    check_quotes,
    check_structured_text,
    check_days,
    check_own_date,
    check_written_dates,
)
"""What every HTML file is held to."""

TEXT_TYPES = (
    ".html",
    ".css",
    ".svg",
    ".json",
    ".xml",
    ".opml",
    "robots.txt",
    GUIDE,
    DATABASE,
    ".epub",
    ".eml",
)
"""Ends of the names of files that can be checked; all others are only linked to."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the rest of the site is compared with.

    Attributes:
        is_redirect: Whether the page only leads to another one.
        is_hidden: Whether search engines are asked to pass it over.
        is_article: Whether it says that it is a news article.
        targets: The files that its links lead to, each once.
        fragments: `(file, id, line)` of links into pages.
        ids: The ids that links may lead to.
    """

    path: str
    title: str
    description: str
    is_redirect: bool
    is_hidden: bool
    is_article: bool
    targets: tuple[str, ...]
    fragments: tuple[tuple[str, str, int], ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of checking one file.

    Attributes:
        problems: Their paths are relative to `output/`.
        facts: Of an HTML file.
        listed: The files that a sitemap names.
        feed: Of a feed or an edition.
    """

    problems: tuple[Problem, ...] = ()
    facts: PageFacts | None = None
    listed: tuple[str, ...] = ()
    feed: FeedFacts | None = None


def check_file(
    path: str, data: bytes, expectations: Expectations, read_seed: ReadSeedText = lambda _: None
) -> FileReport:
    """All that is wrong in one file of the output.

    Args:
        path: Relative to `output/`.
        data: Its bytes.
        expectations: What is known of the site.
        read_seed: Called for each article whose text the file holds.
    """
    try:
        return _check_text_file(path, data, expectations, read_seed)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return FileReport(_to_problems(path, [(line, "not UTF-8")], expectations))


def _check_text_file(
    path: str, data: bytes, expectations: Expectations, read_seed: ReadSeedText
) -> FileReport:
    if path.endswith(".html"):
        if _is_token(path, data, expectations):
            return FileReport()
        page = read_page(path, data, expectations, read_seed)
        findings = (finding for rule in RULES for finding in rule(page))
        return FileReport(_to_problems(path, findings, expectations), _gather_facts(page))
    if is_feed(path):
        found, feed = check_feed(path, data, expectations, read_seed)
        return FileReport(_to_problems(path, found, expectations), feed=feed)
    if EDITIONS.fullmatch(path):
        found, feed = check_edition(path, data, expectations, read_seed)
        return FileReport(_to_problems(path, found, expectations), feed=feed)
    if path == JSON_FEED:
        found, feed = check_json_feed(path, data.decode(), expectations, read_seed)
        return FileReport(_to_problems(path, found, expectations), feed=feed)
    if path == "sitemap.xml" or (path.startswith("sitemaps/") and path.endswith(".xml")):
        found, listed = check_sitemap(data, expectations)
        return FileReport(_to_problems(path, found, expectations), listed=tuple(listed))
    return FileReport(_to_problems(path, _check_other(path, data, expectations), expectations))


def _check_other(path: str, data: bytes, expectations: Expectations) -> Iterable[Finding]:
    """What is wrong in a file that other files need not know of."""
    findings: Iterable[Finding] = ()
    if path == "robots.txt":
        findings = check_robots(data.decode(), expectations)
    elif path == GUIDE:
        findings = check_guide(data.decode(), expectations)
    elif path.endswith(".opml"):
        findings = check_outlines(data, expectations)
    elif path == DATABASE:
        findings = check_database(data, expectations)
    elif path == DOCUMENT:
        text = data.decode()
        findings = (*check_json(text, expectations), *check_document(text, expectations))
    elif path.endswith(".json"):
        findings = check_json(data.decode(), expectations)
    elif path.endswith(".svg"):
        findings = check_picture(path, data, expectations)
    elif path.endswith(".css"):
        findings = check_stylesheet(path, data.decode(), expectations)
    return findings


def _is_token(path: str, data: bytes, expectations: Expectations) -> bool:
    """Whether a file only proves to a search engine whose site this is."""
    return b"<" not in data and "/" not in path and path not in expectations.articles


def _to_problems(
    path: str, findings: Iterable[Finding], expectations: Expectations
) -> tuple[Problem, ...]:
    source = expectations.get_source(path)
    return tuple(Problem(path, line, message + source) for line, message in findings)


def _gather_facts(page: CheckedPage) -> PageFacts:
    document = page.document
    links = [
        (resolve_link(page.path, tag.attributes["href"], page.expectations), tag.line)
        for tag in document.tags
        if tag.name in ("a", "area") and "href" in tag.attributes
    ]
    robots = find_meta(document, "robots") or ""
    return PageFacts(
        path=page.path,
        title=document.titles[0].text if document.titles else "",
        description=find_meta(document, "description") or "",
        is_redirect=page.is_redirect,
        is_hidden="noindex" in robots,
        is_article=any('"NewsArticle"' in block.text for _, block in document.data_blocks),
        targets=tuple(sorted({target.path for target, _ in links if target.path})),
        fragments=tuple(
            (target.path, target.fragment, line)
            for target, line in links
            if target.path and target.fragment
        ),
        ids=tuple(sorted({tag.attributes.get("id", "") for tag in document.tags} - {""})),
    )
