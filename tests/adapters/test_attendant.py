"""A process that is asked: every answer in its place, every end noticed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsdigest.adapters.attendant import Attendant
from newsdigest.adapters.pool import Errand
from newsdigest.errors import BuildError, SettingsError, UnforeseenError


def nothing() -> Iterator[None]:
    return iter(())


def wait_for(path: Path) -> None:
    end = time.monotonic() + 10
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_answers_may_be_heard_in_any_order() -> None:
    with closing(Attendant(lambda question: question * 2, nothing)) as attendant:
        first, second = attendant.ask(b"one "), attendant.ask(b"")
        third = attendant.ask(b"x" * 3_000_000)
        assert third.collect() == b"x" * 6_000_000
        assert first.collect() == b"one one "
        assert second.collect() == b""


def test_much_may_be_asked_while_much_is_answered() -> None:
    with closing(Attendant(lambda question: question, nothing)) as attendant:
        asked = [attendant.ask(bytes([number]) * 3_000_000) for number in range(3)]
        assert [one.collect()[0] for one in asked] == [0, 1, 2]


def test_steps_are_done_until_something_is_asked(tmp_path: Path) -> None:
    seen: list[int] = []

    def step() -> Iterator[None]:
        for number in range(1000):
            seen.append(number)
            (tmp_path / str(number)).touch()
            time.sleep(0.001)
            yield

    with closing(Attendant(lambda _: str(len(seen)).encode(), step)) as attendant:
        wait_for(tmp_path / "3")
        assert 3 < int(attendant.ask(b"?").collect()) < 900
        wait_for(tmp_path / "999")  # they go on after that
        assert int(attendant.ask(b"?").collect()) == 1000
    assert seen == []


def test_an_error_of_ours_is_raised_with_its_message() -> None:
    def refuse(question: bytes) -> bytes:
        raise SettingsError(f"{question.decode()} is wrong")

    with closing(Attendant(refuse, nothing)) as attendant:
        asked = attendant.ask(b"THEME")
        with pytest.raises(BuildError, match=r"^THEME is wrong$"):
            asked.collect()
        with pytest.raises(BuildError, match="ended before its time"):
            attendant.ask(b"?").collect()


@pytest.mark.parametrize("error", [UnforeseenError("no KeyError of mine"), KeyError("uid")])
def test_what_nobody_foresaw_is_told_apart(error: Exception) -> None:
    def fail(_: bytes) -> bytes:
        raise error

    with (
        closing(Attendant(fail, nothing)) as attendant,
        pytest.raises(UnforeseenError, match="KeyError"),
    ):
        attendant.ask(b"?").collect()


def test_a_full_disk_is_explained() -> None:
    def fail(_: bytes) -> bytes:
        raise OSError(28, "No space left on device", "output/index.html")

    with (
        closing(Attendant(fail, nothing)) as attendant,
        pytest.raises(BuildError, match=r"^output/index.html: No space left on device: is there"),
    ):
        attendant.ask(b"?").collect()


def test_one_that_is_killed_is_noticed() -> None:
    def die(_: bytes) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    with (
        closing(Attendant(die, nothing)) as attendant,
        pytest.raises(BuildError, match="is there enough memory"),
    ):
        attendant.ask(b"?").collect()


def test_it_ends_with_what_it_began_whatever_it_is_at(tmp_path: Path) -> None:
    def begin(_: bytes) -> bytes:
        def sleep() -> bytes:
            (tmp_path / "pid").write_text(str(os.getpid()), encoding="ascii")
            (tmp_path / "pid").rename(tmp_path / "begun")
            time.sleep(60)
            return b""

        with closing(Errand(sleep, jobs=2)) as errand:
            return errand.collect()

    attendant = Attendant(begin, nothing)
    attendant.ask(b"?")
    wait_for(tmp_path / "begun")
    start = time.monotonic()
    attendant.close()
    attendant.close()
    assert time.monotonic() - start < 30
    pid = int((tmp_path / "begun").read_text("ascii"))
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_files_are_held_open_as_long_as_it_lives() -> None:
    source, sink = os.pipe()
    with closing(Attendant(lambda _: b"yes", nothing)) as attendant:
        assert attendant.ask(b"?", [sink]).collect() == b"yes"
        os.close(sink)
        os.set_blocking(source, False)
        with pytest.raises(BlockingIOError):
            os.read(source, 1)
    assert os.read(source, 1) == b""
    os.close(source)
