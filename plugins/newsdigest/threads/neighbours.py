"""Signatures → each article's neighbours among those that were there before it.

An article looks only at its seniors (`Entry.seniority`), so that one that is added later
changes no decision that was taken without it. Candidates share a telling term or a
shingle; of a term that very many share, only the latest seniors count. So the cost
grows with the number of articles and not with its square.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import mul
from typing import Any

from newsdigest.model import Article
from newsdigest.threads.traits import Signature, Traits

LINKS = 8
"""Neighbours kept of an article."""

IDENTITY = 16
"""Bytes of an article's in `identify_entries`."""

_CANDIDATES = 16
_LATEST = 32
_LEAST_COSINE = 0.12
_WHY = 3
_TELLING = 0.25
"""How much less than the most telling word another one may tell that is named beside it."""

_JACCARD = 0.35
_CONTAINED = 0.65
_FEWEST_SHINGLES = 12
_TOGETHER = 1.15
"""A text that is contained and has a cosine of so much together is a reworded version."""
_AGREEING = 2 / 3
"""So many of its numbers must stand in both."""
_FORM = 0.15
"""Contained so far, a text with other numbers in most of the same places is of the same
form."""
_FEWEST_OTHER = 2
"""So many numbers must be others, one more where the wording is a version's: an update
corrects a few."""
_MASK = (1 << 64) - 1
_UNIT = 255 * 255


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as it is compared.

    Attributes:
        uid: The article's.
        seniority: Its moment of entry and its name; ascending. An article that enters the
            site later has a greater one.
    """

    uid: str
    seniority: tuple[float, str]
    signature: Signature


Link = tuple[str, float, str]
"""A senior's uid, the cosine of both articles' terms (0 to 1), and the words that say
what they share: names first, the most telling first.
"""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What an article has in common with its seniors.

    Attributes:
        version_of: The senior that this is another version of, or None.
        links: The nearest seniors, the nearest first.
        forms: The seniors written in the same form with other numbers, as one day's stock
            report and the next one's: neither versions nor parts of one story.
    """

    version_of: str | None
    links: tuple[Link, ...]
    forms: tuple[str, ...] = ()


def rank_seniority(article: Article) -> tuple[float, str]:
    """What orders articles by their entry into the site; of those that entered at one
    moment, the seeds' names decide, which are often numbered.
    """
    return (article.added.timestamp(), article.seed or article.source)


def order_entries(entries: Iterable[Entry]) -> list[Entry]:
    """By seniority."""
    return sorted(entries, key=lambda entry: (entry.seniority, entry.uid))


def identify_entries(entries: Iterable[Entry]) -> bytes:
    """16 bytes an article, which tell it from every other one. As far as they are what they
    were, so are the articles' neighbours.
    """
    return b"".join([blake2b(_identify(entry), digest_size=IDENTITY).digest() for entry in entries])


def digest_surroundings(entries: Sequence[Entry], wanted: Sequence[int]) -> list[bytes]:
    """For each wanted article a digest of itself and of the seniors that share a key with
    it: among them are all that `Finder` may choose. It tells, at the cost of a glance, that
    of an edit among the seniors nothing follows for this article.

    Args:
        entries: By seniority.
        wanted: Positions, ascending.
    """
    keys_of = [(*entries[at].signature.keys, *entries[at].signature.sketch) for at in wanted]
    telling = {key for keys in keys_of for key in keys}
    sums = dict.fromkeys(telling, 0)
    digests = []
    rest = zip((*wanted, len(entries)), (*keys_of, ()), strict=True)
    following, own_keys = next(rest)
    for position, entry in enumerate(entries):
        if position == following:
            shared: Sequence[int] = own_keys
            around = 0
            for key in own_keys:
                around += sums[key] * (key + 1)
            own = _hash_entry(entry)
            digests.append(b"%d %x" % (own, around & _MASK))
            following, own_keys = next(rest)
        else:
            keys = (*entry.signature.keys, *entry.signature.sketch)
            if telling.isdisjoint(keys):
                continue
            shared = [key for key in keys if key in telling]
            own = _hash_entry(entry)
        for key in shared:
            sums[key] += own
    return digests


def _hash_entry(entry: Entry) -> int:
    return int.from_bytes(blake2b(_identify(entry), digest_size=8).digest(), "big")


def _identify(entry: Entry) -> bytes:
    return f"{entry.uid} {entry.seniority} ".encode() + entry.signature.digest


@dataclass(frozen=True, slots=True)
class Candidates:
    """The seniors that an article is compared with.

    Attributes:
        near: Positions of those that share most terms.
        alike: Positions of those that share most shingles.
        digest: Of all that `Finder.compare` makes of them.
    """

    near: tuple[int, ...]
    alike: tuple[int, ...]
    digest: bytes


class Finder:
    """Finds the neighbours of some articles."""

    def __init__(
        self, entries: Sequence[Entry], wanted: Iterable[int], traits: Mapping[str, Traits]
    ) -> None:
        """Notes who shares what; no traits are read yet.

        Args:
            entries: All articles, by seniority.
            wanted: Positions of those whose neighbours will be asked for.
            traits: By uid, of all of them.
        """
        self._entries = entries
        signatures = [entries[position].signature for position in wanted]
        self._by_key = _post(
            (entry.signature.keys for entry in entries), {k for s in signatures for k in s.keys}
        )
        self._by_shingle = _post(
            (entry.signature.sketch for entry in entries), {k for s in signatures for k in s.sketch}
        )
        self._read_vector = lru_cache(maxsize=4096)(lambda uid: _unpack_vector(traits[uid]))
        self._read_words = lru_cache(maxsize=16)(lambda uid: traits[uid].words.split("\n"))
        self._read_shingles = lru_cache(maxsize=256)(
            lambda uid: frozenset(_unpack(traits[uid].shingles))
        )
        self._read_numbers = lru_cache(maxsize=256)(lambda uid: _unpack_numbers(traits[uid]))

    def find(self, position: int) -> Neighbours:
        """The neighbours of the article at a position."""
        return self.compare(position, self.choose(position))

    def choose(self, position: int) -> Candidates:
        """The seniors that the article at a position is compared with; no traits are read."""
        signature = self._entries[position].signature
        near = _count_seniors(signature.keys, self._by_key, position, least=1)
        alike = _count_seniors(signature.sketch, self._by_shingle, position, least=2)
        content = blake2b(digest_size=IDENTITY)
        for chosen in ([position], near, alike):
            content.update(b"%d" % len(chosen))
            for senior in sorted(chosen):
                entry = self._entries[senior]
                content.update(entry.uid.encode() + b" " + entry.signature.digest)
        return Candidates(tuple(near), tuple(alike), content.digest())

    def compare(self, position: int, candidates: Candidates) -> Neighbours:
        """The neighbours of the article at a position among its candidates."""
        entry = self._entries[position]
        own = self._read_vector(entry.uid)
        products = {}
        for senior in {*candidates.near, *candidates.alike}:
            uid = self._entries[senior].uid
            other = self._read_vector(uid)
            shared = own.keys() & other.keys()
            products[uid] = sum(
                map(mul, map(own.__getitem__, shared), map(other.__getitem__, shared))
            )
        measured = sorted(
            (-product, uid) for uid, product in products.items() if product >= _LEAST_COSINE * _UNIT
        )
        links = tuple(
            (uid, round(-product / _UNIT, 4), self._explain(entry.uid, uid))
            for product, uid in measured[:LINKS]
        )
        best: tuple[float, str] | None = None
        forms = []
        for senior in candidates.alike:
            uid = self._entries[senior].uid
            likeness = self._liken(entry.uid, uid, products[uid] / _UNIT)
            if likeness is None:
                forms.append(uid)
            elif likeness:
                best = max(best or (0.0, uid), (likeness, uid))
        return Neighbours(best[1] if best else None, links, tuple(sorted(forms)))

    def _explain(self, uid: str, other_uid: str) -> str:
        """The most telling of what two articles share; see `Link`."""
        own, other = self._read_vector(uid), self._read_vector(other_uid)
        words = zip(own, self._read_words(uid), strict=True)
        products = [
            (own[term] * other[term], word) for term, word in words if word and term in other
        ]
        least = _TELLING * max(products, default=(0, ""))[0]
        shared = [
            (word[:1] != "=", -product, word.removeprefix("="))
            for product, word in products
            if product >= least or word[:1] == "="
        ]
        chosen: list[str] = []
        for _, _, word in sorted(shared):
            if not any(_overlap(word, earlier) for earlier in chosen):
                chosen.append(word)
                if len(chosen) == _WHY:
                    break
        return ", ".join(chosen)

    def _liken(self, uid: str, other_uid: str, cosine: float) -> float | None:
        """How alike two versions of one report are, 0 for two reports, None for two of the
        same form.
        """
        own, other = self._read_shingles(uid), self._read_shingles(other_uid)
        fewest = min(len(own), len(other))
        common = len(own & other)
        if fewest < _FEWEST_SHINGLES or common < _FORM * fewest:
            return 0.0
        jaccard, contained = common / (len(own) + len(other) - common), common / fewest
        alike = jaccard >= _JACCARD or contained >= _CONTAINED
        places, others = self._read_numbers(uid), self._read_numbers(other_uid)
        shared = places.keys() & others.keys()
        different = sum(places[place].isdisjoint(others[place]) for place in shared)
        if different >= _FEWEST_OTHER + alike and 2 * different > len(shared):
            return None
        if alike:
            return jaccard
        stated, stating = set().union(*places.values()), set().union(*others.values())
        agree = len(stated & stating) >= _AGREEING * min(len(stated), len(stating))
        return jaccard if agree and contained + cosine >= _TOGETHER else 0.0


def _post(lists: Iterable[Sequence[int]], wanted: set[int]) -> dict[int, list[int]]:
    """The positions at which each of the wanted keys stands, ascending."""
    postings: dict[int, list[int]] = {key: [] for key in wanted}
    for position, keys in enumerate(lists):
        if wanted.isdisjoint(keys):
            continue
        for key in keys:
            if key in postings:
                postings[key].append(position)
    return postings


def _count_seniors(
    keys: Iterable[int], postings: Mapping[int, list[int]], position: int, *, least: int
) -> list[int]:
    """The seniors that share most keys, at most `_CANDIDATES`; the latest of equals first."""
    seniors: list[int] = []
    for key in keys:
        standing = postings[key]
        end = bisect_left(standing, position)
        seniors += standing[max(0, end - _LATEST) : end]
    counts = Counter(seniors)
    ranked = sorted((-count, -senior) for senior, count in counts.items() if count >= least)
    return [-senior for _, senior in ranked[:_CANDIDATES]]


def _unpack(data: bytes) -> Any:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers


def _overlap(one: str, other: str) -> bool:
    """Whether two words are parts of one name, or forms of one word."""
    short, long = sorted((one.casefold(), other.casefold()), key=len)
    return short in long


def _unpack_vector(traits: Traits) -> dict[int, int]:
    return dict(zip(_unpack(traits.terms), traits.weights, strict=True))


def _unpack_numbers(traits: Traits) -> dict[int, set[int]]:
    """The numbers that stand in each place."""
    hashes = _unpack(traits.numbers)
    numbers: dict[int, set[int]] = {}
    for place, number in zip(hashes[::2], hashes[1::2], strict=True):
        numbers.setdefault(place, set()).add(number)
    return numbers
