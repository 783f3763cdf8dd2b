"""Posts, facts files and seeds → which belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsdigest.errors import PostError, Problem
from newsdigest.posts import (
    GENERATED,
    Facts,
    Post,
    facts_path,
    find_seed_name,
    is_generated,
    parse_facts,
    parse_post,
)


@dataclass(frozen=True, slots=True)
class PostFile:
    """A post as it stands in its file.

    Attributes:
        post: Empty where `error` says what is wrong with the file.
        edited: It differs from what was generated, or is hand-written.
    """

    path: str
    text: str
    post: Post
    error: PostError | None
    edited: bool

    def get(self, key: str) -> str | None:
        """The value of a header field; None where it is missing or empty."""
        return self.post.get(key) or None


@dataclass(frozen=True, slots=True)
class FactsFile:
    """A facts file; `facts` is None where `error` says what is wrong with it."""

    path: str
    text: str
    facts: Facts | None
    error: PostError | None

    @property
    def uid(self) -> str | None:
        return self.facts.uid if self.facts else None

    @property
    def seed(self) -> str | None:
        return self.facts.seed if self.facts else find_seed_name(self.text)


@dataclass(frozen=True, slots=True)
class Record:
    """What the site holds of one seed: a post, a facts file, or both.

    Without a post, the facts file is a deleted post's tombstone.
    """

    post: PostFile | None = None
    facts: FactsFile | None = None

    @property
    def seed(self) -> str | None:
        found = self.facts.seed if self.facts else None
        return found or (self.post.get("Seed") if self.post else None)

    @property
    def sha256(self) -> str | None:
        return self.facts.facts.sha256 if self.facts and self.facts.facts else None

    @property
    def uid(self) -> str | None:
        found = self.facts.uid if self.facts else None
        return found or (self.post.get("Uid") if self.post else None)

    @property
    def fault(self) -> Problem | None:
        """Why nothing can be done with it."""
        for file in (self.facts, self.post):
            if file and file.error:
                return Problem(file.path, file.error.line, str(file.error))
        return None

    @property
    def path(self) -> str:
        """Of the file that a person would look at first."""
        file = self.post or self.facts
        return file.path if file else ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """What belongs together.

    Attributes:
        records: Everything that stems from a seed, sorted by path; no `Uid` twice.
        hand_written: Posts that don't.
        copies: Records and posts whose `Uid` another record has, with that record's path.
        stale: Facts files that a newer one of the same article replaced.
    """

    records: tuple[Record, ...]
    hand_written: tuple[PostFile, ...]
    copies: tuple[tuple[str, str], ...]
    stale: tuple[FactsFile, ...]


def read_post(path: str, text: str) -> PostFile:
    """A post's file, parsed as far as it can be."""
    try:
        return PostFile(path, text, parse_post(text), None, not is_generated(text))
    except PostError as error:
        return PostFile(path, text, Post((), ""), error, edited=True)


def read_facts(path: str, text: str) -> FactsFile:
    """A facts file, parsed as far as it can be."""
    try:
        return FactsFile(path, text, parse_facts(text), None)
    except PostError as error:
        return FactsFile(path, text, None, error)


def pair_files(
    posts: Iterable[PostFile], facts: Iterable[FactsFile], owners: Mapping[str, str]
) -> Pairing:
    """Each post with its facts: those beside it if both name one article, else those of
    its `Uid`, else of its `Seed`. So a post that the editor renamed is followed.

    Args:
        posts: In any order.
        facts: In any order.
        owners: `Uid` → path of articles that are settled.
    """
    left_posts = sorted(posts, key=lambda file: file.path)
    left_facts = {fact.path: fact for fact in sorted(facts, key=lambda file: file.path)}
    records: list[Record] = []
    for rule in (_find_beside, _find_by_uid, _find_by_seed):
        pairs = list(rule(left_posts, left_facts.values()))
        records += [Record(post, left_facts.pop(fact.path)) for post, fact in pairs]
        done = {post.path for post, _ in pairs}
        left_posts = [post for post in left_posts if post.path not in done]
    paired = {record.uid for record in records} - {None}
    stale = tuple(fact for fact in left_facts.values() if fact.uid in paired)
    records += [Record(None, fact) for fact in left_facts.values() if fact not in stale]
    records += [Record(post) for post in left_posts if post.get("Seed")]
    rest = [post for post in left_posts if not post.get("Seed")]
    return _set_copies_apart(records, rest, stale, owners)


def _find_beside(
    posts: Sequence[PostFile], facts: Iterable[FactsFile]
) -> Iterator[tuple[PostFile, FactsFile]]:
    index = {fact.path: fact for fact in facts}
    for post in posts:
        fact = index.get(facts_path(post.path))
        if fact and _name_one_article(post, fact):
            yield post, fact


def _name_one_article(post: PostFile, fact: FactsFile) -> bool:
    """Whether a post is that of the facts beside it, and not a new one in the place of a
    deleted one.
    """
    if post.error or fact.seed is None:
        return True
    uid, seed = post.get("Uid"), post.get("Seed")
    if uid or seed:
        return (uid is not None and uid == fact.uid) or seed == fact.seed
    return post.get(GENERATED) is not None


def _find_by_uid(
    posts: Sequence[PostFile], facts: Iterable[FactsFile]
) -> Iterator[tuple[PostFile, FactsFile]]:
    return _find_by(posts, {fact.uid: fact for fact in facts}, "Uid")


def _find_by_seed(
    posts: Sequence[PostFile], facts: Iterable[FactsFile]
) -> Iterator[tuple[PostFile, FactsFile]]:
    return _find_by(posts, {fact.seed: fact for fact in facts}, "Seed")


def _find_by(
    posts: Sequence[PostFile], index: dict[str | None, FactsFile], key: str
) -> Iterator[tuple[PostFile, FactsFile]]:
    for post in posts:
        value = post.get(key)
        if value and value in index:
            yield post, index.pop(value)


def _set_copies_apart(
    records: Iterable[Record],
    posts: Iterable[PostFile],
    stale: tuple[FactsFile, ...],
    owners: Mapping[str, str],
) -> Pairing:
    taken = dict(owners)
    originals: list[Record] = []
    copies: list[tuple[str, str]] = []
    # A record of two files is the original, rather than one that lost its facts.
    for record in sorted(records, key=lambda item: (not (item.post and item.facts), item.path)):
        if record.uid in taken:
            copies.append((record.path, taken[record.uid]))
            continue
        originals.append(record)
        if record.uid:
            taken[record.uid] = record.path
    hand_written = []
    for post in posts:
        uid = post.get("Uid")
        if uid in taken:
            copies.append((post.path, taken[uid]))
            continue
        hand_written.append(post)
        if uid:
            taken[uid] = post.path
    originals.sort(key=lambda record: record.path)
    return Pairing(tuple(originals), tuple(hand_written), tuple(sorted(copies)), stale)
