"""One HTML file → what is wrong in it, and what checks of the whole site need to know.

A rule is a function from a `CheckedPage` to `(line, message)` pairs, and stands in the
module named after what it looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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
    """

    path: str
    text: str
    document: Document
    expectations: Expectations
    article: Article | None
    blocks: tuple[str, ...] | None

    @property
    def is_redirect(self) -> bool:
        return any(
            tag.attributes.get("http-equiv", "").lower() == "refresh"
            for tag in self.document.find_tags("meta")
        )


Rule = Callable[[CheckedPage], Iterable[Finding]]


def read_page(
    path: str,
    data: bytes,
    expectations: Expectations,
    blocks: tuple[str, ...] | None = None,
) -> CheckedPage:
    """The page, ready for rules.

    Raises:
        UnicodeDecodeError: If the file is not UTF-8.
    """
    text = data.decode()
    article = expectations.articles.get(path)
    return CheckedPage(path, text, parse_document(text), expectations, article, blocks)


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
