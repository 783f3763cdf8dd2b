"""A seed's file → what `newsdigest explain` says of it."""

from __future__ import annotations

import os
from pathlib import Path

from newsdigest.adapters.commands.building import load_settings
from newsdigest.adapters.files import FoundFile
from newsdigest.adapters.hooks.steps import find_root
from newsdigest.adapters.ingest.seed_reading import ReadingRules, read_seeds
from newsdigest.errors import BuildError, Problem
from newsdigest.explanations import Explanation, build_explanation
from newsdigest.settings import parse_settings


def explain_seed(settings_file: Path, seed: str) -> tuple[Explanation | None, tuple[Problem, ...]]:
    """What is read in a seed, and what is wrong with it; None for what is no seed.

    Args:
        settings_file: `pelicanconf.py` or another one.
        seed: A file's path, or its name below `seeds/`.

    Raises:
        BuildError: If there is no such file.
        SettingsError: If the settings cannot be honoured.
    """
    settings = load_settings(settings_file, {})
    config = parse_settings(settings.get("NEWSDIGEST", {}))
    top = Path(find_root(settings["PATH"])) / config.seeds_path
    path = next((place for place in (Path(seed), top / seed) if os.path.lexists(place)), None)
    if path is None or path.is_dir():
        raise BuildError(f"{seed}: there is no such seed: name a file, or one below {top.name}/")
    # As ingest would name it, if it would find it.
    folder = top if path.absolute().is_relative_to(top.absolute()) else path.parent
    name = path.absolute().relative_to(folder.absolute()).as_posix()
    rules = ReadingRules(config.languages, str(settings["DEFAULT_LANG"]), config.max_seed_bytes)
    (file,) = read_seeds(folder, [FoundFile(name, path.lstat())], rules, jobs=1)
    if file.seed is None:
        return None, (Problem(str(path), file.line, file.error),)
    warnings = tuple(
        Problem(str(path), problem.line, problem.message, problem.severity)
        for problem in file.seed.problems
    )
    return build_explanation(file.seed, file.enrichment), warnings
