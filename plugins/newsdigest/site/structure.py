"""Articles → the site as one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsdigest.addresses import parse_alias
from newsdigest.digests import Digest, build_digests
from newsdigest.errors import Problem
from newsdigest.model import Article, PartialDate, RegisterKind, SiteProfile
from newsdigest.registers import (
    KINDS,
    RegisterEntry,
    build_register,
)
from newsdigest.threads import NO_THREADS, Threads


@dataclass(frozen=True, slots=True)
class Site:
    """All articles and what is made of them, before any page is drawn.

    Attributes:
        articles: Ascending by `Article.sort_key`.
        years: The digests of the dated articles, ascending.
        threads: How the articles belong together.
        sections: Every section, by slug.
        topics: Every topic, by slug; `profile.register_min_articles` decides on pages,
            here as in the registers of names.
        people: Every person, by slug.
        places: Every place, by slug.
        organisations: Every organisation, by slug.
    """

    profile: SiteProfile
    articles: tuple[Article, ...]
    years: tuple[Digest, ...]
    threads: Threads
    sections: tuple[RegisterEntry, ...]
    topics: tuple[RegisterEntry, ...]
    people: tuple[RegisterEntry, ...]
    places: tuple[RegisterEntry, ...]
    organisations: tuple[RegisterEntry, ...]

    @property
    def undated(self) -> tuple[Article, ...]:
        """The articles that have no date, in their order."""
        return tuple(article for article in self.articles if article.published is None)

    def find_digest(self, date: PartialDate) -> PartialDate:
        """The period of the narrowest digest that holds what has this date."""
        period = replace(date, time=None)
        return period if self.profile.day_digests else replace(period, day=None)

    def list_entries(self, kind: RegisterKind) -> tuple[RegisterEntry, ...]:
        """The entries of a register that have a page: all sections, and in a register that
        the site has what is named often enough.
        """
        entries: tuple[RegisterEntry, ...] = getattr(self, kind)
        if kind == "sections":
            return entries
        if kind not in self.profile.registers:
            return ()
        least = self.profile.register_min_articles
        return tuple(entry for entry in entries if len(entry.articles) >= least)

    def has_feed(self, kind: RegisterKind, entry: RegisterEntry) -> bool:
        """Whether an entry that has a page has a feed, too."""
        return kind == "sections" or len(entry.articles) >= self.profile.feed_min_articles

    def list_followed(self, kind: RegisterKind) -> tuple[RegisterEntry, ...]:
        """The entries of a register that have a feed."""
        return tuple(entry for entry in self.list_entries(kind) if self.has_feed(kind, entry))


def build_site(
    articles: Iterable[Article], profile: SiteProfile, threads: Threads = NO_THREADS
) -> Site:
    """The site; the order of `articles` does not matter."""
    ordered = tuple(sorted(articles, key=lambda article: (article.sort_key, article.source)))
    return Site(
        profile=profile,
        articles=ordered,
        years=build_digests(ordered, days=profile.day_digests),
        threads=threads,
        **{kind: build_register(kind, ordered, profile.language) for kind in KINDS},
    )


def check_aliases(site: Site) -> tuple[Problem, ...]:
    """What is wrong with the posts' `Aliases`: no address, or claimed by two posts."""
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for article in site.articles:
        for alias in dict.fromkeys(article.aliases):
            try:
                owner = owners.setdefault(parse_alias(alias), article.source)
            except ValueError as error:
                problems.append(Problem(article.source, 0, f"Aliases: {error}"))
                continue
            if owner != article.source:
                fault = f"Aliases: {alias!r} already leads to {owner}: take it out of one of them"
                problems.append(Problem(article.source, 0, fault))
    return tuple(problems)
