from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from newsdigest.build import Fingerprinter, plan_site
from newsdigest.check import build_expectations, check_file
from newsdigest.dates import parse_edtf
from newsdigest.extract.frequencies import load_frequencies
from newsdigest.model import Article, Page
from newsdigest.search import segments
from newsdigest.search.compounds import split_compound
from newsdigest.search.files import (
    WordsView,
    describe_parts,
    make_words_builder,
    render_days,
    render_recent,
    render_text,
)
from newsdigest.search.indexing import ENDS, SIGNS, WordIndex, to_text, write_posting
from newsdigest.search.lookups import (
    ENDING,
    FIRST_OF_ENDING,
    FIRST_SHIFT,
    LOTS,
    SHIFT,
    SHIFTS,
    find_group,
    find_shard,
    find_slot,
    find_stem,
    hash_group,
    spread_hash,
)
from newsdigest.search.segments import (
    MOST_ARTICLES,
    RECENT_SHARDS,
    SLOTS,
    Index,
    SearchedArticle,
    Segment,
    build_index,
)
from newsdigest.search.words import fold, fold_words, load_vocabulary, split_words
from newsdigest.views import NameLink, SearchView
from tests.sample import PROFILE, list_articles

BASE = replace(list_articles()[0], people=(), places=())


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


def _list_segments(index: Index) -> list[Segment]:
    return [segment for part in index.parts for segment in part]


def _list_uids(index: Index, slot: int) -> list[str]:
    """The articles that are asked for a word of the slot: each must stand there once."""
    found = [article.uid for article in index.recent]
    for segment in _list_segments(index):
        if segment.start <= slot < segment.end:
            found += [article.uid for article in segment.articles]
    return found


def _read_words(words: str, postings: str) -> dict[str, list[tuple[int, int]]]:
    """The words of a file with their forms, and for each article its number and weight."""
    found = {}
    key = ""
    for word, held in zip(words.split(), postings.split(), strict=True):
        start = re.split(r"[+,]", word)[0]
        key = key[: int(word[0])] + start[1:]
        found[key + word[len(start) :]] = _read_postings(held)
    return found


def _read_postings(text: str) -> list[tuple[int, int]]:
    """For each article its number and the word's weight."""
    signs = (
        "0123456789enritaslhuogcdmkbfpzwvyjxq"
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&'()*+,-./:;<=>?@[]^_`{|}~"
    )
    found, number, more = [], -1, 0
    for sign in text:
        digit = signs.index(sign)
        if digit >= 48:
            more = more * 44 + digit - 47
            continue
        weight, start, count = next(
            kind for kind in ((2, 42, 6), (1, 30, 12), (0, 0, 30)) if kind[1] <= digit
        )
        number += more * count + digit - start + 1
        more = 0
        found.append((number, weight))
    return found


def _find(drawn: dict[str, list[Any]], folder: str) -> dict[str, list[tuple[int, int]]]:
    """All words of a segment, from all its files."""
    words: dict[str, list[tuple[int, int]]] = {}
    for path, data in drawn.items():
        if path.startswith(f"search/{folder}/w"):
            words |= _read_words(*data[:2])
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


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 60, 100, 333, 1000])
def test_each_article_is_asked_once_for_each_word(count: int) -> None:
    dates = [None, "2016", "2019-02", "2020-12-31", "2023-01-01", "2023-01-01T10:00"]
    articles = [_make(n, dates[n % len(dates)]) for n in range(count)]
    index = build_index(articles)
    for slot in range(0, SLOTS, 8):
        assert sorted(_list_uids(index, slot)) == sorted(article.uid for article in articles)
    assert index == build_index(reversed(articles))
    assert len(index.recent) < MOST_ARTICLES


def test_an_article_is_found_by_its_month_and_by_how_many_of_it_came_before() -> None:
    dates = ["2022-01-02", "2022", "2022-01", None, "2021-12-05", "2022-01-02T10:00:00"]
    (segment,) = build_index(_make(n, dates[n % 6]) for n in range(MOST_ARTICLES)).parts[0]
    assert [month.name for month in segment.months] == ["2022-01", "2022", "2021-12", "undated"]
    came = [article.uid for article in segment.months[0].articles]
    assert came == sorted(came, key=lambda uid: int(uid.removeprefix("urn:")))


def test_the_days_of_a_month_stand_together_and_end_with_the_last_that_is_known() -> None:
    dates = ["2022-01-02", "2022-01", "2022-01-31T10:00", "2022-01", "2022", None]
    months = build_index(_make(n, date) for n, date in enumerate(dates)).months
    assert {month.name: month.days for month in months} == {
        "2022-01": ("02,,31T10:00:00",),
        "2022": (),
        "undated": (),
    }


def test_seeds_that_came_in_at_once_came_in_by_name() -> None:
    at = BASE.added
    articles = [
        replace(_make(n), added=at, seed=f"{n:06d}.txt", uid=f"urn:{-n}") for n in range(20)
    ]
    came = [article.uid for article in build_index(articles).recent]
    assert came == [f"urn:{-n}" for n in range(20 - len(came), 20)]


def test_an_archive_that_came_in_at_once_stands_by_date_but_for_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(segments, "LOT", 16)
    dates = [f"20{10 + n * 7 % 12}-01-05" for n in range(200)]
    archive = [
        replace(_make(n, date), added=BASE.added, seed=f"{n:06d}.txt")
        for n, date in enumerate(dates)
    ]
    later = [_make(1000 + n, "1999") for n in range(3)]
    came = [int(one.uid[4:]) for one in build_index([*archive, *later]).recent]
    assert came[-2:] == [1001, 1002]
    index = build_index(archive)
    (first, *_) = _list_segments(index)
    assert {month.name[:4] for month in first.months} < {date[:4] for date in dates}
    # One more with a later name and the oldest date of all moves what is settled only if it
    # is one of `LOT`.
    known = {segment.digest for segment in _list_segments(index)}
    moved = 0
    for number in range(200, 232):
        late = replace(_make(number, "1999"), added=BASE.added, seed="1.txt")
        left = {segment.digest for segment in _list_segments(build_index([*archive, late]))}
        moved += not known <= left
    assert moved < 8


def _fingerprint(articles: list[Article]) -> dict[str, str]:
    fingerprinter = Fingerprinter({"search.html": ""}, "")
    return {page.path: fingerprinter.fingerprint(page) for page in _plan(*articles)}


def _compare(old: dict[str, str], new: dict[str, str]) -> set[str]:
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def _count_changes(counts: range, date: Callable[[int], str]) -> list[int]:
    """How many files each arrival changes, deletions included, in an archive that grows."""
    articles = [_make(n, date(n)) for n in range(counts.stop)]
    files = [_list_files(articles[:count]) for count in counts]
    return [
        sum(old.get(path) != new.get(path) for path in old.keys() | new.keys())
        for old, new in pairwise(files)
    ]


def _list_files(articles: list[Article]) -> dict[str, object]:
    """Each file of the index and what it depends on, as `plan_search` has them."""
    index = build_index(articles)
    files: dict[str, object] = {
        f"{segment.name}/w{number}": segment.digest
        for segment in _list_segments(index)
        for number in segment.numbers
    }
    files |= {f"recent/w{number}": index.recent for number in range(RECENT_SHARDS)}
    for month in index.months:
        files |= {f"{month.name}/{n}": one for n, one in enumerate(month.articles)}
        files |= {f"{month.name}/d{n}": days for n, days in enumerate(month.days)}
    return files | {"page": describe_parts(index.parts)}


@pytest.mark.parametrize("counts", [range(2, 400), range(900, 1000), range(1790, 1960)])
def test_no_arrival_changes_many_files(counts: range) -> None:
    """Around the counts where the larger segments take the places of smaller ones, too."""
    changed = _count_changes(counts, lambda n: f"20{10 + n * 7 % 12}-0{1 + n % 9}-05")
    assert max(changed) <= 42


def test_most_arrivals_change_four_files() -> None:
    changed = _count_changes(range(100, 500), lambda n: f"20{10 + n * 7 % 12}-0{1 + n % 9}-05")
    assert sorted(changed)[200] == 4
    assert sum(changed) / len(changed) < 10


def test_what_is_full_is_written_once() -> None:
    """Of 1,000 arrivals each segment's files are written when it is due, and never again."""
    articles = [_make(n, f"20{10 + n * 7 % 12}-0{1 + n % 9}-05") for n in range(600)]
    digests: dict[str, set[str]] = {}
    for count in range(0, 600, 7):
        for segment in _list_segments(build_index(articles[:count])):
            digests.setdefault(segment.name, set()).add(segment.digest)
    assert {len(found) for found in digests.values()} == {1}


def test_a_deletion_leaves_the_other_segments_alone() -> None:
    articles = [_make(n) for n in range(2400)]
    known = {segment.name: segment.digest for segment in _list_segments(build_index(articles))}
    first = next(iter(known))
    changed = []
    for gone in range(100, 1700, 100):
        left = build_index([*articles[:gone], *articles[gone + 1 :]])
        digests = {segment.name: segment.digest for segment in _list_segments(left)}
        changed.append({name for name in known if digests.get(name) != known[name]})
    assert all(first in names for names in changed)
    # A bound moves now and then; most often none does.
    assert sum(len(names) == 1 for names in changed) > len(changed) / 2


def test_a_corrected_text_changes_the_words_of_its_segment_and_one_file_of_texts() -> None:
    articles = [_make(n, f"20{16 + n % 8}-0{1 + n % 9}-05") for n in range(160)]
    corrected = [replace(one, body_digest="x") if one.uid == "urn:3" else one for one in articles]
    changed = _compare(_fingerprint(articles), _fingerprint(corrected))
    (segment,) = {path.split("/")[1] for path in changed if "/w" in path}
    assert segment == _list_segments(build_index(articles))[0].name
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
        {"published": parse_edtf("2022-06")},
    ],
)
def test_the_words_of_a_segment_depend_on_all_that_an_article_is_found_by(
    change: dict[str, Any],
) -> None:
    articles = [_make(n, "2022-05") for n in range(16)]
    changed = [replace(articles[0], **change), *articles[1:]]
    (old,), (new,) = build_index(articles).parts[0], build_index(changed).parts[0]
    assert (old.name, old.digest) != (new.name, new.digest)
    assert old.digest != new.digest


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
        "garanti": [(0, 2), (1, 1)],
        "haus": [(1, 2)],
        "mehr": [(0, 0)],
        "neu+e": [(0, 2)],
        "sicherheit": [(0, 0)],
        "sicherheitsgaranti": [(0, 0)],
        "zwei": [(0, 0)],
    }
    for number in range(RECENT_SHARDS):
        *_, months = drawn[f"search/recent/w{number}.js"]
        assert months == ["2022-01", "2022-01"]
    assert drawn["search/texts/2022-01/d0.js"] == ["02,01"]
    assert drawn["search/texts/2022-01/0.js"] == [
        *("2022/01/a-1/", "Neue Garantie", "de", "2022-01-02", "Politik"),
        *("Die Sicherheitsgarantien & mehr.\nEins\nZwei", 1),
    ]
    assert drawn["search/texts/2022-01/1.js"] == [
        *("2022/01/a-2/", "Haus", "de", "2022-01-01", "", "Garantien Garantien Garantien", 1),
    ]


@pytest.mark.parametrize("count", [48, 62, 70, 300])
def test_the_page_says_where_a_text_stands(count: int) -> None:
    """What the script does to find a text, for each article of many; at some of these
    counts a larger segment is about to take the place of others.
    """
    dates = ["2022-01-02", "2022-01", "2022", "2021-12", "2020-05-05", None]
    articles = [_make(n, dates[n % len(dates)], title=f"Titel{n}") for n in range(count)]
    bodies = {article.uid: "<p>Text</p>" for article in articles}
    drawn = _draw(bodies, *articles)
    view = _plan(*articles)[0].view
    assert isinstance(view, SearchView)
    seen: list[str] = []
    before: Counter[str] = Counter()
    for segment in view.index.replace("|", " ").split(" "):
        name, shards, start, end, years = segment.split(":")
        places = []
        for year, *counts in (text.split(",") for text in years.split(";")):
            for at, held in enumerate(int(count or 0) for count in counts):
                month = f"{year}-{12 - at:02d}" if at < 12 else year
                month = month if year else "undated"
                places += [(month, before[month] + n) for n in range(held)]
        if int(end) == SLOTS:
            before.update(month for month, _ in places)
        for number, (month, at) in enumerate(places):
            title = drawn[f"search/texts/{month}/{at}.js"][1].lower()
            if int(start) <= find_slot(title) < int(end):
                words = drawn[f"search/{name}/w{find_shard(title, int(shards))}.js"]
                assert _read_words(*words)[title] == [(number, 2)]
                seen.append(title)
    recent = {article.title.lower() for article in build_index(articles).recent}
    assert sorted([*seen, *recent]) == sorted(article.title.lower() for article in articles)


def test_the_page_counts_months_from_december_and_then_what_is_dated_to_the_year() -> None:
    dates = ["2022-12-01", "2022-10", "2022-10-03", "2021-05", "2021", None]
    index = build_index(_make(n, dates[n % 6]) for n in range(18))
    view = _plan(*(_make(n, dates[n % 6]) for n in range(18)))[0].view
    assert isinstance(view, SearchView)
    ((segment,),) = index.parts
    counts = Counter(article.month for article in segment.articles)
    assert view.index == (
        f"{segment.name}:8:0:1024:2022,{counts['2022-12']},,{counts['2022-10']};"
        f"2021,,,,,,,,{counts['2021-05']},,,,,{counts['2021']};,{counts['undated']}"
    )


def test_the_page_knows_years_and_sections() -> None:
    view = _plan(_make(1, "2022-01-01"), _make(2, "0850"), _make(3, None))[0].view
    assert isinstance(view, SearchView)
    sections = (NameLink("Politik", "sections/politik/"),)
    assert (view.index, view.years, view.sections) == ("", ("2022", "0850"), sections)
    assert _plan()[0].view == structs.replace(view, years=(), sections=())


def _index(
    articles: Sequence[SearchedArticle], bodies: dict[str, str], shards: int
) -> list[dict[str, list[tuple[int, int]]]]:
    index = WordIndex(articles, bodies, shards)
    return [_read_words(*index.write_shard(shard)) for shard in range(shards)]


def test_a_form_that_begins_otherwise_leads_to_its_word_too() -> None:
    # The stemmer takes an ending that stands for "to" off the front.
    (article,) = build_index([_make(1, language="ar", title="للقرار")]).recent
    found = _index([structs.replace(article, section="")], {"urn:1": ""}, 64)
    (word,) = {word for shard in found for word in shard}
    key, form = word.split(",")
    assert (key, form) == ("قرار", "للقرار")
    holders = {number for number, shard in enumerate(found) if shard}
    assert holders == {find_shard(key, 64), find_shard(form, 64)}
    assert len(holders) == 2


def test_forms_of_a_word_count_together() -> None:
    bodies = {"urn:1": "<p>Garantie Garantien Garantien</p>", "urn:2": "<p>Garantie Garantien</p>"}
    words = _find(_draw(bodies, _make(1, title="x"), _make(2, title="x")), "recent")
    assert words["garanti"] == [(0, 1), (1, 0)]


def test_a_name_that_is_filtered_by_stands_with_the_word() -> None:
    (article,) = build_index([_make(1, title="x", people=("Anna Berg",))]).recent
    shards = _index([article], {"urn:1": ""}, 64)
    for name in ("anna", "berg"):
        assert shards[find_shard(name, 64)][f"p:{name}"] == [(0, 0)]


def test_words_that_begin_alike_stand_together() -> None:
    assert [find_slot("garantien") * count // SLOTS for count in (2, 8)] == [
        find_shard("garantie", count) for count in (2, 8)
    ]
    assert find_shard("garantien", 256) == find_shard("garanti", 256) == find_shard("gara", 256)
    assert len({find_shard(f"{n:04d}", 64) for n in range(1000)}) > 48


def test_not_all_that_begins_alike_stands_together() -> None:
    """Up to eight letters tell words apart, as long as none of them may begin an ending."""
    words = ("uberblick", "uberdruss", "uberfluss", "ubergang", "uberhang", "uberlauf", "uberzug")
    assert len({find_slot(word) for word in words}) == len(words)
    assert find_slot("uberfluss") == find_slot("uberflussig") == find_slot("uberfl")
    assert find_slot("abcdbcdfgh") == find_slot("abcdbcdfxx") != find_slot("abcdbcdghh")


@pytest.mark.parametrize(
    ("form", "keys", "key"),
    [
        ("garantien", {"gara", "garanti"}, "garanti"),
        ("hausern", {"haus"}, "haus"),
        ("договорами", {"договор"}, "договор"),
        ("garanten", {"garantt"}, None),
        ("neue", {"neu"}, None),
        ("garantierxx", {"garanti"}, None),
        # A letter that no ending begins with tells words apart.
        ("frechheit", {"frech"}, None),
    ],
)
def test_a_form_finds_the_longest_stem(form: str, keys: set[str], key: str | None) -> None:
    assert find_stem(form, keys) == key
    assert key is None or find_slot(key) == find_slot(form)


@given(st.text("eintgbs", min_size=4), st.from_regex(ENDING, fullmatch=True))
def test_a_stem_that_serves_stands_where_the_form_does(stem: str, ending: str) -> None:
    found = find_stem(stem + ending, {stem})
    assert found is None or find_slot(stem) == find_slot(stem + ending)


@pytest.mark.parametrize("language", ["de", "en", "fr", "pl", "ru"])
def test_common_words_are_spread_more_evenly_than_by_a_hash_alone(language: str) -> None:
    """A file that holds many is large, and a reader asks for it most."""
    shifted: Counter[int] = Counter()
    hashed: Counter[int] = Counter()
    for word, zipf in load_frequencies(language).items():
        group = find_group(fold(word))
        # The share of articles that hold it, in thousandths.
        share = round(1000 * min(1, 10 ** (zipf / 10 - 4.5)))
        shifted[find_slot(group)] += share
        hashed[spread_hash(hash_group(group))] += share
    assert sum(n * n for n in shifted.values()) < 0.97 * sum(n * n for n in hashed.values())


def test_the_script_knows_the_same_endings() -> None:
    """Forms that it takes for one of a word by itself are left out of its files."""
    script = (Path(__file__).parents[2] / "theme/static/js/search.js").read_text("utf-8")
    lines = script[script.index("new RegExp(") :].partition(");")[0]
    assert "".join(re.findall(r'"(.*)"', lines)) == f"^{ENDING}$"
    assert f"[^{FIRST_OF_ENDING}]{{0,4}}" in script


def test_the_script_shifts_words_as_far() -> None:
    script = (Path(__file__).parents[2] / "theme/static/js/search.js").read_text("utf-8")
    assert f'const SHIFTS = "{SHIFTS}";' in script
    assert f"{SHIFT} * (SHIFTS.charCodeAt(value % {LOTS}) - {FIRST_SHIFT})" in script


def test_the_script_knows_the_same_signs_of_numbers() -> None:
    script = (Path(__file__).parents[2] / "theme/static/js/search.js").read_text("utf-8")
    ends = re.search(r"const ENDS = \[0, (\d+), (\d+), (\d+)\];", script)
    assert f'const SIGNS = "{SIGNS}";' in script
    assert ends
    assert list(map(int, ends.groups())) == list(accumulate(map(len, ENDS)))


def test_a_form_is_named_where_the_script_would_not_find_it() -> None:
    articles = [_make(n, title="x", category=None) for n in range(4)]
    texts = ("Garantie", "Garantien, neue", "Wandel", "Wandels, Wand, Wände")
    bodies = {one.uid: text for one, text in zip(articles, texts, strict=True)}
    (words,) = _index(build_index(articles).recent, bodies, 1)
    assert words.keys() == {"garanti", "neu+e", "wand", "wandel", "x"}


def test_a_word_is_written_as_what_it_does_not_share_with_the_one_before() -> None:
    article = _make(1, title="Gartenzaun Gartenzwerg 𐐨𐐩 𐐨𐐪", language="ja", category=None)
    index = WordIndex(build_index([article]).recent, {"urn:1": ""}, 1)
    assert index.write_shard(0) == ("0gartenzaun 7werg 0𐐨𐐩 0𐐨𐐪", "G G G G")


@pytest.mark.parametrize(
    ("passed", "weight", "written"),
    [
        (0, 0, "0"),
        (0, 1, "w"),
        (0, 2, "G"),
        (29, 0, "z"),
        (30, 0, "M0"),
        (5, 2, "L"),
        (6, 2, "MG"),
        (30 + 44 * 30, 0, "MM0"),
        (1799, 0, "M!z"),
    ],
)
def test_an_article_is_written_as_how_many_were_passed_over(
    passed: int, weight: int, written: str
) -> None:
    assert write_posting(passed, weight) == written
    assert _read_postings(written) == [(passed, weight)]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 2))))
def test_articles_are_read_as_they_were_written(postings: list[tuple[int, int]]) -> None:
    read = _read_postings("".join(write_posting(*posting) for posting in postings))
    numbers = [-1, *(number for number, _ in read)]
    passed = [one - before - 1 for before, one in pairwise(numbers)]
    assert list(zip(passed, (weight for _, weight in read), strict=True)) == postings


def test_many_articles_may_be_passed_over() -> None:
    (month,) = build_index(_make(n, "2022-01-01", title="x") for n in range(1600)).months
    last = month.articles[-1].uid
    bodies = {one.uid: "<p>selten</p>" if one.uid == last else "" for one in month.articles}
    (words,) = _index(month.articles, bodies, 1)
    assert words["selt"] == [(1599, 0)]
    assert words["x"] == [(number, 2) for number in range(1600)]


def test_the_bytes_depend_on_the_articles_alone() -> None:
    articles = [_make(n, f"2022-0{1 + n % 9}-05") for n in range(60)]
    bodies = {article.uid: f"<p>Wort{n} am Ort</p>" for n, article in enumerate(articles)}
    drawn = _draw(bodies, *articles)
    assert drawn == _draw(bodies, *reversed(articles))
    files = [data for path, data in drawn.items() if "/w" not in path and "/d" not in path]
    texts = [data[5] for data in files]
    assert sorted(texts) == sorted(f"Wort{n} am Ort" for n in range(60))


def test_a_long_text_stands_in_pieces_of_whole_lines() -> None:
    lines = [f"{n} " + "x" * 1300 for n in range(7)]
    article = _make(1, title="Lang", length=sum(map(len, lines)))
    drawn = _draw({"urn:1": "".join(f"<p>{line}</p>" for line in lines)}, article)
    names = sorted(path for path in drawn if path.startswith("search/texts/2022-01/0"))
    assert names == [f"search/texts/2022-01/0{end}.js" for end in ("-1", "-2", "")]
    pieces = [drawn["search/texts/2022-01/0.js"][5], *(drawn[name][0] for name in names[:2])]
    assert "\n".join(pieces).split("\n") == lines
    assert max(map(len, pieces)) < 5000
    assert drawn["search/texts/2022-01/0.js"][6] == 3


def test_a_site_can_do_without_search() -> None:
    pages = plan_site([_make(1, "2022")], replace(PROFILE, search=False)).pages
    assert not [page for page in pages if page.path.startswith("search/")]
    assert not any(getattr(getattr(page.view, "site", None), "search", False) for page in pages)


def test_a_file_is_drawn_from_its_own_view() -> None:
    ((segment,),) = build_index(_make(n) for n in range(16)).parts
    for render in (make_words_builder(segment), render_recent, render_days, render_text):
        with pytest.raises(TypeError, match="View, not str"):
            render("", {})


def test_the_words_of_a_segment_are_read_once_for_all_its_files() -> None:
    ((segment,),) = build_index(_make(n, "2022-01-01") for n in range(16)).parts
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
    assert b"".join(drawn).count(b"text") == 1
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
