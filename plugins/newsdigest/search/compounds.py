"""A German word → the words that it is made of, by a frozen table of frequencies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import combinations, pairwise

from newsdigest.extract.frequencies import load_frequencies

_LEAST_WORD = 8
_LEAST_PART = 3
_LEAST_UNKNOWN = 4
_TELLING = 42
"""Tenths of Zipf: beside a word that nobody knows, a short part must be this common."""
_KNOWN = 28
"""Tenths of Zipf: a part of a compound is at least this common."""
_MOST_PARTS = 4
_JOINTS = ("s", "n", "es", "en", "er", "e")
_ENDS_OF_JOINTS = frozenset(joint[-1] for joint in _JOINTS)
_PARTICLES = frozenset(
    word
    for line in (
        "aber alle allem allen aller alles ander auch barkeit beim dass dein denn dich dies",
        "diese doch durch eine einem einen einer eines erin etwa gegen haben heit hinter ieren",
        "ierung igkeit ihre ihrer isch ische ischen ischer kein keit lich liche lichen licher",
        "lings mehr mein mich nach nicht nieder noch oder ohne schaft schon sein seine sich",
        "sind tion tionen ungen unter viel voll ware wegen weil wenn werden wider wieder wird",
        "zwischen über",
    )
    for word in line.split()
)
"""Known words that are no part of a compound but an ending, a prefix or chance."""
_SHORT = frozenset(
    word
    for line in (
        "amt arm bad bau bus eis fee gas gut hof mai not ort pkw rad rat see tag tal tee tod tor",
        "uhr weg zoo zug",
    )
    for word in line.split()
)
"""Words of three letters that are parts."""


@lru_cache(maxsize=1 << 17)
def split_compound(word: str) -> tuple[str, ...]:
    """The parts of a word in lower case and what neighbouring ones make together, each
    without its joint, too; nothing for a simple word.

    Where only the last or the first part is a known word, the other one counts as well:
    it may be a name.
    """
    if len(word) < _LEAST_WORD or not word.isalpha():
        return ()
    edges = (0, *_cut(word), len(word))
    found: dict[str, None] = {}
    for start, end in combinations(edges, 2):
        part = word[start:end]
        if part != word:
            found[part] = None
            if end < len(word):
                found.update(dict.fromkeys(_strip_joints(part)))
    return tuple(found)


def _cut(word: str) -> tuple[int, ...]:
    """Where a word and its parts are cut."""
    cuts = _find_cuts(word) or _find_half_known(word)
    places = (0, *cuts, len(word))
    inner = (
        start + cut
        for start, end in pairwise(places)
        if _LEAST_WORD <= end - start < len(word)
        for cut in _cut(word[start:end])
    )
    return tuple(sorted((*cuts, *inner)))


def _find_cuts(word: str) -> tuple[int, ...]:
    """Where a word made of known words is cut: as seldom as possible."""
    # For each place the fewest cuts that lead there.
    ways: dict[int, tuple[int, ...]] = {0: ()}
    length = len(word)
    for end in (*range(_LEAST_PART, length - _LEAST_PART + 1), length):
        best: tuple[int, ...] | None = None
        for start, cuts in ways.items():
            if end - start < _LEAST_PART or len(cuts) >= _MOST_PARTS or end - start == length:
                continue
            if best is not None and len(cuts) + 1 >= len(best):
                continue
            part = word[start:end]
            if _is_known(part) if end == length else _is_joined(part):
                best = (*cuts, end)
        if best is not None:
            ways[end] = best
    return ways.get(length, ())[:-1]


def _find_half_known(word: str) -> tuple[int, ...]:
    """Where a word that stands in no table is cut behind or before a known one, the
    longest possible.
    """
    if _look_up(word):
        return ()
    for cut in range(_LEAST_UNKNOWN, len(word) - _LEAST_PART + 1):
        if _is_telling(word[cut:]):
            return (cut,)
    for cut in range(len(word) - _LEAST_UNKNOWN, _LEAST_PART, -1):
        if _is_telling(word[:cut]):
            return (cut,)
    return ()


def _is_telling(part: str) -> bool:
    return _is_known(part) and (len(part) > 4 or _look_up(part) >= _TELLING)


def _is_joined(part: str) -> bool:
    """Whether a known word stands in a part that is followed by another one."""
    return _is_known(part) or (part[-1] in _ENDS_OF_JOINTS and any(_strip_joints(part)))


def _strip_joints(part: str) -> Iterator[str]:
    """The known words in a part that is followed by another one."""
    if _is_known(part):
        yield part
    for joint in _JOINTS:
        if part.endswith(joint) and _is_known(bare := part[: -len(joint)]):
            yield bare


def _is_known(word: str) -> bool:
    if "ß" in word and len(word) > _LEAST_PART:
        word = word.replace("ß", "ss")
    return word in _load_known()


@cache
def _load_known() -> frozenset[str]:
    """The words that compounds are made of, "ss" written for "ß"."""
    common = (
        word
        for word, frequency in load_frequencies("de").items()
        if frequency >= _KNOWN and len(word) > _LEAST_PART and word not in _PARTICLES
    )
    return _SHORT.union(common)


def _look_up(word: str) -> int:
    """Tenths of Zipf; 0 for what the table, which writes "ss" for "ß", does not hold."""
    return load_frequencies("de").get(word.replace("ß", "ss"), 0)
