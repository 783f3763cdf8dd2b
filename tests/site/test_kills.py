"""A build that is killed at any moment does no harm, and the next one completes it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from newsdigest.adapters.writing.writer import STAGING
from newsdigest.addresses import MANIFEST
from tests.site.builds import EPOCH, build, log_file, start_build
from tests.site.press import Order, open_press
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


def kill_later(root: Path, command: str, moment: float) -> bool:
    """Kills a command and its workers after so many seconds; says whether it still ran."""
    press, log = open_press(), log_file(root)
    pid = press.start(
        Order(root, log, log, (command,)), {"NEWSDIGEST_JOBS": "2", "SOURCE_DATE_EPOCH": EPOCH}
    )
    time.sleep(moment)
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


def check_kills(tmp_path: Path, command: str, wanted: int) -> None:
    root = make_site(tmp_path / "site", {})
    write_edition(root, 0)
    assert build(root)
    chance = random.Random(wanted)
    longest, killed, edition = 1.0, 0, 0
    while killed < wanted:
        edition = 1 - edition
        old, old_posts = read_files(root / "output"), read_files(root / "content")
        write_edition(root, edition)
        running = kill_later(root, command, chance.uniform(0.01, longest))
        left, left_posts = read_files(root / "output"), read_files(root / "content")
        assert build(root)
        # Neither all at the beginning nor behind the end, however fast the machine is.
        longest *= 1.2 if running else 0.8
        killed += running
        new, new_posts = read_files(root / "output"), read_files(root / "content")
        assert not list_torn(left, old, new)
        assert not list_torn(left_posts, old_posts, new_posts)
        clean = tmp_path / "clean"
        assert build(root, {"OUTPUT_PATH": str(clean / "o"), "CACHE_PATH": str(clean / "c")})
        assert new == read_files(clean / "o")
        shutil.rmtree(clean)


@pytest.mark.parametrize("command", ["build", "ingest"])
def test_what_is_killed_leaves_files_whole_and_the_next_build_completes_it(
    tmp_path: Path, command: str
) -> None:
    check_kills(tmp_path, command, 2)


@pytest.mark.long
@pytest.mark.parametrize(("command", "wanted"), [("build", 100), ("ingest", 50)])
def test_commands_killed_at_many_moments_do_no_harm(
    tmp_path: Path, command: str, wanted: int
) -> None:
    check_kills(tmp_path, command, wanted)


def test_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {})
    write_edition(root, 0)
    builds = [start_build(root) for _ in range(2)]
    assert [open_press().wait(pid) for pid in builds] == [0, 0]
    clean = tmp_path / "clean"
    assert build(root, {"OUTPUT_PATH": str(clean / "o"), "CACHE_PATH": str(clean / "c")})
    assert read_files(root / "output") == read_files(clean / "o")
