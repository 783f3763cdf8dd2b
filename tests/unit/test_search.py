from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from newsdigest.build import fingerprint_pages, plan_site
from newsdigest.check import build_expectations, check_file
from newsdigest.dates import parse_edtf
from newsdigest.model import Article, Page
from newsdigest.search.compounds import split_compound
from newsdigest.search.indexing import ShardView, render_shard, render_texts, to_text
from newsdigest.search.segments import MOST_ARTICLES, Segment, build_segments
from newsdigest.search.words import fold, fold_words, load_vocabulary, split_words
from newsdigest.views import SearchView
from tests.sample import PROFILE, list_articles

BASE = list_articles()[0]


def _make(number: int, date: str | None, **more: Any) -> Article:
    published = parse_edtf(date) if date else None
    return replace(
        BASE,
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


def _name(segments: tuple[Segment, ...]) -> list[str]:
    return [segment.name for segment in segments]


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


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    assert load_vocabulary("ja")["東京"] == (("東京", "東京"),)
    assert load_vocabulary("ja")["ـ"] == ()


def test_a_small_year_is_one_segment_and_a_large_one_is_cut_by_month_and_day() -> None:
    few = [_make(n, "2020-05-01") for n in range(3)]
    months = [_make(10 + n, f"2021-0{1 + n % 2}-03") for n in range(MOST_ARTICLES + 1)]
    days = [_make(1000 + n, f"2022-03-0{1 + n % 2}") for n in range(MOST_ARTICLES + 1)]
    vague = [_make(2000, "2022-03"), _make(2001, "2022"), _make(2002, "2021")]
    segments = build_segments([*few, *months, *days, *vague, _make(3000, None)])
    assert _name(segments) == [
        *("2022-03-02", "2022-03-01", "2022-03", "2022"),
        *("2021-02", "2021-01", "2021", "2020", "undated"),
    ]
    assert sum(len(segment.articles) for segment in segments) == 3 + 2 * (MOST_ARTICLES + 1) + 4


@pytest.mark.parametrize("date", [None, "2022-03-01", "2022-03", "2022"])
def test_what_cannot_be_cut_by_date_is_cut_by_ids(date: str | None) -> None:
    articles = [_make(n, date) for n in range(3 * MOST_ARTICLES)]
    segments = build_segments(articles)
    name = date or "undated"
    assert _name(segments) == [f"{name}-part{number}" for number in range(4)]
    assert sum(len(segment.articles) for segment in segments) == len(articles)
    assert all(one.uid == segments[0].articles[0].uid for one in segments[0].articles[:1])


def test_an_id_that_leaves_a_part_empty_gives_no_segment() -> None:
    articles = [replace(_make(n, None), uid="urn:same") for n in range(MOST_ARTICLES + 1)]
    assert len(build_segments(articles)) == 1


def test_one_new_article_changes_one_segment_and_one_file_of_texts() -> None:
    articles = [_make(n, f"20{20 + n % 4}-0{1 + n % 9}-05") for n in range(160)]
    before, after = _plan(*articles), _plan(*articles, _make(999, "2022-04-09"))

    def fingerprints(pages: list[Page]) -> dict[str, str]:
        found = fingerprint_pages(pages, {"search.html": ""}, "")
        return {page.path: one for page, one in zip(pages, found, strict=True)}

    old, new = fingerprints(before), fingerprints(after)
    changed = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    assert {path.rpartition("/")[0] for path in changed} == {"search/2022"}
    assert sum("/t" in path for path in changed) == 1
    assert len(changed) <= 9


def test_words_lead_to_articles_and_articles_to_their_texts() -> None:
    first = _make(1, "2022-01-02", title="Neue Garantie", people=("Anna Berg",), places=("Genf",))
    second = _make(2, "2022-01-01", title="Haus", people=(), places=(), category=None)
    bodies = {
        "urn:1": "<p>Die Sicherheitsgarantien &amp; mehr.<br>Eins</p>\n<ul><li>Zwei</li></ul>",
        "urn:2": "<p>Garantien Garantien Garantien</p>",
    }
    drawn = _draw(bodies, first, second)
    name, places, text = drawn["search/2022/w0.js"]
    assert name == "2022/w0"
    lines = dict(line.rsplit(" ", 1) for line in text.split("\n"))
    # First article: passed over 0, in the title (2); second: passed over 0, often (1).
    assert lines["garanti+e+en"] == "21"
    assert lines["haus"] == "5"
    assert lines["p:anna"] == lines["p:berg"] == lines["l:genf"] == "0"
    assert lines["s:politik"] == "0"
    (texts,) = [drawn[path] for path in drawn if path != "search/2022/w0.js"]
    assert texts[0] == "2022/t0"
    found = {place: row[0] for place, row in enumerate(texts[1])}
    assert places == "".join(f"0{at}" for at in (0, 1))
    assert found == {0: "2022/01/a-1/", 1: "2022/01/a-2/"}
    assert texts[1][1][1:] == [
        *("Haus", "de", "2022-01-01", "", "Garantien Garantien Garantien"),
    ]


def test_forms_that_begin_otherwise_and_large_numbers_are_written_too() -> None:
    articles = [_make(n, "2022-01-01", title="x", people=(), places=()) for n in range(100)]
    bodies = {f"urn:{n}": "<p>Haus</p>" for n in range(100)}
    bodies["urn:0"] = "<p>Häuser seltener</p>"
    lines = "\n".join(data[2] for path, data in _draw(bodies, *articles).items() if "/w" in path)
    rare = {line.partition(" ")[0]: line.partition(" ")[2] for line in lines.split("\n")}
    # 99 articles come first: 297 = 9 · 32 + 9, least digit first.
    assert [found for word, found in rare.items() if word.startswith("selt")] == ["f9"] * 1
    undated = _draw({"urn:5": "<p>A</p>"}, _make(5, None))
    assert undated["search/undated/t0.js"][1][0][3] == ""


def test_a_key_that_no_form_begins_with_stands_beside_it() -> None:
    lines = _draw({"urn:1": "<p>المحادثات</p>"}, _make(1, "2022", language="ar"))
    assert any(
        ",محادثات" in line or "+" in line for line in lines["search/2022/w0.js"][2].split("\n")
    )


def test_the_bytes_depend_on_the_articles_alone() -> None:
    articles = [_make(n, f"2022-0{1 + n % 9}-05") for n in range(60)]
    bodies = {article.uid: f"<p>Wort{n} am Ort</p>" for n, article in enumerate(articles)}
    assert _draw(bodies, *articles) == _draw(bodies, *reversed(articles))


def test_the_page_knows_segments_years_and_sections() -> None:
    view = _plan(_make(1, "2022-01-01"), _make(2, "2021"), _make(3, None))[0].view
    assert isinstance(view, SearchView)
    assert view.segments == (("2022", 1, 1), ("2021", 1, 1), ("undated", 1, 1))
    assert view.years == ("2022", "2021")
    assert view.sections == ("Politik",)
    assert _plan()[0].view == replace(view, segments=(), years=(), sections=())


def test_a_site_can_do_without_search() -> None:
    pages = plan_site([_make(1, "2022")], replace(PROFILE, search=False)).pages
    assert not [page for page in pages if page.path.startswith("search/")]
    assert not any(getattr(getattr(page.view, "site", None), "search", False) for page in pages)


def test_a_file_without_texts_is_not_written() -> None:
    articles = [replace(_make(n, "2022"), uid="urn:same") for n in range(7)]
    assert [page.path for page in _plan(*articles) if "/t" in page.path] == ["search/2022/t0.js"]


@pytest.mark.parametrize("render", [render_shard, render_texts])
def test_a_file_is_drawn_from_its_own_view(render: Any) -> None:
    with pytest.raises(TypeError, match="View, not str"):
        render("", {})


def test_the_words_of_a_segment_are_read_once_for_all_its_files() -> None:
    articles = [_make(n, "2022-01-01") for n in range(60)]
    (segment,) = build_segments(articles)
    asked: list[str] = []

    class Bodies(dict[str, str]):
        def __getitem__(self, uid: str) -> str:
            asked.append(uid)
            return "<p>Text</p>"

    bodies = Bodies()
    for number in range(segment.shards):
        render_shard(ShardView(segment, number), bodies)
    assert len(asked) == len(articles)
    render_shard(ShardView(segment, 0), Bodies())
    assert len(asked) == 2 * len(articles)


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
