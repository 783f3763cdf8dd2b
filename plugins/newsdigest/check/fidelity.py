"""Does an article's page say what its seed and its post say, letter for letter?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsdigest.check.documents import fold
from newsdigest.check.pages import CheckedPage, Finding, iter_news_items


def check_headline(page: CheckedPage) -> Iterator[Finding]:
    """The heading is the post's title, in the post's language."""
    if page.article is None:
        return
    for level, heading in page.document.headings:
        if level != 1:
            continue
        if heading.text != fold(page.article.title):
            yield heading.line, f"the heading {heading.text!r} is not the title of the post"
        if heading.language.partition("-")[0] != page.article.language:
            stated = f"the heading is marked as {heading.language!r}"
            yield heading.line, f"{stated}, the post's language is {page.article.language!r}"


def check_text(page: CheckedPage) -> Iterator[Finding]:
    """Every block of the seed stands in the page: all letters, in order, nothing between."""
    if page.blocks and (fault := compare_text(page.document.lines, page.blocks)):
        yield 0, fault


def check_quotes(page: CheckedPage) -> Iterator[Finding]:
    """A page that shows quotations shows each of the post's, and no other."""
    if page.article is None or not page.article.quotes or not page.document.quotes:
        return
    stated = {fold(quote.text) for quote in page.article.quotes}
    shown = {quote.text for quote in page.document.quotes}
    for quote in page.document.quotes:
        if quote.text not in stated:
            yield quote.line, f"the quotation {_cut(quote.text)} is not in the post"
    for text in sorted(stated - shown):
        yield 0, f"the quotation {_cut(text)} of the post is missing"


def check_structured_text(page: CheckedPage) -> Iterator[Finding]:
    """JSON-LD gives the post's title and summary to machines."""
    if page.article is None:
        return
    stated = {
        "headline": page.article.title,
        "description": page.article.summary,
        "inLanguage": page.article.language,
    }
    for item, line in iter_news_items(page):
        for key, text in stated.items():
            if item.get(key, text) != text:
                yield line, f"JSON-LD says {key} {_cut(str(item[key]))}, the post {_cut(text)}"


def compare_text(lines: Sequence[str], blocks: Sequence[str]) -> str | None:
    """What differs between a page's lines and a seed's blocks, or None."""
    wanted = [line for block in blocks if (line := fold(block))]
    starts = [start for start, line in enumerate(lines) if wanted and line == wanted[0]]
    if not wanted or any(lines[start : start + len(wanted)] == wanted for start in starts):
        return None
    return _describe_first_difference(lines, wanted, starts)


def _describe_first_difference(
    lines: Sequence[str], blocks: Sequence[str], starts: Sequence[int]
) -> str:
    if not starts:
        return f"the seed's first paragraph is not on the page: {_cut(blocks[0])}"

    def count_equal(start: int) -> int:
        shown = lines[start : start + len(blocks)]
        pairs = zip(shown, blocks, strict=False)
        return next((i for i, (line, block) in enumerate(pairs) if line != block), len(shown))

    start = max(starts, key=count_equal)
    number = count_equal(start)
    shown = lines[start + number] if start + number < len(lines) else ""
    return (
        f"paragraph {number + 1} of the seed reads {_cut(blocks[number])}, the page {_cut(shown)}"
    )


def _cut(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
