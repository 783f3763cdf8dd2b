"""Date expressions in the languages of the news → `PartialDate`.

Nothing is ever filled in: a month stays a month, and where the order of day and month
is not settled, only the year is told. No clock is read.
"""

from __future__ import annotations

from newsdigest.dates.edtf import parse_edtf
from newsdigest.dates.expressions import DateExpression, find_dates, match_date

__all__ = ["DateExpression", "find_dates", "match_date", "parse_edtf"]
