"""Is the markup well formed, and does the page say what readers and machines need?"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from newsdigest.check.pages import CheckedPage, Finding, find_meta
from newsdigest.languages import RIGHT_TO_LEFT

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TITLE = re.compile(r"<title[^>]*>([^<]*)<(?!/title)", re.IGNORECASE)


_ONCE = frozenset(
    ("description", "robots", "viewport", "og:description", "og:title", "og:type", "og:url")
)


def check_syntax(page: CheckedPage) -> Iterator[Finding]:
    """What is open is closed, nothing stands where it may not, ids are unique."""
    if not page.text.lstrip().lower().startswith("<!doctype html>"):
        yield 1, "no <!DOCTYPE html> at the start: browsers fall back to old rules"
    yield from page.document.faults
    if match := _TITLE.search(page.text):
        yield page.text.count("\n", 0, match.start()) + 1, "the title holds '<' unescaped"
    ids = Counter(tag.attributes["id"] for tag in page.document.tags if "id" in tag.attributes)
    for name, count in sorted(ids.items()):
        if count > 1:
            yield 0, f"the id {name!r} stands {count} times: each may stand once"


def check_head(page: CheckedPage) -> Iterator[Finding]:
    """Language, character set, one title that is not empty."""
    document = page.document
    root = next((tag.attributes for tag in document.find_tags("html")), {})
    language, direction = root.get("lang", ""), root.get("dir", "ltr")
    if not _LANGUAGE.fullmatch(language):
        yield 1, f"<html> has the language {language!r}: write one such as lang='de'"
    if (direction == "rtl") != (language.partition("-")[0] in RIGHT_TO_LEFT):
        yield 1, f"<html dir={direction!r}> is not how {language!r} is written"
    charsets = [tag for tag in document.find_tags("meta") if "charset" in tag.attributes]
    if not charsets:
        yield 0, "no <meta charset>: browsers guess the characters"
    for tag in charsets:
        if tag.attributes["charset"].lower() != "utf-8":
            yield (
                tag.line,
                f"the character set is said to be {tag.attributes['charset']!r}, not utf-8",
            )
    names = Counter(
        tag.attributes.get("name") or tag.attributes.get("property") or ""
        for tag in document.find_tags("meta")
    )
    for name in sorted(_ONCE):
        if names[name] > 1:
            yield 0, f"<meta> says {name} {names[name]} times: it may say it once"
    titles = [title.text for title in document.titles]
    if len(titles) != 1 or not titles[0]:
        yield 0, f"{len(titles)} titles, one that is not empty is needed"
    if not page.is_redirect and find_meta(document, "viewport") is None:
        yield 0, "no <meta name='viewport'>: too small to read on a phone"


def check_outline(page: CheckedPage) -> Iterator[Finding]:
    """One h1, no level left out, and a text in place of each image."""
    headings = page.document.headings
    first = sum(level == 1 for level, _ in headings)
    if first != 1 and not page.is_redirect:
        yield 0, f"{first} <h1>, one is needed"
    for (above, _), (level, heading) in pairwise(headings):
        if level > above + 1:
            yield heading.line, f"<h{level}> follows <h{above}>: a level is left out"
    for _, heading in headings:
        if not heading.text:
            yield heading.line, "an empty heading"
    for tag in page.document.find_tags("img"):
        if "alt" not in tag.attributes:
            yield tag.line, "an image without alt: describe it, or write alt=''"


def check_structured_data(page: CheckedPage) -> Iterator[Finding]:
    """JSON-LD can be read."""
    for kind, block in page.document.data_blocks:
        if kind == "application/ld+json":
            try:
                json.loads(block.text)
            except ValueError as error:
                yield block.line, f"JSON-LD cannot be read: {error}"
