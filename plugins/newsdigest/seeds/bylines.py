"""A stretch of a seed → its byline, with a preposition ("Von Max Muster") or without."""

from __future__ import annotations

import re

from newsdigest.model import Span
from newsdigest.seeds.agencies import to_agency
from newsdigest.seeds.facts import Fact
from newsdigest.seeds.lines import fold_value, trim
from newsdigest.seeds.names import is_name, is_name_list, is_publication
from newsdigest.seeds.places import is_known_place, to_normal_case

_SAID = re.compile(
    r"""(?:
        (?:von|by|par|di|por|de|od|text|words|bericht|texte|testo|tekst
          |(?:additional\ )?(?:reporting|writing)\ by|written\ by|rédigé\ par|reportage(?:\ de)?
          |reporte\ de|escrito\ por|a\ cura\ di|bearbeitet\ von|opracowała?|подготовила?
          |ein\ bericht\ von|eine\ analyse\ von|ein\ kommentar\ von|автор|текст)\s*:?\s+
      | (?:بقلم|كتب|كتبت|إعداد)\s*:?\s*
      | (?:文|作者|撰文|记者|記者|執筆|著者)\s*[:：/／=＝]?\s*
    )(?=\S)""",
    re.VERBOSE | re.IGNORECASE,
)
_DIVIDE = re.compile(
    r"\s*[,(|;/]\s*|\s+للنشرة\s+|\s+(?:in|aus|à|a|en|z|w|из|mit|with|avec|con)\s+(?=[^\W\d_a-zà-ÿа-я])|\s[-–—]\s"
)
_DIGIT = re.compile(r"\d")
_CREDITED = re.compile(
    r"(?:editing|additional|writing|edited|compiled|foto|photo|édité|editado|redigiert|تحرير|العربية)",
    re.IGNORECASE,
)
_WITH = re.compile(r"(?:mit|with|avec|con)\s+(?=[^\W\d_])")
# "Jane Doe in London and John Roe in Paris; Editing by …"
_AWAY = re.compile(r"\s+in\s+[^\W\d_a-z][\w .-]*?(?=\s*(?:,|;|$)|\s+and\s)")
_FROM = re.compile(r"Ze?\s[^\W\d_]+\s(?=[^\W\d_]+\s[^\W\d_]+)")
_STAFF = re.compile(
    r"(?P<head>(?:[\w.’'-]+\s){0,4})"
    r"(?:writers?|reporters?|correspondents?|staff|redakteur(?:in)?|korrespondent(?:in)?)",
    re.IGNORECASE,
)
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
    away = _read_far_names(text, start, end, method)
    if away:
        return away
    parts = _split(text, start, end)
    if is_publication(_cut(text, parts[0])):
        return _read_newsroom(text, parts, method)
    names = [part for part in parts if _is_person(text, part)]
    if not is_name_list(_cut(text, parts[0])) or any(_DIGIT.search(_cut(text, p)) for p in parts):
        return None
    last = max(names, key=lambda part: part.end) if names else parts[0]
    if last.end < parts[0].end or not _are_consecutive(parts, last, names):
        last = parts[0]
    span = Span(parts[0].start, last.end)
    facts = [Fact("byline", _write(_cut(text, span)), span, method)]
    for part in parts:
        if part.start >= span.end:
            agency = read_staff(_cut(text, part))
            if agency:
                facts.append(Fact("agency", agency, part, method))
            elif _is_place(text, part):
                place = to_normal_case(fold_value(_cut(text, part)))
                facts.append(Fact("dateline", place, part, method, confidence=0.7))
            elif ":" not in _cut(text, part) and not is_credit(_cut(text, part)):
                # An office or title belongs to the name: nothing of the line is lost.
                span = Span(span.start, part.end)
                facts[0] = Fact("byline", _write(_cut(text, span)), span, method)
    return tuple(facts)


def match_unsaid_byline(text: str, start: int, end: int) -> tuple[Fact, ...] | None:
    """The byline in a text's last line, which has no preposition: names only, perhaps
    with an agency or a credit in small letters between them.
    """
    closed = text[end - 1] == ")" and "(" in text[start:end]
    if text[end - 1] in '.!?:;,…"“”»)' and not closed:
        return None
    if end - start > 100 or "\n" in text[start:end]:
        return None
    away = _FROM.match(text, start, end)
    start = away.end() if away else start
    parts = _split(text, start, end)
    first = _cut(text, parts[0])
    if (
        not is_name_list(first)
        or is_known_place(first)
        or len(first.split()) > 6
        or to_agency(first)
    ):
        return None
    if first in text[:start]:
        return None  # Whom the text speaks of did not write it.
    for part in parts[1:]:
        words = _cut(text, part)
        rest = _CREDIT.sub("", words, count=1)
        if not (
            read_staff(words)
            or _STAFF.fullmatch(words)
            or is_name_list(rest)
            or is_known_place(words)
        ):
            return None
    agencies = [
        Fact("agency", agency, part, "end note", confidence=0.8)
        for part in parts[1:]
        if (agency := read_staff(_cut(text, part)))
    ]
    bracket = text.rfind("(", start, end) if closed else end
    named = [p for p in parts if p.start < bracket and not _STAFF.fullmatch(_cut(text, p))]
    named = [p for p in named if not to_agency(_cut(text, p))]
    last = named[-1] if named else parts[0]
    span = Span(parts[0].start, last.end)
    byline = Fact("byline", _write(_cut(text, span)), span, "end note", confidence=0.8)
    return (byline, *agencies)


def is_credit(words: str) -> bool:
    """True for who edited, added or photographed: no author."""
    return bool(_CREDITED.match(words))


def read_staff(words: str) -> str | None:
    """The agency that words name, or that they name somebody of ("AP Sports Writer")."""
    staff = _STAFF.fullmatch(words)
    if staff is None:
        return to_agency(words)
    head = staff["head"].split()
    return next(filter(None, (to_agency(" ".join(head[:n])) for n in (3, 2, 1))), None)


def _read_newsroom(text: str, parts: list[Span], method: str) -> tuple[Fact, ...] | None:
    """A newspaper in an author's place, and the agencies behind it ("Le Monde avec AFP")."""
    agencies = [(part, to_agency(_cut(text, part))) for part in parts[1:]]
    if not all(name for _, name in agencies):
        return None
    source = Fact("source", fold_value(_cut(text, parts[0])), parts[0], method)
    return (source, *(Fact("agency", name or "", part, method) for part, name in agencies))


def _read_far_names(text: str, start: int, end: int, method: str) -> tuple[Fact, ...] | None:
    """Several names, each with the place it reports from."""
    semicolon = text.find(";", start, end)
    words = text[start : semicolon if semicolon > 0 else end]
    names = _AWAY.sub("", words)
    if names == words or not is_name_list(names) or is_name(names):
        return None
    span = trim(text, start, start + len(words))
    return (Fact("byline", _write(names), span, method),)


def _split(text: str, start: int, end: int) -> list[Span]:
    spans = []
    at = start
    for stop, following in (
        *(match.span() for match in _DIVIDE.finditer(text, start, end)),
        (end, end),
    ):
        used = _WITH.match(text, at, stop)
        spans.append(trim(text, used.end() if used else at, stop, "()"))
        at = following
    return [span for span in spans if span.start < span.end] or [Span(start, end)]


def _is_person(text: str, part: Span) -> bool:
    words = _cut(text, part)
    return is_name_list(words) and not _is_place(text, part) and read_staff(words) is None


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
