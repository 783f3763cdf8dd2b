"""Tables of frequencies → how far each lot of words is shifted among the slots of the search.

    python -m benchmarks.spread_words

prints `SHIFTS` of `newsdigest.search.lookups`. Common words and long lists of words that
begin alike make some slots twice as large as others where a hash alone spreads them, and
a reader most often asks for those. So words are put into lots by their hash, and the
heaviest lot first gets the shift that leaves the slots of every language most alike.
German counts three times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import exp

from newsdigest.extract.frequencies import LANGUAGES, load_frequencies
from newsdigest.search.lookups import (
    FIRST_SHIFT,
    LOTS,
    SHIFT,
    find_group,
    hash_group,
    spread_hash,
)
from newsdigest.search.segments import SLOTS
from newsdigest.search.words import load_vocabulary, split_words

COUNTS = {language: 3 if language == "de" else 1 for language in sorted(LANGUAGES)}
ARTICLES, WORDS = 1800, 250
"""Of a segment, and of an article."""
SIGNS_OF_POSTING = 1.25


def weigh_groups(language: str) -> Mapping[str, float]:
    """About how many signs the words of each group take up in a segment."""
    table = {word: 10 ** (zipf / 10) for word, zipf in load_frequencies(language).items()}
    total = sum(table.values())
    vocabulary = load_vocabulary(language)
    shares: dict[str, float] = defaultdict(float)
    groups: dict[str, set[str]] = defaultdict(set)
    for word, frequency in table.items():
        for key, form in (term for part in split_words(word) for term in vocabulary[part]):
            shares[key] += frequency / total
            groups[key] |= {find_group(key), find_group(form)}
    sizes: dict[str, float] = defaultdict(float)
    for key, share in shares.items():
        holders = ARTICLES * (1 - exp(-share * WORDS))
        is_held = 1 - exp(-share * WORDS * ARTICLES)
        for group in sorted(groups[key]):
            sizes[group] += is_held * (0.6 * len(key) + 2) + SIGNS_OF_POSTING * holders
    return sizes


def find_shifts(languages: Sequence[Mapping[str, float]]) -> str:
    """The sign of each lot's shift: so that the sum of squares of the slots' sizes, of all
    languages, grows least.
    """
    lots: list[dict[tuple[int, int], float]] = [defaultdict(float) for _ in range(LOTS)]
    for language, sizes in enumerate(languages):
        total = sum(sizes.values())
        for group, size in sizes.items():
            value = hash_group(group)
            lots[value % LOTS][language, spread_hash(value)] += size / total
    loads = [[0.0] * SLOTS for _ in languages]

    def count_growth(lot: int, shift: int) -> float:
        return sum(
            (2 * loads[language][(slot + shift * SHIFT) % SLOTS] + size) * size
            for (language, slot), size in lots[lot].items()
        )

    shifts = [0] * LOTS
    for lot in sorted(range(LOTS), key=lambda lot: -sum(n * n for n in lots[lot].values())):
        best = min(range(SLOTS // SHIFT), key=lambda shift: count_growth(lot, shift))
        shifts[lot] = best
        for (language, slot), size in lots[lot].items():
            loads[language][(slot + best * SHIFT) % SLOTS] += size
    return "".join(chr(FIRST_SHIFT + shift) for shift in shifts)


def main() -> None:
    languages = [weigh_groups(one) for one, count in COUNTS.items() for _ in range(count)]
    shifts = find_shifts(languages)
    for at in range(0, LOTS, 64):
        print(f'    "{shifts[at : at + 64]}"')


if __name__ == "__main__":
    main()
