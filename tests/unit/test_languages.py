import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.languages import detect_language

SITE = ("de", "en", "fr", "es", "it", "pl", "ru", "ar", "zh", "ja")
TEXTS = {
    "de": "Der Stadtrat hat am Abend beschlossen, die Brücke im Frühjahr zu sanieren.",
    "en": "The city council decided last night to repair the old bridge next spring.",
    "fr": "Le conseil municipal a décidé hier soir de réparer le vieux pont au printemps.",
    "es": "El ayuntamiento decidió anoche reparar el viejo puente la próxima primavera.",
    "it": "Il consiglio comunale ha deciso ieri sera di riparare il vecchio ponte in primavera.",
    "pl": "Rada miasta zdecydowała wczoraj wieczorem o naprawie starego mostu na wiosnę.",
    "ru": "Городской совет решил вчера вечером отремонтировать старый мост весной.",
    "ar": "قرر مجلس المدينة مساء أمس إصلاح الجسر القديم في الربيع المقبل.",
    "zh": "市议会昨晚决定明年春天修复这座旧桥。",
    "ja": "市議会は昨夜、来春に古い橋を修理することを決めた。",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_a_sentence_is_told_by_its_language(language: str, text: str) -> None:
    found, confidence = detect_language(text, SITE)
    assert found == language
    assert confidence > 0.9


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_the_order_of_the_candidates_does_not_matter(language: str, text: str) -> None:
    assert detect_language(text, SITE[::-1])[0] == language


def test_only_candidates_are_found() -> None:
    assert detect_language(TEXTS["en"], ("de", "fr"))[0] in {"de", "fr"}
    assert detect_language(TEXTS["ja"], ("de", "fr"))[0] in {"de", "fr"}


@pytest.mark.parametrize("text", ["", " \n", "12345", "🙂🙂", "A.", "https://example.org/news"])
def test_a_text_without_words_is_the_first_candidate_with_no_confidence(text: str) -> None:
    assert detect_language(text, SITE) == ("de", 0.0)


def test_two_characters_still_tell_their_script() -> None:
    assert detect_language("漢字", SITE) == ("zh", 0.0)


def test_a_script_that_one_candidate_uses_decides_alone() -> None:
    assert detect_language("МОСКВА", SITE) == ("ru", 1.0)


def test_candidates_of_one_script_are_told_apart() -> None:
    ukrainian = "Міська рада вирішила вчора ввечері відремонтувати старий міст навесні."
    assert detect_language(ukrainian, ("ru", "uk"))[0] == "uk"
    assert detect_language(TEXTS["ru"], ("uk", "ru"))[0] == "ru"


def test_foreign_names_do_not_decide() -> None:
    text = TEXTS["de"] + " (Городской совет, 市议会)"
    assert detect_language(text, SITE)[0] == "de"


def test_candidates_that_the_model_does_not_know_are_never_found() -> None:
    assert detect_language(TEXTS["de"], ("qq", "de", "en"))[0] == "de"
    assert detect_language(TEXTS["de"], ("qq", "qx")) == ("qq", 0.0)


def test_a_single_candidate_needs_no_model() -> None:
    assert detect_language("some words here", ("de",)) == ("de", 1.0)


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_gives_a_candidate_and_a_share(text: str) -> None:
    language, confidence = detect_language(text, SITE)
    assert language in SITE
    assert 0.0 <= confidence <= 1.0
    assert detect_language(text, SITE) == (language, confidence)
