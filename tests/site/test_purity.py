"""The same posts give the same bytes, on whatever day, in whatever zone and folder.

The clock of the building process is really another one: a `sitecustomize` in front of
its path moves it (time-machine) before anything is imported, in forked workers too.
"""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.site.sites import make_site, read_files, run_newsdigest, start_newsdigest

MOVE_CLOCK = """
import os
import time_machine
time_machine.travel(float(os.environ["BUILD_CLOCK"]), tick=True).start()
"""
SEEDS = {
    "bruecke.txt": " date 2022-01 Rat beschließt Brücke\n\nDer Rat hat den Bau beschlossen.\n",
    "chor.txt": " date 2022-01-12 Chor gewinnt in Prag\n\nDie Sängerinnen sind zurück.\n",
    "baum.txt": "Wie man einen Apfelbaum schneidet\n\nEin alter Rat ohne Tag. Er gilt noch.\n",
}
DAYS = (
    datetime(1999, 12, 31, 23, 59, 50, tzinfo=UTC),
    datetime(2022, 1, 23, 12, tzinfo=UTC),
    datetime(2024, 2, 29, 6, 30, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, 58, tzinfo=UTC),  # summer time begins
    datetime(2037, 7, 31, 22, tzinfo=UTC),
)
ZONES = ("UTC", "Pacific/Kiritimati", "America/St_Johns")
HASH_SEEDS = ("0", "1", "4711")


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clock")
    (folder / "sitecustomize.py").write_text(MOVE_CLOCK, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with its posts written; what is built from them must not vary."""
    root = make_site(tmp_path_factory.mktemp("pure") / "site", SEEDS)
    done = run_newsdigest(root, "build", SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stderr
    return root


def build_at(site: Path, target: Path, clock: Path, number: int) -> dict[str, bytes]:
    """What a clean build of a copy of the site gives on another day, elsewhere."""
    shutil.copytree(site, target, symlinks=True, ignore=shutil.ignore_patterns("output", "cache"))
    done = start_newsdigest(
        target,
        "build",
        PYTHONPATH=os.pathsep.join([str(clock), os.environ.get("PYTHONPATH", "")]),
        BUILD_CLOCK=str(DAYS[number].timestamp()),
        TZ=ZONES[number % 3],
        PYTHONHASHSEED=HASH_SEEDS[number % 3],
        NEWSDIGEST_JOBS=str(1 + number % 3),
    )
    assert done.returncode == 0, done.stderr
    return read_files(target / "output")


@pytest.mark.parametrize("number", range(len(DAYS)), ids=lambda n: f"{DAYS[n]:%Y-%m-%d}")
def test_a_build_on_another_day_gives_the_same_bytes(
    site: Path, tmp_path: Path, clock: Path, number: int
) -> None:
    assert build_at(site, tmp_path / "anderswo" / "kopie", clock, number) == read_files(
        site / "output"
    )


def test_a_clock_in_the_output_would_be_noticed(tmp_path: Path, clock: Path) -> None:
    root = make_site(tmp_path / "site", SEEDS)
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nimport datetime\nSITENAME = str(datetime.date.today())\n")
    assert run_newsdigest(root, "ingest", SOURCE_DATE_EPOCH="1700000000").returncode == 0
    # It is a day later already on Kiritimati, the first one's zone.
    first, second = (build_at(root, tmp_path / str(n), clock, n) for n in (1, 2))
    assert b"2022-01-24" in first["index.html"]
    assert b"2024-02-29" in second["index.html"]
    assert first.keys() == second.keys()
