"""Faults to be planted in the engine (`make test-mutations`) must find their place."""

from __future__ import annotations

from pathlib import Path

import newsdigest
from tests.planted_faults import FAULTS


def test_what_each_fault_replaces_stands_in_its_module_once() -> None:
    package = Path(newsdigest.__file__).parent
    found = {
        fault.name: (package / fault.module).read_text("utf-8").count(fault.old) for fault in FAULTS
    }
    assert found == dict.fromkeys(found, 1)
    assert len(found) == len(FAULTS)
