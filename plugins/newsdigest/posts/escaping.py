r"""Text ↔ Markdown that reads as exactly that text.

Escaped is only where Python-Markdown (with `extra`, `codehilite` and `meta`, Pelican's
default) would act, so that prose stays as an editor expects it: by a backslash, the
form every Markdown editor knows, and by a character reference where Markdown has no
backslash form ("<", "&", a leading ":" or "~~~", white space at a block's ends).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from newsdigest.model import Block
from newsdigest.posts.headers import remove_forbidden

_SUBHEAD = "## "
# Python-Markdown needs quadratic time for the escapes of one paragraph: ten thousand take
# half a second, a million an hour. A paragraph that is mostly markup stands as HTML.
_MOST_ESCAPES = 2000
# A charref needs no ";" for Python-Markdown; a named entity does.
_AMPERSAND = re.compile(r"&(?=#|[A-Za-z0-9][-.A-Za-z0-9]*;)")
_ALWAYS = re.compile(r"[\\`{]")
# Underscores within a word emphasise nothing.
_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_LINK = re.compile(r"\][\[(:]|\] \[")
_BLOCK_START = re.compile(r"[#>]|[-+*](?= |$)|\*|(?:[-_] {0,2}){3,}$|\d+(?=\.(?: |$))")
_REFERRED_START = re.compile(r":(?= )|~~~")
_UNESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!])|&(?:lt|amp|#\d+);")
_BREAKS = re.compile("[\n\r\x85]+")
_RENDERED = re.compile(r"\s*<(p|h2)(?:\s[^<>]*)?>([^<]*)</\1>\s*")
_RAW = re.compile(r"<(p|h2)>([^<]*)</\1>")


def escape_markdown(blocks: Iterable[Block]) -> str:
    """The body of a post: subheads as "## …", everything else as paragraphs.

    Rendered, each block has exactly its text, without characters that XML forbids.
    """
    parts = []
    for block in blocks:
        if is_shown(block):
            text = _BREAKS.sub(" ", remove_forbidden(block.text))
            parts.append(_escape_block(text, subhead=block.kind == "subhead"))
    return "\n\n".join(parts)


def is_shown(block: Block) -> bool:
    """Whether a block becomes a paragraph: it has a character that XML allows."""
    return bool(remove_forbidden(block.text))


def _escape_block(text: str, *, subhead: bool) -> str:
    escaped = _SUBHEAD + _escape_subhead(text) if subhead else escape_text(text)
    if len(escaped) - len(text) <= _MOST_ESCAPES:
        return escaped
    tag = "h2" if subhead else "p"
    return f"<{tag}>{_escape_html(text)}</{tag}>"


def _escape_html(text: str) -> str:
    return html.escape(text, quote=False).replace("\t", "&#9;")


def escape_text(text: str) -> str:
    """Markdown of one line that reads as one paragraph of exactly this text."""
    escaped = _escape_inline(text)
    if not escaped.startswith("\\"):
        if start := _BLOCK_START.match(escaped):
            at = start.end() if start[0].isdigit() else 0
            escaped = f"{escaped[:at]}\\{escaped[at:]}"
        elif _REFERRED_START.match(escaped):
            escaped = f"&#{ord(escaped[0])};{escaped[1:]}"
    return _refer_ends(escaped)


def _escape_subhead(text: str) -> str:
    return _refer_ends(_escape_inline(text).replace("#", "\\#").replace("&\\#", "&#"))


def _escape_inline(text: str) -> str:
    text = _ALWAYS.sub(r"\\\g<0>", _AMPERSAND.sub("&amp;", text)).replace("<", "&lt;")
    text = _UNDERSCORES.sub(lambda run: "\\_" * len(run[0]), text).replace("\t", "&#9;")
    # One lone asterisk emphasises nothing.
    if text.count("*") > 1:
        text = text.replace("*", "\\*")
    if _LINK.search(text):
        return text.replace("[", "\\[")
    return text.replace("[^", "\\[^")


def _refer_ends(text: str) -> str:
    """White space at the ends as character references: Markdown strips it otherwise."""
    if text[0].isspace():
        text = f"&#{ord(text[0])};{text[1:]}"
    if text[-1].isspace():
        text = f"{text[:-1]}&#{ord(text[-1])};"
    return text


def unescape_text(markdown: str) -> str:
    """The text that was escaped: the inverse of `escape_text`."""
    return _UNESCAPE.sub(lambda match: match[1] or html.unescape(match[0]), markdown)


def check_fidelity(body_markdown: str, body_html: str) -> str | None:
    """What differs between an unedited body and its rendering, or None.

    Paragraph by paragraph, the rendering must have exactly the text that was escaped,
    and no other markup than that of paragraphs and subheads. Cost: linear.
    """
    position = 0
    blocks = filter(None, body_markdown.split("\n\n"))
    for number, (tag, expected) in enumerate(map(_read_block, blocks), 1):
        found = _RENDERED.match(body_html, position)
        if not found:
            other = _cut(body_html[position : position + 60])
            return f"paragraph {number} became other markup than a paragraph: {other}"
        shown = html.unescape(found[2])
        if found[1] != tag or shown != expected:
            return _describe_difference(number, expected, shown)
        position = found.end()
    rest = body_html[position : position + 60]
    return f"text appears that the post does not have: {_cut(rest)}" if rest.strip() else None


def _read_block(block: str) -> tuple[str, str]:
    """The tag and the text that an escaped block stands for."""
    if raw := _RAW.fullmatch(block):
        return raw[1], html.unescape(raw[2])
    if block.startswith(_SUBHEAD):
        return "h2", unescape_text(block.removeprefix(_SUBHEAD))
    return "p", unescape_text(block)


def _describe_difference(number: int, expected: str, shown: str) -> str:
    pairs = enumerate(zip(expected, shown, strict=False))
    at = next((i for i, (a, b) in pairs if a != b), min(len(expected), len(shown)))
    start = max(0, at - 10)
    return (
        f"paragraph {number} reads {_cut(shown[start:])} where the post has "
        f"{_cut(expected[start:])}"
    )


def _cut(text: str) -> str:
    text = text.strip()
    return repr(text if len(text) <= 40 else text[:39] + "…")


_BLOCK_TAGS = re.compile(
    "address|article|aside|blockquote|br|caption|d[dlt]|details|div|fieldset|figcaption|figure|"
    "footer|form|h[1-6r]|header|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|"
    "tfoot|th|thead|tr|ul"
)
_SILENT_TAGS = frozenset(("script", "style", "template"))


class _TextCollector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SILENT_TAGS:
            self.silent += 1
        elif _BLOCK_TAGS.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT_TAGS:
            self.silent = max(0, self.silent - 1)
        elif _BLOCK_TAGS.fullmatch(tag):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain_text(body_html: str) -> str:
    """The words of an HTML fragment: one line a block, white space folded, no markup.

    No-break spaces stay; the content of scripts and styles is left out.
    """
    collector = _TextCollector()
    collector.feed(body_html)
    collector.close()
    lines = (
        re.sub(r"[ \t]+", " ", line).strip(" ") for line in "".join(collector.parts).split("\n")
    )
    return "\n".join(line for line in lines if line)
