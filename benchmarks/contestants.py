"""The generators that are compared: how each one's site is made, changed and built."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from corpus import BenchArticle, render_hugo, render_newsdigest, render_pelican

HERE = Path(__file__).parent
PROJECT = HERE.parent
BIN = Path(sys.executable).parent

_SLUG = re.compile(r'href="[^"]*?([a-z-]+-n\d+)(?:/|\.html|")')


@dataclass(frozen=True, slots=True)
class Contestant:
    """One generator with its settings.

    Attributes:
        render: An article → its post.
        clean: The command of a build without anything from before.
        again: The command of a build after another one.
        template: The template that frames every page, relative to the site.
        sections: Patterns of the files that list a section or topic; `{}` is its slug.
        archive: Patterns of the files that together list every article.
        feed: One feed of the newest articles.
        environment: For builds after another one.
    """

    name: str
    render: Callable[[BenchArticle], str]
    clean: Sequence[str]
    again: Sequence[str]
    template: str
    sections: tuple[str, ...]
    topics: tuple[str, ...]
    archive: tuple[str, ...]
    feed: str
    environment: dict[str, str] = field(default_factory=dict)

    def write(self, site: Path, article: BenchArticle) -> None:
        path = self.find(site, article)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.render(article), encoding="utf-8")

    def find(self, site: Path, article: BenchArticle) -> Path:
        return site / "content" / "posts" / f"{article.day:%Y/%m}" / f"{article.slug}.md"

    def prepare(self, site: Path, articles: Iterable[BenchArticle]) -> None:
        """A new site with these posts."""
        shutil.rmtree(site, ignore_errors=True)
        if self.name.startswith("newsdigest"):
            shutil.copytree(PROJECT / "theme", site / "theme")
            shutil.copy(PROJECT / "pelicanconf.py", site)
            shutil.copytree(PROJECT / "plugins", site / "plugins")
            (site / "seeds").mkdir()
            for path in (HERE / "peers" / "newsdigest").iterdir():
                shutil.copy(path, site)
        else:
            shutil.copytree(HERE / "peers" / self.name, site)
        if self.name == "pelican":
            _copy_simple_theme(site)
        if self.name == "hugo":
            page = site / "content" / "archive.md"
            page.parent.mkdir()
            page.write_text("---\ntitle: Alles\nlayout: archive\n---\n", encoding="utf-8")
        for article in articles:
            self.write(site, article)

    def check(self, site: Path, articles: Sequence[BenchArticle]) -> None:
        """Its pages hold what they are measured for.

        Raises:
            RuntimeError: If an article is missing from the archive, its section or one of
                the first topics, or the feed is empty.
        """
        output = site / "output"
        lists: dict[tuple[str, ...], set[str]] = {}
        for article in articles:
            lists.setdefault(self._name(self.archive, ""), set()).add(article.slug)
            section = self._name(self.sections, article.section)
            lists.setdefault(section, set()).add(article.slug)
        for topic in sorted({topic for article in articles[:3] for topic in article.topics}):
            told = {article.slug for article in articles if topic in article.topics}
            if len(told) > 1:
                lists[self._name(self.topics, topic)] = told
        for patterns, slugs in lists.items():
            found: set[str] = set()
            for pattern in patterns:
                for path in output.glob(pattern):
                    found.update(_SLUG.findall(path.read_text("utf-8")))
            if missing := slugs - found:
                raise RuntimeError(f"{self.name}: {patterns} lacks {len(missing)} of {len(slugs)}")
        if (output / self.feed).read_text("utf-8").count("<item") < min(50, len(articles)):
            raise RuntimeError(f"{self.name}: the feed has too few entries")

    def _name(self, patterns: tuple[str, ...], name: str) -> tuple[str, ...]:
        return tuple(pattern.replace("{}", name.lower()) for pattern in patterns)


def _copy_simple_theme(site: Path) -> None:
    """Pelican's own theme, so that a template of it can be edited."""
    source = _find_package("pelican") / "themes" / "simple"
    shutil.copytree(source, site / "simple")
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write(f"THEME = {str(site / 'simple')!r}\n")


def _find_package(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"{name} is not installed: run `make bench`")
    return Path(found.submodule_search_locations[0])


def _newsdigest(name: str, settings: str, *, full: bool) -> Contestant:
    command = [str(BIN / "newsdigest"), "build", "--settings", settings]
    return Contestant(
        name=name,
        render=partial(render_newsdigest, full=full),
        clean=command,
        again=command,
        template="theme/templates/base.html",
        sections=("sections/{}/**/*.html",),
        topics=("topics/{}/**/*.html",),
        archive=("[12]*/[01]*/index.html",),
        feed="feeds/all.rss.xml",
    )


def list_contestants() -> dict[str, Contestant]:
    """By name, in the order in which they run."""
    hugo = [str(_find_package("hugo") / "binaries" / "hugo"), "--quiet", "--destination", "output"]
    pelican = [str(BIN / "pelican"), "-q", "-s", "pelicanconf.py", "-o", "output"]
    listed = (
        _newsdigest("newsdigest", "same_kinds.py", full=False),
        _newsdigest("newsdigest-full", "full.py", full=True),
        Contestant(
            name="hugo",
            render=render_hugo,
            clean=hugo,
            again=hugo,
            template="layouts/_default/baseof.html",
            sections=("categories/{}/**/*.html",),
            topics=("tags/{}/**/*.html",),
            archive=("archive/index.html",),
            feed="index.xml",
        ),
        Contestant(
            name="pelican",
            render=render_pelican,
            clean=pelican,
            again=pelican,
            template="simple/templates/base.html",
            sections=("category/{}.html", "category/{}[0-9]*.html"),
            topics=("tag/{}.html", "tag/{}[0-9]*.html"),
            archive=("archives.html",),
            feed="feeds/all.rss.xml",
            environment={"BENCH_CACHE": "1"},
        ),
    )
    return {contestant.name: contestant for contestant in listed}


def clear(site: Path) -> None:
    """Nothing is left of former builds."""
    for name in ("output", "cache", "resources", ".hugo_build.lock"):
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        elif os.path.lexists(path):
            path.unlink()
