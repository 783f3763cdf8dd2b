"""Body HTML → the same text as plain XHTML, without what a book or a mail cannot hold."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from newsdigest.languages import RIGHT_TO_LEFT
from newsdigest.model import PartialDate

_KEPT = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"}
    | {"em", "strong", "b", "i", "u", "s", "small", "del", "ins", "sup", "sub", "br", "hr", "span"}
    | {"a", "code", "cite", "q", "abbr", "div", "table", "caption", "thead", "tbody", "tfoot"}
    | {"tr", "th", "td"}
)
"""Elements that stay; of all others the text stays."""

_DROPPED = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "embed", "head", "title"}
)
"""Elements whose content is no text."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_xhtml(body: str, base: str) -> str:
    """The body as well-formed XHTML: text, emphasis, lists, tables and complete links.

    Pictures are replaced by what stands for them.

    Args:
        body: HTML.
        base: The complete address of the page that the links were written for.
    """
    root: Any = html.fragment_fromstring(clean(body), create_parent="div")
    for element in list(root.iterdescendants()):
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            element.drop_tree()
        elif element.tag in _KEPT:
            _strip_attributes(element, base)
        else:
            element.text = (element.get("alt") or "") + (element.text or "")
            element.drop_tag()
    inner = [escape(root.text or "", quote=False)]
    inner += [etree.tostring(child, encoding="unicode", method="xml") for child in root]
    return "".join(inner)


def clean(text: str) -> str:
    """The text without the characters that no XML 1.0 document may hold (§2.2)."""
    return _FORBIDDEN.sub("", text)


def describe_language(language: str, *, xml: bool = False) -> str:
    """The attributes of an element in a language."""
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    twice = f' xml:lang="{language}"' if xml else ""
    return f'lang="{language}"{twice} dir="{direction}"'


def name_period(period: PartialDate, language: str) -> str:
    """A date in words, at its own precision."""
    from babel.dates import format_date, format_skeleton

    if period.precision == "day":
        return str(format_date(period.first_day, "long", locale=language))
    skeleton = "yMMMM" if period.precision == "month" else "y"
    return str(format_skeleton(skeleton, period.first_day, locale=language))


def _strip_attributes(element: Any, base: str) -> None:
    kept = {name: element.get(name) for name in ("href", "lang", "title") if element.get(name)}
    element.attrib.clear()
    for name, text in kept.items():
        if name != "href":
            element.set(name, text)
        elif (address := _join(base, text)) is not None:
            element.set("href", address)


def _join(base: str, address: str) -> str | None:
    try:
        joined = urljoin(base, address.strip())
    except ValueError:  # "http://[": no address
        return None
    return joined if joined.startswith(("https://", "http://", "mailto:")) else None
