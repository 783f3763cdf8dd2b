"""Sites for tests, each in a folder of its own, built by the real command."""

from __future__ import annotations

import gc
import io
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from newsdigest.__main__ import main
from tests.site.press import LONGEST, Order, open_press

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
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        press = open_press()
        status = press.wait(press.start(Order(root, out, err, arguments), environment))
        said = [path.read_text("utf-8", "backslashreplace") for path in (out, err)]
    return subprocess.CompletedProcess(("newsdigest", *arguments), status or 0, *said)


def run_here(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same in this process, where coverage counts what runs."""
    out, err = io.StringIO(), io.StringIO()
    handlers, level = logging.root.handlers[:], logging.root.level
    with (
        pytest.MonkeyPatch.context() as patch,
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        patch.chdir(root)
        for name, value in environment.items():
            patch.setenv(name, value)
        try:
            status = main(arguments)
        finally:  # a command takes over what lasts as long as its process
            logging.root.handlers[:] = handlers
            logging.root.setLevel(level)
            gc.enable()
    return subprocess.CompletedProcess(arguments, status, out.getvalue(), err.getvalue())


def start_newsdigest(
    root: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same in a new interpreter: for what Python reads only when it starts."""
    return subprocess.run(
        [sys.executable, "-m", "newsdigest", *arguments],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        errors="backslashreplace",
        timeout=LONGEST,
        check=False,
    )


def read_files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder: its path and its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
