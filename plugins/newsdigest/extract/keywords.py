"""`Seed` and its entities → the few topics it is about.

Topics are common nouns: the names of people, places and organisations have pages of their
own. A noun counts by how often it stands in the text, more in the headline and the lede,
and by how rare it is in its language (frozen tables), never by the site's other texts.
German nouns are known by their capitals; elsewhere a noun is what follows an article.
Languages without a table get no topics rather than wrong ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsdigest.extract.frequencies import LANGUAGES, find_frequency
from newsdigest.extract.german_nouns import find_normal_form, is_noun
from newsdigest.extract.noun_phrases import find_nouns
from newsdigest.extract.stop_nouns import STOP_NOUNS
from newsdigest.model import Entity, Provenance, Seed, Sourced, Span

METHOD = "keywords"

MOST = 5
_HEADLINE = 2.0
_LEDE = 1.0
_COMMON = {"de": 51}
_COMMONEST = 54
_RAREST = 32
_ZERO = 62
# Less than this share of the best topic's weight is no topic.
_LEAST_SHARE = 0.25
_CHARACTERS_A_TOPIC = 500

_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_BREAK = re.compile(r"(?:^|[.!?:;…–—\u2022])[\s\"“”„»«›‹‘’'()\[\]-]*$|[\"“”„»«›‹(]$")


@dataclass(slots=True)
class _Topic:
    name: str
    spans: list[Span] = field(default_factory=list)
    weight: float = 0.0


def extract_keywords(
    seed: Seed, entities: Iterable[Entity] = (), summary: Sourced[str] | None = None
) -> tuple[Sourced[str], ...]:
    """Up to five topics, the weightiest first; each points at all its mentions.

    None where the seed states topics of its own, or its language has no table.

    Args:
        seed: The text.
        entities: What stands in their mentions, or is a part of their names, is no topic.
        summary: The lede, if it is known.
    """
    language = seed.language.value
    if seed.tags or language not in LANGUAGES:
        return ()
    found = _collect(seed, _Names(entities))
    heads = seed.headline.provenance.spans
    ledes = summary.provenance.spans if summary else ()
    lowers = [topic.name.lower() for topic in found]
    for topic in found:
        topic.weight = _weigh(topic, lowers, heads, ledes, language)
    ranked = sorted(
        (topic for topic in found if topic.weight > 0),
        key=lambda topic: (-topic.weight, topic.spans[0].start, topic.name),
    )
    most = min(MOST, 2 + len(seed.text) // _CHARACTERS_A_TOPIC)
    chosen: list[_Topic] = []
    for topic in ranked:
        if len(chosen) < most and topic.weight >= _LEAST_SHARE * ranked[0].weight:
            lower = topic.name.lower()
            if not any(_overlap(lower, other.name.lower()) for other in chosen):
                chosen.append(topic)
    return tuple(
        Sourced(topic.name, Provenance(METHOD, tuple(topic.spans), _rate(topic)))
        for topic in chosen
    )


class _Names:
    """Where names stand and what they are made of."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.starts: set[int] = set()
        self.words: set[str] = set()
        for entity in entities:
            self.words.update(word.casefold() for word in _WORD.findall(entity.name.value))
            self.words.add(entity.name.value.casefold())
            for span in entity.name.provenance.spans:
                self.starts.update(range(span.start, span.end))

    def hold(self, word: str, start: int) -> bool:
        return start in self.starts or word.casefold() in self.words


def _collect(seed: Seed, names: _Names) -> list[_Topic]:
    """Every noun of headline and paragraphs that is no name, in the order of the text."""
    language = seed.language.value
    topics: dict[str, _Topic] = {}
    stretches = (*seed.headline.provenance.spans, *(block.span for block in seed.blocks))
    find = _find_german if language == "de" else find_nouns
    for name, span in sorted(
        find(seed.text, stretches, language), key=lambda found: (found[1].start, found[1].end)
    ):
        text = seed.text[span.start : span.end]
        if names.hold(text, span.start) or names.hold(name, span.start):
            continue
        if name.lower() in STOP_NOUNS.get(language, frozenset()) or len(name) < 4:
            continue
        topics.setdefault(name, _Topic(name)).spans.append(span)
    return list(topics.values())


def _find_german(text: str, stretches: Iterable[Span], language: str) -> Iterator[tuple[str, Span]]:
    del language
    doubtful: list[tuple[str, Span]] = []
    sure: set[str] = set()
    for stretch in stretches:
        loud = text[stretch.start : stretch.end].isupper()
        for match in _WORD.finditer(text, stretch.start, stretch.end):
            word = match[0]
            if loud or not _looks_like_a_noun(word) or text[match.start() - 1] == "-":
                continue
            found = (find_normal_form(word), Span(*match.span()))
            if _BREAK.search(text, max(stretch.start, match.start() - 6), match.start()):
                doubtful.append(found)
            else:
                sure.add(found[0])
                yield found
    # A capital at a sentence's start says nothing: elsewhere the word must be a noun.
    yield from (found for found in doubtful if found[0] in sure)


def _looks_like_a_noun(word: str) -> bool:
    last = word.rpartition("-")[2]
    return word[0].isupper() and last[0].isupper() and not last.isupper() and is_noun(word)


def _weigh(
    topic: _Topic,
    lowers: Iterable[str],
    heads: tuple[Span, ...],
    ledes: tuple[Span, ...],
    language: str,
) -> float:
    """0 for a word that is too common, or stands only once and in no prominent place."""
    frequency = find_frequency(topic.name.lower(), language)
    in_headline, in_lede = _stands_in(topic, heads), _stands_in(topic, ledes)
    if frequency > _COMMON.get(language, _COMMONEST):
        return 0.0
    if len(topic.spans) < 2 and (" " in topic.name or not (in_headline or in_lede)):
        return 0.0
    lower = topic.name.lower()
    kin = -1 + sum(
        [
            other.startswith(lower)
            or other.endswith(lower)
            or lower.startswith(other)
            or lower.endswith(other)
            for other in lowers
        ]
    )
    often = len(topic.spans) + _HEADLINE * in_headline + _LEDE * in_lede + 0.5 * kin
    return often * (_ZERO - max(frequency, _RAREST)) / 10


def _stands_in(topic: _Topic, places: tuple[Span, ...]) -> bool:
    return any(
        place.start <= span.start and span.end <= place.end
        for span in topic.spans
        for place in places
    )


def _overlap(one: str, other: str) -> bool:
    """Whether one of two words is the beginning or the end of the other."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) or long.endswith(short)


def _rate(topic: _Topic) -> float:
    return round(min(0.95, topic.weight / (topic.weight + 4)), 3)
