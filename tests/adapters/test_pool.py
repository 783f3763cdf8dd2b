"""Work given to forked processes: every result once, every failure told."""

from __future__ import annotations

import gc
import os
import signal
import time

import pytest

from newsdigest.adapters.pool import Errand, count_jobs, work_off
from newsdigest.errors import BuildError, SettingsError


def name(part: range) -> bytes:
    return " ".join(map(str, part)).encode()


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 7, 100])
def test_every_index_is_worked_off_once(count: int, jobs: int) -> None:
    results = b" ".join(work_off(count, jobs, 3, name)).split()
    assert sorted(map(int, results)) == list(range(count))


def test_results_larger_than_a_pipe_arrive_whole() -> None:
    results = list(work_off(4, 2, 1, lambda part: bytes([part.start]) * 300_000))
    assert sorted((result[0], len(result)) for result in results) == [
        (n, 300_000) for n in range(4)
    ]


def test_work_is_done_in_other_processes() -> None:
    pids = set(work_off(8, 2, 1, lambda _: str(os.getpid()).encode()))
    assert str(os.getpid()).encode() not in pids


def test_the_last_work_is_done_before_others_begin() -> None:
    def tell(part: range) -> bytes:
        time.sleep(0.02)
        return f"{part.start} {os.getpid()}".encode()

    told = [tuple(map(int, result.split())) for result in work_off(40, 2, 1, tell, alone=0.1)]
    mine = [number for number, pid in told if pid == os.getpid()]
    assert mine == list(range(39, 39 - len(mine), -1))
    assert 0 < len(mine) < 40
    assert sorted(number for number, _ in told) == list(range(40))
    assert set(work_off(3, 2, 1, lambda _: str(os.getpid()).encode(), alone=60.0)) == {
        str(os.getpid()).encode()
    }


def test_a_worker_that_has_worked_long_makes_way_for_a_fresh_one() -> None:
    pids = list(work_off(12, 3, 1, lambda _: str(os.getpid()).encode(), lifetime=0.0))
    assert len(set(pids)) == 12
    results = b" ".join(work_off(100, 3, 7, name, lifetime=0.0)).split()
    assert sorted(map(int, results)) == list(range(100))


def test_an_error_of_ours_is_raised_with_its_message() -> None:
    def refuse(part: range) -> bytes:
        raise SettingsError(f"MARKDOWN is wrong in a range of {len(part)}")

    with pytest.raises(BuildError, match=r"^MARKDOWN is wrong in a range of 1$"):
        list(work_off(2, 2, 1, refuse))


def test_any_other_error_is_raised_with_where_it_happened() -> None:
    def fail(part: range) -> bytes:
        return bytes([1 // (part.start - part.start)])

    with pytest.raises(BuildError, match="ZeroDivisionError"):
        list(work_off(4, 2, 1, fail))


def test_a_worker_that_is_killed_is_noticed() -> None:
    def die(part: range) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return bytes(part.start)

    with pytest.raises(BuildError, match="ended before its time"):
        list(work_off(4, 2, 1, die))


def test_workers_end_when_nobody_wants_their_results_any_more() -> None:
    results = work_off(1000, 2, 1, lambda _: str(os.getpid()).encode())
    pid = int(next(results))
    results.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_environment_says_how_many_workers_there_are() -> None:
    assert count_jobs("3") == 3
    assert count_jobs("1000") == 64
    assert count_jobs(None) == count_jobs("") >= 1


@pytest.mark.parametrize("given", ["0", "-1", "viele", "1.5"])
def test_a_number_of_workers_that_is_none_is_refused(given: str) -> None:
    with pytest.raises(BuildError, match="NEWSDIGEST_JOBS"):
        count_jobs(given)


class _Ring:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_leaves_little_garbage_behind(jobs: int) -> None:
    def make_garbage(part: range) -> bytes:
        left = sum(isinstance(one, _Ring) for one in gc.get_objects())
        for _ in part:
            _Ring()
        return left.to_bytes(2, "big")

    gc.collect()
    gc.disable()
    try:
        left = [int.from_bytes(data, "big") for data in work_off(600, jobs, 10, make_garbage)]
    finally:
        gc.enable()
    assert len(left) == 60
    assert max(left) == 70  # of eight pieces of work, the one that looks is the last


def wait() -> bytes:
    signal.pause()
    return b""


class TestErrand:
    def test_a_result_larger_than_a_pipe_arrives_whole(self) -> None:
        assert Errand(lambda: b"a" * 300_000, 2).collect() == b"a" * 300_000

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_it_runs_in_another_process_if_more_than_one_may_work(self, jobs: int) -> None:
        pid = Errand(lambda: str(os.getpid()).encode(), jobs).collect()
        assert (pid == str(os.getpid()).encode()) == (jobs == 1)

    def test_it_runs_meanwhile(self) -> None:
        source, sink = os.pipe()
        errand = Errand(lambda: os.read(source, 1), 2)
        os.write(sink, b"x")
        assert errand.collect() == b"x"

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_what_it_refuses_is_raised_when_its_result_is_asked_for(self, jobs: int) -> None:
        def refuse() -> bytes:
            raise BuildError("no")

        errand = Errand(refuse, jobs)
        with pytest.raises(BuildError, match=r"^no$"):
            errand.collect()

    def test_one_that_nobody_needs_leaves_no_process(self) -> None:
        source, sink = os.pipe()
        errand = Errand(lambda: bytes(os.write(sink, f"{os.getpid()}".encode())) + wait(), 2)
        pid = int(os.read(source, 20))
        errand.close()
        errand.close()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
