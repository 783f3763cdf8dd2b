"""Text → words, and what each of them tells."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from zlib import crc32

from newsdigest.extract.frequencies import load_frequencies

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")

_STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "ru": "russian",
}

# Zipf frequencies, ten times as large: 40 is one in a hundred thousand.
_RARE = 40
"""What is rarer than this tells as much as can be."""
_COMMON = 50
_PLAIN_TOP = 60
"""From this frequency on a word says nothing of its text."""
_CAPITAL_TOP = 70
"""A capital makes a name (in German, a noun): worth more."""
_LEAST_PART = 4
_JOINTS = ("s", "n", "es", "en", "er", "e", "-")


class Word(NamedTuple):
    """What is known of a word, however often it stands in a text.

    Attributes:
        key: Hash of its stem: inflected forms share it.
        plain: How much it tells, 0 to 1, by its rareness; 0 for what tells nothing.
        capital: The same where it is written with a capital.
        common: Whether it is among the commonest of its language.
        number: Hash of the word itself.
        parts: The keys of a compound's parts.
    """

    key: int
    plain: float
    capital: float
    common: bool
    number: int
    parts: tuple[int, ...]


class Lexicon(dict[str, Word]):
    """The words of a language, lower-case, described once each."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._zipf = load_frequencies(language)
        self._frequent = frozenset(word for word, zipf in self._zipf.items() if zipf >= _RARE)
        self._parted = language == "de"
        name = _STEMMERS.get(language)
        import Stemmer

        self._stemmer = Stemmer.Stemmer(name) if name else None

    def __missing__(self, word: str) -> Word:
        zipf = self._zipf.get(word, _RARE)
        telling = (len(word) > 2 or bool(_WIDE.match(word))) and not word.isnumeric()
        self[word] = described = Word(
            key=self._hash_stem(word),
            plain=_weigh(zipf, _PLAIN_TOP) if telling else 0.0,
            capital=_weigh(zipf, _CAPITAL_TOP) if telling else 0.0,
            common=zipf >= _COMMON,
            number=crc32(word.encode()),
            parts=tuple(map(self._hash_stem, self._split(word))) if self._parted else (),
        )
        return described

    def _hash_stem(self, word: str) -> int:
        stem = self._stemmer.stemWord(word) if self._stemmer else word
        return crc32(stem.encode())

    def _split(self, word: str) -> tuple[str, ...]:
        """The two parts of a compound where both are common words, else nothing."""
        zipf = self._zipf
        best: tuple[int, str, str] | None = None
        for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
            tail = word[cut:]
            if tail not in self._frequent:
                continue
            head = self._find_head(word[:cut])
            if head and (best is None or min(zipf[tail], zipf[head]) > best[0]):
                best = (min(zipf[tail], zipf[head]), head, tail)
        return best[1:] if best else ()

    def _find_head(self, text: str) -> str:
        """The word that a compound's first part is made of, without the joint; or ""."""
        if text in self._frequent:
            return text
        for joint in _JOINTS:
            head = text.removesuffix(joint)
            if len(head) >= _LEAST_PART and head in self._frequent:
                return head
        return ""


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language, which fills up as words are looked up."""
    return Lexicon(language)


def split_words(text: str) -> list[str]:
    """The words of a text as it writes them; for scripts that part no words, each pair of
    neighbouring signs.
    """
    words: list[str] = _WORD.findall(text)
    if not _WIDE.search(text):
        return words
    return [
        sign for word in words for sign in (_pair_signs(word) if _WIDE.search(word) else (word,))
    ]


def _pair_signs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def _weigh(zipf: int, top: int) -> float:
    return max(0.0, min(1.0, (top - zipf) / (top - _RARE)))
