"""What the command line asks for → Pelican, driven in this process."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from newsdigest.adapters.faults import UNFORESEEN, explain_fault, explained
from newsdigest.adapters.hooks.run import RUN, Run
from newsdigest.adapters.pages.forerunner import Forerunner
from newsdigest.adapters.pool import JOBS, count_jobs
from newsdigest.errors import (
    NewsDigestError,
    ReportedProblemsError,
    SettingsError,
    UnforeseenError,
)

logger = logging.getLogger(__name__)


def run_build(
    settings_file: Path,
    overrides: Mapping[str, Any] | None = None,
    *,
    quiet: bool = True,
    rehearsal: frozenset[str] | None = None,
    preview: bool = False,
) -> Run:
    """Ingests and builds, as `pelican -s settings_file` does.

    Args:
        settings_file: `pelicanconf.py` or another one.
        overrides: Settings that win over the file's.
        quiet: Whether the caller prints the summary.
        rehearsal: See `Run`.
        preview: See `Run`.

    Returns:
        What was done. Problems stand in it; they are not raised.

    Raises:
        NewsDigestError: If nothing was built.
    """
    given = {"LOAD_CONTENT_CACHE": True, **(overrides or {})}
    ahead = None
    if given["LOAD_CONTENT_CACHE"] and rehearsal is None:
        ahead = Forerunner.begin(settings_file, count_jobs(os.environ.get(JOBS)))
    run = Run(quiet=quiet, rehearsal=rehearsal, preview=preview, forerunner=ahead)
    try:
        with closing(ahead) if ahead else nullcontext():
            return _build(settings_file, given, run)
    except UnforeseenError as error:
        if not given["LOAD_CONTENT_CACHE"] or rehearsal is not None:
            raise
        last = str(error).strip().rpartition("\n")[2]
        logger.warning("warning: %s; building again without the cache", last)
    given["LOAD_CONTENT_CACHE"] = False
    return _build(settings_file, given, Run(quiet=quiet))


def _build(settings_file: Path, overrides: Mapping[str, Any], run: Run) -> Run:
    settings = load_settings(settings_file, overrides)
    settings[RUN] = run
    with _within(run):
        from pelican import Pelican

        check_plugins(settings)
        try:
            Pelican(settings).run()
        except ReportedProblemsError:
            pass
        except NewsDigestError:
            raise
        except (OSError, *UNFORESEEN) as error:
            raise explain_fault(error) from error
    return run


def run_ingest_only(
    settings_file: Path, overrides: Mapping[str, Any] | None = None, *, dask: str = ""
) -> Run:
    """Ingests, and leaves `output/` as it is.

    Args:
        settings_file: `pelicanconf.py` or another one.
        overrides: Settings that win over the file's.
        dask: Address of a Dask scheduler that reads the seeds, or "".

    Raises:
        NewsDigestError: If nothing could be ingested.
    """
    run = Run(quiet=True, dask=dask)
    settings = load_settings(settings_file, overrides or {})
    with _within(run):
        from newsdigest.adapters.hooks.run import log_problems
        from newsdigest.adapters.hooks.steps import find_root, ingest
        from newsdigest.settings import parse_settings

        run.config = parse_settings(settings.get("NEWSDIGEST", {}))
        run.root = find_root(settings["PATH"])
        run.settings = dict(settings)
        with explained():
            ingest(run)
        log_problems(run.problems)
    return run


def check_plugins(settings: Mapping[str, Any]) -> None:
    """Pelican would build a site without us, and end with 0.

    Raises:
        SettingsError: If the plugin is not in `PLUGINS`.
    """
    if "newsdigest" not in (settings["PLUGINS"] or ()):
        raise SettingsError("PLUGINS: 'newsdigest' is missing: add it to the list")


def load_settings(path: Path, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Pelican's settings from a file.

    Raises:
        SettingsError: If the file is missing, or Python or Pelican refuse it.
    """
    from pelican.settings import read_settings

    if not path.is_file():
        raise SettingsError(
            f"{path}: there is no such settings file: run this in the site's folder, or name "
            "the file with --settings"
        )
    folder = str(path.resolve().parent)
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        loaded: dict[str, Any] = read_settings(str(path.resolve()), override=dict(overrides))
    except SyntaxError as error:
        raise SettingsError(f"{path}:{error.lineno}: {error.msg}") from error
    except Exception as error:  # a settings file is a program, which may fail in any way
        raise SettingsError(_describe_refusal(path, error)) from error
    return loaded


def _describe_refusal(path: Path, error: Exception) -> str:
    """What is wrong with a settings file that Python or Pelican refused, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    full = str(path.resolve())
    lines = [frame.lineno for frame in frames if frame.filename == full]
    if lines:
        return f"{path}:{lines[-1]}: {type(error).__name__}: {error}: correct this line"
    text = " ".join(str(error).split())
    if "path containing the content" in text:
        text = "PATH: there is no such folder: make it, such as content/"
    return f"{path}: {text}"


@contextmanager
def _within(run: Run) -> Iterator[None]:
    """Pelican's console is silent and its errors are remembered while the run lasts."""
    from pelican.log import console

    root = logging.getLogger()
    root.addHandler(run.collector)
    silent, console.quiet = console.quiet, run.quiet
    try:
        yield
    finally:
        console.quiet = silent
        root.removeHandler(run.collector)
        if run.engine is not None:
            run.engine.close()


def find_output(settings_file: Path, overrides: Mapping[str, Any]) -> Path:
    """The output folder that a build with these settings writes into."""
    return Path(os.path.abspath(load_settings(settings_file, overrides)["OUTPUT_PATH"]))
