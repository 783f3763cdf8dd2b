"""What a run does outside Pelican's generators: ingest, and begin a build."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsdigest.adapters.engine import Engine
from newsdigest.adapters.hooks.run import Run
from newsdigest.adapters.ingest.last_ingest import (
    IngestReport,
    Sight,
    digest_rules,
    keep_ingest,
    look,
    recall_ingest,
)
from newsdigest.adapters.locks import BuildLock
from newsdigest.adapters.pages.forerunner import Forerunner, is_sendable
from newsdigest.adapters.pool import JOBS
from newsdigest.adapters.posts.library import Places
from newsdigest.adapters.stamps import UNTRUSTED
from newsdigest.settings import Settings


def find_root(content: str) -> str:
    """The site's folder: the one that holds `PATH`, or the current one if that is `PATH`."""
    path = os.path.abspath(content)
    return path if path == os.getcwd() else os.path.dirname(path)


def ingest(run: Run) -> None:
    """Turns seeds into posts. Where somebody may look at the files of the last build meanwhile,
    the build begins with that.
    """
    if run.forerunner is not None and run.config.build and is_sendable(run.settings):
        run.engine = _make_engine(run, run.forerunner)
        run.engine.begin()
        run.ingested = _ingest(run, Path(run.root), run.config)
    else:
        lock = BuildLock(Path(find_cache(run.settings, run.root)))
        lock.acquire()
        try:
            run.ingested = _ingest(run, Path(run.root), run.config)
        finally:
            lock.release()
    run.pending = True


def _ingest(run: Run, root: Path, config: Settings) -> IngestReport:
    content = os.path.relpath(run.settings["PATH"], root).replace(os.sep, "/")
    folder = f"{content.strip('/')}/{config.posts_path.strip('/')}"
    language = str(run.settings["DEFAULT_LANG"])
    cache = Path(find_cache(run.settings, run.root))
    rules = digest_rules(config, folder, language)
    sight = look(root, config, folder)
    report = recall_ingest(cache, rules, sight)
    run.stamps = None
    if report is None:
        from newsdigest.adapters.ingest.ingestion import run_ingest

        report = run_ingest(
            *(root, config, sight),
            folder=folder,
            rules=rules,
            language=language,
            cache=cache,
            dask=run.dask,
        )
        keep_ingest(cache, rules, sight, report)
        if sight.digest and _are_only_posts(run):
            run.stamps = _restamp(sight, report, folder, len(content) + 1)
    run.seen = "" if report.written or report.deleted else sight.digest
    return report


def _restamp(sight: Sight, report: IngestReport, folder: str, start: int) -> dict[str, str]:
    """The stamps of the files in the folder of posts as ingest left them, where all of them
    had one; what was written a moment ago has none yet.

    Args:
        sight: What ingest saw.
        report: What it did.
        folder: Of the posts, relative to the site's root.
        start: Where paths relative to Pelican's `PATH` begin in those relative to the root.
    """
    stamps = {**sight.stamps, **dict.fromkeys(report.written, UNTRUSTED)}
    for path in report.deleted:
        stamps.pop(path, None)
    within = f"{folder}/"
    return {path[start:]: stamp for path, stamp in stamps.items() if path.startswith(within)}


def _are_only_posts(run: Run) -> bool:
    """Whether all articles lie where ingest looks."""
    folders = [path.strip("/") for path in run.settings["ARTICLE_PATHS"]]
    return folders == [run.config.posts_path.strip("/")]


def find_cache(settings: Mapping[str, Any], root: str) -> str:
    """The folder of the index: `CACHE_PATH`, relative to the site's folder."""
    return os.path.join(root, str(settings["CACHE_PATH"]))


def begin(run: Run) -> Engine:
    """The engine of a build that begins now, its posts read."""
    if not run.pending:
        ingest(run)  # a later round of `pelican --autoreload`
    run.pending = False
    engine = run.engine
    if engine is None or not engine.begun:
        if engine is not None:
            engine.close()
        engine = run.engine = _make_engine(run)
    engine.read(run.seen if _are_only_posts(run) else "", run.stamps)
    return engine


def _make_engine(run: Run, forerunner: Forerunner | None = None) -> Engine:
    settings = run.settings
    places = Places(
        root=run.root,
        content=str(settings["PATH"]),
        output=os.path.join(run.root, str(settings["OUTPUT_PATH"])),
        cache=find_cache(settings, run.root),
    )
    return Engine(
        places,
        settings,
        os.environ.get(JOBS),
        fresh=not settings["LOAD_CONTENT_CACHE"],
        preview=run.preview,
        forerunner=forerunner,
    )
