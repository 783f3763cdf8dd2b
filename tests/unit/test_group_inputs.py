"""Groups whose inputs are the same have the same pages: two sites that differ a little, and
what each group of one says that it looks at.

Groups are cut as small as can be here, so that what changed stands in few of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest import groups
from newsdigest.build import SiteGroups, list_pages, plan_groups
from newsdigest.dates import parse_edtf
from newsdigest.model import Article, GeoPlace, Page, PartialDate, Quote, SiteProfile
from newsdigest.site import build_cards, build_site
from newsdigest.threads import StoryThread, Threads
from tests.sample import PROFILE, list_articles

EVERYTHING = replace(
    PROFILE, editions=True, social_cards="articles", feed_min_articles=2, feed_max_items=2
)

NAMES = ("Anna Holt", "Berta Rat", "Bertá Rat")
PERIODS = ("", "2021", "2022-01", "2022-01-10", "2022-02-10", "2023-01-10", "2024")
_PLACES = (
    ("Wien", GeoPlace(1, "AT", 48.2, 16.4)),
    ("Wien", GeoPlace(2, "US", 40.0, -80.0)),
    ("Genf", GeoPlace(3, "CH", 46.2, 6.1)),
    ("Geneva", GeoPlace(3, "CH", 46.3, 6.2)),
)


def locate(article: Article) -> Article:
    """The article as reading gives it: only the places that it names have coordinates."""
    known = [(name, place) for name, place in article.coordinates if name in article.places]
    return replace(article, coordinates=tuple(dict(known).items()))


def lists_of(values: Sequence[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@dataclass(frozen=True)
class Told:
    """An article, and what is decided of it beside others.

    Attributes:
        story: A number that the articles of a story have in common; 0 is none.
        version: Whether it is a later version of the report that the first article is.
        related: Whether it is related to the first article, by these words; "" if not.
    """

    article: Article
    story: int
    version: bool
    related: str


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(("Rat", "Titel 1", "Titel 2")),
    "summary": st.sampled_from(("", "Kurz.", "Text 1")),
    "published": st.sampled_from(
        ("", "2021", "2022-01", "2022-01-10", "2022-02-10", "2023-01-10", "2024")
    ).map(lambda text: parse_edtf(text) if text else None),
    "category": st.sampled_from((None, "Politik", "Pólitik", "Sport")),
    "tags": lists_of(("Tal", "Tál", "Rat")),
    "people": lists_of(NAMES),
    "organisations": lists_of(NAMES),
    "places": lists_of(("Wien", "Genf", "Geneva")),
    "coordinates": lists_of(_PLACES),
    "quotes": lists_of((Quote("So ist es.", "Anna Holt"), Quote("Nein.", None))),
    "language": st.sampled_from(("de", "en")),
    "modified": st.sampled_from((None, datetime(2025, 1, 1, tzinfo=UTC))),
    "added": st.sampled_from((datetime(2023, 1, 1, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))),
    "slug": st.sampled_from(("rat", "tal")),
    "aliases": lists_of(("alt/rat/",), 1),
    "length": st.integers(min_value=1, max_value=3),
    "body_digest": st.sampled_from(("a", "b")),
    "source_digest": st.sampled_from(("", "c")),
    "byline": st.sampled_from((None, "AH")),
    "rights": st.sampled_from((None, "frei")),
}


OFTEN = sorted(
    [*FIELDS, *("category", "tags", "people", "organisations", "places", "coordinates") * 8]
)
"""The fields: names, whose pages come and go with other articles, are drawn most often."""


@st.composite
def make_told(draw: st.DrawFn, number: int) -> Told:
    """With few of the fields, so that most names stand in few articles."""
    chosen = draw(st.sets(st.sampled_from(OFTEN), min_size=2, max_size=6))
    fields = draw(st.fixed_dictionaries({name: FIELDS[name] for name in sorted(chosen)}))
    slug = f"{fields.pop('slug', 'rat')}-{number}"
    plain = replace(list_articles()[0], tags=(), people=(), organisations=(), quotes=())
    fields = {"title": f"Titel {number}", "summary": f"Text {number}", **fields}
    fields.setdefault("published", draw(FIELDS["published"]))
    article = replace(
        plain, uid=f"urn:{number}", source=f"content/posts/{number}.md", **fields, slug=slug
    )
    story = draw(st.integers(min_value=0, max_value=2))
    words = draw(st.sampled_from(("", "Rat", "Tal")))
    return Told(locate(article), story, draw(st.integers(0, 5)) == 0, words)


@st.composite
def make_two(draw: st.DrawFn) -> tuple[list[Told], list[Told]]:
    """The articles of a site, and of one that differs in one or two of them."""
    before = [draw(make_told(number)) for number in range(draw(st.integers(3, 9)))]
    after = list(before)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(after) - 1))
        match draw(st.sampled_from(("add", "add", "delete", "edit", "edit", "weave"))):
            case "add":
                after.append(draw(make_told(len(before) + len(after))))
            case "delete":
                after[at:] = after[at + 1 :] or after[at:]
            case "edit":
                name = draw(st.sampled_from(OFTEN))
                value = draw(FIELDS[name])
                article = after[at].article
                if name == "slug":
                    value += article.slug[-2:]
                after[at] = replace(after[at], article=locate(replace(article, **{name: value})))
            case _:
                other = draw(make_told(at))
                after[at] = replace(other, article=after[at].article)
    return before, after


def weave(told: Sequence[Told]) -> Threads:
    """How the articles belong together, as they say themselves."""
    first = told[0].article
    later = [one.article for one in told[1:] if one.version]
    stories: dict[int, list[Article]] = {}
    for one in told:
        if one.story and one.article not in later:
            stories.setdefault(one.story, []).append(one.article)
    threads = tuple(
        StoryThread(f"s{number}", f"Rat {number}", "de", tuple(members), (), members[0].uid)
        for number, members in sorted(stories.items())
        if len(members) > 1
    )
    versions = {
        one.uid: tuple(other for other in (first, *later) if other is not one)
        for one in (first, *later)
        if later
    }
    related = {one.article.uid: ((first, one.related),) for one in told[1:] if one.related}
    return Threads(
        stories=threads,
        story_of={article.uid: story for story in threads for article in story.articles},
        originals={article.uid: first for article in later},
        versions=versions,
        related=related,
    )


def plan(told: Sequence[Told], profile: SiteProfile) -> SiteGroups:
    articles = sorted((one.article for one in told), key=lambda one: (one.sort_key, one.source))
    site = build_site(articles, profile, weave(told))
    return plan_groups(site, build_cards(site))


def plan_known(told: Sequence[Told], profile: SiteProfile) -> dict[str, tuple[Page, ...]]:
    """The pages of each group that knows its inputs, by these."""
    planned = plan(told, profile)
    rest = planned.plan_rest([list_pages(tuple(group.plan())) for group in planned.groups])
    found = [group for group in (*planned.groups, *rest) if group.inputs]
    known = {group.inputs: tuple(group.plan()) for group in found}
    assert len(known) == len(found)
    return known


@pytest.fixture(autouse=True)
def _small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "SIZE", 1)


@given(two=make_two(), least=st.integers(1, 2))
@settings(max_examples=400)
def test_equal_inputs_are_equal_pages(two: tuple[list[Told], list[Told]], least: int) -> None:
    profile = replace(EVERYTHING, register_min_articles=least)
    before, after = (plan_known(told, profile) for told in two)
    for inputs in before.keys() & after.keys():
        assert before[inputs] == after[inputs]


def test_most_groups_look_at_nothing_that_one_more_article_changes() -> None:
    told = [Told(article, 0, False, "") for article in list_articles()]
    before, after = plan_known(told[1:], EVERYTHING), plan_known(told, EVERYTHING)
    assert 0.5 * len(before) < len(before.keys() & after.keys()) < len(before)


def test_feeds_of_months_look_at_which_articles_tell_one_story() -> None:
    march, april = PartialDate(2022, 3), PartialDate(2022, 4)
    articles = [
        replace(
            list_articles()[0],
            uid=f"urn:{number}",
            source=f"content/posts/{number}.md",
            slug=f"rat-{number}",
            published=period,
        )
        for number, period in enumerate((march, march, april))
    ]
    found = []
    for story in (0, 1):
        told = [
            Told(article, story if number < 2 else 0, False, "")
            for number, article in enumerate(articles)
        ]
        pages = {
            page.path: (inputs, page)
            for inputs, group in plan_known(told, EVERYTHING).items()
            for page in group
        }
        found.append(pages["feeds/digests/months.atom.xml"])
    (inputs, page), (other_inputs, other_page) = found
    assert page != other_page
    assert inputs != other_inputs
