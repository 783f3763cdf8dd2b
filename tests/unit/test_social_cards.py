from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageFont

from newsdigest.addresses import to_address
from newsdigest.build import plan_site
from newsdigest.model import Article, Page
from newsdigest.social_cards import drawing, is_drawable, render_card
from newsdigest.structured_data import build_news_article
from newsdigest.views import ArticleView, CardView
from tests.sample import PROFILE, list_articles

ARTICLES = list_articles()


def _plan(cards: Any, articles: Sequence[Article] = ARTICLES) -> dict[str, Page]:
    profile = replace(PROFILE, social_cards=cards)
    return {page.path: page for page in plan_site(articles, profile).pages}


def _draw(title: str, above: str = "", below: str = "") -> Image.Image:
    image: Image.Image = Image.open(io.BytesIO(render_card(CardView(title, above, below), {})))
    return image


def _find_ink(image: Image.Image, top: int, bottom: int) -> tuple[int, int, int, int] | None:
    grey = image.convert("L").crop((0, top, image.width, bottom))
    return grey.point(lambda value: 255 if value < 128 else 0).getbbox()


def test_a_site_has_one_picture_unless_it_wants_none_or_more() -> None:
    def list_cards(cards: str) -> list[str]:
        return sorted(path for path in _plan(cards) if path.endswith(".png"))

    assert list_cards("none") == []
    assert list_cards("site") == ["card.png"]
    drawn = list_cards("articles")
    assert "2023/03/artikel-0/card.png" in drawn
    # One is in Arabic.
    assert len(drawn) == 1 + len(ARTICLES) - 1


def test_a_page_names_the_picture_that_is_there() -> None:
    pages = _plan("articles")
    for path, page in pages.items():
        if isinstance(page.view, ArticleView):
            article = page.view.article
            expected = to_address(path) + "card.png" if article.language != "ar" else ""
            assert article.card == expected
            picture = build_news_article(article, page.view.site)["image"]
            assert picture == f"{PROFILE.url}/{expected or 'card.png'}"
    assert "image" not in build_news_article(
        _view(_plan("none"), "2023/03/artikel-0/index.html").article,
        _view(_plan("none"), "2023/03/artikel-0/index.html").site,
    )


def _view(pages: dict[str, Page], path: str) -> ArticleView:
    view = pages[path].view
    assert isinstance(view, ArticleView)
    return view


def test_an_articles_picture_says_its_title_section_and_site() -> None:
    pages = _plan("articles")
    assert pages["2023/03/artikel-0/card.png"].view == CardView(
        "Rat beschließt neue Brücke über die Aue", "Politik", "Der Talbote"
    )
    assert pages["2022/12/artikel-11/card.png"].view == CardView(
        "Licht in jedem Fenster", "", "Der Talbote"
    )
    assert pages["card.png"].view == CardView(PROFILE.name, PROFILE.description, "")


def test_a_name_that_cannot_be_drawn_gets_no_picture() -> None:
    profile = replace(PROFILE, name="رسول الوادي", social_cards="articles")
    assert not [page for page in plan_site(ARTICLES, profile).pages if page.path.endswith(".png")]


def test_the_font_has_every_letter_that_is_called_drawable() -> None:
    font = drawing.load_font(44)
    missing = bytes(font.getmask("\uffff"))
    letters = [chr(code) for code in range(0x20, 0x2300) if is_drawable(chr(code))]
    assert len(letters) > 700
    assert [
        letter for letter in letters if bytes(font.getmask(letter)) == missing and letter.strip()
    ] == []


@pytest.mark.parametrize(
    "text", ["Straße", "«Łódź» – żółw", "Москва: ёлка", "Ελλάδα", "„2 €“…", ""]
)
def test_european_words_can_be_drawn(text: str) -> None:
    assert is_drawable(text)


@pytest.mark.parametrize("text", ["خبر", "新闻", "हिन्दी", "😀", "a\nb", "e\u0301"])
def test_words_that_the_font_lacks_or_would_shape_cannot(text: str) -> None:
    assert not is_drawable(text)


def test_a_picture_is_the_same_bytes_each_time() -> None:
    view = CardView("Rat beschließt neue Brücke", "Politik", "Der Talbote")
    assert render_card(view, {}) == render_card(view, {})


@pytest.mark.parametrize(
    "title",
    [
        "Kurz",
        "Rat beschließt neue Brücke über die Aue",
        "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnungsentwurf",
        "Ein sehr langer Titel, der nicht aufhört " * 20,
        "W" * 400,
        "",
    ],
)
def test_every_title_fits_between_the_other_lines(title: str) -> None:
    image = _draw(title, "Oben " * 60, "Unten " * 60)
    assert image.size == (1200, 630)
    ink = _find_ink(image, 0, image.height)
    assert ink is not None
    assert ink[0] >= 79
    assert ink[2] <= 1122
    assert ink[3] <= 560
    plain = _draw("", "Oben " * 60, "Unten " * 60)
    # What stands at the foot is not touched by the title.
    foot = (0, 512, 1200, 630)
    assert image.crop(foot).tobytes() == plain.crop(foot).tobytes()


def test_a_short_title_is_larger_than_a_long_one() -> None:
    short, long = (_find_ink(_draw(title), 170, 300) for title in ("Hof", "Hof im Tal " * 12))
    assert short is not None
    assert long is not None
    assert drawing.fit_title("Hof")[0] == 120
    assert drawing.fit_title("Hof im Tal " * 12)[0] < 60


def test_a_title_that_is_cut_says_so() -> None:
    size, lines = drawing.fit_title("Ein sehr langer Titel, der nicht aufhört " * 20)
    assert lines[-1].endswith(" …")
    assert len(lines) == 6
    assert (
        max(ImageFont.FreeTypeFont.getlength(drawing.load_font(size), line) for line in lines)
        <= 1040
    )


def test_a_card_is_drawn_from_a_card_view_only() -> None:
    with pytest.raises(TypeError, match="not str"):
        render_card("Titel", {})
