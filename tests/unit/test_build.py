from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from newsdigest.addresses import article_address
from newsdigest.build import (
    Claims,
    Fingerprinter,
    SiteGroups,
    list_pages,
    plan_groups,
    plan_site,
    settle_articles,
)
from newsdigest.errors import BuildError
from newsdigest.groups import SIZE
from newsdigest.model import Article, Bodies, Page, PartialDate
from newsdigest.site import TEMPLATES, build_cards, build_site
from newsdigest.site.maps import LAND
from newsdigest.threads import StoryThread, Threads
from tests.sample import PROFILE, list_articles

ARTICLE = list_articles()[0]
EVERYTHING = replace(PROFILE, editions=True, social_cards="articles", feed_min_articles=2)


def make_article(name: str, day: int, **changes: Any) -> Article:
    given: dict[str, Any] = {
        "uid": f"urn:uuid:{name}",
        "source": f"content/posts/{name}.md",
        "slug": name,
        "published": PartialDate(2022, 1),
        "added": datetime(2026, 1, day, tzinfo=UTC),
        "aliases": (),
    }
    return replace(ARTICLE, **{**given, **changes})


@dataclass(frozen=True, slots=True)
class View:
    text: object


def draw(view: object, bodies: Bodies) -> bytes:
    return f"{view}{bodies}".encode()


def draw_otherwise(view: object, bodies: Bodies) -> bytes:
    return draw(view, bodies)


class TestSettling:
    def test_articles_that_agree_stay_as_they_are_in_the_order_they_came(self) -> None:
        younger, older = make_article("anna", 2), make_article("berta", 1)
        assert settle_articles([younger, older]) == ((older, younger), ())

    def test_of_two_with_one_uid_the_older_keeps_it_and_the_other_is_told(self) -> None:
        older = make_article("zoe", 1)
        younger = make_article("anna", 2, uid=older.uid)
        (first, second), (problem,) = settle_articles([younger, older])
        assert first == older
        assert second == replace(younger, uid=second.uid)
        assert second.uid != older.uid
        assert (problem.path, problem.severity) == (younger.source, "error")
        assert older.source in problem.message
        assert "new Uid" in problem.message

    def test_a_derived_uid_does_not_depend_on_the_others(self) -> None:
        older = make_article("zoe", 1)
        younger = make_article("anna", 2, uid=older.uid)
        other = make_article("carla", 1)
        (_, alone), _ = settle_articles([older, younger])
        among, _ = settle_articles([other, younger, older])
        assert alone in among

    def test_of_several_at_one_address_all_stay_with_numbered_slugs(self) -> None:
        articles = [make_article(f"a{n}", n + 1, slug="rat") for n in range(3)]
        taken = make_article("b", 1, slug="rat-2")
        settled, problems = settle_articles([*articles, taken])
        assert {a.source: a.slug for a in settled} == {
            articles[0].source: "rat",
            taken.source: "rat-2",
            articles[1].source: "rat-3",
            articles[2].source: "rat-4",
        }
        assert [p.path for p in problems] == [articles[1].source, articles[2].source]
        assert "'2022/01/rat-3/'" in problems[0].message

    def test_the_second_at_an_address_gets_the_number_two(self) -> None:
        first, second = make_article("a", 1, slug="rat"), make_article("b", 2, slug="rat")
        settled, (problem,) = settle_articles([first, second])
        assert settled == (first, replace(second, slug="rat-2"))
        assert (problem.path, problem.line) == (second.source, 0)  # no line is to blame

    def test_one_slug_in_two_months_is_two_addresses(self) -> None:
        articles = [
            make_article("a", 1, slug="rat"),
            make_article("b", 2, slug="rat", published=PartialDate(2022, 2)),
        ]
        assert settle_articles(articles) == (tuple(articles), ())


class TestPlanningTheSite:
    def test_the_order_of_the_articles_does_not_matter(self) -> None:
        articles = list(list_articles())
        before = plan_site(articles, PROFILE)
        for order in (articles[::-1], articles[1::2] + articles[::2]):
            assert plan_site(order, PROFILE) == before

    def test_no_path_stands_twice_and_no_file_is_another_s_folder(self) -> None:
        paths = [page.path for page in plan_site(list_articles(), PROFILE).pages]
        assert len(paths) == len(set(paths))
        folders = {path[:at] for path in paths for at, c in enumerate(path) if c == "/"}
        assert not folders & set(paths)

    def test_pages_feeds_and_sitemaps_are_all_there(self) -> None:
        paths = {page.path for page in plan_site(list_articles(), PROFILE).pages}
        assert {"index.html", "feeds/all.atom.xml", "sitemap.xml", "404.html"} <= paths

    def test_a_site_can_do_without_exports(self) -> None:
        for profile, wanted in ((PROFILE, True), (replace(PROFILE, exports=False), False)):
            paths = {page.path for page in plan_site(list_articles(), profile).pages}
            assert ("articles.json" in paths) == wanted

    def test_the_land_of_all_maps_is_drawn_only_where_places_have_pages(self) -> None:
        without = replace(PROFILE, registers=("people",))
        for profile, wanted in ((PROFILE, True), (without, False)):
            paths = {page.path for page in plan_site(list_articles(), profile).pages}
            assert (LAND in paths) == wanted

    @pytest.mark.parametrize(
        ("alias", "in_the_way"),
        [
            ("sitemap.xml/alt/", "the file 'sitemap.xml/alt/index.html'"),
            ("feeds/all.atom.xml/", "the file 'feeds/all.atom.xml/index.html'"),
            ("2022/01/anna/index.html/alt/", "the file '2022/01/anna/index.html/alt/index.html'"),
        ],
    )
    def test_an_alias_in_the_way_is_reported_and_costs_the_site_no_page(
        self, alias: str, in_the_way: str
    ) -> None:
        plain = make_article("anna", 1)
        before = plan_site([plain], PROFILE)
        plan = plan_site([replace(plain, aliases=(alias,))], PROFILE)
        assert {page.path for page in plan.pages} == {page.path for page in before.pages}
        (problem,) = plan.problems
        assert problem.path == plain.source
        assert in_the_way in problem.message

    def test_of_two_aliases_one_below_the_other_s_file_the_first_stays(self) -> None:
        first = make_article("anna", 1, aliases=("alt/seite.html",))
        second = make_article("berta", 1, aliases=("alt/seite.html/unten/",))
        plan = plan_site([second, first], PROFILE)
        (problem,) = plan.problems
        assert problem.path == second.source
        assert "belongs to content/posts/anna.md" in problem.message
        assert "alt/seite.html" in {page.path for page in plan.pages}

    def test_an_alias_that_is_a_folder_of_another_is_reported(self) -> None:
        first = make_article("anna", 1, aliases=("alt/seite.html/unten/",))
        second = make_article("berta", 1, aliases=("alt/seite.html",))
        (problem,) = plan_site([second, first], PROFILE).problems
        assert problem.path == second.source

    def test_an_alias_at_a_page_of_the_site_leaves_that_page_alone(self) -> None:
        plain = make_article("anna", 1)
        plan = plan_site([replace(plain, aliases=("feeds/",))], PROFILE)
        (page,) = (page for page in plan.pages if page.path == "feeds/index.html")
        assert page.template == "feeds.html"


def list_many() -> tuple[Article, ...]:
    """So many that most kinds of pages need several groups."""
    return tuple(
        replace(
            article,
            uid=f"{article.uid}-{number}",
            slug=f"{article.slug}-{number}",
            source=f"content/posts/{number}-{article.slug}.md",
            published=article.published and replace(article.published, year=2010 + number),
            tags=(*article.tags, "Alltag"),
            people=(*article.people, f"Anna Nr. {number % 7}"),
            aliases=(f"alt/{number}-{article.slug}/",),
        )
        for number in range(14)
        for article in list_articles()
    )


def plan_many(articles: tuple[Article, ...]) -> SiteGroups:
    site = build_site(articles, EVERYTHING, weave(list_many()))
    return plan_groups(site, build_cards(site))


def weave(articles: tuple[Article, ...]) -> Threads:
    """Stories of three articles each."""
    stories = tuple(
        StoryThread(f"s{at}", f"Rat {at}", "de", members, (f"alt-{at}",), members[0].uid)
        for at in range(0, len(articles) - 2, 3)
        if (members := articles[at : at + 3])
    )
    story_of = {article.uid: story for story in stories for article in story.articles}
    return Threads(stories, story_of, {}, {}, {})


class TestGroups:
    def test_each_can_be_planned_alone_at_any_time(self) -> None:
        articles = list_many()
        plan = plan_many(articles)
        backwards = [tuple(group.plan()) for group in reversed(plan.groups)][::-1]
        rest = plan.plan_rest([list_pages(pages) for pages in backwards])
        again = plan_many(articles[::-1])
        forwards = [tuple(group.plan()) for group in again.groups]
        assert forwards == backwards
        forwards += [tuple(group.plan()) for group in rest]
        pages = tuple(page for group in forwards for page in group)
        assert pages == plan_site(articles, EVERYTHING, weave(articles)).pages

    def test_none_holds_much_more_than_the_others(self) -> None:
        articles = list_many()
        groups = plan_many(articles).groups
        assert sum(len(tuple(group.plan())) > 2 * SIZE for group in groups) == 0
        assert len(groups) > 20

    def test_their_pages_name_the_known_templates_and_no_others(self) -> None:
        articles = list_many()
        planned = plan_site(articles, EVERYTHING, weave(articles)).pages
        assert {page.template for page in planned} == TEMPLATES | {None}

    def test_a_site_without_places_has_no_map(self) -> None:
        profile = replace(PROFILE, registers=("topics",))
        paths = {page.path for page in plan_site(list_articles(), profile).pages}
        assert not {path for path in paths if path.startswith("map/")}


class TestClaims:
    @pytest.mark.parametrize(
        "paths",
        [
            ("a/index.html", "b/c/index.html", "b/d.xml", "e"),
            ("a", "a"),
            ("a", "a/b/c"),
            ("a/b/c", "a"),
            ("a/b/c", "a/b"),
            ("a/b", "a-b", "a.b"),
            (),
        ],
    )
    def test_all_are_claimed_at_once_if_none_would_lose(self, paths: tuple[str, ...]) -> None:
        files = [(path, f"owner {number}") for number, path in enumerate(paths)]
        one_by_one, at_once = Claims(), Claims()
        lost = [path for path, owner in files if one_by_one.claim(path, owner) is not None]
        assert at_once.claim_all(files) == (not lost)
        if not lost:
            for path in ("a", "a/b", "b/c", "b", "e", "f"):
                assert at_once.claim(path, "late") == one_by_one.claim(path, "late")
            assert at_once.problems == one_by_one.problems

    def test_the_first_has_a_path_and_the_second_is_told_whose_it_is(self) -> None:
        claims = Claims()
        assert claims.claim("a/index.html", "a.md") is None
        assert claims.claim("a/index.html", "b.md") == "a/index.html"
        (problem,) = claims.problems
        assert problem.path == "b.md"
        assert "'a/index.html', which belongs to a.md:" in problem.message

    @pytest.mark.parametrize(
        ("first", "second"),
        [("a/b/c/index.html", "a"), ("a/b/c/index.html", "a/b"), ("a", "a/b/c.html")],
    )
    def test_no_file_is_another_s_folder(self, first: str, second: str) -> None:
        claims = Claims()
        assert claims.claim(first, first) is None
        assert claims.claim(second, second) == first

    def test_what_lost_its_path_stands_in_nobody_s_way(self) -> None:
        claims = Claims()
        assert [claims.claim(path, path) for path in ("a", "a/b/c", "d")] == [None, "a", None]
        assert claims.claim("a/b", "a/b") == "a"
        assert claims.claim("e/a/b", "e") is None


PAGES = (
    Page("index.html", View(1), template="front.html"),
    Page("a/index.html", View(2), template="article.html"),
    Page("a.xml", View(1), builder=draw),
)
MAKERS = {"front.html": "1", "article.html": "2"}


def fingerprint_pages(
    pages: tuple[Page, ...], templates: dict[str, str], epoch: str
) -> tuple[str, ...]:
    fingerprinter = Fingerprinter(templates, epoch)
    return tuple(fingerprinter.fingerprint(page) for page in pages)


class TestFingerprints:
    def test_a_page_s_depends_on_its_view_its_maker_and_the_epoch_only(self) -> None:
        before = fingerprint_pages(PAGES, MAKERS, "epoch")
        assert len(set(before)) == len(PAGES)

        def see(pages: tuple[Page, ...], templates: dict[str, str], epoch: str) -> list[bool]:
            after = fingerprint_pages(pages, templates, epoch)
            return [old != new for old, new in zip(before, after, strict=True)]

        assert see(PAGES, MAKERS, "epoch") == [False, False, False]
        assert see(PAGES, MAKERS, "other") == [True, True, True]
        assert see(PAGES, {**MAKERS, "article.html": "3"}, "epoch") == [False, True, False]
        assert see(PAGES, {**MAKERS, "unused.html": "3"}, "epoch") == [False, False, False]
        view = (replace(PAGES[0], view=View(9)), *PAGES[1:])
        assert see(view, MAKERS, "epoch") == [True, False, False]
        builder = (*PAGES[:2], replace(PAGES[2], builder=draw_otherwise))
        assert see(builder, MAKERS, "epoch") == [False, False, True]
        moved = (replace(PAGES[0], path="x.html", sources=("y",)), *PAGES[1:])
        assert see(moved, MAKERS, "epoch") == [False, False, False]

    def test_pages_of_one_template_and_view_share_it(self) -> None:
        twin = replace(PAGES[0], path="twin.html")
        first, *_, last = fingerprint_pages((*PAGES, twin), MAKERS, "epoch")
        assert first == last

    @pytest.mark.parametrize("value", [object(), "half a character: \ud83d"])
    def test_a_view_without_a_fingerprint_is_refused_with_the_page_s_name(
        self, value: object
    ) -> None:
        page = Page("a/index.html", View(value), template="front.html")
        with pytest.raises(BuildError, match=r"^a/index\.html: its view cannot be fingerprinted"):
            Fingerprinter(MAKERS, "epoch").fingerprint(page)

    @pytest.mark.parametrize("template", ["gone.html", None])
    def test_a_template_that_is_not_there_is_refused(self, template: str | None) -> None:
        page = Page("a/index.html", View(1), template=template)
        with pytest.raises(BuildError, match=r"^a/index\.html: the theme has no template"):
            Fingerprinter(MAKERS, "epoch").fingerprint(page)


def test_settled_articles_have_addresses_of_their_own() -> None:
    articles = [make_article(f"a{n}", 1, slug="rat", uid="urn:x") for n in range(5)]
    settled, _ = settle_articles(articles)
    assert len({article_address(article) for article in settled}) == len(articles)
    assert len({article.uid for article in settled}) == len(articles)
