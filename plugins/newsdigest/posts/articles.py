"""A post's header → a typed `Article`.

Hand-written Pelican posts are as welcome as generated ones. Of Pelican's documented
fields these count: `Title`, `Slug`, `Lang`, `Date` (read as `Published` where that is
missing), `Category`, `Tags` (separated by ";" or else by commas),
`Author` and `Authors` (as `Byline`), `Summary`, `Modified` and `Status`: "draft",
"hidden" and "skip" keep a post off the site. `Url` and `Save_as` are refused, since
an article's address follows from its date and slug. `Template` and `Translation` are left aside.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from typing import TypeVar

from newsdigest.addresses import article_address, parse_alias
from newsdigest.dates import parse_edtf
from newsdigest.errors import PostError
from newsdigest.model import Article, PartialDate
from newsdigest.posts.escaping import plain_text, unescape_text
from newsdigest.posts.headers import clean_line, find_lines, parse_post
from newsdigest.posts.lists import split_list, split_quotes
from newsdigest.slugs import build_slug

T = TypeVar("T")

# Never change it: the ids of hand-written posts follow from it.
_POSTS = uuid.UUID("5b0b1f0c-0f0e-5d0e-9d4c-6b7f2f1d7f51")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OFF_SITE = frozenset(("draft", "hidden", "skip"))
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SLUG = re.compile(r"\w[\w.~-]*")
_UID = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:\S+")
_SPACED_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[ _T](\d\d:\d\d(?::\d\d)?) ?(Z|[+-]\d\d:?\d\d)?")


def read_article(
    source: str,
    text: str,
    body_digest: str,
    *,
    language: str,
    addresses: tuple[str, ...] = (),
    summary_html: str | None = None,
) -> Article | None:
    """The article that a post's text states; see `to_article`. Errors know their line."""
    header = dict(parse_post(text).header)
    return to_article(
        source,
        header,
        body_digest,
        language=language,
        addresses=addresses,
        summary_html=summary_html,
        lines=find_lines(text),
    )


def to_article(
    source: str,
    header: Mapping[str, str],
    body_digest: str,
    *,
    language: str,
    addresses: tuple[str, ...] = (),
    summary_html: str | None = None,
    lines: Mapping[str, int] | None = None,
    zone: tzinfo | None = None,
) -> Article | None:
    """The article that a header states, or None if its `Status` keeps it off the site.

    Args:
        source: The post's path relative to the site's root; the id of a post without
            `Uid` follows from it.
        header: As `parse_post` gives it; keys of any case.
        body_digest: Fingerprint of the rendered body.
        language: The site's, for a post without `Lang`.
        addresses: `Facts.addresses` of the facts file beside the post.
        summary_html: `Summary` as Pelican rendered it (it is Markdown there); without it
            the field is taken as text in which ingest escaped Markdown.
        lines: `find_lines` of the post, so that errors can name the line.
        zone: Of times without an offset; None leaves them without one.

    Raises:
        PostError: For a field that is missing or wrong.
    """
    fields = _Fields(header, lines or {})
    if (fields.get("status") or "").lower() in _OFF_SITE:
        return None
    fields.refuse("url", "save_as")

    def read(key: str, parse: Callable[[str], PartialDate] = _parse_date) -> PartialDate | None:
        return fields.parse(key, lambda value: _add_offset(parse(value), zone))

    title = fields.get("title")
    if not title:
        raise PostError("no title: write 'Title: …' on the first line", 1)

    def read_instant(key: str) -> datetime | None:
        return fields.parse(key, lambda value: _to_instant(_add_offset(_parse_date(value), zone)))

    published = read("published", parse_edtf) or read("date")
    lang = fields.parse("lang", _parse_language) or language
    summary = plain_text(summary_html) if summary_html else fields.get("summary") or ""
    article = Article(
        uid=fields.parse("uid", _parse_uid) or build_uid(source),
        source=source,
        slug=fields.parse("slug", _parse_slug) or build_slug(title, lang),
        title=title,
        language=lang,
        published=published,
        added=read_instant("added") or _first_instant(published),
        category=fields.get("category"),
        summary=clean_line(summary if summary_html else unescape_text(summary)),
        body_digest=body_digest,
        tags=fields.split("tags", commas=True),
        people=fields.split("people"),
        places=fields.split("places"),
        organisations=fields.split("organisations"),
        quotes=split_quotes(fields.raw("quotes")),
        byline=fields.get("byline") or _list_authors(fields),
        dateline=fields.get("dateline"),
        agency=fields.get("agency"),
        origin=fields.get("source"),
        rights=fields.get("rights"),
        seed=fields.get("seed"),
        modified=read_instant("modified"),
    )
    return _with_aliases(article, (*fields.parse_each("aliases", parse_alias), *addresses))


def build_uid(source: str) -> str:
    """The id of a hand-written post that states none: it stays while the file's path does."""
    return uuid.uuid5(_POSTS, source).urn


class _Fields:
    """A header by lower-case key."""

    def __init__(self, header: Mapping[str, str], lines: Mapping[str, int]) -> None:
        self.values = {key.lower(): value for key, value in header.items()}
        self.lines = lines

    def raw(self, key: str) -> str:
        return self.values.get(key, "")

    def get(self, key: str) -> str | None:
        """The value on one line, or None where nothing is stated."""
        value = self.values.get(key)
        return clean_line(value) or None if value else None

    def split(self, key: str, *, commas: bool = False) -> tuple[str, ...]:
        value = self.values.get(key)
        return split_list(value, commas=commas) if value else ()

    def refuse(self, *keys: str) -> None:
        for key in keys:
            if self.get(key):
                message = (
                    f"{key.capitalize()} cannot be honoured: an article's address follows from "
                    "Published and Slug; former addresses belong into Aliases"
                )
                raise PostError(message, self.lines.get(key, 0))

    def parse(self, key: str, parse: Callable[[str], T]) -> T | None:
        value = self.get(key)
        return None if value is None else self._parse_value(key, value, parse)

    def parse_each(self, key: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        return tuple(self._parse_value(key, value, parse) for value in self.split(key))

    def _parse_value(self, key: str, value: str, parse: Callable[[str], T]) -> T:
        try:
            return parse(value)
        except ValueError as error:
            message = f"{key.capitalize()}: {value!r} is wrong: {error}"
            raise PostError(message, self.lines.get(key, 0)) from error


def _with_aliases(article: Article, former: tuple[str, ...]) -> Article:
    current = article_address(article)
    aliases = tuple(dict.fromkeys(address for address in former if address != current))
    return replace(article, aliases=aliases) if aliases else article


def _list_authors(fields: _Fields) -> str | None:
    authors = fields.split("authors", commas=True) or fields.split("author")
    return ", ".join(authors) or None


def _to_instant(date: PartialDate) -> datetime:
    """The first instant of a date, which feeds put into UTC."""
    instant = date.first_instant
    try:
        instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("in UTC it lies outside of the years 1 to 9999") from error
    return instant


def _first_instant(published: PartialDate | None) -> datetime:
    """When an article entered the site that does not say it."""
    if published is None:
        return _EPOCH
    try:
        return _to_instant(published)
    except ValueError:
        return datetime.combine(published.first_day, time(), UTC)


def _parse_date(value: str) -> PartialDate:
    """Pelican's `Date`: ISO 8601 with a space or "T" before a time, or a date in words."""
    spaced = _SPACED_TIME.fullmatch(value)
    try:
        return parse_edtf(f"{spaced[1]}T{spaced[2]}{spaced[3] or ''}" if spaced else value)
    except ValueError:
        from newsdigest.dates import match_date

        found = match_date(value)
        if found is None or found.span.end != len(value):
            raise
        return found.date


def _add_offset(date: PartialDate, zone: tzinfo | None) -> PartialDate:
    """The date with the offset that its time has in a zone, where it states none itself."""
    if zone is None or date.time is None or date.time.tzinfo is not None:
        return date
    offset = datetime.combine(date.first_day, date.time, zone).utcoffset()
    # Before there were zones, offsets had seconds, which RFC 3339 §4.2 cannot write.
    if offset is None or offset % timedelta(minutes=1):
        return date
    return replace(date, time=date.time.replace(tzinfo=timezone(offset)))


def _parse_language(value: str) -> str:
    code = re.split("[-_]", value.lower())[0]
    if not _LANGUAGE.fullmatch(code):
        raise ValueError("write a language code such as 'de'")
    return code


def _parse_slug(value: str) -> str:
    if not _SLUG.fullmatch(value) or value.isdigit() or len(value.encode()) > 150:
        raise ValueError("write letters, digits and '-', at most 150, and not digits alone")
    return value


def _parse_uid(value: str) -> str:
    if not _UID.fullmatch(value):
        raise ValueError("write 'urn:uuid:…', or remove the line")
    return value
