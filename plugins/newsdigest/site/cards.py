"""`Site` → what lists show of each article, built once and shared by all views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newsdigest.addresses import (
    article_address,
    period_address,
    section_address,
    topic_address,
)
from newsdigest.model import Article, PartialDate, SiteProfile
from newsdigest.site.structure import Site
from newsdigest.views import (
    ArticleCard,
    ArticleFull,
    ArticleLead,
    ArticleLink,
    NameLink,
    PeriodLink,
    SiteHeader,
)


@dataclass(frozen=True, slots=True)
class Cards:
    """What views are made of.

    Attributes:
        links: By `Article.source`.
        cards: By `Article.source`.
        sections: The link of each section, by name.
        topics: The link of each topic, by name; without an address where it has no page.
        names: The same for people, places and organisations, which have no pages yet.
    """

    header: SiteHeader
    links: Mapping[str, ArticleLink]
    cards: Mapping[str, ArticleCard]
    sections: Mapping[str, NameLink]
    topics: Mapping[str, NameLink]
    names: Mapping[str, NameLink]

    def to_links(self, articles: Iterable[Article]) -> tuple[ArticleLink, ...]:
        return tuple(self.links[article.source] for article in articles)

    def to_cards(self, articles: Iterable[Article]) -> tuple[ArticleCard, ...]:
        return tuple(self.cards[article.source] for article in articles)


def build_cards(site: Site) -> Cards:
    """The shared links and cards of a site."""
    least = site.profile.register_min_articles
    sections = {
        entry.name: NameLink(entry.name, section_address(entry.slug)) for entry in site.sections
    }
    topics = {
        entry.name: NameLink(
            entry.name, topic_address(entry.slug) if len(entry.articles) >= least else None
        )
        for entry in site.topics
    }
    links = {article.source: _build_link(article) for article in site.articles}
    cards = {
        article.source: _build_card(article, links[article.source], sections)
        for article in site.articles
    }
    names = {
        name: NameLink(name, None)
        for article in site.articles
        for name in (*article.people, *article.places, *article.organisations)
    }
    return Cards(build_header(site.profile), links, cards, sections, topics, names)


def build_header(profile: SiteProfile) -> SiteHeader:
    """What every page says of the site; stock pages need it too."""
    return SiteHeader(
        name=profile.name,
        url=profile.url,
        language=profile.language,
        description=profile.description,
        author=profile.author,
        menu=profile.menu,
    )


def build_full(article: Article, cards: Cards, *, repeated: bool) -> ArticleFull:
    """All that an article's own page shows but its body."""
    card = cards.cards[article.source]
    return ArticleFull(
        address=card.address,
        title=card.title,
        language=card.language,
        published=card.published,
        summary=card.summary,
        section=card.section,
        uid=article.uid,
        body_digest=article.body_digest,
        source_digest=article.source_digest,
        repeated=repeated,
        topics=tuple(map(cards.topics.__getitem__, dict.fromkeys(article.tags))),
        people=_link_names(article.people, cards),
        places=_link_names(article.places, cards),
        organisations=_link_names(article.organisations, cards),
        quotes=article.quotes,
        byline=article.byline,
        dateline=article.dateline,
        agency=article.agency,
        origin=article.origin,
        rights=article.rights,
    )


def build_lead(article: Article, cards: Cards) -> ArticleLead:
    """What the front page shows of its first article."""
    card = cards.cards[article.source]
    return ArticleLead(
        address=card.address,
        title=card.title,
        language=card.language,
        published=card.published,
        summary=card.summary,
        section=card.section,
        uid=article.uid,
        body_digest=article.body_digest,
    )


def find_repeated(articles: Iterable[Article]) -> frozenset[str]:
    """Titles and summaries that more than one article has."""
    counts = Counter(text for article in articles for text in (article.title, article.summary))
    return frozenset(text for text, count in counts.items() if text and count > 1)


def link_period(period: PartialDate) -> PeriodLink:
    """A period and its digest's address."""
    return PeriodLink(period, period_address(period))


def _link_names(names: tuple[str, ...], cards: Cards) -> tuple[NameLink, ...]:
    return tuple(map(cards.names.__getitem__, dict.fromkeys(names)))


def _build_link(article: Article) -> ArticleLink:
    return ArticleLink(article_address(article), article.title, article.language, article.published)


def _build_card(
    article: Article, link: ArticleLink, sections: Mapping[str, NameLink]
) -> ArticleCard:
    section = None if article.category is None else sections[article.category]
    return ArticleCard(
        link.address, link.title, link.language, link.published, article.summary, section
    )
