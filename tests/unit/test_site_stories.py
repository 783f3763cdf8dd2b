"""Pages of stories, and what an article's page says of its story and its neighbours."""

from __future__ import annotations

from dataclasses import replace

from newsdigest.model import Article, Page, PartialDate
from newsdigest.site import build_site, list_standing, plan_pages
from newsdigest.site.stories import NEWEST
from newsdigest.threads import StoryThread, Threads
from newsdigest.views import (
    ArticleView,
    DigestView,
    FrontView,
    RedirectView,
    StoriesView,
    StoryCount,
    StoryView,
)
from tests.sample import PROFILE, list_articles

FIRST = list_articles()[0]


def make_article(number: int, published: PartialDate | None) -> Article:
    return replace(
        FIRST,
        uid=f"urn:uuid:{number}",
        source=f"content/posts/{number}.md",
        slug=f"a{number}",
        title=f"Artikel {number}",
        published=published,
        aliases=(),
    )


MARCH = make_article(1, PartialDate(2022, 3, 4))
COPY = make_article(2, PartialDate(2022, 3, 5))
APRIL = make_article(3, PartialDate(2023, 4))
ALONE = make_article(4, PartialDate(2023, 4, 6))
AGAIN = make_article(5, PartialDate(2023, 4, 6))
STORY = StoryThread("a1", "Eine Geschichte", "de", (MARCH, APRIL), ("a3", "alt"), MARCH.uid)
THREADS = Threads(
    stories=(STORY,),
    story_of={MARCH.uid: STORY, COPY.uid: STORY, APRIL.uid: STORY},
    originals={COPY.uid: MARCH, AGAIN.uid: ALONE},
    versions={
        MARCH.uid: (COPY,),
        COPY.uid: (MARCH,),
        ALONE.uid: (AGAIN,),
        AGAIN.uid: (ALONE,),
    },
    related={ALONE.uid: ((MARCH, "Aue, Rat"),)},
)


def plan(threads: Threads, *articles: Article) -> dict[str, Page]:
    pages = plan_pages(build_site(articles, PROFILE, threads))
    return {page.path: page for page in pages}


PAGES = plan(THREADS, MARCH, COPY, APRIL, ALONE, AGAIN)


def find_article(article: Article) -> ArticleView:
    for page in PAGES.values():
        if isinstance(page.view, ArticleView) and page.view.article.uid == article.uid:
            return page.view
    raise AssertionError(article.uid)


def test_a_story_is_told_in_the_order_of_time_each_report_once() -> None:
    view = PAGES["stories/a1/index.html"].view
    assert isinstance(view, StoryView)
    assert isinstance(view.story, StoryCount)
    assert (view.story.title, view.story.count) == ("Eine Geschichte", 2)
    assert (view.story.first, view.story.last) == (MARCH.published, APRIL.published)
    ((year, (first,)), (next_year, (second,))) = view.years
    assert (year, next_year) == (PartialDate(2022), PartialDate(2023))
    assert first.article.title == MARCH.title
    assert [link.title for link in first.versions] == [COPY.title]
    assert (second.article.title, second.versions) == (APRIL.title, ())


def test_an_article_names_its_story_and_what_came_before_and_after() -> None:
    before, after = find_article(MARCH).story, find_article(APRIL).story
    assert before
    assert after
    assert before.address == after.address == "stories/a1/"
    assert before.previous is None
    assert before.next
    assert before.next.title == APRIL.title
    assert after.previous
    assert after.previous.title == MARCH.title
    assert after.next is None
    assert find_article(ALONE).story is find_article(AGAIN).story is None


def test_versions_name_each_other_and_what_comes_after() -> None:
    first, later = find_article(MARCH).story, find_article(COPY).story
    assert first
    assert first.next
    assert later == first
    assert [link.title for link in find_article(COPY).versions] == [MARCH.title]
    assert [link.title for link in find_article(MARCH).versions] == [COPY.title]


def test_the_first_version_names_a_dozen_others_a_later_one_three_and_the_story_all() -> None:
    copies = tuple(make_article(10 + n, PartialDate(2022, 3, 5)) for n in range(15))
    last = copies[-1]
    story = StoryThread("a1", "Eine Geschichte", "de", (MARCH, APRIL), (), MARCH.uid)
    threads = Threads(
        stories=(story,),
        story_of={article.uid: story for article in (MARCH, APRIL, *copies)},
        originals={copy.uid: MARCH for copy in copies},
        versions={MARCH.uid: copies, last.uid: (MARCH, *copies[:-1])},
    )
    pages = plan(threads, MARCH, APRIL, *copies)
    article = pages["2022/03/a1/index.html"].view
    told = pages["stories/a1/index.html"].view
    assert isinstance(article, ArticleView)
    assert isinstance(told, StoryView)
    assert [link.title for link in article.versions] == [copy.title for copy in copies[:12]]
    later = pages["2022/03/a24/index.html"].view
    assert isinstance(later, ArticleView)
    named = (MARCH, *copies[:2])
    assert [link.title for link in later.versions] == [version.title for version in named]
    ((_, (entry,)), _) = told.years
    assert [link.title for link in entry.versions] == [copy.title for copy in copies]


def test_related_articles_say_why() -> None:
    ((related, words),) = find_article(ALONE).related
    assert (related.title, words) == (MARCH.title, "Aue, Rat")
    assert find_article(MARCH).related == ()


def test_other_names_of_a_story_lead_to_it() -> None:
    for path in ("stories/a3/index.html", "stories/alt/index.html"):
        view = PAGES[path].view
        assert isinstance(view, RedirectView)
        assert view.target.address == "stories/a1/"


def test_a_digest_shows_each_report_once_with_its_versions() -> None:
    month = PAGES["2022/03/index.html"].view
    assert isinstance(month, DigestView)
    (part,) = month.parts
    (report,) = part.reports
    assert report.article.title == COPY.title
    assert [link.title for link in report.others] == [MARCH.title]


def test_stories_are_listed_the_newest_first_and_named_in_sitemaps() -> None:
    view = PAGES["stories/index.html"].view
    assert isinstance(view, StoriesView)
    assert [story.title for story in view.stories] == ["Eine Geschichte"]
    assert (view.part, view.years, view.undated) == (False, (), None)
    assert {"stories/", "stories/a1/"} <= set(list_standing(PAGES.values()))


def test_the_front_page_names_the_stories_that_went_on_last() -> None:
    stories = tuple(
        StoryThread(f"s{n}", f"Geschichte {n}", "de", (article,), (), article.uid)
        for n, article in enumerate((APRIL, MARCH, AGAIN, COPY, ALONE))
    )
    view = plan(replace(THREADS, stories=stories), MARCH, COPY, APRIL, ALONE, AGAIN)[
        "index.html"
    ].view
    assert isinstance(view, FrontView)
    assert [story.title for story in view.stories] == [f"Geschichte {n}" for n in (2, 4, 0, 3)]


def test_a_long_story_is_cut_by_year_and_a_long_year_by_month() -> None:
    dates = [PartialDate(2020, 5, 4)] * 100 + [PartialDate(2021)] + [PartialDate(2021, 2, 3)] * 100
    dates += [PartialDate(2021, 3, 4)] * 100 + [PartialDate(2022, 1)]
    undated = make_article(0, None)
    articles = [make_article(number, date) for number, date in enumerate(dates, 1)]
    story = replace(STORY, articles=(undated, *articles), former=())
    pages = plan(Threads(stories=(story,)), undated, *articles)
    parts = {}
    for path, page in pages.items():
        if isinstance(page.view, StoryView):
            entries = [entry for _, entries in page.view.years for entry in entries]
            parts[path.removesuffix("index.html")] = page.view.part, len(entries)
    assert parts == {
        "stories/a1/": (None, 2),  # what has no date, and the last part
        "stories/a1/2020/": (PartialDate(2020), 100),
        "stories/a1/2021/": (PartialDate(2021), 1),
        "stories/a1/2021/02/": (PartialDate(2021, 2), 100),
        "stories/a1/2021/03/": (PartialDate(2021, 3), 100),
    }
    view = pages["stories/a1/index.html"].view
    assert isinstance(view, StoryView)
    assert [(link.address, link.count) for link in view.others] == [
        (address, size) for address, (part, size) in parts.items() if part
    ]
    assert isinstance(view.story, StoryCount)
    assert view.story.count == 1 + len(articles)


def test_a_long_story_grows_on_its_own_page_alone() -> None:
    articles = [make_article(number, PartialDate(2020)) for number in range(250)]
    articles += [make_article(number, PartialDate(2022, 1)) for number in range(250, 260)]
    pages, grown = (
        plan(Threads(stories=(replace(STORY, articles=tuple(told), former=()),)), *articles)
        for told in (articles[:-1], articles)
    )
    assert grown["stories/a1/2020/index.html"].view == pages["stories/a1/2020/index.html"].view
    assert grown["stories/a1/index.html"].view != pages["stories/a1/index.html"].view


def test_many_stories_are_listed_by_the_year_they_began_in() -> None:
    pairs = [
        (
            make_article(2 * number, date),
            make_article(2 * number + 1, PartialDate(2023, 5, 1) if date else None),
        )
        for number in range(NEWEST + 1)
        for date in [(PartialDate(2021), PartialDate(2022, 1), None)[number % 3]]
    ]
    stories = tuple(
        StoryThread(first.slug, first.title, "de", (first, second), (), first.uid)
        for first, second in pairs
    )
    pages = plan(Threads(stories=stories), *(article for pair in pairs for article in pair))
    view = pages["stories/index.html"].view
    assert isinstance(view, StoriesView)
    assert len(view.stories) == NEWEST
    assert [link.address for link in view.years] == ["stories/2022/", "stories/2021/"]
    assert view.undated == "stories/undated/"
    listed = []
    for path in ("stories/2022/", "stories/2021/", "stories/undated/"):
        part = pages[f"{path}index.html"].view
        assert isinstance(part, StoriesView)
        assert part.part
        assert part.stories == ()
        listed += [story.address for story in part.begun]
    assert sorted(listed) == sorted(f"stories/{story.slug}/" for story in stories)
    story_view = pages[f"stories/{stories[2].slug}/index.html"].view
    assert isinstance(story_view, StoryView)
    assert (story_view.story.first, story_view.years[0][0]) == (None, None)


def test_without_stories_the_list_is_empty() -> None:
    view = plan(Threads(), ALONE)["stories/index.html"].view
    assert isinstance(view, StoriesView)
    assert view.stories == ()
