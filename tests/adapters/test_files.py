"""Folders full of oddities → what is read, what is refused, and atomic writes."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from newsdigest.adapters.files import (
    UnreadableError,
    delete_file,
    read_file,
    refuse_seed,
    walk_files,
    write_file,
)
from newsdigest.adapters.locks import BuildLock
from newsdigest.adapters.posts.finding import select_posts, take_stamps
from newsdigest.adapters.stamps import UNTRUSTED, take_stamp
from newsdigest.errors import BuildError


def refuse(folder: Path, most: int = 100) -> dict[str, str]:
    return {found.name: refuse_seed(found, most) for found in walk_files(folder)}


def test_texts_are_read_and_everything_else_is_told_or_passed_over(tmp_path: Path) -> None:
    (tmp_path / "tief").mkdir()
    for name in (
        "a.txt",
        "b.TEXT",
        "ohne",
        "tief/c.txt",
        "v1.2",
        ".hidden",
        "x~",
        "#x#",
        "Thumbs.db",
    ):
        (tmp_path / name).write_text("Text")
    (tmp_path / "bild.png").write_text("x")
    (tmp_path / "gross.txt").write_text("x" * 101)
    os.mkfifo(tmp_path / "rohr")
    (tmp_path / "link.txt").symlink_to("a.txt")
    reasons = refuse(tmp_path)
    assert [name for name, reason in reasons.items() if not reason] == [
        *("a.txt", "b.TEXT", "ohne", "tief/c.txt", "v1.2"),
    ]
    assert "rename it" in reasons["bild.png"]
    assert "max_seed_bytes = 100" in reasons["gross.txt"]
    assert "named pipe" in reasons["rohr"]
    assert "link" in reasons["link.txt"]
    assert len(reasons) == 9


def test_followed_links_never_lead_in_circles(tmp_path: Path) -> None:
    (tmp_path / "tief").mkdir()
    (tmp_path / "tief" / "a.md").write_text("x")
    (tmp_path / "tief" / "rund").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "weg").symlink_to("gibt-es-nicht")
    found = {entry.name: entry.reason for entry in walk_files(tmp_path, follow=True)}
    assert found["tief/a.md"] == ""
    assert "cannot be looked at" in found["weg"]
    assert len(found) == 2


def test_folders_elsewhere_that_links_lead_to_are_read_last_and_once(tmp_path: Path) -> None:
    for name in ("posts/b.md", "alt/c.md", "aelter/d.md"):
        write_file(tmp_path / name, "x")
    for name, target in (("posts/a", "alt"), ("posts/z", "alt"), ("alt/noch", "aelter")):
        (tmp_path / name).symlink_to(tmp_path / target, target_is_directory=True)
    found = [entry.name for entry in walk_files(tmp_path / "posts", follow=True)]
    assert found == ["b.md", "a/c.md", "a/noch/d.md"]
    reasons = refuse(tmp_path / "posts")
    assert [name for name, reason in reasons.items() if "link" in reason] == ["a", "z"]


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    (found,) = walk_files(tmp_path / "weg")
    assert found.is_folder
    assert "cannot be listed" in refuse_seed(found, 1)


def test_only_regular_files_of_the_size_are_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    (tmp_path / "b").symlink_to("a")
    os.mkfifo(tmp_path / "rohr")
    assert read_file(tmp_path / "a", 3) == b"abc"
    assert read_file(tmp_path / "b", 3, follow=True) == b"abc"
    for name, most, reason in (
        ("a", 2, "more than 2 bytes"),
        ("b", 3, "cannot be read"),
        ("weg", 3, "cannot be read"),
        ("rohr", 3, "not a regular file"),
    ):
        with pytest.raises(UnreadableError, match=reason):
            read_file(tmp_path / name, most)


def test_a_file_is_written_over_what_a_killed_run_left(tmp_path: Path) -> None:
    path = tmp_path / "tief" / "unten" / "a.md"
    write_file(path, "eins\n")
    (path.parent / ".a.md.new").write_text("halb")
    write_file(path, "zwei\n")
    assert path.read_bytes() == b"zwei\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.md"]


def test_deleting_takes_empty_folders_along_but_not_the_top(tmp_path: Path) -> None:
    top = tmp_path / "posts"
    write_file(top / "2022" / "01" / "a.md", "x")
    write_file(top / "2022" / "b.md", "x")
    delete_file(top / "2022" / "01" / "a.md", top)
    assert sorted(path.name for path in top.rglob("*")) == ["2022", "b.md"]
    delete_file(top / "2022" / "b.md", top)
    assert list(top.iterdir()) == []
    delete_file(top / "b.md", top)


def test_a_fresh_file_has_no_stamp_that_could_be_trusted(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    assert take_stamp(path.stat()) == UNTRUSTED


def test_posts_are_found_once_whatever_links_and_folders_name_them(tmp_path: Path) -> None:
    for name in ("posts/a.md", "posts/tief/b.md", "pages/c.md", "posts/.d.md", "posts/e.txt"):
        write_file(tmp_path / name, "x")
    write_file(tmp_path / "posts/weg.md~", "x")
    (tmp_path / "posts" / "Anfang").symlink_to(tmp_path / "posts/tief", target_is_directory=True)
    (tmp_path / "posts" / "rund").symlink_to(tmp_path / "posts", target_is_directory=True)
    (tmp_path / "posts" / "selbst").symlink_to("selbst")
    (tmp_path / "posts" / "tot.md").symlink_to("gibt-es-nicht")

    def scan(start: str, *, excludes: tuple[str, ...] = (), ignores: tuple[str, ...] = ()) -> Any:
        rules = {"IGNORE_FILES": ignores, "ARTICLE_EXCLUDES": excludes, "PAGE_PATHS": ["pages"]}
        stamps = take_stamps(str(tmp_path), start)
        return [path for path, _ in select_posts(stamps, start, frozenset({"md"}), rules)]

    assert scan("posts") == ["posts/a.md", "posts/tief/b.md"]
    assert scan("posts/a.md") == ["posts/a.md"]
    assert scan("pages") == ["pages/c.md"]
    assert scan("weg") == []
    assert scan("") == ["posts/a.md", "posts/tief/b.md"]
    assert scan("", ignores=("b.*",)) == scan("", ignores=("tief",)) == ["posts/a.md"]
    assert scan("", excludes=("posts/tief/",)) == ["posts/a.md"]


def test_a_folder_of_posts_that_cannot_be_listed_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "posts" / "zu").mkdir(parents=True)
    scan = os.scandir

    def refuse_to_list(folder: str) -> Any:
        if folder.endswith("zu"):
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse_to_list)
    with pytest.raises(BuildError, match="posts/zu: cannot be listed: permission denied"):
        take_stamps(str(tmp_path), "posts")


def test_a_second_build_waits_and_says_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    first, second = BuildLock(tmp_path / "cache"), BuildLock(tmp_path / "cache")
    first.acquire()
    first.acquire()
    threading.Timer(0.2, first.release).start()
    second.acquire()
    assert "another build is running" in caplog.text
    second.release()
    second.release()
