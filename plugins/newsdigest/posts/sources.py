"""An article and the facts beside its post → where each of its values was read.

The post is the editor's: a value that the facts do not know is shown as the editor's,
and one that the post does not state any more is not shown at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from newsdigest.model import Article, GeoPlace
from newsdigest.posts.facts import Fact, FactMention, Facts
from newsdigest.posts.headers import clean_line, remove_forbidden

EDITOR = "editor"
"""The method of what the editor wrote."""

_PARAGRAPH = re.compile(r"<(?:p|h2)(?=[ >])")


@dataclass(frozen=True, slots=True)
class SourceMention:
    """Where a value stands in the seed.

    Attributes:
        text: What stands there, without characters that XML forbids.
        paragraph: The body's paragraph, counted from 1; 0 for what stands beside the
            text or in one that the editor has changed.
    """

    text: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class SourceFact:
    """A value that a post states and how it came there.

    Attributes:
        field: The header field in lower case.
        value: Of a quotation its text, without its speaker.
        speaker: Of a quotation only; None where none is known.
        method: The rule's name, or "editor".
        confidence: 0 to 1.
        mentions: In text order.
    """

    field: str
    value: str
    speaker: str | None
    method: str
    confidence: float
    mentions: tuple[SourceMention, ...]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The paragraphs that hold it, each once, in text order."""
        return tuple(dict.fromkeys(m.paragraph for m in self.mentions if m.paragraph))


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of where an article's values were read.

    Attributes:
        seed: The seed's name.
        sha256: Hexadecimal digest of the seed's bytes.
        head: What stands in the seed beside its paragraphs, line by line as it stands.
        edited: Whether the editor changed the text.
        facts: In the order of a post's header.
    """

    seed: str
    sha256: str
    head: tuple[str, ...]
    edited: bool
    facts: tuple[SourceFact, ...]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """All paragraphs that a fact points at, ascending."""
        return tuple(sorted({number for fact in self.facts for number in fact.paragraphs}))


Sources = Mapping[str, Source]
"""By `Article.uid`, read from the index on demand; without posts that have no facts."""


def build_source(article: Article, facts: Facts, *, edited: bool) -> Source:
    """Where the values that an article states were read.

    Args:
        article: As its post states it.
        facts: Of the facts file beside the post.
        edited: Whether the post's body is another one than was generated.
    """
    starts = [] if edited else [span.start for span in facts.paragraphs]
    known: dict[tuple[str, str], Fact] = {}
    for fact in facts.facts:
        known.setdefault((fact.field, fact.value), fact)
    return Source(
        seed=facts.seed,
        sha256=facts.sha256,
        head=tuple(map(remove_forbidden, facts.head)),
        edited=edited,
        facts=tuple(
            _describe(field, value, speaker, known.get((field, value)), starts)
            for field, value, speaker in _list_values(article)
        ),
    )


def locate_places(article: Article, facts: Facts) -> Article:
    """The article with the coordinates of those of its places that the facts know."""
    known = {fact.value: fact.place for fact in facts.facts if fact.field == "places"}
    found: list[tuple[str, GeoPlace]] = []
    for name in article.places:
        place = known.get(name)
        if place is not None:
            found.append((name, place))
    return replace(article, coordinates=tuple(found)) if found else article


def anchor_paragraphs(html: str, source: Source) -> str:
    """A generated body whose paragraphs that a fact points at have an id: "nd-p3"."""
    wanted = set(source.paragraphs)
    if not wanted:
        return html
    number = 0

    def anchor(start: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f'{start[0]} id="nd-p{number}"' if number in wanted else start[0]

    return _PARAGRAPH.sub(anchor, html)


def _list_values(article: Article) -> Iterator[tuple[str, str, str | None]]:
    """Field, value and speaker of all that a post states, in its header's order."""
    for field, values in (
        ("title", (article.title,)),
        ("published", (str(article.published or ""),)),
        ("lang", (article.language,)),
        ("category", (article.category,)),
        ("tags", article.tags),
        ("summary", (article.summary,)),
        ("people", article.people),
        ("places", article.places),
        ("organisations", article.organisations),
    ):
        for value in values:
            if value:
                yield field, value, None
    for quote in article.quotes:
        yield "quotes", quote.text, quote.speaker
    for field, value in (
        ("byline", article.byline),
        ("dateline", article.dateline),
        ("agency", article.agency),
        ("source", article.origin),
        ("rights", article.rights),
    ):
        if value:
            yield field, value, None


def _describe(
    field: str, value: str, speaker: str | None, fact: Fact | None, starts: list[int]
) -> SourceFact:
    if fact is None:
        return SourceFact(field, value, speaker, EDITOR, 1.0, ())
    mentions = tuple(_place_mention(mention, starts) for mention in fact.mentions)
    if clean_line(fact.speaker or "") != (speaker or ""):
        return SourceFact(field, value, speaker, EDITOR, 1.0, mentions)
    return SourceFact(field, value, speaker, fact.method, fact.confidence, mentions)


def _place_mention(mention: FactMention, starts: list[int]) -> SourceMention:
    # What stands above the first paragraph gets 0.
    return SourceMention(remove_forbidden(mention.text), bisect_right(starts, mention.start))
