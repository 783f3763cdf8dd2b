"""A stretch of text → where its first sentence ends."""

from __future__ import annotations

import re

_STOP = re.compile(
    r"(?P<asian>[。！？]+[」』”’）】]*)"
    r"|(?<![.!?…؟])(?P<mark>[.!?…؟]++)(?P<close>[\"“”»«’')\]]*+(?:[ \u00a0\u202f]»)?)(?=\s|$)"
)
_NEXT = re.compile(r"\s+[\"“”„»«‘’'(\[¿¡–—-]*\s?(?P<first>\S)")
_LAST_WORD = re.compile(r"[^\s\"“”„»«(\[/]+$")
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "prof",
        "mag",
        "ing",
        "dipl",
        "st",
        "nr",
        "no",
        "mio",
        "mrd",
        "ca",
        "bzw",
        "z.b",
        "d.h",
        "u.a",
        "o.ä",
        "u.ä",
        "i.d.r",
        "evtl",
        "inkl",
        "exkl",
        "max",
        "min",
        "geb",
        "gest",
        "hl",
        "abs",
        "art",
        "str",
        "vgl",
        "tel",
        "jh",
        "jhd",
        "jr",
        "sr",
        "jan",
        "feb",
        "mär",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "okt",
        "oct",
        "nov",
        "dez",
        "dec",
        "bspw",
        "ggf",
        "sog",
        "frhr",
        "oberst",
        "lt",
        "gen",
        "col",
        "sgt",
        "capt",
        "cmdr",
        "maj",
        "adm",
        "rev",
        "hon",
        "sen",
        "rep",
        "gov",
        "mr",
        "mrs",
        "ms",
        "messrs",
        "vs",
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "ave",
        "blvd",
        "fig",
        "vol",
        "ed",
        "eds",
        "approx",
        "dept",
        "est",
        "mt",
        "ft",
        "u.s",
        "u.k",
        "u.n",
        "d.c",
        "a.m",
        "p.m",
        "e.g",
        "i.e",
        "m",
        "mm",
        "mme",
        "mmes",
        "mlle",
        "me",
        "mgr",
        "ste",
        "av",
        "env",
        "cf",
        "ex",
        "p",
        "pp",
        "janv",
        "févr",
        "avr",
        "juil",
        "sra",
        "srta",
        "dra",
        "ud",
        "uds",
        "dña",
        "ee",
        "uu",
        "ee.uu",
        "núm",
        "pág",
        "av.da",
        "sig",
        "sigg",
        "dott",
        "on",
        "avv",
        "geom",
        "rag",
        "ul",
        "tys",
        "mln",
        "mld",
        "im",
        "św",
        "godz",
        "tzw",
        "m.in",
        "np",
        "al",
        "os",
        "r",
        "w",
        "ww",
        "inż",
        "red",
        "г",
        "гг",
        "г-н",
        "ул",
        "им",
        "т",
        "т.д",
        "т.п",
        "тыс",
        "млн",
        "млрд",
        "руб",
        "проф",
        "акад",
        "см",
        "напр",
        "обл",
        "стр",
        "др",
        "пр",
        "янв",
        "февр",
        "авг",
        "сент",
        "окт",
        "нояб",
        "дек",
    ]
)
_ORDINALS = frozenset({"de", "pl"})


def find_sentence_end(text: str, start: int, end: int, language: str) -> int:
    """The position behind the first sentence's stop and closing marks; `end` without one.

    Knows abbreviations, initials and, in German and Polish, ordinal numbers.
    """
    for match in _STOP.finditer(text, start, end):
        if match["asian"]:
            return match.end()
        following = _NEXT.match(text, match.end(), end)
        if following is None:
            return match.end()
        if following["first"].islower():
            continue
        if match["mark"] == "." and _is_abbreviated(text, start, match.start(), language):
            continue
        return match.end()
    return end


def _is_abbreviated(text: str, start: int, stop: int, language: str) -> bool:
    found = _LAST_WORD.search(text, max(start, stop - 30), stop)
    if found is None:
        return False
    word = found[0].casefold()
    if word.isdigit():
        return language in _ORDINALS and len(word) <= 2
    last = word.rsplit(".", 1)[-1].rsplit("-", 1)[-1]
    return (len(last) == 1 and last.isalpha()) or word in _ABBREVIATIONS
