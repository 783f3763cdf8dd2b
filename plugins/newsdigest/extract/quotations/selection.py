"""A marked stretch → whether it is speech, or a title, a name or a word held at a distance."""

from __future__ import annotations

import re

from newsdigest.extract.quotations.lexicon import Lexicon
from newsdigest.extract.quotations.sentences import TokenKind
from newsdigest.extract.quotations.speakers import Spoken

_ENDS = tuple(".!?…。！？")
_PAUSE = re.compile(r"[,;:.!?…–，。；：！？]\s?\S")
_WIDE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_FEW, _SOME, _MANY = 3, 5, 7
_INTRODUCES = frozenset[TokenKind](["colon", "comma", "verb", "participle", "quote", "further"])


def is_quotation(text: str, spoken: Spoken, lexicon: Lexicon) -> bool:
    """Whether a stretch is given as somebody's own words.

    One to three words need a verb of saying beside them; a name-like stretch in the middle
    of a sentence is a title unless that verb stands right before it.
    """
    if not any(char.isalpha() for char in text):
        return False
    if spoken.stretch.bare:
        return True
    tokens, place = spoken.sentence.tokens, spoken.place
    before = tokens[place - 1].kind if place else None
    after = tokens[place + 1].kind if place + 1 < len(tokens) else None
    introduced = before in _INTRODUCES
    stands_alone = before in {None, "colon"} or (before == "quote" and text.endswith(_ENDS))
    length = _count_words(text)
    if place and _is_title_noun(tokens[place - 1].word, lexicon):
        return False
    beside = spoken.attributed and (stands_alone and after in {"comma", "verb", None, "mark"})
    if spoken.stretch.single and not beside:
        return False
    if length <= _FEW:
        return beside
    pauses = _PAUSE.search(text) is not None
    if length <= _MANY and text[0].isupper() and not pauses and not introduced and place:
        return False
    if spoken.attributed or spoken.speaker:
        return True
    if place == 0 and text.endswith(_ENDS):
        return True
    if place and text[0].isupper() and not introduced:
        return False
    return length > _SOME and (pauses or text.endswith(_ENDS) or length > _MANY)


def _is_title_noun(word: str, lexicon: Lexicon) -> bool:
    """Whether a word announces a name: "Roman", and "Kriminalroman" where words are joined."""
    return word in lexicon.titles or (
        lexicon.compounds and any(word.endswith(end) for end in lexicon.titles if len(end) > _SOME)
    )


def _count_words(text: str) -> int:
    wide = len(_WIDE.findall(text))
    return wide // 2 if wide > len(text) // 2 else len(text.split())
