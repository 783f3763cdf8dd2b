"""A language's words, or seeds → a search of a large archive, to be weighed by `weighing.mjs`.

    python -m tests.web.weighed FOLDER --texts 10000 --language ru
    python -m tests.web.weighed FOLDER --texts 10000 --seeds seeds

writes the page of the search and the files of its index as a build does, without the rest of
a site. Invented texts draw their words as often as the language has them; every 24th word is
made of two others, as names and compounds are that stand in no table. Arabic has no table of
ours: its words are wordfreq's, which comes with the tools for measurements.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from newsdigest.dates import parse_edtf
from newsdigest.extract.frequencies import load_frequencies
from newsdigest.seeds import parse_seed
from tests.web.searched import SECTIONS, Text, make_text, write_site

STARTED = datetime(2024, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 2014, 2023
MADE_OF_TWO = 1 / 24
SEEDS_LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "ar")

_STARTS = ("Al", "Ber", "Dor", "El", "Fal", "Gun", "Hel", "Kar", "Lin", "Mar", "Nor", "Ol", "Tor")
_ENDS = ("bach", "berg", "da", "feld", "hausen", "ina", "mann", "ow", "rich", "sen", "ski", "vik")
_NAMES = tuple(start + end for start in _STARTS for end in _ENDS)
PEOPLE = tuple(f"{first} {last}" for first in _NAMES[::8] for last in _NAMES)
PLACES = tuple(f"{first}{last.lower()}" for first in ("Bad ", "Neu", "Ober") for last in _NAMES)


def make_texts(count: int, alone: int, language: str) -> list[Text]:
    """So many texts; the last ones came in alone, one after another, all others at once."""
    words, sums = _load_words(language)

    def make(number: int) -> Text:
        chance = random.Random(f"{language} {number}")

        def say(length: int) -> str:
            said = chance.choices(words, cum_weights=sums, k=length)
            for at in range(length):
                if chance.random() < MADE_OF_TWO:
                    said[at] = "".join(chance.choices(words, k=2))
            return " ".join(said).capitalize()

        title = say(chance.randint(4, 9))
        paragraphs = tuple(f"{say(chance.randint(20, 70))}." for _ in range(chance.randint(1, 8)))
        return _date_text(number, number - (count - alone), title, language, paragraphs)

    return [make(number) for number in range(count)]


def read_texts(folder: Path, count: int, alone: int) -> list[Text]:
    """The texts of the first seeds of a folder."""
    texts = []
    for number, path in enumerate(islice(sorted(folder.iterdir()), count)):
        seed = parse_seed(path.name, path.read_bytes(), SEEDS_LANGUAGES)
        paragraphs = tuple(block.text for block in seed.blocks)
        texts.append(
            _date_text(
                number,
                number - (count - alone),
                seed.headline.value,
                seed.language.value,
                paragraphs,
            )
        )
    return texts


def _load_words(language: str) -> tuple[list[str], list[float]]:
    """The words of a language, and how often one of them or of those before it stands in
    a text.
    """
    table: dict[str, float] = {
        word: 10 ** (zipf / 10) for word, zipf in load_frequencies(language).items()
    }
    if not table:
        from wordfreq import get_frequency_dict

        table = get_frequency_dict(language, "best")
    words = sorted(word for word in table if word.isalpha())
    return words, list(accumulate(table[word] for word in words))


def _date_text(
    number: int, alone: int, title: str, language: str, paragraphs: tuple[str, ...]
) -> Text:
    """A text with a date and names.

    Args:
        alone: How many articles came in alone before; below 0, this one did not.
    """
    chance = random.Random(number)
    year = chance.randint(FIRST_YEAR, LAST_YEAR) if alone < 0 else LAST_YEAR + 1
    month, day = f"{year}-{chance.randint(1, 12):02d}", f"-{chance.randint(1, 28):02d}"
    # As texts of agencies are: most name a month, some a day, few a year alone.
    date = chance.choice((f"{year}", *[month] * 12, *[month + day] * 7))
    return make_text(
        number,
        title,
        paragraphs,
        uid=f"urn:{number}",
        language=language,
        published=parse_edtf(date),
        added=STARTED + timedelta(minutes=max(0, alone + 1)),
        category=chance.choice(SECTIONS),
        people=_name(chance, PEOPLE),
        places=_name(chance, PLACES),
    )


def _name(chance: random.Random, names: Sequence[str]) -> tuple[str, ...]:
    """Up to three names, the first of all oftener than the last."""
    chosen = (names[int(len(names) * chance.random() ** 3)] for _ in range(chance.randint(0, 3)))
    return tuple(dict.fromkeys(chosen))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--alone", type=int, default=0, help="so many came in one after another")
    parser.add_argument("--language", default="de")
    parser.add_argument("--seeds", type=Path, help="a folder of seeds to take instead")
    given = parser.parse_args()
    if given.seeds:
        texts = read_texts(given.seeds, given.texts, given.alone)
    else:
        texts = make_texts(given.texts, given.alone, given.language)
    write_site(given.folder, texts)


if __name__ == "__main__":
    main()
