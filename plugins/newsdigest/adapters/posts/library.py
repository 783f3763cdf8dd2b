"""Post files → the index, brought up to date with them.

Only posts whose stamp is not the one that the index knows are read, and of these only
the ones whose bytes changed are parsed and converted, in workers if they are many.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newsdigest.adapters.files import facts_beside, is_utf8, show_name
from newsdigest.adapters.index import Index, SourceRow
from newsdigest.adapters.posts.finding import select_posts, take_stamps
from newsdigest.adapters.stamps import UNTRUSTED
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_pairs, digest_texts

if TYPE_CHECKING:
    from newsdigest.adapters.posts.collection import Collection
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
        changed: Paths of the posts whose records in the index were put, or deleted.
        prefix: What precedes a post's path in an article's `source`.
    """

    def __init__(
        self, places: Places, settings: Mapping[str, Any], index: Index, jobs: int
    ) -> None:
        self.problems: list[Problem] = []
        self.changed: set[str] = set()
        self._places = places
        self._settings = settings
        self._index = index
        self._jobs = jobs
        prefix = os.path.relpath(places.content, places.root).replace(os.sep, "/")
        self.prefix = "" if prefix == "." else f"{prefix}/"
        self._noted: dict[str, SourceRecord] = {}

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
            if self.changed:
                index.put_note(_TEXTS, "")
            if key or self.changed:
                index.put_note(_SEEN, key)
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
        self._delete(known.keys() - found.keys())

    def _delete(self, paths: AbstractSet[str]) -> None:
        self._index.delete_sources(paths)
        self.changed |= paths

    @cached_property
    def post_files(self) -> frozenset[str]:
        """Paths of all posts and their facts files, relative to Pelican's `PATH`."""
        posts = self._index.read_paths()
        return frozenset((*posts, *map(facts_beside, posts)))

    @property
    def linked_posts(self) -> tuple[str, ...]:
        """Paths of the posts whose bodies hold links that Pelican resolves, sorted."""
        return tuple(path for path, record in self._noted.items() if record.linked)

    @cached_property
    def collection(self) -> Collection:
        """The articles, as this process needs them."""
        from newsdigest.adapters.posts.collection import Collection

        return Collection(
            self._index, self.prefix, self._unpack(self._index.read_records()).values()
        )

    def read_body(self, path: str) -> str:
        """A post's body HTML, links unresolved."""
        return self._index.read_body(path)

    def name_source(self, path: str) -> str:
        """A post's path relative to the site's root: what articles and problems call it."""
        return self.prefix + path

    def find_article(self, path: str) -> Article | None:
        """The article of a post; None if the post is not on the site."""
        return self._by_source.get(self.name_source(path))

    @cached_property
    def _by_source(self) -> dict[str, Article]:
        return {article.source: article for article in self.collection.articles}

    def describe(self) -> str:
        """A text that changes whenever an article or a body does, links unresolved."""
        if not self._index.read_note(_TEXTS):
            self._index.put_note(_TEXTS, digest_pairs(self._index.read_hashes()))
        return self._index.read_note(_TEXTS)

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
        content, prefix = self._places.content, self.prefix
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
            self.changed.add(path)
            if compared:
                self._index.put_traits(path, *compared)
        self._delete(unread)


def _list_problems(source: str, record: SourceRecord) -> list[Problem]:
    return [
        Problem(source, line, message, "warning" if severity == "warning" else "error")
        for line, message, severity in record.problems
    ]
