"""Articles → the plan of the search: its page, its files of words and of texts."""

from __future__ import annotations

from collections.abc import Iterable

from newsdigest.addresses import SEARCH, to_path
from newsdigest.model import Article, Page
from newsdigest.search.indexing import ShardView, TextsView, render_shard, render_texts
from newsdigest.search.segments import Segment, build_segments
from newsdigest.views import FrontView, SearchView


def plan_search(pages: Iterable[Page], articles: Iterable[Article]) -> tuple[Page, ...]:
    """The page of the search and the files that its script loads.

    Args:
        pages: All that are planned, the front page among them.
        articles: Those of the site.
    """
    front = next(page.view for page in pages if isinstance(page.view, FrontView))
    segments = build_segments(articles)
    years = dict.fromkeys(
        segment.name[:4] for segment in segments if segment.articles[0].published is not None
    )
    view = SearchView(
        site=front.site,
        segments=tuple((one.name, one.shards, one.texts) for one in segments),
        years=tuple(years),
        sections=tuple(section.name for section in front.sections),
    )
    files = (page for segment in segments for page in _plan_files(segment))
    return (Page(to_path(SEARCH), view, template="search.html"), *files)


def _plan_files(segment: Segment) -> Iterable[Page]:
    folder = f"{SEARCH}{segment.name}/"
    for number in range(segment.shards):
        yield Page(f"{folder}w{number}.js", ShardView(segment, number), builder=render_shard)
    for number, articles in enumerate(segment.chunks):
        if articles:
            name = f"{segment.name}/t{number}"
            yield Page(f"{SEARCH}{name}.js", TextsView(name, articles), builder=render_texts)
