"""`ExportView` → the JSON document, an article a line.

Addresses are absolute, dates have their own precision (EDTF: "2022-01"), and what an
article does not have is left out.
"""

from __future__ import annotations

from typing import Any

import msgspec

from newsdigest.addresses import to_absolute
from newsdigest.exports.views import ExportView
from newsdigest.model import Bodies
from newsdigest.views import ArticleFull, SiteHeader

_write = msgspec.json.Encoder().encode


def render_document(view: object, bodies: Bodies) -> bytes:
    """The bytes of `articles.json` for an `ExportView`."""
    del bodies
    if not isinstance(view, ExportView):
        raise TypeError(f"an export is drawn from an ExportView, not {type(view).__name__}")
    site = view.site
    head = {
        "name": site.name,
        "url": to_absolute(site.url, ""),
        "language": site.language,
        "count": len(view.articles),
    }
    lines = b",\n".join([_write(_describe(article, site)) for article in view.articles])
    return b'{"site":%b,"articles":[\n%b\n]}\n' % (_write(head), lines)


def _describe(article: ArticleFull, site: SiteHeader) -> dict[str, Any]:
    described = {
        "id": article.uid,
        "url": to_absolute(site.url, article.address),
        "title": article.title,
        "language": article.language,
        "published": str(article.published) if article.published else None,
        "section": article.section.name if article.section else None,
        "summary": article.summary,
        "topics": [link.name for link in article.topics],
        "people": [link.name for link in article.people],
        "places": [link.name for link in article.places],
        "organisations": [link.name for link in article.organisations],
        "quotes": [_describe_quote(quote.text, quote.speaker) for quote in article.quotes],
        "byline": article.byline,
        "dateline": article.dateline,
        "agency": article.agency,
        "source": article.origin,
        "rights": article.rights,
    }
    return {name: value for name, value in described.items() if value}


def _describe_quote(text: str, speaker: str | None) -> dict[str, str]:
    return {"text": text, "speaker": speaker} if speaker else {"text": text}
