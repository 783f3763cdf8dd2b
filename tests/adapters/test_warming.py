"""Builds by a process that has loaded everything are as good as those of a new one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from newsdigest.adapters.commands.warming import WarmBuilds
from tests.site.sites import make_site, read_files, run_newsdigest

SEEDS = {
    "bruecke.txt": " date 2023-03-12 Brücke gesperrt\n\nDie Brücke in Altfurt ist zu.\n",
    "chor.txt": " date 2023-03 Chor gewinnt\n\nDer Chor aus Altfurt hat gewonnen.\n",
}
EPOCH = "1790000000"
OPTIONS = ("--settings", "pelicanconf.py")


def build_cold(site: Path, to: Path) -> dict[str, bytes]:
    """What a new process writes from scratch."""
    shutil.copytree(site, to, symlinks=True, ignore=shutil.ignore_patterns("output", "cache"))
    assert run_newsdigest(to, "build", SOURCE_DATE_EPOCH=EPOCH).returncode == 0
    return read_files(to / "output")


def test_warm_builds_write_what_a_new_process_would(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "site", SEEDS)
    monkeypatch.chdir(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    with WarmBuilds(OPTIONS) as builds:
        assert builds.build() == ""
        (site / "seeds" / "chor.txt").write_text(SEEDS["chor.txt"].replace("Chor", "Club"), "utf-8")
        conf = site / "pelicanconf.py"
        conf.write_text(conf.read_text("utf-8") + '\nSITENAME = "Altfurter Blatt"\n', "utf-8")
        frame = site / "theme" / "templates" / "base.html"
        frame.write_text(frame.read_text("utf-8").replace("</footer>", "<p>Fuß</p></footer>"))
        assert builds.build() == ""
        assert read_files(site / "output") == build_cold(site, tmp_path / "cold")
        builds.forget()
        assert builds.build() == ""


def test_what_a_warm_build_reports_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = make_site(tmp_path / "site", SEEDS)
    monkeypatch.chdir(site)
    with WarmBuilds(OPTIONS) as builds:
        (site / "pelicanconf.py").write_text("SITENAME = 'x", "utf-8")
        assert "pelicanconf.py:1: unterminated" in builds.build()


def test_a_process_that_breaks_off_is_told_and_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(make_site(tmp_path / "site", SEEDS))
    with WarmBuilds(OPTIONS) as builds:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "executable", shutil.which("false"))
            assert "broke off" in builds.build()
        assert builds.build() == ""
