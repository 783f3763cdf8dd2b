"""A sentence's tokens → who says something in it, by the grammar of the verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from newsdigest.extract.quotations.lexicon import Lexicon
from newsdigest.extract.quotations.names import is_role
from newsdigest.extract.quotations.sentences import Token, TokenKind

SubjectKind = Literal["name", "pronoun", "role", "same", "nobody"]

_REACH = 30
"""How many tokens a verb may be away from its auxiliary, particle or subject."""

_AGED = re.compile(r"\d+-?jährigen?")
_WITHOUT_PRONOUN = frozenset(["es", "it", "pl"])
_INFLECTED = frozenset(["pl", "ru"])
_ADVERBS = 4
_PHRASE = 12
_CLAUSE_ENDS = frozenset[TokenKind](
    ["comma", "colon", "quote", "mark", "verb", "naming", "auxiliary", "reported", "passive", "so"]
)
_RELATIONS = frozenset[TokenKind](["preposition", "oblique", "source"])
_NOMINAL = frozenset[TokenKind](["capital", "word", "further", "adverb"])
_NAME_ENDS = frozenset[TokenKind](["comma", "mark", "quote", "open", "preposition", "colon"])
_SUBJECTS = frozenset[TokenKind](["name", "definite", "capital", "pronoun"])
_CONTINUES = _NOMINAL | _SUBJECTS | {"preposition"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Who says it.

    Attributes:
        kind: "name" is certain; "pronoun" and "role" ("the minister") must be looked up;
            "same" goes on with whoever spoke before; "nobody" stands for several, for
            somebody without a name and for all that is unclear.
        name: Of a "name" the name, of a "role" its word in lower case.
    """

    kind: SubjectKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A verb of saying (or what stands for it) and its subject.

    Attributes:
        at: Number of its token.
        behind: It is put in behind what is said: ", sagte X".
    """

    at: int
    subject: Subject
    behind: bool = False


NOBODY = Subject("nobody")
PRONOUN = Subject("pronoun")


def find_attributions(
    tokens: Sequence[Token], lexicon: Lexicon, language: str
) -> tuple[Attribution, ...]:
    """All attributions of a sentence, in order. Linear."""
    return tuple(_Grammar(tokens, lexicon, language).iter_attributions())


class _Grammar:
    """The rules for one sentence; positions are numbers of tokens."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, language: str) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.language = language

    def iter_attributions(self) -> Iterator[Attribution]:
        for at, token in enumerate(self.tokens):
            subject: Subject | None = None
            if token.kind in {"verb", "naming", "participle"}:
                subject = self._read_verb(at)
            elif token.kind == "blocked":
                passive = self._look_back(at, frozenset(["passive"]))
                subject = NOBODY if passive is None else self._find_left(passive) or NOBODY
            elif token.kind == "inverted":
                subject = PRONOUN
            elif token.kind in {"so", "source"}:
                subject = self._read_source(at)
            elif token.kind == "colon":
                subject = self._read_label(at)
            if subject:
                behind = at > 0 and self.kind(at - 1) in {"comma", "quote"}
                yield Attribution(at, subject, behind)

    def kind(self, at: int) -> TokenKind:
        """Of the token; beyond the sentence's ends that of a mark."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else "mark"

    def _read_verb(self, at: int) -> Subject | None:
        word = self.tokens[at].word
        particles = self.lexicon.particles.get(word)
        following = self.tokens[at + 1 : at + _REACH]
        if particles and not any(token.word in particles for token in following):
            return None
        if word in self.lexicon.participles:
            helper = self._look_back(at, frozenset(["auxiliary", "reported"]))
            if helper is not None:
                if self.kind(helper) == "reported":
                    return Subject("same")
                right = helper if self.language == "de" else at
                return self._find_subject(helper, right)
            if self.kind(at) == "participle":
                return None
        if self.kind(at - 1) == "passive":
            return NOBODY
        return self._find_subject(at, at)

    def _look_back(self, at: int, kinds: frozenset[TokenKind]) -> int | None:
        """The nearest token of these kinds before a position, in the same run of words."""
        reach = _REACH if self.language == "de" else _ADVERBS
        for place in range(at - 1, max(at - reach, 0) - 1, -1):
            if self.kind(place) in kinds:
                return place
            if self.kind(place) in {"quote", "colon"}:
                return None
        return None

    def _find_subject(self, left: int, right: int) -> Subject:
        before = self._find_left(left)
        if before and before.kind in {"name", "pronoun"}:
            return before
        if self.language != "en" or self.kind(left - 1) in {"comma", "quote"}:
            after = self._find_right(right)
            if after and (after.kind in {"name", "pronoun"} or not before):
                return before if before and self._is_certain(left) else after
            if not after and not before and self.language in _WITHOUT_PRONOUN:
                return PRONOUN
        return before or NOBODY

    def _is_certain(self, verb: int) -> bool:
        """Whether the clause begins with the subject: "Die Ministerin sagte AFP"."""
        return self.kind(self._find_clause(verb - 1)) == "definite"

    def _find_clause(self, at: int) -> int:
        """Where the clause of a position begins."""
        place = at
        while place > max(at - _PHRASE, 0) and self.kind(place - 1) not in _CLAUSE_ENDS:
            place -= 1
        return place

    def _skip_back(self, at: int) -> int:
        """The position before adverbs, auxiliaries and a bracket."""
        for _ in range(_ADVERBS):
            if self.kind(at) not in {"word", "further", "auxiliary", "adverb"}:
                break
            at -= 1
        return self._skip_bracket(at)

    def _find_opening(self, at: int) -> int | None:
        for place in range(at - 1, max(at - _PHRASE, 0), -1):
            if self.kind(place) == "open":
                return place
        return None

    def _find_left(self, verb: int) -> Subject | None:
        """The subject before a verb: next to it, or before an insertion in commas."""
        nearest = verb - 1
        at = self._skip_back(nearest)
        if self.kind(at) == "comma" and at == nearest:
            comma = self._find_comma(at)
            if comma is None:
                return None
            if comma == at - 2 and self.kind(at - 1) == "name":
                return self._take_name(at - 1)  # "the minister, Anna Berg, said"
            at = nearest = self._skip_bracket(comma - 1)
        if self.kind(at) == "pronoun":
            return PRONOUN
        if self.kind(at) == "name":
            return self._judge_name(at)
        return self._read_phrase(nearest)

    def _skip_bracket(self, at: int) -> int:
        opened = self._find_opening(at) if self.kind(at) == "close" else None
        return at if opened is None else opened - 1

    def _find_comma(self, at: int) -> int | None:
        """The comma that opens an insertion; None where a quotation stands in between."""
        for place in range(at - 1, max(at - _REACH, 0), -1):
            if self.kind(place) == "comma":
                return place
            if self.kind(place) in {"quote", "colon", "verb"}:
                return None
        return None

    def _read_phrase(self, at: int) -> Subject | None:
        """The subject that fills its clause up to this position; None for an adverbial."""
        first = self._find_clause(at)
        kind = self.kind(first)
        if kind == "name":
            return self._judge_name(first)
        if kind == "definite":
            return self._describe(first + 1, at)
        if kind == "indefinite":
            return NOBODY
        if kind == "capital" and is_role(self.tokens[first].word, self.lexicon):
            return self._describe(first, at)
        if kind == "capital" and first == at and self.kind(first - 1) == "quote":
            return Subject("name", self.tokens[at].raw)  # "…," Griffin said
        return None

    def _describe(self, first: int, last: int) -> Subject:
        """The role that a phrase names with its first noun."""
        for token in self.tokens[first : last + 1]:
            if _AGED.fullmatch(token.word):
                return Subject("same")
            if is_role(token.word, self.lexicon):
                return Subject("role", token.word)
            if token.kind in _RELATIONS or (token.kind == "capital" and self.language == "de"):
                return NOBODY
        return NOBODY

    def _take_name(self, at: int) -> Subject | None:
        mention = self.tokens[at].mention
        return Subject("name", mention.name) if mention else None

    def _judge_name(self, at: int) -> Subject | None:
        """A name before its verb; None if it hangs on another word: "a friend of X said"."""
        if self.kind(at - 1) in _RELATIONS:
            return None
        if self.kind(at - 1) == "and" and self.kind(at - 2) in {"name", "capital"}:
            return NOBODY
        first = self._find_clause(at)
        related = any(self._is_relation(place) for place in range(first + 1, at)) or (
            self.kind(first) in _RELATIONS and first < at
        )
        if related and not self._is_apposition(at):
            return None
        return self._take_name(at)

    def _is_relation(self, at: int) -> bool:
        genitive = self.kind(at) == "definite" and self.kind(at - 1) == "capital"
        return self.kind(at) in _RELATIONS or genitive

    def _is_apposition(self, at: int) -> bool:
        """Whether a full name stands behind a phrase: "der Chef des Verbandes Max Muster"."""
        token, before = self.tokens[at], self.tokens[at - 1]
        full = token.mention is not None and token.mention.person and " " in token.word
        return full and before.kind in _NOMINAL and not is_role(before.word, self.lexicon)

    def _find_right(self, verb: int) -> Subject | None:
        """The subject behind a verb."""
        at = self._skip_forward(verb + 1)
        kind = self.kind(at)
        if kind in {"pronoun", "name"} and self.kind(at + 1) == "and":
            return NOBODY
        if kind == "pronoun":
            return PRONOUN
        if kind == "indefinite":
            return NOBODY if self.language != "fr" else None
        if kind not in {"name", "definite", "capital", "word"}:
            return None
        return self._read_right(at)

    def _skip_forward(self, at: int) -> int:
        """The position behind adverbs and phrases such as "am Montag" or "to reporters"."""
        for _ in range(_ADVERBS):
            kind = self.kind(at)
            if self._names_role(at):
                break
            if kind in {"word", "further", "adverb"} and self.kind(at + 1) in _CONTINUES:
                at += 1
            elif kind == "preposition":
                noun = at + 1 + (self.kind(at + 1) in {"definite", "oblique"})
                named = self.kind(noun) == "name" and self.kind(noun + 1) in _SUBJECTS
                if self.kind(noun) not in _NOMINAL and not named:
                    break
                at = noun + 1
            else:
                break
        return at

    def _is_owner(self, first: int, at: int) -> bool:
        """Whether an organisation stands behind a role in the genitive: "представитель Кремля"."""
        mention = self.tokens[at].mention
        return self._names_role(first) and not (mention and mention.person)

    def _names_role(self, at: int) -> bool:
        """Whether a role stands here without an article, as in Slavic languages."""
        inflected = self.language in _INFLECTED and at < len(self.tokens)
        return inflected and is_role(self.tokens[at].word, self.lexicon)

    def _read_right(self, first: int) -> Subject | None:
        related = False
        at = first
        for at in range(first, first + _PHRASE):
            kind = self.kind(at)
            if kind == "name":
                if self._modifies(at):
                    continue
                if self._is_owner(first, at):
                    break
                hangs = at > first and self.kind(at - 1) in _RELATIONS
                several = self.kind(at + 1) == "and" and self.kind(at + 2) in {"name", "capital"}
                if several or hangs or (related and not self._is_apposition(at)):
                    return NOBODY
                return self._take_name(at)
            if at == first + 1 and kind in _NAME_ENDS and self.kind(first) == "capital":
                break
            if kind in _RELATIONS or (kind == "definite" and at > first):
                related = True
            elif kind not in _NOMINAL and not (kind == "definite" and at == first):
                break
        return self._conclude(first, at)

    def _conclude(self, first: int, at: int) -> Subject | None:
        """The subject of words between two positions that no name ended."""
        if self.kind(at) == "comma" and self._is_inserted_name(at + 1):
            return self._take_name(at + 1)
        if self.kind(first) == "capital" and not is_role(self.tokens[first].word, self.lexicon):
            alone = at == first + 1 and self.kind(at) in _NAME_ENDS
            alone = alone and self.language not in _INFLECTED
            return Subject("name", self.tokens[first].raw) if alone else None
        return self._describe(first + (self.kind(first) == "definite"), at)

    def _modifies(self, at: int) -> bool:
        """Whether an organisation only describes who follows: "Ferrari Teamchef X"."""
        mention = self.tokens[at].mention
        return (
            mention is not None and not mention.person and self.kind(at + 1) in {"name", "capital"}
        )

    def _is_inserted_name(self, at: int) -> bool:
        return self.kind(at) == "name" and self.kind(at + 1) in {"comma", "mark", "quote", "open"}

    def _read_source(self, at: int) -> Subject | None:
        """Behind "laut", "according to" or ", so"."""
        if self.kind(at) == "so" and self.kind(at - 1) not in {"comma", "quote"}:
            return None
        if self.kind(at) == "so" and self.kind(at + 1) not in {"name", "definite", "capital"}:
            return None
        subject = self._find_right(at) or NOBODY
        if self.language in _INFLECTED and self.kind(at) == "source":
            # A name that was not led back to its first case is none to print.
            surfaces = {token.raw for token in self.tokens[at : at + _PHRASE] if token.mention}
            return NOBODY if subject.name in surfaces else subject
        return subject

    def _read_label(self, colon: int) -> Subject | None:
        """Before a colon that stands for a verb: "Rjabkow:", "Rjabkow weiter:"."""
        if self.kind(colon + 1) != "quote":
            return None
        last = self._skip_back(colon - 1)
        further = self.kind(colon - 1) == "further"
        first = self._find_clause(last)
        if first == 0 and self.kind(last) == "name":
            related = any(self._is_relation(place) for place in range(last))
            return None if related else self._judge_name(last)
        return Subject("same") if further and first == 0 else None
