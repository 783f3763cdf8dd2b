"""An ingest costs what changed, in a new clone of the site, too."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from newsdigest.adapters import stamps
from newsdigest.adapters.commands.building import run_ingest_only
from newsdigest.adapters.ingest import ingestion, shelf
from newsdigest.adapters.ingest.seed_reading import read_seeds
from newsdigest.ingest import Plan, Stock, plan_ingest
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


BY_HAND = "Title: Brücke gesperrt\nSlug: bruecke-gesperrt\nPublished: 2023-03-12\n\nDie Brücke.\n"


class TestPostsWrittenByHand:
    """They are parsed when a seed is to be placed among them, or names could be the same."""

    @pytest.fixture
    def parsed(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """The paths of the posts that ingest parses."""
        paths: list[str] = []

        def record(stock: Stock) -> Plan:
            paths.extend(stock.posts)
            return plan_ingest(stock)

        monkeypatch.setattr(ingestion, "plan_ingest", record)
        return paths

    @pytest.fixture
    def site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(stamps, "_TICK_NS", 0)  # what is fresh is trusted, too
        site = make_site(tmp_path / "site", {})
        posts = site / "content" / "posts"
        posts.mkdir()
        (posts / "a.md").write_text(BY_HAND, encoding="utf-8")
        (posts / "b.md").write_text(BY_HAND.replace("Slug: ", "Slug: b-"), encoding="utf-8")
        return site

    def test_without_a_seed_they_are_left_alone(
        self, site: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest(site, monkeypatch)
        (site / "content/posts/c.md").write_text(BY_HAND, encoding="utf-8")
        ingest(site, monkeypatch)
        assert parsed == []

    @pytest.mark.parametrize(
        "line", ["Uid: urn:x\n", "seed : chor.txt\n", "\ufeffSeed: chor.txt\n"]
    )
    def test_what_says_that_it_stems_from_a_seed_is_looked_at(
        self, site: Path, parsed: list[str], line: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (site / "content/posts/c.md").write_text(line + BY_HAND, encoding="utf-8")
        monkeypatch.chdir(site)
        run_ingest_only(Path("pelicanconf.py"))
        assert parsed == ["content/posts/c.md"]

    @pytest.mark.parametrize("faulty", [True, False])
    def test_many_are_read_by_several_processes_as_by_one(
        self, site: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch, *, faulty: bool
    ) -> None:
        (site / "content/posts/c.md").write_text("Uid: urn:x\n" + BY_HAND, encoding="utf-8")
        if faulty:
            (site / "content/posts/d.md").write_bytes(b"Title: \xff\n\nText.\n")
        monkeypatch.chdir(site)
        monkeypatch.setattr(shelf, "_READ_AT_ONCE", 1)
        told = []
        for worth_forking, jobs in ((1000, "1"), (2, "2")):
            shutil.rmtree(site / "cache", ignore_errors=True)
            parsed.clear()
            monkeypatch.setattr(shelf, "_WORTH_FORKING", worth_forking)
            monkeypatch.setenv("NEWSDIGEST_JOBS", jobs)
            run = run_ingest_only(Path("pelicanconf.py"))
            told.append((list(parsed), run.problems, (site / "cache/ingest.json").read_bytes()))
        assert told[0] == told[1]
        names = "abc" if faulty else "c"
        assert told[0][0] == [f"content/posts/{name}.md" for name in names]

    def test_a_new_seed_takes_none_of_their_addresses(
        self, site: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ingest(site, monkeypatch)
        (site / "seeds" / "bruecke.txt").write_text(SEEDS["bruecke.txt"], encoding="utf-8")
        ingest(site, monkeypatch)
        assert parsed == ["content/posts/a.md", "content/posts/b.md"]
        assert (site / "content/posts/2023/03/bruecke-gesperrt-2.md").is_file()
        # They stand for themselves from now on.
        parsed.clear()
        (site / "seeds" / "chor.txt").write_text(SEEDS["chor.txt"], encoding="utf-8")
        ingest(site, monkeypatch)
        assert parsed == []
