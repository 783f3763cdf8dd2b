"""Pelican's signals → the steps of a build."""

from __future__ import annotations

import logging
import os
from typing import Any

from pelican.log import console

from newsdigest.adapters.hooks.generator import DigestGenerator, StagedWriter
from newsdigest.adapters.hooks.honoured import check_settings, check_stock_theme, take_over
from newsdigest.adapters.hooks.run import RUN, ErrorCollector, Run, log_problems
from newsdigest.adapters.hooks.steps import find_cache, find_root, ingest
from newsdigest.adapters.pages.compiled import CompiledTemplates
from newsdigest.adapters.pages.templates import (
    list_dependencies,
    make_filters,
    make_globals,
    make_options,
)
from newsdigest.adapters.toolchain import digest_rendering
from newsdigest.adapters.writing.last_build import remember_build
from newsdigest.adapters.writing.statics import list_theme_statics
from newsdigest.errors import NewsDigestError, ReportedProblemsError
from newsdigest.settings import parse_settings


class _ShortMessages(logging.Filter):
    """Takes the traceback off what we raised on purpose; the message says it all."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if isinstance(error, NewsDigestError):
            record.exc_info = None
            record.msg, record.args = str(error), ()
        return True


def start(pelican: Any) -> None:
    """Checks the settings, ingests, and takes over what is ours.

    Raises:
        SettingsError: If something cannot be honoured.
    """
    settings: dict[str, Any] = pelican.settings
    logger = logging.getLogger("pelican")
    if not any(isinstance(known, _ShortMessages) for known in logger.filters):
        logger.addFilter(_ShortMessages())
    run: Run = settings.setdefault(RUN, Run())
    _collect_errors(run)
    run.config = parse_settings(settings.get("NEWSDIGEST", {}))
    run.root = find_root(settings["PATH"])
    if run.config.build:
        check_settings(settings, run.config, run.root)
    else:
        check_stock_theme(settings)
    run.settings = {key: value for key, value in settings.items() if key != RUN}
    if run.rehearsal is None:
        ingest(run)
    else:
        run.pending = True
    if run.config.build:
        compiled = _remember_templates(run) if run.settings["LOAD_CONTENT_CACHE"] else None
        settings["JINJA_ENVIRONMENT"] = {"bytecode_cache": compiled, **make_options(run.settings)}
        settings["JINJA_FILTERS"] = make_filters(run.settings)
        settings["JINJA_GLOBALS"] = make_globals(run.settings)
        take_over(settings)


def _remember_templates(run: Run) -> CompiledTemplates:
    """Those of stock pages, which Pelican compiles without our words in them."""

    def ask_epoch() -> str:
        return digest_rendering(run.settings, run.root, list_dependencies(run.settings))

    folder = os.path.join(find_cache(run.settings, run.root), "stock")
    return CompiledTemplates(folder, ask_epoch)


def _collect_errors(run: Run) -> None:
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler, ErrorCollector) and handler is not run.collector:
            root.removeHandler(handler)
    root.addHandler(run.collector)


def list_generators(pelican: Any) -> tuple[type, ...]:
    """Our generator, unless the site is left to stock Pelican."""
    return (DigestGenerator,) if _find_run(pelican).config.build else ()


def choose_writer(pelican: Any) -> type | None:
    """Our writer, unless the site is left to stock Pelican."""
    return StagedWriter if _find_run(pelican).config.build else None


def finish(pelican: Any) -> None:
    """Commits the build and reports.

    Raises:
        ReportedProblemsError: If anything was reported as an error.
    """
    run = _find_run(pelican)
    if run.engine is not None:
        run.engine.add_stock(run.writer.overrides)
        run.engine.add_statics(list_theme_statics(run.settings), run.statics)
        if run.config.precompress:
            from newsdigest.adapters.writing.packing import list_packers

            run.engine.pack(list_packers(run.config.precompress))
        if run.rehearsal is not None:
            run.rehearsed = run.engine.read_staged(run.rehearsal)
            return
        places, posts = run.engine.places, run.engine.posts
        run.built = run.engine.commit()
        run.engine = None
        url = str(run.settings["SITEURL"]).rstrip("/")
        remember_build(places, url, run.built, posts, run.problems)
    logging.getLogger().removeHandler(run.collector)
    problems = run.problems
    log_problems(problem for problem in problems if problem.path != "pelican")
    if not run.quiet:
        console.print(run.summarise(), highlight=False, markup=False)
    faults = sum(problem.severity == "error" for problem in problems)
    if faults:
        noun = "problem was" if faults == 1 else "problems were"
        raise ReportedProblemsError(f"{faults} {noun} reported; everything else is there")


def _find_run(pelican: Any) -> Run:
    run: Run = pelican.settings[RUN]
    return run
