"""GermEval 2014 → `extract/data/entities.de.crf.gz`, its features, and how well it does.

    python benchmarks/train_entities.py TRAIN.tsv [DEV.tsv]

The files are GermEval's own (CC BY 4.0; tab-separated: number, word, outer and inner
label). The same file gives the same model, byte for byte. F1 is counted by token, of
people (PER), places (LOC) and organisations (ORG) as such, without derived forms
("Berliner") and parts of compounds ("NATO-Treffen").
"""

from __future__ import annotations

import gzip
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pycrfsuite

from newsdigest.extract.entities.features import Describer
from newsdigest.extract.entities.tagging import tag_words

OUTPUT = Path(__file__).parent.parent / "plugins/newsdigest/extract/data/entities.de.crf.gz"
FEATURES = OUTPUT.with_name("entities.de.features.txt.gz")
KINDS = {"PER": "people", "LOC": "places", "ORG": "organisations"}
Sentence = list[tuple[str, str]]


def main(train: str, dev: str | None = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        train_model(read_sentences(train), path)
        write_packed(OUTPUT, path.read_bytes())
        write_packed(FEATURES, "\n".join(list_features(path)).encode())
    if dev:
        print_scores(read_sentences(dev))


def write_packed(path: Path, data: bytes) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(data)
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def list_features(model: Path) -> list[str]:
    """What has a weight in a model, sorted."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(model))
    return sorted(tagger.info().attributes)


def read_sentences(path: str) -> list[Sentence]:
    sentences: list[Sentence] = [[]]
    for line in Path(path).read_text("utf-8").split("\n"):
        fields = line.split("\t")
        if len(fields) >= 3 and fields[0] != "#":
            sentences[-1].append((fields[1], fields[2]))
        elif sentences[-1]:
            sentences.append([])
    return [sentence for sentence in sentences if sentence]


def train_model(sentences: list[Sentence], path: Path) -> None:
    describer = Describer()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for sentence in sentences:
        trainer.append(
            describer.describe_words([word for word, _ in sentence]),
            [label for _, label in sentence],
        )
    trainer.set_params(
        {"c1": 0.35, "c2": 0.2, "max_iterations": 150, "feature.possible_transitions": True}
    )
    trainer.train(str(path))


def print_scores(sentences: list[Sentence]) -> None:
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for sentence in sentences:
        found = ["O"] * len(sentence)
        for mention in tag_words([word for word, _ in sentence]):
            found[mention.first : mention.last] = [mention.kind] * (mention.last - mention.first)
        for (_, label), kind in zip(sentence, found, strict=True):
            gold = KINDS.get(label.split("-")[-1], "O")
            given[kind] += 1
            wanted[gold] += 1
            right[kind] += kind == gold
    for name, kinds in (*((kind, (kind,)) for kind in KINDS.values()), ("all", KINDS.values())):
        hits, got, due = (sum(c[kind] for kind in kinds) for c in (right, given, wanted))
        print(
            f"{name:14} precision {100 * hits / got:.1f}  recall {100 * hits / due:.1f}"
            f"  F1 {200 * hits / (got + due):.1f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
