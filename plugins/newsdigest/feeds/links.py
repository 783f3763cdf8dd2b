"""Body HTML → the same HTML, fit to be read away from its page."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import urljoin

_URL_ATTRIBUTES = frozenset({"href", "src", "poster", "cite", "data", "action", "formaction"})
_HINT = re.compile(r"(?:href|src|srcset|poster|cite|data|action)\s*=", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(\s*=\s*)("[^"]*"|'[^']*'|[^\s"'=<>`]+)""")
_PLANES = "".join(f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 17))
_FORBIDDEN = re.compile(f"[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd{_PLANES}]")


def strip_forbidden(text: str) -> str:
    """The text without the characters that no XML 1.0 document may hold (§2.2), nor those
    that it should not: the controls after ASCII and what is no character and never will be.
    """
    # Most texts hold nothing but what is printable, which is seen far faster.
    return text if text.replace("\n", "").isprintable() else _FORBIDDEN.sub("", text)


def make_links_absolute(body: str, base: str) -> str:
    """The HTML with every link and image address complete; nothing else is touched.

    Args:
        body: HTML.
        base: The complete address of the page that the links were written for.
    """
    # Most bodies have no attribute at all, which is seen far faster than that none matches.
    if "=" not in body or not _HINT.search(body):
        return body
    return _LinkRewriter(body, base).rewrite()


class _LinkRewriter(HTMLParser):
    """Rewrites start tags where they stand, so that all other text stays as it is."""

    def __init__(self, body: str, base: str) -> None:
        super().__init__(convert_charrefs=False)
        self._body = body
        self._base = base
        self._line_starts = (0, *(match.end() for match in re.finditer("\n", body)))
        self._parts: list[str] = []
        self._done = 0

    def rewrite(self) -> str:
        self.feed(self._body)
        self.close()
        return "".join((*self._parts, self._body[self._done :]))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        if not any(name in _URL_ATTRIBUTES or name == "srcset" for name, _ in attrs):
            return
        line, column = self.getpos()
        start = self._line_starts[line - 1] + column
        written = self.get_starttag_text() or ""
        self._parts += (self._body[self._done : start], _ATTRIBUTE.sub(self._replace, written))
        self._done = start + len(written)

    def _replace(self, match: re.Match[str]) -> str:
        name, equals, quoted = match.groups()
        value = html.unescape(quoted.strip("\"'"))
        if name.lower() in _URL_ATTRIBUTES:
            value = self._join(value)
        elif name.lower() == "srcset":
            value = ", ".join(map(self._join_candidate, filter(str.strip, value.split(","))))
        else:
            return match[0]
        return f'{name}{equals}"{html.escape(value)}"'

    def _join_candidate(self, candidate: str) -> str:
        url, *descriptor = candidate.split()[:2]
        return " ".join((self._join(url), *descriptor))

    def _join(self, url: str) -> str:
        try:
            return urljoin(self._base, url.strip())
        except ValueError:  # "http://[": not ours to guess
            return url
