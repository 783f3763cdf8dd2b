"""`Seed` → the section it belongs to, by lists of words (`data/sections/`).

A section is stated only where its words clearly outweigh those of every other one;
otherwise there is none rather than a wrong one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import islice

from newsdigest.model import Provenance, Seed, Sourced, Span

METHOD = "section words"
LANGUAGES = frozenset(("de", "en", "es", "fr", "it", "pl", "ru"))

NAMES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "politics": "Politik",
        "economy": "Wirtschaft",
        "sport": "Sport",
        "culture": "Kultur",
        "science": "Wissenschaft",
        "technology": "Technik",
        "health": "Gesundheit",
        "environment": "Umwelt",
        "media": "Medien",
        "society": "Panorama",
    },
    "en": {
        "politics": "Politics",
        "economy": "Economy",
        "sport": "Sport",
        "culture": "Culture",
        "science": "Science",
        "technology": "Technology",
        "health": "Health",
        "environment": "Environment",
        "media": "Media",
        "society": "Society",
    },
}
"""What a site calls its sections, by the language of its interface; others speak English."""

_HEADLINE = 3.0
_LEDE = 1.5
_MOST_REPEATS = 3
_LEAST_WEIGHT = 2.0
_EVIDENCE = 3.0
THRESHOLD = 0.12
_MOST_SPANS = 20
_LONGEST_WORD = 60
_SHORTEST_PART = 3
_LONGEST_PART = 20

_WORD = re.compile(r"[^\W_]+(?:[-‑][^\W_]+)*")

Weights = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Lists:
    """Weights by pattern, and by what the pattern is compared with."""

    whole: Mapping[str, Weights]
    starts: Mapping[str, Weights]
    ends: Mapping[str, Weights]
    parts: Mapping[str, Weights]


def extract_section(seed: Seed, site_language: str = "de") -> Sourced[str] | None:
    """The section's name, with the words that speak for it.

    Args:
        seed: The text; its own language decides on the lists.
        site_language: Of the interface: one section has one name on the whole site.
    """
    ranked = rank_sections(seed)
    if not ranked:
        return None
    section, confidence = ranked
    if confidence < THRESHOLD:
        return None
    spans = (
        Span(start, end)
        for _, start, end, weights in _weigh_words(seed)
        if any(found == section for found, _ in weights)
    )
    name = name_section(section, site_language)
    return Sourced(name, Provenance(METHOD, tuple(islice(spans, _MOST_SPANS)), confidence))


def name_section(section: str, site_language: str) -> str:
    """What a site in this language calls a section."""
    return NAMES.get(site_language, NAMES["en"])[section]


def rank_sections(seed: Seed) -> tuple[str, float] | None:
    """The section whose words weigh most, and how sure it is (0 to 1); None where hardly
    any word speaks for one.
    """
    language = seed.language.value
    if language not in LANGUAGES:
        return None
    headline = seed.headline.provenance.spans
    first = seed.blocks[0].span if seed.blocks else Span(0, 0)
    counts: Counter[str] = Counter()
    totals: defaultdict[str, float] = defaultdict(float)
    for word, start, _, weights in _weigh_words(seed):
        counts[word] += 1
        if counts[word] > _MOST_REPEATS:
            continue
        prominence = 1.0
        if any(place.start <= start < place.end for place in headline):
            prominence = _HEADLINE
        elif first.start <= start < first.end:
            prominence = _LEDE
        for section, weight in weights:
            totals[section] += weight * prominence
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < _LEAST_WEIGHT:
        return None
    best = ranked[0][1]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return ranked[0][0], round((best - second) / (best + _EVIDENCE), 3)


def _weigh_words(seed: Seed) -> Iterator[tuple[str, int, int, Weights]]:
    """The words that say something of sections, and where they stand, in text order."""
    language = seed.language.value
    for stretch in (*seed.headline.provenance.spans, *(block.span for block in seed.blocks)):
        for match in _WORD.finditer(seed.text, stretch.start, stretch.end):
            word = match[0].casefold()
            weights = weigh_word(word, language)
            if weights:
                yield word, *match.span(), weights


@lru_cache(maxsize=1 << 14)
def weigh_word(word: str, language: str) -> Weights:
    """What a word in lower case says of sections: each section once, by name."""
    lists = _load_lists(language)
    if len(word) > _LONGEST_WORD:
        return ()
    weights: dict[str, float] = {}
    for found in _list_matches(word, lists):
        for section, weight in found:
            weights[section] = max(weights.get(section, 0.0), weight)
    # A word of several sections says less of each.
    share = max(1, len(weights))
    return tuple(sorted((section, weight / share) for section, weight in weights.items()))


def _list_matches(word: str, lists: _Lists) -> Iterator[Weights]:
    if word in lists.whole:
        yield lists.whole[word]
    for cut in range(1, len(word) + 1):
        if word[:cut] in lists.starts:
            yield lists.starts[word[:cut]]
        if word[-cut:] in lists.ends:
            yield lists.ends[word[-cut:]]
    for start in range(len(word) - _SHORTEST_PART + 1):
        for stop in range(start + _SHORTEST_PART, min(len(word), start + _LONGEST_PART) + 1):
            if word[start:stop] in lists.parts:
                yield lists.parts[word[start:stop]]


@lru_cache(maxsize=len(LANGUAGES))
def _load_lists(language: str) -> _Lists:
    file = resources.files(__package__).joinpath(f"data/sections/{language}.txt")
    tables: dict[str, dict[str, list[tuple[str, float]]]] = {
        kind: {} for kind in ("whole", "starts", "ends", "parts")
    }
    section = ""
    for line in file.read_text("utf-8").split("\n"):
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            for item in line.split():
                pattern, _, weight = item.partition("=")
                kind = _KINDS[pattern.startswith("*"), pattern.endswith("*")]
                entry = (section, float(weight or 1))
                tables[kind].setdefault(pattern.strip("*").casefold(), []).append(entry)
    return _Lists(
        *({pattern: tuple(found) for pattern, found in table.items()} for table in tables.values())
    )


_KINDS = {
    (False, False): "whole",
    (False, True): "starts",
    (True, False): "ends",
    (True, True): "parts",
}
