"""Seeds are understood alike in one process, in several and on a cluster."""

from __future__ import annotations

from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from newsdigest.adapters.files import walk_files
from newsdigest.adapters.ingest.seed_reading import (
    AT_ONCE,
    WORTH_STARTING,
    ReadingRules,
    read_seeds,
)
from newsdigest.errors import BuildError
from newsdigest.ingest import SeedFile
from tests.site.sites import make_site, read_files, run_newsdigest

RULES = ReadingRules(("de", "en"), "de", 10_000)
TEXTS = {
    "wort.txt": " date 2022-01 Rat baut Brücke\n\nDer Rat baut die Brücke über die Aue.\n",
    "leer.txt": "",
    "groß.txt": "x" * 20_000,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for number in range(WORTH_STARTING + AT_ONCE // 2):
        words = f"Minister {number} spricht im Parlament. „Wir bauen die Brücke {number}“, sagt er."
        (tmp_path / f"{number:03d}.txt").write_text(
            f" date 2022-01-{1 + number % 28:02d} Meldung {number}\n\n{words}\n", encoding="utf-8"
        )
    (tmp_path / "weg.txt").symlink_to("wort.txt")
    return tmp_path


def read(folder: Path, jobs: int = 1, dask: str = "") -> list[SeedFile]:
    return list(read_seeds(folder, list(walk_files(folder)), RULES, jobs=jobs, dask=dask))


def test_each_file_is_a_seed_or_says_why_not(folder: Path) -> None:
    files = {file.name: file for file in read(folder)}
    assert list(files) == sorted(path.name for path in folder.iterdir())
    seed = files["wort.txt"].seed
    assert seed
    assert seed.headline.value == "Rat baut Brücke"
    assert files["leer.txt"].sha256
    for name, reason in (
        ("leer.txt", "empty"),
        ("groß.txt", "max_seed_bytes"),
        ("weg.txt", "link"),
    ):
        assert reason in files[name].error


def test_two_processes_understand_what_one_does(folder: Path) -> None:
    assert read(folder, jobs=2) == read(folder)


def test_no_process_waits_for_more_when_all_is_read(folder: Path) -> None:
    files = read_seeds(folder, list(walk_files(folder)), RULES, jobs=2)
    next(files)
    working = len(active_children())
    list(files)
    assert (working, active_children()) == (2, [])


def test_a_file_that_cannot_be_read_says_why(folder: Path) -> None:
    found = list(walk_files(folder))
    (folder / "wort.txt").unlink()
    files = read_seeds(folder, found, RULES, jobs=1)
    assert "cannot be read" in next(file.error for file in files if file.name == "wort.txt")


@pytest.mark.filterwarnings("default")
def test_a_cluster_that_does_not_answer_is_an_error(folder: Path) -> None:
    with pytest.raises(BuildError, match=r"no Dask scheduler answers at 127\.0\.0\.1:9"):
        read(folder, dask="127.0.0.1:9")


@pytest.mark.long
@pytest.mark.filterwarnings("default")
def test_a_cluster_understands_what_one_process_does(folder: Path) -> None:
    cluster: Any = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]
    with cluster:
        assert read(folder, dask=cluster.scheduler_address) == read(folder)


def test_the_posts_are_the_same_bytes_whoever_read_the_seeds(tmp_path: Path, folder: Path) -> None:
    seeds = {path.name: path.read_bytes() for path in folder.glob("[0-9]*.txt")}
    contents = []
    for jobs in ("1", "2"):
        root = make_site(tmp_path / jobs / "site", seeds)
        done = run_newsdigest(root, "ingest", NEWSDIGEST_JOBS=jobs, SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stderr
        contents.append(read_files(root / "content"))
    assert contents[0] == contents[1]
