"""Builds and commands in processes as fresh as new ones, without the cost of importing.

A process of its own, the press, has loaded everything that a build needs and forks for
each order. It never builds itself, so that no cache of a module outlives a build; what
tests do in their own process does not reach it either.
"""

from __future__ import annotations

import atexit
import importlib
import os
import pickle
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from newsdigest import groups
from newsdigest.__main__ import main
from newsdigest.adapters.commands.building import run_build
from newsdigest.adapters.commands.warming import load_ahead
from newsdigest.adapters.pages import drawing

GROUP_SIZE = "GROUP_SIZE"
"""In the environment: how large groups of pages are, where it shall not be as usual."""

ALONE = "ALONE"
"""In the environment: how many seconds groups are drawn before workers begin, likewise."""

LONGEST = 300
"""Seconds after which a process is ended."""

# What commands other than builds import late.
_LATE = ("newsdigest.adapters.check.checking", "newsdigest.adapters.commands.reporting")

# What Python tells its audit hooks before it changes the file system (PEP 578).
_CHANGES = frozenset(("os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate"))


@dataclass(frozen=True)
class Order:
    """What a new process is to do.

    Attributes:
        root: The folder it works in.
        arguments: Of the command line; none is a build with `overrides`.
        overrides: Settings that win over the file's.
        out: Where its standard output goes.
        err: Where its standard error goes; it may be the same file.
        changes: After so many changes to the file system, it kills itself.
        moves: Only moves of files and folders count.
    """

    root: Path
    out: Path
    err: Path
    arguments: tuple[str, ...] | None = None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    changes: int | None = None
    moves: bool = False


class Press:
    """The process that forks, as those see it who order."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.site.press"],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def start(self, order: Order, environment: Mapping[str, str]) -> int:
        """The id of the process that does it, in a process group of its own.

        Args:
            order: What it does.
            environment: Variables beside those of this process.
        """
        number: int = self._ask("start", order, {**os.environ, **environment})
        return number

    def wait(self, pid: int, *, patient: bool = True) -> int | None:
        """How the process ended (`-n`: by signal n); none if it runs and we are not patient."""
        status: int | None = self._ask("wait", pid, 0 if patient else os.WNOHANG)
        return status

    def close(self) -> None:
        self._process.communicate()

    def _ask(self, *question: Any) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        pickle.dump(question, self._process.stdin)
        self._process.stdin.flush()
        return pickle.load(self._process.stdout)  # noqa: S301


@cache
def open_press() -> Press:
    """The one of this process, which lives as long."""
    press = Press()
    atexit.register(press.close)
    return press


class Killer:
    """Ends this process by SIGKILL when it is about to change the file system once more
    than it may. What it forks inherits the hook, and may do as it likes.
    """

    def __init__(self, changes: int, *, moves: bool) -> None:
        self._left = changes
        self._moves = moves
        self._pid = os.getpid()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if os.getpid() != self._pid:
            return
        if event == "os.rename" if self._moves else _changes_files(event, arguments):
            self._left -= 1
            if self._left < 0:
                os.kill(os.getpid(), signal.SIGKILL)


def _changes_files(event: str, arguments: tuple[Any, ...]) -> bool:
    if event != "open":
        return event in _CHANGES
    return isinstance(arguments[2], int) and bool(arguments[2] & (os.O_WRONLY | os.O_RDWR))


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answers until nobody can ask any more."""
    for name in _LATE:
        importlib.import_module(name)
    load_ahead()
    while True:
        try:
            question, *details = pickle.load(questions)  # noqa: S301
        except EOFError:
            return
        if question == "start":
            order, environment = details
            answer: int | None = os.fork()
            if answer == 0:
                _work(order, environment)
        else:
            pid, status = os.waitpid(*details)
            answer = os.waitstatus_to_exitcode(status) if pid else None
        pickle.dump(answer, answers)
        answers.flush()


def _work(order: Order, environment: Mapping[str, str]) -> NoReturn:
    """The life of a process that does one order; it never returns."""
    status = 70
    try:
        os.setpgid(0, 0)
        signal.alarm(LONGEST)
        os.chdir(order.root)
        for number, path in ((1, order.out), (2, order.err)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        groups.SIZE = int(environment.get(GROUP_SIZE, groups.SIZE))
        drawing.ALONE_S = float(environment.get(ALONE, drawing.ALONE_S))
        if order.changes is not None:
            sys.addaudithook(Killer(order.changes, moves=order.moves))
        if order.arguments is None:
            run_build(order.root / "pelicanconf.py", order.overrides)
            status = 0
        else:
            status = main(order.arguments)
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    finally:
        if sys.exception() is not None and status == 70:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
