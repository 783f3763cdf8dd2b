"""`Site` → what lists show of each article, built once and shared by all views."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from newsdigest.addresses import (
    CARD,
    article_address,
    entry_address,
    period_address,
)
from newsdigest.groups import States
from newsdigest.model import Article, PartialDate, RegisterKind, SiteProfile
from newsdigest.registers import KINDS, Key, RegisterEntry, find_keys, find_place_ids
from newsdigest.site.mentions import Mentions, build_mentions
from newsdigest.site.states import build_states, identify_articles
from newsdigest.site.structure import Site
from newsdigest.social_cards import is_drawable
from newsdigest.views import (
    ArticleCard,
    ArticleFull,
    ArticleLead,
    ArticleLink,
    NameLink,
    PeriodLink,
    SiteHeader,
)

T = TypeVar("T")


class OnDemand(dict[str, T]):
    """What is made of an article when it is first asked for, by `Article.source`: most pages
    stay as they are.
    """

    def __init__(self, articles: Mapping[str, Article], make: Callable[[Article], T]) -> None:
        super().__init__()
        self._articles = articles
        self._make = make

    def __missing__(self, source: str) -> T:
        made = self[source] = self._make(self._articles[source])
        return made


@dataclass(frozen=True, slots=True)
class Cards:
    """What views are made of.

    Attributes:
        links: By `Article.source`.
        cards: By `Article.source`.
        names: The link of each name, by register and key; without an address where it has
            no page.
        place_ids: See `find_place_ids`.
        mentions: Who and what stands in which article.
        states: Of the articles; see `build_states`.
        article_cards: Whether each article has a picture of its own for links elsewhere.
    """

    header: SiteHeader
    links: OnDemand[ArticleLink]
    cards: OnDemand[ArticleCard]
    names: Mapping[RegisterKind, Mapping[Key, NameLink]]
    place_ids: Mapping[str, int]
    mentions: Mentions
    states: States
    article_cards: bool

    @property
    def sections(self) -> Mapping[Key, NameLink]:
        return self.names["sections"]

    def link_names(self, kind: RegisterKind, article: Article) -> tuple[NameLink, ...]:
        """What an article gives to a register, as it writes the names, each entry once."""
        links = self.names[kind]
        found = find_keys(kind, article, self.place_ids)
        return tuple(_rename(links[key], name) for key, name in found.items())

    def to_links(self, articles: Iterable[Article]) -> tuple[ArticleLink, ...]:
        return tuple(self.links[article.source] for article in articles)

    def to_cards(self, articles: Iterable[Article]) -> tuple[ArticleCard, ...]:
        return tuple(self.cards[article.source] for article in articles)


def build_cards(site: Site, identities: Mapping[str, str] | None = None) -> Cards:
    """The shared links and cards of a site.

    Args:
        site: Whose.
        identities: See `build_states`; without them, they are worked out.
    """
    names: dict[RegisterKind, Mapping[Key, NameLink]] = {}
    for kind in KINDS:
        entries: tuple[RegisterEntry, ...] = getattr(site, kind)
        with_page = {entry.slug for entry in site.list_entries(kind)}
        names[kind] = {
            entry.key: NameLink(
                entry.name, entry_address(kind, entry.slug) if entry.slug in with_page else None
            )
            for entry in entries
        }
    by_source = {article.source: article for article in site.articles}
    links = OnDemand(by_source, _build_link)
    sections = names["sections"]
    cards = OnDemand(
        by_source, lambda article: _build_card(article, links[article.source], sections)
    )
    place_ids = find_place_ids(site.articles)
    known = identify_articles(site.articles) if identities is None else identities
    return Cards(
        header=build_header(site.profile),
        links=links,
        cards=cards,
        names=names,
        place_ids=place_ids,
        mentions=build_mentions(site),
        states=build_states(site.articles, known, names, site.places, place_ids),
        article_cards=site.profile.social_cards == "articles",
    )


def build_header(profile: SiteProfile) -> SiteHeader:
    """What every page says of the site; stock pages need it too."""
    title = profile.name + profile.description
    return SiteHeader(
        name=profile.name,
        url=profile.url,
        language=profile.language,
        description=profile.description,
        author=profile.author,
        menu=profile.menu,
        registers=profile.registers,
        stories=profile.stories,
        exports=profile.exports,
        card=CARD if profile.social_cards != "none" and is_drawable(title) else "",
        search=profile.search,
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
        card=_place_card(card, cards.header) if cards.article_cards else "",
        topics=cards.link_names("topics", article),
        people=cards.link_names("people", article),
        places=cards.link_names("places", article),
        organisations=cards.link_names("organisations", article),
        quotes=article.quotes,
        byline=article.byline,
        dateline=article.dateline,
        agency=article.agency,
        origin=article.origin,
        rights=article.rights,
    )


def _place_card(article: ArticleCard, site: SiteHeader) -> str:
    above = article.section.name if article.section else ""
    drawable = is_drawable(article.title + above + site.name)
    return f"{article.address}{CARD}" if drawable else ""


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


@lru_cache(maxsize=65_536)
def link_period(period: PartialDate) -> PeriodLink:
    """A period and its digest's address; the same value each time, since every article
    and every digest names some.
    """
    return PeriodLink(period, period_address(period))


def _rename(link: NameLink, name: str) -> NameLink:
    return link if link.name == name else NameLink(name, link.address)


def _build_link(article: Article) -> ArticleLink:
    return ArticleLink(article_address(article), article.title, article.language, article.published)


def _build_card(
    article: Article, link: ArticleLink, sections: Mapping[Key, NameLink]
) -> ArticleCard:
    section = None if article.category is None else sections[article.category]
    return ArticleCard(
        link.address, link.title, link.language, link.published, article.summary, section
    )
