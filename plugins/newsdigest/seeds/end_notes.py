"""The last lines of a text → byline, agency, source, rights and date that they note.

The notes stay in the body, letter for letter: these rules only read them.
"""

from __future__ import annotations

import re

from newsdigest.dates import match_date
from newsdigest.model import Block, Span
from newsdigest.seeds.agencies import find_end_mark, find_tail, to_agency
from newsdigest.seeds.bylines import is_credit, match_byline, match_unsaid_byline, read_names
from newsdigest.seeds.facts import Fact, Field
from newsdigest.seeds.header_lines import read_fact_line
from newsdigest.seeds.labels import match_label
from newsdigest.seeds.lines import fold_value, trim
from newsdigest.seeds.names import is_name
from newsdigest.seeds.places import is_known_place
from newsdigest.seeds.values import read_value

_MOST = 6
_LONGEST = 250
_LABELS: frozenset[Field] = frozenset(
    {"source", "byline", "agency", "published", "updated", "rights", "category", "tag"}
)
_RIGHTS = re.compile(
    r"(?:©|\([cC]\)\s?|Copyright\b|Alle Rechte vorbehalten|All rights reserved|Tous droits réservés"
    r"|Todos los derechos reservados|Tutti i diritti riservati|Wszelkie prawa zastrzeżone"
    r"|Все права защищены|جميع الحقوق محفوظة|版权所有|無断転載)[^\n]*",
)
_SIGN = re.compile(
    r"(?:©|\([cC]\)|Copyright)\s*(?:by\s+)?(?:\d{4}\s+)?(?:by\s+)?"
    r"(?P<owner>(?P<word>[^\s/,.;|]+)[^/,.;|\n]*)(?:/\s*(?P<byline>[^/,.;|\n]+)$)?",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://|www\.")
_ENDS = re.compile(r"[.!?…\"“”»)\]。’'؟]\s*$")
_FRAME = "()（）[]【】〔〕/–—―−-+*._"
# Lines that credit others than the author, or lead elsewhere.
_ASIDE = re.compile(
    r"(?:foto|photo|bild|redaktion|editor|edited by|editing by|édité par|edición|editado por"
    r"|редактор|编辑|編輯|责任编辑|責任編輯|责编|校对|編集|翻訳|翻訳編集|تحرير|rückfragehinweis|kontakt"
    r"|mehr zum thema|lesen sie auch|read more|lire aussi|lea también|leggi anche|czytaj także"
    r"|читайте также)\s*[:：]",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"(?:[a-zäöüßąćęłńóśźż]{2,4}/\s*){1,4}")
_NUMBERED = re.compile(r"(?P<agency>[\w-]+), (?P=agency)?\w*:\d{6}-[\d-]+(?:/\d+)?")
_SOURCED = re.compile(r"(?:source|quelle|fonte|fuente|źródło|источник)\s+(?=\w)", re.IGNORECASE)
_TAIL_SOURCE = re.compile(
    r"(?<=[.!?…\"“”»。])\s*(?P<all>(?:Quelle|Source|Fuente|Fonte|Źródło|Источник|来源|來源|المصدر)"
    r"\s?[:：][^.\n]{2,60})$"
)
_INITIALS = re.compile(r"(?:[a-zäöüß]{2,5}\.?(?:/[a-z]{2,5})*)")
_AWAY = re.compile(r"\s+(?:aus|in|à|a|en|from|da|z|из)\s+(?=[^\W\d_])")
_WITH = re.compile(
    r"(?:mit (?:Agentur)?(?:material|informationen)(?: von| der| des)?"
    r"|with (?:material|files|reporting|inputs) from"
    r"|по материалам|avec"
    r"|con (?:información|informaciones|materiale) (?:de|di)|z materiałów)\s+(?:der |the |l')?"
    r"(?P<agency>[^()\n.]{2,40}?)\)?\.?$",
    re.IGNORECASE,
)
_REPORTER = re.compile(r"记者|記者")
_COMMA = re.compile(r"\s*[,;/]\s*|\s+[–—-]\s+|\s+(?=\d{1,2}\.\s?\d)")


def read_end_notes(text: str, blocks: tuple[Block, ...], language: str) -> tuple[Fact, ...]:
    """The facts that the text's last lines note, in the order they are found from the end."""
    facts: list[Fact] = []
    for index in range(len(blocks) - 1, max(-1, len(blocks) - 1 - _MOST), -1):
        span = blocks[index].span
        note = None
        if index and span.end - span.start <= _LONGEST:
            note = _read_line(text, span, language)
            before = text[: blocks[index - 1].span.end][-3:]
            named = any(fact.field == "byline" for fact in facts)
            if not note and not named and _ENDS.search(before):
                note = _read_unsaid(text, span) or note
        if note is None:
            facts.extend(_read_tail(text, span, language))
            break
        facts.extend(note)
    return tuple(facts)


def _read_line(text: str, span: Span, language: str) -> tuple[Fact, ...] | None:
    """The facts of a line that is nothing but a note; None if it is more."""
    words = text[span.start : span.end]
    rights = _RIGHTS.match(words)
    if rights:
        return _read_rights(text, Span(span.start, span.end))
    if find_end_mark(text, span.start, span.end) == span.start or _URL.match(words):
        return ()
    inner = trim(text, span.start, span.end, _FRAME)
    if inner.start == inner.end or _SIGNED.fullmatch(words):
        return ()
    label = match_label(text, inner.start, inner.end) or match_label(text, span.start, span.end)
    if label and label.field in _LABELS and label.value.start < label.value.end:
        return read_value(text, label.field, label.value, language, "end note")
    if _ASIDE.match(text, inner.start, inner.end) or (
        label and _URL.match(text, label.value.start)
    ):
        return ()
    noted = _read_agency(text, inner)
    if noted:
        return noted
    byline = match_byline(text, inner.start, inner.end)
    if byline and not words.endswith("."):
        # Where a reporter sits is no dateline: "(Reporting by Jane Doe in London)".
        return tuple(fact for fact in byline if fact.field != "dateline")
    found = read_fact_line(text, span, language, titled=True)
    if found and any(fact.field in {"published", "updated", "agency"} for fact in found):
        return tuple(fact for fact in found if fact.field != "dateline")
    return _read_tail(text, span, language) if words[0] == "(" and words[-1] == ")" else None


def _read_agency(text: str, inner: Span) -> tuple[Fact, ...] | None:
    """The agency that a line is nothing but the mark of, whatever says so."""
    for said in (_WITH, _SOURCED):
        used = said.match(text, inner.start, inner.end)
        if used and said is _WITH and to_agency(used["agency"]):
            inner = Span(*used.span("agency"))
        elif used and said is _SOURCED and to_agency(text[used.end() : inner.end]):
            inner = Span(used.end(), inner.end)
    words = text[inner.start : inner.end]
    numbered = _NUMBERED.fullmatch(words)
    name = to_agency(numbered["agency"] if numbered else words)
    if name is None and "/" in words and " " not in words:
        # "SPIEGEL/dpa": who took part is no agency, but the rest is.
        name = "/".join(dict.fromkeys(filter(None, map(to_agency, words.split("/")))))
    return (Fact("agency", name, inner, "end note"),) if name else None


def _read_unsaid(text: str, span: Span) -> tuple[Fact, ...] | None:
    """The byline of a line that is nothing but names, in brackets or behind a dash, too."""
    inner = trim(text, span.start, span.end, "（）【】〔〕–—―−-")
    if text[inner.start : inner.start + 1] == "(" and text[inner.end - 1] == ")":
        inner = trim(text, inner.start, inner.end, "()")
    return match_unsaid_byline(text, inner.start, inner.end) if inner.start < inner.end else None


def _read_rights(text: str, span: Span) -> tuple[Fact, ...]:
    facts = [Fact("rights", fold_value(text[span.start : span.end]), span, "end note")]
    sign = _SIGN.search(text, span.start, span.end)
    for group in ("owner", "word") if sign else ():
        agency = to_agency(sign[group]) if sign else None
        if sign and agency:
            facts.append(Fact("agency", agency, Span(*sign.span(group)), "end note"))
            if sign["byline"] and is_name(sign["byline"]):
                name = Span(*sign.span("byline"))
                facts.append(
                    Fact("byline", fold_value(sign["byline"]), name, "end note", confidence=0.8)
                )
            break
    return tuple(facts)


def _read_tail(text: str, span: Span, language: str) -> tuple[Fact, ...]:
    """The note behind the last sentence: "(APA, 16.8.2015)", " dpa", "(c) AFP"."""
    end = find_end_mark(text, span.start, span.end)
    end = trim(text, span.start, end).end
    sign = re.compile(r"(?<=[.!?。\"“”»)\s])(?:©|\([cC]\))[^.()\n]{2,60}$").search(
        text, max(span.start, end - 80), end
    )
    if sign:
        return _read_rights(text, trim(text, *sign.span()))
    source = _TAIL_SOURCE.search(text, max(span.start, end - 90), end)
    if source:
        label = match_label(text, source.start("all"), end)
        return read_value(text, "source", label.value, language, "end note") or () if label else ()
    found = find_tail(text, span.start, end)
    if found is None:
        return ()
    note, framed = found
    words = text[note.start : note.end]
    used = _WITH.match(text, note.start, note.end)
    named = to_agency(used["agency"]) if used else None
    if used and named:
        return (Fact("agency", named, Span(*used.span("agency")), "end note"),)
    if text[note.start - 1 : note.start] in {*"(（[【〔"}:
        if text[note.start - 1] == "【" and is_name(words) and not is_known_place(words):
            return (Fact("byline", words, note, "end note", confidence=0.8),)
        return _read_bracket(text, note, language)
    agency = to_agency(words)
    before = trim(text, span.start, note.start, "-–—−/").end
    stands_alone = framed or bool(_ENDS.search(text[max(span.start, before - 2) : before]))
    if agency is None or before == span.start or not stands_alone:
        return ()
    if not _ENDS.search(text[max(span.start, before - 2) : before]):
        return ()
    return (Fact("agency", agency, note, "end note"),)


def _read_bracket(text: str, note: Span, language: str) -> tuple[Fact, ...]:
    label = match_label(text, note.start, note.end)
    if label and label.field in {"source", "agency"}:
        return read_value(text, label.field, label.value, language, "end note") or ()
    facts: list[Fact] = []
    agencies: list[tuple[str, Span]] = []
    strange = False
    at = note.start
    while at < note.end:
        date = match_date(text, at, language)
        if date and date.span.end <= note.end and (date.date.day or date.ambiguous):
            facts.append(Fact("published", "", date.span, "end note", date.date, date.ambiguous))
            at = date.span.end
        else:
            divide = _COMMA.search(text, at, note.end)
            stop = divide.start() if divide else note.end
            part = trim(text, at, stop)
            strange |= not _read_bracket_part(text, part, facts, agencies)
            at = stop
        divide = _COMMA.match(text, at, note.end)
        at = divide.end() if divide and divide.end() > at else trim(text, at, note.end).start
    if agencies:
        names = "/".join(dict.fromkeys(name for name, _ in agencies))
        span = Span(agencies[0][1].start, agencies[-1][1].end)
        facts.append(Fact("agency", names, span, "end note"))
    fields = {fact.field for fact in facts}
    if not fields & {"published", "agency"} and not match_byline(text, note.start, note.end):
        return ()
    if strange and "byline" not in fields and not agencies:
        return ()
    return tuple(facts)


def _read_bracket_part(
    text: str, part: Span, facts: list[Fact], agencies: list[tuple[str, Span]]
) -> bool:
    """Add what one part of a bracket says; False if no rule knows it."""
    words = text[part.start : part.end]
    agency = to_agency(words)
    if agency:
        agencies.append((agency, part))
        return True
    if not words or _INITIALS.fullmatch(words) or is_credit(words):
        return True
    reporter = _REPORTER.search(text, part.start, part.end)
    employer = to_agency(text[part.start : reporter.start()]) if reporter else None
    if reporter and employer:
        agencies.append((employer, Span(part.start, reporter.start())))
        part = Span(reporter.start(), part.end)
    said = match_byline(text, part.start, part.end)
    away = _AWAY.search(text, part.start, part.end)
    name = Span(part.start, away.start() if away else part.end)
    bare = text[name.start : name.end]
    if said is None and is_name(bare) and not is_known_place(bare):
        said = read_names(text, name.start, name.end, "end note")
    if said is None:
        return False
    first = next((fact for fact in facts if fact.field == "byline"), None)
    if first is None:
        facts.extend(said)
    else:
        span = Span(first.span.start, said[0].span.end)
        value = f"{first.value}, {said[0].value}"
        facts[facts.index(first)] = Fact("byline", value, span, "end note")
    return True
