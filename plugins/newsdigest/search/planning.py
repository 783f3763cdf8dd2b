"""Articles → the plan of the search: its page, its files of words and of texts."""

from __future__ import annotations

from collections.abc import Iterable

from newsdigest.addresses import SEARCH, to_path
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
    RECENT_SHARDS,
    Index,
    Recent,
    SearchedArticle,
    Segment,
    build_index,
)
from newsdigest.views import FrontView, SearchView


def plan_search(pages: Iterable[Page], articles: Iterable[Article]) -> tuple[Page, ...]:
    """The page of the search and the files that its script loads.

    Args:
        pages: All that are planned, the front page among them.
        articles: Those of the site.
    """
    articles = tuple(articles)
    front = next(page.view for page in pages if isinstance(page.view, FrontView))
    index = build_index(articles)
    years = {article.published.year for article in articles if article.published}
    view = SearchView(
        site=front.site,
        index=describe_segments(index.segments),
        years=tuple(f"{year:04d}" for year in sorted(years, reverse=True)),
        sections=tuple(section.name for section in front.sections),
    )
    return (Page(to_path(SEARCH), view, template="search.html"), *_plan_files(index))


def _plan_files(index: Index) -> Iterable[Page]:
    yield from _plan_recent(index.recent)
    for segment in index.segments:
        yield from _plan_words(segment)
        for month in segment.months:
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
