"""The wheel, installed beside a site that `pelican-quickstart` makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site.sites import PROJECT

SEED = """ date 2026-11 Rat beschließt den Haushalt

ALTFURT (dpa) - Der Gemeinderat hat am Montag den *Haushalt* für das kommende Jahr beschlossen.
"""
ANSWERS = [".", "Stadtblatt", "Redaktion", "de", "y", "https://blatt.example", "n", "Europe/Berlin"]
SETTINGS = """
import newsdigest

SITEURL = "http://localhost:8000"
PLUGINS = ["newsdigest"]
THEME = newsdigest.THEME
"""


def run(folder: Path, *command: str, answers: str = "", path: str = "") -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        input=answers,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder that holds nothing but what the wheel brings."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(PROJECT / name, source)
    for name in ("plugins", "theme"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(PROJECT / name, source / name, symlinks=True, ignore=ignored)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(source, *pip, "wheel", ".", "--no-deps", "--no-build-isolation", "--wheel-dir", "wheels")
    target = tmp_path_factory.mktemp("installed")
    (wheel,) = (source / "wheels").glob("*.whl")
    run(source, *pip, "install", str(wheel), "--no-deps", "--target", str(target))
    return str(target)


@pytest.fixture
def site(tmp_path: Path, installed: str) -> Path:
    """A site as `pelican-quickstart` makes it, with one seed."""
    quickstart = (sys.executable, "-m", "pelican.tools.pelican_quickstart")
    run(tmp_path, *quickstart, answers="\n".join([*ANSWERS, *["n"] * 9, ""]), path=installed)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "rat.txt").write_text(SEED, "utf-8")
    return tmp_path


def configure(site: Path, more: str) -> None:
    """Adds settings, and takes out those lines that the how-to names."""
    file = site / "pelicanconf.py"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("SITEURL", "FEED_", "CATEGORY_FEED"))]
    file.write_text("".join(kept) + more, "utf-8")


def test_a_few_lines_of_settings_make_any_pelican_site_a_digest(site: Path, installed: str) -> None:
    configure(site, SETTINGS)
    where = run(
        site, sys.executable, "-c", "import newsdigest; print(newsdigest.THEME)", path=installed
    )
    assert where.startswith(installed)
    done = run(site, sys.executable, "-m", "newsdigest", "build", path=installed)
    assert "1 published" in done
    page = (site / "output/2026/11/rat-beschliesst-den-haushalt/index.html").read_text("utf-8")
    assert "den *Haushalt* für" in page
    assert "November 2026" in page
    run(site, sys.executable, "-m", "newsdigest", "check", path=installed)
    run(
        site,
        sys.executable,
        "-m",
        "newsdigest",
        "build",
        "--settings",
        "publishconf.py",
        path=installed,
    )
    assert "https://blatt.example/" in (site / "output/sitemap.xml").read_text("utf-8")


def test_stock_pelican_renders_the_posts_with_its_own_theme(site: Path, installed: str) -> None:
    configure(site, 'PLUGINS = ["newsdigest"]\nNEWSDIGEST = {"build": False}\n')
    run(site, sys.executable, "-m", "pelican", "--fatal", "errors", path=installed)
    page = (site / "output/rat-beschliesst-den-haushalt.html").read_text("utf-8")
    assert "den *Haushalt* für" in page
    assert "theme/css/main.css" in page
