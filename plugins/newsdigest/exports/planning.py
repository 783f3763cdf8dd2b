"""Articles and registers → the plan of the exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsdigest.addresses import article_address, to_absolute
from newsdigest.exports.databases import render_database
from newsdigest.exports.documents import render_document
from newsdigest.exports.views import (
    DATABASE,
    DOCUMENT,
    ExportedArticle,
    ExportedName,
    ExportedQuote,
    ExportView,
)
from newsdigest.model import REGISTERS, Article, Builder, Page, RegisterKind
from newsdigest.registers import Key, RegisterEntry, find_keys
from newsdigest.views import NameLink, SiteHeader

_BUILDERS: Mapping[str, Builder] = {DOCUMENT: render_document, DATABASE: render_database}

Registers = Mapping[RegisterKind, Iterable[RegisterEntry]]


def plan_exports(
    articles: Sequence[Article],
    registers: Registers,
    links: Mapping[RegisterKind, Mapping[Key, NameLink]],
    place_ids: Mapping[str, int],
    header: SiteHeader,
) -> tuple[Page, ...]:
    """The JSON and the SQLite file of a site, which hold the same.

    Args:
        articles: All of them, undated first, then ascending by date.
        registers: Every topic, person, place and organisation, whether or not it has a page.
        links: The link of each, by its key; without an address where it has no page.
        place_ids: See `find_place_ids`.
        header: The site's.
    """
    view = ExportView(
        site=header,
        articles=tuple(_describe(article, place_ids, header.url) for article in articles),
        names=tuple(_list_names(articles, registers, links, header.url)),
    )
    return tuple(Page(path, view, builder=builder) for path, builder in _BUILDERS.items())


def _describe(article: Article, place_ids: Mapping[str, int], site_url: str) -> ExportedArticle:
    return ExportedArticle(
        id=article.uid,
        url=to_absolute(site_url, article_address(article)),
        title=article.title,
        language=article.language,
        published=str(article.published) if article.published else None,
        section=article.category or None,
        summary=article.summary or None,
        topics=_list_once(article.tags),
        people=_list_once(article.people),
        places=tuple(find_keys("places", article, place_ids).values()),
        organisations=_list_once(article.organisations),
        quotes=tuple(
            [ExportedQuote(quote.text, quote.speaker or None) for quote in article.quotes]
        ),
        byline=article.byline or None,
        dateline=article.dateline or None,
        agency=article.agency or None,
        source=article.origin or None,
        rights=article.rights or None,
    )


def _list_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _list_names(
    articles: Iterable[Article],
    registers: Registers,
    links: Mapping[RegisterKind, Mapping[Key, NameLink]],
    site_url: str,
) -> Iterator[ExportedName]:
    numbers = {article.source: number for number, article in enumerate(articles, 1)}
    for kind in REGISTERS:
        for entry in registers[kind]:
            address = links[kind][entry.key].address
            yield ExportedName(
                kind=kind,
                name=entry.name,
                url=None if address is None else to_absolute(site_url, address),
                articles=tuple([numbers[article.source] for article in entry.articles]),
                others=entry.others,
                place=entry.place,
            )
