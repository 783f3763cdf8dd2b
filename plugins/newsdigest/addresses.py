"""Articles and registers → their addresses, and links between them.

An *address* is relative to the site's root, has no leading slash and names a folder
("2022/01/slug/"), a file ("feeds/all.atom.xml") or, empty, the front page. A *path*
is the file below `output/` that answers it ("2022/01/slug/index.html").

Canonical links, feeds, sitemaps and exports state the clean address (`to_absolute`).
Links from page to page name the file, "index.html" included (`to_relative`): a
browser that reads the site from `file://` shows a folder's listing for an address
that ends in "/", so only a file's name works everywhere without a server. Over HTTP
the canonical link tells search engines which of the two names counts.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from newsdigest.model import Article, PartialDate, RegisterKind

FRONT = ""
ARCHIVE = "archive/"
UNDATED = "undated/"
STORIES = "stories/"
FEEDS = "feeds/"
ALL_FEED = "feeds/all"
JSON_FEED = "feeds/feed.json"
OPML = "feeds/feeds.opml"
FEED_STYLE = "feeds/feed.css"
MAP = "map/"
SEARCH = "search/"
NOT_FOUND = "404.html"
CARD = "card.png"
MANIFEST = ".newsdigest-manifest"

_IN_URIS = "!$%&'()*+,/:;=?@~"
"""What stays as it is in an address's path, query and fragment; "%" may be a quoted sign."""

_PLAIN = re.compile(r"[a-z0-9/._~-]*", re.IGNORECASE | re.ASCII)


def article_address(article: Article) -> str:
    """Where an article stands: below its month, its year, or `undated/`."""
    published = article.published
    if published is None:
        return f"{UNDATED}{article.slug}/"
    if published.month is None:
        return f"{published.year:04d}/{article.slug}/"
    return f"{published.year:04d}/{published.month:02d}/{article.slug}/"


def period_address(period: PartialDate) -> str:
    """Where the digest of a year, month or day stands; a time of day is ignored."""
    parts = [f"{period.year:04d}"]
    if period.month is not None:
        parts.append(f"{period.month:02d}")
    if period.day is not None:
        parts.append(f"{period.day:02d}")
    return "/".join(parts) + "/"


def year_address(year: int) -> str:
    """Where the digest of a year stands."""
    return period_address(PartialDate(year))


def month_address(year: int, month: int) -> str:
    """Where the digest of a month stands."""
    return period_address(PartialDate(year, month))


def day_address(year: int, month: int, day: int) -> str:
    """Where the digest of a day stands."""
    return period_address(PartialDate(year, month, day))


def register_address(kind: RegisterKind) -> str:
    """Where the list of all sections, topics, people, places or organisations stands."""
    return f"{kind}/"


def letter_address(kind: RegisterKind, letter: str) -> str:
    """Where the part of a long register stands; no slug can take its place, since an
    entry has years below it and never letters.
    """
    return f"{kind}/letter/{letter}/"


def entry_address(kind: RegisterKind, slug: str) -> str:
    """Where the page of a section, topic or name stands."""
    return f"{kind}/{slug}/"


def story_address(slug: str) -> str:
    """Where a story's page stands."""
    return f"{STORIES}{slug}/"


def feed_stem(kind: str, slug: str) -> str:
    """Where the feed of a register's entry or a language stands, without the format."""
    return f"feeds/{kind}/{slug}"


def edition_stem(period: PartialDate) -> str:
    """Where the edition of a month stands, without the format."""
    return f"editions/{period}"


def parse_alias(text: str) -> str:
    """The address that a former address names: "old/url", "/old/url/" and
    "old/url/index.html" are one, "old/page.html" is a file.

    Raises:
        ValueError: If it could leave the site's folder or is no address of a page;
            the message says what to write.
    """
    address = text.strip().removeprefix("/")
    parts = address.removesuffix("/").split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{text!r} is no address: write it like 'old/url/'")
    if any(char in '\\:?#<>"' or not char.isprintable() for char in address):
        raise ValueError(f"{text!r} holds a character that no address may hold")
    if address.endswith((".html", ".htm", "/")):
        return to_address(address)
    if "." in parts[-1]:
        raise ValueError(f"{text!r} is no address of a page: end it in '/' or '.html'")
    return f"{address}/"


def to_path(address: str) -> str:
    """The file below `output/` that answers an address."""
    return f"{address}index.html" if address.endswith("/") or not address else address


def to_address(path: str) -> str:
    """The address that a file below `output/` answers."""
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path


def to_relative(from_path: str, address: str) -> str:
    """The link from one output file to an address, percent-encoded where needed.

    A complete URL (a menu may name one) stays as it is; so does a fragment ("#…").
    """
    if address.startswith("#") or _is_url(address):
        return address
    return "../" * from_path.count("/") + _quote(to_path(address))


def to_rooted(site_url: str, address: str) -> str:
    """The link that works from any depth of the site: for a page that a server shows
    in another one's place, such as the one for errors.
    """
    return address if _is_url(address) else f"{urlsplit(site_url).path}/{_quote(address)}"


def to_absolute(site_url: str, address: str) -> str:
    """The full URL of an address; `site_url` has no trailing slash."""
    return address if _is_url(address) else f"{site_url}/{_quote(address)}"


def to_uri(address: str) -> str:
    """A full address in ASCII (RFC 3987 §3.1), as RSS wants it; "" if it can be none."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.encode("idna").decode()
    except ValueError:
        return ""
    rest = (quote(part, safe=_IN_URIS) for part in parts[2:])
    return urlunsplit((parts.scheme, host, *rest)) if host else ""


def _is_url(address: str) -> bool:
    return address.startswith(("https://", "http://", "mailto:"))


def _quote(address: str) -> str:
    return address if _PLAIN.fullmatch(address) else quote(address, safe="/-._~")
