"""The tables of `tests/data` and what a seed says of itself in their words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from newsdigest.model import Seed, Sourced

LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "ar", "zh", "ja")
DATA = Path(__file__).parents[2] / "data"


@dataclass(frozen=True)
class Row:
    """One line of a table.

    Attributes:
        key: What stands before the first ": ", such as a language.
        text: The input, with line ends for the table's arrows.
        expected: What stands behind "=>".
    """

    key: str
    text: str
    expected: dict[str, str]


@cache
def read_table(name: str) -> tuple[Row, ...]:
    rows = []
    for line in (DATA / f"{name}.txt").read_text("utf-8").split("\n"):
        if line.startswith("#") or "=>" not in line:
            continue
        given, _, wanted = line.rpartition("=>")
        key, _, text = given.partition(": ") if ": " in given else (given, "", given)
        expected = dict(part.split(": ", 1) for part in wanted.strip().split("; ") if ": " in part)
        rows.append(Row(key.strip(), to_lines(text), expected))
    return tuple(rows)


@cache
def read_bodies() -> dict[str, str]:
    lines = (DATA / "bodies.txt").read_text("utf-8").split("\n")
    pairs = (line.split(" => ") for line in lines if " => " in line)
    return {language: to_lines(text) for language, text in pairs}


def to_lines(text: str) -> str:
    """The text with line ends for arrows and the spaces around them."""
    first, *further = (part.rstrip() for part in text.split("↵"))
    return "\n".join((first, *(part.removeprefix(" ") for part in further)))


def describe(seed: Seed) -> dict[str, str]:
    """What the seed says, in the words of the tables; nothing for what it does not say."""
    said: dict[str, str] = {"title": seed.headline.value}
    if seed.published:
        said["date"] = str(seed.published.value)
    parts: dict[str, Sourced[str] | None] = {
        "byline": seed.byline,
        "place": seed.dateline,
        "agency": seed.agency,
        "source": seed.source,
        "rights": seed.rights,
        "category": seed.category,
        "summary": seed.summary,
    }
    said.update({name: value.value for name, value in parts.items() if value})
    if seed.tags:
        said["tags"] = ", ".join(tag.value for tag in seed.tags)
    if seed.unplaced:
        stretches = (seed.text[span.start : span.end] for span in seed.unplaced)
        said["unplaced"] = " + ".join(stretches).replace("\n", " ↵ ")
    if seed.problems:
        said["problem"] = "; ".join(problem.message for problem in seed.problems)
    return said
