"""A site as it stands → the bytes that a build would write now, while none is made.

The build is the real one, up to the moment at which it would move what it staged; its
index is a copy.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from newsdigest.adapters.commands.building import load_settings, run_build
from newsdigest.adapters.hooks.steps import find_cache, find_root
from newsdigest.adapters.index import FILE_NAME
from newsdigest.adapters.locks import BuildLock


def rehearse(
    settings_file: Path, overrides: Mapping[str, Any], paths: Collection[str]
) -> dict[str, bytes]:
    """What a build would write into these files of `output/`; without those that it
    would leave alone. Seeds are not ingested.

    Raises:
        NewsDigestError: If nothing could be built.
    """
    settings = load_settings(settings_file, overrides)
    cache = Path(find_cache(settings, find_root(settings["PATH"])))
    lock = BuildLock(cache)
    lock.acquire()
    try:
        with tempfile.TemporaryDirectory() as copied:
            if (cache / FILE_NAME).is_file():
                shutil.copy(cache / FILE_NAME, os.path.join(copied, FILE_NAME))
            given = {**overrides, "CACHE_PATH": copied}
            return run_build(settings_file, given, rehearsal=frozenset(paths)).rehearsed
    finally:
        lock.release()
