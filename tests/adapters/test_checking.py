"""A built site, checked; and each fault planted into a copy of it, found."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsdigest.adapters.check.checking import CheckReport, check_site
from newsdigest.errors import BuildError

PROJECT = Path(__file__).parents[2]

SEEDS = {
    "bruecke.txt": (
        " date 2023-03 Rat beschließt „neue“ Brücke & mehr\n\n"
        "Der Rat von Altfurt hat den Bau beschlossen. Es gab Beifall.\n\n"
        "Die Kosten (1914: 3 Mark) trägt das Land <b>nicht</b>.\n"
    ),
    "chor.txt": (
        " date 2023-03-12 Chor gewinnt in Prag\n\n"
        "Die Sängerinnen sind mit Gold zurück. Am 2023-03-14 singen sie wieder.\n"
    ),
    "rat.txt": "Wie man einen Apfelbaum schneidet\n\nEin alter Rat ohne Tag. Er gilt noch.\n",
}


def build(site: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}
    command = [sys.executable, "-m", "newsdigest", "build"]
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("checked")
    shutil.copytree(PROJECT / "theme", root / "theme")
    shutil.copy(PROJECT / "pelicanconf.py", root)
    shutil.copytree(PROJECT / "content" / "pages", root / "content" / "pages")
    (root / "plugins").symlink_to(PROJECT / "plugins")
    (root / "seeds").mkdir()
    for name, text in SEEDS.items():
        (root / "seeds" / name).write_text(text, encoding="utf-8")
    build(root)
    return root


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """An output folder to break."""
    shutil.copytree(site / "output", tmp_path / "output")
    return tmp_path / "output"


def check(site: Path, output: Path | None = None) -> CheckReport:
    overrides = {"OUTPUT_PATH": str(output)} if output else {}
    return check_site(site / "pelicanconf.py", overrides)


def read_article(output: Path, slug: str) -> Path:
    (path,) = output.glob(f"**/{slug}*/index.html")
    return path


def test_a_clean_site_has_no_problem(site: Path) -> None:
    report = check(site)
    assert report.problems == ()
    assert report.exitcode == 0
    assert report.articles == 3
    assert report.summarise().endswith("articles checked: 0 errors, 0 warnings")
    assert report.to_json()["problems"] == []


def test_checking_changes_nothing(site: Path) -> None:
    def take() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in (site / "output").rglob("*") if p.is_file()}

    before = take()
    check(site)
    assert take() == before


def edit(slug: str, old: str, new: str) -> Callable[[Path], object]:
    def plant(output: Path) -> None:
        path = read_article(output, slug) if "." not in slug else output / slug
        text = path.read_text(encoding="utf-8")
        assert old in text, (path, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def write(path: str, text: str) -> Callable[[Path], object]:
    def plant(output: Path) -> None:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_text(text, encoding="utf-8")

    return plant


def test_the_check_is_the_same_with_two_workers(
    site: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(70):
        write(f"x{number}/index.html", f"<p>{number}")(copy)
    edit("chor", 'archive/index.html"', 'weg/index.html"')(copy)
    reports = []
    for jobs in ("1", "2"):
        monkeypatch.setenv("NEWSDIGEST_JOBS", jobs)
        reports.append(check(site, copy))
    assert reports[0] == reports[1]
    assert len(reports[0].problems) > 200
    assert list(reports[0].problems) == sorted(reports[0].problems)


def test_an_edited_text_is_not_compared_with_its_seed(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "edited"
    shutil.copytree(site, root, symlinks=True)
    (post,) = root.glob("content/posts/**/chor*.md")
    text = post.read_text(encoding="utf-8")
    post.write_text(text.replace("mit Gold zurück", "mit Silber zurück"), encoding="utf-8")
    build(root)
    assert check(root).problems == ()


def test_a_seed_outside_of_the_folder_is_not_read(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "hostile"
    shutil.copytree(site, root, symlinks=True)
    shutil.rmtree(root / "seeds")
    (root / "seeds").mkdir()
    os.mkfifo(root / "seeds" / "rohr.txt")
    (root / "seeds" / "lang.txt").write_bytes(b"x" * (3 << 20))
    (root / "geheim.txt").write_text("Geheim\n\nGeheim.\n", encoding="utf-8")
    posts = sorted(root.glob("content/posts/**/*.md"))
    for post, seed in zip(posts, ("../geheim.txt", "rohr.txt", "lang.txt"), strict=True):
        text = post.read_text(encoding="utf-8")
        changed = re.sub("(?m)^Seed: .*", f"Seed: {seed}", text)
        post.write_text(changed, encoding="utf-8")
    assert check(root).problems == ()


def test_a_terminal_shows_the_progress(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert check(site).problems == ()


def test_without_an_output_there_is_nothing_to_check(site: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="build the site first"):
        check(site, tmp_path / "weg")
