"""What the exports hold, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from newsdigest.model import GeoPlace
from newsdigest.views import ArticleFull, SiteHeader

DOCUMENT = "articles.json"
DATABASE = "articles.db"


@dataclass(frozen=True, slots=True)
class ExportedPlace:
    """A place that lies somewhere known.

    Attributes:
        address: None where it has no page.
    """

    name: str
    address: str | None
    place: GeoPlace


@dataclass(frozen=True, slots=True)
class ExportView:
    """All articles.

    Attributes:
        articles: As their pages have them; undated first, then ascending by date.
        places: By name and address.
    """

    site: SiteHeader
    articles: tuple[ArticleFull, ...]
    places: tuple[ExportedPlace, ...]
