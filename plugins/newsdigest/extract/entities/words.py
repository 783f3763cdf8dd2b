"""`Seed` → the sentences of its headline and text, in words that know where they stand.

The dateline and the marks of agencies, authors and sources are left out: they are facts of
their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsdigest.model import Seed, Span
from newsdigest.seeds.lines import is_wide, trim
from newsdigest.seeds.sentences import find_sentence_end

_ADDRESS = r"(?:https?://|www\.)\S+|\S+@\S+"
_WORD = re.compile(
    rf"(?P<address>{_ADDRESS})"
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S.
    r"|[^\W_]+(?:[-'’&.][^\W_]+)*"
    r"|[^\w\s]"
)
# French and Italian write small words together with the name: l'Ukraine, dell'Ucraina.
_ELIDED = re.compile(r"(?i:l|d|j|n|s|c|m|t|qu|un|all|dell|nell|sull|dall|coll|quell|quest)['’]")
_POSSESSIVE = re.compile(r"['’]s?$")
_ELIDING = frozenset({"fr", "it"})
_LONGEST = 20_000
"""Code points of a sentence beyond which it is cut: no tagger reads further."""


class Word(NamedTuple):
    """A word or a mark: `text` stands at `start` of the seed's text."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


def split_seed(seed: Seed) -> list[list[Word]]:
    """The sentences of the headline and the blocks, in text order, none of them empty."""
    hidden = _find_hidden(seed)
    language = seed.language.value
    blocks = [block.span for block in seed.blocks]
    # A text without a headline of its own has it from its first paragraph.
    headline = [
        span
        for span in seed.headline.provenance.spans
        if not any(block.start < span.end and span.start < block.end for block in blocks)
    ]
    spans = [*headline, *blocks]
    return [
        words
        for span in spans
        for sentence in _split_span(seed.text, span, hidden, language)
        if (words := split_words(seed.text, sentence, language))
    ]


def _find_hidden(seed: Seed) -> list[Span]:
    facts = (seed.dateline, seed.agency, seed.byline, seed.source, seed.rights, seed.published)
    return sorted(span for fact in facts if fact for span in fact.provenance.spans)


def _split_span(text: str, span: Span, hidden: list[Span], language: str) -> Iterator[Span]:
    """The sentences between the hidden parts of a span."""
    start = span.start
    headline_or_text = [s for s in hidden if s.start < span.end and s.end > span.start]
    for part in (*headline_or_text, Span(span.end, span.end)):
        yield from _split_sentences(text, start, min(part.start, span.end), language)
        start = max(start, part.end)


def _split_sentences(text: str, start: int, end: int, language: str) -> Iterator[Span]:
    while start < end:
        stop = find_sentence_end(text, start, end, language)
        stop = min(max(stop, start + 1), start + _LONGEST)
        yield Span(start, stop)
        start = trim(text, stop, end).start


def split_words(text: str, span: Span, language: str) -> list[Word]:
    """The words and marks of a stretch of text; web addresses are left out."""
    words: list[Word] = []
    for match in _WORD.finditer(text, span.start, span.end):
        word = match[0]
        if match["address"] or is_wide(word[0]):
            continue
        if "'" in word or "’" in word:
            words += _split_apostrophes(word, match.start(), language)
        else:
            words.append(Word(word, match.start()))
    return words


def _split_apostrophes(word: str, start: int, language: str) -> Iterator[Word]:
    if language in _ELIDING and (elided := _ELIDED.match(word)) and elided.end() < len(word):
        yield Word(elided[0], start)
        word, start = word[elided.end() :], start + elided.end()
    possessive = _POSSESSIVE.search(word)
    if possessive and possessive.start():
        yield Word(word[: possessive.start()], start)
        yield Word(possessive[0], start + possessive.start())
    else:
        yield Word(word, start)
