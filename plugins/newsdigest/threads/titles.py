"""Headlines → a story's title, in their own words."""

from __future__ import annotations

from newsdigest.model import Article
from newsdigest.threads.words import load_lexicon

_LEAST_TELLING = 2
_MARKS = " \t\"'„“”«»‚‘’()[].,:;!?…–—-"


def choose_title(first: Article, second: Article) -> str:
    """The longest run of words that both headlines share, as the first one writes it, if
    it holds two telling words; else the first one's headline.

    Of the first two articles, so that a story's title stays as the story grows.
    """
    words, others = first.title.split(), second.title.split()
    plain = [word.strip(_MARKS).lower() for word in words]
    other = [word.strip(_MARKS).lower() for word in others]
    lexicon = load_lexicon(first.language)
    tells = [bool(word) and lexicon[word].capital > 0 for word in plain]
    best: tuple[int, int, int] | None = None
    for start, word in enumerate(plain):
        if not tells[start]:
            continue
        for at, match in enumerate(other):
            if match != word:
                continue
            end = start + _count_shared(plain[start:], other[at:])
            telling = sum(tells[start:end])
            while not tells[end - 1]:
                end -= 1
            if telling >= _LEAST_TELLING:
                best = max(best or (0, 0, 0), (telling, -start, end))
    if best is None:
        return first.title
    _, start, end = best
    return " ".join(words[-start:end]).strip(_MARKS)


def _count_shared(one: list[str], other: list[str]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
