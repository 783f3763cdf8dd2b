"""Does the output name a day that no source named?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from newsdigest.check.expectations import ISO_DAY, Expectations
from newsdigest.check.pages import CheckedPage, Finding, iter_news_items
from newsdigest.dates import match_date

_OWN_LISTS = re.compile(r"(?:index\.html|\d{4}/.*|(?:archive|undated|sections|topics)/.*)")


def check_days(page: CheckedPage) -> Iterator[Finding]:
    """Every ISO day on an article's page or on a list was stated by some article."""
    if page.article is None and not _OWN_LISTS.fullmatch(page.path):
        return
    known = page.expectations.days
    # What stands in the text is the author's; what the text holds, `fidelity` knows.
    lines = (*(page.blocks or page.document.lines), *page.head)
    stated = set(ISO_DAY.findall("\n".join(lines)))
    for match in ISO_DAY.finditer(page.text):
        if match[0] not in known and match[0] not in stated:
            line = page.text.count("\n", 0, match.start()) + 1
            yield line, f"names the day {match[0]}, which no source names"


def check_own_date(page: CheckedPage) -> Iterator[Finding]:
    """An article's page states the article's date at its own precision, for people
    and for machines.
    """
    if page.article is None:
        return
    published = page.article.published
    stated = str(published) if published else None
    day = stated.partition("T")[0] if stated else None
    times = [value for value, _ in page.document.times]
    if stated and stated not in times and day not in times:
        yield 0, f"no <time datetime='{stated}'>: the article's date is missing or another"
    for item, line in iter_news_items(page):
        said = item.get("datePublished")
        if said not in (stated, day):
            yield line, f"JSON-LD says datePublished {said!r}, the post says {stated!r}"


def check_written_dates(page: CheckedPage) -> Iterator[Finding]:
    """What a `time` element says in words is not finer than, or other than, its value."""
    for value, shown in page.document.times:
        read = match_date(shown.text, language=page.expectations.profile.language)
        if read is None or read.span.end != len(shown.text) or read.ambiguous:
            continue
        written = str(read.date).partition("T")[0]
        if not value.startswith(written):
            yield shown.line, f"{shown.text!r} is not the date {value}"


def check_json(text: str, expectations: Expectations) -> Iterator[Finding]:
    """A JSON file can be read, and names no day that no article names or was added on."""
    try:
        json.loads(text)
    except ValueError as error:
        yield 0, f"JSON cannot be read: {error}"
        return
    added = {
        moment.date().isoformat()
        for article in expectations.articles.values()
        for moment in (article.added, article.modified or article.added)
    }
    for match in ISO_DAY.finditer(text):
        if match[0] not in expectations.days and match[0] not in added:
            line = text.count("\n", 0, match.start()) + 1
            yield line, f"names the day {match[0]}, which no source names"
