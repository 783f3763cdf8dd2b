"""A file as it is and as a build would write it → where they part, and whose text that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from newsdigest.addresses import article_address, to_absolute
from newsdigest.check.expectations import Expectations
from newsdigest.check.links import resolve_link
from newsdigest.model import Article

ReadPost = Callable[[Article], str]
"""The text of an article's post."""

_BEFORE, _LENGTH = 20, 60
_LINKED = re.compile(r"""(?:href="|<link>|<loc>|<id>|Url="|"url":")([^"<]+)""")
_WORDS = re.compile(r"\w[\w'-]*(?: [\w'-]+)*")
_TELLING = 6
_NEAR = 4000
_BEGINS = ("<item", "<entry", "<url>", "<li", "\n")
_ENDS = ("</item>", "</entry>", "</url>", "</li>", "\n")


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a file parts from what a build writes.

    Attributes:
        line: 1-based line of the file as it is, or 0.
        message: What stands there and what a build writes, after a comma, or "".
        source: In brackets: the post and its line, or "".
    """

    line: int = 0
    message: str = ""
    source: str = ""


def describe_difference(
    path: str, there: bytes, wanted: bytes, expectations: Expectations, read_post: ReadPost
) -> Difference:
    """The first difference of two files; where they are no text, only that there is one.

    Args:
        path: Relative to `output/`.
        there: The file's bytes as they are.
        wanted: Those that a build would write.
        expectations: What is known of the site.
        read_post: Asked for the post that the difference belongs to.
    """
    try:
        found, right = there.decode(), wanted.decode()
    except UnicodeDecodeError:
        return Difference()
    start = _count_common(found, right)
    said, meant = _cut(found, start), _cut(right, start)
    article = expectations.articles.get(path) or _find_article(path, right, start, expectations)
    source = ""
    if article is not None:
        line = _find_line(read_post(article), right, start)
        source = f" (from {article.source}{f':{line}' if line else ''})"
    return Difference(
        found.count("\n", 0, start) + 1, f", it reads {said!r} instead of {meant!r}", source
    )


def _count_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _cut(text: str, start: int) -> str:
    first = max(start - _BEFORE, text.rfind("\n", 0, start) + 1)
    return text[first : start + _LENGTH - _BEFORE].split("\n", maxsplit=1)[0]


def _find_article(path: str, text: str, start: int, expectations: Expectations) -> Article | None:
    """The article that stands nearest before a place in a list or feed, or right after it."""
    by_url = {
        to_absolute(expectations.profile.url, article_address(article)): article
        for article in expectations.articles.values()
    }
    for address in _iter_addresses(text, start):
        plain = unescape(address)
        found = expectations.by_uid.get(plain) or by_url.get(plain)
        target = resolve_link(path, plain, expectations).path
        article = found or (expectations.articles.get(target) if target else None)
        if article is not None:
            return article
    return None


def _iter_addresses(text: str, start: int) -> Iterator[str]:
    """What the entry or line of a place links to, then what stands before it, backwards."""
    first = max(text.rfind(begin, 0, start) for begin in _BEGINS)
    ends = [end for mark in _ENDS if (end := text.find(mark, start)) >= 0]
    first = max(first, 0)
    yield from _LINKED.findall(text, first, min(ends, default=len(text)))
    yield from reversed(_LINKED.findall(text, max(first - _NEAR, 0), first))


def _find_line(post: str, text: str, start: int) -> int:
    """The line of a post that says what stands at a place of a file; 0 if none does."""
    first, end = max(start - 80, 0), start + 80
    words = [
        (max(match.start() - (start - first), start - first - match.end()), match[0])
        for match in _WORDS.finditer(text[first:end])
        if len(match[0]) >= _TELLING
    ]
    lines = post.split("\n")
    for _, word in sorted(words):
        for number, line in enumerate(lines, 1):
            if word in line:
                return number
    return 0
