"""Does an article's page say what its seed and its post say, letter for letter?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsdigest.check.documents import fold
from newsdigest.check.pages import CheckedPage, Finding


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
    blocks = [line for block in page.blocks or () if (line := fold(block))]
    if not blocks:
        return
    lines = page.document.lines
    starts = [start for start, line in enumerate(lines) if line == blocks[0]]
    if any(lines[start : start + len(blocks)] == blocks for start in starts):
        return
    yield 0, _describe_first_difference(lines, blocks, starts)


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
