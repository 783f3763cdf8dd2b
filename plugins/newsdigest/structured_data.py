"""An article's view → JSON-LD (schema.org NewsArticle).

Only what the source states: a date at its own precision, names as the post writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from newsdigest.addresses import to_absolute
from newsdigest.views import ArticleFull, NameLink, SiteHeader

_ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What could end or confuse the script element around it; JSON reads it back as it was."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def render_news_article(article: ArticleFull, site: SiteHeader) -> str:
    """JSON for a `<script type="application/ld+json">`, safe to stand in it as it is."""
    data = build_news_article(article, site)
    text = _ENCODER.encode(data)
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return text


def build_news_article(article: ArticleFull, site: SiteHeader) -> dict[str, Any]:
    """The schema.org object; a property without a value is left out."""
    url = to_absolute(site.url, article.address)
    picture = article.card or site.card
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "image": to_absolute(site.url, picture) if picture else None,
        "inLanguage": article.language,
        "datePublished": str(article.published) if article.published else None,
        "url": url,
        "mainEntityOfPage": url,
        "articleSection": article.section.name if article.section else None,
        "keywords": [topic.name for topic in article.topics],
        "author": _describe("Person", article.byline),
        "sourceOrganization": _describe("Organization", article.agency or article.origin),
        "publisher": _describe("Organization", site.author or site.name),
        "dateline": article.dateline,
        "copyrightNotice": article.rights,
        "mentions": [
            *_describe_all("Person", article.people),
            *_describe_all("Place", article.places),
            *_describe_all("Organization", article.organisations),
        ],
        "isAccessibleForFree": True,
    }
    return {key: value for key, value in data.items() if value}


def _describe(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _describe_all(kind: str, names: Iterable[NameLink]) -> list[dict[str, str]]:
    return [{"@type": kind, "name": link.name} for link in names]
