"""A finished build → `cache/last-build.json`, for the editor's report (`reporting`)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from newsdigest.adapters.files import write_file
from newsdigest.adapters.outputs import BuildReport
from newsdigest.addresses import article_address, to_path
from newsdigest.errors import Problem
from newsdigest.model import Article

FILE_NAME = "last-build.json"


def remember_build(
    cache: str, built: BuildReport, articles: Iterable[Article], problems: Iterable[Problem]
) -> None:
    """Keeps what a build did, for the report; without a cache folder nothing is kept."""
    changed = frozenset(built.changed)
    posts: list[str] = []
    if changed:
        posts = [a.source for a in articles if to_path(article_address(a)) in changed]
    top = {
        "added": built.added,
        "changed": sorted(changed.difference(built.added)),
        "gone": built.gone,
        "posts": sorted(posts),
        "problems": [asdict(problem) for problem in problems],
    }
    with suppress(OSError):
        write_file(Path(cache) / FILE_NAME, json.dumps(top, ensure_ascii=True))
