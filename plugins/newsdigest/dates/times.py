"""What follows a date → its time of day."""

from __future__ import annotations

import re
from datetime import time, timedelta, timezone

from newsdigest.dates.names import ZONES

_CLOCK = re.compile(
    r"""
    (?: (?P<iso>T)
      | [ ]{0,3} (?:[,;|-]|[–—•·])? [ ]{0,3}
        (?: (?i:um|at|à|alle(?:[ ]ore)?|a[ ]las|(?:o[ ])?godz\.|kl\.|klo|om|в|о|الساعة) [ ]{1,3} )?
        (?P<half>上午|下午|午前|午後)? [ ]?
    )
    (?<![0-9])
    (?P<hour>[0-9]{1,2})
    (?: (?P<mark>[:.hH时時點点]) [ ]? (?P<minute>[0-9]{2}) 分?
        (?: :(?P<second>[0-9]{2}) (?:[.,](?P<fraction>[0-9]{1,6})[0-9]*+)? )?
    )?
    (?: [ ]{0,2} (?P<unit>(?i:Uhr|uur|hrs|h|ч)|[时時點点]) (?![^\W\d_]) )?
    (?: [ ]{0,2} (?P<meridiem>(?i:[ap](?:m|\.[ ]?m\.))) )?
    # An offset may follow at once after seconds or in ISO 8601; else "08:00-09:00" is a range.
    (?: (?(iso)|(?(second)|(?!))) (?=(?:Z|[+-][0-9]{2}:?[0-9]{2})(?!\w))
      | (?![^\W\u3040-\u30ff\u3400-\u9fff]|[.:,/-][0-9]) )
    """,
    re.VERBOSE,
)
_ZONE = re.compile(
    r"""
    [ ]{0,2} (?P<paren>\()?
    (?: (?P<offset>(?:UTC|GMT)[+-][0-9]{1,2}|[+-][0-9]{2}) (?::?(?P<minutes>[0-9]{2}))?
      | (?P<name>[A-Z]{1,4})
    )
    (?(paren)\)) (?![\w:]|\.[0-9])
    (?: [ ]\([A-Z]{2,5}\) )?  # RFC 5322's comment: "+0200 (CEST)"
    """,
    re.VERBOSE,
)


def read_time(text: str, start: int) -> tuple[time | None, int]:
    """The time of day that follows a date ending at `start`, and where it ends.

    None and `start` where no time follows or none that exists ("25:61"). Hours alone
    count with "Uhr", "h" or "pm", a point between hours and minutes with "Uhr", "pm" or a
    zone ("18.02 GMT").
    """
    match = _CLOCK.match(text, start)
    if match is None or not _is_clock(text, match):
        return None, start
    hour = _read_hour(match)
    micro = int((match["fraction"] or "").ljust(6, "0"))
    try:
        at = time(hour, int(match["minute"] or 0), int(match["second"] or 0), micro)
    except ValueError:
        return None, start
    return _add_zone(text, at, match.end())


def _is_clock(text: str, match: re.Match[str]) -> bool:
    if match["unit"] or match["meridiem"] or match["mark"] not in {None, "."}:
        return True
    zone = _ZONE.match(text, match.end()) if match["mark"] else None
    return zone is not None and (zone["name"] or "").lower() in ZONES


def _read_hour(match: re.Match[str]) -> int:
    """The hour of the day, or 24 (which `time` refuses) for "13 pm"."""
    hour = int(match["hour"])
    if match["meridiem"]:
        if not 1 <= hour <= 12:
            return 24
        return hour % 12 + (12 if match["meridiem"][0] in "pP" else 0)
    if match["half"] in {"下午", "午後"} and hour < 12:
        return hour + 12
    return hour


def _add_zone(text: str, at: time, end: int) -> tuple[time, int]:
    """The time with its offset where one is told; names that no table settles stay out."""
    match = _ZONE.match(text, end)
    if match is None:
        return at, end
    if match["name"]:
        minutes = ZONES.get(match["name"].lower())
    else:
        minutes = _read_offset(match["offset"], match["minutes"] or "0")
    if minutes is None:
        return at, end
    return at.replace(tzinfo=timezone(timedelta(minutes=minutes))), match.end()


def _read_offset(offset: str, minutes: str) -> int | None:
    hours = int(offset.lstrip("UTCGM+-"))
    if hours > 14 or int(minutes) > 59:
        return None
    return (-1 if "-" in offset else 1) * (60 * hours + int(minutes))
