import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.slugs import build_slug


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("Größe & „Maß“: Über Öl", "de", "groesse-mass-ueber-oel"),
        ("Größe & „Maß“: Über Öl", "sv", "grosse-mass-uber-ol"),
        ("GROẞE ÄRZTE", "de", "grosse-aerzte"),
        ("A\u0308rzte", "de", "aerzte"),
        ("Stra\u00adße", "de", "strasse"),
        ("Where’s 'that' from?", "en", "wheres-that-from"),
        ("Où est l’été ?", "fr", "ou-est-lete"),
        ("Żółć i gęślą", "pl", "zolc-i-gesla"),
        ("Россия", "ru", "rossiia"),
        ("東京", "ja", "dong-jing"),
        ("ＡＢＣ １２", "ja", "abc-12"),
        ("İstanbul", "tr", "istanbul"),
        ("--a--b--", "de", "a-b"),
        ("10 Dinge", "de", "10-dinge"),
        ("2022", "de", "text-2022"),
        ("3:2", "de", "text-3-2"),
        ("lone \ud800 surrogate", "en", "lone-surrogate"),
    ],
)
def test_a_headline_becomes_readable_ascii(text: str, language: str, slug: str) -> None:
    assert build_slug(text, language) == slug


def test_german_is_the_default() -> None:
    assert build_slug("Köln") == "koeln"


@pytest.mark.parametrize("text", ["", "🙂🙂", "—", "   "])
def test_a_text_without_letters_gets_a_stable_name_of_its_own(text: str) -> None:
    assert re.fullmatch("text-[0-9a-f]{6}", build_slug(text))
    assert build_slug(text) == build_slug(text)


def test_two_texts_without_letters_get_two_names() -> None:
    assert build_slug("🙂") != build_slug("🙃")


def test_a_long_headline_is_cut_at_a_word() -> None:
    slug = build_slug("wort " * 40)
    assert slug == "-".join(["wort"] * 16)


def test_a_word_that_ends_at_the_limit_is_kept_whole() -> None:
    assert build_slug("x" * 70 + " " + "y" * 9 + " z") == "x" * 70 + "-" + "y" * 9


def test_a_single_long_word_is_cut_anywhere() -> None:
    assert build_slug("x" * 200) == "x" * 80


@given(st.text(max_size=120), st.sampled_from(["de", "en", "ru", "zh"]))
def test_any_text_gives_a_valid_slug_that_stays_itself(text: str, language: str) -> None:
    slug = build_slug(text, language)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert re.search("[a-z]", slug)
    assert len(slug) <= 80
    assert build_slug(slug, language) == slug
