"""Articles → the plan of the search: its page, its files of words and of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from newsdigest.addresses import SEARCH, to_path
from newsdigest.fingerprints import digest_of
from newsdigest.groups import Group, Sight, cut_groups
from newsdigest.model import Article, Page
from newsdigest.search.files import (
    RECENT,
    DaysView,
    RecentView,
    TextView,
    WordsView,
    describe_parts,
    make_words_builder,
    render_days,
    render_recent,
    render_text,
)
from newsdigest.search.segments import (
    MOST_ARTICLES,
    RECENT_SHARDS,
    Month,
    SearchedArticle,
    Segment,
    build_index,
)
from newsdigest.views import NameLink, SearchView, SiteHeader


def plan_search(
    articles: Iterable[Article], header: SiteHeader, sections: Sequence[NameLink]
) -> Iterator[Group]:
    """The page of the search and the files that its script loads.

    Args:
        articles: Those of the site.
        header: The site's.
        sections: Every section.
    """
    articles = tuple(articles)
    index = build_index(articles)
    years = {article.published.year for article in articles if article.published}
    view = SearchView(
        site=header,
        index=describe_parts(index.parts),
        years=tuple(f"{year:04d}" for year in sorted(years, reverse=True)),
        sections=tuple(sections),
    )
    page = Page(to_path(SEARCH), view, template="search.html")
    yield Group(MOST_ARTICLES, lambda: (page, *_plan_recent(index.recent)))
    for part in index.parts:
        for segment in part:
            yield _group_words(segment)
    sight: Sight[Month] = Sight(
        "search texts", lambda month: month.name, lambda month: digest_of(month).encode()
    )
    yield from cut_groups(index.months, lambda month: len(month.articles), _plan_months, sight)


def _plan_recent(articles: tuple[SearchedArticle, ...]) -> Iterable[Page]:
    for number in range(RECENT_SHARDS):
        view = RecentView(number, articles)
        yield Page(f"{SEARCH}{RECENT}/w{number}.js", view, builder=render_recent)


def _group_words(segment: Segment) -> Group:
    known = (segment.name, segment.digest, segment.shards, segment.start, segment.end)
    inputs = digest_of(("search words", *known))
    return Group(4 * len(segment.articles), partial(_plan_words, segment), inputs, waits=True)


def _plan_words(segment: Segment) -> Iterable[Page]:
    render = make_words_builder(segment)
    for number in segment.numbers:
        view = WordsView(segment.name, number, segment.shards, segment.digest)
        yield Page(f"{SEARCH}{segment.name}/w{number}.js", view, builder=render)


def _plan_months(months: Iterable[Month]) -> Iterable[Page]:
    for month in months:
        folder = f"texts/{month.name}/"
        for number, article in enumerate(month.articles):
            for piece in range(article.pieces):
                name = f"{folder}{number}-{piece}" if piece else f"{folder}{number}"
                yield Page(f"{SEARCH}{name}.js", TextView(article, piece), builder=render_text)
        for number, days in enumerate(month.days):
            yield Page(f"{SEARCH}{folder}d{number}.js", DaysView(days), builder=render_days)
