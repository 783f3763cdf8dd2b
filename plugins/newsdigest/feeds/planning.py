"""Articles and registers → the plan of the feeds: which articles stand in which feed.

Planning runs on every build, drawing rarely: so feedgen and lxml are imported only
when a feed is drawn. Every feed shares the entries, each made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Literal
from uuid import UUID, uuid5

from newsdigest.addresses import (
    ALL_FEED,
    ARCHIVE,
    FEED_STYLE,
    FRONT,
    JSON_FEED,
    entry_address,
    feed_stem,
    story_address,
)
from newsdigest.digests import Digest, list_articles, list_closed
from newsdigest.feeds.archives import ArchivePart, cut_archive
from newsdigest.feeds.digests import build_digest_entries, name_precision
from newsdigest.feeds.entries import Entries, FeedEntry
from newsdigest.feeds.outlines import plan_outlines
from newsdigest.feeds.views import FeedView
from newsdigest.fingerprints import digest_bytes
from newsdigest.groups import Group, Sight, States, cut_groups
from newsdigest.model import Article, Bodies, Builder, Page, RegisterKind, SiteProfile
from newsdigest.registers import KINDS, RegisterEntry, list_feed_languages
from newsdigest.threads import NO_THREADS, StoryThread, Threads

NAME_LIMIT = 10
"""Entries in the feed of a topic or a name: there are thousands of them."""

DOCUMENTS = "feeds/archive/"

Precision = Literal["month", "day"]

DIGEST_FEEDS: Mapping[Precision, tuple[str, int]] = {"month": ("months", 12), "day": ("days", 31)}
"""Name and number of entries, by precision."""

_NAMESPACE = UUID("6f0d6e0e-9a3c-5b0a-8a57-2f4f3c1c9b11")
"""Of feed ids; never changed."""

_NO_ENTRY = datetime(1970, 1, 1, tzinfo=UTC)
"""`updated` of a feed without entries: Atom demands one and the build knows no clock."""

Registers = Mapping[RegisterKind, Sequence[RegisterEntry]]

_Document = tuple[str, str, str, ArchivePart]
"""Of the archive: its path, those of the one before it and of the one after it (or ""),
and what it holds.
"""


def plan_feeds(
    articles: Iterable[Article],
    profile: SiteProfile,
    registers: Registers,
    years: Sequence[Digest] = (),
    threads: Threads = NO_THREADS,
    states: States | None = None,
) -> Iterator[Group]:
    """The feeds of the site, with their archive if it has one, of sections, topics, names
    and stories, of each language where there are several, and of the months and days that
    are over; the list of them as OPML.

    A feed holds the articles that entered the site last, not those with the newest
    date: a text of last year that is published today must be seen. A correction stays
    in its place and gets a later `updated` if the post says when (`Modified`).

    The whole site and the sections have Atom and RSS, all others Atom, which every
    reader knows: each further format would be written thousands of times.

    Args:
        articles: In any order.
        profile: Its `site_id`, or without one its `name`, makes the feeds' ids.
        registers: The entries that have a feed.
        years: The digests.
        threads: How the articles belong together.
        states: Of the articles, if the groups are to know their inputs.
    """
    entries = Entries(articles, profile.feed_date)
    shelf = _Shelf(profile, entries)
    look = None if states is None else _look(entries, states)
    sections = registers.get("sections", ())
    closed = _list_newest_digests(years, profile.feed_max_items)
    languages = list_feed_languages(entries.articles)
    archive, newest = _cut_entries(entries, profile)
    paths = [f"{DOCUMENTS}{part.number}.atom.xml" for part in archive]
    yield Group(3 * profile.feed_max_items, lambda: shelf.plan_main(newest, paths))
    # An archive document leads to another one (RFC 5005 §4). The oldest has no predecessor; its
    # successor is the only one that stays the same.
    following = ("".join(paths[1:2]), *[""] * len(paths))
    documents = [*zip(paths, ("", *paths), following, archive, strict=False)]
    sight = Sight("archive", _name_document, look.describe_document) if look else None
    yield from cut_groups(documents, _measure_document, shelf.plan_archive, sight)
    for section in sections:
        inputs = digest_bytes(b"section", look.describe_listed(section)) if look else ""
        yield Group(len(section.articles), partial(shelf.plan_sections, (section,)), inputs)
    for language in languages:
        yield Group(len(entries), partial(shelf.plan_languages, (language,)))
    for precision, digests in closed.items():
        inputs = digest_bytes(b"digests", *look.describe_digests(digests, threads)) if look else ""
        plan_digests = partial(shelf.plan_digests, precision, digests, threads)
        yield Group(sum(digest.count for digest in digests), plan_digests, inputs)
    for kind in KINDS[1:]:
        plan = partial(shelf.plan_names, kind)
        named: Sight[RegisterEntry] | None = None
        if look:
            named = Sight(f"feeds {kind}", _name, look.describe_listed)
        yield from cut_groups(registers.get(kind, ()), _measure, plan, named)
    told: Sight[StoryThread] | None = None
    if look:
        told = Sight("feeds stories", _name, look.describe_listed)
    yield from cut_groups(threads.stories, _measure, shelf.plan_stories, told)
    yield Group(len(sections), partial(_plan_list, profile, sections, languages, closed))


def _cut_entries(entries: Entries, profile: SiteProfile) -> tuple[tuple[ArchivePart, ...], range]:
    """The archive's documents, none where the site has none, and the places of the main feed's
    entries.
    """
    limit = profile.feed_max_items
    if profile.feed_archive:
        return cut_archive([article.uid for article in entries.articles], limit)
    return (), range(len(entries))[-limit:]


def _plan_list(
    profile: SiteProfile,
    sections: Iterable[RegisterEntry],
    languages: Iterable[str],
    closed: Iterable[Precision],
) -> Iterator[Page]:
    """The list of the feeds that one may well subscribe to. It says nothing of what they hold."""
    shelf = _Shelf(profile, Entries((), profile.feed_date))
    (main, *_) = shelf.plan_main((), ())
    digests = (page for one in closed for page in shelf.plan_digests(one, (), NO_THREADS))
    bare = (replace(section, articles=()) for section in sections)
    feeds = (main, *digests, *[*shelf.plan_sections(bare)][::2], *shelf.plan_languages(languages))
    yield plan_outlines(feeds, profile)


def _list_newest_digests(
    years: Sequence[Digest], most: int
) -> Mapping[Precision, tuple[Digest, ...]]:
    """The months and days that have a feed, the last one first: no more than `most` of each."""
    found = {
        precision: list_closed(years, precision)[: -min(limit, most) - 1 : -1]
        for precision, (_, limit) in DIGEST_FEEDS.items()
    }
    return {precision: digests for precision, digests in found.items() if digests}


def _measure(listed: RegisterEntry | StoryThread) -> int:
    """The size of a name's or a story's feed."""
    return len(listed.articles)


def _name(listed: RegisterEntry | StoryThread) -> str:
    return listed.slug


def _measure_document(document: _Document) -> int:
    return 4 * len(document[3].places)


def _name_document(document: _Document) -> str:
    return document[0]


@dataclass(frozen=True, slots=True)
class _Look:
    """What feeds look at.

    Attributes:
        entries: All.
        marks: The state of each article, which tells of its entry's stamp, too, or the state and
            the stamp; in the order of the entries.
    """

    entries: Entries
    marks: Sequence[bytes]

    def describe_listed(self, listed: RegisterEntry | StoryThread) -> bytes:
        """What the feed of a name or a story does."""
        name = listed.name if isinstance(listed, RegisterEntry) else listed.title
        places = self.entries.places
        said = b"".join([self.marks[places[article.source]] for article in listed.articles])
        return f"{listed.slug}\0{name}\0".encode() + said

    def describe_digests(self, digests: Iterable[Digest], threads: Threads) -> Iterator[bytes]:
        """What a feed of digests does."""
        places, name_story = self.entries.places, threads.name_story
        for digest in digests:
            yield str(digest.period).encode()
            for article in list_articles(digest):
                yield self.marks[places[article.source]] + name_story(article).encode()

    def describe_document(self, document: _Document) -> bytes:
        """What a document of the archive does."""
        *paths, part = document
        marks = self.marks[part.places.start : part.places.stop]
        return "\0".join(paths).encode() + b"".join(marks)


def _look(entries: Entries, states: States) -> _Look:
    marks = [states[article.source] for article in entries.articles]
    for place in entries.shifted:
        marks[place] += str(entries.updated[place]).encode()
    return _Look(entries, marks)


def render_atom(view: object, bodies: Bodies) -> bytes:
    """The bytes of an Atom feed (RFC 4287) for a `FeedView`."""
    from newsdigest.feeds import rendering

    return rendering.render_atom(view, bodies)


def render_rss(view: object, bodies: Bodies) -> bytes:
    """The bytes of an RSS 2.0 feed for a `FeedView`."""
    from newsdigest.feeds import rendering

    return rendering.render_rss(view, bodies)


def render_json(view: object, bodies: Bodies) -> bytes:
    """The bytes of a JSON Feed 1.1 for a `FeedView`."""
    from newsdigest.feeds import json_feed

    return json_feed.render_json(view, bodies)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All entries, from which each feed takes its own."""

    profile: SiteProfile
    entries: Entries

    def plan_main(self, current: Sequence[int], paths: Sequence[str]) -> tuple[Page, ...]:
        """The site's feed in all formats. RSS and JSON, which have no archive, hold as many
        entries as they may.

        Args:
            current: The places of what the archive does not hold.
            paths: Those of the archive's documents, the oldest first.
        """
        profile, hub = self.profile, self.profile.websub_hub
        places = range(len(self.entries))[: -profile.feed_max_items - 1 : -1]
        newest = self._build_view(FRONT, profile.name, self.entries.take(places))
        newest = replace(newest, hub=hub)
        atom = self._build_view(FRONT, profile.name, self.entries.take(current[::-1]))
        atom = replace(atom, hub=hub, previous=paths[-1] if paths else "")
        return (
            self._to_page(f"{ALL_FEED}.atom.xml", atom, render_atom),
            self._to_page(f"{ALL_FEED}.rss.xml", newest, render_rss),
            self._to_page(JSON_FEED, newest, render_json),
        )

    def plan_archive(self, documents: Iterable[_Document]) -> Iterator[Page]:
        current = f"{ALL_FEED}.atom.xml"
        for path, previous, following, part in documents:
            entries = self.entries.take(part.places[::-1])
            view = self._build_view(FRONT, self.profile.name, entries)
            view = replace(view, previous=previous, following=following, current=current)
            yield self._to_page(path, view, render_atom)

    def plan_sections(self, sections: Iterable[RegisterEntry]) -> Iterator[Page]:
        """An Atom and an RSS feed a section, in turn."""
        limit = self.profile.feed_max_items
        for section in sections:
            stem = feed_stem("sections", section.slug)
            view = self._view_entry("sections", section, limit)
            yield self._to_page(f"{stem}.atom.xml", view, render_atom)
            yield self._to_page(f"{stem}.rss.xml", view, render_rss)

    def plan_names(self, kind: RegisterKind, names: Iterable[RegisterEntry]) -> Iterator[Page]:
        limit = min(NAME_LIMIT, self.profile.feed_max_items)
        for entry in names:
            path = f"{feed_stem(kind, entry.slug)}.atom.xml"
            yield self._to_page(path, self._view_entry(kind, entry, limit), render_atom)

    def plan_languages(self, languages: Iterable[str]) -> Iterator[Page]:
        """A feed a language."""
        for language in languages:
            written = [one for one in self.entries.articles if one.language == language]
            newest = self._find_newest(written, self.profile.feed_max_items)
            name = _name_language(language, self.profile.language)
            view = self._build_view(FRONT, f"{self.profile.name} – {name}", newest)
            path = f"{feed_stem('languages', language)}.atom.xml"
            yield self._to_page(path, replace(view, language=language), render_atom)

    def plan_digests(
        self, precision: Precision, digests: Iterable[Digest], threads: Threads
    ) -> Iterator[Page]:
        """The feed of months or of days."""
        entries = build_digest_entries(
            digests, self.entries, self.profile, threads.name_story, _NAMESPACE
        )
        name, _ = DIGEST_FEEDS[precision]
        words = name_precision(precision, self.profile.language)
        view = self._build_view(ARCHIVE, f"{self.profile.name} – {words}", entries)
        yield self._to_page(f"{feed_stem('digests', name)}.atom.xml", view, render_atom)

    def plan_stories(self, stories: Iterable[StoryThread]) -> Iterator[Page]:
        limit = self.profile.feed_max_items
        for story in stories:
            if len(story.articles) < self.profile.feed_min_articles:
                continue
            newest = self._find_newest(story.articles, limit)
            title = f"{self.profile.name} – {story.title}"
            view = self._build_view(story_address(story.slug), title, newest)
            view = replace(view, language=story.language)
            path = f"{feed_stem('stories', story.slug)}.atom.xml"
            yield self._to_page(path, view, render_atom)

    def _find_newest(self, articles: Iterable[Article], limit: int) -> list[FeedEntry]:
        entries = self.entries
        places = sorted((entries.places[article.source] for article in articles), reverse=True)
        return entries.take(places[:limit])

    def _view_entry(self, kind: RegisterKind, entry: RegisterEntry, limit: int) -> FeedView:
        newest = self._find_newest(entry.articles, limit)
        title = f"{self.profile.name} – {entry.name}"
        return self._build_view(entry_address(kind, entry.slug), title, newest)

    def _build_view(self, home: str, title: str, entries: Iterable[FeedEntry]) -> FeedView:
        entries = tuple(entries)
        profile = self.profile
        return FeedView(
            id="",
            path="",
            home=home,
            url=profile.url,
            title=title,
            description=profile.description,
            language=profile.language,
            author=profile.author or profile.name,
            updated=max((entry.updated for entry in entries), default=_NO_ENTRY),
            entries=entries,
            style=FEED_STYLE,
        )

    def _to_page(self, path: str, view: FeedView, builder: Builder) -> Page:
        site = self.profile.site_id or self.profile.name
        named = replace(view, id=uuid5(_NAMESPACE, f"{site}\n{path}").urn, path=path)
        return Page(path, named, builder=builder)


def _name_language(code: str, language: str) -> str:
    # Babel takes a tenth of a second to import.
    from babel import Locale

    return str(Locale.parse(language).languages.get(code, code))
