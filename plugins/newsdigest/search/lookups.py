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
LOTS, SHIFT, FIRST_SHIFT = 256, 18, ord("#")
SHIFTS = (
    "*B-.D3)@U7B/Q+V#JE$T.C,750(,#-=1:OISO>-3R#.?8ZKX<.NH:S(NK.;IBEAY"
    "0Z?.&HRSSA'1F:>,=0KXF7<<6'59U<OJZIE;#BR'5Q658FH%JC9F&#+9VDCD*W<%"
    "LO2/6A7B;,N?0I7,BBVT.@JP6-<6*0DP3*%-&%@6E;'@4HOFT&$#'*E%0Y,X/&XO"
    "H$5GO'=/2>='50%$S=T34,>&*2*P;)FV>WY#U-:K#-*?BXPZVJ7=>2ELD;HJM%P("
)
"""By how many times `SHIFT` slots the groups of each lot are moved, from `FIRST_SHIFT` on;
see `benchmarks/spread_words.py`.
"""


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


def hash_group(group: str) -> int:
    """A number from 0 to 65,520."""
    value = 0
    for sign in group:
        value = (value * 31 + ord(sign)) % 65521
    return value


def spread_hash(value: int) -> int:
    """The slot of a hash before its lot is shifted: those of words that differ little must
    not be neighbours.
    """
    return value * _SPREAD % 65521 % SLOTS


@lru_cache(maxsize=1 << 16)
def _find_slot(group: str) -> int:
    value = hash_group(group)
    shift = ord(SHIFTS[value % LOTS]) - FIRST_SHIFT
    return (spread_hash(value) + shift * SHIFT) % SLOTS
