r"""Bodies of nothing but escaped paragraphs and subheads → their HTML.

Most posts are such, since `escape_markdown` writes them, and Python-Markdown needs a
millisecond for each. What is not plain beyond doubt is left to it: any character that
could begin other markup, unless it is escaped, and any line within a paragraph.
"""

from __future__ import annotations

import re

_PLAIN = r"""
    (?:[^\x00-\x1f\\`*_{|<&]++|\\[\\`*_{}\[\]()>\#+.!-]|&(?:lt|amp|\#[0-9]+);|&(?=\ ))
"""
_BLOCK = re.compile(
    rf"""
    (?:\#\#\ )?
    # What begins another kind of block, is stripped at an end, or is a link.
    (?![-+*\#>:~=!\[]|\d+\.|\s|.*(?:\][\[(:]|\]\ \[|\[\^|!\[))
    # One lone asterisk emphasises nothing.
    {_PLAIN}++(?:\*{_PLAIN}*+)?
    (?<![\s\#])
    """,
    re.VERBOSE,
)
_CHANGED = re.compile(r"\\(?P<escaped>.)|(?P<special>>|&(?= ))")
_REFERENCES = {">": "&gt;", "&": "&amp;"}


def render_paragraphs(body: str) -> str | None:
    """The bytes that Python-Markdown gives for the body with Pelican's default
    extensions; None for a body that may hold anything but paragraphs and subheads.

    Cost: linear.
    """
    parts = []
    for block in body.split("\n\n"):
        if not _BLOCK.fullmatch(block):
            return None
        text = block
        if "\\" in text or ">" in text or "& " in text:
            text = _CHANGED.sub(_render_character, text)
        is_subhead = block.startswith("## ")
        parts.append(f"<h2>{text[3:]}</h2>" if is_subhead else f"<p>{text}</p>")
    return "\n".join(parts)


def _render_character(match: re.Match[str]) -> str:
    character = match["escaped"] or match["special"]
    return _REFERENCES.get(character, character)
