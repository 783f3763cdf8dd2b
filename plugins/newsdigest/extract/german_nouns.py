"""A German noun → its normal form, and whether it is a noun at all.

There is no dictionary: a form is traced back to a commoner one by taking endings off or
putting them on, and a compound by its last part ("Sicherheitsvorschlägen" →
"Sicherheitsvorschläge").
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from newsdigest.extract.frequencies import RARE, find_frequency

_PLAIN = str.maketrans("äöü", "aou")
_ENDINGS = ("nen", "ern", "es", "en", "er", "e", "n", "s")
_MORE = ("en", "e", "n", "er", "s")
_SUFFIXES = ("ung", "heit", "keit", "schaft", "tion", "tät", "ismus", "ment", "nis", "tum", "ling")
_LINKS = ("", "s", "es", "n", "en", "er", "e")
_KNOWN = 30
# Commoner than this are no nouns: "seit" is not the normal form of "Seite".
_SMALL = 57
# "Leben", "Spielen": half of their frequency is that of a verb.
_VERBS = 4


@lru_cache(maxsize=1 << 13)
def find_normal_form(word: str) -> str:
    """The commonest form of a noun; of an unknown compound the form without the endings
    of dative and genitive. The same for all texts.
    """
    head, hyphen, last = word.rpartition("-")
    if hyphen:
        return f"{head}-{find_normal_form(last)}"
    lower = word.lower()
    if find_frequency(lower, "de") > RARE:
        others = (form for form in _list_forms(lower) if find_frequency(form, "de") < _SMALL)
        best = max((lower, *others), key=lambda form: (_weigh(form), form))
        return best[0].upper() + best[1:]
    parts = split_compound(word)
    if parts is None:
        return word
    return parts[0] + _drop_case(parts[1])


@lru_cache(maxsize=1 << 13)
def is_noun(word: str) -> bool:
    """Whether a capitalised word is known, ends like a noun, or is made of known words."""
    last = word.rpartition("-")[2]
    lower = last.lower()
    if find_frequency(lower, "de") > RARE:
        return True
    return _ends_like_a_noun(lower) or split_compound(last) is not None


def split_compound(word: str) -> tuple[str, str] | None:
    """An unknown compound's first part as written and its last part in lower case."""
    for cut in range(3, len(word) - 3):
        last, first = word[cut:].lower(), word[:cut].lower()
        if find_frequency(last, "de") >= _KNOWN and _is_first_part(first):
            return word[:cut], last
    return None


def _is_first_part(first: str) -> bool:
    for link in _LINKS:
        if first.endswith(link):
            stem = first[: len(first) - len(link)]
            if len(stem) > 2 and find_frequency(stem, "de") >= _KNOWN:
                return True
    return _ends_like_a_noun(first.removesuffix("s")) and len(first) > 6


def _ends_like_a_noun(lower: str) -> bool:
    return lower.removesuffix("en").endswith(_SUFFIXES) and len(lower) > 6


def _list_forms(lower: str) -> Iterator[str]:
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) > 2:
            base = lower[: len(lower) - len(ending)]
            yield base
            if base.translate(_PLAIN) != base:
                yield base.translate(_PLAIN)
    for ending in _MORE:
        yield lower + ending


def _weigh(form: str) -> int:
    verb = form.endswith(("en", "eln", "ern")) and not form.endswith("ungen")
    return find_frequency(form, "de") - (_VERBS if verb else 0)


def _drop_case(last: str) -> str:
    """The last part of a compound without the endings of dative plural and genitive."""
    if last.endswith("n"):
        plural = last[:-1]
        bases = {plural[:-1], plural[:-1].translate(_PLAIN), plural.translate(_PLAIN)} - {plural}
        known = plural.endswith("e") and find_frequency(plural, "de") > RARE
        if known and any(find_frequency(base, "de") > _KNOWN for base in bases):
            return plural
    for ending in ("es", "s"):
        base = last.removesuffix(ending)
        if base != last and find_frequency(base, "de") > find_frequency(last, "de"):
            return base
    return last
