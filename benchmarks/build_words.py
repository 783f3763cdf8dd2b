"""wordfreq, HanTa → `extract/data/words.de.txt.gz`: what kind of word each German word is.

    python benchmarks/build_words.py

Needs `make .venv/.installed-bench` and some minutes. HanTa itself takes two seconds to load
and a millisecond a word; for the tagger its answers about the 150,000 most frequent words do
as well (see `train_entities.py`).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from HanTa.HanoverTagger import HanoverTagger
from wordfreq import get_frequency_dict

OUTPUT = Path(__file__).parent.parent / "plugins/newsdigest/extract/data/words.de.txt.gz"
WORDS = 150_000
Distribution = list[tuple[str, float]]


def main() -> None:
    tagger = HanoverTagger("morphmodel_ger.pgz")
    lines = []
    for word in choose_words():
        capital, lower = (
            [(tag, round(float(p), 1)) for tag, p in tagger.tag_word(form, cutoff=8)]
            for form in (word.capitalize(), word)
        )
        lines.append(f"{word}\t{encode(capital, lower)}")
    write(lines)


def choose_words() -> list[str]:
    frequencies = get_frequency_dict("de", "best")
    words = [
        word
        for word in sorted(frequencies, key=lambda word: (-frequencies[word], word))
        if word.isalpha() and len(word) > 1 and word.upper() != word
    ]
    return words[:WORDS]


def encode(capital: Distribution, lower: Distribution) -> str:
    """The best two tags of the capitalised form, how far it is a name (a to d), and the
    best tag of the form in lower case.
    """
    best = [tag for tag, _ in capital[:2]] + ["", ""]
    names = [p for tag, p in capital if tag == "NE"]
    rest = max([p for tag, p in capital if tag != "NE"], default=-99.0)
    margin = names[0] - rest if names else -99.0
    degree = "" if not names else "abcd"[sum(margin > limit for limit in (-3, 0, 3))]
    return ",".join((best[0], best[1], degree, lower[0][0] if lower else ""))


def write(lines: Iterable[str]) -> None:
    text = "\n".join(sorted(lines)) + "\n"
    with OUTPUT.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode())
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
