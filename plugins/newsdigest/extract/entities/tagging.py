"""Words of a German sentence → the names among them, by a conditional random field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from newsdigest.extract.entities.features import Describer
from newsdigest.extract.entities.tables import load_features, read_model
from newsdigest.model import EntityKind

_KINDS: dict[str, EntityKind] = {"PER": "people", "LOC": "places", "ORG": "organisations"}
_DOUBT = 0.35
"""A capitalised word that the best path leaves out is a name from this probability on:
the model was trained on few texts and knows too few names (dev F1 + 0.5)."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words `first` to `last` (half-open) name something of this kind."""

    first: int
    last: int
    kind: EntityKind
    confidence: float


def tag_words(words: Sequence[str]) -> tuple[Tagged, ...]:
    """The names in a sentence, in text order. Deterministic."""
    tagger = _load_tagger()
    tagger.set(_load_describer().describe_words(words))
    labels = tagger.tag()
    found: list[Tagged] = []
    for index, word in enumerate(words):
        begins, name = labels[index][0] == "B", labels[index][2:]
        kind = _KINDS.get(name)
        if kind is None and labels[index] == "O" and word[:1].isupper():
            begins, kind = True, _find_doubtful(tagger, index)
            name = next((n for n, k in _KINDS.items() if k == kind), "")
        if kind is None:
            continue
        sure = _weigh(tagger, name, index)
        last = found[-1] if found else None
        if last and last.last == index and last.kind == kind and not begins:
            confidence = min(last.confidence, sure)
            found[-1] = Tagged(last.first, index + 1, kind, confidence)
        else:
            found.append(Tagged(index, index + 1, kind, sure))
    return tuple(found)


def _find_doubtful(tagger: Any, index: int) -> EntityKind | None:
    # All labels share the rest: this one search spares six for most words.
    if tagger.marginal("O", index) > 1 - _DOUBT:
        return None
    for name, kind in _KINDS.items():
        if _weigh(tagger, name, index) > _DOUBT:
            return kind
    return None


def _weigh(tagger: Any, name: str, index: int) -> float:
    """How likely the word is a part of such a name."""
    begins: float = tagger.marginal(f"B-{name}", index)
    goes_on: float = tagger.marginal(f"I-{name}", index)
    return begins + goes_on


@cache
def _load_tagger() -> Any:
    tagger = import_module("pycrfsuite").Tagger()
    tagger.open_inmemory(read_model())
    return tagger


@cache
def _load_describer() -> Describer:
    """Leaves out what has no weight: each feature costs a search in the model."""
    known = load_features()
    return Describer(lambda features: tuple(filter(None, map(known.get, features))))
