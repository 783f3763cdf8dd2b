"""`newsdigest doctor`: what is missing, and what to do about it."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from newsdigest.adapters.commands import diagnosis
from newsdigest.adapters.commands.diagnosis import Finding, diagnose
from tests.site.sites import PROJECT, make_site, run_newsdigest


def _find(findings: tuple[Finding, ...], subject: str) -> Finding:
    return next(finding for finding in findings if finding.subject == subject)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, {})


def _diagnose(site: Path, **environment: str) -> tuple[Finding, ...]:
    return diagnose(site / "pelicanconf.py", environment)


def _change(site: Path, old: str, new: str) -> None:
    file = site / "pelicanconf.py"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_a_site_in_order_has_no_errors(site: Path) -> None:
    assert [f for f in _diagnose(site) if f.level == "error"] == []


def test_the_id_of_the_template_is_told_once_the_site_has_its_own_name(site: Path) -> None:
    assert _find(_diagnose(site), "site_id").level == "ok"
    _change(site, 'SITENAME = "Nachrichten-Digest"', 'SITENAME = "Stadtblatt"')
    assert "still that of the template" in _find(_diagnose(site), "site_id").message
    _change(site, diagnosis.TEMPLATE_SITE_ID, "")
    assert "is empty" in _find(_diagnose(site), "site_id").message


def test_the_projects_own_id_is_the_one_that_is_told() -> None:
    assert diagnosis.TEMPLATE_SITE_ID in (PROJECT / "pelicanconf.py").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"site_id":', '"site_di":', "did you mean 'site_id'"),
        ('PLUGINS = ["newsdigest"]', "PLUGINS = []", "'newsdigest' is missing"),
        ('DEFAULT_LANG = "de"', 'DEFAULT_LANG = "de', "pelicanconf.py:6"),
        ('PATH = "content"', 'PATH = "content"\nAUTHOR_SAVE_AS = "x"', "AUTHOR_SAVE_AS"),
    ],
)
def test_settings_that_cannot_be_honoured_are_told(
    site: Path, old: str, new: str, reason: str
) -> None:
    _change(site, old, new)
    finding = _find(_diagnose(site), "settings")
    assert finding.level == "error"
    assert reason in finding.message


def test_missing_folders_are_told(site: Path) -> None:
    (site / "seeds").rmdir()
    (site / "theme" / "templates" / "article.html").unlink()
    (site / "output").write_text("a file in its place")
    findings = _diagnose(site)
    assert _find(findings, "seeds").level == "error"
    assert _find(findings, "theme").level == "error"
    assert _find(findings, "output").level == "error"
    assert _find(findings, "cache").level == "ok"


def test_the_published_address_is_asked_for(site: Path) -> None:
    assert "names no address" in _find(_diagnose(site), "SITEURL").message
    address = "https://blatt.example"
    assert _find(_diagnose(site, SITEURL=address), "SITEURL").message == address
    (site / "publishconf.py").write_text("SITEURL =", "utf-8")
    assert _find(_diagnose(site), "publishconf.py").level == "error"
    (site / "publishconf.py").unlink()
    assert "is missing" in _find(_diagnose(site), "publishconf.py").message


def test_packages_are_compared_with_the_lock_file(site: Path) -> None:
    assert "no requirements.lock" in _find(_diagnose(site), "packages").message
    lock = site / "requirements.lock"
    lock.write_text(
        "jinja2==0.1 \\\n    --hash=sha256:00\nno-such-package==1\n"
        "for-others==1 ; sys_platform == 'no-such-platform' \\\n"
    )
    message = _find(_diagnose(site), "packages").message
    assert "jinja2 is" in message
    assert "no-such-package is not installed" in message
    assert "for-others" not in message
    lock.write_text("")
    assert _find(_diagnose(site), "packages").level == "ok"


def test_a_machine_that_lacks_something_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "ascii")
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    findings = _diagnose(site)
    assert _find(findings, "file names").level == "warning"
    assert _find(findings, "workers").level == "warning"


def test_what_git_knows_of_the_seeds_is_told(
    site: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "does not know this folder" in _find(_diagnose(site), "git").message

    def git(*arguments: str, folder: Path = site) -> None:
        name = ("-c", "user.name=t", "-c", "user.email=t@t.example")
        subprocess.run(["git", *name, *arguments], cwd=folder, check=True, capture_output=True)

    git("init")
    for number in (1, 2):
        (site / "seeds" / f"{number}.txt").write_text("Rat tagt\n\nText.\n")
        git("add", "-A")
        git("commit", "-m", f"{number}")
    assert _find(_diagnose(site), "git").level == "ok"
    shallow = tmp_path_factory.mktemp("shallow")
    git("clone", "--depth", "1", site.as_uri(), ".", folder=shallow)
    assert "shallow" in _find(_diagnose(shallow), "git").message


def test_the_command_prints_a_line_a_finding_and_ends_with_1_on_an_error(site: Path) -> None:
    done = run_newsdigest(site, "doctor")
    assert done.returncode == 0
    assert "ok      settings: pelicanconf.py" in done.stdout
    (site / "seeds").rmdir()
    done = run_newsdigest(site, "doctor", "--json")
    assert done.returncode == 1
    assert '"subject": "seeds"' in done.stdout


def test_a_new_seed_is_begun_on_the_command_line(site: Path) -> None:
    done = run_newsdigest(site, "new", "Rat tagt", "--date", "2026-11", "--json")
    assert done.returncode == 0, done.stderr
    assert (site / "seeds" / "2026-11-rat-tagt.txt").is_file()
    done = run_newsdigest(
        site, "new", "--from", "seeds/2026-11-rat-tagt.txt", "--edit", EDITOR="true"
    )
    assert done.returncode == 0, done.stderr


def test_a_shell_learns_the_commands(site: Path) -> None:
    done = run_newsdigest(site, "completion", "bash")
    assert done.returncode == 0
    assert "doctor" in done.stdout
