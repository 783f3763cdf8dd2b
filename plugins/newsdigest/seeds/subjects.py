"""A paragraph that begins with a place and no separator → where its first sentence begins."""

from __future__ import annotations

import re

from newsdigest.seeds.places import is_known_place

_ARTICLES = {
    "de": "Der Die Das Ein Eine Im Am In Nach Bei Mit Wegen Trotz Rund Mehr Zum Zur Für Wer Es Nur",
    "en": "The A An In At After For With",
    "fr": "Le Un Une Des Dans Après Selon",
    "es": "El Un Una Los En Tras Según",
    "it": "Il Un Una Nel Dopo Secondo",
    "pl": "",
    "ru": "",
}
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_GAP = re.compile(r"[ \n]{1,3}")


def find_bare_place(text: str, start: int, end: int, language: str) -> tuple[int, int] | None:
    """Where a place that opens a sentence without belonging to it ends, and where the
    sentence begins ("Genf Die Minister …"), or None.

    Evidence is a sentence's own start behind a known place: an article or preposition
    with a capital, or a subject of two words and more whose last word the text uses
    again without the place. "Ort FC hat" stays a name.
    """
    words = _read_capital_words(text, start, min(end, start + 200))
    for count in (3, 2, 1):
        if len(words) <= count:
            continue
        place = text[start : words[count - 1].end()]
        if not is_known_place(place):
            continue
        rest = words[count:]
        if rest[0][0] in _ARTICLES.get(language, "").split() or _is_subject(text, place, rest):
            return words[count - 1].end(), rest[0].start()
        return None
    return None


def _read_capital_words(text: str, start: int, end: int) -> list[re.Match[str]]:
    words: list[re.Match[str]] = []
    at = start
    while len(words) < 8:
        match = _WORD.match(text, at, end)
        if match is None or not match[0][0].isupper():
            break
        words.append(match)
        gap = _GAP.match(text, match.end(), end)
        if gap is None:
            break
        at = gap.end()
    return words


def _is_subject(text: str, place: str, rest: list[re.Match[str]]) -> bool:
    last = rest[-1][0]
    following = _GAP.match(text, rest[-1].end())
    verb = _WORD.match(text, following.end()) if following else None
    if len(rest) < 2 or len(last) < 4 or last.isupper() or verb is None or not verb[0].islower():
        return False
    window = text[:20_000]
    together = re.compile(rf"\b{re.escape(place)}\s+{re.escape(rest[0][0])}\b")
    if len(together.findall(window)) > 1:
        return False
    return len(re.findall(rf"\b{re.escape(last)}\b", window)) > 1
