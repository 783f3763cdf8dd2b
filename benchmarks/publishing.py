"""A push of one new text, as the workflow handles it → what each of its steps costs.

    python benchmarks/publishing.py 1000

A repository on this machine holds a site of so many texts. A first run fills `cache/` and
`output/`; then, in a fresh clone into which both are restored, with their times and without,
the steps of `.ci/release` run after one more text was pushed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from corpus import BenchArticle, Corpus
from measuring import Cost, measure

PROJECT = Path(__file__).parents[1]
PROGRAM = str(Path(sys.executable).with_name("newsdigest"))
SETTINGS = ("--settings", "publishconf.py")
ADDRESS = {"SITEURL": "https://blatt.example"}
STEPS = (
    ("ingest", (PROGRAM, "ingest", *SETTINGS)),
    ("commit", ("sh", ".ci/commit-posts")),
    ("build", (PROGRAM, "build", *SETTINGS)),
    ("report", (PROGRAM, "report", *SETTINGS)),
    ("check", (PROGRAM, "check", *SETTINGS)),
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=int, nargs="?", default=1000)
    count = parser.parse_args(arguments).texts
    corpus = Corpus()
    with tempfile.TemporaryDirectory() as folder:
        editor = begin(Path(folder), [corpus.make(number) for number in range(count)])
        first = clone(editor, "first")
        report("first run", release(first))
        for number, times in enumerate(("kept", "new"), count):
            git(editor, "pull", "--quiet", "origin", "main")
            push(editor, [corpus.make(number)])
            again = clone(editor, f"times-{times}")
            for restored in ("cache", "output"):
                copy = shutil.copy2 if times == "kept" else shutil.copy
                shutil.copytree(first / restored, again / restored, copy_function=copy)
            report(f"one more text, times {times}", release(again))
            first = again


def begin(folder: Path, articles: Sequence[BenchArticle]) -> Path:
    """An editor's clone of a repository that holds a site of these texts."""
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "server.git")
    git(folder, "clone", "--quiet", "server.git", "editor")
    editor = folder / "editor"
    for name in ("theme", ".ci", "content/pages"):
        shutil.copytree(PROJECT / name, editor / name)
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(PROJECT / name, editor)
    (editor / "plugins").symlink_to(PROJECT / "plugins")
    (editor / ".gitignore").write_text("output/\ncache/\nbuild.log\n")
    git(editor, "config", "user.name", "Editor")
    git(editor, "config", "user.email", "editor@blatt.example")
    push(editor, articles)
    return editor


def push(editor: Path, articles: Sequence[BenchArticle]) -> None:
    (editor / "seeds").mkdir(exist_ok=True)
    for article in articles:
        (editor / "seeds" / f"{article.slug}.txt").write_text(render(article), "utf-8")
    git(editor, "add", "--all")
    git(editor, "commit", "--quiet", "--message", "seeds: new texts")
    git(editor, "push", "--quiet", "origin", "HEAD:main")


def render(article: BenchArticle) -> str:
    return (
        "\n\n".join((f" date {article.day:%Y-%m-%d} {article.title}", *article.paragraphs)) + "\n"
    )


def clone(editor: Path, name: str) -> Path:
    git(editor.parent, "clone", "--quiet", "server.git", name)
    return editor.parent / name


def release(site: Path) -> list[tuple[str, Cost]]:
    return [(name, measure(command, site, ADDRESS)) for name, command in STEPS]


def report(title: str, costs: Sequence[tuple[str, Cost]]) -> None:
    cpu, wall = (sum(getattr(cost, kind) for _, cost in costs) for kind in ("cpu", "wall"))
    each = ", ".join(f"{name} {cost.cpu:.1f}" for name, cost in costs)
    print(f"{title}: {cpu:.1f} s CPU, {wall:.1f} s wall ({each})", flush=True)


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)


if __name__ == "__main__":
    main()
