"""A stretch of a header → the date it names, with the words that say what date it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from newsdigest.dates import match_date
from newsdigest.model import Span
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.labels import list_words

# What may stand before a date that is nothing else: "am 10. Januar 2022".
_BEFORE = re.compile(
    r"(?:am|den|dem|vom|on|le|du|el|il|del|dnia|z dnia|w dniu|em)\s+", re.IGNORECASE
)
# The time of day before its date, which counts for nothing: "18:02, 10 января 2022".
_CLOCK = re.compile(
    r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?:\s*(?:Uhr|h|[ap]\.?m\.?))?(?:\s[A-Z]{1,3}T)?\s*[,|–—-]?\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s*(?:Uhr|h|г\.|года|r\.|年)?[.,;]?\s*")


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date fact and where the whole phrase ends."""

    fact: Fact
    end: int


def match_date_phrase(text: str, start: int, end: int, language: str) -> DatePhrase | None:
    """A date at `start`, alone or after words such as "Published on" or "Stand:"."""
    said = _load_phrases().match(text, start, end)
    field: Literal["published", "updated"] = "published"
    at = start
    if said:
        field = "updated" if said["updated"] else "published"
        at = said.end()
    for before in (_CLOCK, _BEFORE):
        stands = before.match(text, at, end)
        at = stands.end() if stands else at
    found = match_date(text, at, language)
    if found is None or found.span.end > end:
        return None
    fact = Fact(field, "", found.span, "date line", found.date, found.ambiguous)
    return DatePhrase(fact, found.span.end)


def match_whole_date(text: str, start: int, end: int, language: str) -> Fact | None:
    """The date that a stretch names if it names nothing else."""
    phrase = match_date_phrase(text, start, end, language)
    if phrase is None:
        return None
    after = _AFTER.match(text, phrase.end, end)
    return phrase.fact if after and after.end() == end else None


def match_fragment(
    text: str, span: Span, year: int, month: int | None, language: str
) -> Fact | None:
    """The date that "10. Januar" or "10日" means in a text of that year and month."""
    fragment = text[span.start : span.end]
    for completed in _complete(fragment, year, month):
        found = match_date(completed, 0, language)
        if found and found.span.end == len(completed) and found.date.day and not found.ambiguous:
            return Fact("published", "", span, "dateline", found.date)
    return None


def _complete(fragment: str, year: int, month: int | None) -> tuple[str, ...]:
    bare = fragment.strip().rstrip(",")
    if bare.isdigit():
        return (f"{year}-{month:02}-{bare:0>2}",) if month else ()
    asian = re.sub(r"\s", "", bare)
    if asian.endswith(("日", "号")):
        if "月" in asian:
            return (f"{year}年{asian}",)
        return (f"{year}年{month}月{asian}",) if month else ()
    return (f"{bare} {year}", f"{bare}, {year}", f"{bare}.{year}")


@lru_cache(maxsize=1)
def _load_phrases() -> re.Pattern[str]:
    updated = "|".join(map(re.escape, list_words("updated")))
    published = "|".join(map(re.escape, list_words("published")))
    return re.compile(
        rf"(?:(?P<updated>{updated})|(?:{published}))(?:\s*[:：|]\s*|\s+|(?<=[于於])|(?=[0-9]))",
        re.IGNORECASE,
    )
