from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from newsdigest.model import Article, PartialDate
from newsdigest.site import build_site, plan_pages
from newsdigest.structured_data import build_news_article, render_news_article
from newsdigest.views import ArticleView
from tests.sample import PROFILE, list_articles

FIRST = list_articles()[0]


def _describe(article: Article) -> dict[str, Any]:
    view = _view(article)
    return build_news_article(view.article, view.site)


def _view(article: Article) -> ArticleView:
    pages = plan_pages(build_site([article], PROFILE))
    return next(page.view for page in pages if isinstance(page.view, ArticleView))


def test_an_article_is_described_with_what_its_post_states() -> None:
    data = _describe(FIRST)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == FIRST.title
    assert data["url"] == "https://talbote.example/heute/2023/03/artikel-0/"
    assert data["author"] == {"@type": "Person", "name": "Von Mara Holt"}
    assert data["articleSection"] == "Politik"
    assert data["copyrightNotice"] == "© Talpressedienst"
    assert {item["@type"] for item in data["mentions"]} == {"Person", "Place", "Organization"}


def test_what_the_post_does_not_state_is_left_out() -> None:
    bare = replace(
        FIRST, byline=None, agency=None, origin=None, rights=None, category=None, published=None
    )
    data = _describe(bare)
    absent = ("author", "sourceOrganization", "copyrightNotice", "articleSection", "datePublished")
    assert not set(absent) & set(data)


def test_a_date_keeps_its_precision() -> None:
    for published in (PartialDate(2022), PartialDate(2022, 1), PartialDate(2022, 1, 10)):
        assert _describe(replace(FIRST, published=published))["datePublished"] == str(published)


def test_the_publisher_is_the_author_of_the_site_or_the_site() -> None:
    view = _view(FIRST)
    assert build_news_article(view.article, view.site)["publisher"]["name"] == "Verein Talbote"
    nameless = structs.replace(view.site, author="")
    assert build_news_article(view.article, nameless)["publisher"]["name"] == "Der Talbote"


@given(st.text())
def test_no_text_can_leave_the_script_element(title: str) -> None:
    view = _view(FIRST)
    hostile = structs.replace(view.article, title=f"</script>{title}<!--<script>&\u2028")
    text = render_news_article(hostile, view.site)
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["headline"] == hostile.title
