"""Text → the words that it is found by; the theme's `search.js` does the same with what
a reader looks for, and has no stemmer: each file states the forms of its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

from newsdigest.search.compounds import split_compound

_WORD = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
# Signs above and below letters that make no letter with them: vowels of Arabic and Hebrew.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_LETTERS = str.maketrans(
    dict(zip("æœøłđðıςىة", "aoolddiσيه", strict=True)) | {"ß": "ss", "þ": "th", "ـ": ""}
)
_UMLAUT = re.compile(r"ae|oe|(?<![aeq])ue")
_ARTICLE = re.compile(r"^[وفبك]?ال(?=..)")
_STATE = re.compile("(.+[hk]eit)(?:en|s)?")
_LEAST_OF_NOUN = 5
_STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
}


class Term(NamedTuple):
    """One way to find a word.

    Attributes:
        key: What its inflected forms have in common, folded.
        form: The word itself, folded.
    """

    key: str
    form: str


class Vocabulary(dict[str, tuple[Term, ...]]):
    """The terms of a language's words, in lower case, found once each."""

    def __init__(self, language: str) -> None:
        super().__init__()
        import Stemmer

        name = _STEMMERS.get(language)
        stem = Stemmer.Stemmer(name).stemWord if name in Stemmer.algorithms() else str
        self._stem = partial(_stem_german, stem) if language == "de" else stem
        self._split = split_compound if language == "de" else _split_nothing

    def __missing__(self, word: str) -> tuple[Term, ...]:
        words = (word, *self._split(word))
        terms = (Term(fold(self._stem(_ARTICLE.sub("", one))), fold(one)) for one in words)
        self[word] = found = tuple(dict.fromkeys(term for term in terms if term.key and term.form))
        return found


@cache
def load_vocabulary(language: str) -> Vocabulary:
    """The vocabulary of a language, which fills up as words are looked up."""
    return Vocabulary(language)


def split_words(text: str) -> list[str]:
    """The words of a text in lower case; for scripts that part no words, each pair of
    neighbouring signs.
    """
    text = text.lower()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFC", text))
    words = _WORD.findall(text)
    if not _WIDE.search(text):
        return words
    return [
        part for word in words for part in (_pair_signs(word) if _WIDE.search(word) else [word])
    ]


def fold(word: str) -> str:
    """A word in lower case as everybody may type it: "büchelberg", "buechelberg" and
    "buchelberg" are one.
    """
    if word.isascii():
        return _UMLAUT.sub(_drop_second, word)
    marked = unicodedata.normalize("NFKD", word)
    plain = "".join(sign for sign in marked if unicodedata.category(sign)[0] != "M")
    return _ARTICLE.sub("", _UMLAUT.sub(_drop_second, plain.translate(_LETTERS)))


def fold_words(text: str) -> list[str]:
    """The words of a text, folded."""
    return [folded for word in split_words(text) if (folded := fold(word))]


def _stem_german(stem: Callable[[str], str], word: str) -> str:
    """The stem, unless too little is left of a noun: "Sicherheit" must not find "sich"."""
    found = stem(word)
    noun = _STATE.fullmatch(word)
    return noun[1] if noun and len(found) < _LEAST_OF_NOUN else found


def _drop_second(match: re.Match[str]) -> str:
    return match[0][0]


def _pair_signs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def _split_nothing(word: str) -> tuple[str, ...]:
    del word
    return ()
