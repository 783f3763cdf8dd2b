"""A build that is killed at any moment does no harm, and the next one completes it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from newsdigest.adapters.writer import STAGING
from newsdigest.addresses import MANIFEST
from tests.site.builds import build, start_build
from tests.site.press import open_press
from tests.site.sites import make_site, read_files

SEED = " date 2022-{month:02} {title}\n\nDer Rat von {title} hat heute in Wien getagt.\n"


def write_edition(root: Path, edition: int) -> None:
    """One of two states of the site; every page differs between them, some are in one only."""
    base = root / "theme" / "templates" / "base.html"
    text = base.read_text("utf-8").partition("</body>")[0].rstrip()
    text = text.removesuffix(f"<i>{1 - edition}</i>") + f"<i>{edition}</i></body>\n</html>\n"
    base.write_text(text, encoding="utf-8")
    for number in range(12):
        path = root / "seeds" / f"{number}.txt"
        path.unlink(missing_ok=True)
        if number % 3 != edition:
            title = f"Ort {number} tagt zum {edition + 1}. Mal"
            path.write_text(SEED.format(month=1 + number, title=title), encoding="utf-8")


def kill_later(root: Path, moment: float) -> bool:
    """Kills a build and its workers after so many seconds; says whether it still ran."""
    pid = start_build(root, environment={"NEWSDIGEST_JOBS": "2"})
    time.sleep(moment)
    press = open_press()
    running = press.wait(pid, patient=False) is None
    if running:
        os.killpg(pid, signal.SIGKILL)
        press.wait(pid)
    return running


def list_torn(left: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]) -> list[str]:
    """Files that are neither as they were nor as they will be."""
    return [
        path
        for path, data in left.items()
        if not path.startswith(STAGING)
        and path != MANIFEST
        and not Path(path).name.startswith(".")
        and data not in (old.get(path), new.get(path))
    ]


def check_kills(tmp_path: Path, wanted: int) -> None:
    root = make_site(tmp_path / "site", {})
    write_edition(root, 0)
    assert build(root)
    chance = random.Random(wanted)  # noqa: S311
    longest, killed, edition = 1.0, 0, 0
    while killed < wanted:
        edition = 1 - edition
        old, old_posts = read_files(root / "output"), read_files(root / "content")
        write_edition(root, edition)
        running = kill_later(root, chance.uniform(0.01, longest))
        left, left_posts = read_files(root / "output"), read_files(root / "content")
        began = time.monotonic()
        assert build(root)
        if running:
            killed += 1
            longest = max(0.2, time.monotonic() - began)
        new, new_posts = read_files(root / "output"), read_files(root / "content")
        assert not list_torn(left, old, new)
        assert not list_torn(left_posts, old_posts, new_posts)
        clean = tmp_path / "clean"
        assert build(root, {"OUTPUT_PATH": str(clean / "o"), "CACHE_PATH": str(clean / "c")})
        assert new == read_files(clean / "o")
        shutil.rmtree(clean)


def test_a_killed_build_leaves_files_whole_and_the_next_one_completes_it(tmp_path: Path) -> None:
    check_kills(tmp_path, 3)


@pytest.mark.long
def test_builds_and_ingests_killed_at_150_moments_do_no_harm(tmp_path: Path) -> None:
    check_kills(tmp_path, 150)


def test_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {})
    write_edition(root, 0)
    builds = [start_build(root) for _ in range(2)]
    assert [open_press().wait(pid) for pid in builds] == [0, 0]
    clean = tmp_path / "clean"
    assert build(root, {"OUTPUT_PATH": str(clean / "o"), "CACHE_PATH": str(clean / "c")})
    assert read_files(root / "output") == read_files(clean / "o")
