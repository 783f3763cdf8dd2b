"""A Chinese or Japanese paragraph's start → the dateline: 【6月18日 AFP】, 新华社北京1月10日电."""

from __future__ import annotations

import re

from newsdigest.dates import match_date
from newsdigest.model import Span
from newsdigest.seeds.agencies import to_agency
from newsdigest.seeds.facts import Dateline, Fact
from newsdigest.seeds.lines import fold_value, trim
from newsdigest.seeds.places import is_known_place

_FRAME = re.compile(
    r"[【（［〔\[(](?P<inner>[^】）］〕\])\n]{2,40})[】）］〕\])]\s*(?:[-–—―ー]+\s*)?"
)
_DATE = re.compile(r"(?:[0-9０-９]{4}年)?(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}[日号]")
_WIRE = re.compile(
    r"(?P<agency>[\u3400-\u9fff]{2,5}?(?:社|网))(?P<place>[\u3400-\u9fff]{2,8}?)"
    r"(?P<date>(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?[0-9]{1,2}日)(?:专|專)?(?:电|電|讯|訊)"
    r"(?:[ ]?[（(](?:记者|記者)?[ ]?(?P<byline>[^）)\n]{2,40})[）)])?[\s：:]*"
)
_PLACE = re.compile(
    r"(?P<place>[\u3040-\u30ff\u3400-\u9fff]{2,10})[（(](?P<agency>[^）)\n]{2,20})[）)]\s*(?:[-–—―]+\s*)?"
)
_WORD = re.compile(r"(?P<by>[=＝][ ]?)?[^\s、，,・=＝/／]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_REPORTS = frozenset(["讯", "訊", "电", "電", "发", "發"])


def match_asian_dateline(text: str, start: int, end: int, language: str) -> Dateline | None:
    """The dateline at `start`, if it is one of these two forms."""
    match = _WIRE.match(text, start, end)
    if match:
        return _read_wire(text, match, language)
    match = _PLACE.match(text, start, end)
    name = to_agency(match["agency"]) if match else None
    if match and name and is_known_place(match["place"]):
        facts = (
            Fact("dateline", match["place"], Span(*match.span("place")), "dateline"),
            Fact("agency", name, Span(*match.span("agency")), "dateline"),
        )
        return Dateline(facts, Span(*match.span()))
    match = _FRAME.match(text, start, end)
    return _read_frame(text, match, language) if match else None


def _read_wire(text: str, match: re.Match[str], language: str) -> Dateline | None:
    name = to_agency(match["agency"])
    if name is None:
        return None
    facts = [
        Fact("dateline", match["place"], Span(*match.span("place")), "dateline"),
        Fact("agency", name, Span(*match.span("agency")), "dateline"),
    ]
    if match["byline"]:
        span = trim(text, *match.span("byline"))
        facts.append(Fact("byline", fold_value(text[span.start : span.end]), span, "dateline"))
    return _build(text, match, tuple(facts), Span(*match.span("date")), language)


def _read_frame(text: str, match: re.Match[str], language: str) -> Dateline | None:
    inner = Span(*match.span("inner"))
    when = _DATE.search(text, inner.start, inner.end)
    if when is None and not _HAN.search(match["inner"]):
        return None
    stretches = [inner]
    if when:
        stretches = [Span(inner.start, when.start()), Span(when.end(), inner.end)]
    facts: list[Fact] = []
    for stretch in stretches:
        for word in _WORD.finditer(text, stretch.start, stretch.end):
            read = _read_word(word, dated=when is not None)
            if read is None:
                return None
            facts.extend(read)
    if not facts:
        return None
    return _build(text, match, tuple(facts), Span(*when.span()) if when else None, language)


def _read_word(match: re.Match[str], *, dated: bool) -> list[Fact] | None:
    """The place, the agency or both that a word names ("ジュネーブ共同"); None if neither."""
    word, start = match[0], match.start()
    if word in _REPORTS:
        return []
    if match["by"]:
        span = Span(match.end("by"), match.end())
        return [Fact("byline", match.string[span.start : span.end], span, "dateline")]
    head = next((at for at in range(len(word) - 1, 1, -1) if to_agency(word[:at])), 0)
    tail = next((at for at in range(head, len(word)) if to_agency(word[at:])), len(word))
    facts = []
    if head < tail:
        place = word[head:tail]
        if not (is_known_place(place) or dated or (tail < len(word) and len(place) <= 8)):
            return None
        facts.append(Fact("dateline", place, Span(start + head, start + tail), "dateline"))
    for left, right in ((0, head), (tail, len(word))):
        name = to_agency(word[left:right])
        if name:
            facts.append(Fact("agency", name, Span(start + left, start + right), "dateline"))
    return facts


def _build(
    text: str, match: re.Match[str], facts: tuple[Fact, ...], when: Span | None, language: str
) -> Dateline:
    span = Span(*match.span())
    whole = match_date(text, when.start, language) if when else None
    if whole and whole.span == when and not whole.ambiguous:
        fact = Fact("published", "", whole.span, "dateline", whole.date)
        return Dateline((*facts, fact), span)
    return Dateline(facts, span, when)
