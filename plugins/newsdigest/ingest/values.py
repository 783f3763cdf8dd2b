"""What ingest is given and what it decides: frozen values."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from newsdigest.errors import PostError, Problem
from newsdigest.model import Enrichment, Seed


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file below `seeds/`, read and understood as far as possible.

    Attributes:
        name: Below `seeds/`, with "/" separators.
        sha256: Of its bytes, or None where they could not be read.
        seed: None where `error` says why it is no seed.
        error: What to tell the editor.
        line: 1-based line that the error is about, or 0.
    """

    name: str
    sha256: str | None
    seed: Seed | None = None
    enrichment: Enrichment = field(default_factory=Enrichment)
    error: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """A seed whose post stands on the site and needs nothing, as a former run left it.

    It may stand in for the seed, post and facts while none of the three files changed.

    Attributes:
        text: `digest_words` of the seed's text.
        addresses: All that the article has or had.
        problems: Warnings about the seed, which every run tells again.
        label: The section that the editor set, or left standing in an edited post; "" for
            none.
    """

    name: str
    sha256: str
    text: str
    uid: str
    path: str
    addresses: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class HandWritten:
    """A post that stems from no seed and names no `Uid`, as a former run read it.

    It may stand in for the post while neither that nor a facts file beside it changed.

    Attributes:
        address: Of its article; "" if that is not on the site.
        label: Its section, or "".
    """

    path: str
    address: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything that ingest decides on.

    Attributes:
        seeds: In any order, taken once, one by one; those of `settled` are not among them.
        posts: Path → text of each post below `folder`.
        facts: Path → text of each facts file below `folder`.
        added: When a seed entered the site; asked for new seeds only.
        changed: When a seed's text was last changed; asked for changed seeds only.
        read: Gives the text of a settled or hand-written post that is not among `posts`; asked
            only where there are enough of the editor's sections to learn from.
        faults: Path → why the text of a post or facts file is not known.
        hand_written: Posts that need not be read; they are not among `posts`.
        occupied: Paths below `folder` that are taken by anything.
        unseen: Folders of seeds that could not be read, as prefixes of seed names ("" for
            all): what is missing there is not known to be deleted.
        language: The site's, for hand-written posts.
        folder: Of the posts, relative to the site's root.
        seeds_folder: Relative to the site's root.
    """

    seeds: Iterable[SeedFile]
    posts: Mapping[str, str]
    facts: Mapping[str, str]
    added: Callable[[str], datetime]
    changed: Callable[[str], datetime]
    read: Callable[[str], str] = lambda _: ""
    faults: Mapping[str, PostError] = field(default_factory=dict)
    settled: tuple[Settled, ...] = ()
    hand_written: tuple[HandWritten, ...] = ()
    occupied: frozenset[str] = frozenset()
    unseen: tuple[str, ...] = ()
    language: str = "de"
    folder: str = "content/posts"
    seeds_folder: str = "seeds"


@dataclass(frozen=True, slots=True)
class Write:
    """The file at `path` is to hold `text`, which is kept packed: a plan for 10,000 new
    seeds would else be 150 megabytes of texts.
    """

    path: str
    packed: bytes

    @classmethod
    def of(cls, path: str, text: str) -> Write:
        """The action for a text."""
        return cls(path, zlib.compress(text.encode("utf-8", "surrogatepass"), 1))

    @property
    def text(self) -> str:
        """What the file is to hold."""
        return zlib.decompress(self.packed).decode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Delete:
    """The file at `path` is to go."""

    path: str


Action = Write | Delete


@dataclass(frozen=True, slots=True)
class Plan:
    """What ingest decided.

    Attributes:
        actions: To be done in this order; done in part, the next ingest completes them.
        problems: Sorted.
        published: Names of seeds whose article is on the site.
        reported: Names of seeds that are not, with an error each.
        withheld: Names of seeds that the editor keeps off the site: the post was deleted
            or its `Status` says so.
        settled: The published seeds that need nothing more.
        hand_written: The posts that no plan for the same files has to read again.
    """

    actions: tuple[Action, ...]
    problems: tuple[Problem, ...]
    published: tuple[str, ...]
    reported: tuple[str, ...]
    withheld: tuple[str, ...]
    settled: tuple[Settled, ...]
    hand_written: tuple[HandWritten, ...] = ()
