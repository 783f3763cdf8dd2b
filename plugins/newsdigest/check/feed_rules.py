"""A feed → what a validator would say of its elements: each finding ends with the name that
the W3C's Feed Validation Service has for it (validator.w3.org/feed/docs).

What that service finds by these rules is found here in every feed of a site. What it says
of dates before 1990 and the like no honest feed can avoid: docs/reference/feeds.md lists it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from html import entities

from newsdigest.check.pages import Finding
from newsdigest.check.xml import Element

_ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES: Mapping[str, str] = {
    _ATOM: "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://www.georss.org/georss": "georss",
    "http://search.yahoo.com/mrss/": "media",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/syndication/history/1.0": "fh",
}

# A name with * may stand more than once.
_ANYWHERE = "dcterms:issued dcterms:spatial* dc:source dc:rights georss:point media:content*"
_CHILDREN: Mapping[str, str] = {
    "atom:feed": "atom:id atom:title atom:updated atom:author* atom:link* atom:category* "
    "atom:generator atom:subtitle atom:rights atom:icon atom:logo atom:entry* fh:archive",
    "atom:entry": "atom:id atom:title atom:updated atom:author* atom:content atom:link* "
    f"atom:summary atom:category* atom:rights atom:published {_ANYWHERE}",
    "channel": "title link description atom:link* docs generator language lastBuildDate item*",
    "item": "title link description content:encoded guid category* pubDate dc:creator* "
    f"dc:language {_ANYWHERE}",
}
_ALLOWED = {
    parent: frozenset(names.replace("*", "").split()) for parent, names in _CHILDREN.items()
}
_REPEATED = {
    parent: frozenset(name[:-1] for name in names.split() if name.endswith("*"))
    for parent, names in _CHILDREN.items()
}
_WITHOUT_TEXT = "atom:link atom:category atom:author atom:entry fh:archive item media:content"
_BLANK = frozenset(_WITHOUT_TEXT.split())
_LINKS = "alternate self hub enclosure related via prev-archive next-archive current"
_RELATIONS = frozenset(_LINKS.split())
# RSS cannot say that a title is no HTML; Atom can.
_PLAIN_IN_ATOM = frozenset(("atom:title", "atom:subtitle", "atom:summary", "atom:rights"))

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")
_URI = re.compile(r"[\w;/?:@&=+$.!~*'()%,#-]*", re.ASCII)
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CONTROLS = re.compile("[\x7f-\x9f]")
_TAG = re.compile(r"</(\w+)>")
_ENTITY = re.compile(r"&(#?\w+)")
_NAMED = frozenset((*entities.name2codepoint, "apos"))
_EMAIL = re.compile(r"<[\w+.'-]+@[\w-]+\.[\w.-]+>", re.ASCII)
_QUARTERS = re.compile(r"[+-]\d\d(?![03]0)\d\d$")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def check_rules(root: Element) -> Iterator[Finding]:
    """What is wrong with the elements of an Atom or RSS feed.

    Args:
        root: <feed> or <rss>.
    """
    feed = root.find("channel") or root
    yield from _check_language(root.line, root.attributes.get(_XML_LANG, "en"))
    yield from _check_children(feed)
    yield from _check_archive(feed)
    for child in feed.children:
        if _shorten(child.name) in ("atom:entry", "item"):
            yield from _check_children(child)
            yield from _check_entry(child)
            yield from _check_language(child.line, child.attributes.get(_XML_LANG, "en"))


def _shorten(name: str) -> str:
    """A name with the prefix that is usual for its namespace."""
    if not name.startswith("{"):
        return name
    namespace, _, local = name[1:].partition("}")
    return f"{_PREFIXES.get(namespace, namespace)}:{local}"


def _check_children(parent: Element) -> Iterator[Finding]:
    kind = _shorten(parent.name)
    counts: Counter[str] = Counter()
    alternates: Counter[tuple[str, str]] = Counter()
    for child in parent.children:
        name = _shorten(child.name)
        counts[name] += 1
        if name not in _ALLOWED[kind]:
            yield child.line, f"<{name}> has no place in <{kind}> (UndefinedElement)"
        elif counts[name] == 2 and name not in _REPEATED[kind]:
            yield child.line, f"<{kind}> has a second <{name}> (DuplicateElement)"
        if counts["atom:entry"] + counts["item"] and name not in ("atom:entry", "item"):
            yield child.line, f"<{name}> stands after the entries (MisplacedMetadata)"
        if name == "atom:link" and child.attributes.get("rel", "alternate") == "alternate":
            alternates[child.attributes.get("type", ""), child.attributes.get("hreflang", "")] += 1
        yield from _check_element(name, child)
    if any(count > 1 for count in alternates.values()):
        yield parent.line, f"<{kind}> has two alternates of one kind (DuplicateAtomLink)"


def _check_element(name: str, element: Element) -> Iterator[Finding]:
    yield from _check_text(name, element)
    yield from _check_address(name, element)
    if name == "atom:category" and not element.attributes.get("term", "").strip():
        yield element.line, "a category without a term (MissingAttribute)"
    if name in ("language", "dc:language"):
        yield from _check_language(element.line, element.text)
    if name in ("pubDate", "lastBuildDate"):
        yield from _check_date(element.line, element.text)


def _check_text(name: str, element: Element) -> Iterator[Finding]:
    text, attributes = element.text, element.attributes
    if name not in _BLANK and not text.strip():
        yield element.line, f"<{name}> is empty (NotBlank)"
    if _CONTROLS.search(text) or any(map(_CONTROLS.search, attributes.values())):
        yield element.line, f"<{name}> holds control characters (BadCharacters)"
    if name in _PLAIN_IN_ATOM and attributes.get("type", "text") == "text" and _looks_like(text):
        yield element.line, f"<{name}> is text that looks like HTML (ContainsUndeclaredHTML)"
    if name == "atom:author" and _EMAIL.search(element.read(f"{{{_ATOM}}}name")):
        yield element.line, "an author's name holds an e-mail address (ContainsEmail)"


def _check_address(name: str, element: Element) -> Iterator[Finding]:
    text, attributes = element.text, element.attributes
    if name == "atom:link" and attributes.get("rel", "alternate") not in _RELATIONS:
        yield element.line, f"rel={attributes['rel']!r} is unknown (UnregisteredAtomLinkRel)"
    if name == "media:content" and not attributes.get("url", "").startswith("http"):
        yield element.line, "a picture without its full address (InvalidFullLink)"
    for address in (attributes.get("href", ""), attributes.get("url", "")):
        if not _URI.fullmatch(address):
            yield element.line, f"{address!r} holds what no address may hold (InvalidUriChar)"
    if name == "link" and not _URI.fullmatch(text):
        yield element.line, f"{text!r} holds what no address may hold (InvalidUriChar)"
    if name in ("atom:id", "guid") and text.startswith("urn:uuid:") and not _UUID.fullmatch(text):
        yield element.line, f"{text!r} is no UUID (InvalidUUID)"


def _check_entry(entry: Element) -> Iterator[Finding]:
    names = [_shorten(child.name) for child in entry.children]
    if entry.name == "item":
        if (
            "content:encoded" in names
            and "description" not in names[: names.index("content:encoded")]
        ):
            yield entry.line, "content:encoded without description (NeedDescriptionBeforeContent)"
    elif "atom:content" not in names and "atom:summary" not in names:
        yield entry.line, "neither content nor summary (MissingTextualContent)"


def _check_language(line: int, code: str) -> Iterator[Finding]:
    if not _LANGUAGE.fullmatch(code):
        yield line, f"{code!r} is no language's code (InvalidLanguage)"


def _check_date(line: int, date: str) -> Iterator[Finding]:
    if not _names_its_day(date):
        yield line, f"{date!r} was another day of the week (IncorrectDOW)"
    if _QUARTERS.search(date):
        yield line, f"{date!r} has the zone of few readers (ProblematicalRFC822Date)"


def _check_archive(feed: Element) -> Iterator[Finding]:
    names = [_shorten(child.name) for child in feed.children]
    if "fh:archive" not in names:
        return
    relations = {child.attributes.get("rel") for child in feed.children}
    if "current" not in relations:
        yield feed.line, "does not name its current feed (MissingCurrentInArchive)"


def _looks_like(text: str) -> bool:
    """Whether a text holds the end of an HTML element or an entity."""
    if "&" not in text and "<" not in text:
        return False
    found = _ENTITY.findall(text)
    return bool(_TAG.search(text)) or any(name in _NAMED or not name.isalpha() for name in found)


def _names_its_day(text: str) -> bool:
    try:
        return text[:3] == _DAYS[parsedate_to_datetime(text).weekday()]
    except ValueError:
        return True  # no date at all, which is reported otherwise
