"""One HTML file → what is wrong in it, and what checks of the whole site need to know.

A rule is a function from a `CheckedPage` to `(line, message)` pairs, and stands in the
module named after what it looks at.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newsdigest.check.documents import Document, Tag, parse_document
from newsdigest.check.expectations import Expectations
from newsdigest.model import Article

Finding = tuple[int, str]


@dataclass(frozen=True, slots=True)
class CheckedPage:
    """An HTML file as rules see it.

    Attributes:
        path: Relative to `output/`.
        article: The one whose page this is.
        blocks: The text of each block of the article's seed; None where the editor may
            have changed it, or where there is no seed.
        head: What stands in the seed beside its blocks.
    """

    path: str
    text: str
    document: Document
    expectations: Expectations
    article: Article | None
    blocks: tuple[str, ...] | None
    head: tuple[str, ...] = ()

    @property
    def is_redirect(self) -> bool:
        return any(
            tag.attributes.get("http-equiv", "").lower() == "refresh"
            for tag in self.document.find_tags("meta")
        )


Blocks = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeedText:
    """A seed's text as a page may show it.

    Attributes:
        blocks: The text of each block; None where the editor changed the body.
        head: The lines that stand beside the blocks.
    """

    blocks: Blocks | None
    head: tuple[str, ...] = ()


ReadSeedText = Callable[[Article], SeedText | None]
"""The text of an article's seed; None where there is none that can be read."""

Rule = Callable[[CheckedPage], Iterable[Finding]]


def read_page(
    path: str, data: bytes, expectations: Expectations, read_seed: ReadSeedText
) -> CheckedPage:
    """The page, ready for rules.

    Raises:
        UnicodeDecodeError: If the file is not UTF-8.
    """
    text = data.decode()
    article = expectations.articles.get(path)
    seed = (article and read_seed(article)) or SeedText(None)
    document = parse_document(text)
    return CheckedPage(path, text, document, expectations, article, seed.blocks, seed.head)


def find_meta(document: Document, name: str) -> str | None:
    """The content of a `meta` element, or None."""
    for tag in document.find_tags("meta"):
        if tag.attributes.get("name", "").lower() == name:
            return tag.attributes.get("content", "")
    return None


def iter_addresses(document: Document) -> Iterator[tuple[Tag, str, str]]:
    """`(tag, attribute, address)` of everything a page leads to or loads."""
    for tag in document.tags:
        for name, value in tag.attributes.items():
            if name in ("href", "src", "poster", "action", "formaction", "data", "xlink:href"):
                yield tag, name, value.strip()
            elif name in ("srcset", "imagesrcset"):
                for candidate in value.split(","):
                    yield tag, name, (candidate.split() or [""])[0]


def iter_news_items(page: CheckedPage) -> Iterator[tuple[dict[str, Any], int]]:
    """Each JSON-LD object that has a headline, and its line."""
    for kind, block in page.document.data_blocks:
        if kind == "application/ld+json":
            for item in _iter_objects(block.text):
                if "headline" in item:
                    yield item, block.line


def _iter_objects(text: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [json.loads(text)]
    except ValueError:  # `markup` reports it
        return
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
