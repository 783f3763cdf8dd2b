"""Articles → sections and topics, each name with a slug of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from newsdigest.model import Article, PartialDate
from newsdigest.slugs import build_slug


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


LISTED = 24
"""A section or topic with more articles shows this many and leads to lists by year."""


def cut_by_year(
    entry: RegisterEntry,
) -> tuple[tuple[PartialDate | None, tuple[Article, ...]], ...]:
    """An entry's lists by year, the newest first and undated articles (None) last; nothing
    for an entry that is shown whole.
    """
    if len(entry.articles) <= LISTED:
        return ()
    newest = entry.articles[::-1]
    groups = groupby(newest, lambda article: article.published and article.published.year)
    return tuple((PartialDate(year) if year else None, tuple(group)) for year, group in groups)


def build_sections(articles: Iterable[Article], language: str) -> tuple[RegisterEntry, ...]:
    """The sections that the posts name, by slug."""
    return build_register(articles, lambda article: (article.category,), language)


def build_topics(articles: Iterable[Article], language: str) -> tuple[RegisterEntry, ...]:
    """The topics that the posts name, by slug; those of a single article too."""
    return build_register(articles, lambda article: article.tags, language)


def build_register(
    articles: Iterable[Article],
    to_names: Callable[[Article], tuple[str | None, ...]],
    language: str,
) -> tuple[RegisterEntry, ...]:
    """Every name with its articles, by slug.

    Of several names with one slug ("Stefan Kühn", "Stefan Kuhn") the one that entered
    the site first keeps it, the others get a suffix made of their own letters. So a new
    article renames no page that is already there: `Article.added` never changes.

    Args:
        articles: Ascending by `Article.sort_key`.
        to_names: The names that an article gives; None is passed over, a repeated one counts once.
        language: The site's; it decides how letters are spelt in slugs.
    """
    by_name: dict[str, list[Article]] = {}
    for article in articles:
        for name in dict.fromkeys(to_names(article)):
            if name is not None:
                by_name.setdefault(name, []).append(article)
    slugs = _assign_slugs(by_name, language)
    entries = (RegisterEntry(name, slugs[name], tuple(by_name[name])) for name in by_name)
    return tuple(sorted(entries, key=lambda entry: entry.slug))


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
