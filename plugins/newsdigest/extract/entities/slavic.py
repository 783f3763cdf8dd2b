"""Polish and Russian names in any case → in the first: "Mateuszowi Morawieckiemu" →
"Mateusz Morawiecki", where the list knows the first name that is left.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from newsdigest.extract.entities.tables import find_person_name

LANGUAGES = frozenset({"pl", "ru"})

_Endings = tuple[tuple[str, str], ...]
# Case ending → ending of the first case; the first that leads to a known name counts.
_FIRST: dict[str, _Endings] = {
    "pl": (
        *(
            ("ka", "ek"),
            ("kowi", "ek"),
            ("kiem", "ek"),
            ("ła", "eł"),
            ("łowi", "eł"),
            ("łem", "eł"),
        ),
        *(
            ("owi", ""),
            ("iem", ""),
            ("em", ""),
            ("ego", "y"),
            ("ego", ""),
            ("emu", "y"),
            ("ym", "y"),
        ),
        *(("a", ""), ("ii", "ia"), ("ię", "ia"), ("ią", "ia"), ("ie", ""), ("u", "")),
        *(("y", "a"), ("i", "a"), ("ę", "a"), ("ą", "a"), ("ie", "a")),
    ),
    "ru": (
        *(("я", "й"), ("ю", "й"), ("ем", "й"), ("и", "й"), ("я", "ь"), ("ю", "ь"), ("ем", "ь")),
        *(("а", ""), ("у", ""), ("ом", ""), ("ем", ""), ("е", ""), ("е", "й")),
        *(("ы", "а"), ("и", "а"), ("е", "а"), ("у", "а"), ("ой", "а"), ("ей", "а")),
        *(("и", "я"), ("ю", "я"), ("ей", "я"), ("е", "я")),
    ),
}
_MEN: dict[str, _Endings] = {
    "pl": (
        *(("kiego", "ki"), ("kiemu", "ki"), ("kim", "ki"), ("ego", "y"), ("emu", "y"), ("ym", "y")),
        *(("owi", ""), ("dzie", "da"), ("iem", ""), ("em", ""), ("a", ""), ("ka", "ek")),
        *(("y", "a"), ("ę", "a"), ("ą", "a")),
    ),
    "ru": (
        *(("ского", "ский"), ("скому", "ский"), ("ским", "ский"), ("ском", "ский")),
        *(("ым", ""), ("ом", ""), ("ем", ""), ("а", ""), ("у", ""), ("е", ""), ("ы", "а")),
        *(("я", "й"), ("ю", "й"), ("я", "ь"), ("ю", "ь")),
    ),
}
_WOMEN: dict[str, _Endings] = {
    "pl": (("kiej", "ka"), ("ką", "ka"), ("ej", "a")),
    "ru": (
        *(("овой", "ова"), ("евой", "ева"), ("иной", "ина"), ("ской", "ская")),
        *(("ову", "ова"), ("еву", "ева"), ("ину", "ина"), ("скую", "ская")),
    ),
}
_SURNAME = re.compile(
    r".+(?:(?:[сц]к|[оеё]в|[иы]н|енк|ян)[а-яё]{0,3}|(?:sk|ck|dzk)(?:i|a|iego|iemu|im|iej|ą))"
)
_BODIES = re.compile(
    "Pała|Rad|Sejm|Senat|Trybuna|Urz|Kancelar|Minist|Komisj|Uni|Bank|Zwi|Instyt|Agenc|Plac|Ulic|Dom"
    "|Организац|Министер|Комитет|Совет|Дум|Верховн|Федерац|Центр|Банк|Фонд|Союз|Лиг|Парт|Дом"
)
"""How the names of bodies and buildings begin."""

_BODIES = re.compile(
    "Pała|Rad|Sejm|Senat|Trybuna|Urz|Kancelar|Minist|Komisj|Uni|Bank|Zwi|Instyt|Agenc|Plac|Ulic|Dom"
    "|Организац|Министер|Комитет|Совет|Дум|Верховн|Федерац|Центр|Банк|Фонд|Союз|Лиг|Парт|Дом"
)
"""How the names of bodies and buildings begin."""

_DESCRIBES = re.compile(r".+(?:iej|ego|emu|ich|ych|im|ym|ого|ему|ому|их|ых|ой|ей|ая|ое|ые|ий|ый)")


def fold_person(name: str, language: str, words: Container[str]) -> str:
    """A full name in the first case; as it is where no list knows its first name.

    Args:
        name: At least two words.
        language: "pl" or "ru".
        words: Of the text: a last name that it has alone counts most.
    """
    first, *middle, last = name.split(" ")
    base = find_first_name(first, language)
    if base is None or base == first:
        return name
    woman = base[-1] in "aая"
    endings = (_WOMEN if woman else _MEN)[language]
    forms = list(_fold(last, endings))
    known = (form for form in forms if form in words or "l" in find_person_name(form))
    return " ".join((base, *middle, next(known, forms[0] if forms else last)))


def find_first_name(word: str, language: str) -> str | None:
    """The first name that a word is a case of, or None."""
    if "f" in find_person_name(word):
        return word
    forms = _fold(word, _FIRST[language])
    return next((form for form in forms if "f" in find_person_name(form)), None)


def looks_like_person(first: str, last: str) -> bool:
    """True for two capitalised words that may be a person though no list knows the first:
    "Феридуном Синирлиоглу", not "Pałacu Prezydenckim".
    """
    if _BODIES.match(first) or _DESCRIBES.fullmatch(first):
        return False
    return bool(_SURNAME.fullmatch(last)) or not _DESCRIBES.fullmatch(last)


def _fold(word: str, endings: _Endings) -> Iterator[str]:
    for ending, base in endings:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            yield word[: len(word) - len(ending)] + base
