"""A push, as the workflows handle it, against a repository on this machine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.site.sites import PROJECT, make_site, read_files, run_newsdigest

RAT = """ date 2026-11 Rat beschließt den Haushalt

ALTFURT (dpa) - Der Gemeinderat hat am Montag den Haushalt für das kommende Jahr beschlossen.

"Wir haben lange gerechnet", sagte Bürgermeisterin Petra Muster nach der Sitzung.
"""
BRUECKE = """ date 2026-11-20 Brücke in Altfurt gesperrt

ALTFURT (dpa) - Die alte Brücke in Altfurt ist seit Freitag gesperrt.
"""


def run(folder: Path, *command: str, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


def release(clone: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `make release` runs, in a clone."""
    return subprocess.run(
        ["sh", ".ci/release"],
        cwd=clone,
        env={
            **os.environ,
            "BIN": str(Path(sys.executable).parent),
            "SITEURL": "https://blatt.example",
            **environment,
        },
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """The editor's clone of a bare repository that holds a site with one text."""
    run(tmp_path, "git", "init", "--bare", "--initial-branch=main", "server.git")
    run(tmp_path, "git", "clone", "--quiet", "server.git", "editor")
    clone = tmp_path / "editor"
    make_site(clone, {"rat.txt": RAT})
    shutil.copytree(PROJECT / ".ci", clone / ".ci")
    (clone / ".gitignore").write_text("output/\ncache/\n__pycache__/\n")
    for key, value in (("user.name", "Editor"), ("user.email", "editor@blatt.example")):
        run(clone, "git", "config", key, value)
    push(clone, "seeds: the first text")
    return clone


def push(clone: Path, subject: str) -> None:
    run(clone, "git", "add", "--all")
    run(clone, "git", "commit", "--quiet", "--message", subject)
    run(clone, "git", "push", "--quiet", "origin", "HEAD:main")


def clone_for_ci(editor: Path, name: str) -> Path:
    run(editor.parent, "git", "clone", "--quiet", "server.git", name)
    return editor.parent / name


def test_a_push_commits_the_new_posts_and_builds_with_the_sites_address(editor: Path) -> None:
    ci = clone_for_ci(editor, "ci")
    done = release(ci)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Pages added" in (ci / "cache" / "report.md").read_text("utf-8")
    assert "https://blatt.example/sitemaps/" in (ci / "output" / "sitemap.xml").read_text("utf-8")
    run(editor, "git", "pull", "--quiet", "origin", "main")
    assert len(list((editor / "content" / "posts").rglob("*.md"))) == 1
    assert run(editor, "git", "log", "-1", "--format=%s").strip() == (
        "content: the posts of new and changed seeds"
    )


def test_what_the_editor_corrected_and_deleted_stays_so_on_the_next_push(editor: Path) -> None:
    (editor / "seeds" / "bruecke.txt").write_text(BRUECKE, "utf-8")
    push(editor, "seeds: a second text")
    first = clone_for_ci(editor, "first")
    assert release(first).returncode == 0
    run(editor, "git", "pull", "--quiet", "origin", "main")
    posts = sorted((editor / "content" / "posts").rglob("*.md"))
    assert len(posts) == 2
    bridge, council = sorted(posts, key=lambda path: "bruecke" not in path.name)
    council.write_text(council.read_text("utf-8").replace("2026-11\n", "2026-10\n"), "utf-8")
    bridge.unlink()
    (editor / "seeds" / "markt.txt").write_text("Markt öffnet wieder\n\nDer Markt öffnet.\n")
    push(editor, "content: a date corrected, a post withdrawn")

    second = clone_for_ci(editor, "second")
    for folder in ("cache", "output"):  # what a workflow restores
        shutil.copytree(first / folder, second / folder, symlinks=True)
    assert release(second).returncode == 0
    pages = read_files(second / "output")
    assert "2026/10/rat-beschliesst-den-haushalt/index.html" in pages
    assert not any("bruecke" in path for path in pages)
    assert "undated/markt-oeffnet-wieder/index.html" in pages
    assert "Pages gone" in (second / "cache" / "report.md").read_text("utf-8")

    clean = clone_for_ci(editor, "clean")
    assert release(clean).returncode == 0
    assert read_files(clean / "output") == pages


def test_posts_go_on_top_of_what_somebody_else_pushed_meanwhile(editor: Path) -> None:
    ci = clone_for_ci(editor, "ci")
    (editor / "seeds" / "bruecke.txt").write_text(BRUECKE, "utf-8")
    push(editor, "seeds: a second text")
    done = release(ci)
    assert done.returncode == 0, done.stdout + done.stderr
    log = run(editor.parent / "server.git", "git", "log", "--format=%s", "main").splitlines()
    assert log[:2] == ["content: the posts of new and changed seeds", "seeds: a second text"]


def test_posts_that_clash_with_what_somebody_else_pushed_leave_no_half_done_rebase(
    editor: Path,
) -> None:
    assert release(editor).returncode == 0
    ci = clone_for_ci(editor, "ci")
    (post,) = (editor / "content" / "posts").rglob("*.md")
    post.write_text(post.read_text("utf-8").replace("am Montag", "am Dienstag"), "utf-8")
    push(editor, "content: a day corrected")
    (ci / "seeds" / "rat.txt").write_text(RAT.replace("am Montag", "am Mittwoch"), "utf-8")
    for key, value in (("user.name", "Second"), ("user.email", "second@blatt.example")):
        run(ci, "git", "config", key, value)
    run(ci, "git", "commit", "--quiet", "--all", "--message", "seeds: a day corrected")
    done = release(ci)
    assert done.returncode == 1
    assert "git reset --keep HEAD~1" in done.stderr
    assert run(ci, "git", "status", "--porcelain") == ""
    run(ci, "git", "reset", "--quiet", "--keep", "HEAD~1")
    run(ci, "git", "pull", "--quiet", "--rebase")
    assert "your version stays" in release(ci).stderr
    assert "am Dienstag" in (ci / post.relative_to(editor)).read_text("utf-8")


@pytest.mark.parametrize("path", ["seeds/bruecke.txt", "content/posts/entwurf.md"])
def test_nothing_is_pushed_while_texts_or_posts_are_not_committed(editor: Path, path: str) -> None:
    (editor / path).parent.mkdir(parents=True, exist_ok=True)
    (editor / path).write_text(BRUECKE, "utf-8")
    done = release(editor)
    assert done.returncode == 1
    assert path in done.stderr
    assert "not committed" in done.stderr
    assert run(editor, "git", "log", "-1", "--format=%s").strip() == "seeds: the first text"
    assert not (editor / "output").exists()


def test_what_else_the_editor_has_in_hand_is_not_committed_with_the_posts(editor: Path) -> None:
    (editor / "notes.txt").write_text("Notes.\n", "utf-8")
    run(editor, "git", "add", "notes.txt")
    done = release(editor)
    assert done.returncode == 0, done.stdout + done.stderr
    assert run(editor, "git", "status", "--porcelain") == "A  notes.txt\n"
    assert "notes.txt" not in run(editor, "git", "show", "--stat", "HEAD")


def test_a_text_that_cannot_be_read_stops_nobody_elses_and_is_told(editor: Path) -> None:
    (editor / "seeds" / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    push(editor, "seeds: a broken text")
    ci = clone_for_ci(editor, "ci")
    done = release(ci)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2026/11/rat-beschliesst-den-haushalt/index.html" in read_files(ci / "output")
    report = run_newsdigest(ci, "report", "--settings", "publishconf.py", "--strict", "--json")
    assert report.returncode == 1
    assert [p["path"] for p in json.loads(report.stdout)["problems"]] == ["seeds/broken.txt"]


def test_a_preview_commits_nothing(editor: Path) -> None:
    ci = clone_for_ci(editor, "ci")
    assert release(ci, COMMIT="no").returncode == 0
    assert (ci / "output" / "index.html").is_file()
    log = run(editor.parent / "server.git", "git", "log", "--format=%s", "main")
    assert log == "seeds: the first text\n"


def test_a_site_that_the_check_refuses_is_not_published(editor: Path) -> None:
    page = editor / "content" / "pages" / "about.md"
    page.write_text(page.read_text("utf-8") + "\n[nowhere](/no/such/page/)\n", "utf-8")
    push(editor, "content: a dead link")
    done = release(clone_for_ci(editor, "ci"))
    assert done.returncode == 1
    assert "about" in done.stderr


def test_a_post_that_would_take_its_article_off_the_site_stops_the_publication(
    editor: Path,
) -> None:
    assert release(clone_for_ci(editor, "first")).returncode == 0
    run(editor, "git", "pull", "--quiet", "origin", "main")
    (post,) = (editor / "content" / "posts").rglob("*.md")
    post.write_text(post.read_text("utf-8").replace("Published: 2026-11", "Published: neulich"))
    push(editor, "content: a date that is none")
    done = release(clone_for_ci(editor, "second"))
    assert done.returncode == 1
    assert f"{post.name}:5: Published: 'neulich' is wrong" in done.stderr


def test_nothing_is_reported_before_the_first_build(editor: Path) -> None:
    done = run_newsdigest(editor, "report")
    assert done.returncode == 2
    assert "run `newsdigest build`" in done.stderr


def test_the_workflows_run_the_tested_steps_and_pin_every_action() -> None:
    workflow = yaml.safe_load((PROJECT / ".github/workflows/publish.yml").read_text("utf-8"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    runs = [step["run"] for step in steps if "run" in step]
    assert "make release" in runs
    assert "make preview" in runs
    for step in steps:
        if "uses" in step:
            assert len(step["uses"].partition("@")[2]) == 40, step["uses"]
    assert workflow["permissions"] == {}
    gitlab = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text("utf-8"))
    assert "make release" in gitlab["pages"]["script"]
    assert "make preview" in gitlab["preview"]["script"]
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    assert "BIN=$(BIN) sh .ci/release" in makefile
