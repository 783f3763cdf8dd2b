"""Planned pages → staged files, drawn by templates and builders in workers."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from newsdigest.adapters.indexed import IndexedBodies, IndexedSources
from newsdigest.adapters.pool import work_off
from newsdigest.adapters.progress import show_progress
from newsdigest.adapters.stamps import digest_data
from newsdigest.adapters.templates import make_environment, render_page
from newsdigest.adapters.writer import OutputFolder
from newsdigest.model import Page

_DRAW_AT_ONCE = 16
_WORTH_FORKING = 64


def draw_pages(
    pages: Sequence[Page],
    bodies: IndexedBodies,
    origins: IndexedSources,
    settings: Mapping[str, Any],
    folder: OutputFolder,
    jobs: int,
) -> Iterator[tuple[int, str, bool]]:
    """Stages the pages whose file does not hold their bytes yet: for each page its number,
    the hash of its bytes and whether they were staged, in no particular order.
    """
    environment = make_environment(settings)

    def draw(part: range) -> bytes:
        bodies.reopen()
        origins.reopen()
        results = []
        for number in part:
            page = pages[number]
            if page.builder is not None:
                data = page.builder(page.view, bodies)
            else:
                data = render_page(environment, page, bodies, origins)
            results.append((number, digest_data(data), folder.stage(page.path, data)))
        return marshal.dumps(results)

    jobs = jobs if len(pages) >= _WORTH_FORKING else 1
    work = work_off(len(pages), jobs, _DRAW_AT_ONCE, draw)
    for results in show_progress("Drawing pages", len(pages), work, size=_DRAW_AT_ONCE):
        yield from marshal.loads(results)
