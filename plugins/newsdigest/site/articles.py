"""`Site` → the articles' own pages, and redirects from their former addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from newsdigest.addresses import parse_alias, to_path
from newsdigest.fingerprints import digest_of
from newsdigest.groups import Group, Sight, cut_groups, join_states
from newsdigest.model import Article, Page
from newsdigest.site.cards import Cards, build_full, find_repeated, link_period
from newsdigest.site.stories import list_related, place_articles
from newsdigest.site.structure import Site
from newsdigest.views import ArticleView, PeriodLink, RedirectView, StoryPlace

MOST_VERSIONS = 12
"""Of the same report that the page of the first one names: the story has all."""

FEW_VERSIONS = 3
"""That the page of a later one names, the first one at their head: one more leaves it alone."""

_SIZE = 4
"""Of a page in a group: it looks at names and neighbours, too."""


def plan_articles(site: Site, cards: Cards) -> Iterator[Group]:
    """One page an article. It leads to the digests that it stands in and not to the
    articles before and after it there, which a new one would change.
    """
    desk = _Desk(site, cards, find_repeated(site.articles), place_articles(site, cards))
    sight = Sight("articles", _name_article, desk.describe)
    return cut_groups(site.articles, lambda _: _SIZE, desk.plan_pages, sight)


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

    def describe(self, article: Article) -> bytes:
        """What an article's page looks at."""
        threads, states = self.site.threads, self.cards.states
        versions = self._list_versions(article)
        related = threads.related.get(article.uid, ())
        place = self.places.get(article.uid)
        repeated = _is_repeated(article, self.repeated)
        if not (versions or related or place or repeated):
            return states[article.source]
        rest = (len(versions), repeated, *(words for _, words in related))
        return b"".join(
            (
                states[article.source],
                join_states(states, (*versions, *(other for other, _ in related))),
                "\0".join(map(str, rest)).encode(),
                digest_of(place).encode() if place else b"",
            )
        )

    def plan_pages(self, articles: Iterable[Article]) -> Iterator[Page]:
        for article in articles:
            view = self._build_view(article)
            path = to_path(view.article.address)
            yield Page(path, view, template="article.html", sources=(article.source,))

    def _build_view(self, article: Article) -> ArticleView:
        cards = self.cards
        return ArticleView(
            site=cards.header,
            article=build_full(article, cards, repeated=_is_repeated(article, self.repeated)),
            digests=_list_digests(article, self.site),
            story=self.places.get(article.uid),
            versions=cards.to_links(self._list_versions(article)),
            related=list_related(article, self.site, cards),
        )

    def _list_versions(self, article: Article) -> tuple[Article, ...]:
        threads = self.site.threads
        most = FEW_VERSIONS if article.uid in threads.originals else MOST_VERSIONS
        return threads.versions.get(article.uid, ())[:most]


def _list_digests(article: Article, site: Site) -> tuple[PeriodLink, ...]:
    """Links to an article's month and, if that has a digest, its day; or to its year."""
    if article.published is None:
        return ()
    period = site.find_digest(article.published)
    return tuple(map(link_period, dict.fromkeys((replace(period, day=None), period))))


def _name_article(article: Article) -> str:
    return article.source


def _is_repeated(article: Article, repeated: Collection[str]) -> bool:
    return article.title in repeated or article.summary in repeated
