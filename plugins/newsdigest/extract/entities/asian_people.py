"""Chinese or Japanese text, which parts no words → the people whom it names beside a title
or a verb of saying: "外交部长王毅", "梁振英说", "菅義偉首相".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from newsdigest.extract.entities.mentions import Mention
from newsdigest.extract.entities.places import measure_place
from newsdigest.extract.entities.tables import load_words
from newsdigest.model import Span

_HAN = "\u3400-\u9fff"
_SAYS = "说|說|表示|指出|强调|強調|认为|認為|宣布|称，|稱，|透露|回应|回應"
# Behind two characters of a name these go on with the sentence.
_GOES_ON = (
    "说說表在就将將会會同与與对對向的于於称稱指认認今昨为為等也是率访訪抵接回告谈談致宣透及并並则則仍已曾又还還"
    "因被把从從到以有没沒作让讓给給要想能可应應"
)
_FOREIGN = re.compile(rf"[{_HAN}]{{1,6}}(?:[·‧・][{_HAN}]{{1,6}})+")

_NO_NAME = re.compile(
    "[前元副新現両同各故某次党国國省庁府県市町村区社会局部長員相軍側者本女男]|.*[党国國省庁府県市町村区社会局部長軍側人]"
)


class _Chinese(NamedTuple):
    """What finds names in Chinese texts.

    Attributes:
        name: A name.
        office: An office with something behind it.
        named: A name before an office or a verb of saying.
    """

    name: re.Pattern[str]
    office: re.Pattern[str]
    named: re.Pattern[str]


@cache
def _compile_chinese() -> _Chinese:
    offices = _join("titles.zh.txt")
    name = f"[{''.join(load_words('last_names.zh.txt'))}][{_HAN}]{{1,2}}"
    return _Chinese(
        name=re.compile(name),
        office=re.compile(rf"(?:{offices})(?=[{_HAN}])"),
        named=re.compile(rf"(?:(?<![{_HAN}])|(?<=的))(?P<name>{name})(?={offices}|{_SAYS})"),
    )


@cache
def _compile_japanese() -> re.Pattern[str]:
    titles = _join("titles.ja.txt")
    return re.compile(
        rf"(?<![{_HAN}])(?P<han>[{_HAN}々]{{1,5}}?)(?={titles})"
        rf"|(?<![ァ-ヴー・=＝])(?P<kana>[ァ-ヴー][ァ-ヴー・=＝]{{1,24}})(?={titles})"
    )


@cache
def _compile_title() -> re.Pattern[str]:
    return re.compile(_join("titles.ja.txt"))


def _join(name: str) -> str:
    """A pattern of the words of a list, the longest first."""
    return "|".join(sorted(load_words(name), key=len, reverse=True))


def find_asian_people(text: str, spans: list[Span], language: str) -> list[Mention]:
    """The people in these stretches of the text, and each again where no title stands."""
    find = _find_chinese if language == "zh" else _find_japanese
    names = {name: None for span in spans for name in find(text[span.start : span.end])}
    full = {_get_surname(name): name for name in reversed(names) if _is_full(name)}
    forms = {name: full.get(name) or _complete(name, names) for name in names} | full
    pattern = "|".join(map(re.escape, sorted(forms, key=lambda form: (-len(form), form))))
    found = []
    for span in spans if forms else ():
        for match in re.compile(pattern).finditer(text, span.start, span.end):
            if len(match[0]) > 1 or _compile_title().match(text, match.end()):
                name = forms[match[0]]
                found.append(Mention(Span(*match.span()), name, "people", "pattern", 0.8))
    return found


def _is_full(name: str) -> bool:
    return any(dot in name for dot in "·‧・=＝")


def _get_surname(name: str) -> str:
    return re.split("[·‧・=＝]", name)[-1]


def _complete(name: str, names: dict[str, None]) -> str:
    """The full Japanese name that begins with a last name, if there is one only."""
    longer = [other for other in names if other != name and other.startswith(name)]
    return longer[0] if len(longer) == 1 and len(name) < 3 else name


def _find_chinese(text: str) -> Iterator[str]:
    chinese = _compile_chinese()
    for office in chinese.office.finditer(text):
        foreign = _FOREIGN.match(text, office.end())
        if foreign:
            yield _cut(foreign[0])
        elif name := chinese.name.match(text, office.end()):
            yield name[0][:2] if name[0][2:] in _GOES_ON else name[0]
    for match in chinese.named.finditer(text):
        yield match["name"]


def _cut(name: str) -> str:
    """A foreign name up to the first character that goes on with the sentence."""
    first, dot, last = re.split("([·‧・])(?=[^·‧・]+$)", name)
    end = next((at for at, char in enumerate(last) if at and char in _GOES_ON), len(last))
    return f"{first}{dot}{last[:end]}"


def _find_japanese(text: str) -> Iterator[str]:
    for match in _compile_japanese().finditer(text):
        name = match["han"] or match["kana"]
        if match["kana"] or not (_NO_NAME.fullmatch(name) or measure_place(name)[1]):
            yield name
