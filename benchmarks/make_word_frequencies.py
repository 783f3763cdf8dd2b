"""wordfreq's lists → `extract/data/words/*.txt`, how common each word is.

    .venv/bin/python benchmarks/make_word_frequencies.py

Keywords are weighed by these frozen tables and never by statistics of the site's own texts,
so that a new article changes no other one's topics. Made with wordfreq 3 (group `data`);
the same version gives the same bytes. Raise `VERSION` when the cut changes.
"""

from __future__ import annotations

from collections import defaultdict
from importlib.metadata import version
from pathlib import Path

from wordfreq import get_frequency_list

VERSION = 1
LEAST = {"de": 30, "en": 30}
OTHERS = dict.fromkeys(("es", "fr", "it", "nl", "pl", "pt", "ru"), 35)
FOLDER = Path(__file__).parents[1] / "plugins" / "newsdigest" / "extract" / "data" / "words"
HEAD = """\
# Word frequencies, version {version}. A line: ten times the Zipf frequency, then the words.
# From wordfreq {source} by Robyn Speer, https://github.com/rspeer/wordfreq, CC BY-SA 4.0.
# Made by benchmarks/make_word_frequencies.py.
"""


def main() -> None:
    for language, least in {**LEAST, **OTHERS}.items():
        words: dict[int, list[str]] = defaultdict(list)
        # A list's place is a frequency in centibels: 0 is always, 10 a tenth of a decade less.
        for centibels, group in enumerate(get_frequency_list(language, wordlist="best")):
            zipf = 90 - centibels // 10
            if zipf >= least:
                words[zipf] += (word for word in group if len(word) > 2 and word.isalpha())
        lines = [f"{zipf} {' '.join(sorted(words[zipf]))}" for zipf in sorted(words, reverse=True)]
        text = HEAD.format(version=VERSION, source=version("wordfreq"))
        text += "\n".join(line for line in lines if " " in line.strip()) + "\n"
        (FOLDER / f"{language}.txt").write_text(text, encoding="utf-8")
        print(language, sum(map(len, words.values())), "words,", len(text.encode()), "bytes")


if __name__ == "__main__":
    main()
