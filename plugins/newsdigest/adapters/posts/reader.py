"""Post files → articles and their bodies' HTML.

Markdown posts are read by our own parser and converted by one Markdown instance;
every other format goes through Pelican's `Readers`, but without their processing of
metadata, which would fill up partial dates with today's day.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from newsdigest.adapters.posts.records import SourceRecord
from newsdigest.adapters.stamps import digest_data
from newsdigest.errors import PostError, SettingsError
from newsdigest.fingerprints import digest_bytes, digest_of
from newsdigest.model import Article
from newsdigest.posts import (
    Facts,
    Source,
    build_source,
    check_fidelity,
    digest_text,
    find_lines,
    find_slips,
    is_generated,
    list_fields,
    locate_places,
    parse_facts,
    parse_post,
    render_paragraphs,
    to_article,
)
from newsdigest.threads import Traits, build_traits

MARKDOWN_EXTENSIONS = frozenset(("md", "markdown", "mkd", "mdown"))

_TAG = re.compile(r"<[^>]*>")
_META = "markdown.extensions.meta"
_CODEHILITE = "markdown.extensions.codehilite"
_EXTRA = "markdown.extensions.extra"


@dataclass(frozen=True, slots=True)
class ReadPost:
    """What reading a post gave.

    Attributes:
        hash: Of the post and of what counts in its facts file.
        html: The body; links of Pelican's own kind are not resolved yet.
        source: Where the article's values were read; None without facts.
        traits: What the article is compared by; None without an article, or if the site
            has no stories.
    """

    hash: str
    record: SourceRecord
    html: str
    source: Source | None = None
    traits: Traits | None = None


class PostReader:
    """Reads posts under one set of Pelican's settings."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        """Nothing is imported or made until the first post is read."""
        self._settings = settings
        self._language = str(settings["DEFAULT_LANG"])
        self._content = str(settings["PATH"])
        self._compared = settings.get("NEWSDIGEST", {}).get("stories", True)

    @cached_property
    def extensions(self) -> frozenset[str]:
        """File name extensions, without the dot, of all posts that can be read."""
        return frozenset(self._readers.extensions)

    @cached_property
    def _readers(self) -> Any:
        from pelican.readers import Readers

        return Readers(dict(self._settings))

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(str(self._settings.get("TIMEZONE", "UTC")))

    @cached_property
    def _markdown(self) -> Any:
        from markdown import Markdown

        return Markdown(**_build_markdown_options(self._settings["MARKDOWN"]))

    @cached_property
    def _stock_markdown(self) -> bool:
        """Whether `MARKDOWN` is Pelican's default, so that `render_paragraphs` may be used."""
        options = _build_markdown_options(self._settings["MARKDOWN"])
        return options == {
            "extensions": [_CODEHILITE, _EXTRA],
            "extension_configs": {_CODEHILITE: {"css_class": "highlight"}, _EXTRA: {}, _META: {}},
            "output_format": "html5",
        }

    @cached_property
    def _linked(self) -> re.Pattern[str]:
        """Pelican's rule for links that it resolves (`Content`), in an attribute's value."""
        return re.compile(
            r"<[^\>]+(?:href|src|poster|data|cite|formaction|action|content)\s*=\s*"
            rf"(?P<quote>[\"'])(?P<path>{self._settings['INTRASITE_LINK_REGEX']}"
            r"(?P<value>.*?))(?P=quote)"
        )

    @cached_property
    def _own_markdown(self) -> bool:
        """Whether `READERS` leaves Markdown to Pelican's own reader, whose work we do."""
        from pelican.readers import MarkdownReader

        return type(self._readers.readers.get("md")) is MarkdownReader

    def read(self, source: str, relative: str, data: bytes, facts: bytes | None) -> ReadPost:
        """The post as an article; what is wrong with it stands in its record.

        Args:
            source: Path relative to the site's root: the article's `source`.
            relative: Path relative to Pelican's `PATH`.
            data: The file's bytes.
            facts: Those of the facts file beside it.
        """
        digest = hash_post(data, facts)
        known = _read_facts(facts)
        addresses = known.addresses if known else _read_addresses(facts)
        origin = None
        try:
            text = data.decode("utf-8-sig")
            if self._own_markdown and relative.rpartition(".")[2] in MARKDOWN_EXTENSIONS:
                article, html, problems = self._read_markdown(source, relative, text, addresses)
                if not is_generated(text):
                    problems += _find_slips(text, known)
                if article is not None and known is not None:
                    article, origin = _add_source(article, text, known)
            else:
                article, html = self._read_otherwise(source, relative, addresses)
                problems = ()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            fault = (line, "not UTF-8: save the file in that encoding", "error")
            return ReadPost(digest, SourceRecord(None, (fault,)), "")
        except PostError as error:
            return ReadPost(digest, SourceRecord(None, ((error.line, str(error), "error"),)), "")
        if article is not None:
            article = replace(article, length=len(_TAG.sub("", html)))
        linked = article is not None and "=" in html and bool(self._linked.search(html))
        traits = build_traits(article, html) if article and self._compared else None
        return ReadPost(digest, SourceRecord(article, problems, linked), html, origin, traits)

    def _read_markdown(
        self, source: str, relative: str, text: str, addresses: tuple[str, ...]
    ) -> tuple[Article | None, str, tuple[tuple[int, str, str], ...]]:
        try:
            post = parse_post(text)
            header = self._complete_header(dict(post.header), relative)
            generated = is_generated(text)
            summary = None if generated else self._convert(post.get("summary") or "")
            html = self._convert(post.body)
            article = self._build_article(source, header, html, addresses, summary or None)
        except PostError as error:
            if error.line:
                raise
            self._locate_fault(source, text, error)
        difference = check_fidelity(post.body, html) if generated else None
        if difference is None:
            return article, html, ()
        message = f"{difference}: take what changes the text out of MARKDOWN in the settings"
        return article, html, ((0, message, "error"),)

    def _locate_fault(self, source: str, text: str, error: PostError) -> NoReturn:
        """Raises the error anew, with its line."""
        header = dict(parse_post(text).header)
        zone = self._find_zone(header)
        to_article(source, header, "", language=self._language, lines=find_lines(text), zone=zone)
        raise error

    def _convert(self, markdown: str) -> str:
        if not markdown:
            return ""
        html = render_paragraphs(markdown) if self._stock_markdown else None
        return str(self._markdown.reset().convert(markdown)) if html is None else html

    def _read_otherwise(
        self, source: str, relative: str, addresses: tuple[str, ...]
    ) -> tuple[Article | None, str]:
        reader = self._make_raw_reader(relative.rpartition(".")[2])
        try:
            html, metadata = reader.read(os.path.join(self._content, relative))
        except Exception as error:
            fault = " ".join(str(error).split()) or type(error).__name__
            raise PostError(f"cannot be read: {fault}") from error
        html = html or ""
        given = {str(key): _join_values(key, value) for key, value in metadata.items()}
        header = self._complete_header(given, relative)
        formatted = "summary" in self._settings["FORMATTED_FIELDS"]
        summary = given.get("summary") if formatted else None
        return self._build_article(source, header, html, addresses, summary), html

    def _build_article(
        self,
        source: str,
        header: Mapping[str, str],
        html: str,
        addresses: tuple[str, ...],
        summary: str | None,
    ) -> Article | None:
        digest = digest_data(html.encode("utf-8", "surrogatepass"))
        return to_article(
            source,
            header,
            digest,
            language=self._language,
            addresses=addresses,
            summary_html=summary,
            zone=self._find_zone(header),
        )

    def _find_zone(self, header: Mapping[str, str]) -> ZoneInfo | None:
        """The zone of times without an offset: none in what a seed states."""
        return None if "seed" in map(str.lower, header) else self._zone

    def _make_raw_reader(self, extension: str) -> Any:
        kind = type(self._readers.readers[extension])
        raw = type(f"Raw{kind.__name__}", (_RawMetadata, kind), {})
        return raw(dict(self._settings))

    def _complete_header(self, header: dict[str, str], relative: str) -> dict[str, str]:
        """The header of a hand-written post with what `DEFAULT_METADATA`,
        `EXTRA_PATH_METADATA`, `FILENAME_METADATA` and `PATH_METADATA` add to it.
        """
        keys = {key.lower() for key in header}
        if "seed" in keys:
            return header
        for key, value in self._read_path(relative):
            if key.lower() not in keys:
                keys.add(key.lower())
                header[key] = _join_values(key, value)
        return header

    def _read_path(self, relative: str) -> Iterator[tuple[str, Any]]:
        settings = self._settings
        name = os.path.splitext(os.path.basename(relative))[0]
        for pattern, text in (
            (settings["FILENAME_METADATA"], name),
            (settings["PATH_METADATA"], relative),
        ):
            match = re.match(pattern, text) if pattern else None
            for key, value in match.groupdict().items() if match else ():
                if value is not None:
                    yield key, value
        extra = settings["EXTRA_PATH_METADATA"]
        for path in sorted(extra, reverse=True):
            if relative == path or relative.startswith(f"{path.rstrip('/')}/"):
                yield from extra[path].items()
        yield from dict(settings["DEFAULT_METADATA"]).items()


class _RawMetadata:
    """Mixed into a reader of Pelican's: metadata stay the text that the post holds."""

    def process_metadata(self, name: str, value: Any) -> Any:
        del name
        return value


def hash_post(data: bytes, facts: bytes | None) -> str:
    """Digest of all that a post's record is made of."""
    return digest_bytes(data, facts or b"")


def _read_facts(facts: bytes | None) -> Facts | None:
    """None for a file that is missing or damaged; ingest reports that."""
    try:
        return parse_facts(facts.decode("utf-8")) if facts else None
    except (PostError, UnicodeDecodeError):
        return None


def _find_slips(text: str, facts: Facts | None) -> tuple[tuple[int, str, str], ...]:
    slips = find_slips(list_fields(text), dict(facts.header) if facts else {})
    return tuple((line, message, "warning") for line, message in slips)


def _add_source(article: Article, text: str, facts: Facts) -> tuple[Article, Source]:
    """The article with what the facts add to it, and where its values were read."""
    edited = not is_generated(text) and digest_text(parse_post(text).body) != facts.body
    origin = build_source(article, facts, edited=edited)
    return replace(locate_places(article, facts), source_digest=digest_of(origin)), origin


def _read_addresses(facts: bytes | None) -> tuple[str, ...]:
    """`addresses` of a facts file that is damaged elsewhere."""
    if not facts:
        return ()
    try:
        addresses = json.loads(facts)["addresses"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ()
    return tuple(map(str, addresses)) if isinstance(addresses, list) else ()


def _join_values(key: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        separator = "; " if key.lower() in ("tags", "authors") else "\n"
        return separator.join(map(str, value))
    return str(value)


def _build_markdown_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """`MARKDOWN` as Pelican reads it, without the extension that would take a body's
    first line for a header.

    Raises:
        SettingsError: If it is no dictionary.
    """
    if not isinstance(given, Mapping):
        raise SettingsError("MARKDOWN must be a dictionary of Python-Markdown's options")
    options = dict(given)
    configs = dict(options.get("extension_configs", {}))
    extensions = [*options.get("extensions", ()), *configs]
    options["extension_configs"] = configs
    options["extensions"] = [
        extension for extension in dict.fromkeys(extensions) if extension not in (_META, "meta")
    ]
    return options
