"""Articles → sections, topics, people, places and organisations, each name with a slug
of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from newsdigest.model import Article, Quote, RegisterKind
from newsdigest.slugs import build_slug

OTHER = "other"
"""The letter of names that begin with none of A to Z, not even when transliterated."""

KINDS: tuple[RegisterKind, ...] = ("sections", "topics", "people", "places", "organisations")

_RANK = re.compile(r"[ivx]+|jr|sr|junior|senior", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A name and what was published under it.

    Attributes:
        name: As the posts write it.
        slug: Unique in its register.
        articles: Ascending, as given.
    """

    name: str
    slug: str
    articles: tuple[Article, ...]


def list_names(kind: RegisterKind, article: Article) -> tuple[str, ...]:
    """The names that an article gives to a register, as its post has them."""
    match kind:
        case "sections":
            return () if article.category is None else (article.category,)
        case "topics":
            return article.tags
        case "people":
            return article.people
        case "places":
            return article.places
        case "organisations":
            return article.organisations


def build_sections(articles: Iterable[Article], language: str) -> tuple[RegisterEntry, ...]:
    """The sections that the posts name, by slug."""
    return build_register("sections", articles, language)


def build_register(
    kind: RegisterKind, articles: Iterable[Article], language: str
) -> tuple[RegisterEntry, ...]:
    """Every name with its articles, by slug; those of a single article too.

    Of several names with one slug ("Stefan Kühn", "Stefan Kuhn") the one that entered
    the site first keeps it, the others get a suffix made of their own letters. So a new
    article renames no page that is already there: `Article.added` never changes.

    Args:
        kind: Whose names; one that an article repeats counts once.
        articles: Ascending by `Article.sort_key`.
        language: The site's; it decides how letters are spelt in slugs.
    """
    by_name: dict[str, list[Article]] = {}
    for article in articles:
        for name in dict.fromkeys(list_names(kind, article)):
            by_name.setdefault(name, []).append(article)
    slugs = _assign_slugs(by_name, language)
    entries = (RegisterEntry(name, slugs[name], tuple(by_name[name])) for name in by_name)
    return tuple(sorted(entries, key=lambda entry: entry.slug))


def sort_entries(
    kind: RegisterKind, entries: Iterable[RegisterEntry], language: str
) -> list[tuple[str, RegisterEntry]]:
    """`(letter, entry)` each, as a printed register has them: people by their last name.

    A letter is one of "a" to "z" or `OTHER`, which stands last.
    """
    keyed = []
    for entry in entries:
        text = _find_filing_word(entry.name) if kind == "people" else entry.name
        word = build_slug(text, language)
        # What has no letter of its own gets a made-up slug.
        if word.startswith("text-") and not text.lower().startswith("text"):
            word = ""
        letter = word[:1] if "a" <= word[:1] <= "z" else OTHER
        keyed.append(((letter == OTHER, letter, word, entry.slug), letter, entry))
    keyed.sort(key=lambda item: item[0])
    return [(letter, entry) for _, letter, entry in keyed]


def find_speaker(article: Article, quote: Quote) -> str | None:
    """Who said it, by the full name that the article's header has: a quotation's speaker
    may be the last name alone ("Rjabkow"). None where nobody is named.
    """
    speaker = quote.speaker
    names = (*article.people, *article.organisations)
    if speaker is None or speaker in names:
        return speaker
    bearers = {name for name in article.people if name.split()[-1] == speaker}
    return bearers.pop() if len(bearers) == 1 else speaker


def _find_filing_word(person: str) -> str:
    words = person.split()
    while len(words) > 1 and _RANK.fullmatch(words[-1].strip(".,")):
        words.pop()
    return words[-1]


def _assign_slugs(by_name: dict[str, list[Article]], language: str) -> dict[str, str]:
    def seniority(name: str) -> tuple[datetime, str]:
        return (min(article.added for article in by_name[name]), name)

    wanted = {name: build_slug(name, language) for name in by_name}
    taken: set[str] = set()
    slugs: dict[str, str] = {}
    for name in sorted(by_name, key=seniority):
        slug = wanted[name]
        while slug in taken:
            slug += "-" + hashlib.sha256(name.encode()).hexdigest()[:8]
        taken.add(slug)
        slugs[name] = slug
    return slugs
