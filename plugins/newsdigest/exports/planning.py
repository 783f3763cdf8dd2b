"""Articles as their pages show them → the plan of the exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsdigest.addresses import entry_address
from newsdigest.exports.databases import render_database
from newsdigest.exports.documents import render_document
from newsdigest.exports.views import DATABASE, DOCUMENT, ExportedPlace, ExportView
from newsdigest.model import Builder, Page
from newsdigest.registers import RegisterEntry
from newsdigest.views import ArticleFull, SiteHeader

_BUILDERS: Mapping[str, Builder] = {DOCUMENT: render_document, DATABASE: render_database}


def plan_exports(
    articles: Iterable[ArticleFull],
    places: Iterable[RegisterEntry],
    header: SiteHeader,
    least: int,
) -> tuple[Page, ...]:
    """The JSON and the SQLite file of a site, which hold the same.

    Args:
        articles: All of them, undated first, then ascending by date.
        places: The whole register.
        header: The site's.
        least: How many articles give a place its page.
    """
    view = ExportView(header, tuple(articles), _list_places(places, least))
    return tuple(Page(path, view, builder=builder) for path, builder in _BUILDERS.items())


def _list_places(places: Iterable[RegisterEntry], least: int) -> tuple[ExportedPlace, ...]:
    return tuple(
        ExportedPlace(
            entry.name,
            entry_address("places", entry.slug) if len(entry.articles) >= least else None,
            entry.place,
        )
        for entry in places
        if entry.place
    )
