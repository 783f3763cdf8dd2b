"""What a run does outside Pelican's generators: ingest, and begin a build."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsdigest.adapters.engine import Engine
from newsdigest.adapters.ingestion import run_ingest
from newsdigest.adapters.library import Places
from newsdigest.adapters.locks import BuildLock
from newsdigest.adapters.pool import JOBS
from newsdigest.adapters.run import Run


def find_root(content: str) -> str:
    """The site's folder: the one that holds `PATH`, or the current one if that is `PATH`."""
    path = os.path.abspath(content)
    return path if path == os.getcwd() else os.path.dirname(path)


def ingest(run: Run) -> None:
    """Turns seeds into posts."""
    lock = BuildLock(Path(find_cache(run.settings, run.root)))
    lock.acquire()
    try:
        content = os.path.relpath(run.settings["PATH"], run.root)
        run.ingested = run_ingest(
            Path(run.root),
            run.config,
            content=content.replace(os.sep, "/"),
            language=str(run.settings["DEFAULT_LANG"]),
            cache_folder=find_cache(run.settings, run.root),
            dask=run.dask,
        )
    finally:
        lock.release()
    run.pending = True


def find_cache(settings: Mapping[str, Any], root: str) -> str:
    """The folder of the index: `CACHE_PATH`, relative to the site's folder."""
    return os.path.join(root, str(settings["CACHE_PATH"]))


def begin(run: Run) -> Engine:
    """The engine of a build that begins now, its posts read."""
    if not run.pending:
        ingest(run)  # a later round of `pelican --autoreload`
    run.pending = False
    if run.engine is not None:
        run.engine.close()
    settings = run.settings
    places = Places(
        root=run.root,
        content=str(settings["PATH"]),
        output=os.path.join(run.root, str(settings["OUTPUT_PATH"])),
        cache=find_cache(settings, run.root),
    )
    fresh = not settings["LOAD_CONTENT_CACHE"]
    run.engine = Engine(places, settings, os.environ.get(JOBS), fresh=fresh)
    run.engine.read()
    return run.engine
