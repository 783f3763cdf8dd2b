"""Builds of the same archive by this project, Hugo and stock Pelican → a table of costs.

    python benchmarks/speed.py 1000 10000 --rounds 3

All run on the same posts, one after the other within each round, so that a busy machine is
busy for all of them: compare ratios, not seconds. What is left of a figure is the lowest of
all rounds. The sites lie in cache/bench/, results as JSON beside them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from contestants import PROJECT, Contestant, clear, list_contestants
from corpus import BenchArticle, Corpus
from measuring import Cost, count_written, look_at, measure

CHANGES = ("clean", "nothing", "added", "edited", "deleted", "template")
Results = dict[tuple[str, str], list[Cost]]


class Race:
    """One size of archive, built by all contestants in turn."""

    def __init__(self, size: int, contestants: Sequence[Contestant], folder: Path) -> None:
        self._corpus = Corpus()
        self._articles = [self._corpus.make(number) for number in range(size)]
        self._contestants = contestants
        self._folder = folder / str(size)
        self.results: Results = {}
        for contestant in contestants:
            contestant.prepare(self._site(contestant), self._articles)

    def _site(self, contestant: Contestant) -> Path:
        return self._folder / contestant.name

    def run(self, rounds: int, changes: Sequence[str]) -> None:
        for number in range(rounds):
            for change in changes:
                for contestant in self._contestants:
                    cost = self._run(contestant, change, number)
                    self.results.setdefault((contestant.name, change), []).append(cost)
                    told = f"{len(self._articles)} {change} {contestant.name}"
                    print(f"{told}: {cost.wall:.2f} s", file=sys.stderr, flush=True)

    def _run(self, contestant: Contestant, change: str, number: int) -> Cost:
        site = self._site(contestant)
        if change == "clean":
            clear(site)
        else:
            self._change(contestant, site, change, number)
        before = look_at(site / "output")
        command = contestant.clean if change == "clean" else contestant.again
        cost = measure(command, site, {} if change == "clean" else contestant.environment)
        cost = replace(cost, written=count_written(before, look_at(site / "output")))
        if change == "clean":
            if number == 0:
                contestant.check(site, self._articles)
            # The next builds find what a build after this one left, caches included.
            measure(contestant.again, site, contestant.environment)
        return cost

    def _change(self, contestant: Contestant, site: Path, change: str, number: int) -> None:
        article = self._articles[(number * 37 + 11) % len(self._articles)]
        path = contestant.find(site, article)
        if change == "added":
            contestant.write(site, self._newest(number))
        elif change == "edited":
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\nNachtrag {number}.\n")
        elif change == "deleted":
            contestant.find(site, self._newest(number)).unlink()
        elif change == "template":
            frame = site / contestant.template
            text = frame.read_text("utf-8")
            frame.write_text(text.replace("</body>", f"<!-- {number} --></body>"), "utf-8")

    def _newest(self, number: int) -> BenchArticle:
        return self._corpus.make_newest(len(self._articles) + number)


def best(costs: Sequence[Cost]) -> Cost:
    """The lowest of each figure; of memory and files, the highest."""
    return Cost(
        wall=min(cost.wall for cost in costs),
        cpu=min(cost.cpu for cost in costs),
        memory=max(cost.memory for cost in costs),
        written=max(cost.written for cost in costs),
    )


def render_table(size: int, results: Results) -> str:
    """Markdown: each build's figures, and its wall and CPU time as a part of Hugo's."""
    lines = [
        f"| {size:,} posts | wall | CPU | memory | files written | wall ÷ Hugo | CPU ÷ Hugo |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for (name, change), costs in sorted(results.items(), key=lambda x: CHANGES.index(x[0][1])):
        cost = best(costs)
        row = f"| {change}: {name} | {cost.wall:.2f} s | {cost.cpu:.2f} s | {cost.memory:.0f} MiB "
        row += f"| {cost.written:,} |"
        if rival := results.get(("hugo", change)):
            other = best(rival)
            row += f" {cost.wall / other.wall:.3f} | {cost.cpu / other.cpu:.3f} |"
        else:
            row += " | |"
        lines.append(row)
    return "\n".join(lines)


def main() -> None:
    known = list_contestants()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="+", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default=",".join(known), help="names, with commas between")
    parser.add_argument("--changes", default=",".join(CHANGES), help="the same; clean comes first")
    options = parser.parse_args()
    folder = PROJECT / "cache" / "bench"
    # Where a user works, Python keeps what it compiled: of all contestants.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["NEWSDIGEST_JOBS"] = str(min(2, os.cpu_count() or 1))
    for size in options.sizes:
        race = Race(size, [known[name] for name in options.only.split(",")], folder)
        race.run(options.rounds, options.changes.split(","))
        print(f"\n{render_table(size, race.results)}\n", flush=True)
        kept = {
            "posts": size,
            "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {sys.version}",
            "runs": [
                {"name": name, "change": change, **asdict(cost)}
                for (name, change), costs in race.results.items()
                for cost in costs
            ],
        }
        target = folder / f"results-{size}.json"
        target.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
