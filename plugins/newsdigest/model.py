"""The project's frozen values: what every other module takes and gives.

A value knows only what can be said of it alone; everything else is a function
in the module named after what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Generic, Literal, TypeVar

from newsdigest.errors import Problem

T = TypeVar("T")

EntityKind = Literal["people", "places", "organisations"]
RegisterKind = Literal["sections", "topics", "people", "places", "organisations"]

REGISTERS: tuple[RegisterKind, ...] = ("topics", "people", "places", "organisations")
"""Those that a site can do without."""
FeedDate = Literal["start", "omit", "added"]
DatePrecision = Literal["year", "month", "day"]


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date known to the year, the month or the day (EDTF level 0).

    Attributes:
        year: 1 to 9999.
        month: 1 to 12, or None where only the year is known.
        day: Day of the month, or None where it is not known.
        time: Time of day where the source names one; it may carry a UTC offset.

    Raises:
        ValueError: If the parts name no real date, or skip a part.
    """

    year: int
    month: int | None = None
    day: int | None = None
    time: time | None = None

    def __post_init__(self) -> None:
        if self.month is None and self.day is not None:
            raise ValueError("a day without a month")
        if self.day is None and self.time is not None:
            raise ValueError("a time without a day")
        # Zero is no month: only None stands for "not known".
        month = 1 if self.month is None else self.month
        date(self.year, month, 1 if self.day is None else self.day)

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        if self.time is not None:
            text += f"T{self.time.isoformat()}"
        return text

    @property
    def precision(self) -> DatePrecision:
        if self.day is not None:
            return "day"
        return "year" if self.month is None else "month"

    @property
    def first_day(self) -> date:
        """The first day of the period: for formats that cannot hold less than a day."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def first_instant(self) -> datetime:
        """The first instant of the period; a time without an offset is read as UTC."""
        at = self.time or time()
        return datetime.combine(self.first_day, at, at.tzinfo or UTC)

    @property
    def sort_key(self) -> tuple[int, int, int, str]:
        """Ascending by period; a month stands before its own first day."""
        at = self.time.isoformat() if self.time else ""
        return (self.year, self.month or 0, self.day or 0, at)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of `Seed.text`: code points, half-open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value was read and how.

    Attributes:
        method: The rule's name, such as "header", "dateline", "front-matter" or "detected".
        spans: The characters it was read from, in text order; empty only for what
            was concluded from the whole text (its language).
        confidence: 0 to 1.
    """

    method: str
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """A value and the place it was read from."""

    value: T
    provenance: Provenance


BlockKind = Literal["paragraph", "subhead", "item"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, subhead or list item of a seed's body.

    Attributes:
        kind: How it reads; the text is kept letter for letter whatever the kind.
        text: NFC, one line: white space at line ends and wrapped line ends folded
            into one space, everything else as in the seed.
        span: Where it stands in `Seed.text`.
    """

    kind: BlockKind
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Seed:
    r"""A raw news text, understood. Every character that is not white space stands in
    the header, in one of `blocks` or in `unplaced`.

    Attributes:
        name: File name below `seeds/`, with "/" separators: the seed's identity.
        sha256: Hexadecimal digest of the file's bytes.
        text: The decoded text: no BOM, line ends as "\n", otherwise untouched. All
            spans count in it.
        headline: NFC, one line, without soft hyphens.
        published: None where the text names no date of its own.
        language: ISO 639-1.
        rights: Copyright or licence line, such as "(c) AFP".
        tags: Given by the seed's own front matter or labels, in its order.
        header: The stretches above the body that were understood, in text order.
        blocks: The body, in text order. Nothing is left out of it but the header.
        unplaced: Header lines that no rule understood, such as unknown labels.
        problems: Warnings for the editor; `path` is `name`.
    """

    name: str
    sha256: str
    text: str
    headline: Sourced[str]
    published: Sourced[PartialDate] | None
    language: Sourced[str]
    byline: Sourced[str] | None = None
    dateline: Sourced[str] | None = None
    agency: Sourced[str] | None = None
    source: Sourced[str] | None = None
    rights: Sourced[str] | None = None
    summary: Sourced[str] | None = None
    category: Sourced[str] | None = None
    tags: tuple[Sourced[str], ...] = ()
    header: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    unplaced: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class GeoPlace:
    """Where a place lies.

    Attributes:
        geonames: Its id in GeoNames.
        country: ISO 3166-1 alpha-2 code in capitals, or "" for what lies in none.
        latitude: Degrees, north positive.
        longitude: Degrees, east positive.
    """

    geonames: int
    country: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, place or organisation that a seed names.

    Attributes:
        place: Where it lies, for a place that is known.
    """

    kind: EntityKind
    name: Sourced[str]
    place: GeoPlace | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that the seed gives as somebody's own.

    Attributes:
        text: Verbatim, without the outer quotation marks.
        speaker: None unless a clear pattern names one.
    """

    text: Sourced[str]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Enrichment:
    """What extraction adds to a seed; each value points at its characters."""

    summary: Sourced[str] | None = None
    category: Sourced[str] | None = None
    tags: tuple[Sourced[str], ...] = ()
    entities: tuple[Entity, ...] = ()
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation as a post states it."""

    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A post as the site sees it: its header, typed. The body stays in the index and
    is fetched by `uid` when a page is rendered.

    Attributes:
        uid: "urn:uuid:…"; for a hand-written post without one, derived from its path.
        source: The post's path relative to the site's root, with "/" separators.
        slug: Unique among the articles of one period.
        title: Plain text.
        language: ISO 639-1.
        published: None for an undated article.
        added: Aware; the moment the post first entered the site.
        summary: Plain text, or "".
        seed: The seed's name, or None for a hand-written post.
        aliases: Former addresses, relative to the site's root, without a leading "/".
        body_digest: Fingerprint of the rendered body.
        modified: Aware; the moment of the last correction that readers should hear of,
            where the post names one (`Modified`).
        coordinates: Where those of `places` lie that are known, in their order.
        source_digest: Fingerprint of what is known of where each value was read; "" for
            a post without facts.
        length: Code points of the rendered text.
    """

    uid: str
    source: str
    slug: str
    title: str
    language: str
    published: PartialDate | None
    added: datetime
    category: str | None
    summary: str
    body_digest: str
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    agency: str | None = None
    origin: str | None = None
    rights: str | None = None
    seed: str | None = None
    aliases: tuple[str, ...] = ()
    modified: datetime | None = None
    coordinates: tuple[tuple[str, GeoPlace], ...] = ()
    source_digest: str = ""
    length: int = 0

    @property
    def sort_key(self) -> tuple[tuple[int, int, int, str], str, str]:
        """Ascending by (period, slug, uid); undated articles come first."""
        period = self.published.sort_key if self.published else (0, 0, 0, "")
        return (period, self.slug, self.uid)


Bodies = Mapping[str, str]
"""Rendered body HTML by `Article.uid`, read from the index on demand."""


Builder = Callable[[object, Bodies], bytes]
"""A pure function of a view (and the bodies it names) that gives a file's bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of `output/`, planned but not rendered.

    Exactly one of `template` and `builder` is set. The bytes depend on the view, the
    bodies the view names by digest, and the code or template: on nothing else.

    Attributes:
        path: Relative to `output/`, with "/" separators, such as "2022/01/slug/index.html".
        view: A frozen dataclass whose fields are all that the template or builder sees.
        template: A Jinja template's name below the theme's `templates/`.
        builder: A function that gives the bytes.
        sources: Source files to name when this page is found faulty.
    """

    path: str
    view: object
    template: str | None = None
    builder: Builder | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """What the settings say of the whole site: all that a page may know globally.

    Nothing in it changes when an article is added.

    Attributes:
        url: `SITEURL` without a trailing slash.
        language: `DEFAULT_LANG`, the interface's language (ISO 639-1).
        description: One sentence for feeds and search engines, or "".
        author: The publisher's name, or "".
        register_min_articles: From how many articles on a name or topic gets its page.
        feed_min_articles: From how many articles on a name or topic has a feed.
        feed_archive: See `settings.Settings`.
        feed_date: See `settings.Settings`.
        feed_max_items: `FEED_MAX_ITEMS`; the entries of one feed document.
        front_page_articles: See `settings.Settings`.
        social_cards: See `settings.Settings`.
        menu: `(title, address)` of the pages that every page's menu names.
        site_id: What the ids of feeds are made of; if empty, `name` is.
        registers: See `settings.Settings`.
        day_digests: See `settings.Settings`.
        stories: See `settings.Settings`.
        exports: See `settings.Settings`.
        websub_hub: See `settings.Settings`.
        search: See `settings.Settings`.
        editions: See `settings.Settings`.
    """

    name: str
    url: str
    language: str
    description: str = ""
    author: str = ""
    register_min_articles: int = 2
    feed_min_articles: int = 5
    feed_archive: bool = True
    feed_date: FeedDate = "start"
    feed_max_items: int = 50
    front_page_articles: int = 20
    social_cards: Literal["none", "site", "articles"] = "none"
    menu: tuple[tuple[str, str], ...] = ()
    site_id: str = ""
    registers: tuple[RegisterKind, ...] = REGISTERS
    day_digests: bool = True
    stories: bool = True
    exports: bool = True
    websub_hub: str = ""
    search: bool = True
    editions: bool = False
