"""The process that runs ahead of a build: what it makes is what the build would make."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsdigest.adapters.index import FILE_NAME, IndexReader
from newsdigest.adapters.pages import forerunner
from newsdigest.adapters.pages.forerunner import Forerunner, is_sendable
from newsdigest.adapters.posts import records
from newsdigest.adapters.posts.records import unpack_record
from tests.site.sites import make_site, read_files, run_here, run_newsdigest

SEED = " date 2022-01 Rat tagt in {}\n\nDer Rat hat in {} getagt.\n"
SETTINGS = {"PLUGINS": ["newsdigest"], "THEME": "theme", "JINJA_FILTERS": {}}


def write_seed(root: Path, town: str) -> None:
    (root / "seeds" / f"{town}.txt").write_text(SEED.format(town, town), encoding="utf-8")


def build_clean(root: Path) -> dict[str, bytes]:
    shutil.rmtree(root / "output")
    assert run_here(root, "build", "--ignore-cache").returncode == 0
    return read_files(root / "output")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path, {})
    for town in ("Genf", "Bern", "Chur"):
        write_seed(root, town)
    assert run_newsdigest(root, "build").returncode == 0
    time.sleep(0.06)  # what was written this very moment is not trusted
    return root


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the articles that were unpacked in the build's own process."""
    seen: list[str] = []
    unpack: Callable[[bytes], Any] = records.unpack_record

    def tell(data: bytes) -> Any:
        record = unpack(data)
        seen.append(record.article.source)
        return record

    monkeypatch.setattr(records, "unpack_record", tell)
    return seen


def test_another_process_makes_the_site(site: Path, makes: list[str]) -> None:
    write_seed(site, "Zug")
    (site / "seeds" / "Bern.txt").unlink()
    for post in (site / "content" / "posts").rglob("*bern*"):
        post.unlink()
    done = run_here(site, "build", NEWSDIGEST_JOBS="2")
    assert done.returncode == 0, done.stderr
    assert makes == []
    built = read_files(site / "output")
    assert "2022/01/rat-tagt-in-zug/index.html" in built
    assert "2022/01/rat-tagt-in-bern/index.html" not in built
    assert build_clean(site) == built


def test_with_one_process_the_build_makes_it_itself(site: Path, makes: list[str]) -> None:
    write_seed(site, "Zug")
    assert run_here(site, "build", NEWSDIGEST_JOBS="1").returncode == 0
    assert len(makes) == 4


@pytest.mark.parametrize(
    "lines",
    [
        "CACHE_PATH = 'elsewhere'",
        "OUTPUT_PATH = 'public'",
        "JINJA_FILTERS = {'loud': lambda text: text.upper()}",
        "JINJA_GLOBALS = {'editor': 'Anna'}",
    ],
)
def test_a_site_of_other_settings_is_the_same_too(site: Path, lines: str) -> None:
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write(f"\n{lines}\n")
    for town in ("Zug", "Thun"):
        write_seed(site, town)
        assert run_here(site, "build", NEWSDIGEST_JOBS="2").returncode == 0
    output = site / ("public" if "public" in lines else "output")
    built = read_files(output)
    shutil.rmtree(output)
    assert run_here(site, "build", "--ignore-cache").returncode == 0
    assert read_files(output) == built


@pytest.mark.parametrize("damage", ["damaged", "empty", "folder"])
def test_an_index_that_cannot_be_read_ahead_costs_nothing_but_time(site: Path, damage: str) -> None:
    built = read_files(site / "output")
    index = site / "cache" / FILE_NAME
    data = index.read_bytes()
    index.unlink()
    if damage == "folder":
        index.mkdir()
        index.rmdir()
    else:
        index.write_bytes(b"" if damage == "empty" else data[:5000])
    done = run_here(site, "build", NEWSDIGEST_JOBS="2")
    assert done.returncode == 0, done.stderr
    assert read_files(site / "output") == built


def test_an_index_that_a_killed_build_was_writing_serves_on(site: Path) -> None:
    index = site / "cache" / FILE_NAME
    dying = os.fork()
    if not dying:
        connection = sqlite3.connect(index, isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN")
        connection.execute("UPDATE bodies SET path = path || 'x'")
        connection.execute("UPDATE traits SET path = path || 'x'")
        os._exit(0)
    os.waitpid(dying, 0)
    assert index.with_name(f"{FILE_NAME}-journal").exists()
    write_seed(site, "Zug")
    done = run_here(site, "build", NEWSDIGEST_JOBS="2")
    assert done.returncode == 0
    assert done.stderr == ""
    built = read_files(site / "output")
    assert "2022/01/rat-tagt-in-zug/index.html" in built
    assert build_clean(site) == built


def test_an_index_of_another_version_is_not_taken_for_the_new_one(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = read_files(site / "output")
    monkeypatch.setattr("newsdigest.adapters.index._VERSION", "0")
    done = run_here(site, "build", NEWSDIGEST_JOBS="2")
    assert done.returncode == 0
    assert done.stderr == ""
    assert read_files(site / "output") == built


def test_what_was_read_ahead_holds_only_while_nobody_changes_the_index(site: Path) -> None:
    path = site / "cache" / FILE_NAME
    index = IndexReader(path)
    state = index.read_state()
    assert index.is_in(state)
    write_seed(site, "Zug")
    assert run_newsdigest(site, "build").returncode == 0
    assert not index.is_in(state)
    state = index.read_state()
    shutil.copy(path, site / "copy")
    (site / "copy").replace(path)
    assert not index.is_in(state)


def test_what_another_build_left_meanwhile_counts(site: Path) -> None:
    path = site / "cache" / FILE_NAME
    before = forerunner.LastBuild(path, "output")
    steps = before.unpack()
    next(steps)  # and unpacks the rest when another build is done
    for seed in (site / "seeds").iterdir():
        seed.write_text(seed.read_text("utf-8").replace("getagt", "gestritten"), encoding="utf-8")
    write_seed(site, "Zug")
    assert run_newsdigest(site, "build").returncode == 0
    assert not before.is_of(path, "output")
    now = forerunner.LastBuild(path, "output")
    list(steps)
    assert now.is_of(path, "output")
    assert not now.is_of(path, "public")
    list(now.unpack())
    read = {record.article for record in now.complete(frozenset())}
    index = IndexReader(path)
    assert read == {unpack_record(data).article for data in index.read_records().values()}
    assert len(read) == 4


def test_where_there_is_nothing_to_read_or_no_second_process_nothing_begins(site: Path) -> None:
    settings_file = site / "pelicanconf.py"
    assert Forerunner.begin(settings_file, 1) is None
    assert Forerunner.begin(site / "content" / "pelicanconf.py", 2) is None
    begun = Forerunner.begin(settings_file, 2)
    assert begun is not None
    begun.close()


def test_settings_that_hold_code_are_not_sent() -> None:
    assert is_sendable(SETTINGS)
    assert is_sendable({**SETTINGS, "JINJA_GLOBALS": {"names": ["a", ("b", 2)]}})
    assert not is_sendable({**SETTINGS, "JINJA_FILTERS": {"loud": str.upper}})
    assert not is_sendable({**SETTINGS, "JINJA_TESTS": {"new": lambda _: True}})
    assert not is_sendable({**SETTINGS, "PLUGINS": ["newsdigest", "sitemap"]})


def test_every_module_that_is_loaded_ahead_is_there() -> None:
    for name in forerunner.DRAWING:
        assert __import__(name)
