"""What templates see: frozen views, one a page kind, and nothing else.

A view holds plain facts; words, dates in letters and links are the templates' work.
Nothing here may stand in the frame of every page (`SiteHeader`) and change with each
article: no counts, no list of the newest.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from newsdigest.model import REGISTERS, PartialDate, Quote, RegisterKind


class View(Struct, frozen=True, gc=False):
    """What a template sees, or a part of it.

    A struct of msgspec is a frozen dataclass that is made and compared in C: views are made
    by the hundred thousand. They hold no cycles, so no garbage is looked for among them.
    """


class SiteHeader(View, frozen=True):
    """What every page says of the site.

    Attributes:
        url: Without a trailing slash.
        language: The interface's (ISO 639-1).
        description: One sentence, or "".
        author: The publisher's name, or "".
        menu: `(title, address)` of the editor's own pages.
        registers: Which of topics, people, places and organisations have pages.
        stories: Whether there are pages of stories.
        exports: Whether there are files for programs.
        card: The address of the picture that stands beside links to the site, or "".
        search: Whether the site has a page of the search.
    """

    name: str
    url: str
    language: str
    description: str
    author: str
    menu: tuple[tuple[str, str], ...]
    registers: tuple[RegisterKind, ...] = REGISTERS
    stories: bool = True
    exports: bool = True
    card: str = ""
    search: bool = True


class NameLink(View, frozen=True):
    """A name and its page; `address` is None where it has none."""

    name: str
    address: str | None


class PeriodLink(View, frozen=True):
    """A year, month or day and the address of its list."""

    period: PartialDate
    address: str


class PeriodCount(View, frozen=True):
    """A year, month or day, the address of its list and how many articles that holds.

    Attributes:
        at_least: Whether `count` is rounded down, see `counts.round_count`.
    """

    period: PartialDate
    address: str
    count: int
    at_least: bool = False


class ArticleLink(View, frozen=True):
    """Enough of an article to name it in a list.

    Attributes:
        published: None for an undated article.
    """

    address: str
    title: str
    language: str
    published: PartialDate | None


class ArticleCard(ArticleLink, frozen=True):
    """Enough of an article to tell what it is about.

    Attributes:
        summary: Plain text, or "".
        section: None where the post names none.
    """

    summary: str
    section: NameLink | None


class ArticleFull(ArticleCard, frozen=True):
    """All of an article but its body, which a template asks for with `body(article.uid)`.

    Attributes:
        body_digest: Makes the page depend on the body's text.
        source_digest: Makes the page depend on `source(article.uid)`; "" where the post
            has no facts to show.
        repeated: Whether another article has the same title or summary, so that the
            page's title must tell more to be one of a kind.
        card: The address of the article's own picture for links elsewhere, or "".
        topics: As the post names them; those with few articles have no page.
    """

    uid: str
    body_digest: str
    source_digest: str
    repeated: bool
    card: str
    topics: tuple[NameLink, ...]
    people: tuple[NameLink, ...]
    places: tuple[NameLink, ...]
    organisations: tuple[NameLink, ...]
    quotes: tuple[Quote, ...]
    byline: str | None
    dateline: str | None
    agency: str | None
    origin: str | None
    rights: str | None


class StoryPlace(View, frozen=True):
    """An article's place in its story.

    Attributes:
        address: The story's.
        title: The story's.
        language: The title's (ISO 639-1).
        previous: What came before it in the story; None for a later version of a report.
        next: What came after it; None for a later version, too.
    """

    address: str
    title: str
    language: str
    previous: ArticleLink | None
    next: ArticleLink | None


class ArticleView(View, frozen=True):
    """An article's page.

    Attributes:
        digests: Its month and, if it is known and has a digest, its day; its year, if that is
            all that is known; none if it is undated.
        story: The story that it belongs to; None for most.
        versions: The same report in other words; the first one first; a dozen at most on the
            first one's page, three on that of a later one.
        related: The nearest first, none of the same story; each with the names and words
            that both share.
    """

    site: SiteHeader
    article: ArticleFull
    digests: tuple[PeriodLink, ...]
    story: StoryPlace | None = None
    versions: tuple[ArticleLink, ...] = ()
    related: tuple[tuple[ArticleLink, str], ...] = ()


class Rail(View, frozen=True):
    """The newest articles of one section.

    Attributes:
        section: None for articles without one.
        lead: The newest.
        articles: The others, newest first.
    """

    section: NameLink | None
    lead: ArticleCard
    articles: tuple[ArticleLink, ...]


class Saying(View, frozen=True):
    """A quotation and the article it stands in."""

    quote: Quote
    article: ArticleLink


class ArticleLead(ArticleCard, frozen=True):
    """The front page's first article; its text begins there.

    Attributes:
        body_digest: Makes the page depend on the body's text, `body(lead.uid)`.
    """

    uid: str
    body_digest: str


class FrontMonth(View, frozen=True):
    """The newest month on the front page.

    Attributes:
        digest: The month's own page and how many articles it has.
        days: Its days that hold articles, ascending.
        names: Those with a page that it names most often.
    """

    digest: PeriodCount
    days: tuple[PeriodCount, ...]
    names: tuple[NameLink, ...]


class FrontView(View, frozen=True):
    """The front page.

    Attributes:
        edition: The date of the newest article and its digest; None on a site without dates.
        lead: Of the newest articles the one that tells most; None on an empty site.
        seconds: The next ones, newest first.
        rails: The rest of the newest articles by section, the freshest section first, those
            without one last.
        sections: Every section, by name.
        month: The newest month; None on a site without one.
        months: The newest months, newest first.
        sayings: The newest quotations with a speaker, one a speaker, one an article.
        stories: Those that went on last, the latest first.
        map: The places of the newest articles; None if none lies somewhere known.
    """

    site: SiteHeader
    edition: PeriodLink | None
    lead: ArticleLead | None
    seconds: tuple[ArticleCard, ...]
    rails: tuple[Rail, ...]
    sections: tuple[NameLink, ...]
    month: FrontMonth | None
    months: tuple[PeriodCount, ...]
    sayings: tuple[Saying, ...]
    stories: tuple[StoryCount, ...]
    map: PlaceMap | None


class ArchiveView(View, frozen=True):
    """The list of all years.

    Attributes:
        years: Newest first, each with its months, newest first.
        undated: How many articles have no date, and whether that is rounded down.
    """

    site: SiteHeader
    years: tuple[tuple[PeriodCount, tuple[PeriodCount, ...]], ...]
    undated: tuple[int, bool]


class MapDot(View, frozen=True):
    """A place on a map, in the map's units."""

    name: str
    address: str
    x: int
    y: int
    radius: int


class MapLabel(View, frozen=True):
    """The name of a place beside its dot.

    Attributes:
        x: Where the name begins, or where it ends.
        y: Its base line.
        ends: Whether it stands at the left of the dot and ends at `x`.
    """

    name: str
    x: int
    y: int
    ends: bool


class PlaceMap(View, frozen=True):
    """A part of the world, in tenths of a degree east of 180° W and south of 90° N.

    Attributes:
        land: Address of the picture of the whole world.
        dots: The largest first.
        labels: Names of the most frequent places; only the large map has any.
        size: Of the letters of these names.
    """

    land: str
    left: int
    top: int
    width: int
    height: int
    dots: tuple[MapDot, ...]
    labels: tuple[MapLabel, ...] = ()
    size: int = 0


class LandView(View, frozen=True):
    """The picture of the land, which depends on nothing."""


class MapView(View, frozen=True):
    """All places that have a page and lie somewhere known.

    Attributes:
        map: None where there are none.
        detail: The closer part in which most of them lie; None if the map is close enough.
        places: Those on the map, by name, with rounded counts.
        more: Whether there are so many that the less frequent ones are left out.
    """

    site: SiteHeader
    map: PlaceMap | None
    detail: PlaceMap | None
    places: tuple[NameCount, ...]
    more: bool


class LeadReason(View, frozen=True):
    """Why a report stands at the head of a digest.

    Attributes:
        kind: "story": the period has more articles of its story; "reach": other reports
            of the period name the same people, places or organisations; "length": its
            text is the longest.
        count: Of further articles, of shared names, or of characters.
    """

    kind: Literal["story", "reach", "length"]
    count: int


class DigestReport(View, frozen=True):
    """What a digest shows once, whatever number of articles tell it.

    Attributes:
        article: The latest of them.
        others: The earlier ones of the same period, ascending.
        reasons: Why it leads; empty for what does not.
    """

    article: ArticleCard
    others: tuple[ArticleLink, ...]
    reasons: tuple[LeadReason, ...] = ()


class DigestPart(View, frozen=True):
    """The reports of one period in a digest.

    Attributes:
        link: The period's own page, unless it has none or is the page itself.
    """

    period: PartialDate
    link: PeriodLink | None
    reports: tuple[DigestReport, ...]


class DigestFigures(View, frozen=True):
    """What a period holds, in numbers; names count once each."""

    articles: int
    reports: int
    quotations: int
    people: int
    places: int
    organisations: int


class NameTrend(View, frozen=True):
    """A name of a period.

    Attributes:
        count: How many articles of the period name it.
        before: The same in the period before; None if there is none.
    """

    name: str
    address: str
    count: int
    before: int | None


class SameDay(View, frozen=True):
    """The same day of another year, and what led in it."""

    period: PeriodLink
    article: ArticleLink


class EditionLinks(View, frozen=True):
    """Where the editions of a month stand."""

    period: PartialDate
    book: str
    letter: str


class DigestView(View, frozen=True):
    """A year, month or day: what led, then a chronicle, ascending.

    Attributes:
        parents: The wider periods, the widest first.
        divisions: A year's months or a month's days that hold articles and have digests.
        figures: Of all articles of the period.
        leads: The reports that most speaks for; they don't stand in `parts` again.
        parts: A year's articles without a month; a month's articles without a day, then
            its days; a day's articles.
        sayings: Quotations of the period with a speaker, those of what led first.
        people: The most frequent.
        places: The most frequent.
        organisations: The most frequent.
        map: Those of `places` that lie somewhere known.
        same_day: Of a day: the nearest other years that have articles of the same day.
        previous: The year, month or day before it that holds articles.
        next: The one after it.
        editions: Of a month that is over, if the site has editions.
    """

    site: SiteHeader
    period: PartialDate
    parents: tuple[PeriodLink, ...]
    divisions: tuple[PeriodCount, ...]
    figures: DigestFigures
    leads: tuple[DigestReport, ...]
    parts: tuple[DigestPart, ...]
    sayings: tuple[Saying, ...]
    people: tuple[NameTrend, ...]
    places: tuple[NameTrend, ...]
    organisations: tuple[NameTrend, ...]
    map: PlaceMap | None
    same_day: tuple[SameDay, ...]
    previous: PeriodLink | None
    next: PeriodLink | None
    editions: EditionLinks | None


class StoryLink(View, frozen=True):
    """A story and when it began.

    Attributes:
        language: The title's (ISO 639-1).
        first: None if no article has a date.
    """

    address: str
    title: str
    language: str
    first: PartialDate | None


class StoryCount(StoryLink, frozen=True):
    """A story, how many reports it has and when they begin and end.

    Attributes:
        count: Of a report in several versions only one counts.
        last: None if no article has a date.
    """

    count: int
    last: PartialDate | None


class StoryEntry(View, frozen=True):
    """A report in a story, and its other versions."""

    article: ArticleCard
    versions: tuple[ArticleLink, ...]


class StoryView(View, frozen=True):
    """A story's page.

    Attributes:
        story: With its count and end on the page of the story itself.
        part: The year or month of a long story that this page is of; None on the page of
            the story itself.
        years: Ascending; a group without a year for undated articles stands first.
        others: The parts of a long story that have pages of their own, ascending; none on
            those.
        feed: The address of its feed, or None.
    """

    site: SiteHeader
    story: StoryLink
    part: PartialDate | None
    years: tuple[tuple[PartialDate | None, tuple[StoryEntry, ...]], ...]
    others: tuple[PeriodCount, ...]
    feed: str | None


class StoriesView(View, frozen=True):
    """A list of stories.

    Attributes:
        part: Whether these are the stories that began in one year, or those without a
            date; else all of them, or the newest if there are `years`.
        year: The year of such a part.
        stories: Those with the newest articles first; none in a part.
        begun: Those of a part, the latest to begin first: it does not change as they grow.
        years: The lists by year, newest first; none where there are few stories.
        undated: Address of the list of stories without a date.
    """

    site: SiteHeader
    part: bool
    year: PartialDate | None
    stories: tuple[StoryCount, ...]
    begun: tuple[StoryLink, ...]
    years: tuple[PeriodLink, ...]
    undated: str | None


class UndatedView(View, frozen=True):
    """The articles without a date, by address."""

    site: SiteHeader
    articles: tuple[ArticleLink, ...]


class NameCount(View, frozen=True):
    """A name in a register, its page and how many articles that lists.

    Attributes:
        letter: Where it is filed in a register: "a" to "z", or "other".
        at_least: Whether `count` is rounded down, as in the parts of a long register:
            those change only when a name leaves one magnitude for the next.
    """

    name: str
    address: str
    count: int
    at_least: bool
    letter: str


class LetterLink(View, frozen=True):
    """A part of a long register.

    Attributes:
        letter: "a" to "z", or "other".
    """

    letter: str
    address: str


class RegisterView(View, frozen=True):
    """The list of all sections, topics, people, places or organisations that have a page.

    Attributes:
        letter: The part of a long register that this is; None for the whole of a short
            one and for the page that leads to the parts.
        letters: The parts of a long register; empty for a short one.
        entries: As a printed register has them; on the page that leads to the parts, the
            most frequent names.
        rails: What is newest in each section, for the whole of a short register of them;
            empty for all else.
    """

    site: SiteHeader
    kind: RegisterKind
    letter: str | None
    letters: tuple[LetterLink, ...]
    entries: tuple[NameCount, ...]
    rails: tuple[Rail, ...] = ()


class Companion(View, frozen=True):
    """A name that stands in the same articles as another.

    Attributes:
        count: How many articles name both.
        at_least: Whether `count` is rounded down.
    """

    kind: RegisterKind
    name: str
    address: str
    count: int
    at_least: bool


class EntryView(View, frozen=True):
    """A section, topic, person, place or organisation.

    Attributes:
        also: Further names of the same place.
        count: All of its articles.
        at_least: Whether `count`, and what is counted in `years`, `undated` and
            `companions`, is rounded down, as it is for a section with many articles: one of
            an earlier year changes the list of its year and not this page.
        first: Of the earliest dated article; None if none is dated.
        last: Of the latest dated article.
        articles: The newest, newest first.
        groups: The others by year, newest first, where all stand on this page, else those
            of the newest years; a group without a period holds the undated.
        years: The lists of the other years, newest first, where there are too many for one
            page; they hold what stands in `articles`, too.
        undated: Count of the undated ones, whether it is rounded down, and address of their
            list; None if there are none or all articles stand here.
        said: Quotations whose speaker this is, newest first.
        beside: Quotations of others in articles that name a person or organisation:
            first those that speak of it, then the newest.
        companions: People, places and organisations that stand in the same articles,
            the most frequent first.
        map: Where a place lies; of anything else, the places among `companions`.
        feeds: Its feeds; None for what is not named often enough.
    """

    site: SiteHeader
    kind: RegisterKind
    entry: NameLink
    also: tuple[str, ...]
    count: int
    at_least: bool
    first: PartialDate | None
    last: PartialDate | None
    articles: tuple[ArticleCard, ...]
    groups: tuple[tuple[PartialDate | None, tuple[ArticleLink, ...]], ...]
    years: tuple[PeriodCount, ...]
    undated: tuple[int, bool, str] | None
    said: tuple[Saying, ...]
    beside: tuple[Saying, ...]
    companions: tuple[Companion, ...]
    map: PlaceMap | None
    feeds: FeedPair | None


class EntryYearView(View, frozen=True):
    """An entry's articles of one year, or its undated ones.

    Attributes:
        period: The year; None for the undated.
        groups: Newest first: the months, then what is dated to the year only (its
            group's period is the year's); one group without a period for the undated.
    """

    site: SiteHeader
    kind: RegisterKind
    entry: NameLink
    period: PartialDate | None
    groups: tuple[tuple[PartialDate | None, tuple[ArticleLink, ...]], ...]


class FeedPair(View, frozen=True):
    """The feeds of the whole site, a language or a register's entry.

    Attributes:
        name: The entry's name, the language's code, or None for the whole site.
        atom: Address.
        rss: Address, or None where there is only Atom.
    """

    name: str | None
    atom: str
    rss: str | None


class FeedsView(View, frozen=True):
    """The page that lists and explains the feeds.

    Attributes:
        feeds: The whole site's pair first, then the sections'.
        digests: Those of "months" and "days", as far as any are over.
        day_digests: Whether days have digests.
        languages: None where there is only one.
        archive: Whether the site's Atom feed has an archive.
        json: Address of the site's JSON Feed.
        opml: Address of the list of the feeds named here.
        editions: Of the last months that are over, the newest first.
    """

    site: SiteHeader
    feeds: tuple[FeedPair, ...]
    digests: tuple[FeedPair, ...]
    day_digests: bool
    languages: tuple[FeedPair, ...]
    archive: bool
    json: str
    opml: str
    editions: tuple[EditionLinks, ...]


class FeedStyleView(View, frozen=True):
    """The style sheet of feeds that are opened in a browser."""

    site: SiteHeader


class SearchView(View, frozen=True):
    """The page of the search.

    Attributes:
        index: What the script must know before it loads anything of the index.
        years: Those that have articles, newest first.
        sections: Every section.
    """

    site: SiteHeader
    index: str
    years: tuple[str, ...]
    sections: tuple[NameLink, ...]


class NotFoundView(View, frozen=True):
    """The page for addresses that don't exist."""

    site: SiteHeader


class RedirectView(View, frozen=True):
    """A page at a former address, or at that of another name, that leads to its page;
    of the latter, `target` is the name's page.
    """

    site: SiteHeader
    target: ArticleLink


class CardView(View, frozen=True):
    """The picture beside a link to a page.

    Attributes:
        title: In large letters.
        above: A line above it, or "".
        below: A line at the foot, or "".
    """

    title: str
    above: str
    below: str
