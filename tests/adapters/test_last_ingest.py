"""Whether the last ingest still holds, and what it said."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from newsdigest.adapters.ingest.last_ingest import (
    IngestReport,
    digest_rules,
    keep_ingest,
    look,
    recall_ingest,
)
from newsdigest.errors import Problem
from newsdigest.settings import Settings

FOLDER = "content/posts"
RULES = digest_rules(Settings(), FOLDER, "de")
REPORT = IngestReport(2, 1, 0, 1, (Problem("seeds/a.txt", 3, "odd", "warning"),))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("seeds/a.txt", f"{FOLDER}/2022/01/a.md", f"{FOLDER}/2022/01/a.facts.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")
    time.sleep(0.06)  # what was written this very moment may change unnoticed
    return tmp_path


def keep(root: Path, report: IngestReport = REPORT) -> None:
    (root / "cache").mkdir(exist_ok=True)
    keep_ingest(root / "cache", RULES, look(root, Settings(), FOLDER), report)


def recall(root: Path, rules: str = RULES) -> IngestReport | None:
    return recall_ingest(root / "cache", rules, look(root, Settings(), FOLDER))


def test_where_nothing_changed_the_last_ingest_is_repeated_with_its_warnings(root: Path) -> None:
    keep(root)
    assert recall(root) == REPORT


def test_nothing_is_recalled_of_a_site_that_was_never_ingested(root: Path) -> None:
    assert recall(root) is None


@pytest.mark.parametrize("name", ["seeds/a.txt", f"{FOLDER}/2022/01/a.facts.json"])
def test_an_edit_of_the_same_size_with_its_time_put_back_is_noticed(root: Path, name: str) -> None:
    keep(root)
    path = root / name
    before = path.stat()
    path.write_text("TEXT", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    time.sleep(0.06)
    assert recall(root) is None


@pytest.mark.parametrize("name", ["seeds/b.txt", f"{FOLDER}/b.md"])
def test_a_new_file_and_one_that_is_gone_are_noticed(root: Path, name: str) -> None:
    keep(root)
    (root / name).write_text("text", encoding="utf-8")
    time.sleep(0.06)
    assert recall(root) is None
    keep(root)
    (root / name).unlink()
    assert recall(root) is None


def test_a_file_written_this_moment_leaves_nothing_to_recall(root: Path) -> None:
    keep(root)
    (root / "seeds" / "a.txt").touch()
    sight = look(root, Settings(), FOLDER)
    assert sight.digest == ""
    keep_ingest(root / "cache", RULES, sight, REPORT)
    time.sleep(0.06)
    assert recall(root) is None


def test_other_rules_mean_another_ingest(root: Path) -> None:
    keep(root)
    assert recall(root, digest_rules(Settings(max_seed_bytes=7), FOLDER, "de")) is None
    assert recall(root, digest_rules(Settings(), FOLDER, "en")) is None


def test_an_ingest_that_reported_an_error_or_wrote_something_is_not_repeated(root: Path) -> None:
    error = Problem("seeds/a.txt", 0, "cannot be read")
    for report in (
        IngestReport(1, 0, 1, 0, (error,)),
        IngestReport(1, 1, 0, 0, (error,)),
        IngestReport(1, 1, 0, 0, (), written=("content/posts/a.md",)),
        IngestReport(1, 1, 0, 0, (), deleted=("content/posts/a.md",)),
    ):
        keep(root, report)
        assert recall(root) is None


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"[]", b"{}", b'{"rules": 1, "sight": 2}'])
def test_a_damaged_memory_is_no_memory(root: Path, damage: bytes) -> None:
    keep(root)
    (path,) = (root / "cache").iterdir()
    path.write_bytes(damage)
    assert recall(root) is None


def test_a_memory_of_other_values_is_no_memory(root: Path) -> None:
    keep(root)
    (path,) = (root / "cache").iterdir()
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("[2, 1, 0, 1]", "[2, 1, null, 1]"), encoding="utf-8")
    assert recall(root) is None


def test_a_missing_folder_of_seeds_is_told_every_time(root: Path) -> None:
    (root / "seeds" / "a.txt").unlink()
    (root / "seeds").rmdir()
    keep(root)
    assert look(root, Settings(), FOLDER).seeds is None
    assert recall(root) is None


def test_without_a_cache_folder_nothing_is_kept_and_nothing_fails(root: Path) -> None:
    (root / "cache").write_text("in the way", encoding="utf-8")
    keep_ingest(root / "cache", RULES, look(root, Settings(), FOLDER), REPORT)
    assert recall(root) is None
