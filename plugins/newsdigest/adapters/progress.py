"""Long work → how far it has come, on stderr: a bar in a terminal, else now and then a line.

Short work shows nothing, so that a build with little to do says only what it did.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO, TypeVar

T = TypeVar("T")

_BAR_AFTER_S = 1.0
_LINE_EVERY_S = 10.0


def show_progress(
    label: str,
    total: int,
    parts: Iterable[T],
    *,
    size: int = 1,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[T]:
    """The parts, as they come.

    Args:
        label: What is being done, such as "Drawing pages".
        total: How many items there are.
        parts: Results of up to `size` items each.
        size: Items of one part.
        stream: Where to show it; stderr if None.
        clock: Seconds.
    """
    stream = stream or sys.stderr
    display = (_Bar if stream.isatty() else _Lines)(label, total, stream, clock)
    try:
        for number, part in enumerate(parts, 1):
            display.tell(min(number * size, total))
            yield part
    finally:
        display.close()


class _Lines:
    def __init__(self, label: str, total: int, stream: TextIO, clock: Callable[[], float]) -> None:
        self._label = label
        self._total = total
        self._stream = stream
        self._clock = clock
        self._due = clock() + _LINE_EVERY_S

    def tell(self, done: int) -> None:
        if self._clock() < self._due:
            return
        self._due = self._clock() + _LINE_EVERY_S
        self._stream.write(f"{self._label}: {done} of {self._total}\n")
        self._stream.flush()

    def close(self) -> None:
        """Lines stay where they are."""


class _Bar:
    def __init__(self, label: str, total: int, stream: TextIO, clock: Callable[[], float]) -> None:
        self._label = label
        self._total = total
        self._stream = stream
        self._clock = clock
        self._due = clock() + _BAR_AFTER_S
        self._bar: Any = None

    def tell(self, done: int) -> None:
        if self._bar is None:
            if self._clock() < self._due:
                return
            self._bar = self._start()
        self._bar.update(self._task, completed=done)

    def _start(self) -> Any:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        bar = Progress(*columns, console=Console(file=self._stream), transient=True)
        self._task = bar.add_task(self._label, total=self._total)
        bar.start()
        return bar

    def close(self) -> None:
        if self._bar is not None:
            self._bar.stop()
