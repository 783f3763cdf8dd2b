"""Sites for tests, each in a folder of its own, built by the real command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def make_site(root: Path, seeds: Mapping[str, str | bytes]) -> Path:
    """A site with the project's own theme, pages and settings, and these seeds."""
    shutil.copytree(PROJECT / "theme", root / "theme")
    shutil.copytree(PROJECT / "content" / "pages", root / "content" / "pages")
    shutil.copy(PROJECT / "pelicanconf.py", root)
    shutil.copy(PROJECT / "publishconf.py", root)
    (root / "plugins").symlink_to(PROJECT / "plugins")
    (root / "seeds").mkdir()
    for name, text in seeds.items():
        data = text if isinstance(text, bytes) else text.encode()
        (root / "seeds" / name).write_bytes(data)
    return root


def run_newsdigest(
    root: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`newsdigest …` in the site's folder; what it says is text, whatever bytes it prints."""
    return subprocess.run(
        [sys.executable, "-m", "newsdigest", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=300,
        check=False,
    )


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: its path and its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
