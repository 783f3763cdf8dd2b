"""What the exports hold, and where they stand."""

from __future__ import annotations

from newsdigest.model import GeoPlace, RegisterKind
from newsdigest.views import SiteHeader, View

DOCUMENT = "articles.json"
DATABASE = "articles.db"


class ExportedQuote(View, frozen=True, omit_defaults=True):
    """A quotation as the document writes it."""

    text: str
    speaker: str | None = None


class ExportedArticle(View, frozen=True, omit_defaults=True):
    """An article as the document writes it: without what it does not have.

    Attributes:
        id: Its uid.
        published: At its own precision (EDTF).
        topics: As the post names them, here and below.
    """

    id: str
    url: str
    title: str
    language: str
    published: str | None = None
    section: str | None = None
    summary: str | None = None
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    quotes: tuple[ExportedQuote, ...] = ()
    byline: str | None = None
    dateline: str | None = None
    agency: str | None = None
    source: str | None = None
    rights: str | None = None


class ExportedName(View, frozen=True):
    """A topic, person, place or organisation.

    Attributes:
        name: As its register has it.
        url: None where it has no page.
        articles: Places in `ExportView.articles`, from 1, of those that name it; ascending.
        others: Further names of the same place.
        place: Where a place lies, if that is known.
    """

    kind: RegisterKind
    name: str
    url: str | None
    articles: tuple[int, ...]
    others: tuple[str, ...]
    place: GeoPlace | None


class ExportView(View, frozen=True):
    """All articles.

    Attributes:
        articles: Undated first, then ascending by date.
        names: By kind and address.
    """

    site: SiteHeader
    articles: tuple[ExportedArticle, ...]
    names: tuple[ExportedName, ...]
