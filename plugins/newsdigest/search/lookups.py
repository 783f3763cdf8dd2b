"""A folded word → the shard that holds it, and the key there that serves it; the theme's
`search.js` does the same with what a reader looks for.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache, lru_cache

from newsdigest.search.segments import SLOTS

LEAST_STEM, LONGEST_ENDING = 4, 5
# Ends of folded words behind their stems.
ENDING = (
    "(?:(?:heit|keit|lich|isch|ung|ig|ation|ition|ion|sion|ment|ite|ity|ness|[ai]ble|ive?|al|ance"
    "|ence|eur|zion|cion|ador|idad|mente|osc|osci|ani|eni|owan)?"
    "(?:e[mnrs]?|ern?|ens|innen|in|n|s|t|te[nrs]?|et|ed|ing|ly|y|ies|a|o|i|as|os|is|us|ad[oa]s?"
    "|ando|e?nt|ez|ons|ees|ow|owi|ach|ami|om|ie|ego|emu|ych|ymi)?"
    "|(?:ост|ени|ани|аци|ическ|тельн|ск|н|ов)?(?:[аеиоуыэюяь]{0,3}|[оеыи][вмих]|ами?|ях?|ями?|ого"
    "|его|ому|ему|ими|ыми)"
    "|ات|ين|ون|ان|ه|ها|ي)"
)
FIRST_OF_ENDING = "aeinostuyаеиноствуыэюяьاهوي"
"""Letters that many endings begin with."""
_GROUP = re.compile(f".{{4}}[^{FIRST_OF_ENDING}]{{0,4}}")
_SPREAD = 40503


def find_shard(word: str, count: int) -> int:
    """The number of the shard, of so many, that holds a folded word."""
    return find_slot(word) * count // SLOTS


def find_slot(word: str) -> int:
    """The number of the slot of a folded word: those of one group stand together."""
    return _find_slot(find_group(word))


def find_group(word: str) -> str:
    """The beginning of a word that decides where it stands: four letters, and up to four
    more as long as none is one that an ending may begin with. So forms stand where their
    stems do, if these are as long as the group, and not all that begins with "über" stands
    together.
    """
    group = _GROUP.match(word)
    return group[0] if group else word


def find_stem(word: str, keys: Container[str]) -> str | None:
    """The longest of some keys that a word is made of with an ending."""
    least = max(len(find_group(word)), len(word) - LONGEST_ENDING, LEAST_STEM)
    for end in range(len(word) - 1, least - 1, -1):
        if word[:end] in keys and _is_ending(word[end:]):
            return word[:end]
    return None


@cache
def _is_ending(text: str) -> bool:
    return re.fullmatch(ENDING, text) is not None


@lru_cache(maxsize=1 << 16)
def _find_slot(group: str) -> int:
    value = 0
    for sign in group:
        value = (value * 31 + ord(sign)) % 65521
    # Slots of words that differ little must not be neighbours.
    return value * _SPREAD % 65521 % SLOTS
