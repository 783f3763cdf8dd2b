"""`Site` → the articles' own pages, and redirects from their former addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from newsdigest.addresses import parse_alias, to_path
from newsdigest.digests import list_articles
from newsdigest.model import Article, Page, PartialDate
from newsdigest.site.cards import Cards, build_full, find_repeated, link_period
from newsdigest.site.stories import list_related, place_articles
from newsdigest.site.structure import Site
from newsdigest.views import ArticleView, PeriodLink, RedirectView, StoryPlace


def plan_articles(site: Site, cards: Cards) -> Iterator[Page]:
    """One page an article. Its neighbours are those of its month (its year, if that is
    all that is known; the undated ones are a group of their own), so that a new article
    changes two other articles at most.
    """
    repeated = find_repeated(site.articles)
    places = place_articles(site, cards)
    for period, group in _iter_neighbourhoods(site):
        yield from _plan_group(period, group, site, cards, repeated, places)


def plan_redirects(site: Site, cards: Cards, taken: Collection[str]) -> Iterator[Page]:
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
    yield None, [article for article in site.articles if article.published is None]
    for year in site.years:
        yield year.period, year.articles
        for month in year.parts:
            yield month.period, list_articles(month)


def _plan_group(
    period: PartialDate | None,
    articles: Sequence[Article],
    site: Site,
    cards: Cards,
    repeated: Collection[str],
    places: Mapping[str, StoryPlace],
) -> Iterator[Page]:
    digest: PeriodLink | None = link_period(period) if period else None
    links = (None, *cards.to_links(articles), None)
    for index, article in enumerate(articles):
        again = article.title in repeated or article.summary in repeated
        full = build_full(article, cards, repeated=again)
        view = ArticleView(
            site=cards.header,
            article=full,
            digest=digest,
            previous=links[index],
            next=links[index + 2],
            story=places.get(article.uid),
            versions=cards.to_links(site.threads.versions.get(article.uid, ())),
            related=list_related(article, site, cards),
        )
        yield Page(to_path(full.address), view, template="article.html", sources=(article.source,))
