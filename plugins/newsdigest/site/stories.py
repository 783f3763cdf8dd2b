"""`Site` → the stories' pages, the lists of stories, and what each article's page says of
its story, its versions and related articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, groupby

from msgspec.structs import replace

from newsdigest.addresses import (
    STORIES,
    UNDATED,
    feed_stem,
    period_address,
    story_address,
    to_path,
)
from newsdigest.groups import Group, Sight, cut_groups, join_states
from newsdigest.model import Article, Page, PartialDate
from newsdigest.site.cards import Cards
from newsdigest.site.structure import Site
from newsdigest.threads import StoryThread
from newsdigest.views import (
    ArticleLink,
    PeriodCount,
    PeriodLink,
    RedirectView,
    StoriesView,
    StoryCount,
    StoryEntry,
    StoryLink,
    StoryPlace,
    StoryView,
)

LISTED = 200
"""A story of more dated articles is cut by year: its page holds the last part only."""

NEWEST = 60
"""With more stories than this, the list shows these and leads to lists by year."""


def plan_stories(site: Site, cards: Cards) -> Iterator[Group]:
    """One page a story, and the lists."""
    stories = site.threads.stories
    sight = Sight("stories", _name_story, partial(_describe_story, site, cards))
    plan = partial(_plan_pages, site, cards)
    yield from cut_groups(stories, lambda story: len(story.articles), plan, sight)
    yield Group(len(stories), partial(_plan_lists, stories, cards))


def _name_story(story: StoryThread) -> str:
    return story.slug


def _describe_story(site: Site, cards: Cards, story: StoryThread) -> bytes:
    """What a story's page looks at."""
    versions, states = site.threads.versions, cards.states
    shown = [(article, *versions.get(article.uid, ())) for article in story.articles]
    names = (story.slug, story.title, story.language, *(str(len(found)) for found in shown))
    return "\0".join(names).encode() + join_states(states, chain.from_iterable(shown))


def plan_former_names(site: Site, cards: Cards) -> Iterator[Page]:
    """A page at each other name of a story, which leads to its page."""
    for story in site.threads.stories:
        target = ArticleLink(story_address(story.slug), story.title, story.language, None)
        for slug in story.former:
            view = RedirectView(cards.header, target)
            yield Page(to_path(story_address(slug)), view, template="redirect.html")


def place_articles(site: Site, cards: Cards) -> dict[str, StoryPlace]:
    """Each article's place in its story, by uid; a version stands where the first does."""
    threads = site.threads
    places: dict[str, StoryPlace] = {}
    for story in threads.stories:
        address = story_address(story.slug)
        around = (None, *cards.to_links(story.articles), None)
        for at, article in enumerate(story.articles):
            places[article.uid] = StoryPlace(
                address, story.title, story.language, around[at], around[at + 2]
            )
    for uid, original in threads.originals.items():
        if original.uid in places:
            places[uid] = places[original.uid]
    return places


def list_newest(site: Site, most: int) -> tuple[StoryCount, ...]:
    """The stories that went on last, the latest first."""
    return tuple(_count(story) for story in _order_newest(site.threads.stories)[:most])


def list_related(article: Article, site: Site, cards: Cards) -> tuple[tuple[ArticleLink, str], ...]:
    """The links of related articles, each with what both share."""
    related = site.threads.related.get(article.uid, ())
    return tuple([(cards.links[other.source], words) for other, words in related])


def _find_feed(story: StoryThread, site: Site) -> str | None:
    followed = len(story.articles) >= site.profile.feed_min_articles
    return f"{feed_stem('stories', story.slug)}.atom.xml" if followed else None


def _plan_pages(site: Site, cards: Cards, stories: Iterable[StoryThread]) -> Iterator[Page]:
    for story in stories:
        yield from _plan_story(story, site, cards)


def _plan_story(story: StoryThread, site: Site, cards: Cards) -> Iterator[Page]:
    """The story's page, and one a part of a long story but the last, which stands on it. What
    grows with the story is said on its own page only: the parts stay as they are.
    """
    address = story_address(story.slug)
    undated = [article for article in story.articles if article.published is None]
    parts, newest = _cut_story(story)
    others = tuple(
        PeriodCount(period, f"{address}{period_address(period)}", len(articles))
        for period, articles in parts
    )
    view = StoryView(
        site=cards.header,
        story=_count(story),
        part=None,
        years=_group_by_year([*undated, *newest], site, cards),
        others=others,
        feed=_find_feed(story, site),
    )
    yield _to_page(address, view, story.articles)
    bare = replace(view, story=_link(story), others=())
    for (period, articles), link in zip(parts, others, strict=True):
        years = _group_by_year(articles, site, cards)
        yield _to_page(link.address, replace(bare, part=period, years=years), articles)


def _cut_story(
    story: StoryThread,
) -> tuple[list[tuple[PartialDate, list[Article]]], list[Article]]:
    """The dated articles of a story: all parts but the last, and the last. Parts of a long
    story are years; of a long year the months and, before them, what is dated to no month.
    """
    dated = [(article.published, article) for article in story.articles if article.published]
    if len(dated) <= LISTED:
        return [], [article for _, article in dated]
    sizes = Counter(date.year for date, _ in dated)
    parts: dict[PartialDate, list[Article]] = {}
    for date, article in dated:
        month = date.month if sizes[date.year] > LISTED else None
        parts.setdefault(PartialDate(date.year, month), []).append(article)
    _, newest = parts.popitem()
    return [*parts.items()], newest


def _group_by_year(
    articles: Iterable[Article], site: Site, cards: Cards
) -> tuple[tuple[PartialDate | None, tuple[StoryEntry, ...]], ...]:
    versions = site.threads.versions
    entries = [
        (
            article.published and PartialDate(article.published.year),
            StoryEntry(cards.cards[article.source], cards.to_links(versions.get(article.uid, ()))),
        )
        for article in articles
    ]
    return tuple(
        (year, tuple(entry for _, entry in group))
        for year, group in groupby(entries, lambda pair: pair[0])
    )


def _to_page(address: str, view: StoryView, articles: Iterable[Article]) -> Page:
    sources = tuple(article.source for article in articles)
    return Page(to_path(address), view, template="story.html", sources=sources)


def _plan_lists(stories: Sequence[StoryThread], cards: Cards) -> Iterator[Page]:
    newest = _order_newest(stories)
    by_year: dict[PartialDate | None, list[StoryThread]] = {}
    if len(newest) > NEWEST:
        for story in sorted(stories, key=_rank_beginning, reverse=True):
            by_year.setdefault(_find_year(story), []).append(story)
    years = sorted((year for year in by_year if year), key=str, reverse=True)
    links = tuple(PeriodLink(year, STORIES + period_address(year)) for year in years)
    undated = f"{STORIES}{UNDATED}" if None in by_year else None
    listed = tuple(map(_count, newest[:NEWEST]))
    view = StoriesView(cards.header, False, None, listed, (), links, undated)
    yield Page(to_path(STORIES), view, template="stories.html")
    for year, group in by_year.items():
        address = STORIES + (period_address(year) if year else UNDATED)
        begun = tuple(map(_link, group))
        part = StoriesView(cards.header, True, year, (), begun, links, undated)
        yield Page(to_path(address), part, template="stories.html")


def _order_newest(stories: Sequence[StoryThread]) -> list[StoryThread]:
    return sorted(stories, key=lambda story: (story.articles[-1].sort_key, story.slug))[::-1]


def _count(story: StoryThread) -> StoryCount:
    dated = [article.published for article in story.articles if article.published]
    return StoryCount(
        address=story_address(story.slug),
        title=story.title,
        language=story.language,
        count=len(story.articles),
        first=dated[0] if dated else None,
        last=dated[-1] if dated else None,
    )


def _link(story: StoryThread) -> StoryLink:
    counted = _count(story)
    return StoryLink(counted.address, counted.title, counted.language, counted.first)


def _rank_beginning(story: StoryThread) -> tuple[str, str]:
    return (str(_count(story).first or ""), story.slug)


def _find_year(story: StoryThread) -> PartialDate | None:
    """The year in which the story began: it stays where it is as it grows."""
    first = _count(story).first
    return PartialDate(first.year) if first else None
