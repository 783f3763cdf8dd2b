"""Articles and files → what the output must hold: the yardstick of every check."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

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
    files: Container[str]
    articles: Mapping[str, Article]
    by_uid: Mapping[str, Article]
    days: Container[str]

    def get_source(self, path: str) -> str:
        """Where a reader of a problem finds the page's source, or ""."""
        article = self.articles.get(path)
        return f" (from {article.source})" if article else ""


@dataclass(slots=True)
class Looks:
    """What the rules for one file looked at in the rest of the site: as long as all of it
    is the same, so is what they say.

    Attributes:
        files: Whether each file that they asked for was there.
        days: Whether each day that they asked for was known.
        pages: Paths for which they asked for the article.
        uids: Those for which they asked for the article.
        everything: Whether they went through all articles.
    """

    files: dict[str, bool] = field(default_factory=dict)
    days: dict[str, bool] = field(default_factory=dict)
    pages: set[str] = field(default_factory=set)
    uids: set[str] = field(default_factory=set)
    everything: bool = False

    def hold(self, expectations: Expectations) -> bool:
        """Whether all files and days are there, and missing, as they were."""
        files, days = expectations.files, expectations.days
        return all((path in files) == there for path, there in self.files.items()) and all(
            (day in days) == known for day, known in self.days.items()
        )


class _WatchedNames(Container[str]):
    def __init__(self, names: Container[str], asked: dict[str, bool]) -> None:
        self._names = names
        self._asked = asked

    def __contains__(self, name: object) -> bool:
        there = name in self._names
        self._asked[str(name)] = there
        return there


class _WatchedArticles(Mapping[str, Article]):
    def __init__(self, articles: Mapping[str, Article], asked: set[str], looks: Looks) -> None:
        self._articles = articles
        self._asked = asked
        self._looks = looks

    def __getitem__(self, key: str) -> Article:
        self._asked.add(key)
        return self._articles[key]

    def __iter__(self) -> Iterator[str]:
        self._looks.everything = True
        return iter(self._articles)

    def __len__(self) -> int:
        self._looks.everything = True
        return len(self._articles)


def watch(expectations: Expectations) -> tuple[Expectations, Looks]:
    """The same expectations, and what is looked at in them from now on."""
    looks = Looks()
    watched = replace(
        expectations,
        files=_WatchedNames(expectations.files, looks.files),
        days=_WatchedNames(expectations.days, looks.days),
        articles=_WatchedArticles(expectations.articles, looks.pages, looks),
        by_uid=_WatchedArticles(expectations.by_uid, looks.uids, looks),
    )
    return watched, looks


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
