"""Texts of languages without capitals for nouns → their nouns.

Where a language has articles, a noun is what they lead to: in English and Dutch the last
word before the next small word ("the new climate policy is"), in Romance languages the
first one ("la politique climatique"). In Slavic languages it is a word that does not end
like an adjective or a verb, and its normal form the commonest of its stem.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib import import_module

from newsdigest.extract.frequencies import find_frequency, load_frequencies
from newsdigest.model import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*|\d+|[^\w\s]")

_ARTICLES = {
    "en": "the a an this that these those his her its their our no any some of in on for with by "
    "from at over against between about into after before under during through and or",
    "nl": "de het een deze die dit dat zijn haar hun ons onze geen van in op voor met door uit aan "
    "over tegen tussen na onder en of",
    "fr": "le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs en",
    "es": "el la los las un una unos unas del de al su sus este esta estos estas en por con sin",
    "it": "il lo la i gli le l un uno una del dello della dei degli delle dell al allo alla ai agli "
    "alle nel nella nei nelle dal dalla dai dalle sul sulla sui sulle di d suo sua suoi in per",
    "pt": "o a os as um uma uns umas do da dos das de no na nos nas ao aos seu sua seus suas em por",
}
_SMALL = {
    "en": "is are was were be been has have had will would can could may might must should do does "
    "did said says say told not also who which what when where while as if than then but so to he "
    "she it they we you i there here more most very just only still even now up out off all each "
    "both other such many much few two three four five first last new next because since until "
    "how why them him us me my your own same too again amid among within without",
    "nl": "is zijn was waren wordt worden werd heeft hebben had zal zou kan niet ook die wie wat als "
    "dan maar om te er ze hij zij het we ik meer al nog naar bij dat toen omdat",
    "fr": "est sont a ont été être avoir pas plus que qui ne se et ou mais où dans par pour sur avec "
    "il elle ils elles nous vous je on y à comme si tout tous très deux même aussi après avant sans",
    "es": "es son ha han fue ser estar no más que se y o pero donde para sobre como si todo todos "
    "muy dos también ya lo le les cuando entre hasta desde",
    "it": "è sono ha hanno stato essere non più che si e o ma dove con su come se tutto tutti molto "
    "due anche già ci ne quando tra fra",
    "pt": "é são foi ser está não mais que se e ou mas onde para com sobre como todo todos muito "
    "dois também já lhe quando entre até desde",
}
_LAST_OF_RUN = frozenset(("en", "nl"))
_NO_NOUNS = {
    language: tuple(endings.split())
    for language, endings in {
        "en": "ly ed ing ous ful ive ical able est",
        "nl": "end lijk ige ische ijke",
        "pl": "ych ego emu owy owa owe ski ska skie skiej ć ał ała ali iły ją ym nej nie ący ące "
        "uje ny na ne any ane",
        "ru": "ый ий ой ая яя ое ее ые ие ого его ому ему ыми ими ых их ую юю ым им ть ться ет ит "
        "ют ят ут ал ил ла ли ло ся сь но ны на вший ном ем ел",
    }.items()
}
_NO_PARTS = ("ly", "ed")
_STEMMERS = {"pl": "polish", "ru": "russian"}
_MOST_WORDS = 3
# In English the singular is often a verb as well: "talk", "attack".
_VERBS = 5
# How much less common, in tenths, a shorter form may be to be the normal one: in Slavic
# languages the genitive is often commoner than the nominative.
_SHORTER = 8


def find_nouns(text: str, stretches: Iterable[Span], language: str) -> Iterator[tuple[str, Span]]:
    """Each noun's normal form and its place; words with a capital are names.

    Args:
        text: The seed's.
        stretches: Where to look.
        language: One of those with a table, but not German.
    """
    find = _find_by_endings if language in _STEMMERS else _find_by_articles
    for stretch in stretches:
        if not text[stretch.start : stretch.end].isupper():
            yield from find(text, stretch, language)


@lru_cache(maxsize=8)
def _load_words(language: str) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_ARTICLES[language].split()), frozenset(_SMALL[language].split())


def _find_by_articles(text: str, stretch: Span, language: str) -> Iterator[tuple[str, Span]]:
    articles, small = _load_words(language)
    run: list[re.Match[str]] = []
    opened = named = False
    for match in _TOKEN.finditer(text, stretch.start, stretch.end):
        word = match[0].lower()
        if word in articles or word in small or not word[0].isalpha():
            yield from _take_noun(run, language, named=named)
            run, named = [], False
            opened = word in articles or (opened and word in "’'")
        elif match[0] != word:
            # A name ends what stands before it ("the minister Smith") and may begin a longer
            # noun: "Iran nuclear deal".
            yield from _take_noun(run, language, named=named)
            run, opened, named = [], language in _LAST_OF_RUN, True
        elif opened:
            run.append(match)
    yield from _take_noun(run, language, named=named)


def _take_noun(
    run: list[re.Match[str]], language: str, *, named: bool
) -> Iterator[tuple[str, Span]]:
    """The noun of a run of words; one word behind a name is rather a verb."""
    if len(run) <= named or len(run) > _MOST_WORDS:
        return
    noun = run[-1] if language in _LAST_OF_RUN else run[0]
    if noun[0].endswith(_NO_NOUNS.get(language, ("\0",))):
        return
    name = _choose_number(noun[0], language)
    yield name, Span(*noun.span())
    if len(run) > 1 and language in _LAST_OF_RUN and not run[-2][0].endswith(_NO_PARTS):
        yield f"{run[-2][0]} {name}", Span(run[-2].start(), noun.end())


@lru_cache(maxsize=1 << 14)
def _choose_number(word: str, language: str) -> str:
    """Singular or plural of a noun, whichever more texts would use."""
    if language in ("en", "fr", "es", "pt"):
        single = word[:-3] + "y" if word.endswith("ies") and language == "en" else word
        single = single.removesuffix("s")
        plural = f"{single[:-1]}ies" if single.endswith("y") and language == "en" else f"{single}s"
        often, once = find_frequency(plural, language), find_frequency(single, language)
        if often >= 30 and often >= once - (_VERBS if language == "en" else 0):
            return plural
        return single if once > 30 else word
    return word


def _find_by_endings(text: str, stretch: Span, language: str) -> Iterator[tuple[str, Span]]:
    forms = _load_forms(language)
    stem = _make_stemmer(language)
    for match in _TOKEN.finditer(text, stretch.start, stretch.end):
        word = match[0]
        if len(word) > 4 and word.islower() and not word.endswith(_NO_NOUNS[language]):
            form = forms.get(stem(word))
            if form is not None:
                yield form, Span(*match.span())


@lru_cache(maxsize=2)
def _load_forms(language: str) -> dict[str, str]:
    """The commonest noun of each stem."""
    stem = _make_stemmer(language)
    forms: dict[str, str] = {}
    table = load_frequencies(language)
    for word, frequency in table.items():
        if len(word) > 3 and not word.endswith(_NO_NOUNS[language]):
            best = forms.setdefault(stem(word), word)
            if len(word) < len(best) and frequency >= table[best] - _SHORTER:
                forms[stem(word)] = word
    return forms


@lru_cache(maxsize=2)
def _make_stemmer(language: str) -> Callable[[str], str]:
    # Late, so that a build with nothing to ingest loads no language tool.
    stem: Callable[[str], str] = import_module("Stemmer").Stemmer(_STEMMERS[language]).stemWord
    return stem
