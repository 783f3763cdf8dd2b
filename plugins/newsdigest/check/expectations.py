"""Articles and files → what the output must hold: the yardstick of every check."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from newsdigest.addresses import article_address, to_path
from newsdigest.model import Article, SiteProfile

ISO_DAY = re.compile(r"(?<!\d)\d{4}-[01]\d-[0-3]\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Expectations:
    """What is known of the site beside its output.

    Attributes:
        profile: The site's name, address and language.
        files: Every file below `output/`, with "/" separators.
        articles: By the path of their page.
        by_uid: The same by `Article.uid`.
        days: ISO days that an article's date or its text names.
    """

    profile: SiteProfile
    files: frozenset[str]
    articles: Mapping[str, Article]
    by_uid: Mapping[str, Article]
    days: frozenset[str]

    def get_source(self, path: str) -> str:
        """Where a reader of a problem finds the page's source, or ""."""
        article = self.articles.get(path)
        return f" (from {article.source})" if article else ""


def build_expectations(
    articles: Iterable[Article], profile: SiteProfile, files: Collection[str]
) -> Expectations:
    """The yardstick for an output that was built from these articles."""
    by_path = {to_path(article_address(article)): article for article in articles}
    return Expectations(
        profile=profile,
        files=frozenset(files),
        articles=by_path,
        by_uid={article.uid: article for article in by_path.values()},
        days=frozenset(day for article in by_path.values() for day in _find_days(article)),
    )


def _find_days(article: Article) -> Iterable[str]:
    published = article.published
    if published and published.day is not None:
        yield published.first_day.isoformat()
    names = (*article.tags, *article.people, *article.places, *article.organisations)
    quotes = (part or "" for quote in article.quotes for part in (quote.text, quote.speaker))
    texts = (
        *(article.title, article.summary, article.slug),
        *(article.category or "", article.byline or "", article.dateline or ""),
        *(article.agency or "", article.origin or "", article.rights or ""),
    )
    yield from ISO_DAY.findall("\n".join((*texts, *names, *quotes)))
