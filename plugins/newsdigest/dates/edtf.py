"""EDTF level 0 text → `PartialDate`."""

from __future__ import annotations

import re
from datetime import time

from newsdigest.model import PartialDate

_EDTF = re.compile(
    r"""([0-9]{4}) (?:-([0-9]{2}) (?:-([0-9]{2}) (?:T(
    [0-9]{2}:[0-9]{2} (?: :[0-9]{2} (?:\.[0-9]{1,6})? )?
    (?: Z | [+-][0-9]{2}:[0-9]{2} (?: :[0-9]{2} (?:\.[0-9]{6})? )? )?
    ))?)?)?""",
    re.VERBOSE,
)


def parse_edtf(text: str) -> PartialDate:
    """The date that `str(date)` was written from: "2022", "2022-01", "2022-01-10" or
    "2020-07-24T18:02:11+02:00" (the offset may be missing).

    Raises:
        ValueError: For every other text and for dates that do not exist.
    """
    match = _EDTF.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no date: write 2022, 2022-01 or 2022-01-10")
    year, month, day, at = match.groups()
    try:
        return PartialDate(
            int(year),
            int(month) if month else None,
            int(day) if day else None,
            time.fromisoformat(at) if at else None,
        )
    except ValueError as error:
        raise ValueError(f"{text!r} is no date of the calendar: {error}") from error
