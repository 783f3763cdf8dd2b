"""A finished build → `cache/last-build.json`: for the editor's report (`commands.reporting`)
and to know for which address `output/` was built (`check`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from newsdigest.adapters.files import write_file
from newsdigest.adapters.posts.library import Places
from newsdigest.adapters.writing.outputs import BuildReport
from newsdigest.errors import Problem

FILE_NAME = "last-build.json"

_KEYS = frozenset({"output", "url", "added", "changed", "gone", "posts", "problems"})


def remember_build(
    places: Places,
    url: str,
    built: BuildReport,
    posts: Mapping[str, str],
    problems: Iterable[Problem],
) -> None:
    """Keeps what a build did; without a cache folder nothing is kept.

    Args:
        places: Where the site lies.
        url: Its `SITEURL`.
        built: What was written.
        posts: Sources of the articles whose pages were drawn, by the pages' paths.
        problems: What was reported.
    """
    changed = frozenset(built.changed)
    top = {
        "output": os.path.relpath(places.output, places.root),
        "url": url,
        "added": built.added,
        "changed": sorted(changed.difference(built.added)),
        "gone": built.gone,
        "posts": sorted(post for path, post in posts.items() if path in changed),
        "problems": [asdict(problem) for problem in problems],
    }
    with suppress(OSError):
        write_file(Path(places.cache) / FILE_NAME, json.dumps(top, ensure_ascii=True))


def recall_build(cache: str) -> dict[str, Any]:
    """What `remember_build` kept; empty if that is missing or damaged."""
    try:
        top = json.loads(Path(cache, FILE_NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    return top if isinstance(top, dict) and top.keys() >= _KEYS else {}


def recall_address(places: Places) -> str:
    """The `SITEURL` that the output was last built for; "" if nobody knows."""
    top = recall_build(places.cache)
    same = top.get("output") == os.path.relpath(places.output, places.root)
    return str(top["url"]) if same else ""
