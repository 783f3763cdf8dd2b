"""After any sequence of changes, `output/` holds the bytes of a clean build.

A state machine changes posts, seeds, templates, settings and outputs at random and
compares every byte after every step. The lists are tiny, so that sections, topics and
months come and go.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from newsdigest.adapters.commands import run_build
from tests.site.sites import make_site, read_files

NAMES = st.sampled_from(["anna", "berta", "carla", "doris"])
WORDS = st.sampled_from(["Rat", "Tal", "Bahn", "Chor", "<b>&"])
PERIODS = st.sampled_from(["2021", "2022-01", "2022-02", "2022-01-10", "2022-01-11"])
SECTIONS = st.sampled_from(["Politik", "Sport", ""])
CHOICES = st.integers(min_value=0, max_value=10_000)


def write_post(title: str, period: str, section: str, topic: str, aliases: str = "") -> str:
    """A hand-written post; the first two have few fields, so that lists stay tiny."""
    lines = [f"Title: {title}", f"Published: {period}", f"Tags: {topic}; Alltag"]
    if section:
        lines.append(f"Category: {section}")
    if aliases:
        lines.append(f"Aliases: {aliases}")
    return "\n".join(lines) + f"\n\nText über {title} und {topic}.\n"


class IncrementalBuild(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="newsdigest-"))
        self.root = make_site(self.folder / "site", {})
        self.posts = self.root / "content" / "posts"
        self.posts.mkdir(parents=True)
        self.overrides: dict[str, Any] = {}

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def build(self, **overrides: Any) -> None:
        run_build(self.root / "pelicanconf.py", {**self.overrides, **overrides})

    def pick(self, folder: Path, choice: int, pattern: str = "*") -> Path | None:
        found = sorted(path for path in folder.rglob(pattern) if path.is_file())
        return found[choice % len(found)] if found else None

    @rule(name=NAMES, title=WORDS, period=PERIODS, section=SECTIONS, topic=WORDS)
    def put_post(self, name: str, title: str, period: str, section: str, topic: str) -> None:
        text = write_post(title, period, section, topic, aliases=f"alt/{name}/")
        (self.posts / f"{name}.md").write_text(text, encoding="utf-8")

    @rule(name=NAMES, title=WORDS, period=PERIODS, body=WORDS)
    def put_seed(self, name: str, title: str, period: str, body: str) -> None:
        text = f" date {period} {title} am Ort\n\nDas ist der Text über {body} heute.\n"
        (self.root / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")

    @rule(choice=CHOICES)
    def delete_seed(self, choice: int) -> None:
        if path := self.pick(self.root / "seeds", choice):
            path.unlink()

    @rule(choice=CHOICES)
    def delete_post(self, choice: int) -> None:
        if path := self.pick(self.posts, choice, "*.md"):
            path.unlink()

    @rule(choice=CHOICES, name=NAMES)
    def rename_post(self, choice: int, name: str) -> None:
        path = self.pick(self.posts, choice, "*.md")
        if path and not (self.posts / f"neu-{name}.md").exists():
            path.rename(self.posts / f"neu-{name}.md")

    @rule(choice=CHOICES)
    def touch_post(self, choice: int) -> None:
        if path := self.pick(self.posts, choice, "*.md"):
            os.utime(path, (1_000_000_000 + choice, 1_000_000_000 + choice))

    @rule(choice=CHOICES)
    def edit_unnoticed(self, choice: int) -> None:
        """The same size and the same time: only the inode's own time tells."""
        path = self.pick(self.posts, choice, "*.md")
        if path and "Text" in path.read_text("utf-8"):
            before = path.stat()
            path.write_text(path.read_text("utf-8").replace("Text", "Wort"), encoding="utf-8")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(words=WORDS)
    def edit_template(self, words: str) -> None:
        template = self.root / "theme" / "templates" / "undated.html"
        with template.open("a", encoding="utf-8") as file:
            file.write("{# " + words.replace("#", "") + " #}\n")

    @rule(words=WORDS)
    def edit_base_template(self, words: str) -> None:
        template = self.root / "theme" / "templates" / "base.html"
        text = template.read_text("utf-8")
        template.write_text(text.replace("</main>", f"</main><!-- {words} -->"), encoding="utf-8")

    @rule(words=WORDS)
    def edit_stylesheet(self, words: str) -> None:
        with (self.root / "theme" / "static" / "css" / "digest.css").open("a") as file:
            file.write(f"/* {words} */\n")

    @rule(name=st.sampled_from(["Bote", "Kurier"]))
    def rename_site(self, name: str) -> None:
        self.overrides["SITENAME"] = name

    @rule(least=st.sampled_from([1, 2]))
    def change_settings(self, least: int) -> None:
        self.overrides["NEWSDIGEST"] = {"register_min_articles": least}

    @rule(choice=CHOICES)
    def damage_output(self, choice: int) -> None:
        if path := self.pick(self.root / "output", choice, "*.*ml"):
            path.write_bytes(b"kaputt")

    @rule(choice=CHOICES)
    def delete_output(self, choice: int) -> None:
        if path := self.pick(self.root / "output", choice, "*.*ml"):
            path.unlink()

    @rule(name=NAMES, words=WORDS)
    def put_image(self, name: str, words: str) -> None:
        folder = self.root / "content" / "images"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.svg").write_text(words, encoding="utf-8")

    @rule(choice=CHOICES)
    def delete_image(self, choice: int) -> None:
        if path := self.pick(self.root / "content", choice, "*.svg"):
            path.unlink()

    @precondition(lambda self: (self.root / "cache").exists())
    @rule()
    def lose_cache(self) -> None:
        shutil.rmtree(self.root / "cache")

    @rule(jobs=st.sampled_from(["1", "2"]))
    def change_workers(self, jobs: str) -> None:
        os.environ["NEWSDIGEST_JOBS"] = jobs

    @invariant()
    def output_is_that_of_a_clean_build(self) -> None:
        self.build()
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        self.build(OUTPUT_PATH=str(clean / "output"), CACHE_PATH=str(clean / "cache"))
        assert read_files(self.root / "output") == read_files(clean / "output")


IncrementalBuild.TestCase.settings = settings(
    max_examples=3,
    stateful_step_count=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes hours of builds
    suppress_health_check=list(HealthCheck),
)
test_output_equals_a_clean_build_after_every_change = IncrementalBuild.TestCase
