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
    r"(?P<agency>[\u3400-\u9fff]{2,5}?(?:社|网|網)|本报|本報|路透)"
    r"(?P<where>[\u3400-\u9fff]{0,12}?)"
    r"(?P<date>(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?[0-9]{1,2}日)"
    r"(?:(?:专|專)?(?:电|電|讯|訊|消息)|(?=\s[-–—]\s))"
    r"(?:[ ]?[（(](?:记者|記者)?[ ]?(?P<byline>[^）)\n]{2,40})[）)])?[\s：:–—-]*"
)
_REPORT = re.compile(
    r"[〔（(【]?(?:记者|記者)(?P<byline>[\u3400-\u9fff]{2,4})[／/](?P<place>[\u3400-\u9fff]{2,8}?)"
    r"(?:报道|報導|電|电)[〕）)】]?[\s：:]*"
)
_REPORTER = re.compile(r"记者|記者")
_PLACE = re.compile(
    r"(?P<place>[\u3040-\u30ff\u3400-\u9fff]{2,10})[（(](?P<agency>[^）)\n]{2,20})[）)]\s*(?:[-–—―]+\s*)?"
)
_WORD = re.compile(r"(?P<by>[=＝][ ]?)?[^\s、，,=＝/／]+")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_REPORTS = frozenset(["讯", "訊", "电", "電", "发", "發"])


def match_asian_dateline(text: str, start: int, end: int, language: str) -> Dateline | None:
    """The dateline at `start`, if it is one of these two forms."""
    match = _WIRE.match(text, start, end)
    if match:
        return _read_wire(text, match, language)
    match = _REPORT.match(text, start, end)
    if match:
        facts = (
            Fact("dateline", match["place"], Span(*match.span("place")), "dateline"),
            Fact("byline", match["byline"], Span(*match.span("byline")), "dateline"),
        )
        return Dateline(facts, Span(*match.span()))
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
    facts = _read_where(match["where"], match.start("where"))
    name = to_agency(match["agency"])
    if name:
        facts.append(Fact("agency", name, Span(*match.span("agency")), "dateline"))
    elif not facts or match["agency"].endswith("社"):
        return None
    if match["byline"]:
        span = trim(text, *match.span("byline"))
        facts.append(Fact("byline", fold_value(text[span.start : span.end]), span, "dateline"))
    return _build(text, match, tuple(facts), Span(*match.span("date")), language)


def _read_where(words: str, start: int) -> list[Fact]:
    """The place, and the reporter before it: "北京", "记者王小明台北"."""
    if not words:
        return []
    said = _REPORTER.match(words)
    at = 0
    if said:
        rest = range(said.end() + 2, min(said.end() + 5, len(words) - 1))
        # Most names have three characters.
        at = next((n for n in rest if is_known_place(words[n:])), min(said.end() + 3, len(words)))
    facts = []
    if words[at:]:
        span = Span(start + at, start + len(words))
        facts.append(Fact("dateline", words[at:], span, "dateline"))
    if said:
        span = Span(start + said.end(), start + at)
        facts.append(Fact("byline", words[said.end() : at], span, "dateline"))
    return facts


def _read_frame(text: str, match: re.Match[str], language: str) -> Dateline | None:
    inner = Span(*match.span("inner"))
    when = _DATE.search(text, inner.start, inner.end)
    name = to_agency(match["inner"])
    if name and language in {"zh", "ja"}:
        return Dateline((Fact("agency", name, inner, "dateline"),), Span(*match.span()))
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
    if "：" in word or ":" in word:
        return None
    if match["by"]:
        span = Span(match.end("by"), match.end())
        return [Fact("byline", match.string[span.start : span.end], span, "dateline")]
    head = next((at for at in range(len(word) - 1, 1, -1) if to_agency(word[:at])), 0)
    tail = next((at for at in range(head, len(word)) if to_agency(word[at:])), len(word))
    backed = tail < len(word) and tail - head <= 8
    facts = _read_middle(word[head:tail], start + head, dated=dated or backed)
    if facts is None:
        return None
    for left, right in ((0, head), (tail, len(word))):
        name = to_agency(word[left:right])
        if name:
            facts.append(Fact("agency", name, Span(start + left, start + right), "dateline"))
    return facts


def _read_middle(words: str, start: int, *, dated: bool) -> list[Fact] | None:
    """The place between agencies, and the reporter with it; None for what is neither.

    Args:
        words: May be empty.
        start: Where they begin.
        dated: A date or an agency says that this is a dateline.
    """
    if not words or _REPORTER.match(words):
        return _read_where(words, start)
    place, _, reporter = words.partition("・")
    if not is_known_place(place) and (reporter or not dated):
        return None
    facts = [Fact("dateline", place, Span(start, start + len(place)), "dateline")]
    if reporter:
        span = Span(start + len(place) + 1, start + len(words))
        facts.append(Fact("byline", reporter, span, "dateline"))
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
