"""Files of `output/`, posts and seeds → the problems that `newsdigest check` reports."""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsdigest.adapters.check.memory import (
    CheckMemory,
    Circumstances,
    pack_looks,
    pack_report,
    unpack_looks,
    unpack_report,
)
from newsdigest.adapters.check.sources import Sources
from newsdigest.adapters.faults import UNFORESEEN, explained
from newsdigest.adapters.pool import JOBS, count_jobs, work_off
from newsdigest.adapters.posts.library import Places
from newsdigest.adapters.writing.last_build import recall_address
from newsdigest.adapters.writing.writer import OutputFolder
from newsdigest.check import (
    TEXT_TYPES,
    FileReport,
    build_expectations,
    check_file,
    check_seals,
    check_whole,
    describe_difference,
    find_broken,
    watch,
)
from newsdigest.errors import (
    BuildError,
    NewsDigestError,
    Problem,
    SettingsError,
    UnforeseenError,
)
from newsdigest.model import Article, SiteProfile
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
    from newsdigest.adapters.commands.building import load_settings
    from newsdigest.adapters.hooks.honoured import build_profile
    from newsdigest.adapters.hooks.steps import find_cache, find_root
    from newsdigest.adapters.toolchain import digest_code

    settings = load_settings(settings_file, {"LOAD_CONTENT_CACHE": True, **overrides})
    config = parse_settings(settings.get("NEWSDIGEST", {}))
    if not config.build:
        raise SettingsError(
            "NEWSDIGEST: with 'build': False, Pelican and its theme make the pages: there is "
            "nothing of ours to check"
        )
    root = find_root(settings["PATH"])
    output = os.path.join(root, str(settings["OUTPUT_PATH"]))
    places = Places(root, str(settings["PATH"]), output, find_cache(settings, root))
    if not os.path.isdir(places.output):
        raise BuildError(f"{places.output}: there is nothing to check: build the site first")
    _check_address(places, str(settings["SITEURL"]).rstrip("/"))
    with explained():
        articles, bodies, faults = _read_posts(places, settings)
        report = run_check(
            Path(places.root),
            Path(places.output),
            articles,
            bodies,
            build_profile(settings, config, ()),
            config,
            jobs=count_jobs(os.environ.get(JOBS)),
            memory=CheckMemory(Path(places.cache), fresh=thorough),
            epoch=digest_code(),
            rehearse=lambda paths: _rehearse(settings_file, overrides, paths),
        )
    return replace(report, problems=tuple(sorted({*report.problems, *faults})))


def _read_posts(
    places: Places, settings: Mapping[str, Any], *, fresh: bool = False
) -> tuple[tuple[Article, ...], Mapping[str, str], tuple[Problem, ...]]:
    """All articles, their bodies by uid, and what is wrong with posts: one that cannot be
    read is missing from the site. From the posts alone where the cache is damaged.
    """
    from newsdigest.adapters.engine import Engine

    engine = Engine(places, settings, os.environ.get(JOBS), fresh=fresh)
    try:
        engine.read()
        library = engine.library
        collection = library.collection
        articles, bodies = collection.articles, collection.bodies
    except (UnforeseenError, *UNFORESEEN):
        if fresh:
            raise
    else:
        return articles, bodies, (*library.problems, *collection.problems)
    finally:
        engine.close()
    return _read_posts(places, settings, fresh=True)


def _check_address(places: Places, url: str) -> None:
    """Every feed and page of a site that was built for another address would be wrong.

    Raises:
        BuildError: If the last build was for another one.
    """
    built = recall_address(places)
    if built and built != url:
        raise BuildError(
            f"{places.output}: was built for {built}, these settings say {url}: build it with "
            "them, or check it with those it was built with (--settings, SITEURL)"
        )


def _rehearse(
    settings_file: Path, overrides: Mapping[str, Any], paths: Collection[str]
) -> Mapping[str, bytes]:
    """What a build would write into files; nothing where there can be none."""
    from newsdigest.adapters.commands.rehearsing import rehearse

    try:
        return rehearse(settings_file, overrides, paths)
    except NewsDigestError:
        return {}


def run_check(
    root: Path,
    output: Path,
    articles: Sequence[Article],
    bodies: Mapping[str, str],
    profile: SiteProfile,
    config: Settings,
    *,
    jobs: int,
    memory: CheckMemory,
    epoch: str,
    rehearse: Callable[[Collection[str]], Mapping[str, bytes]],
) -> CheckReport:
    """The report on an output folder.

    Args:
        root: The site's folder: posts and seeds are found below it.
        output: What to check, wherever it lies.
        articles: All that must be on the site.
        bodies: Their texts as rendered, by uid.
        profile: What the pages know of the settings.
        config: The plugin's own settings.
        jobs: How many processes may work at once.
        memory: What was found clean before.
        epoch: Digest of the rules: what others found clean does not count.
        rehearse: Asked for what a build would write into files that are not as it left them.
    """
    files = sorted(_iter_files(output))
    expectations = build_expectations(articles, profile, files)
    sources = Sources(root, config, memory)
    circumstances = Circumstances(
        common=f"{epoch} {profile!r}",
        expectations=expectations,
        describe_page=lambda path: sources.describe(expectations.articles.get(path)),
        describe_article=lambda uid: sources.describe(expectations.by_uid.get(uid)),
    )
    manifest = OutputFolder(str(output)).read_manifest()
    hashes = {path: memory.hash_file(output / path) for path in {*files, *manifest}}
    texts = [path for path in files if path.endswith(TEXT_TYPES)]
    reports = _check_texts(output, texts, hashes, circumstances, sources, memory, jobs)
    untrue = [*sources.check(articles, bodies, circumstances)]
    memory.keep([*texts, *(article.source for article in articles)])
    pages = [report.facts for report in reports if report.facts]
    listed = [path for report in reports for path in report.listed]
    feeds = [report.feed for report in reports if report.feed]
    found = {path: digest for path, digest in hashes.items() if digest}
    changed = [path for path in find_broken(manifest, found) if path in found]
    differences = {
        path: describe_difference(
            path, (output / path).read_bytes(), wanted, expectations, sources.read_post
        )
        for path, wanted in (rehearse(changed) if changed else {}).items()
    }
    tokens = _list_tokens(output, texts)
    problems = [
        *(problem for report in reports for problem in report.problems),
        *check_whole(pages, listed, expectations, feeds),
        *check_seals(manifest, found, tokens, expectations, differences),
    ]
    prefix = os.path.relpath(output, root).replace(os.sep, "/")
    placed = {replace(p, path=f"{prefix}/{p.path}") for p in problems}
    return CheckReport(
        files=len(texts),
        articles=len(expectations.articles),
        problems=tuple(sorted({*placed, *untrue})),
    )


def _check_texts(
    output: Path,
    texts: Sequence[str],
    hashes: Mapping[str, str],
    circumstances: Circumstances,
    sources: Sources,
    memory: CheckMemory,
    jobs: int,
) -> list[FileReport]:
    """The reports on all files that can be checked, sorted by path."""
    reports = {}
    unknown = []
    for path in texts:
        report = memory.find(path, hashes[path], circumstances)
        if report is None:
            unknown.append(path)
        else:
            reports[path] = report

    def check(part: range) -> bytes:
        results = []
        for number in part:
            watched, looks = watch(circumstances.expectations)
            path = unknown[number]
            data = (output / path).read_bytes()
            report = check_file(path, data, watched, sources.read_seed)
            results.append((path, pack_looks(looks), pack_report(report)))
        return marshal.dumps(results)

    jobs = jobs if len(unknown) >= _WORTH_FORKING else 1
    with _show_progress(len(texts)) as advance:
        for results in work_off(len(unknown), jobs, _AT_ONCE, check):
            for path, looks, packed in marshal.loads(results):
                report = reports[path] = unpack_report(packed)
                memory.put(path, hashes[path], circumstances, unpack_looks(looks), report)
            advance(len(reports))
    return [reports[path] for path in texts]


def _list_tokens(output: Path, texts: Sequence[str]) -> list[str]:
    """Files that prove to a search engine whose site this is: at the root, without markup."""
    return [
        path
        for path in texts
        if "/" not in path and path.endswith(".html") and b"<" not in (output / path).read_bytes()
    ]


def _iter_files(folder: Path) -> Iterator[str]:
    """Every file below a folder, as visitors see it: nothing whose name begins with a dot."""
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        relative = os.path.relpath(path, folder).replace(os.sep, "/")
        prefix = "" if relative == "." else f"{relative}/"
        for name in names:
            if not name.startswith(".") and os.path.isfile(os.path.join(path, name)):
                yield prefix + name


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
