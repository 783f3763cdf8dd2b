"""When a seed entered the site, as git, the environment or the clock tell it."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from newsdigest.adapters.ingest.state import SeedArrivals, read_clock
from newsdigest.errors import SettingsError

NOW = datetime(2030, 1, 2, 3, 4, 5, 678, tzinfo=timezone(timedelta(hours=2)))
FIRST, SECOND, THIRD = 1_600_000_000, 1_700_000_000, 1_800_000_000


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def run_git(folder: Path, *arguments: str, when: int = 0) -> None:
    identity = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    dates = {"GIT_AUTHOR_DATE": f"{when} +0000", "GIT_COMMITTER_DATE": f"{when} +0000"}
    environment = {**os.environ, **identity, **dates, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(
        ["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True
    )


def commit(folder: Path, when: int) -> None:
    run_git(folder, "add", "-A")
    run_git(folder, "commit", "-qm", "x", when=when)


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """A folder of seeds in a repository, not at its top."""
    folder = tmp_path / "seeds"
    folder.mkdir()
    run_git(tmp_path, "init", "-q")
    return folder


def find(seeds: Path, environment: dict[str, str] | None = None) -> SeedArrivals:
    return SeedArrivals(seeds, environment or {}, lambda: NOW)


def test_a_seed_entered_with_its_first_commit_and_changed_with_its_last(seeds: Path) -> None:
    (seeds / "ü b.txt").write_text("eins")
    commit(seeds, FIRST)
    (seeds / "later.txt").write_text("x")
    (seeds / "ü b.txt").write_text("zwei")
    commit(seeds, SECOND)
    arrivals = find(seeds, {"SOURCE_DATE_EPOCH": "5"})
    assert arrivals.find("ü b.txt") == at(FIRST)
    assert arrivals.find_change("ü b.txt") == at(SECOND)
    assert arrivals.find("later.txt") == arrivals.find_change("later.txt") == at(SECOND)


def test_commits_of_a_clock_that_ran_backwards_are_put_in_order(seeds: Path) -> None:
    for when in (SECOND, FIRST, THIRD, SECOND + 1):
        (seeds / "a.txt").write_text(str(when))
        commit(seeds, when)
    assert (find(seeds).find("a.txt"), find(seeds).find_change("a.txt")) == (at(FIRST), at(THIRD))


def test_a_seed_that_is_not_committed_takes_the_environment_s_or_the_clock_s_moment(
    seeds: Path,
) -> None:
    (seeds / "a.txt").write_text("eins")
    commit(seeds, FIRST)
    (seeds / "a.txt").write_text("zwei")
    (seeds / "new.txt").write_text("neu")
    given = find(seeds, {"SOURCE_DATE_EPOCH": str(THIRD)})
    assert given.find("a.txt") == at(FIRST)
    assert given.find_change("a.txt") == given.find("new.txt") == at(THIRD)
    assert find(seeds).find_change("a.txt") == NOW.astimezone(UTC).replace(microsecond=0)


def test_without_git_the_environment_and_then_the_clock_count(tmp_path: Path) -> None:
    assert find(tmp_path, {"SOURCE_DATE_EPOCH": "7"}).find("a.txt") == at(7)
    assert find(tmp_path).find("a.txt") == datetime(2030, 1, 2, 1, 4, 5, tzinfo=UTC)
    assert find(tmp_path / "gone").find_change("a.txt") == datetime(2030, 1, 2, 1, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize("given", ["morgen", "1.5", "9" * 30, "1e9"])
def test_an_environment_that_names_no_moment_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH must be a number of seconds"):
        find(tmp_path, {"SOURCE_DATE_EPOCH": given}).find("a.txt")


def test_the_clock_is_aware_and_close() -> None:
    assert abs(read_clock() - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251
