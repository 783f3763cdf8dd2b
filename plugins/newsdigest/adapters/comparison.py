"""Articles and the index → each article's neighbours, those that are not known yet found
in workers.

What was found is kept with the digest of all that was looked at to find it: the same
digest, the same neighbours, whatever else is new in the archive.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence

from newsdigest.adapters.index import Index
from newsdigest.adapters.indexed import IndexedTraits, unpack_signature
from newsdigest.adapters.pool import work_off
from newsdigest.model import Article
from newsdigest.threads import (
    Entry,
    Finder,
    Neighbours,
    chain_digests,
    digest_surroundings,
    order_entries,
    rank_seniority,
)

_COMPARE_AT_ONCE = 64
_WORTH_FORKING = 256


def find_neighbours(
    articles: Sequence[Article], posts: Mapping[str, str], index: Index, jobs: int
) -> dict[str, Neighbours]:
    """The neighbours of every article, by uid; new ones are put into the index.

    Args:
        articles: All of the site's.
        posts: The path of each one's post in the index, by uid.
        index: Holds every post's traits.
        jobs: How many processes may work at once.
    """
    signatures = index.read_signatures()
    entries = order_entries(
        Entry(
            article.uid, rank_seniority(article), unpack_signature(signatures[posts[article.uid]])
        )
        for article in articles
    )
    chains = chain_digests(entries)
    known = index.read_neighbours()
    found: dict[str, Neighbours] = {}
    moved = []
    for position, entry in enumerate(entries):
        kept = known.get(posts[entry.uid])
        if kept and kept[0] == chains[position]:
            found[entry.uid] = Neighbours(*marshal.loads(kept[2]))
        else:
            moved.append(position)
    if moved:
        _find_moved(entries, moved, chains, known, found, posts, index, jobs)
    return found


def _find_moved(
    entries: Sequence[Entry],
    moved: Sequence[int],
    chains: Sequence[bytes],
    known: Mapping[str, tuple[bytes, bytes, bytes]],
    found: dict[str, Neighbours],
    posts: Mapping[str, str],
    index: Index,
    jobs: int,
) -> None:
    """Adds to `found`, and to the index, what the chain does not vouch for."""
    surroundings = dict(zip(moved, digest_surroundings(entries, moved), strict=True))
    results = {}
    for position in moved:
        kept = known.get(posts[entries[position].uid])
        if kept and kept[1] == surroundings[position]:
            results[position] = kept[2]
    missing = [position for position in moved if position not in results]
    if missing:
        index.commit()
        results.update(_find_missing(entries, missing, IndexedTraits(index.path, posts), jobs))
    rows = []
    for position, packed in results.items():
        uid = entries[position].uid
        found[uid] = Neighbours(*marshal.loads(packed))
        rows.append((posts[uid], chains[position], surroundings[position], packed))
    index.put_neighbours(rows)


def _find_missing(
    entries: Sequence[Entry], missing: Sequence[int], traits: IndexedTraits, jobs: int
) -> list[tuple[int, bytes]]:
    """Position and packed neighbours of each of the missing ones."""
    finder = Finder(entries, missing, traits)

    def find(part: range) -> bytes:
        traits.reopen()
        results = []
        for number in part:
            found = finder.find(missing[number])
            results.append((missing[number], marshal.dumps((found.version_of, found.links))))
        return marshal.dumps(results)

    jobs = jobs if len(missing) >= _WORTH_FORKING else 1
    return [
        result
        for results in work_off(len(missing), jobs, _COMPARE_AT_ONCE, find)
        for result in marshal.loads(results)
    ]
