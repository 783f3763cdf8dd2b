"""`seeds/` → `content/posts/`: reads the files, lets `ingest` decide, does what it says."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from newsdigest.adapters.files import (
    UnreadableError,
    delete_file,
    read_file,
    write_file,
)
from newsdigest.adapters.ingest.last_ingest import IngestReport, Sight
from newsdigest.adapters.ingest.memory import (
    MOST_POST_BYTES,
    Memory,
    Remembered,
    digest_files,
    list_paths,
    read_memory,
    write_memory,
)
from newsdigest.adapters.ingest.seed_reading import ReadingRules, read_seeds
from newsdigest.adapters.ingest.shelf import Shelf, look_around
from newsdigest.adapters.ingest.state import Clock, SeedArrivals, read_clock
from newsdigest.adapters.pool import JOBS, count_jobs
from newsdigest.adapters.stamps import take_stamp
from newsdigest.errors import BuildError, Problem
from newsdigest.ingest import (
    Plan,
    Settled,
    Stock,
    Write,
    plan_ingest,
)
from newsdigest.settings import Settings


def run_ingest(
    root: Path,
    settings: Settings,
    sight: Sight,
    *,
    folder: str,
    rules: str,
    language: str,
    cache: Path,
    clock: Clock = read_clock,
    environment: Mapping[str, str] = os.environ,
    dask: str = "",
) -> IngestReport:
    """Brings the posts in line with the seeds; a second run changes nothing.

    Two runs at once must be kept apart by the caller.

    Args:
        root: The site's folder; all paths in the report are relative to it.
        settings: `NEWSDIGEST`.
        sight: What lies in the folders of seeds and posts.
        folder: Of the posts, relative to `root`.
        rules: See `digest_rules`.
        language: `DEFAULT_LANG`.
        cache: Where stamps of settled seeds are kept; it may be lost at any time.
        clock: For the `Added` of new seeds that neither git nor the environment dates.
        environment: Of the process.
        dask: Address of a Dask scheduler that reads the seeds, or "".

    Raises:
        BuildError: If a post cannot be written, or the cluster cannot be used.
        SettingsError: If `SOURCE_DATE_EPOCH` is no number.
    """
    memory_path = cache / "ingest.json"
    memory = read_memory(memory_path, rules)
    jobs = count_jobs(environment.get(JOBS))
    shelf = look_around(root, settings, folder, memory, sight, jobs)
    seeds = read_seeds(
        root / settings.seeds_path,
        shelf.unread,
        ReadingRules(settings.languages, language, settings.max_seed_bytes),
        jobs=jobs,
        dask=dask,
    )
    arrivals = SeedArrivals(root / settings.seeds_path, environment, clock)
    stock = Stock(
        seeds=seeds,
        posts=shelf.posts,
        facts=shelf.facts,
        faults=shelf.faults,
        added=arrivals.find,
        changed=arrivals.find_change,
        read=partial(_read_text, root),
        settled=tuple(item.settled for item in shelf.remembered.seeds),
        hand_written=tuple(post for post, _ in shelf.remembered.posts),
        occupied=frozenset(shelf.occupied),
        unseen=tuple(shelf.unseen),
        language=language,
        folder=folder,
        seeds_folder=settings.seeds_path,
    )
    plan = plan_ingest(stock)
    _perform(root, root / folder, plan)
    remembered = _remember(root, settings, shelf, plan)
    if remembered != memory:
        write_memory(memory_path, rules, remembered)
    problems = sorted({*plan.problems, *shelf.problems, *_repeat_warnings(stock.settled)})
    writes = sorted(action.path for action in plan.actions if isinstance(action, Write))
    deletes = {action.path for action in plan.actions if not isinstance(action, Write)}
    return IngestReport(
        seeds=len(plan.published) + len(plan.reported) + len(plan.withheld),
        published=len(plan.published),
        reported=len(plan.reported),
        withheld=len(plan.withheld),
        problems=tuple(problems),
        written=tuple(writes),
        deleted=tuple(sorted(deletes)),
    )


def _repeat_warnings(settled: Iterable[Settled]) -> Iterator[Problem]:
    for known in settled:
        yield from known.problems


def _read_text(root: Path, path: str) -> str:
    """A post's text, for its words; "" where it cannot be read."""
    try:
        return read_file(root / path, MOST_POST_BYTES, follow=True).decode("utf-8", "replace")
    except UnreadableError:
        return ""


def _perform(root: Path, top: Path, plan: Plan) -> None:
    for action in plan.actions:
        try:
            if isinstance(action, Write):
                write_file(root / action.path, action.text)
            else:
                delete_file(root / action.path, top)
        except OSError as error:
            message = f"{action.path}: cannot be written: {error.strerror}"
            raise BuildError(message) from error


def _remember(root: Path, settings: Settings, shelf: Shelf, plan: Plan) -> Memory:
    """All settled seeds and hand-written posts, with the stamps of what was read, or
    written just now.
    """
    written = {action.path for action in plan.actions}
    remembered = list(shelf.remembered.seeds)
    posts = list(shelf.remembered.posts)
    posts += [(post, shelf.stamps[post.path]) for post in plan.hand_written]
    for settled in plan.settled:
        stamps = []
        paths = list_paths(settings, settled)
        for path in paths:
            fresh = path in written
            stamps.append(take_stamp((root / path).stat()) if fresh else shelf.stamps[path])
        remembered.append(Remembered(settled, tuple(stamps), digest_files(root, paths)))
    remembered.sort(key=lambda item: item.settled.name)
    posts.sort(key=lambda item: item[0].path)
    return Memory(tuple(remembered), tuple(posts), shelf.remembered.unparsed)
