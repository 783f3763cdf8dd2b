"""Texts whose sections the editor set or confirmed → a classifier of the site's own.

Complement naive Bayes (Rennie et al., Tackling the Poor Assumptions of Naive Bayes Text
Classifiers, ICML 2003) over the beginnings of words: small, quick, fair to small sections, and
the same for the same labels in any order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsdigest.model import Provenance, Seed, Sourced

METHOD = "learnt from the editor"

LEAST_LABELS = 200
"""Below this many labelled posts the lists of words know better."""

THRESHOLD = 0.1
_BEGINNING = 6
_SMOOTHING = 0.1
_LEAST_TEXTS = 2

_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Classifier:
    """What was learnt.

    Attributes:
        sections: By name, ascending.
        rarities: By word: what it counts in a text.
        weights: By word: what it says for each section.
    """

    sections: tuple[str, ...]
    rarities: Mapping[str, float]
    weights: Mapping[str, tuple[float, ...]]

    def classify(self, seed: Seed) -> Sourced[str] | None:
        """The seed's section; None where two are nearly as likely."""
        ranked = self.rank(seed.text)
        (best, section), (second, _), (worst, _) = ranked[0], ranked[1], ranked[-1]
        confidence = round((best - second) / (best - worst), 3) if best > worst else 0.0
        if confidence < THRESHOLD:
            return None
        return Sourced(section, Provenance(METHOD, (), confidence))

    def rank(self, text: str) -> list[tuple[float, str]]:
        """What speaks for each section, the likeliest first."""
        totals = [0.0] * len(self.sections)
        for word, amount in _weigh(_count_words(text), self.rarities).items():
            for index, weight in enumerate(self.weights[word]):
                totals[index] += amount * weight
        pairs = zip(totals, self.sections, strict=True)
        return sorted(pairs, key=lambda pair: (-pair[0], pair[1]))


def train_classifier(labelled: Iterable[tuple[str, str]]) -> Classifier | None:
    """A classifier from `(section, text)` pairs in any order; None if they are too few, or
    all of one section.
    """
    texts = [(section, _count_words(text)) for section, text in sorted(labelled)]
    sections = tuple(dict.fromkeys(section for section, _ in texts))
    if len(texts) < LEAST_LABELS or len(sections) < 2:
        return None
    spread: Counter[str] = Counter(word for _, words in texts for word in words)
    rarities = {
        word: math.log((len(texts) + 1) / number)
        for word, number in sorted(spread.items())
        if number >= _LEAST_TEXTS
    }
    amounts = {section: dict.fromkeys(rarities, 0.0) for section in sections}
    for section, words in texts:
        for word, amount in _weigh(words, rarities).items():
            amounts[section][word] += amount
    columns = [_weigh_section(section, amounts) for section in sections]
    weights = {word: tuple(column[word] for column in columns) for word in rarities}
    return Classifier(sections, rarities, weights)


def _weigh_section(section: str, amounts: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """What each word says for a section: how rare it is in all the others."""
    others = [counts for name, counts in amounts.items() if name != section]
    rest = {word: sum(counts[word] for counts in others) for word in amounts[section]}
    total = sum(rest.values()) + _SMOOTHING * len(rest)
    logs = {word: math.log((amount + _SMOOTHING) / total) for word, amount in rest.items()}
    size = sum(map(abs, logs.values()))
    return {word: -value / size for word, value in logs.items()}


def _weigh(words: Mapping[str, int], rarities: Mapping[str, float]) -> dict[str, float]:
    """What each known word counts in a text, whatever the text's length."""
    known = {
        word: math.log1p(number) * rarities[word]
        for word, number in words.items()
        if word in rarities
    }
    length = math.sqrt(sum(amount * amount for amount in known.values())) or 1.0
    return {word: amount / length for word, amount in known.items()}


def _count_words(text: str) -> Counter[str]:
    """The beginnings of a text's words, in lower case: endings say little of a subject."""
    return Counter(word.casefold()[:_BEGINNING] for word in _WORD.findall(text))
