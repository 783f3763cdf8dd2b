"""Text → its language."""

from __future__ import annotations

import copy
import re
from functools import cache
from importlib import import_module
from typing import Any

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "lrc", "mzn", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left (Unicode CLDR)."""

_ENOUGH = 8192
"""Code points that settle the language of any text."""

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
# Script, the languages written in it, and from how many percent of the letters on it
# decides. Kana come before Han, since Japanese is written with both.
_SCRIPTS = (
    (re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9d]"), ("ja",), 12),
    (re.compile("[\uac00-\ud7af\u1100-\u11ff]"), ("ko",), 30),
    (re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"), ("zh", "ja"), 30),
    (re.compile("[\u0621-\u064a\u0671-\u06d3]"), ("ar", "fa", "ur", "ps", "ug"), 50),
    (re.compile("[\u0400-\u052f]"), ("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky"), 50),
    (re.compile("[\u0370-\u03ff\u1f00-\u1fff]"), ("el",), 50),
    (re.compile("[\u05d0-\u05ea]"), ("he", "yi"), 50),
)
_NOT_LATIN = frozenset({"ja", "ko", "zh", "ar", "fa", "ru", "uk", "bg", "be", "el", "he"})


def detect_language(text: str, candidates: tuple[str, ...]) -> tuple[str, float]:
    """The candidate that the text is written in, and a confidence of 0 to 1.

    The same text and candidates give the same answer in every process. A script that only
    one candidate uses decides alone; among several, a language model does. Web addresses
    don't count.

    Args:
        text: At least some words; below three letters the first candidate (of those
            written in that script) is returned with confidence 0.
        candidates: ISO 639-1 codes, at least one. Codes that the model does not know are
            never found.
    """
    words = _ADDRESS.sub(" ", text[:_ENOUGH])
    letters = sum(map(str.isalpha, words))
    if not letters:
        return candidates[0], 0.0
    possible = _choose_by_script(words, letters, candidates)
    if len(possible) == 1:
        return possible[0], 1.0
    if letters < 3:
        return possible[0], 0.0
    return _classify(words, possible, candidates)


def _choose_by_script(words: str, letters: int, candidates: tuple[str, ...]) -> tuple[str, ...]:
    """The candidates written in the script of most of the letters; all, if none is."""
    for script, languages, percent in _SCRIPTS:
        if 100 * len(script.findall(words)) > percent * letters:
            return tuple(code for code in candidates if code in languages) or candidates
    return tuple(code for code in candidates if code not in _NOT_LATIN) or candidates


def _classify(
    words: str, possible: tuple[str, ...], candidates: tuple[str, ...]
) -> tuple[str, float]:
    identifier = _restrict_identifier(possible, candidates)
    if identifier is None:
        return possible[0], 0.0
    language, confidence = identifier.classify(words)
    return str(language), min(max(float(confidence), 0.0), 1.0)


@cache
def _restrict_identifier(possible: tuple[str, ...], candidates: tuple[str, ...]) -> Any:
    """A language model that knows only the possible ones of the candidates; None if it
    knows none of these.
    """
    identifier = _load_identifier(candidates)
    known = [code for code in possible if identifier and code in identifier.labels]
    if not known:
        return None
    restricted = copy.copy(identifier)
    restricted.set_languages(known)
    return restricted


@cache
def _load_identifier(candidates: tuple[str, ...]) -> Any:
    """The language model without the other languages, which take 25 MB; None if it knows
    none of the candidates. Imported here, since it costs a second and numpy.
    """
    langid = import_module("py3langid.langid")
    full = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE)
    known = [code for code in candidates if code in full.labels]
    if not known:
        return None
    full.set_languages(known)
    return langid.LanguageIdentifier(
        *(full.nb_ptc, full.nb_pc, full.nb_classes, full.tk_nextmove, full.tk_output),
        norm_probs=True,
        tk_row=full.tk_row,
    )
