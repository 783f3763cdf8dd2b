"""Paragraphs, their marked stretches and names → sentences of tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from newsdigest.extract.quotations.lexicon import WordKind, get_lexicon
from newsdigest.extract.quotations.marks import OPENING, Stretch, find_dashed, find_stretches
from newsdigest.extract.quotations.names import Mention
from newsdigest.model import Block, Seed
from newsdigest.seeds.sentences import find_sentence_end

_ENDS = frozenset(".!?…。！？")
_INVERTED = re.compile(r"(?P<verb>.+?)-(?:t-)?(?:ils?|elles?)")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\s))")
_NEXT_WORDS = re.compile(r"(?:\s+\w[\w.'’-]*){1,4}")
_SHORTEST_BLOCK = 3
DASHED = frozenset(["pl", "ru"])
"""Languages that write speech behind a dash."""


TokenKind = (
    Literal[
        "quote", "name", "inverted", "capital", "word", "comma", "colon", "open", "close", "mark"
    ]
    | WordKind
)
_PUNCTUATION: dict[str, TokenKind] = {
    ",": "comma",
    "，": "comma",
    "、": "comma",
    ":": "colon",
    "：": "colon",
    "(": "open",
    "[": "open",
    ")": "close",
    "]": "close",
    "-": "comma",
    "–": "comma",
    "—": "comma",
    "−": "comma",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, name, punctuation mark or whole quotation.

    Attributes:
        raw: As it stands in the text.
        mention: Of a "name" that is no possessive.
        stretch: Of a "quote".
    """

    kind: TokenKind
    start: int
    end: int
    raw: str = ""
    mention: Mention | None = None
    stretch: Stretch | None = None

    @property
    def word(self) -> str:
        return self.raw.casefold()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens of one sentence; a quotation is one token, however many sentences it holds.

    Attributes:
        block: Number of the paragraph it begins in.
    """

    block: int
    tokens: tuple[Token, ...]


def split_sentences(seed: Seed, mentions: Sequence[Mention]) -> tuple[Sentence, ...]:
    """The sentences of the body. One that ends its paragraph with a colon takes in the
    quotation that begins the next one, in marks or as a whole paragraph without any; so
    does one whose quotation goes on there behind a repeated opening mark.
    """
    splitter = _Splitter(seed, mentions)
    for number in range(len(seed.blocks)):
        splitter.read_block(number)
    return tuple(Sentence(block, tuple(tokens)) for block, tokens in splitter.sentences)


class _Splitter:
    """Walks once through the body and, beside it, through the mentions."""

    def __init__(self, seed: Seed, mentions: Sequence[Mention]) -> None:
        self.text = seed.text
        self.blocks = seed.blocks
        self.language = seed.language.value
        self.lexicon = get_lexicon(self.language)
        self.pattern = _compile_pattern(self.language)
        self.mentions = iter(mentions)
        self.mention = next(self.mentions, None)
        self.sentences: list[tuple[int, list[Token]]] = []
        self.is_open = False  # whether what comes next belongs to the last sentence
        self.goes_on = False  # whether the last paragraph's quotation does

    def read_block(self, number: int) -> None:
        block = self.blocks[number]
        start, end = block.span.start, block.span.end
        stretches, opened = find_stretches(self.text, start, end)
        if self.language in DASHED:
            stretches = self._add_dashed(stretches, start, end)
        goes_on = opened >= 0 and self._is_repeated(number, self.text[opened])
        if goes_on:
            before = (stretch for stretch in stretches if stretch.after <= opened)
            stretches = (*before, Stretch(opened, opened + 1, end, end))
        introduced = self.is_open and self._is_introduced()
        if introduced and not stretches and self._speaks() and _is_whole(block):
            stretches = (Stretch(start, start, end, end, bare=True),)
        begins = bool(stretches) and stretches[0].outer == start
        self.is_open = begins and (introduced or self.goes_on) and bool(self.sentences)
        self.goes_on = goes_on
        at = start
        for stretch in stretches:
            self._read_gap(number, at, stretch.outer)
            self._add(number, [Token("quote", stretch.start, stretch.end, stretch=stretch)])
            self.is_open = not self._ends_behind(stretch, end)
            at = stretch.after
        self._read_gap(number, at, end)

    def _add_dashed(
        self, stretches: Sequence[Stretch], start: int, end: int
    ) -> tuple[Stretch, ...]:
        """The stretches with what dashes introduce, without those inside of that."""
        kinds = self.lexicon.kinds
        dashed = find_dashed(self.text, start, end, lambda w: kinds.get(w.casefold()) == "verb")
        outer = (
            s for s in stretches if all(s.after <= d.outer or d.after <= s.outer for d in dashed)
        )
        return tuple(sorted((*outer, *dashed), key=lambda stretch: stretch.outer))

    def _is_repeated(self, number: int, mark: str) -> bool:
        """Whether the next paragraph begins with a mark again."""
        following = self.blocks[number + 1 : number + 2]
        return any(self.text[block.span.start] in {mark, "»"} for block in following)

    def _is_introduced(self) -> bool:
        tokens = self.sentences[-1][1]
        return tokens[-1].kind == "colon"

    def _speaks(self) -> bool:
        kinds = {token.kind for token in self.sentences[-1][1]}
        return not kinds.isdisjoint({"verb", "participle", "blocked", "further"})

    def _read_gap(self, number: int, start: int, end: int) -> None:
        while start < end:
            stop = find_sentence_end(self.text, start, end, self.language)
            self._add(number, list(self._iter_tokens(start, stop)))
            if self.text[start:stop].rstrip()[-1:] in _ENDS:
                self.is_open = False
            start = stop

    def _add(self, number: int, tokens: list[Token]) -> None:
        if self.is_open:
            self.sentences[-1][1].extend(tokens)
        elif any(token.kind != "mark" for token in tokens):
            self.sentences.append((number, tokens))
            self.is_open = True

    def _ends_behind(self, stretch: Stretch, end: int) -> bool:
        """Whether a sentence ends with this quotation."""
        if stretch.bare:
            return True
        if self.text[stretch.end - 1] not in _ENDS:
            return False
        following = self.text[stretch.after : stretch.after + 4].strip()
        if following and not (following[0].isalnum() or following[0] in OPENING):
            return False
        if following[:1].islower() and self.language not in {"zh", "ja"}:
            return False
        words = _NEXT_WORDS.match(self.text, stretch.after, end)
        return not (
            words
            and self.text[stretch.end - 1] in "!?"
            and any(self.lexicon.kinds.get(word.rstrip(".")) == "verb" for word in words[0].split())
        )

    def _iter_tokens(self, start: int, end: int) -> Iterator[Token]:
        while self.mention and self.mention.start < start:
            self.mention = next(self.mentions, None)
        while self.mention and self.mention.end <= end:
            yield from self._iter_words(start, self.mention.start)
            start = self.mention.end
            yield self._make_name(self.mention)
            self.mention = next(self.mentions, None)
        yield from self._iter_words(start, end)

    def _make_name(self, mention: Mention) -> Token:
        surface = self.text[mention.start : mention.end]
        genitive = surface.endswith("s") and mention.name.endswith(surface[:-1].split(" ")[-1])
        if (genitive and self.language == "de") or _POSSESSIVE.match(self.text, mention.end):
            return Token("capital", mention.start, mention.end, surface)
        return Token("name", mention.start, mention.end, surface, mention)

    def _iter_words(self, start: int, end: int) -> Iterator[Token]:
        for found in self.pattern.finditer(self.text, start, end):
            yield Token(self._classify(found[0]), found.start(), found.end(), found[0])

    def _classify(self, raw: str) -> TokenKind:
        word = raw.casefold().rstrip("'’") or raw
        kind = self.lexicon.kinds.get(word)
        if kind:
            return kind
        inverted = _INVERTED.fullmatch(word)
        if inverted and (inverted["verb"] == "a" or inverted["verb"] in self.lexicon.kinds):
            return "inverted"
        if raw[0].isalpha():
            return "capital" if raw[0].isupper() else "word"
        return _PUNCTUATION.get(raw, "mark")


def _is_whole(block: Block) -> bool:
    """Whether a paragraph without marks may be somebody's words."""
    return (
        block.kind == "paragraph"
        and block.text[-1] in _ENDS
        and len(block.text.split()) >= _SHORTEST_BLOCK
    )


@cache
def _compile_pattern(language: str) -> re.Pattern[str]:
    lexicon = get_lexicon(language)
    phrases = "|".join(re.escape(phrase) for phrase in lexicon.phrases)
    parts = [rf"(?i:\b(?:{phrases})\b)"] if phrases else []
    if language in {"zh", "ja"}:
        words = sorted(lexicon.kinds, key=lambda word: (-len(word), word))
        parts += [*words, "[A-Za-z0-9]+", r"\w"]
    if language in {"fr", "it"}:
        parts.append(r"\b\w{1,2}['’]")
    return re.compile("|".join([*parts, r"\w(?:[\w.&'’-]*\w)?", r"\S"]))
