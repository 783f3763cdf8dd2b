"""Planned pages → the plan of the exports.

The articles come from the views of their pages: these are worked out and fingerprinted
already, so that ten thousand of them cost an export next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsdigest.addresses import entry_address
from newsdigest.exports.databases import render_database
from newsdigest.exports.documents import render_document
from newsdigest.exports.views import DATABASE, DOCUMENT, ExportedPlace, ExportView
from newsdigest.model import Page, SiteProfile
from newsdigest.registers import RegisterEntry
from newsdigest.views import ArticleView, FrontView


def plan_exports(
    pages: Iterable[Page], places: Iterable[RegisterEntry], profile: SiteProfile
) -> tuple[Page, ...]:
    """The JSON and the SQLite file of a site.

    Args:
        pages: All that are planned, the front page and those of articles among them.
        places: The whole register.
        profile: Decides which places have a page.
    """
    views = [page.view for page in pages]
    header = next(view.site for view in views if isinstance(view, FrontView))
    view = ExportView(
        site=header,
        articles=tuple(view.article for view in views if isinstance(view, ArticleView)),
        places=_list_places(places, profile.register_min_articles),
    )
    return (
        Page(DOCUMENT, view, builder=render_document),
        Page(DATABASE, view, builder=render_database),
    )


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
