"""`cache/last-build.json` → the editor's report."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newsdigest.adapters.commands.building import load_settings
from newsdigest.adapters.hooks.steps import find_cache, find_root
from newsdigest.adapters.writing.last_build import FILE_NAME, recall_build
from newsdigest.adapters.writing.writer import OutputFolder
from newsdigest.errors import BuildError, PostError, Problem
from newsdigest.posts import facts_path, parse_facts, parse_post
from newsdigest.reports import Change, Doubt, Report, find_doubts


def read_report(settings_file: Path, overrides: Mapping[str, Any]) -> Report:
    """What the last build of this site did.

    Raises:
        BuildError: If none is remembered.
        SettingsError: If the settings cannot be read.
    """
    settings = load_settings(settings_file, overrides)
    root = find_root(settings["PATH"])
    cache = find_cache(settings, root)
    top = recall_build(cache)
    if not top:
        path = os.path.join(cache, FILE_NAME)
        raise BuildError(f"{path}: no build is remembered: run `newsdigest build`")
    folder = OutputFolder(os.path.join(root, str(settings["OUTPUT_PATH"])))
    return Report(
        added=tuple(Change(page, folder.read_title(page)) for page in top["added"]),
        changed=tuple(Change(page, folder.read_title(page)) for page in top["changed"]),
        gone=tuple(Change(page, title) for page, title in top["gone"]),
        doubts=tuple(doubt for post in top["posts"] for doubt in _read_doubts(root, post)),
        problems=tuple(Problem(**problem) for problem in top["problems"]),
    )


def _read_doubts(root: str, source: str) -> tuple[Doubt, ...]:
    """Those of one post; none of a post that is gone since, or hand-written."""
    try:
        post = parse_post(Path(root, source).read_text("utf-8"))
        facts = parse_facts(Path(root, facts_path(source)).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, PostError):
        return ()
    header = {key.lower(): value for key, value in post.header}
    return find_doubts(source, header, facts.facts)
