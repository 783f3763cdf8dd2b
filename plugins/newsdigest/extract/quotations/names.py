"""Entities and text → who is named where: the candidates for speakers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsdigest.extract.quotations.lexicon import Lexicon
from newsdigest.model import Entity, Seed

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_PARTICLES = frozenset(["von", "van", "de", "di", "da", "del", "du", "dos", "el", "al", "bin"])
_LONGEST = 3

Run = tuple[re.Match[str], ...]


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A place in the text where somebody is named.

    Attributes:
        name: The fullest name that the text gives them; "" where it names two of that name.
        person: False for organisations.
    """

    start: int
    end: int
    name: str
    person: bool


def find_mentions(seed: Seed, entities: Iterable[Entity], lexicon: Lexicon) -> tuple[Mention, ...]:
    """People and organisations where the body names them, in text order, not overlapping.

    What the entities leave out is added by its shape: capitalised words behind a role
    ("Außenminister Sergei Rjabkow"), two or three of them, and surnames that stand alone.
    """
    words = [
        word
        for block in seed.blocks
        for word in _WORD.finditer(seed.text, block.span.start, block.span.end)
    ]
    starts = [word.start() for word in words]
    taken: set[int] = set()
    found: list[Mention] = []
    for entity in entities:
        for span in entity.name.provenance.spans:
            covered = starts[bisect_left(starts, span.start) : bisect_left(starts, span.end)]
            if taken.isdisjoint(covered) and entity.kind != "places":
                person = entity.kind == "people"
                found.append(Mention(span.start, span.end, entity.name.value, person))
            taken.update(covered)
    free = [word for word in words if word.start() not in taken]
    for run in _iter_names(seed.text, free, lexicon):
        name = " ".join(word[0] for word in run)
        found.append(Mention(run[0].start(), run[-1].end(), name, person=True))
        taken.update(word.start() for word in run)
    return _part(sorted([*_complete(found), *_find_surnames(found, free, taken)]))


def _part(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """The mentions in order, without those that begin inside another one."""
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def is_role(word: str, lexicon: Lexicon) -> bool:
    """Whether a word names a part that a person plays: "US-Außenministerin"."""
    word = word.casefold()
    if word in lexicon.roles or word.rsplit("-", 1)[-1] in lexicon.roles:
        return True
    return word.endswith(lexicon.role_ends)


def _iter_names(text: str, words: Sequence[re.Match[str]], lexicon: Lexicon) -> Iterator[Run]:
    """Runs of capitalised words that look like a person's name, without their roles."""
    lower = frozenset(word[0] for word in words if word[0].islower())
    for run in _iter_runs(text, words):
        roles = [at for at, word in enumerate(run) if is_role(word[0], lexicon)]
        parts = run[roles[-1] + 1 :] if roles else run
        while len(parts) > 1 and (parts[0][0].isupper() or _is_common(parts[0][0], lower, lexicon)):
            parts = parts[1:]
        named = [word[0] for word in parts if word[0] not in _PARTICLES]
        if any(_is_common(word, lower, lexicon) or word.isupper() for word in named):
            continue
        longest = 2 if lexicon.compounds and not roles else _LONGEST
        if (1 if roles else 2) <= len(named) <= longest:
            yield parts


def _is_common(word: str, lower: frozenset[str], lexicon: Lexicon) -> bool:
    return word.casefold() in lower or word.casefold() in lexicon.kinds


def _iter_runs(text: str, words: Sequence[re.Match[str]]) -> Iterator[Run]:
    """Words that stand side by side, each of them capitalised or a particle."""
    run: list[re.Match[str]] = []
    for word in words:
        gap = text[run[-1].end() : word.start()] if run else ""
        if run and gap != " " and not (gap == ". " and len(run[-1][0]) == 1):
            yield from _close(run)
            run = []
        if word[0][0].isupper() or (run and word[0] in _PARTICLES):
            run.append(word)
        else:
            yield from _close(run)
            run = []
    yield from _close(run)


def _close(run: list[re.Match[str]]) -> Iterator[Run]:
    while run and run[-1][0] in _PARTICLES:
        run.pop()
    if run:
        yield tuple(run)


def _complete(found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, surnames given their full names."""
    full = _index_surnames(found)
    for mention in found:
        name = (mention.person and full.get(mention.name)) or mention.name
        yield Mention(mention.start, mention.end, name, mention.person)


def _find_surnames(
    found: Sequence[Mention], words: Iterable[re.Match[str]], taken: set[int]
) -> Iterator[Mention]:
    full = _index_surnames(found)
    for word in words:
        name = full.get(word[0])
        if name is not None and word.start() not in taken:
            yield Mention(word.start(), word.end(), name, person=True)


def _index_surnames(found: Iterable[Mention]) -> dict[str, str]:
    """Full names by surname; "" for a surname that several people bear."""
    bearers: dict[str, set[str]] = {}
    for mention in found:
        if mention.person and " " in mention.name:
            bearers.setdefault(mention.name.rsplit(" ", 1)[-1], set()).add(mention.name)
    return {name: min(full) if len(full) == 1 else "" for name, full in bearers.items()}
