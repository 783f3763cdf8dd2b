"""Files below `seeds/` → what is understood of them, in this process, in several, or on a
Dask cluster: the same either way.

Files are read here and sent to whoever works as bytes, some at a time: a cluster need not
see the folder, and never are the bytes of all seeds held at once.
"""

from __future__ import annotations

import gc
import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from newsdigest.adapters.files import FoundFile, UnreadableError, read_file, refuse_seed
from newsdigest.errors import BuildError, SeedError
from newsdigest.ingest import SeedFile

# A worker takes a second to start and to load its tables: some hundred texts' worth.
WORTH_STARTING = 200
AT_ONCE = 40

Chunk = list[SeedFile | tuple[str, bytes]]
"""Files as read: what cannot be a seed already says why."""


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """What understanding a seed depends on besides its bytes.

    Attributes:
        languages: See `settings.Settings`.
        site_language: `DEFAULT_LANG`.
        max_seed_bytes: See `settings.Settings`.
    """

    languages: tuple[str, ...]
    site_language: str
    max_seed_bytes: int


def read_seeds(
    folder: Path, found: Sequence[FoundFile], rules: ReadingRules, *, jobs: int, dask: str = ""
) -> Iterator[SeedFile]:
    """What is understood of each file, in their order; read on as it is asked for.

    Args:
        folder: `seeds/`.
        found: What lies below it.
        rules: What else counts.
        jobs: How many processes may work at once.
        dask: Address of a Dask scheduler that does the work instead.

    Raises:
        BuildError: If the cluster cannot be used.
    """
    chunks = _read_chunks(folder, found, rules)
    work = partial(understand, rules=rules)
    with _show_progress(len(found)) as advance, _share(jobs, len(found), dask) as spread:
        for understood in spread(work, chunks):
            yield from understood
            advance(len(understood))


def _read_chunks(folder: Path, found: Sequence[FoundFile], rules: ReadingRules) -> Iterator[Chunk]:
    for start in range(0, len(found), AT_ONCE):
        yield [_read(folder, file, rules) for file in found[start : start + AT_ONCE]]


def _read(folder: Path, found: FoundFile, rules: ReadingRules) -> SeedFile | tuple[str, bytes]:
    reason = refuse_seed(found, rules.max_seed_bytes)
    if reason:
        return SeedFile(found.name, None, error=reason)
    try:
        return found.name, read_file(folder / found.name, rules.max_seed_bytes)
    except UnreadableError as error:
        return SeedFile(found.name, None, error=str(error))


def understand(chunk: Chunk, rules: ReadingRules) -> list[SeedFile]:
    """The seeds in some files' bytes; runs wherever the work is done."""
    # Values have no cycles: to look for garbage among them costs a twentieth and finds none.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return [file if isinstance(file, SeedFile) else _understand(*file, rules) for file in chunk]
    finally:
        if collecting:
            gc.enable()


def _understand(name: str, data: bytes, rules: ReadingRules) -> SeedFile:
    # They compile the rules of ten languages: only a new seed pays for it.
    from newsdigest.extract import extract
    from newsdigest.seeds import parse_seed

    digest = hashlib.sha256(data).hexdigest()
    try:
        seed = parse_seed(name, data, rules.languages)
    except SeedError as error:
        return SeedFile(name, digest, error=str(error), line=error.line)
    return SeedFile(name, digest, seed, extract(seed, rules.site_language))


Spread = Callable[[Callable[[Chunk], list[SeedFile]], Iterable[Chunk]], Iterable[list[SeedFile]]]
"""Gives the results for all chunks, in their order."""


@contextmanager
def _share(jobs: int, count: int, dask: str) -> Iterator[Spread]:
    """Who does the work: this process, some of this machine, or a cluster."""
    if dask:
        with _connect(dask):
            yield partial(_spread, -1)
    elif jobs > 1 and count >= WORTH_STARTING:
        try:
            yield partial(_spread, jobs)
        finally:
            _dismiss_workers()
    else:
        yield map


def _dismiss_workers() -> None:
    """Ends joblib's workers, which else wait for more with all that they loaded: that would
    be most of the memory while posts are planned and pages drawn.
    """
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor(reuse=True).shutdown(wait=True)


def _spread(
    jobs: int, work: Callable[[Chunk], list[SeedFile]], chunks: Iterable[Chunk]
) -> Iterable[list[SeedFile]]:
    from joblib import Parallel, delayed

    # As many chunks as that are under way, the others are not even read.
    parallel = Parallel(n_jobs=jobs, return_as="generator", batch_size=1, pre_dispatch="3*n_jobs")
    results: Iterable[list[SeedFile]] = parallel(delayed(work)(chunk) for chunk in chunks)
    return results


@contextmanager
def _connect(address: str) -> Iterator[None]:
    """Within, joblib works on the cluster.

    Raises:
        BuildError: If Dask is not installed or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise BuildError(
            "Dask is missing: install newsdigest[dask], or leave --dask out"
        ) from error
    from joblib import parallel_config

    try:
        client = Client(address, timeout=10, set_as_default=True)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise BuildError(f"no Dask scheduler answers at {address}: {error}") from error
    with client, parallel_config(backend="dask"):
        yield


@contextmanager
def _show_progress(total: int) -> Iterator[Callable[[int], Any]]:
    """A bar where a terminal is; nothing elsewhere, since the last line says all."""
    if not sys.stderr.isatty() or total < AT_ONCE:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading seeds", total=total)
        yield lambda count: progress.advance(task, count)
