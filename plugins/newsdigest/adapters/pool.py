"""Ranges of indices → results, worked off by forked processes.

Workers inherit everything by fork and are given two numbers at a time; what they send
back is bytes. Where fork is missing, or the work is small, this process does it.
"""

from __future__ import annotations

import gc
import math
import os
import selectors
import signal
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from functools import cache
from typing import Any, NoReturn

from newsdigest.adapters.faults import explain_fault
from newsdigest.errors import BuildError, NewsDigestError, UnforeseenError

Work = Callable[[range], bytes]

JOBS = "NEWSDIGEST_JOBS"
"""In the environment: how many processes may work at once."""

_TICKET = 4
_LENGTH = 8
# All tickets must fit into a pipe before anybody reads: 64 KiB everywhere.
_MOST_TICKETS = 4096
_TIDY_EVERY = 8
_DONE, _REFUSED, _FAILED, _FINISHED, _RETIRED = b"D", b"R", b"X", b"F", b"T"


def count_jobs(given: str | None) -> int:
    """How many workers `NEWSDIGEST_JOBS` asks for; without it, one a usable core.

    Raises:
        BuildError: If it is no number from 1 on.
    """
    if not given:
        if hasattr(os, "sched_getaffinity"):
            return len(os.sched_getaffinity(0))
        return os.cpu_count() or 1
    if not given.isdecimal() or int(given) < 1:
        raise BuildError(f"NEWSDIGEST_JOBS is {given!r}: write a number from 1 on, or leave it out")
    return min(int(given), 64)


def work_off(
    count: int,
    jobs: int,
    size: int,
    work: Work,
    *,
    alone: float = 0.0,
    lifetime: float = math.inf,
) -> Generator[bytes, None, None]:
    """The results for all indices below `count`, in no particular order.

    Args:
        count: How many indices there are.
        jobs: How many processes may work at once.
        size: How many indices to give out at a time.
        work: Called with each range, in some process.
        alone: Seconds that this process works before others begin, from the last range
            on: what is done by then was too little to share.
        lifetime: Seconds of CPU after which a worker makes way for a fresh one: whatever a
            worker looks at becomes its own copy, in the end all that it inherited.

    Raises:
        BuildError: If a worker ended without having finished. What `work` raises of our
            own errors is raised here with its message.
    """
    size = max(size, -(-count // _MOST_TICKETS))
    ranges = [range(start, min(start + size, count)) for start in range(0, count, size)]
    # A build collects no garbage, and what drawing leaves behind would outgrow the site.
    # What was there before is set aside: to look through it would copy it in each worker.
    gc.freeze()
    try:
        shared = jobs > 1 and hasattr(os, "fork")
        yield from _work_alone(ranges, work, alone if shared else math.inf)
        if ranges:
            _give_back()
            yield from _share_work(ranges, min(jobs, len(ranges)), work, lifetime)
    finally:
        gc.unfreeze()


class Errand:
    """A piece of work that a forked process does while this one goes on. Where that cannot be,
    it is done when its result is asked for.
    """

    def __init__(self, work: Callable[[], bytes], jobs: int) -> None:
        """Begins, if more than one process may work at once."""
        self._work = work
        self._workers: dict[int, int] = {}
        if jobs > 1 and hasattr(os, "fork"):
            tickets = _print_tickets(1)
            pid, pipe = _fork_worker(tickets, [], [range(1)], lambda _: work(), math.inf)
            os.close(tickets)
            self._workers[pipe] = pid

    def collect(self) -> bytes:
        """The result, of which there is only one.

        Raises:
            BuildError: As `work_off` does.
        """
        if not self._workers:
            return self._work()
        with closing(self):
            (result,) = _collect(self._workers)
        return result

    def close(self) -> None:
        """Ends the work if nobody needs its result any more."""
        _dismiss(self._workers)


def _work_alone(ranges: list[range], work: Work, patience: float) -> Iterator[bytes]:
    """The results of the last ranges, which are taken out, until so many seconds are over."""
    done, end = 0, time.monotonic() + patience
    while ranges and time.monotonic() < end:
        yield work(ranges.pop())
        done += 1
        _tidy(done)


def _tidy(done: int) -> None:
    """Clears up behind pieces of work, now and then, when so many are done."""
    if done % _TIDY_EVERY == 0:
        gc.collect(0)
        _give_back()


def _give_back() -> None:
    """Gives free memory back to the system. What large texts took, glibc would keep: after
    ten thousand posts were read or drawn, a third of a process's memory.
    """
    if trim := _find_trim():
        trim(0)


@cache
def _find_trim() -> Any:
    """The function `malloc_trim` of glibc; other C libraries have none."""
    import ctypes

    return getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None


def _share_work(ranges: list[range], jobs: int, work: Work, lifetime: float) -> Iterator[bytes]:
    tickets = _print_tickets(len(ranges))
    workers: dict[int, int] = {}

    def hire() -> int:
        pid, pipe = _fork_worker(tickets, list(workers), ranges, work, lifetime)
        workers[pipe] = pid
        return pipe

    try:
        for _ in range(jobs):
            hire()
        yield from _collect(workers, hire)
    finally:
        os.close(tickets)
        _dismiss(workers)


def _dismiss(workers: dict[int, int]) -> None:
    """Ends workers, whatever they are at."""
    while workers:
        pipe, pid = workers.popitem()
        os.close(pipe)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _print_tickets(count: int) -> int:
    """A pipe that holds the number of each range; whoever reads one has it."""
    source, sink = os.pipe()
    os.write(sink, b"".join(number.to_bytes(_TICKET, "big") for number in range(count)))
    os.close(sink)
    return source


def _fork_worker(
    tickets: int, siblings: list[int], ranges: list[range], work: Work, lifetime: float
) -> tuple[int, int]:
    source, sink = os.pipe()
    pid = os.fork()
    if not pid:
        _serve(tickets, [source, *siblings], sink, ranges, work, lifetime)
    os.close(sink)
    return pid, source


def _serve(
    tickets: int, foreign: list[int], sink: int, ranges: list[range], work: Work, lifetime: float
) -> NoReturn:
    """The life of a worker: it never returns, so that nothing of the parent runs twice."""
    try:
        for pipe in foreign:
            os.close(pipe)
        done, last = 0, _FINISHED
        while ticket := os.read(tickets, _TICKET):
            _send(sink, _DONE, work(ranges[int.from_bytes(ticket, "big")]))
            done += 1
            _tidy(done)
            if time.process_time() >= lifetime:
                last = _RETIRED
                break
    finally:
        # Whatever it was: the parent tells it, and the process ends here.
        error = sys.exception()
        with suppress(OSError):
            if isinstance(error, OSError):
                error = explain_fault(error)
            if isinstance(error, NewsDigestError):
                _send(sink, _REFUSED, str(error).encode("utf-8", "replace"))
            elif error is None:
                _send(sink, last, b"")
            else:
                _send(sink, _FAILED, traceback.format_exc().encode("utf-8", "replace"))
        os._exit(0)


def _send(sink: int, kind: bytes, payload: bytes) -> None:
    data = memoryview(kind + len(payload).to_bytes(_LENGTH, "big") + payload)
    while data:
        data = data[os.write(sink, data) :]


def _collect(workers: dict[int, int], hire: Callable[[], int] | None = None) -> Iterator[bytes]:
    """What the workers send, until each has finished; `workers` loses those that have. For
    one that retires another is hired.
    """
    buffers = {pipe: bytearray() for pipe in workers}
    with selectors.DefaultSelector() as selector:
        for pipe in workers:
            selector.register(pipe, selectors.EVENT_READ)
        while workers:
            for key, _ in selector.select():
                pipe = key.fd
                data = os.read(pipe, 1 << 20)
                if not data:
                    raise BuildError("a worker ended before its time: is there enough memory?")
                buffers[pipe] += data
                for kind, payload in _take_messages(buffers[pipe]):
                    if kind == _DONE:
                        yield payload
                    elif kind in (_FINISHED, _RETIRED):
                        selector.unregister(pipe)
                        os.close(pipe)
                        os.waitpid(workers.pop(pipe), 0)
                        if kind == _RETIRED and hire:
                            fresh = hire()
                            buffers[fresh] = bytearray()
                            selector.register(fresh, selectors.EVENT_READ)
                    elif kind == _REFUSED:
                        raise BuildError(payload.decode("utf-8"))
                    else:
                        raise UnforeseenError(payload.decode("utf-8"))


def _take_messages(buffer: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """The complete messages at the buffer's start, which are taken out of it."""
    start = 0
    head = 1 + _LENGTH
    while len(buffer) >= start + head:
        end = start + head + int.from_bytes(buffer[start + 1 : start + head], "big")
        if len(buffer) < end:
            break
        yield bytes(buffer[start : start + 1]), bytes(buffer[start + head : end])
        start = end
    del buffer[:start]
