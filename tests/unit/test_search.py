from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from newsdigest.build import Fingerprinter, plan_site
from newsdigest.check import build_expectations, check_file
from newsdigest.dates import parse_edtf
from newsdigest.model import Article, Page
from newsdigest.search import segments
from newsdigest.search.compounds import split_compound
from newsdigest.search.files import WordsView, make_words_builder, render_recent, render_texts
from newsdigest.search.indexing import find_shard, index_words, to_text, write_number
from newsdigest.search.segments import MOST_RECENT, RECENT_SHARDS, Index, build_index
from newsdigest.search.words import fold, fold_words, load_vocabulary, split_words
from newsdigest.views import SearchView
from tests.sample import PROFILE, list_articles

BASE = replace(list_articles()[0], people=(), places=())
FEW = 20
"""In most tests so many articles make a segment too large."""


@pytest.fixture(autouse=True)
def _cut_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_ARTICLES", FEW)


def _make(number: int, date: str | None = "2022-01-01", **more: Any) -> Article:
    """Articles come in as they are numbered."""
    published = parse_edtf(date) if date else None
    return replace(
        BASE,
        added=BASE.added + timedelta(hours=number),
        uid=f"urn:{number}",
        slug=f"a-{number}",
        source=f"content/posts/{number}.md",
        published=published,
        **more,
    )


def _plan(*articles: Article) -> list[Page]:
    return [p for p in plan_site(articles, PROFILE).pages if p.path.startswith("search/")]


def _draw(bodies: dict[str, str], *articles: Article) -> dict[str, list[Any]]:
    drawn = {}
    for page in _plan(*articles):
        if page.builder:
            text = page.builder(page.view, bodies).decode()
            assert text.startswith("newsdigestSearch(")
            assert text.endswith(");\n")
            drawn[page.path] = json.loads(f"[{text[len('newsdigestSearch(') : -3]}]")
    return drawn


def _name(index: Index) -> list[str]:
    return [segment.name for segment in index.segments]


def _list_uids(index: Index) -> Iterator[str]:
    """Of all articles, however they are found: each must stand there once."""
    yield from (article.uid for article in index.recent.articles)
    yield from (article.uid for segment in index.segments for article in segment.articles)


def _read_words(text: str) -> dict[str, list[tuple[int, int]]]:
    """The words of a file with their forms, and for each article its number and weight."""
    return {
        line.rsplit(" ", 1)[0]: _read_postings(line.rsplit(" ", 1)[1])
        for line in text.split("\n")
        if line
    }


def _read_postings(text: str) -> list[tuple[int, int]]:
    found, last = [], -1
    for number in _read_numbers(text):
        last += number // 3 + 1
        found.append((last, number % 3))
    return found


def _read_numbers(text: str) -> list[int]:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
    numbers, value, unit = [], 0, 1
    for sign in text:
        value += digits.index(sign) % 32 * unit
        unit *= 32
        if digits.index(sign) < 32:
            numbers.append(value)
            value, unit = 0, 1
    return numbers


def _find(drawn: dict[str, list[Any]], folder: str) -> dict[str, list[tuple[int, int]]]:
    """All words of a segment, from all its files."""
    words: dict[str, list[tuple[int, int]]] = {}
    for path, data in drawn.items():
        if path.startswith(f"search/{folder}/w"):
            assert data[0] == path[len("search/") : -len(".js")]
            words |= _read_words(data[1])
    return words


@pytest.mark.parametrize("word", ["büchelberg", "buechelberg", "buchelberg"])
def test_an_umlaut_may_be_typed_in_three_ways(word: str) -> None:
    assert fold(word) == "buchelberg"


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("frauen", "frauen"),
        ("neue", "neue"),
        ("goethe", "gothe"),
        ("straße", "strasse"),
        ("łódź", "lodz"),
        ("ёлка", "елка"),
        ("الأمن", "امن"),
        ("والأمن", "امن"),
        ("ال", "ال"),
        ("ـ", ""),
    ],
)
def test_a_word_is_folded_to_what_anybody_types(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_text_is_split_into_words_whatever_its_script() -> None:
    assert split_words("Der E-Mail-Brief, l'eau") == ["der", "e", "mail", "brief", "l", "eau"]
    assert split_words("东京塔 und 山") == ["东京", "京塔", "und", "山"]
    assert split_words("مُحَمَّد") == ["محمد"]
    assert fold_words("Köln ـ Genf") == ["koln", "genf"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("sicherheitsgarantien", {"sicherheit", "garantien"}),
        ("wärmepumpenhersteller", {"wärme", "pumpen", "hersteller", "wärmepumpen"}),
        ("bundesverfassungsgericht", {"bund", "verfassung", "gericht", "verfassungsgericht"}),
        ("gaslieferungen", {"gas", "lieferungen"}),
        ("büchelbergstraße", {"büchelberg", "straße"}),
        ("straßenqyxtlüpf", {"straße", "qyxtlüpf"}),
        ("qyxtlöpfstraße", {"qyxtlöpf", "straße"}),
    ],
)
def test_a_compound_is_found_by_each_part(word: str, parts: set[str]) -> None:
    assert parts <= set(split_compound(word))


@pytest.mark.parametrize("word", ["verwaltung", "unternehmen", "rat", "e2e-prüfung", "qyxtlüpfung"])
def test_a_simple_word_has_no_parts(word: str) -> None:
    assert split_compound(word) == ()


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "garantie", "garantien"),
        ("en", "ferry", "ferries"),
        ("fr", "gréviste", "grévistes"),
        ("es", "barco", "barcos"),
        ("it", "spettatore", "spettatori"),
        ("pl", "rozmowa", "rozmowy"),
        ("ru", "договор", "договоры"),
        ("ar", "اتفاقيات", "الاتفاقيات"),
    ],
)
def test_inflected_forms_share_a_key(language: str, one: str, other: str) -> None:
    vocabulary = load_vocabulary(language)
    assert vocabulary[one][0].key == vocabulary[other][0].key


@pytest.mark.parametrize("word", ["sicherheit", "sicherheiten", "sicherheits"])
def test_a_noun_is_not_cut_down_to_another_word(word: str) -> None:
    assert [term.key for term in load_vocabulary("de")[word]] == ["sicherheit"]
    assert load_vocabulary("de")["sich"][0].key == "sich"


@pytest.mark.parametrize("word", ["möglichkeit", "möglichkeiten", "möglich"])
def test_a_long_stem_may_lose_more(word: str) -> None:
    assert load_vocabulary("de")[word][0].key == "moglich"


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert load_vocabulary("ja")["東京"] == (("東京", "東京"),)
    assert load_vocabulary("ja")["ـ"] == ()


def test_all_is_one_segment_as_long_as_it_is_small() -> None:
    index = build_index(_make(n, f"{1999 + n}-03") for n in range(MOST_RECENT))
    assert _name(index) == ["all"]
    assert [article.uid for article in index.segments[0].articles] == [
        f"urn:{n}" for n in reversed(range(MOST_RECENT))
    ]
    assert index.recent.articles == ()
    assert _name(build_index([])) == []


def test_a_large_segment_is_halved_by_calendar_until_its_parts_are_small() -> None:
    """The expected names are written by hand: 2016 to 2023 are eight years of one eighth."""
    articles = [
        *[_make(n, "2016-05") for n in range(4)],
        *[_make(10 + n, "2019") for n in range(4)],
        *[_make(20 + n, "2021-07-09") for n in range(12)],
        *[_make(40 + n, "2021-08") for n in range(12)],
        *[_make(60 + n, None) for n in range(4)],
        *[_make(70 + n, "2023-01-01") for n in range(28)],
    ]
    index = build_index(articles)
    assert _name(index) == ["2023.01-01", "2021.08-15", "2021.00-07", "2016-2019", "undated"]
    assert [len(segment.articles) for segment in index.segments] == [28, 12, 12, 8, 4]


def test_what_no_date_cuts_stays_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "MOST_ARTICLES", 1)
    for date, name in [(None, "undated"), ("2022-03", "2022.03-03"), ("2022", "2022.00-00")]:
        (segment,) = build_index(_make(n, date) for n in range(32)).segments
        assert (segment.name, len(segment.articles), segment.shards) == (name, 32, 8)


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 100, 333])
def test_each_article_stands_in_one_part(count: int) -> None:
    dates = [None, "2016", "2019-02", "2020-12-31", "2023-01-01", "2023-01-01T10:00"]
    articles = [_make(n, dates[n % len(dates)]) for n in range(count)]
    index = build_index(articles)
    assert sorted(_list_uids(index)) == sorted(article.uid for article in articles)
    assert len(index.recent.articles) == count % MOST_RECENT
    assert index == build_index(reversed(articles))
    stock = [article for segment in index.segments for article in segment.articles]
    days = [article.published.sort_key if article.published else (0,) for article in stock]
    assert days == sorted(days, reverse=True)


def test_what_is_recent_came_in_last_and_knows_its_rank_among_all() -> None:
    stock = [_make(n, f"2022-{1 + n % 12:02d}") for n in range(MOST_RECENT)]
    recent = [_make(100, "2022-06-15"), _make(101, "2030"), _make(102, None), _make(103, "2022-06")]
    index = build_index([*recent, *stock])
    assert [article.uid for article in index.recent.articles] == [
        f"urn:{n}" for n in range(100, 104)
    ]
    whole = sorted([*stock, *recent], key=lambda one: one.sort_key, reverse=True)
    ranked = {f"urn:{100 + n}": rank for n, rank in enumerate(index.recent.ranks)}
    numbers = {article.uid: n for n, article in enumerate(index.segments[0].articles)}
    # A settled article stands behind the recent ones that are newer, as the script has it.
    places = {uid: rank / MOST_RECENT for uid, rank in ranked.items()}
    places |= {uid: number + 0.99 for uid, number in numbers.items()}
    assert sorted(places, key=lambda uid: places[uid]) == [article.uid for article in whole]


def test_seeds_that_came_in_at_once_came_in_by_name() -> None:
    at = BASE.added
    articles = [
        replace(_make(n), added=at, seed=f"{n:06d}.txt", uid=f"urn:{-n}") for n in range(20)
    ]
    found = build_index(articles).recent.articles
    assert [article.uid for article in found] == [f"urn:{-n}" for n in range(16, 20)]


def _fingerprint(articles: list[Article]) -> dict[str, str]:
    fingerprinter = Fingerprinter({"search.html": ""}, "")
    return {page.path: fingerprinter.fingerprint(page) for page in _plan(*articles)}


def _compare(old: dict[str, str], new: dict[str, str]) -> set[str]:
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


@pytest.mark.parametrize("date", ["2024-01-01", "2020-02", "2021", None])
@pytest.mark.parametrize("before", [16, 65, 160])
def test_one_new_article_changes_three_files(before: int, date: str | None) -> None:
    articles = [_make(n, f"20{20 + n % 5}-0{1 + n % 9}-05") for n in range(before)]
    changed = _compare(_fingerprint(articles), _fingerprint([*articles, _make(999, date)]))
    text = f"search/recent/t{before % MOST_RECENT // 4}.js"
    assert changed == {text, *(f"search/recent/w{n}.js" for n in range(RECENT_SHARDS))}


def test_a_corrected_text_changes_the_words_of_its_segment_and_one_file_of_texts() -> None:
    articles = [_make(n, f"20{16 + n % 8}-0{1 + n % 9}-05") for n in range(160)]
    corrected = [replace(one, body_digest="x") if one.uid == "urn:3" else one for one in articles]
    changed = _compare(_fingerprint(articles), _fingerprint(corrected))
    assert {path for path in changed if "/w" in path} == {
        f"search/2019/w{number}.js" for number in range(8)
    }
    (text,) = (path for path in changed if "/w" not in path)
    assert text.startswith("search/texts/2019-04/")


@pytest.mark.parametrize(
    "change",
    [
        {"body_digest": "x"},
        {"title": "Anders"},
        {"language": "en"},
        {"category": "Sport"},
        {"people": ("Anna Berg",)},
        {"places": ("Genf",)},
    ],
)
def test_the_words_of_a_segment_depend_on_all_that_an_article_is_found_by(
    change: dict[str, Any],
) -> None:
    articles = [_make(n, "2022-05") for n in range(16)]
    changed = [replace(articles[0], **change), *articles[1:]]
    (old,), (new,) = build_index(articles).segments, build_index(changed).segments
    assert old.digest != new.digest


def test_the_sixteenth_article_moves_into_the_segments() -> None:
    articles = [_make(n, "2022-01-05") for n in range(MOST_RECENT)]
    before = {page.path for page in _plan(*articles[:-1])}
    after = {page.path for page in _plan(*articles)}
    assert {path for path in before if "/t" in path} == {f"search/recent/t{n}.js" for n in range(4)}
    assert {path for path in after if "/t" in path} == {
        f"search/texts/2022-01/{n}.js" for n in range(4)
    }


def test_words_lead_to_articles_and_articles_to_their_texts() -> None:
    """All that is expected is written by hand, as the files of words describe themselves."""
    first = _make(1, "2022-01-02", title="Neue Garantie", people=("Anna Berg",), places=("Genf",))
    second = _make(2, title="Haus", category=None)
    bodies = {
        "urn:1": "<p>Die Sicherheitsgarantien &amp; mehr.<br>Eins</p>\n<ul><li>Zwei</li></ul>",
        "urn:2": "<p>Garantien Garantien Garantien</p>",
    }
    drawn = _draw(bodies, first, second)
    words = _find(drawn, "recent")
    # In the title (2), three times (1), or seldom (0).
    assert words == {
        **{word: [(0, 0)] for word in ("p:anna", "p:berg", "l:genf", "s:politik")},
        "die": [(0, 0)],
        "ein+s": [(0, 0)],
        "garanti+e+en": [(0, 2), (1, 1)],
        "haus": [(1, 2)],
        "mehr": [(0, 0)],
        "neu+e": [(0, 2)],
        "sicherheit+s": [(0, 0)],
        "sicherheitsgaranti+en": [(0, 0)],
        "zwei": [(0, 0)],
    }
    for number in range(RECENT_SHARDS):
        _, _, ranks, years = drawn[f"search/recent/w{number}.js"]
        assert (_read_numbers(ranks), years) == ([0, 1], ["2022", "2022"])
    assert drawn["search/recent/t0.js"] == [
        "recent/t0",
        [
            [
                *("2022/01/a-1/", "Neue Garantie", "de", "2022-01-02", "Politik"),
                "Die Sicherheitsgarantien & mehr.\nEins\nZwei",
            ],
            ["2022/01/a-2/", "Haus", "de", "2022-01-01", "", "Garantien Garantien Garantien"],
        ],
    ]


def test_the_page_says_where_in_a_segment_a_text_stands() -> None:
    """What the script does to find a text, for each article of many."""
    dates = ["2022-01-02", "2022-01", "2022", "2021-12", "2020-05-05", None]
    articles = [_make(n, dates[n % len(dates)], title=f"Titel{n}") for n in range(48)]
    bodies = {article.uid: "<p>Text</p>" for article in articles}
    drawn = _draw(bodies, *articles)
    view = _plan(*articles)[0].view
    assert isinstance(view, SearchView)
    seen: list[str] = []
    for part in view.index.split(" "):
        name, shards, years = part.split(":")
        months = []
        for year, *counts in (text.split(",") for text in years.split(";")):
            for at, count in enumerate(map(int, counts)):
                month = f"{year}-{12 - at:02d}" if at < 12 else year
                months += [(month if year else "undated", n, count) for n in range(count)]
        titles: dict[int, str] = {}
        for month, newer, count in months:
            before = count - 1 - newer
            text = drawn[f"search/texts/{month}/{before // 4}.js"][1][before % 4]
            titles[len(titles)] = text[1].lower()
        words = _find(drawn, name)
        assert len({path for path in drawn if path.startswith(f"search/{name}/w")}) == int(shards)
        for number, title in titles.items():
            assert words[title] == [(number, 2)]
            assert title in drawn[f"search/{name}/w{find_shard(title, int(shards))}.js"][1]
        seen += titles.values()
    assert sorted(seen) == sorted(article.title.lower() for article in articles)


def test_the_page_counts_months_from_december_and_then_what_is_dated_to_the_year() -> None:
    dates = ["2022-12-01", "2022-10", "2022-10-03", "2021-05", "2021", None]
    view = _plan(*(_make(n, dates[n % 6]) for n in range(48)))[0].view
    assert isinstance(view, SearchView)
    assert view.index.split(" ") == [
        "2022.12-15:2:2022,8",
        "2022.08-11:4:2022,0,0,16",
        "2020-2021:4:2021,0,0,0,0,0,0,0,8,0,0,0,0,8",
        "undated:2:,8",
    ]


def test_the_page_knows_years_and_sections() -> None:
    view = _plan(_make(1, "2022-01-01"), _make(2, "0850"), _make(3, None))[0].view
    assert isinstance(view, SearchView)
    assert (view.index, view.years, view.sections) == ("", ("2022", "0850"), ("Politik",))
    assert _plan()[0].view == replace(view, years=(), sections=())


def test_a_form_that_begins_otherwise_leads_to_its_word_too() -> None:
    # The stemmer takes an ending that stands for "to" off the front.
    (article,) = build_index([_make(1, language="ar", title="للقرار")]).recent.articles
    found = index_words([replace(article, section="")], {"urn:1": ""}, 64)
    (line,) = {line for shard in found for line in shard}
    key, form = line.removesuffix(" 2").split(",")
    assert (key, form) == ("قرار", "للقرار")
    holders = {number for number, shard in enumerate(found) if shard}
    assert holders == {find_shard(key, 64), find_shard(form, 64)}
    assert len(holders) == 2


def test_forms_of_a_word_count_together() -> None:
    bodies = {"urn:1": "<p>Garantie Garantien Garantien</p>", "urn:2": "<p>Garantie Garantien</p>"}
    words = _find(_draw(bodies, _make(1, title="x"), _make(2, title="x")), "recent")
    assert words["garanti+e+en"] == [(0, 1), (1, 0)]


def test_a_name_that_is_filtered_by_stands_with_the_word() -> None:
    (article,) = build_index([_make(1, title="x", people=("Anna Berg",))]).recent.articles
    shards = index_words([article], {"urn:1": ""}, 64)
    for name in ("anna", "berg"):
        assert f"p:{name} 0" in shards[find_shard(name, 64)]


def test_words_that_begin_alike_stand_together() -> None:
    assert find_shard("garantien", 256) == find_shard("garanti", 256) == find_shard("gara", 256)
    assert len({find_shard(f"{n:04d}", 64) for n in range(1000)}) > 48


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (31, "V"), (32, "W1"), (1023, "_V"), (1024, "WW1"), (297, "f9")],
)
def test_a_number_is_written_least_digit_first(value: int, written: str) -> None:
    assert write_number(value) == written
    assert _read_numbers(written) == [value]


def test_many_articles_may_be_passed_over() -> None:
    (segment,) = build_index(_make(n, "2022-01-01", title="x") for n in range(1600)).segments
    last = segment.articles[-1].uid
    bodies = {one.uid: "<p>selten</p>" if one.uid == last else "" for one in segment.articles}
    words = _read_words("\n".join(index_words(segment.articles, bodies, 1)[0]))
    assert words["selt+en"] == [(1599, 0)]
    assert words["x"] == [(number, 2) for number in range(1600)]


def test_the_bytes_depend_on_the_articles_alone() -> None:
    articles = [_make(n, f"2022-0{1 + n % 9}-05") for n in range(60)]
    bodies = {article.uid: f"<p>Wort{n} am Ort</p>" for n, article in enumerate(articles)}
    drawn = _draw(bodies, *articles)
    assert drawn == _draw(bodies, *reversed(articles))
    texts = [row[5] for path, data in drawn.items() if "/w" not in path for row in data[1]]
    assert sorted(texts) == sorted(f"Wort{n} am Ort" for n in range(60))


def test_a_site_can_do_without_search() -> None:
    pages = plan_site([_make(1, "2022")], replace(PROFILE, search=False)).pages
    assert not [page for page in pages if page.path.startswith("search/")]
    assert not any(getattr(getattr(page.view, "site", None), "search", False) for page in pages)


def test_a_file_is_drawn_from_its_own_view() -> None:
    (segment,) = build_index(_make(n) for n in range(16)).segments
    for render in (make_words_builder(segment), render_recent, render_texts):
        with pytest.raises(TypeError, match="View, not str"):
            render("", {})


def test_the_words_of_a_segment_are_read_once_for_all_its_files() -> None:
    (segment,) = build_index(_make(n, "2022-01-01") for n in range(32)).segments
    asked: list[str] = []

    class Bodies(dict[str, str]):
        def __getitem__(self, uid: str) -> str:
            asked.append(uid)
            return "<p>Text</p>"

    bodies = Bodies()
    render = make_words_builder(segment)
    views = [WordsView(segment.name, n, segment.shards, segment.digest) for n in range(8)]
    drawn = [render(view, bodies) for view in views]
    assert len(asked) == len(segment.articles)
    assert b"".join(drawn).count(b"text ") == 1
    make_words_builder(segment)(views[0], Bodies())
    assert len(asked) == 2 * len(segment.articles)


def test_a_body_becomes_lines_of_text() -> None:
    assert to_text("<h2>A\nb</h2><p>C <b>d</b>&lt;</p><pre></pre>") == "A b\nC d<"


SCRIPT = '<script defer src="{}"></script>'


@pytest.mark.parametrize(
    ("path", "source", "allowed"),
    [
        ("search/index.html", "../theme/js/search.js?0a1b2c3d", True),
        ("search/index.html", "../js/search.js", True),
        ("search/index.html", "../theme/js/other.js", False),
        ("search/index.html", "https://x.example/js/search.js", False),
        ("search/index.html", "../../theme/js/search.js", False),
        ("about/index.html", "../theme/js/search.js", False),
    ],
)
def test_a_script_may_stand_on_the_page_of_the_search_only(
    path: str, source: str, *, allowed: bool
) -> None:
    expectations = build_expectations([], PROFILE, [path])
    problems = check_file(path, SCRIPT.format(source).encode(), expectations).problems
    assert any("live <script>" in problem.message for problem in problems) != allowed


def test_without_search_no_script_is_allowed() -> None:
    expectations = build_expectations([], replace(PROFILE, search=False), [])
    page = SCRIPT.format("../theme/js/search.js").encode()
    problems = check_file("search/index.html", page, expectations).problems
    assert any("live <script>" in problem.message for problem in problems)
