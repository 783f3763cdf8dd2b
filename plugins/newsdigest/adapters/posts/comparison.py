"""Articles and the index → each article's neighbours, those that are not known yet found
in workers, while the build goes on.

What was found is kept, and found again for an article only if it must be. Three things
tell that it need not be, each dearer and sharper than the one before: nothing is new
among the article's seniors; nothing is new among those of them that share a key with it;
the ones that it is compared with are the same.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from newsdigest.adapters.index import COMPARED, ComparisonRows, IndexReader
from newsdigest.adapters.pool import Errand, work_off
from newsdigest.adapters.posts.indexed import IndexedTraits, unpack_signature
from newsdigest.model import Article
from newsdigest.threads import (
    IDENTITY,
    Entry,
    Finder,
    Neighbours,
    digest_surroundings,
    identify_entries,
    order_entries,
    rank_seniority,
)

_COMPARE_AT_ONCE = 64
_WORTH_FORKING = 256

Known = Mapping[str, tuple[bytes, bytes, bytes]]
"""Digest of the surroundings, digest of the candidates, packed neighbours, by uid: an article
may change places with another one.
"""


class KnownNeighbours:
    """What the index knows of the neighbours, read and unpacked when it is asked for."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        self._unpacked: dict[bytes, Neighbours] = {}

    @cached_property
    def rows(self) -> Known:
        """As the last comparison left them."""
        return self._index.read_neighbours()

    def unpack(self, packed: bytes) -> Neighbours:
        """The neighbours that were packed."""
        known = self._unpacked.get(packed)
        if known is None:
            known = self._unpacked[packed] = Neighbours(*marshal.loads(packed))
        return known


class Comparison:
    """The neighbours of all articles, which another process looks for meanwhile, unless all are
    new.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        posts: Mapping[str, str],
        index: IndexReader,
        known: KnownNeighbours,
        jobs: int,
    ) -> None:
        """Begins.

        Args:
            articles: All of the site's.
            posts: The path of each one's post in the index, by uid.
            index: Holds every post's traits, committed.
            known: Of the same index.
            jobs: How many processes may work at once.
        """
        self._articles = articles
        self._posts = posts
        self._index = index
        self._known = known
        self._jobs = jobs
        # Where nobody was compared before, all cores do it together when the result is needed.
        self._errand = Errand(self._find, jobs if index.read_note(COMPARED) else 1)

    def collect(self) -> tuple[dict[str, Neighbours], ComparisonRows]:
        """Each article's, by uid, and what is new of it."""
        compared, found = marshal.loads(self._errand.collect())
        known = self._known.rows
        rows = {uid: found.get(uid) or known[uid] for uid in self._posts}
        news = ComparisonRows(
            compared="" if compared.hex() == self._index.read_note(COMPARED) else compared.hex(),
            rows=tuple((uid, *row) for uid, row in found.items() if row != known.get(uid)),
            gone=tuple(known.keys() - self._posts.keys()),
        )
        unpack = self._known.unpack
        return {uid: unpack(packed) for uid, (_, _, packed) in rows.items()}, news

    def close(self) -> None:
        """Ends the search if nobody needs its result any more."""
        self._errand.close()

    def _find(self) -> bytes:
        """Who was compared, as the next build will compare it; the rows that may be new."""
        index, posts = self._index, self._posts
        index.reopen()
        signatures = index.read_signatures()
        entries = order_entries(
            Entry(
                article.uid,
                rank_seniority(article),
                unpack_signature(signatures[posts[article.uid]]),
            )
            for article in self._articles
        )
        known = self._known.rows
        compared, before = identify_entries(entries), bytes.fromhex(index.read_note(COMPARED))
        unmoved = _count_common(compared, before)
        moved = [
            position
            for position, entry in enumerate(entries)
            if position >= unmoved or entry.uid not in known
        ]
        found = dict(_find_moved(entries, moved, known, posts, index, self._jobs)) if moved else {}
        return marshal.dumps((compared, found))


def _count_common(one: bytes, other: bytes) -> int:
    """How many articles both begin with."""
    least, most = 0, min(len(one), len(other)) // IDENTITY
    while least < most:
        middle = (least + most + 1) // 2
        if one[: middle * IDENTITY] == other[: middle * IDENTITY]:
            least = middle
        else:
            most = middle - 1
    return least


def _find_moved(
    entries: Sequence[Entry],
    moved: Sequence[int],
    known: Known,
    posts: Mapping[str, str],
    index: IndexReader,
    jobs: int,
) -> Iterator[tuple[str, tuple[bytes, bytes, bytes]]]:
    """Uid and new row of each article that something is new for among its seniors."""
    missing = []
    surroundings = dict(zip(moved, digest_surroundings(entries, moved), strict=True))
    for position, digest in surroundings.items():
        uid = entries[position].uid
        kept = known.get(uid)
        if kept and kept[0] == digest:
            yield uid, kept
        else:
            missing.append(position)
    if missing:
        kept_ones = [known.get(entries[position].uid) for position in missing]
        traits = IndexedTraits(index.path, posts)
        for position, candidates, packed in _find_missing(
            entries, missing, kept_ones, traits, jobs
        ):
            yield entries[position].uid, (surroundings[position], candidates, packed)


def _find_missing(
    entries: Sequence[Entry],
    missing: Sequence[int],
    known: Sequence[tuple[bytes, bytes, bytes] | None],
    traits: IndexedTraits,
    jobs: int,
) -> Iterator[tuple[int, bytes, bytes]]:
    """Position, digest of the candidates and packed neighbours of each missing one."""
    finder = Finder(entries, missing, traits)

    def find(part: range) -> bytes:
        traits.reopen()
        results = []
        for number in part:
            position, kept = missing[number], known[number]
            candidates = finder.choose(position)
            if kept and kept[1] == candidates.digest:
                results.append((position, candidates.digest, kept[2]))
                continue
            found = finder.compare(position, candidates)
            packed = marshal.dumps((found.version_of, found.links, found.forms))
            results.append((position, candidates.digest, packed))
        return marshal.dumps(results)

    jobs = jobs if len(missing) >= _WORTH_FORKING else 1
    for results in work_off(len(missing), jobs, _COMPARE_AT_ONCE, find):
        yield from marshal.loads(results)
