"""A plan while it is being made."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import cached_property

from newsdigest.addresses import article_address
from newsdigest.errors import PostError, Problem
from newsdigest.ingest.learning import LEAST_LABELS, Classifier, train_classifier
from newsdigest.ingest.pairing import PostFile, Record
from newsdigest.ingest.values import (
    Action,
    Delete,
    HandWritten,
    Plan,
    SeedFile,
    Settled,
    Stock,
    Write,
)
from newsdigest.model import PartialDate
from newsdigest.posts import facts_path, find_lines, normalise_text, post_path, to_article
from newsdigest.slugs import build_slug

# Never change it: the ids of all feed entries follow from it.
_SEEDS = uuid.UUID("c1f0e6a4-90b5-4d53-9d0b-7a4be0a1c2d7")


def is_unseen(stock: Stock, name: str) -> bool:
    """Whether a seed of this name may exist where nothing could be read."""
    return any(not folder or name.startswith(f"{folder}/") for folder in stock.unseen)


def show_path(path: str) -> str:
    """The path on one line of printable characters."""
    if path.isprintable():
        return path
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in path)


class Draft:
    """Collects what was decided, and knows which paths, addresses and ids are taken."""

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self.actions: list[Action] = []
        self.problems: list[Problem] = []
        self.published: list[str] = []
        self.reported: list[str] = []
        self.withheld: list[str] = []
        self.settled: list[Settled] = []
        self.hand_written: list[HandWritten] = []
        self.paths = {path.casefold() for path in stock.occupied}
        self.addresses: set[str] = set()
        self.uids: set[str] = set()
        self.labels: dict[str, str] = {}
        for known in stock.settled:
            self.paths.add(known.path.casefold())
            self._label(known.path, known.label)
            self.addresses.update(known.addresses)
            self.uids.add(known.uid)
        for post in stock.hand_written:
            self.paths.add(post.path.casefold())
            self._label(post.path, post.label)
            self.addresses.add(post.address)

    def take_record(self, record: Record) -> None:
        """No new article may have the paths, addresses or id of this one."""
        if record.facts:
            self.paths.add(record.facts.path.removesuffix(".facts.json").casefold() + ".md")
        if record.facts and record.facts.facts:
            self.addresses.update(record.facts.facts.addresses)
        if record.uid:
            self.uids.add(record.uid)
        if record.post:
            self.take_post(record.post)

    def take_post(self, post: PostFile) -> None:
        """No new article may have the path or address of this post."""
        self.paths.add(post.path.casefold())
        try:
            header = dict(post.post.header)
            article = to_article(post.path, header, "", language=self.stock.language)
        except PostError:
            return
        address = article_address(article) if article else ""
        label = (post.edited and article and article.category) or ""
        self._label(post.path, label)
        self.addresses.add(address)
        beside = facts_path(post.path)
        known = beside in self.stock.facts or beside in self.stock.faults
        if not (known or post.get("Uid") or post.get("Seed")):
            self.hand_written.append(HandWritten(post.path, address, label))

    def _label(self, path: str, label: str) -> None:
        if label:
            self.labels[path] = label

    def judge(self, file: SeedFile) -> SeedFile:
        """The new seed with the section that the editor would give it, where enough posts
        tell: what the seed itself states stands, and so does what was found by words if no
        section is clear.
        """
        if file.seed is None or file.seed.category or self._classifier is None:
            return file
        learnt = self._classifier.classify(file.seed)
        if learnt is None:
            return file
        return replace(file, enrichment=replace(file.enrichment, category=learnt))

    @cached_property
    def _classifier(self) -> Classifier | None:
        if len(self.labels) < LEAST_LABELS:
            return None
        return train_classifier(
            (label, self.stock.posts.get(path) or self.stock.read(path))
            for path, label in self.labels.items()
        )

    def choose_slug(self, headline: str, language: str, published: PartialDate | None) -> str:
        """The headline's slug, with a number where the path or address is taken."""
        base = build_slug(headline, language)
        slug, number = base, 1
        while True:
            path = post_path(self.stock.folder, published, slug)
            # A post's first path and its article's address are built alike.
            address = f"{path.removeprefix(f'{self.stock.folder}/').removesuffix('.md')}/"
            if path.casefold() not in self.paths and address not in self.addresses:
                self.paths.add(path.casefold())
                self.addresses.add(address)
                return slug
            number += 1
            slug = f"{base}-{number}"

    def choose_uid(self, name: str) -> str:
        """The id of a new article: version 5 of the seed's name. A name that an article had
        which since follows a renamed seed gives another.
        """
        uid, number = uuid.uuid5(_SEEDS, name).urn, 1
        while uid in self.uids:
            number += 1
            uid = uuid.uuid5(_SEEDS, f"{name}\n{number}").urn
        self.uids.add(uid)
        return uid

    def write(self, path: str, text: str, existing: str | None) -> None:
        """Plan the file, unless it holds this text already."""
        if existing is None or normalise_text(existing) != text:
            self.actions.append(Write.of(path, text))

    def delete(self, path: str) -> None:
        self.actions.append(Delete(path))

    def report(self, problem: Problem) -> None:
        self.problems.append(problem)

    def refuse(self, name: str, problem: Problem) -> None:
        """The seed is not published, for this reason."""
        self.report(problem)
        self.reported.append(name)

    def show_seed(self, name: str) -> str:
        """The seed's path for a message, on one line whatever its name."""
        return show_path(f"{self.stock.seeds_folder}/{name}")

    def find_line(self, post: PostFile, key: str) -> int:
        """Where a field stands in a post, or 0."""
        return find_lines(post.text).get(key.lower(), 0)

    def finish(self) -> Plan:
        # Of two posts that the editor swapped, each one's facts move where the other's were.
        written = {action.path for action in self.actions if isinstance(action, Write)}
        actions = [a for a in self.actions if isinstance(a, Write) or a.path not in written]
        return Plan(
            actions=tuple(actions),
            problems=tuple(sorted(set(self.problems))),
            published=tuple(sorted([*self.published, *(s.name for s in self.stock.settled)])),
            reported=tuple(sorted(self.reported)),
            withheld=tuple(sorted(self.withheld)),
            settled=tuple(self.settled),
            hand_written=tuple(self.hand_written),
        )
