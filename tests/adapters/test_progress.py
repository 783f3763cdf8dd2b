"""What the editor sees of long work."""

from __future__ import annotations

import io

from newsdigest.adapters.progress import show_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(stream: io.StringIO, seconds: float, parts: int = 10) -> str:
    """The work of ten parts of four items, each of which takes these seconds."""
    now = 0.0

    def work() -> list[int]:
        return list(range(parts))

    def clock() -> float:
        nonlocal now
        now += seconds / 2
        return now

    shown = show_progress(
        "Drawing pages", 4 * parts - 1, work(), size=4, stream=stream, clock=clock
    )
    assert list(shown) == work()
    return stream.getvalue()


def test_short_work_says_nothing() -> None:
    assert run(io.StringIO(), 0.1) == ""
    assert run(Terminal(), 0.01) == ""


def test_long_work_says_now_and_then_how_far_it_is() -> None:
    lines = run(io.StringIO(), 6).splitlines()
    assert lines[0] == "Drawing pages: 16 of 39"
    assert 2 <= len(lines) <= 5


def test_a_terminal_shows_a_bar() -> None:
    assert "Drawing pages" in run(Terminal(), 6)
