"""A paragraph's start → the dateline: place, agency and date before the first sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from newsdigest.dates import match_date
from newsdigest.model import PartialDate, Span
from newsdigest.seeds.agencies import to_agency
from newsdigest.seeds.asian_datelines import match_asian_dateline
from newsdigest.seeds.date_lines import match_fragment
from newsdigest.seeds.facts import Dateline, Fact
from newsdigest.seeds.lines import fold_value, is_wide, trim
from newsdigest.seeds.places import is_known_place, to_normal_case

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽА-ЯЁЇІЄҐ"
_WORD = (
    rf"(?:[{_UPPER}][^\W\d_]{{0,2}}\.(?=[ ]?[{_UPPER}])"
    rf"|[{_UPPER}](?:[^\W\d_]|['’-](?=[^\W\d_]))*)"
)
_JOIN = (
    r"(?:(?:de|del|da|do|di|la|las|los|le|les|am|an|der|im|in|of|on|upon|sur|ob|bei|y|al"
    r"|[avi]\.(?:[ ]?d\.)?)[ ]){0,2}"
)
_NAME = rf"{_WORD}(?:[ ]{_JOIN}{_WORD}){{0,3}}(?:[ ]?\([^\W\d_]{{2,20}}\)(?=[ ]?\())?"
_ARABIC = r"[\u0620-\u064a\u0671-\u06d3]{2,20}(?:[ ][\u0620-\u064a\u0671-\u06d3]{2,20}){0,2}"
_PLACE = re.compile(
    rf"(?:{_NAME}(?:[ ]?/(?!Корр)[ ]?{_NAME}){{0,4}}|{_ARABIC}(?:[ ]?/[ ]?{_ARABIC})?)"
)
_SHORT = rf"(?:(?:[{_UPPER}]\.){{2,3}}|[{_UPPER}][^\W\d_]{{1,5}}\.)"
_REGION = re.compile(
    rf"[,،][ ](?:{_NAME}|{_ARABIC}|{_SHORT})(?=[ ]?[(,/|:_–—=-]|\.[-–—])|[ ]?\[{_NAME}\](?=[,:])"
)
_COUNTRY = re.compile(r"[ ]?\((?P<name>[^\W\d_][\w. -]{1,25})\)(?=\s*[–—−-]\s)")
_SIGNED = re.compile(rf"[a-z]{{2,5}}(?:/[a-z]{{2,5}})*\.\s+(?=[{_UPPER}]{{3}}[^.\n]{{0,40}},\s)")
_FRAMED = re.compile(r"\(([^()\n]{2,60})\)|/([^/()\n]{2,40})/|\[([^\[\]\n]{2,40})\]")
_REPORTER = re.compile(r"корр\.\s*", re.IGNORECASE)
# A mark of three capitals and more, of small letters or with a capital within.
_MARK = re.compile(
    r"[A-Z]{3,}(?:[ /-][A-Z]{2,})*|[a-z]{2,6}(?:[/-][a-z]{2,6})*|[A-Z]+[a-z]*[A-Z-]\w*"
)
_REGIONS = frozenset({"NRW", "USA", "BRD", "DDR", "UAE", "VAE", "EAU", "EUA", "EEUU", "RSA"})
_FRAME_ENDS = re.compile(r"\s*\.?\s*[–—―−-]{1,3}\s|:\s")
_BARE = re.compile(r"[^\W\d_](?:[\w/-]|\.(?=\w)){1,20}(?:[ ][^\W\d_]\w{2,15})?(?=[.,:]?[\s–—-])")
_GAP = ",،.;:=–—―−*-"
_LOOSE_GAP = "_|"
_NAMED = re.compile(r",\s[^.\n–—]{3,40}\.\s+")
_ARTICLE = re.compile(r"(?:den|am|le|il|el)\s+")
_LEVANTINE = re.compile(
    r"[ ](?:كانون|تشرين)[ ](?:الأول|الاول|الثاني)|[ ](?:شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول)"
)
_DASH = re.compile(r"(?:^|[\s.])[–—―−_|-]{1,3}(?:\s|$)|^\s*[–—―−]\s*$|\.-$")
_FRAGMENT = re.compile(
    r"\d{1,2}\s(?:كانون|تشرين)\s(?:الأول|الاول|الثاني)|\d{1,2}(?=\s?\()|\d{1,2}(?:\.\s?\d{1,2}\.|(?:st|nd|rd|th|er|º)?\.?\s(?:de\s)?[^\W\d_]{3,12}\.?)"
    r"|[^\W\d_]{3,9}\.?\s\d{1,2}(?!\d)"
)
_BODY_STARTS = re.compile(rf"[{_UPPER}0-9\"“”„«»‹'‘’(¿¡\u0600-\u06ff\u3040-\u9fff]")
_RESULT = re.compile(r"(?:[^\W\d_][\w.-]*[ ]){1,4}\d+:\d+")
_OPENING = re.compile(
    r"--\s?(?P<dashes>[^\s-][^-\n]{1,40}?)\s?--|[(\[](?P<frame>[^()\[\]\n]{2,40})[)\]]"
)
_SENTENCE = re.compile(r"[.!?…][\"“”»«’')\]]*\s+")
_TEASER = 600
"""How far into a paragraph a teaser may reach."""

_LONGEST = 300
_LEAP_YEAR = 2024


def find_dateline(
    text: str, start: int, end: int, language: str, *, teaser: bool = True
) -> Dateline | None:
    """The dateline of a paragraph: at its start or, if `teaser`, behind a teaser of a
    few sentences, where it needs more evidence.
    """
    asian = match_asian_dateline(text, start, min(end, start + _LONGEST), language)
    found = asian or match_dateline(text, start, end, language)
    if found or not teaser:
        return found
    for match in _SENTENCE.finditer(text, start, min(end, start + _TEASER)):
        found = match_dateline(text, match.end(), end, language, strict=True)
        if found:
            return found
    return None


def match_dateline(
    text: str, start: int, end: int, language: str, *, strict: bool = False
) -> Dateline | None:
    """The dateline at `start`; `strict` asks for a dash or an agency beside the place."""
    limit = min(end, start + _LONGEST)
    signed = None
    if not strict:
        framed = _match_framed_place(text, start, limit)
        if framed and framed.span.end < end:
            return framed
        signed = _SIGNED.match(text, start, limit)
    scan = _scan(text, signed.end() if signed else start, limit, language)
    if scan is None or scan.end >= end or not _is_accepted(text, scan, strict=strict):
        return None
    facts = [fact for fact in (scan.place, scan.agency) if fact]
    if scan.date and scan.when:
        facts.append(Fact("published", "", scan.when, "dateline", scan.date))
    return Dateline(tuple(facts), Span(start, scan.end), None if scan.date else scan.when)


@dataclass(slots=True)
class _Scan:
    """What stands at a paragraph's start, element by element.

    Attributes:
        place: The place as a fact.
        agency: The agency as a fact.
        framed: Brackets or slashes set the agency off.
        when: Where a date stands; without a year if `date` is None.
        gap: The marks and white space behind the last element.
        end: Where the sentence begins.
    """

    end: int
    place: Fact | None = None
    agency: Fact | None = None
    framed: bool = False
    when: Span | None = None
    date: PartialDate | None = None
    gap: str = ""


def _scan(text: str, start: int, end: int, language: str) -> _Scan | None:
    """Read elements until the next thing is none."""
    scan = _Scan(start)
    while scan.end < end and not (scan.place and _closes(scan.gap)):
        longer = _read_element(text, scan, end, language)
        if longer is None:
            break
        opened = longer.place and not scan.place and not longer.gap.strip()
        if opened and _read_element(text, longer, end, language) is None:
            break  # "(dpa) – Der Rat hat …": the sentence had begun.
        scan = longer
    if scan.place and scan.agency is None and _DASH.search(scan.gap):
        _read_late_agency(text, end, scan)
    return scan if scan.end > start else None


def _read_element(text: str, scan: _Scan, end: int, language: str) -> _Scan | None:
    """The scan with one element more, or None."""
    longer = replace(scan)
    stop = (
        _read_agency(text, scan.end, end, longer)
        or _read_when(text, scan.end, end, language, longer)
        or _read_place(text, scan.end, end, longer)
    )
    if stop is None or _cuts_word(text, stop):
        return None
    longer.end = _skip_gap(text, stop, end)
    longer.gap = text[stop : longer.end]
    return longer


def _cuts_word(text: str, at: int) -> bool:
    """True between two letters or digits of a script that parts its words."""
    around = text[at - 1 : at + 1]
    return len(around) == 2 and around.isalnum() and not any(map(is_wide, around))


def _closes(gap: str) -> bool:
    """True for a mark that only stands before the sentence or a last agency."""
    return bool(_DASH.search(gap)) or ":" in gap or "=" in gap


def _read_agency(text: str, at: int, end: int, scan: _Scan) -> int | None:
    if scan.agency:
        return None
    framed = _FRAMED.match(text, at, end)
    if framed:
        span = trim(text, at + 1, framed.end() - 1)
        reporter = _REPORTER.match(text, span.start, span.end)
        span = Span(reporter.end(), span.end) if reporter else span
        words = text[span.start : span.end]
        if reporter and words.count(" ") == 2:
            words = words.split(" ")[0]  # "Корр. ТАСС Иван Петров"
        name = to_agency(words) or to_agency(re.split(r"\s*[,;]\s*|\s[-–—]\s", words)[0])
        if name is None and _reads_as_agency(text, span, framed.end(), scan):
            name = fold_value(words)
        if name:
            scan.agency, scan.framed = Fact("agency", name, span, "dateline"), True
            return framed.end()
        return None
    return _read_bare_agency(text, at, end, scan)


def _reads_as_agency(text: str, span: Span, end: int, scan: _Scan) -> bool:
    """True for brackets behind a place that hold the mark of an agency which no table
    knows: behind a date whatever its letters, else such as no name of a region has.
    """
    words = text[span.start : span.end]
    if scan.place is None or is_known_place(words):
        return False
    if scan.when:
        return words.count(" ") < 3 and not any(map(str.isdigit, words))
    return _is_mark(words) and bool(_FRAME_ENDS.match(text, end))


def _is_mark(words: str) -> bool:
    return bool(_MARK.fullmatch(words)) and words not in _REGIONS


def _read_bare_agency(text: str, at: int, end: int, scan: _Scan) -> int | None:
    bare = _BARE.match(text, at, end)
    if bare is None:
        return None
    for words in (bare[0], bare[0].split()[0]):
        name = to_agency(words)
        if name:
            span = Span(at, at + len(words))
            scan.agency = Fact("agency", name, span, "dateline")
            return span.end
    return None


def _read_late_agency(text: str, end: int, scan: _Scan) -> None:
    """Read the agency of "МОСКВА, 10 янв — РИА Новости. Текст"."""
    at = scan.end
    trial = _Scan(at)
    stop = _read_agency(text, at, end, trial)
    if stop is None:
        return
    named = _NAMED.match(text, stop, end)
    begin = named.end() if named else _skip_gap(text, stop, end)
    gap = text[stop:begin]
    if "." in gap or ":" in gap or _DASH.search(gap):
        scan.agency, scan.end = trial.agency, begin


def _skip_gap(text: str, at: int, end: int) -> int:
    """Where the marks and white space end that begin at `at`."""
    while at < end and (
        text[at] in _GAP
        or text[at].isspace()
        or (text[at] in _LOOSE_GAP and text[at + 1 : at + 2].isspace())
    ):
        at += 1
    return at


def _read_when(text: str, at: int, end: int, language: str, scan: _Scan) -> int | None:
    if scan.when:
        return None
    article = _ARTICLE.match(text, at, end)
    at = article.end() if article else at
    found = match_date(text, at, language)
    if found and found.span.end <= end and found.date.day and not found.ambiguous:
        scan.when, scan.date = found.span, found.date
        return found.span.end
    match = _FRAGMENT.match(text, at, end)
    if match is None:
        return None
    span = trim(text, at, match.end(), ".")
    if match_fragment(text, span, _LEAP_YEAR, 1, language) is None:
        return None
    scan.when = span
    second = _LEVANTINE.match(text, span.end, end)
    return second.end() if second else span.end


def _read_place(text: str, at: int, end: int, scan: _Scan) -> int | None:
    if scan.place:
        return None
    match = _PLACE.match(text, at, end)
    if match is None:
        return None
    scan.place = _build_place(text, trim(text, at, match.end(), "."))
    country = _COUNTRY.match(text, match.end(), end)
    if country and to_agency(country["name"]) is None and not _is_mark(country["name"]):
        return country.end()
    region = _REGION.match(text, match.end(), end)
    return region.end() if region else match.end()


def _build_place(text: str, span: Span) -> Fact:
    value = re.sub(r"\s*/\s*", "/", to_normal_case(fold_value(text[span.start : span.end])))
    return Fact("dateline", value, span, "dateline")


def _is_accepted(text: str, scan: _Scan, *, strict: bool) -> bool:
    """True if what was read is evidence enough for a dateline."""
    if not _BODY_STARTS.match(text, scan.end):
        return False
    dash = bool(_DASH.search(scan.gap))
    if scan.place is None:
        return not strict and scan.agency is not None and _is_agency_alone(text, scan, dash=dash)
    if scan.agency:
        known = scan.framed or scan.when is not None or _is_known(scan.place.value)
        return known and (scan.framed or dash or ("." in scan.gap and not strict))
    if scan.when:
        return dash or (scan.gap.startswith((".", ":")) and not strict)
    return _is_place_alone(text, scan, scan.place, dash=dash, strict=strict)


def _is_agency_alone(text: str, scan: _Scan, *, dash: bool) -> bool:
    """True for "(dpa) Text", "dpa – Text", "dpa. Text" and "ТАСС, 10 января. Text"."""
    stops = scan.gap.startswith(".") and scan.agency is not None
    small = stops and scan.agency is not None and text[scan.agency.span.start].islower()
    return scan.framed or dash or small or (stops and scan.when is not None)


def _is_place_alone(text: str, scan: _Scan, place: Fact, *, dash: bool, strict: bool) -> bool:
    words = text[place.span.start : place.span.end]
    known = _is_known(words)
    if dash:
        if _RESULT.match(text, scan.end, scan.end + 60):
            return False
        capitals = words.isupper() and len(words) > 4
        return known or (capitals and not strict) or _is_named_as_place(text, words)
    if strict or not known:
        return False
    return scan.gap.startswith(".") or (":" in scan.gap and words.isupper())


def _match_framed_place(text: str, start: int, end: int) -> Dateline | None:
    """The place of "(Berlin) Text" and "--Berlin-- Text"."""
    match = _OPENING.match(text, start, end)
    if match is None:
        return None
    group = "dashes" if match["dashes"] else "frame"
    if not _is_known(match[group]):
        return None
    stop = _skip_gap(text, match.end(), end)
    return Dateline((_build_place(text, Span(*match.span(group))),), Span(start, stop))


def _is_known(words: str) -> bool:
    """True if one of several places is well known ("Wien/Gumpoldskirchen")."""
    bare = re.sub(r"\s*\(.*?\)", "", words)
    if any(is_known_place(part.strip(" .")) for part in bare.split("/")):
        return True
    twins = bare.split("-")
    return len(twins) == 2 and all(is_known_place(part) for part in twins)


def _is_named_as_place(text: str, place: str) -> bool:
    """True if the text says elsewhere that something is in, at or from that place."""
    if not 3 <= len(place) <= 40:
        return False
    preposition = r"(?:in|nach|aus|bis|nahe|at|from|near|à|a|en|w|z|do|в|из|на)"
    return bool(re.search(rf"\b{preposition} {re.escape(place)}\b", text[:20_000]))
