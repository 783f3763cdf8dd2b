"""A check costs what changed, and finds the same as one that reads everything."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from newsdigest.adapters.check import checking
from newsdigest.adapters.check.checking import CheckReport, check_site
from newsdigest.adapters.check.memory import FILE_NAME, CheckMemory, Circumstances
from newsdigest.check import FileReport, Looks, PageFacts, build_expectations, check_file
from newsdigest.errors import Problem
from tests.sample import PROFILE
from tests.site.sites import make_site, run_newsdigest

SEEDS = {
    "bruecke.txt": " date 2023-03-12 Brücke gesperrt\n\nDie Brücke in Altfurt ist zu.\n",
    "chor.txt": " date 2023-03 Chor gewinnt\n\nDer Chor aus Altfurt hat gewonnen.\n",
}
FACTS = PageFacts("a.html", "A", "", False, False, False, (), (), ())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_site(tmp_path_factory.mktemp("built"), SEEDS)
    assert run_newsdigest(root, "build").returncode == 0
    return root


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A site that was built and checked."""
    root = tmp_path / "site"
    shutil.copytree(built, root, symlinks=True)
    assert check(root).problems == ()
    return root


def check(root: Path, *, thorough: bool = False) -> CheckReport:
    return check_site(root / "pelicanconf.py", {}, thorough=thorough)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The HTML files whose rules are run."""
    paths: list[str] = []
    real = check_file

    def record(path: str, *rest: Any) -> FileReport:
        if path.endswith(".html"):
            paths.append(path)
        return real(path, *rest)

    monkeypatch.setattr(checking, "check_file", record)
    return paths


def find_page(root: Path, slug: str) -> Path:
    return next((root / "output").glob(f"**/{slug}/index.html"))


def test_a_clean_page_that_did_not_change_is_not_read_again(site: Path, read: list[str]) -> None:
    assert check(site).problems == ()
    assert read == []
    assert check(site, thorough=True).problems == ()
    assert "index.html" in read


def test_a_changed_page_is_read_again_and_stays_wrong(site: Path, read: list[str]) -> None:
    page = find_page(site, "chor-gewinnt")
    page.write_text(page.read_text("utf-8").replace("hat gewonnen", "hat verloren"), "utf-8")
    for _ in range(2):
        assert {problem.path.partition("/")[2] for problem in check(site).problems} == {
            str(page.relative_to(site / "output"))
        }
    assert len(read) == 2


def test_a_changed_seed_or_post_makes_its_page_be_read_again(site: Path) -> None:
    seed = site / "seeds" / "chor.txt"
    seed.write_text(SEEDS["chor.txt"].replace("gewonnen", "verloren"), "utf-8")
    assert any("chor-gewinnt" in problem.path for problem in check(site).problems)
    seed.write_text(SEEDS["chor.txt"], "utf-8")
    assert check(site).problems == ()
    post = next((site / "content" / "posts").rglob("chor*.md"))
    post.write_text(post.read_text("utf-8").replace("Chor gewinnt", "Chor verliert"), "utf-8")
    assert any("chor-gewinnt" in problem.path for problem in check(site).problems)


def test_a_page_whose_link_lost_its_target_is_wrong_though_it_did_not_change(site: Path) -> None:
    find_page(site, "chor-gewinnt").unlink()
    messages = [str(problem) for problem in check(site).problems]
    assert any(
        "output/index.html" in message and "leads nowhere" in message for message in messages
    )


def test_a_page_is_read_again_when_the_site_no_longer_knows_its_days(
    site: Path, read: list[str]
) -> None:
    post = next((site / "content" / "posts").rglob("bruecke*.md"))
    post.write_text(post.read_text("utf-8").replace("2023-03-12", "2023-03-11"), "utf-8")
    assert check(site).problems != ()
    assert "2023/03/index.html" in read


def test_a_damaged_memory_is_an_empty_one(site: Path, read: list[str]) -> None:
    (site / "cache" / FILE_NAME).write_bytes(b"no database" * 100)
    assert check(site).problems == ()
    assert "index.html" in read


UNDER = Circumstances("rules", build_expectations((), PROFILE, ()), str, str)


def test_what_is_gone_is_forgotten_and_what_is_wrong_is_never_remembered(tmp_path: Path) -> None:
    memory = CheckMemory(tmp_path)
    clean, wrong = FileReport((), FACTS), FileReport((Problem("b.html", 1, "wrong"),), FACTS)
    memory.put("a.html", "1", UNDER, Looks(), clean)
    memory.put("b.html", "1", UNDER, Looks(), wrong)
    memory.put("c.json", "1", UNDER, Looks(everything=True), FileReport())
    memory.keep(["a.html", "b.html", "c.json"])
    memory = CheckMemory(tmp_path)
    assert memory.find("a.html", "1", UNDER) == clean
    assert memory.find("a.html", "2", UNDER) is None
    assert memory.find("a.html", "1", replace(UNDER, common="other rules")) is None
    assert memory.find("b.html", "1", UNDER) is None
    assert memory.find("c.json", "1", UNDER) is None
    memory.keep([])
    assert CheckMemory(tmp_path).find("a.html", "1", UNDER) is None


def test_without_a_cache_folder_nothing_is_kept(tmp_path: Path) -> None:
    memory = CheckMemory(tmp_path / "none")
    memory.put("a.html", "1", UNDER, Looks(), FileReport((), FACTS))
    memory.keep(["a.html"])
    assert not (tmp_path / "none").exists()


def test_a_file_is_read_once_as_long_as_its_stamp_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("a")
    os.utime(path, ns=(1, 1))
    time.sleep(0.06)  # a file that was just touched is read again in any case
    memory = CheckMemory(tmp_path)
    digest = memory.hash_file(path)
    memory.keep([])
    memory = CheckMemory(tmp_path)
    assert memory.hash_file(path) == digest
    memory.keep([])
    path.write_text("b")
    os.utime(path, ns=(1, 1))
    assert CheckMemory(tmp_path).hash_file(path) not in (digest, "")


def test_what_holds_no_bytes_has_no_hash(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    memory = CheckMemory(tmp_path)
    assert [memory.hash_file(tmp_path / name) for name in ("pipe", "none", ".")] == ["", "", ""]
