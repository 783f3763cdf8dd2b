from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from newsdigest.addresses import article_address, to_path
from newsdigest.groups import Group
from newsdigest.model import Article, PartialDate
from newsdigest.site import build_site, list_standing, list_yearly, plan_pages
from newsdigest.site.entries import LISTED
from newsdigest.sitemaps import (
    MAX_URLS,
    plan_sitemaps,
    render_llms,
    render_robots,
    render_sitemap,
    render_sitemap_index,
)
from tests.sample import PROFILE, list_articles

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ARTICLE = list_articles()[0]


def draw(*articles: Article, **changes: Any) -> dict[str, bytes]:
    profile = replace(PROFILE, **changes)
    site = build_site(articles, profile)
    planned = plan_pages(site)
    listed = list_standing(planned), list_yearly(planned)
    return draw_all(plan_sitemaps(site.undated, site.years, profile, *listed))


def draw_all(groups: Iterable[Group]) -> dict[str, bytes]:
    pages = (page for group in groups for page in group.plan())
    return {page.path: page.builder(page.view, {}) for page in pages if page.builder}


def read_urls(data: bytes) -> dict[str, str | None]:
    """Address below the site → lastmod."""
    return {
        (entry.findtext(f"{SITEMAP}loc") or "").removeprefix(f"{PROFILE.url}/"): entry.findtext(
            f"{SITEMAP}lastmod"
        )
        for entry in etree.fromstring(data)
    }


def test_every_article_stands_in_exactly_one_sitemap() -> None:
    urls = [
        url
        for path, data in draw(*list_articles()).items()
        if "s/" in path
        for url in read_urls(data)
    ]
    assert len(urls) == len(set(urls))
    assert {article_address(article) for article in list_articles()} <= set(urls)


def test_sitemaps_name_only_pages_that_are_planned() -> None:
    planned = {page.path for page in plan_pages(build_site(list_articles(), PROFILE))}
    planned.add("about/index.html")  # the editor's own, named in the menu
    for path, data in draw(*list_articles()).items():
        if path.startswith("sitemaps/"):
            assert {to_path(url) for url in read_urls(data)} <= planned


def test_every_page_for_readers_stands_in_a_sitemap() -> None:
    """Long sections and topics have lists by year, and one of undated articles."""
    dates = [PartialDate(2021), PartialDate(2022, 1), PartialDate(2022, 2, 3), None]
    articles = [
        replace(
            ARTICLE,
            uid=f"urn:uuid:{number}",
            slug=f"a{number}",
            source=f"{number}",
            published=dates[number % 4],
            aliases=("alt/",) if number == 1 else (),
        )
        for number in range(4 * LISTED)
    ]
    drawn = draw(*articles)
    planned = {
        page.path
        for page in plan_pages(build_site(articles, PROFILE))
        if page.template not in ("redirect.html", "not_found.html", "feed.css")
    }
    named = {
        path: {to_path(url) for url in read_urls(data)}
        for path, data in drawn.items()
        if path.startswith("sitemaps/")
    }
    assert set().union(*named.values()) - {"about/index.html"} == planned
    assert "sections/politik/2021/index.html" in named["sitemaps/2021.xml"]
    assert "sections/politik/undated/index.html" in named["sitemaps/undated.xml"]


def test_the_index_names_every_sitemap_and_robots_the_index() -> None:
    drawn = draw(*list_articles())
    named = set(read_urls(drawn["sitemap.xml"]))
    assert named == {path for path in drawn if path.startswith("sitemaps/")}
    assert {"sitemaps/2023.xml", "sitemaps/pages.xml", "sitemaps/undated.xml"} <= named
    assert f"Sitemap: {PROFILE.url}/sitemap.xml\n".encode() in drawn["robots.txt"]


def test_a_new_article_changes_the_sitemap_of_its_year_only() -> None:
    before = draw(*list_articles())
    new = replace(
        ARTICLE,
        uid="urn:uuid:new",
        source="content/posts/new.md",
        slug="neu",
        published=PartialDate(2023, 2, 27),
        tags=(),
        people=(),
        places=(),
        organisations=(),
    )
    after = draw(*list_articles(), new)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {"sitemaps/2023.xml"}


def test_a_site_without_articles_has_its_pages() -> None:
    drawn = draw(menu=(("Über uns", "about/"), ("Anderswo", "https://o.example/"), ("Oben", "#x")))
    assert set(drawn) == {"sitemap.xml", "robots.txt", "llms.txt", "sitemaps/pages.xml"}
    assert set(read_urls(drawn["sitemaps/pages.xml"])) == {
        *("", "about/", "archive/", "sections/", "topics/", "feeds/"),
        *("people/", "places/", "organisations/", "map/", "stories/"),
    }


@pytest.mark.parametrize(
    ("published", "added", "modified", "expected"),
    [
        (PartialDate(2022, 1, 3), datetime(2026, 11, 23, tzinfo=UTC), None, "2026-11-23"),
        (
            PartialDate(2022, 1, 3),
            datetime(2026, 11, 23, tzinfo=UTC),
            datetime(2026, 12, 1, tzinfo=UTC),
            "2026-12-01",
        ),
        (PartialDate(2022, 1), datetime(2022, 1, 1, tzinfo=UTC), None, None),
        (PartialDate(2026), datetime(2026, 11, 23, tzinfo=UTC), None, None),
        (PartialDate(2022, 1, 1), datetime(2022, 1, 1, tzinfo=UTC), None, "2022-01-01"),
        (None, datetime(1970, 1, 1, tzinfo=UTC), None, None),
        (None, datetime(2026, 11, 23, tzinfo=UTC), None, "2026-11-23"),
    ],
)
def test_lastmod_is_a_day_that_is_known_and_cannot_be_taken_for_the_article_s(
    published: PartialDate | None, added: datetime, modified: datetime | None, expected: str | None
) -> None:
    article = replace(ARTICLE, published=published, added=added, modified=modified)
    urls: dict[str, str | None] = {}
    for path, data in draw(article).items():
        if path.startswith("sitemaps/"):
            urls |= read_urls(data)
    assert urls[article_address(article)] == expected


@pytest.mark.parametrize(
    ("articles", "files"),
    [
        # Beside the articles stand the year, two months, a day and a section's list.
        (MAX_URLS - 5, ["sitemaps/2022.xml"]),
        (MAX_URLS - 4, ["sitemaps/2022-01.xml", "sitemaps/2022-02.xml", "sitemaps/2022.xml"]),
    ],
)
def test_a_year_of_too_many_addresses_is_cut_by_month(articles: int, files: list[str]) -> None:
    months = [PartialDate(2022), PartialDate(2022, 1), PartialDate(2022, 2, 3)]
    many = [
        replace(ARTICLE, slug=f"a{number}", source=f"{number}", published=months[number % 3])
        for number in range(articles)
    ]
    years = build_site(many, PROFILE).years
    lists = [(PartialDate(2022), "sections/politik/2022/")]
    drawn = draw_all(plan_sitemaps((), years, PROFILE, (), lists))
    assert sorted(path for path in drawn if path.startswith("sitemaps/2022")) == files
    assert sum(drawn[path].count(b"<loc>") for path in files) == articles + 5


def test_programs_that_read_are_told_where_all_texts_are() -> None:
    text = draw(*list_articles())["llms.txt"].decode()
    assert text.startswith(f"# {PROFILE.name}\n\n")
    for address in ("articles.json", "feeds/all.atom.xml", "feeds/feeds.opml", "sitemap.xml"):
        assert f"]({PROFILE.url}/{address}): " in text
    assert "articles.json" not in draw(exports=False)["llms.txt"].decode()
    assert "with older ones behind\n" in text
    assert "behind" not in draw(feed_archive=False)["llms.txt"].decode()
    assert "by year, month and day\n" in text
    assert "by year and month\n" in draw(day_digests=False)["llms.txt"].decode()
    described = draw(description="Nachrichten aus dem Tal")["llms.txt"].decode()
    assert "\n> Nachrichten aus dem Tal\n" in described
    plain = draw(description="")["llms.txt"].decode()
    assert ">" not in plain


@pytest.mark.parametrize(
    "render", [render_sitemap, render_sitemap_index, render_robots, render_llms]
)
def test_each_file_is_drawn_from_its_own_view_only(render: Callable[..., bytes]) -> None:
    with pytest.raises(TypeError, match="drawn from a"):
        render("text", {})
