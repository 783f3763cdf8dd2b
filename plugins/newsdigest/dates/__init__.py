"""Date expressions in the languages of the news → `PartialDate`.

Nothing is ever filled in: a month stays a month, and where the order of day and month
is not settled, only the year is told. No clock is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsdigest.dates.edtf import parse_edtf

if TYPE_CHECKING:
    from newsdigest.dates.expressions import DateExpression, find_dates, match_date

__all__ = ["DateExpression", "find_dates", "match_date", "parse_edtf"]


def __getattr__(name: str) -> object:
    """The rest, at first use: most builds read no date expression, and the rules of ten
    languages take longer to compile than a small site to check (PEP 562).
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from newsdigest.dates import expressions

    return getattr(expressions, name)
