"""Articles → the plan of the search: its page, its files of words and of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from newsdigest.addresses import SEARCH, to_path
from newsdigest.groups import Group, cut_groups
from newsdigest.model import Article, Page
from newsdigest.search.files import (
    RECENT,
    RecentView,
    TextsView,
    WordsView,
    describe_segments,
    make_words_builder,
    render_recent,
    render_texts,
)
from newsdigest.search.segments import (
    MOST_RECENT,
    RECENT_SHARDS,
    Month,
    Recent,
    SearchedArticle,
    Segment,
    build_index,
)
from newsdigest.views import SearchView, SiteHeader


def plan_search(
    articles: Iterable[Article], header: SiteHeader, sections: Sequence[str]
) -> Iterator[Group]:
    """The page of the search and the files that its script loads.

    Args:
        articles: Those of the site.
        header: The site's.
        sections: Every section's name.
    """
    articles = tuple(articles)
    index = build_index(articles)
    years = {article.published.year for article in articles if article.published}
    view = SearchView(
        site=header,
        index=describe_segments(index.segments),
        years=tuple(f"{year:04d}" for year in sorted(years, reverse=True)),
        sections=tuple(sections),
    )
    page = Page(to_path(SEARCH), view, template="search.html")
    yield Group(MOST_RECENT, lambda: (page, *_plan_recent(index.recent)))
    for segment in index.segments:
        yield Group(4 * len(segment.articles), partial(_plan_words, segment))
        yield from cut_groups(segment.months, lambda month: len(month.articles), _plan_months)


def _plan_months(months: Iterable[Month]) -> Iterable[Page]:
    for month in months:
        yield from _plan_texts(f"texts/{month.name}/", month.texts)


def _plan_recent(recent: Recent) -> Iterable[Page]:
    for number in range(RECENT_SHARDS):
        view = RecentView(number, recent.articles, recent.ranks)
        yield Page(f"{SEARCH}{RECENT}/w{number}.js", view, builder=render_recent)
    yield from _plan_texts(f"{RECENT}/t", recent.texts)


def _plan_words(segment: Segment) -> Iterable[Page]:
    render = make_words_builder(segment)
    for number in range(segment.shards):
        view = WordsView(segment.name, number, segment.shards, segment.digest)
        yield Page(f"{SEARCH}{segment.name}/w{number}.js", view, builder=render)


def _plan_texts(start: str, texts: Iterable[tuple[SearchedArticle, ...]]) -> Iterable[Page]:
    for number, articles in enumerate(texts):
        name = f"{start}{number}"
        yield Page(f"{SEARCH}{name}.js", TextsView(name, articles), builder=render_texts)
