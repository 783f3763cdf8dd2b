"""Post files and the index → the articles of a build and their bodies.

Only posts whose stamp is not the one that the index knows are read, and of these only
the ones whose bytes changed are parsed and converted, in workers if they are many.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newsdigest.adapters.files import facts_beside, is_utf8, show_name
from newsdigest.adapters.index import Index, SourceRow
from newsdigest.adapters.posts.finding import select_posts, take_stamps
from newsdigest.adapters.stamps import UNTRUSTED, digest_data
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_of, digest_pairs, digest_texts

if TYPE_CHECKING:
    from newsdigest.adapters.posts.comparison import Comparison
    from newsdigest.adapters.posts.indexed import IndexedBodies, IndexedSources
    from newsdigest.adapters.posts.reader import PostReader
    from newsdigest.adapters.posts.records import SourceRecord
    from newsdigest.model import Article

# Notes in the index: what was seen when it was brought up to date, and the texts it holds.
_SEEN, _TEXTS = "seen", "texts"
# What decides, besides the files, which of them are posts.
_SCANNING = ("ARTICLE_PATHS", "ARTICLE_EXCLUDES", "IGNORE_FILES", "PAGE_PATHS", "PATH")


@dataclass(frozen=True, slots=True)
class Places:
    """Where a site lies; absolute paths.

    Attributes:
        root: The site's folder: what problems and sources are named relative to.
        content: Pelican's `PATH`.
    """

    root: str
    content: str
    output: str
    cache: str


class Library:
    """The posts of one build.

    Attributes:
        problems: What reading found wrong with them.
        settling_problems: What `settle_articles` found, once `articles` was asked for.
    """

    def __init__(
        self, places: Places, settings: Mapping[str, Any], index: Index, jobs: int
    ) -> None:
        self.problems: list[Problem] = []
        self.settling_problems: tuple[Problem, ...] = ()
        self._places = places
        self._settings = settings
        self._index = index
        self._jobs = jobs
        prefix = os.path.relpath(places.content, places.root).replace(os.sep, "/")
        self._prefix = "" if prefix == "." else f"{prefix}/"
        self._noted: dict[str, SourceRecord] = {}
        self._resolved: dict[str, str] = {}
        self._articles: tuple[Article, ...] | None = None
        self._given: dict[str, Article] = {}
        self._by_source: dict[str, Article] | None = None

    def read(self, seen: str = "", stamps: Mapping[str, str] | None = None) -> None:
        """Brings the index up to date with the posts.

        Args:
            seen: Changes with any post or facts file; "" if they must be looked at. What
                was seen before, and led to the index as it is, leads to nothing new.
            stamps: Of all files in the one folder of `ARTICLE_PATHS`, by path relative to
                Pelican's `PATH`, if somebody took them already.
        """
        index = self._index
        rules = [str(self._settings[name]) for name in _SCANNING]
        key = digest_texts([seen, *rules]) if seen else ""
        if not key or index.read_note(_SEEN) != key:
            self._read_changed(stamps)
            texts = digest_pairs(index.read_hashes())
            if key or texts != index.read_note(_TEXTS):
                index.put_note(_SEEN, key)
                index.put_note(_TEXTS, texts)
            index.commit()
        self._noted = self._unpack(index.read_noted())
        for path, record in self._noted.items():
            self.problems += _list_problems(self.name_source(path), record)

    def _read_changed(self, stamps: Mapping[str, str] | None) -> None:
        known, found = self._index.read_stamps(), self._find_posts(stamps)
        suspects = [
            path for path, stamp in found.items() if stamp == UNTRUSTED or known.get(path) != stamp
        ]
        if suspects:
            self._read_suspects(suspects, found)
        self._index.delete_sources(known.keys() - found.keys())

    @property
    def post_files(self) -> Iterable[str]:
        """Paths of all posts and their facts files, relative to Pelican's `PATH`."""
        for path in self._index.read_paths():
            yield path
            yield facts_beside(path)

    @property
    def linked_posts(self) -> tuple[str, ...]:
        """Paths of the posts whose bodies hold links that Pelican resolves, sorted."""
        return tuple(path for path, record in self._noted.items() if record.linked)

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, settled; links in their bodies are not resolved yet."""
        if self._articles is None:
            from newsdigest.build import settle_articles

            records = self._unpack(self._index.read_records())
            given = [record.article for record in records.values() if record.article is not None]
            self._articles, self.settling_problems = settle_articles(given)
            self._given = {article.source: article for article in given}
        return self._articles

    @property
    def identities(self) -> dict[str, str]:
        """What changes with anything that an article says, by its `source`: for one that is
        as its post was read, the post's hash.
        """
        articles, given, start = self.articles, self._given, len(self._prefix)
        hashes = self._index.read_hashes()
        return {
            source: f"{source} {hashes[source[start:]]}"
            if given[source] is article
            else digest_of(article)
            for article in articles
            for source in (article.source,)
        }

    @property
    def bodies(self) -> IndexedBodies:
        """The articles' bodies by uid, links resolved; see `IndexedBodies` on processes."""
        from newsdigest.adapters.posts.indexed import IndexedBodies

        return IndexedBodies(self._index.path, self._posts_by_uid, self._resolved)

    @property
    def origins(self) -> IndexedSources:
        """Where the articles' values were read, by uid."""
        from newsdigest.adapters.posts.indexed import IndexedSources

        return IndexedSources(self._index.path, self._posts_by_uid)

    def compare(self) -> Comparison:
        """What each article has in common with others; see `Comparison`."""
        from newsdigest.adapters.posts.comparison import Comparison

        return Comparison(self.articles, self._posts_by_uid, self._index, self._jobs)

    @cached_property
    def _posts_by_uid(self) -> dict[str, str]:
        start = len(self._prefix)
        return {article.uid: article.source[start:] for article in self.articles}

    def read_body(self, path: str) -> str:
        """A post's body HTML, links unresolved."""
        return self._index.read_body(path)

    def name_source(self, path: str) -> str:
        """A post's path relative to the site's root: what articles and problems call it."""
        return self._prefix + path

    def find_article(self, path: str) -> Article | None:
        """The article of a post; None if the post is not on the site."""
        if self._by_source is None:
            self._by_source = {article.source: article for article in self.articles}
        return self._by_source.get(self.name_source(path))

    def resolve(self, bodies: Mapping[str, str]) -> None:
        """Replaces bodies whose links were resolved; `bodies` by the articles' `source`."""
        settled = []
        for article in self.articles:
            html = bodies.get(article.source)
            if html is None:
                settled.append(article)
                continue
            self._resolved[article.uid] = html
            digest = digest_data(html.encode("utf-8", "surrogatepass"))
            settled.append(replace(article, body_digest=digest))
        self._articles = tuple(settled)
        self._by_source = None

    def describe(self) -> Iterable[str]:
        """Texts that change whenever an article or a body does, in a fixed order."""
        yield self._index.read_note(_TEXTS)
        for uid, html in sorted(self._resolved.items()):
            yield f"{uid} {html}"

    @cached_property
    def _reader(self) -> PostReader:
        from newsdigest.adapters.posts.reader import PostReader

        return PostReader(self._settings)

    @staticmethod
    def _unpack(packed: Mapping[str, bytes]) -> dict[str, SourceRecord]:
        if not packed:
            return {}
        from newsdigest.adapters.posts.records import unpack_record

        return {path: unpack_record(data) for path, data in packed.items()}

    def _find_posts(self, stamps: Mapping[str, str] | None) -> dict[str, str]:
        """Each post's path and its stamp, the facts file's included."""
        facts: dict[str, str] = {}
        posts: dict[str, str] = {}
        extensions = self._reader.extensions | {"json"}
        for folder in self._settings["ARTICLE_PATHS"]:
            start = folder.strip("/")
            taken = take_stamps(self._places.content, start) if stamps is None else stamps
            for path, stamp in select_posts(taken, start, extensions, self._settings):
                if not path.isascii() and not is_utf8(path):
                    fault = "the file's name is not UTF-8: rename it (letters, digits, '-', '_')"
                    source = show_name(self.name_source(path))
                    self.problems.append(Problem(source, 0, fault))
                    continue
                (facts if path.endswith(".json") else posts)[path] = stamp
        found = {}
        for path in sorted(posts):
            stamp = posts[path]
            beside = facts.get(facts_beside(path), "none") if facts else "none"
            found[path] = f"{stamp} {beside}" if stamp and beside else UNTRUSTED
        return found

    def _read_suspects(self, suspects: Sequence[str], found: Mapping[str, str]) -> None:
        """Reads the posts whose stamp is new, and those of them whose bytes are."""
        from newsdigest.adapters.posts.reading import read_posts

        unread = set(suspects)
        hashes = self._index.read_hashes()
        posts = [(path, hashes.get(path, "")) for path in suspects]
        content, prefix = self._places.content, self._prefix
        for number, digest, packed, noted, html, source, compared in read_posts(
            self._reader, content, prefix, posts, self._jobs
        ):
            path = suspects[number]
            unread.discard(path)
            if packed is None:
                self._index.restamp_sources([(path, found[path])])
                continue
            row = SourceRow(path, found[path], digest, noted)
            self._index.put_source(row, packed, html, source)
            if compared:
                self._index.put_traits(path, *compared)
        self._index.delete_sources(unread)


def _list_problems(source: str, record: SourceRecord) -> list[Problem]:
    return [
        Problem(source, line, message, "warning" if severity == "warning" else "error")
        for line, message, severity in record.problems
    ]
