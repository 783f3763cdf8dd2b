"""An ingest costs what changed, in a new clone of the site, too."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from newsdigest.adapters import ingestion
from newsdigest.adapters.commands import run_ingest_only
from newsdigest.adapters.seed_reading import read_seeds
from tests.site.sites import make_site

SEEDS = {
    "bruecke.txt": " date 2023-03-12 Brücke gesperrt\n\nDie Brücke in Altfurt ist zu.\n",
    "chor.txt": " date 2023-03 Chor gewinnt\n\nDer Chor aus Altfurt hat gewonnen.\n",
}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the seeds that are understood."""
    names: list[str] = []

    def record(top: Path, unread: Any, *rest: Any, **options: Any) -> Any:
        names.extend(found.name for found in unread)
        return read_seeds(top, unread, *rest, **options)

    monkeypatch.setattr(ingestion, "read_seeds", record)
    return names


def clone(site: Path, to: Path) -> Path:
    """A copy whose files have other times."""
    shutil.copytree(site, to, symlinks=True, copy_function=shutil.copy)
    return to


def ingest(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    assert run_ingest_only(Path("pelicanconf.py")).exitcode == 0


def test_in_a_new_clone_only_what_changed_is_read(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "site", SEEDS)
    ingest(site, monkeypatch)
    assert sorted(read) == sorted(SEEDS)

    read.clear()
    again = clone(site, tmp_path / "again")
    ingest(again, monkeypatch)
    assert read == []
    # Their new times are known now.
    ingest(again, monkeypatch)
    assert read == []

    changed = clone(again, tmp_path / "changed")
    (changed / "seeds" / "chor.txt").write_text(SEEDS["chor.txt"].replace("Der", "Ein"), "utf-8")
    ingest(changed, monkeypatch)
    assert read == ["chor.txt"]


def test_a_link_in_place_of_a_seed_is_not_taken_for_it(
    tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "site", SEEDS)
    ingest(site, monkeypatch)
    read.clear()
    seed = site / "seeds" / "chor.txt"
    seed.rename(tmp_path / "chor.txt")
    seed.symlink_to(tmp_path / "chor.txt")
    monkeypatch.chdir(site)
    run_ingest_only(Path("pelicanconf.py"))
    assert read == ["chor.txt"]
