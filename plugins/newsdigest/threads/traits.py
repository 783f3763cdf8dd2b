"""A text → its traits: what it is compared by, made once and kept.

Everything here is made of the text alone and of frozen tables: a new article changes
no other one's traits.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from html import unescape
from itertools import chain
from math import log, sqrt
from zlib import crc32

from newsdigest.model import Article
from newsdigest.threads.words import Word, load_lexicon, split_words

TERMS = 120
"""Terms kept of a text, those that tell most."""

KEYS = 16
"""Of these, the ones by which articles find each other."""

SKETCH = 24
"""Shingles by which versions find each other."""

_NAME_WEIGHT = 1.5
_PART_WEIGHT = 0.7
_MASK = 0xFFFFFFFF
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote|pre|td|th|dt|dd|div)>|<br\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
# Begins with one set of characters: what `re` looks for fastest.
_NUMBER = re.compile(r"([0-9](?:[.,:]?[0-9])*)((?:[\s/–-]+[0-9]+)+)?")
_LETTERS = re.compile(r"[^\W\d_]+")
_AROUND = 30
_JOINED = re.compile(r"[\w-]")
_WITHOUT_MARKS = dict.fromkeys(map(ord, ".,:"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_BOILERPLATE_LENGTH = 400
_BOILERPLATE = (
    *("alle rechte vorbehalten", "all rights reserved", "tous droits réservés"),
    *("todos los derechos", "tutti i diritti riservati", "wszelkie prawa zastrzeżone"),
    *("все права защищены", "aus rechtlichen gründen nicht", "nicht mehr zur verfügung"),
    *("no longer available", "newsletter", "abonnieren", "subscribe", "cookie", "javascript"),
    *("jetzt registrieren", "sign up", "dieser artikel", "dieser beitrag", "this article was"),
    *("this story was", "this article first", "this article originally"),
)
_BOILERPLATE_STARTS = (
    *("lesen sie", "mehr zum thema", "mehr dazu", "weitere artikel", "weitere meldungen"),
    *("weitere informationen", "read more", "read also", "see also", "related", "lire aussi"),
    *("leggi anche", "lea también", "quelle:", "source:", "foto:", "photo:", "bild:", "kontakt:"),
    *("contact:", "redaktion:", "autor:"),
)


@dataclass(frozen=True, slots=True)
class Signature:
    """What is known of every article on every run: small.

    Attributes:
        digest: Of the traits; two articles with the same digest are compared alike.
        keys: Hashes of the terms by which it is found, the most telling first.
        sketch: The least shingles, ascending.
    """

    digest: bytes
    keys: tuple[int, ...]
    sketch: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What an article is compared by; read only where articles are compared.

    Attributes:
        terms: Hashes of stems, 32 bits each, by falling weight.
        weights: One byte a term.
        words: The terms as the text writes them, parted by line ends, in the same order.
        shingles: Hashes of all runs of three words but boilerplate, ascending.
        numbers: Hashes of all numbers but years and boilerplate's, each behind the hash of the
            words around it, ascending.
    """

    terms: bytes
    weights: bytes
    words: str
    shingles: bytes
    numbers: bytes


def build_traits(article: Article, html: str) -> Traits:
    """The traits of an article with this body."""
    paragraphs = _split_paragraphs(html)
    names = (*article.people, *article.places, *article.organisations)
    return weigh_text(article.title, paragraphs, article.language, names)


def weigh_text(
    title: str, paragraphs: Iterable[str], language: str, names: Iterable[str] = ()
) -> Traits:
    """The traits of a text.

    Args:
        title: Plain text.
        paragraphs: Plain text.
        language: ISO 639-1.
        names: Of people, places and organisations, as the post's header states them.
    """
    head = split_words(title)
    told = [text for text in paragraphs if not _is_boilerplate(text)]
    body = [word for text in told for word in split_words(text)]
    lexicon = load_lexicon(language)
    known = [lexicon[word.lower()] for word in body]
    weights, words = _weigh(
        zip((*head, *body), (*(lexicon[word.lower()] for word in head), *known), strict=True),
        names,
    )
    best = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    length = sqrt(sum(weights[term] ** 2 for term in best))
    return Traits(
        terms=array("I", best).tobytes(),
        weights=bytes(max(1, round(255 * weights[term] / length)) for term in best),
        words="\n".join(words.get(term, "") for term in best),
        shingles=array("I", sorted(_build_shingles(known))).tobytes(),
        numbers=array("I", chain.from_iterable(sorted(_list_numbers(told)))).tobytes(),
    )


def build_signature(traits: Traits) -> Signature:
    """The small part of the traits."""
    content = blake2b(digest_size=12)
    parts = (traits.terms, traits.weights, traits.words.encode(), traits.shingles, traits.numbers)
    for part in parts:
        content.update(len(part).to_bytes(4, "big") + part)
    terms = array("I")
    terms.frombytes(traits.terms[: 4 * KEYS])
    shingles = array("I")
    shingles.frombytes(traits.shingles[: 4 * SKETCH])
    return Signature(content.digest(), tuple(terms), tuple(shingles))


def _split_paragraphs(html: str) -> list[str]:
    """The texts of a body's blocks."""
    return [unescape(_TAG.sub("", block)) for block in _BLOCK_END.split(html)]


def _is_boilerplate(paragraph: str) -> bool:
    if len(paragraph) > _BOILERPLATE_LENGTH:
        return False
    text = paragraph.lower()
    return text.lstrip(" \t>*•–—-([").startswith(_BOILERPLATE_STARTS) or any(
        phrase in text for phrase in _BOILERPLATE
    )


def _weigh(
    text: Iterable[tuple[str, Word]], names: Iterable[str]
) -> tuple[dict[int, float], dict[int, str]]:
    """The weight of each term by its hash, and the word that stands for it."""
    counts: dict[int, float] = {}
    rareness: dict[int, float] = {}
    words: dict[int, str] = {}
    for written, (key, plain, capital, _, _, parts) in text:
        telling = capital if written[0].isupper() else plain
        if not telling:
            continue
        if key not in words:
            words[key] = written
        counts[key] = counts.get(key, 0.0) + 1.0
        if telling > rareness.get(key, 0.0):
            rareness[key] = telling
        for part in parts:
            counts[part] = counts.get(part, 0.0) + _PART_WEIGHT
            rareness[part] = max(rareness.get(part, 0.0), telling)
    weights = {
        key: (1 + log(count) if count > 1 else count) * rareness[key]
        for key, count in counts.items()
    }
    for name in names:
        key = crc32(f"={name.casefold()}".encode())
        weights[key], words[key] = _NAME_WEIGHT, f"={name}"
    return weights, words


def _build_shingles(text: Sequence[Word]) -> set[int]:
    """Hashes of all runs of three words that are more than common words."""
    numbers = [word.number for word in text]
    common = [word.common for word in text]
    return {
        (one * 0x9E3779B1 + two * 0x85EBCA6B + three * 0xC2B2AE35) & _MASK
        for one, two, three, first, second, third in zip(
            numbers, numbers[1:], numbers[2:], common, common[1:], common[2:], strict=False
        )
        if not (first and second and third)
    }


def _list_numbers(paragraphs: Iterable[str]) -> set[tuple[int, int]]:
    """Hashes of the words around each number and of its digits. Years stand in too many
    texts; a part of a word is a virus's, what follows one another a telephone's or an
    agency's.
    """
    numbers = set()
    for text in paragraphs:
        for match in _NUMBER.finditer(text):
            number, more = match.groups()
            start, end = match.span()
            before = text[max(0, start - _AROUND) : start]
            if more or _JOINED.match(before[-1:]) or _YEAR.fullmatch(number):
                continue
            words = _LETTERS.findall(before)
            behind = _LETTERS.search(text, end, end + _AROUND)
            place = f"{words[-1] if words else ''} {behind[0] if behind else ''}"
            digits = number.translate(_WITHOUT_MARKS)
            numbers.add((crc32(place.lower().encode()), crc32(digits.encode())))
    return numbers
