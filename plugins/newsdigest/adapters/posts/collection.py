"""The index → the articles of the site, settled, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from newsdigest.adapters.index import IndexReader
from newsdigest.adapters.stamps import digest_data
from newsdigest.build import settle_articles
from newsdigest.fingerprints import digest_of

if TYPE_CHECKING:
    from newsdigest.adapters.posts.comparison import Comparison, KnownNeighbours
    from newsdigest.adapters.posts.indexed import IndexedBodies, IndexedSources
    from newsdigest.adapters.posts.records import SourceRecord
    from newsdigest.errors import Problem
    from newsdigest.model import Article


class Collection:
    """All of them; the index must have been brought up to date.

    Attributes:
        articles: All articles; links in their bodies are not resolved before `resolve`.
        problems: What `settle_articles` found.
    """

    def __init__(self, index: IndexReader, prefix: str, records: Iterable[SourceRecord]) -> None:
        """Settles the articles.

        Args:
            index: Open as long as this is used.
            prefix: What precedes a post's path in an article's `source`.
            records: Of all posts in the index.
        """
        self._index = index
        self._start = len(prefix)
        given = [record.article for record in records if record.article is not None]
        self.articles: tuple[Article, ...]
        self.problems: tuple[Problem, ...]
        self.articles, self.problems = settle_articles(given)
        self._given = {article.source: article for article in given}
        self._resolved: dict[str, str] = {}

    @property
    def identities(self) -> dict[str, str]:
        """What changes with anything that an article says, by its `source`: for one that is
        as its post was read, the post's hash.
        """
        given, start = self._given, self._start
        hashes = self._index.read_hashes()
        return {
            source: f"{source} {hashes[source[start:]]}"
            if given[source] is article
            else digest_of(article)
            for article in self.articles
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

    def compare(self, jobs: int, known: KnownNeighbours | None = None) -> Comparison:
        """What each article has in common with others; see `Comparison`."""
        from newsdigest.adapters.posts.comparison import Comparison, KnownNeighbours

        known = known or KnownNeighbours(self._index)
        return Comparison(self.articles, self._posts_by_uid, self._index, known, jobs)

    @cached_property
    def _posts_by_uid(self) -> dict[str, str]:
        return {article.uid: article.source[self._start :] for article in self.articles}

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
        self.articles = tuple(settled)
