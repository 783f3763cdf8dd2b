"""What an edition is drawn from: all that its bytes depend on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsdigest.model import PartialDate

MOST_IN_LETTER = 100
"""Articles that a mail names; the month's page has all."""


@dataclass(frozen=True, slots=True)
class EditionArticle:
    """An article as an edition brings it; its body is fetched by `uid`.

    Attributes:
        address: Relative to the site's root.
        credit: Byline, agency and source, as far as they are known.
        body_digest: Makes the edition depend on the body's text.
    """

    uid: str
    address: str
    title: str
    summary: str
    language: str
    published: PartialDate | None
    section: str | None
    credit: str
    rights: str | None
    body_digest: str


@dataclass(frozen=True, slots=True)
class EditionView:
    """A month's edition.

    Attributes:
        id: "urn:uuid:…", the same whatever the site is called and wherever it stands.
        home: The address of the month's page.
        url: The site's, without a trailing slash.
        updated: When the last of its articles entered the site or was corrected; UTC.
        articles: Ascending.
    """

    id: str
    period: PartialDate
    home: str
    site: str
    publisher: str
    language: str
    url: str
    updated: datetime
    articles: tuple[EditionArticle, ...]
