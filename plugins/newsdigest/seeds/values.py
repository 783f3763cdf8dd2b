"""A labelled value → the facts it states; the same for labels, mail and front matter."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from newsdigest.model import Span
from newsdigest.seeds.agencies import to_agency
from newsdigest.seeds.bylines import match_byline, read_names
from newsdigest.seeds.date_lines import match_whole_date
from newsdigest.seeds.facts import Fact, Field
from newsdigest.seeds.headlines import split_headline
from newsdigest.seeds.lines import fold_value, trim
from newsdigest.seeds.places import to_normal_case

_COMMA = re.compile(r"[,;|，；、،؛#]")
_FURTHER = re.compile(r"\s+(?:作者|记者|記者|撰文)\s*[:：]\s*")
_ISSUE = re.compile(r",?\s+(?:vom|of|from|du|del|dal|z dnia|z|от)\s+(?=[^\s]*\s?\S*\d)")
_NAMED_IN = ("de", "en", "fr", "es", "it", "pl", "ru", "ar", "zh", "ja")


def read_value(
    text: str, field: Field, span: Span, language: str, method: str
) -> tuple[Fact, ...] | None:
    """The facts of a field's value, or None if it cannot be what the label says."""
    value = fold_value(text[span.start : span.end])
    if not value:
        return None
    if field in {"published", "updated"}:
        fact = match_whole_date(text, span.start, span.end, language)
        return (replace(fact, field=field, method=method),) if fact else None
    if field == "language":
        code = to_language_code(value)
        return (Fact(field, code, span, method),) if code else None
    if field == "tag":
        return tuple(_read_tags(text, span, method))
    if field == "byline":
        return _read_byline(text, span, value, method)
    if field == "source":
        return _read_source(text, span, language, method)
    if field == "agency":
        value = to_agency(value) or value
    if field == "dateline":
        value = to_normal_case(value)
    return (Fact(field, value, span, method),)


def _read_source(text: str, span: Span, language: str, method: str) -> tuple[Fact, ...]:
    """The source, the date and the author behind it, and the agency if it names one."""
    facts: list[Fact] = []
    span = trim(text, span.start, span.end, "©")
    further = _FURTHER.search(text, span.start, span.end)
    if further:
        author = Span(further.end(), span.end)
        facts += _read_byline(text, author, fold_value(text[author.start : author.end]), method)
        span = trim(text, span.start, further.start())
    dated = _ISSUE.search(text, span.start, span.end)
    date = match_whole_date(text, dated.end(), span.end, language) if dated else None
    if dated and date:
        span = trim(text, span.start, dated.start())
    else:
        span, date = split_headline(text, span, language)
    value = fold_value(text[span.start : span.end])
    facts.insert(0, Fact("source", value, span, method))
    if date:
        facts.append(date)
    agencies = [name for part in re.split(r"[,;/]\s*", value) if (name := to_agency(part))]
    if agencies:
        names = "/".join(dict.fromkeys(agencies))
        facts.append(Fact("agency", names, span, method, confidence=0.8))
    return tuple(facts)


def _read_byline(text: str, span: Span, value: str, method: str) -> tuple[Fact, ...]:
    facts = match_byline(text, span.start, span.end) or read_names(
        text, span.start, span.end, method
    )
    return facts or (Fact("byline", value, span, method),)


def _read_tags(text: str, span: Span, method: str) -> list[Fact]:
    facts: dict[str, Fact] = {}
    at = span.start
    for end in (*(m.start() for m in _COMMA.finditer(text, span.start, span.end)), span.end):
        part = trim(text, at, end)
        value = fold_value(text[part.start : part.end])
        if value:
            facts.setdefault(value.casefold(), Fact("tag", value, part, method))
        at = end + 1
    return list(facts.values())


def to_language_code(value: str) -> str | None:
    """The ISO 639-1 code of "de", "de-AT" or a language's name ("Deutsch", "German")."""
    word = value.strip().casefold().replace("_", "-")
    code = word.split("-")[0]
    if len(code) == 2 and code.isascii():
        try:
            return Locale(code).language
        except (UnknownLocaleError, ValueError):
            return None
    return _load_language_names().get(word)


@lru_cache(maxsize=1)
def _load_language_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for reader in _NAMED_IN:
        for code, name in Locale(reader).languages.items():
            if len(code) == 2:
                names.setdefault(str(name).casefold(), code)
    return names
