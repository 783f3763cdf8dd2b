"""A stretch of a seed → its byline, with a preposition ("Von Max Muster") or without."""

from __future__ import annotations

import re

from newsdigest.model import Span
from newsdigest.seeds.agencies import to_agency
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.lines import fold_value, trim
from newsdigest.seeds.names import is_name, is_name_list
from newsdigest.seeds.places import is_known_place, to_normal_case

_SAID = re.compile(
    r"""(?:
        (?:von|by|par|di|por|de|od|text|words|bericht|texte|testo|tekst
          |(?:additional\ )?reporting\ by|written\ by
          |ein\ bericht\ von|eine\ analyse\ von|ein\ kommentar\ von|автор|текст)\s*:?\s+
      | (?:بقلم|كتب|كتبت|إعداد)\s*:?\s*
      | (?:文|作者|撰文|记者|記者|執筆|著者)\s*[:：/／=＝]?\s*
    )(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_DIVIDE = re.compile(
    r"\s*[,(|;/]\s*|\s+(?:in|aus|à|a|en|z|w|из|mit|with|avec|con)\s+(?=[^\W\d_a-zà-ÿа-я])|\s[-–—]\s"
)
_DIGIT = re.compile(r"\d")
_CREDITED = re.compile(r"(?:editing|additional|writing|edited|compiled|foto|photo)", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_CREDIT = re.compile(r"(?:[^\W\d_A-ZÀ-ÞА-Я]\w*:?\s+|[A-ZÀ-ÞА-Я][\w ]{2,24}:\s*){1,3}", re.UNICODE)


def match_byline(text: str, start: int, end: int) -> tuple[Fact, ...] | None:
    """The byline, and the agency behind it, if the whole stretch is one."""
    said = _SAID.match(text, start, end)
    if said is None or end - start > 160 or text[end - 1] in "!?:…":
        return None
    return read_names(text, said.end(), end, "byline")


def read_names(text: str, start: int, end: int, method: str) -> tuple[Fact, ...] | None:
    """One name or several, with an agency, a place or an office behind them."""
    parts = _split(text, start, end)
    names = [part for part in parts if is_name(_cut(text, part)) and not _is_place(text, part)]
    if not is_name_list(_cut(text, parts[0])) or any(_DIGIT.search(_cut(text, p)) for p in parts):
        return None
    last = max(names, key=lambda part: part.end) if names else parts[0]
    if last.end < parts[0].end or not _are_consecutive(parts, last, names):
        last = parts[0]
    span = Span(parts[0].start, last.end)
    facts = [Fact("byline", _write(_cut(text, span)), span, method)]
    for part in parts:
        if part.start >= span.end:
            agency = to_agency(_cut(text, part))
            if agency:
                facts.append(Fact("agency", agency, part, method))
            elif _is_place(text, part):
                place = to_normal_case(fold_value(_cut(text, part)))
                facts.append(Fact("dateline", place, part, method, confidence=0.7))
            elif ":" not in _cut(text, part) and not _CREDITED.match(_cut(text, part)):
                # An office or title belongs to the name: nothing of the line is lost.
                span = Span(span.start, part.end)
                facts[0] = Fact("byline", _write(_cut(text, span)), span, method)
    return tuple(facts)


def match_unsaid_byline(text: str, start: int, end: int) -> tuple[Fact, ...] | None:
    """The byline in a text's last line, which has no preposition: names only, perhaps
    with an agency or a credit in small letters between them.
    """
    if end - start > 100 or text[end - 1] in '.!?:;,…"“”»)' or "\n" in text[start:end]:
        return None
    parts = _split(text, start, end)
    first = _cut(text, parts[0])
    if not is_name_list(first) or is_known_place(first) or len(first.split()) > 6:
        return None
    if first in text[:start]:
        return None  # Whom the text speaks of did not write it.
    for part in parts[1:]:
        words = _cut(text, part)
        rest = _CREDIT.sub("", words, count=1)
        if not (to_agency(words) or is_name_list(rest) or is_known_place(words)):
            return None
    agencies = [
        Fact("agency", agency, part, "end note", confidence=0.8)
        for part in parts[1:]
        if (agency := to_agency(_cut(text, part)))
    ]
    last = max((p for p in parts if not to_agency(_cut(text, p))), key=lambda p: p.end)
    span = Span(parts[0].start, last.end)
    byline = Fact("byline", _write(_cut(text, span)), span, "end note", confidence=0.8)
    return (byline, *agencies)


def _split(text: str, start: int, end: int) -> list[Span]:
    spans = []
    at = start
    for match in _DIVIDE.finditer(text, start, end):
        spans.append(trim(text, at, match.start(), "()"))
        at = match.end()
    spans.append(trim(text, at, end, "()"))
    return [span for span in spans if span.start < span.end] or [Span(start, end)]


def _are_consecutive(parts: list[Span], last: Span, names: list[Span]) -> bool:
    return all(part in names for part in parts if part.end <= last.end)


def _is_place(text: str, part: Span) -> bool:
    return is_known_place(_cut(text, part))


def _cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _write(raw: str) -> str:
    """Names in capitals in the usual case."""
    value = fold_value(raw)
    if not value.isupper():
        return value
    return _WORDS.sub(lambda match: match[0].capitalize(), value)
