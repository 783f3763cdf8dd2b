"""How hypothesis searches: freely at a desk, the same examples on every run in CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says how many builds were compared, in whichever processes."""
    compared = sum(
        int(str(value))
        for report in terminalreporter.getreports("passed")
        for name, value in report.user_properties
        if name == "comparisons"
    )
    if compared:
        terminalreporter.write_line(f"{compared} builds equal clean ones, byte for byte")


@pytest.fixture
def untraced() -> Iterator[None]:
    """The test's time is the program's own: coverage would make it several times as long."""
    tracer = sys.gettrace()
    sys.settrace(None)
    yield
    sys.settrace(tracer)
