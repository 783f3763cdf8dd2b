"""A line of several facts, such as "Max Muster | 10. Januar 2022" → these facts."""

from __future__ import annotations

import re

from newsdigest.model import Span
from newsdigest.seeds.agencies import to_agency
from newsdigest.seeds.asian_datelines import match_asian_dateline
from newsdigest.seeds.bylines import match_byline
from newsdigest.seeds.date_lines import match_date_phrase
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.labels import match_label
from newsdigest.seeds.lines import fold_value, trim
from newsdigest.seeds.names import is_name_list, is_publication
from newsdigest.seeds.places import is_known_place, to_normal_case
from newsdigest.seeds.sections import is_section
from newsdigest.seeds.values import read_value

_BETWEEN = re.compile(
    r"\s*[(（][^()（）]{0,24}更新[)）]|\s+[A-Z]{1,3}T\b(?=\W|$)|\s+(?:avec|mit|with|con)\s+(?=[^\W\d_a-z])"
    r"|\s*[|｜·•;,，()（）【】\[\]]+\s*|\s+[-–—―−/]+\s+"
    r"|\s+(?:Uhr|h|г|года|r)\b\.?|\s*\.+$|[ \t\u3000]+"
)
_DIVIDE = re.compile(
    r"\s*[|｜·•;]\s*|\s*,\s+|\s+[-–—―−/]+\s+|\s*[()（）【】\[\]]\s*"
    r"|\s+(?:vom|of|du|del|dal|from)\s+(?=\S*\d)|\s+(?:avec|mit|with|con)\s+(?=[^\W\d_a-z])"
)
_CREDITS = ({"agency", "source"}, {"source", "dateline"}, {"agency"})
_WIDE_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{2,10}(?=[ \u3000])")
_PLACE = re.compile(r"[^\W\d_][\w.'’-]*(?:[ /][^\W\d_][\w.'’-]*){0,4}")
_TOWNS = frozenset(
    [
        "bad",
        "st",
        "sankt",
        "saint",
        "sainte",
        "san",
        "santa",
        "santo",
        "são",
        "new",
        "neu",
        "nova",
        "nuevo",
        "nueva",
        "port",
        "porto",
        "fort",
        "puerto",
        "el",
        "la",
        "los",
        "las",
        "le",
        "les",
        "monte",
        "mount",
        "ober",
        "unter",
        "groß",
        "klein",
        "alt",
        "kap",
        "cap",
        "cape",
        "lake",
        "west",
        "ost",
        "east",
        "nord",
        "north",
        "süd",
        "south",
        "den",
        "villa",
        "ciudad",
        "nowy",
        "nowa",
        "stary",
        "stara",
        "нижний",
        "великий",
    ]
)
_EDGES = "()（）[]【】*_ ,;:|-–—"


def read_fact_line(
    text: str, span: Span, language: str, *, titled: bool
) -> tuple[Fact, ...] | None:
    """The facts of a line if it states nothing else: at least a date, a byline with its
    preposition, or an agency.

    Args:
        text: The seed's text.
        span: The line.
        language: For dates whose order of day and month the language decides.
        titled: The headline was read; names and places need less evidence then.
    """
    if span.end - span.start > 200:
        return None
    inner = trim(text, span.start, span.end, _EDGES)
    if inner.start == inner.end:
        return None
    bracket = max(text.rfind(mark, inner.start, inner.end) for mark in "(（")
    if bracket >= 0 and text[inner.end : inner.end + 1] in {")", "）"}:
        inner = Span(inner.start, inner.end + 1)  # It was opened within: "1月10日（月）".
    whole = _read_whole(text, inner, language) if titled else None
    return whole or _read_parts(text, inner, language, titled=titled)


def _read_whole(text: str, inner: Span, language: str) -> tuple[Fact, ...] | None:
    """The facts of a line that is a byline or a dateline, names of any shape in it."""
    byline = match_byline(text, inner.start, inner.end)
    if byline:
        return byline
    asian = match_asian_dateline(text, inner.start, inner.end, language)
    return asian.facts if asian and asian.span.end == inner.end else None


def _read_parts(text: str, inner: Span, language: str, *, titled: bool) -> tuple[Fact, ...] | None:
    facts: list[Fact] = []
    at = inner.start
    while at < inner.end:
        step = _read_part(text, at, inner.end, language, titled=titled)
        if step is None:
            return None
        found, at = step
        facts.extend(found)
        between = _BETWEEN.match(text, at, inner.end)
        while between:
            at = between.end()
            between = _BETWEEN.match(text, at, inner.end)
    fields = {fact.field for fact in facts}
    dated = bool(fields & {"published", "updated"})
    if titled and fields in _CREDITS:
        return tuple(facts)
    if dated or fields == {"agency"} or ("byline" in fields and titled):
        return tuple(facts) if dated or titled or fields == {"agency"} else None
    return None


def _read_part(
    text: str, start: int, end: int, language: str, *, titled: bool
) -> tuple[tuple[Fact, ...], int] | None:
    phrase = match_date_phrase(text, start, end, language)
    if phrase:
        return (phrase.fact,), phrase.end
    wide = _WIDE_WORD.match(text, start, end)
    divide = _DIVIDE.search(text, start, wide.end() if wide else end)
    end = wide.end() if wide else end
    stop = divide.start() if divide and divide.start() > start else end
    part = trim(text, start, stop)
    words = text[part.start : part.end]
    label = match_label(text, part.start, part.end)
    if label and label.field and label.field not in {"headline", "summary", "published", "updated"}:
        facts = read_value(text, label.field, label.value, language, "label")
        return (facts, stop) if facts else None
    agency = to_agency(words)
    if agency:
        return (Fact("agency", agency, part, "header line"),), stop
    byline = match_byline(text, part.start, part.end)
    if byline:
        return byline, stop
    return _read_name_or_place(text, part, stop, titled=titled)


def _read_name_or_place(
    text: str, part: Span, stop: int, *, titled: bool
) -> tuple[tuple[Fact, ...], int] | None:
    words = text[part.start : part.end]
    value = fold_value(words)
    if all(is_known_place(place) for place in re.split(r"\s*/\s*", words)):
        return (Fact("dateline", to_normal_case(value), part, "header line"),), stop
    if is_section(words):
        return (Fact("category", value, part, "header line", confidence=0.8),), stop
    if not titled:
        return None
    if is_publication(words):
        return (Fact("source", value, part, "header line", confidence=0.8),), stop
    if _WIDE_WORD.match(text, part.start) and is_name_list(words):
        return (Fact("byline", value, part, "header line", confidence=0.8),), stop
    bar = text[stop : stop + 3].strip()[:1] in {"|", "｜", "·", "•"}
    before = text[: part.start].rstrip()[-1:] in {"|", "｜", "·", "•"}
    if (bar or before) and is_name_list(words):
        return (Fact("byline", value, part, "header line"),), stop
    if _PLACE.fullmatch(words) and words[0].isupper() and text[stop : stop + 1] == ",":
        # "Max Muster, 10.01.2022" or "Bad Altfurt, 10.01.2022".
        if is_name_list(words) and words.split()[0].casefold().rstrip(".") not in _TOWNS:
            return (Fact("byline", value, part, "header line", confidence=0.6),), stop
        fact = Fact("dateline", to_normal_case(value), part, "header line", confidence=0.8)
        return (fact,), stop
    return None
