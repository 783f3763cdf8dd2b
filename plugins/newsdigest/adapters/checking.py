"""Files of `output/`, posts and seeds → the problems that `newsdigest check` reports."""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from newsdigest.adapters.check_memory import CheckMemory, pack_report, unpack_report
from newsdigest.adapters.checked_sources import check_sources
from newsdigest.adapters.pool import JOBS, count_jobs, work_off
from newsdigest.check import (
    TEXT_TYPES,
    FileReport,
    SeedText,
    build_expectations,
    check_file,
    check_whole,
)
from newsdigest.errors import BuildError, PostError, Problem, SeedError
from newsdigest.fingerprints import digest_bytes
from newsdigest.model import Article, Seed, SiteProfile
from newsdigest.posts import escape_markdown, find_head, is_generated, parse_post
from newsdigest.seeds import parse_seed
from newsdigest.settings import Settings, parse_settings

_AT_ONCE = 32
_WORTH_FORKING = 64


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked.

    Attributes:
        files: How many files were read.
        articles: How many articles must be on the site.
        problems: Sorted; their paths are relative to the site's folder.
    """

    files: int
    articles: int
    problems: tuple[Problem, ...]

    @property
    def exitcode(self) -> int:
        """1 if anything is an error."""
        return int(any(problem.severity == "error" for problem in self.problems))

    def summarise(self) -> str:
        """The last line."""
        errors = sum(problem.severity == "error" for problem in self.problems)
        warnings = len(self.problems) - errors
        return (
            f"{self.files} files of {self.articles} articles checked: "
            f"{errors} errors, {warnings} warnings"
        )

    def to_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "files": self.files,
            "articles": self.articles,
            "problems": [
                {
                    "path": problem.path,
                    "line": problem.line,
                    "message": problem.message,
                    "severity": problem.severity,
                }
                for problem in self.problems
            ],
        }


def check_site(
    settings_file: Path, overrides: Mapping[str, Any], *, thorough: bool = False
) -> CheckReport:
    """The report on the output that these settings name, against the posts and seeds
    as they stand now.

    Args:
        settings_file: `pelicanconf.py` or another one.
        overrides: Settings that win over the file's.
        thorough: Whether to read pages again that were clean and have not changed.

    Raises:
        NewsDigestError: If the settings cannot be honoured or there is no output.
    """
    # Pelican takes a quarter of a second to import.
    from newsdigest.adapters.commands import load_settings
    from newsdigest.adapters.engine import Engine
    from newsdigest.adapters.honoured import build_profile
    from newsdigest.adapters.library import Places
    from newsdigest.adapters.steps import find_cache, find_root
    from newsdigest.adapters.toolchain import digest_code

    settings = load_settings(settings_file, {"LOAD_CONTENT_CACHE": True, **overrides})
    config = parse_settings(settings.get("NEWSDIGEST", {}))
    root = find_root(settings["PATH"])
    output = os.path.join(root, str(settings["OUTPUT_PATH"]))
    places = Places(root, str(settings["PATH"]), output, find_cache(settings, root))
    if not os.path.isdir(places.output):
        raise BuildError(f"{places.output}: there is nothing to check: build the site first")
    engine = Engine(places, settings, os.environ.get(JOBS))
    try:
        engine.read()
        articles = engine.library.articles
        bodies = engine.library.bodies
        seeds = Path(places.root) / config.seeds_path
        untrue = tuple(check_sources(Path(places.root), seeds, articles, bodies))
    finally:
        engine.close()
    report = run_check(
        Path(places.root),
        Path(places.output),
        articles,
        build_profile(settings, config, ()),
        config,
        jobs=count_jobs(os.environ.get(JOBS)),
        memory=CheckMemory(Path(places.cache), fresh=thorough),
        epoch=digest_code(),
    )
    return replace(report, problems=tuple(sorted((*report.problems, *untrue))))


def run_check(
    root: Path,
    output: Path,
    articles: Sequence[Article],
    profile: SiteProfile,
    config: Settings,
    *,
    jobs: int = 1,
    memory: CheckMemory | None = None,
    epoch: str = "",
) -> CheckReport:
    """The report on an output folder.

    Args:
        root: The site's folder: posts and seeds are found below it.
        output: What to check, wherever it lies.
        articles: All that must be on the site.
        profile: What the pages know of the settings.
        config: The plugin's own settings.
        jobs: How many processes may work at once.
        memory: Pages that were found clean before.
        epoch: Digest of the rules: what others found clean does not count.
    """
    files = sorted(_iter_files(output))
    expectations = build_expectations(articles, profile, files)
    texts = [path for path in files if path.endswith(TEXT_TYPES)]
    seeds = root / config.seeds_path
    memory = memory or CheckMemory(root / "no-such-folder", fresh=True)
    common = f"{epoch} {profile!r}".encode()

    @lru_cache(maxsize=4096)
    def read_seed(article: Article) -> SeedText | None:
        return _read_seed_text(root, seeds, article, config)

    def check(part: range) -> bytes:
        results = []
        for number in part:
            path = texts[number]
            data = (output / path).read_bytes()
            beside = _read_beside(root, seeds, expectations.articles.get(path))
            key = digest_bytes(common, path.encode(), data, beside)
            report = memory.find(path, key)
            if report is None or not (report.facts and report.facts.holds(expectations)):
                report = check_file(path, data, expectations, read_seed)
            results.append((path, key, pack_report(report)))
        return marshal.dumps(results)

    reports: list[FileReport] = []
    with _show_progress(len(texts)) as advance:
        for results in work_off(
            len(texts), jobs if len(texts) >= _WORTH_FORKING else 1, _AT_ONCE, check
        ):
            for path, key, packed in marshal.loads(results):
                report = unpack_report(packed)
                memory.put(path, key, report)
                reports.append(report)
            advance(len(reports))
    memory.keep(texts)
    pages = [report.facts for report in reports if report.facts]
    listed = [path for report in reports for path in report.listed]
    feeds = [report.feed for report in reports if report.feed]
    problems = [
        *(problem for report in reports for problem in report.problems),
        *check_whole(sorted(pages, key=lambda page: page.path), listed, expectations, feeds),
    ]
    prefix = os.path.relpath(output, root).replace(os.sep, "/")
    return CheckReport(
        files=len(texts),
        articles=len(expectations.articles),
        problems=tuple(sorted({replace(p, path=f"{prefix}/{p.path}") for p in problems})),
    )


def _read_beside(root: Path, seeds: Path, article: Article | None) -> bytes:
    """All that an article's page is compared with; b"" for other pages."""
    if article is None:
        return b""
    parts = [repr(article).encode("utf-8", "backslashreplace")]
    paths = [root / article.source]
    if article.seed is not None and (seeds / article.seed).resolve().is_relative_to(
        seeds.resolve()
    ):
        paths.append(seeds / article.seed)
    # A named pipe must not be opened; `read_seed` refuses it, too.
    parts += [path.read_bytes() if path.is_file() else b"missing" for path in paths]
    return digest_bytes(*parts).encode()


def _iter_files(folder: Path) -> Iterator[str]:
    """Every file below a folder, as visitors see it: nothing whose name begins with a dot."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        relative = os.path.relpath(path, folder).replace(os.sep, "/")
        prefix = "" if relative == "." else f"{relative}/"
        for name in names:
            if not name.startswith(".") and os.path.isfile(os.path.join(path, name)):
                yield prefix + name


def _read_seed_text(root: Path, seeds: Path, article: Article, config: Settings) -> SeedText | None:
    """What an article's page may show of its seed; None where there is no seed that can
    be read.
    """
    if article.seed is None:
        return None
    try:
        text = (root / article.source).read_text(encoding="utf-8")
        body = parse_post(text).body
        seed = _read_seed(seeds, article.seed, config)
    except (OSError, UnicodeDecodeError, SeedError, PostError):
        return None  # ingest reports it
    if seed is None:
        return None
    if is_generated(text) or body.strip("\n") == escape_markdown(seed.blocks).strip("\n"):
        return SeedText(tuple(block.text for block in seed.blocks), find_head(seed))
    return SeedText(None, find_head(seed))


def _read_seed(seeds: Path, name: str, config: Settings) -> Seed | None:
    """A seed below the seeds' folder; None for what ingest would not read either."""
    path = seeds / name
    if not path.resolve().is_relative_to(seeds.resolve()):
        return None
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > config.max_seed_bytes:
        return None
    return parse_seed(name, path.read_bytes(), config.languages)


@contextmanager
def _show_progress(total: int) -> Iterator[Any]:
    """A bar where a terminal is; nothing elsewhere, since the last line says all."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("checking", total=total)
        yield lambda count: progress.update(task, completed=count)
