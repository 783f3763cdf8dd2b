"""Can anything on the page run, or call another server?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from newsdigest.addresses import SEARCH, to_path
from newsdigest.check.documents import Document, Tag, parse_document
from newsdigest.check.elements import LIVE, LOADING_RELS
from newsdigest.check.expectations import Expectations
from newsdigest.check.links import resolve_link
from newsdigest.check.pages import CheckedPage, Finding, iter_addresses
from newsdigest.check.xml import parse_xml

_DATA_TYPES = ("application/ld+json", "application/json")
_LIVE_SCHEMES = re.compile(r"(?:javascript|vbscript|livescript|data:text/html|data:image/svg)")
_SEARCH_SCRIPT = re.compile(r"\.\./(?:[\w-]+/)*js/search\.js(?:\?[0-9a-f]+)?")
_CONTROLS = re.compile(r"[\x00-\x20]+")
_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""", re.IGNORECASE)


def check_live_markup(page: CheckedPage) -> Iterator[Finding]:
    """No script, no handler, no frame, no address that runs: a text is only a text."""
    for tag in page.document.tags:
        if tag.name == "script" and tag.attributes.get("type") not in _DATA_TYPES:
            if not _is_search(page, tag):
                yield tag.line, "a live <script>: only JSON-LD may stand in a page"
        elif tag.name in LIVE:
            yield tag.line, f"<{tag.name}> is live markup: take it out"
        for name in tag.attributes:
            if name.startswith("on") or name == "srcdoc":
                yield tag.line, f"<{tag.name} {name}> is live markup: take it out"
    for tag, name, address in iter_addresses(page.document):
        # Browsers pass over white space and control characters in a scheme.
        if _LIVE_SCHEMES.match(_CONTROLS.sub("", address).lower()):
            yield tag.line, f"<{tag.name} {name}> runs code: {address[:40]!r}"


def _is_search(page: CheckedPage, tag: Tag) -> bool:
    """Whether a script is the theme's own for the page of the search."""
    file = _SEARCH_SCRIPT.fullmatch(tag.attributes.get("src", ""))
    return page.path == to_path(SEARCH) and file is not None and page.expectations.profile.search


def check_requests(page: CheckedPage) -> Iterator[Finding]:
    """Nothing is loaded from another host; links to other hosts are welcome."""
    own = urlsplit(page.expectations.profile.url).netloc
    yield from check_loading(page.document, own)
    for tag in page.document.tags:
        yield from _check_css(tag.attributes.get("style", ""), own, tag.line)
    for block in re.finditer(r"<style\b[^>]*>(.*?)</style", page.text, re.DOTALL | re.IGNORECASE):
        yield from _check_css(block[1], own, page.text.count("\n", 0, block.start()) + 1)


def check_loading(document: Document, own: str) -> Iterator[Finding]:
    """What an HTML document loads from another host than the site's own."""
    for tag, name, address in iter_addresses(document):
        if _is_loaded(tag) and is_foreign(address, own):
            yield tag.line, f"<{tag.name} {name}> calls another server: {address}"


def check_stylesheet(path: str, text: str, expectations: Expectations) -> Iterator[Finding]:
    """What a CSS file loads from another host, and what it loads that is not there."""
    yield from _check_css(text, urlsplit(expectations.profile.url).netloc, 1)
    for match in _CSS_URL.finditer(text):
        address = (match[1] or match[2] or "").strip()
        fault = resolve_link(path, address, expectations).fault if address else ""
        if fault:
            line = 1 + text.count("\n", 0, match.start())
            yield line, f"the style sheet's {address!r} {fault}"


def check_picture(path: str, data: bytes, expectations: Expectations) -> Iterator[Finding]:
    """An SVG file is well-formed, and a picture only: nothing in it runs or calls out."""
    try:
        parse_xml(data)
    except ValueError as error:
        yield 0, f"not well-formed XML: {error}"
        return
    text = data.decode()
    page = CheckedPage(path, text, parse_document(text), expectations, None, None)
    yield from check_live_markup(page)
    yield from check_requests(page)


def is_foreign(address: str, own: str) -> bool:
    """Whether loading an address calls a host that is not the site's own."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.netloc not in ("", own)


def _is_loaded(tag: Tag) -> bool:
    if tag.name == "link":
        rels = tag.attributes.get("rel", "").lower().split()
        return not LOADING_RELS.isdisjoint(rels)
    return tag.name not in ("a", "area")


def _check_css(css: str, own: str, first_line: int) -> Iterator[Finding]:
    for match in _CSS_URL.finditer(css):
        address = match[1] or match[2] or ""
        if is_foreign(address.strip(), own):
            line = first_line + css.count("\n", 0, match.start())
            yield line, f"the style sheet calls another server: {address}"
