"""Sentences → quotations and who says them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsdigest.extract.quotations.lexicon import Lexicon
from newsdigest.extract.quotations.marks import Stretch
from newsdigest.extract.quotations.names import is_role
from newsdigest.extract.quotations.sentences import Sentence, Token, TokenKind
from newsdigest.extract.quotations.subjects import Attribution, Subject, find_attributions

_APPOSITION = 6
_APPOSED = frozenset[TokenKind](
    ["capital", "word", "preposition", "oblique", "definite", "indefinite"]
)
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch that may be a quotation.

    Attributes:
        speaker: None where nothing clear says who.
        attributed: Whether its own sentence has somebody say it, named or not.
        carried: Whether the speaker is the one of the sentence before.
        place: Number of its token in `sentence`.
    """

    stretch: Stretch
    speaker: str | None
    attributed: bool
    carried: bool
    sentence: Sentence
    place: int


class Listener:
    """Goes through a text sentence by sentence and remembers who spoke.

    Attributes:
        chain: Who said what the last sentences told, until another subject comes up.
        focus: The one person that a pronoun can mean.
    """

    def __init__(self, lexicon: Lexicon, language: str) -> None:
        self.lexicon = lexicon
        self.language = language
        self.chain: str | None = None
        self.focus: str | None = None
        self.spoken: set[str] = set()
        self.roles: dict[str, set[str]] = {}
        self.block = -1

    def listen(self, sentence: Sentence) -> Iterator[Spoken]:
        """The stretches of the next sentence."""
        tokens = sentence.tokens
        self._learn_roles(tokens)
        attributions = find_attributions(tokens, self.lexicon, self.language)
        people = {t.mention.name for t in tokens if t.mention}
        only_quotes = all(token.kind in {"quote", "mark"} for token in tokens)
        reported = any(a.subject.kind == "same" for a in attributions)
        if sentence.block != self.block and not only_quotes and not reported:
            self.chain = None
        self.block = sentence.block
        speakers = [self._resolve(a, tokens) for a in attributions]
        places = [a.at for a in attributions]
        for place, token in enumerate(tokens):
            if token.stretch is None:
                continue
            index = _choose(attributions, places, place, tokens)
            if index is not None:
                yield Spoken(token.stretch, speakers[index], True, False, sentence, place)
            else:
                speaker = self.chain if people <= {self.chain} else None
                yield Spoken(token.stretch, speaker, False, True, sentence, place)
        self._remember(speakers, people)

    def _resolve(self, attribution: Attribution, tokens: Sequence[Token]) -> str | None:
        subject = attribution.subject
        if subject.kind == "name":
            return subject.name or None
        if subject.kind == "pronoun":
            near = tokens[max(attribution.at - _NEAR, 0) : attribution.at]
            before = {t.mention.name for t in near if t.mention and t.mention.person}
            return (min(before) if len(before) == 1 else None) if before else self.focus
        if subject.kind == "same":
            return self.focus
        return self._resolve_role(subject) if subject.kind == "role" else None

    def _resolve_role(self, subject: Subject) -> str | None:
        word = subject.name
        bearers = {
            name
            for role, names in self.roles.items()
            if role == word or role.endswith(f"-{word}") or word.endswith(f"-{role}")
            for name in names
        }
        if len(bearers) == 1:
            return min(bearers)
        if bearers or len(self.spoken) != 1:
            return None
        (speaker,) = self.spoken
        titled = any(speaker in names for names in self.roles.values())
        return None if titled else speaker

    def _learn_roles(self, tokens: Sequence[Token]) -> None:
        """Which roles stand beside which names."""
        for place, token in enumerate(tokens):
            if token.mention is None or not token.mention.person:
                continue
            for near in (*self._iter_before(tokens, place), *self._iter_behind(tokens, place)):
                if is_role(near.word, self.lexicon):
                    self.roles.setdefault(near.word, set()).add(token.mention.name)

    def _iter_before(self, tokens: Sequence[Token], place: int) -> Iterator[Token]:
        """The words of an apposition before a name, with or without a comma."""
        place -= place > 0 and tokens[place - 1].kind == "comma"
        for token in reversed(tokens[max(place - _APPOSITION, 0) : place]):
            if token.kind not in _APPOSED:
                return
            yield token

    def _iter_behind(self, tokens: Sequence[Token], place: int) -> Iterator[Token]:
        """The first words of an apposition in commas behind a name."""
        if place + 1 < len(tokens) and tokens[place + 1].kind == "comma":
            for token in tokens[place + 2 : place + 2 + _APPOSITION // 2]:
                if token.kind not in _APPOSED:
                    return
                yield token

    def _remember(self, speakers: Sequence[str | None], people: set[str]) -> None:
        self.spoken.update(filter(None, speakers))
        if speakers:
            self.chain = speakers[-1]
            named = {*filter(None, speakers)}
            self.focus = min(named) if len(named) == 1 else None
        else:
            if not people <= {self.chain}:
                self.chain = None
            if people:
                self.focus = min(people) if len(people) == 1 else None


def _choose(
    attributions: Sequence[Attribution], places: Sequence[int], quote: int, tokens: Sequence[Token]
) -> int | None:
    """Which attribution a quotation belongs to: the one put in behind it, else the last
    one before it, else the next one.
    """
    following = bisect_left(places, quote)
    if following < len(places):
        after = attributions[following]
        between = tokens[quote + 1 : after.at]
        if not any(token.kind == "quote" for token in between) and (
            after.behind or following == 0 or tokens[quote + 1].kind == "comma"
        ):
            return following
    if following:
        return following - 1
    return following if following < len(places) else None
