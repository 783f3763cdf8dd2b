"""Mentions of one text → its entities: who is the same as whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from newsdigest.extract.entities import slavic
from newsdigest.extract.entities.lexicon import DETERMINERS
from newsdigest.extract.entities.mentions import Mention
from newsdigest.extract.entities.places import choose_place, list_countries, measure_place
from newsdigest.extract.entities.tables import load_organisations
from newsdigest.extract.entities.words import Word
from newsdigest.model import Entity, EntityKind, GeoPlace, Provenance, Sourced, Span

_KINDS: tuple[EntityKind, ...] = ("people", "places", "organisations")


def name_people(mentions: Sequence[Mention], language: str) -> list[Mention]:
    """Last names alone get the full name that the text gives elsewhere."""
    full = list_full_names(mentions, language)
    surnames = {name.split(" ")[-1] for name in full}
    names: dict[str, str] = {}
    named = []
    for mention in mentions:
        person = mention.kind == "people" or (
            # "Green" is a town, too, but not where Peter Green is spoken of.
            mention.name in surnames and measure_place(mention.name)[1] in {"P", ""}
        )
        if person:
            name = names.get(mention.name)
            if name is None:
                name = find_full_name(mention.name, full, language) or mention.name
                names[mention.name] = name
            named.append(replace(mention, name=name, kind="people"))
        else:
            named.append(mention)
    return named


def drop_common(
    sentences: Sequence[Sequence[Word]], mentions: Sequence[Mention], language: str
) -> list[Mention]:
    """The mentions without "Wolf" where the text speaks of "the wolf": a person's name of
    one word does not stand behind an article.
    """
    if language != "de":
        return list(mentions)
    common = {
        word.text
        for sentence in sentences
        for before, word in pairwise(sentence)
        if before.text in DETERMINERS
    }
    return [m for m in mentions if m.kind != "people" or m.name not in common]


def fold_people(mentions: Sequence[Mention], words: Container[str], language: str) -> list[Mention]:
    """The mentions, full names of people in the first case."""

    def fold(name: str) -> str:
        if language == "de":
            return fold_genitive(name, words)
        return slavic.fold_person(name, language, words) if " " in name else name

    if language != "de" and language not in slavic.LANGUAGES:
        return list(mentions)
    return [replace(m, name=fold(m.name)) if m.kind == "people" else m for m in mentions]


def fold_genitive(name: str, words: Container[str]) -> str:
    """A full name without the ending of its genitive ("Steven Spielbergs"), if the text
    has the last name without it, too.
    """
    last = name.rsplit(" ", 1)[-1]
    return name[:-1] if name.endswith("s") and last != name and last[:-1] in words else name


def list_full_names(mentions: Iterable[Mention], language: str) -> list[str]:
    """The full names of people, first seen first, without genitives of one another."""
    names = [m.name for m in mentions if m.kind == "people" and " " in m.name]
    known = dict.fromkeys(names)
    return [
        name
        for name in known
        if not any(
            other != name and (_is_form(name, other, language) or name == _shorten(other))
            for other in known
        )
    ]


def _shorten(name: str) -> str:
    """A name without what stands between its first and last part ("Anna Therese Day")."""
    parts = name.split(" ")
    return f"{parts[0]} {parts[-1]}"


def find_full_name(name: str, full: Sequence[str], language: str) -> str | None:
    """The full name that a name stands for: itself, its genitive, its last or first part."""
    parts: tuple[Callable[[str], str], ...] = (
        lambda other: other,
        _shorten,
        lambda other: other.split(" ")[-1],
        lambda other: other.partition(" ")[2],
        lambda other: other.split(" ")[0],
    )
    matches = (other for part in parts for other in full if _is_form(name, part(other), language))
    return next(matches, None)


def _is_form(form: str, base: str, language: str) -> bool:
    """True if `form` is `base` in some case ("Rjabkows" of "Rjabkow")."""
    if form == base:
        return True
    if language in slavic.LANGUAGES:
        parts, others = form.split(" "), base.split(" ")
        return len(parts) == len(others) and all(map(_is_case, parts, others))
    return language == "de" and form in {f"{base}s", f"{base}'", f"{base}’"}


def _is_case(form: str, base: str) -> bool:
    """True if a Slavic word may be a case of another one."""
    stem = base[:-1] if base[-1] in "aаяйьi" else base
    short = len(stem) < 3
    return form == base or (not short and form.startswith(stem) and len(form) - len(stem) < 4)


def find_again(
    sentences: Sequence[Sequence[Word]],
    mentions: Sequence[Mention],
    short: Mapping[str, str],
    language: str,
) -> list[Mention]:
    """The mentions that no rule saw: last names of people and one-word names of
    organisations that the text names elsewhere, and their abbreviations.
    """
    taken = {mention.span.start for mention in mentions}
    covered = {at for m in mentions for at in range(m.span.start, m.span.end)}
    surnames = {name.split(" ")[-1]: name for name in reversed(list_full_names(mentions, language))}
    others = {m.name: m.name for m in mentions if m.kind == "organisations" and m.confidence >= 0.6}
    others |= short
    again = []
    for sentence in sentences:
        for word in sentence:
            if word.start in taken or word.start in covered or not word.capital:
                continue
            span = Span(word.start, word.end)
            for form in (word.text, word.text[:-1] if language == "de" else word.text):
                if form in surnames and (form == word.text or word.text.endswith("s")):
                    again.append(Mention(span, surnames[form], "people", "again", 0.9))
                    break
                if form == word.text and language in slavic.LANGUAGES:
                    cases = (name for last, name in surnames.items() if _is_case(form, last))
                    if name := next(cases, ""):
                        again.append(Mention(span, name, "people", "again", 0.8))
                        break
                if form == word.text and form in others:
                    again.append(Mention(span, others[form], "organisations", "again", 0.8))
                    break
    return again


def find_abbreviations(text: str, mentions: Sequence[Mention]) -> dict[str, str]:
    """Abbreviation → the name that it stands behind in brackets ("Ministerio Público (MP)")."""
    found = {}
    for mention in mentions:
        end = mention.span.end
        if mention.kind != "organisations" or text[end : end + 2] != " (":
            continue
        stop = text.find(")", end, end + 14)
        short = text[end + 2 : stop] if stop > 0 else ""
        if short[:1] == mention.name[:1] and sum(map(str.isupper, short)) > 1 and short.isalnum():
            found[short] = mention.name
    return found


def settle_kinds(mentions: Sequence[Mention]) -> list[Mention]:
    """A name is of one kind in a text: the one with the most confidence behind it."""
    votes: dict[str, dict[EntityKind, float]] = {}
    for mention in mentions:
        weight = mention.confidence * (3 if mention.method in {"list", "dateline", "class"} else 1)
        vote = votes.setdefault(mention.name, dict.fromkeys(_KINDS, 0.0))
        vote[mention.kind] += weight
    kinds = {name: max(_KINDS, key=vote.__getitem__) for name, vote in votes.items()}
    return [m if m.kind == kinds[m.name] else replace(m, kind=kinds[m.name]) for m in mentions]


def build_entities(mentions: Sequence[Mention], language: str) -> tuple[Entity, ...]:
    """One entity for all mentions of one person, place or organisation, in text order."""
    named = list_countries(m.name for m in mentions if m.kind == "places")
    groups: dict[tuple[EntityKind, object], list[Mention]] = {}
    where: dict[tuple[EntityKind, object], GeoPlace | None] = {}
    for mention in sorted(mentions, key=lambda m: m.span):
        place = None
        identity: object = mention.name
        if mention.kind == "places":
            place = choose_place(mention.name, language, named)
            identity = place.geonames if place else mention.name
        elif mention.kind == "organisations":
            identity = load_organisations().get(mention.name, mention.name)
        groups.setdefault((mention.kind, identity), []).append(mention)
        where[mention.kind, identity] = place
    return tuple(
        Entity(kind, _name_group(group), where[kind, identity])
        for (kind, identity), group in groups.items()
    )


def _name_group(group: Sequence[Mention]) -> Sourced[str]:
    """The name written most often; the first of several."""
    counts = Counter(mention.name for mention in group)
    name = max(counts, key=counts.__getitem__)
    best = max(group, key=lambda mention: mention.confidence)
    spans = tuple(mention.span for mention in group)
    return Sourced(name, Provenance(best.method, spans, round(best.confidence, 3)))
