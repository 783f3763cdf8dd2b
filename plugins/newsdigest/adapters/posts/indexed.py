"""The index → values of single articles, read where they are asked for: bodies, where their
values were read, what they are compared by.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from newsdigest.posts import Source, SourceFact, SourceMention
from newsdigest.threads import Signature, Traits

V = TypeVar("V")


class _Indexed(Mapping[str, V]):
    """Values of articles by uid, read from the index when they are asked for.

    A forked worker opens the file anew: connections must not cross processes.
    """

    def __init__(self, index_path: Path, sources: Mapping[str, str]) -> None:
        """What to read.

        Args:
            index_path: The file; everything to be read must have been committed.
            sources: Each article's post by uid.
        """
        self._index_path = index_path
        self._sources = sources
        self._connection: sqlite3.Connection | None = None

    def reopen(self) -> None:
        """To be called first in a forked process; forgets the parent's connection."""
        self._connection = None

    def _fetch(self, query: str, uid: str) -> Any:
        if self._connection is None:
            self._connection = sqlite3.connect(f"{self._index_path.as_uri()}?mode=ro", uri=True)
        row = self._connection.execute(query, (self._sources[uid],)).fetchone()
        if row is None:
            raise KeyError(uid)
        return row[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources)

    def __len__(self) -> int:
        return len(self._sources)


class IndexedBodies(_Indexed[str]):
    """Rendered bodies by uid."""

    def __init__(
        self, index_path: Path, sources: Mapping[str, str], resolved: Mapping[str, str]
    ) -> None:
        """What to read.

        Args:
            index_path: As above.
            sources: As above.
            resolved: Bodies that differ from the index's, by uid.
        """
        super().__init__(index_path, sources)
        self._resolved = resolved

    def __getitem__(self, uid: str) -> str:
        resolved = self._resolved.get(uid)
        if resolved is not None:
            return resolved
        return str(self._fetch("SELECT html FROM bodies WHERE path = ?", uid))


class IndexedSources(_Indexed[Source]):
    """Where the articles' values were read, by uid; without posts that have no facts."""

    def __getitem__(self, uid: str) -> Source:
        packed = self._fetch("SELECT source FROM bodies WHERE path = ?", uid)
        if not packed:
            raise KeyError(uid)
        return _unpack_source(packed)


class IndexedTraits(_Indexed[Traits]):
    """What the articles are compared by, by uid."""

    def __getitem__(self, uid: str) -> Traits:
        packed = self._fetch("SELECT traits FROM traits WHERE path = ?", uid)
        return Traits(*marshal.loads(packed))


def pack_source(source: Source | None) -> bytes:
    """What is known of a post's values as compact bytes; b"" for nothing."""
    if source is None:
        return b""
    facts = tuple(
        (
            *(fact.field, fact.value, fact.speaker, fact.method, fact.confidence),
            tuple((mention.text, mention.paragraph) for mention in fact.mentions),
        )
        for fact in source.facts
    )
    return marshal.dumps((source.seed, source.sha256, source.head, source.edited, facts))


def _unpack_source(packed: bytes) -> Source:
    seed, sha256, head, edited, facts = marshal.loads(packed)
    return Source(
        seed,
        sha256,
        head,
        edited,
        tuple(
            SourceFact(
                *(field, value, speaker, method, confidence),
                tuple(SourceMention(text, paragraph) for text, paragraph in mentions),
            )
            for field, value, speaker, method, confidence, mentions in facts
        ),
    )


def pack_traits(traits: Traits) -> bytes:
    """The traits as bytes, for `IndexedTraits`."""
    return marshal.dumps(
        (traits.terms, traits.weights, traits.words, traits.shingles, traits.numbers)
    )


def pack_signature(signature: Signature) -> bytes:
    """The signature as bytes; `unpack_signature` gives back an equal one."""
    return marshal.dumps((signature.digest, signature.keys, signature.sketch))


def unpack_signature(packed: bytes) -> Signature:
    """The signature that was packed."""
    return Signature(*marshal.loads(packed))
