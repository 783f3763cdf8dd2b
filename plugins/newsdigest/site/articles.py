"""`Site` → the articles' own pages, and redirects from their former addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsdigest.addresses import parse_alias, to_path
from newsdigest.digests import list_articles
from newsdigest.fingerprints import digest_of
from newsdigest.groups import Group, Sight, cut_groups, join_states
from newsdigest.model import Article, Page, PartialDate
from newsdigest.site.cards import Cards, build_full, find_repeated, link_period
from newsdigest.site.stories import list_related, place_articles
from newsdigest.site.structure import Site
from newsdigest.views import ArticleFull, ArticleView, PeriodLink, RedirectView, StoryPlace

MOST_VERSIONS = 12
"""Of the same report that its page names: the story has all."""

_SIZE = 4
"""Of a page in a group: it looks at names and neighbours, too."""

_Neighbour = tuple[PartialDate | None, Sequence[Article], int]
"""The period that an article stands in, all articles there, and its place among them."""


def plan_articles(site: Site, cards: Cards) -> Iterator[Group]:
    """One page an article. Its neighbours are those of its month (its year, if that is
    all that is known; the undated ones are a group of their own), so that a new article
    changes two other articles at most.
    """
    desk = _Desk(site, cards, find_repeated(site.articles), place_articles(site, cards))
    found = (
        (period, articles, index)
        for period, articles in _iter_neighbourhoods(site)
        for index in range(len(articles))
    )
    sight = Sight("articles", _name_neighbour, desk.describe)
    return cut_groups(found, lambda _: _SIZE, desk.plan_pages, sight)


def describe_articles(site: Site, cards: Cards) -> tuple[ArticleFull, ...]:
    """All articles as their pages show them, in the site's order."""
    repeated = find_repeated(site.articles)
    return tuple(
        build_full(article, cards, repeated=_is_repeated(article, repeated))
        for article in site.articles
    )


def plan_former_addresses(site: Site, cards: Cards, taken: Collection[str]) -> Iterator[Page]:
    """One page a former address. An address that is a page again, or that an earlier
    article claims, gets none; `check_aliases` says so where the editor should act.
    """
    used = set(taken)
    for article in site.articles:
        for alias in article.aliases:
            try:
                path = to_path(parse_alias(alias))
            except ValueError:
                continue
            if path not in used:
                used.add(path)
                view = RedirectView(cards.header, cards.links[article.source])
                yield Page(path, view, template="redirect.html", sources=(article.source,))


def _iter_neighbourhoods(
    site: Site,
) -> Iterator[tuple[PartialDate | None, Sequence[Article]]]:
    yield None, site.undated
    for year in site.years:
        yield year.period, year.articles
        for month in year.parts:
            yield month.period, list_articles(month)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all articles' pages are made of.

    Attributes:
        repeated: See `find_repeated`.
        places: See `place_articles`.
    """

    site: Site
    cards: Cards
    repeated: Collection[str]
    places: Mapping[str, StoryPlace]

    def describe(self, neighbour: _Neighbour) -> bytes:
        """What an article's page looks at."""
        _, articles, index = neighbour
        article, threads = articles[index], self.site.threads
        shown = [articles[at] for at in (index - 1, index + 1) if 0 <= at < len(articles)]
        versions = threads.versions.get(article.uid, ())
        related = threads.related.get(article.uid, ())
        others = [*shown, *versions, *(other for other, _ in related)]
        place = self.places.get(article.uid)
        rest = (
            bool(index),
            len(versions),
            _is_repeated(article, self.repeated),
            *(words for _, words in related),
        )
        return b"".join(
            (
                self.cards.states[article.source],
                join_states(self.cards.states, others),
                "\0".join(map(str, rest)).encode(),
                digest_of(place).encode() if place else b"",
            )
        )

    def plan_pages(self, found: Iterable[_Neighbour]) -> Iterator[Page]:
        for period, articles, index in found:
            digest = link_period(period) if period else None
            view = self._build_view(digest, articles, index)
            path, source = to_path(view.article.address), articles[index].source
            yield Page(path, view, template="article.html", sources=(source,))

    def _build_view(
        self, digest: PeriodLink | None, articles: Sequence[Article], index: int
    ) -> ArticleView:
        cards, article = self.cards, articles[index]
        return ArticleView(
            site=cards.header,
            article=build_full(article, cards, repeated=_is_repeated(article, self.repeated)),
            digest=digest,
            previous=cards.links[articles[index - 1].source] if index else None,
            next=cards.links[articles[index + 1].source] if index + 1 < len(articles) else None,
            story=self.places.get(article.uid),
            versions=cards.to_links(
                self.site.threads.versions.get(article.uid, ())[:MOST_VERSIONS]
            ),
            related=list_related(article, self.site, cards),
        )


def _name_neighbour(neighbour: _Neighbour) -> str:
    _, articles, index = neighbour
    return articles[index].source


def _is_repeated(article: Article, repeated: Collection[str]) -> bool:
    return article.title in repeated or article.summary in repeated
