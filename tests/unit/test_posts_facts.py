"""Composing a post, and the facts beside it."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.errors import PostError
from newsdigest.model import Enrichment, Entity, GeoPlace, PartialDate, Quotation, Span
from newsdigest.posts import (
    Fact,
    FactMention,
    Facts,
    build_facts,
    compose_post,
    escape_markdown,
    facts_path,
    find_head,
    find_seed_name,
    format_instant,
    list_paragraphs,
    parse_facts,
    parse_post,
    post_path,
    render_facts,
    render_post,
)
from tests.unit.made_seeds import locate, make_enrichment, make_seed

ADDED = datetime(2026, 11, 23, 3, 17, tzinfo=UTC)


def test_a_composed_post_states_what_is_known_and_nothing_else() -> None:
    seed = make_seed(headline="Rat: 24. Treffen", published=PartialDate(2022, 1))
    post = compose_post(
        replace(seed, agency=locate(seed, "Rat"), tags=(locate(seed, "Rat"),)),
        make_enrichment(seed, "Der Rat tagt.", "Rat", "Er"),
        uid="urn:uuid:1",
        slug="rat",
        added=ADDED,
    )
    assert render_post(post) == (
        "Title: Rat: 24. Treffen\nSlug: rat\nLang: de\nDate: 2022-01-01\nPublished: 2022-01\n"
        "Added: 2026-11-23T03:17:00Z\nTags: Rat\nSummary: Der Rat tagt.\nPeople: Rat; Er\n"
        "Quotes: „Er berät.“ — Rat\nAgency: Rat\nUid: urn:uuid:1\nSeed: meldung.txt\n\n"
        "Der Rat tagt.\n\nEr berät.\n"
    )


def test_an_undated_seed_states_no_date() -> None:
    post = compose_post(make_seed(), Enrichment(), uid="urn:x:1", slug="rat", added=ADDED)
    assert post.get("Date") is post.get("Published") is post.get("Summary") is None


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_no_value_of_a_seed_breaks_out_of_its_header_line(words: str) -> None:
    nasty = f"x\n\nUid: {words}\r\nTitle: y"
    seed = make_seed(headline=nasty)
    strange = locate(seed, nasty)
    given_values = replace(seed, byline=strange, summary=strange, tags=(strange,), rights=strange)
    quoted = Enrichment(quotations=(Quotation(strange, nasty),))
    post = compose_post(given_values, quoted, uid="urn:x:1", slug="rat", added=ADDED)
    assert parse_post(render_post(post)) == post
    assert post.get("Uid") == "urn:x:1"


@pytest.mark.parametrize(
    ("published", "path"),
    [
        (None, "p/undated/x.md"),
        (PartialDate(2022), "p/2022/x.md"),
        (PartialDate(2022, 1), "p/2022/01/x.md"),
        (PartialDate(2022, 1, 31), "p/2022/01/x.md"),
    ],
)
def test_posts_stand_below_their_period(published: PartialDate | None, path: str) -> None:
    assert post_path("p", published, "x") == path
    assert facts_path(path) == path.replace(".md", ".facts.json")


def test_instants_are_stated_in_utc_to_the_second() -> None:
    there = timezone(timedelta(hours=2))
    assert format_instant(datetime(2022, 1, 1, 1, 2, 3, 4, there)) == "2021-12-31T23:02:03Z"


def test_each_fact_points_at_exactly_its_characters() -> None:
    seed = make_seed(headline="Rat 😀 tagt", published=PartialDate(2022, 1))
    seed = replace(seed, unplaced=(Span(0, 4),), tags=(locate(seed, "tagt"),))
    facts = build_facts(seed, make_enrichment(seed, "Der Rat tagt.", "Rat"))
    fields = [fact.field for fact in facts]
    assert fields == [
        "title",
        "published",
        "lang",
        "summary",
        "tags",
        "people",
        "quotes",
        "unplaced",
    ]
    for fact in facts:
        for mention in fact.mentions:
            assert mention.text == seed.text[mention.start : mention.end]
    assert facts[0].mentions[0].text == "Rat 😀 tagt"
    assert facts[-1].value == "date"
    assert facts[-2].speaker == "Rat"
    assert (facts[3].method, facts[3].confidence) == ("test", 0.9)


def test_a_place_keeps_where_it_lies() -> None:
    seed = make_seed()
    place = GeoPlace(2660646, "CH", 46.2, 6.15)
    entities = (Entity("places", locate(seed, "Genf"), place),)
    assert build_facts(seed, Enrichment(entities=entities))[-1].place == place


OWN = st.text(max_size=6)
ANY = st.one_of(st.text(max_size=6), st.just("a\ud800b"))
PAIRS = st.lists(st.tuples(ANY, ANY), max_size=3, unique_by=lambda item: item[0]).map(tuple)
ENDS = st.tuples(st.integers(0, 99), st.integers(0, 99)).map(sorted)
MENTION = st.builds(lambda ends, text: FactMention(ends[0], ends[1], text), ENDS, ANY)
PLACE = st.builds(GeoPlace, st.integers(0, 99), OWN, st.floats(-90, 90), st.floats(-180, 180))
FACT = st.builds(
    Fact,
    OWN,
    ANY,
    OWN,
    st.floats(0, 1),
    st.lists(MENTION, max_size=2).map(tuple),
    st.one_of(st.none(), ANY),
    st.one_of(st.none(), PLACE),
)
FACTS = st.builds(
    Facts,
    OWN,
    OWN,
    OWN,
    PAIRS,
    OWN,
    st.lists(ANY, max_size=2).map(tuple),
    st.lists(FACT, max_size=3).map(tuple),
    st.lists(ANY, max_size=2).map(tuple),
    st.lists(ENDS.map(lambda ends: Span(*ends)), max_size=2).map(tuple),
)


@settings(max_examples=100)
@given(FACTS)
def test_facts_come_back_and_end_in_a_line_end(facts: Facts) -> None:
    text = render_facts(facts)
    assert parse_facts(text) == facts
    assert text.endswith("}\n")
    text.encode("utf-8")


def test_the_facts_file_has_the_documented_form() -> None:
    mention = FactMention(4, 7, "Rat")
    facts = Facts(
        "a.txt",
        "ab",
        "urn:x:1",
        (("Title", "x"),),
        "cd",
        ("2022/01/x/",),
        (
            Fact("people", "Rat", "test", 0.93, (mention,)),
            Fact("places", "Genf", "test", 1.0, (), None, GeoPlace(2660646, "CH", 46.2, 6.15)),
        ),
    )
    top = json.loads(render_facts(facts))
    assert (top["seed"], top["sha256"]) == ("a.txt", "ab")
    assert top["facts"] == [
        {
            "field": "people",
            "value": "Rat",
            "method": "test",
            "confidence": 0.93,
            "mentions": [{"start": 4, "end": 7, "text": "Rat"}],
        },
        {
            "field": "places",
            "value": "Genf",
            "method": "test",
            "confidence": 1.0,
            "mentions": [],
            "geonames": 2660646,
            "country": "CH",
            "latitude": 46.2,
            "longitude": 6.15,
        },
    ]


NOWHERE = {"start": -1, "end": 1, "text": ""}
KNOWN: dict[str, object] = {
    "field": "places",
    "value": "Genf",
    "method": "list",
    "confidence": 1,
    "mentions": [],
    "geonames": 2660646,
    "country": "CH",
    "latitude": 46.2,
    "longitude": 6.15,
}


def _damage(key: str, value: object) -> str:
    top: dict[str, Any] = json.loads(render_facts(Facts("a", "b", "c", (), "d", ())))
    top[key] = value
    return json.dumps(top)


def test_a_facts_file_of_an_earlier_version_can_be_read() -> None:
    top: dict[str, Any] = json.loads(render_facts(Facts("a", "b", "c", (), "d", (), (), ("e",))))
    del top["head"], top["paragraphs"]
    assert parse_facts(json.dumps(top)) == Facts("a", "b", "c", (), "d", ())


@settings(max_examples=60)
@given(st.lists(st.text(min_size=1, max_size=9).filter(str.strip), min_size=1, max_size=5))
def test_head_and_paragraphs_are_the_whole_seed(texts: list[str]) -> None:
    seed = make_seed(published=PartialDate(2022, 1), paragraphs=tuple(texts))
    spans = list_paragraphs(seed)
    words = [*find_head(seed), *(seed.text[span.start : span.end] for span in spans)]
    kept = Counter("".join("".join(words).split()))
    assert kept == Counter("".join(seed.text.split()))
    assert len(spans) == len([part for part in escape_markdown(seed.blocks).split("\n\n") if part])


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("{\n<<<<<<<", "no valid JSON", 2),
        ("[" * 100_000, "nested too deeply", 1),
        ("[]", "not a facts file", 1),
        ("{}", "'seed' is wrong", 1),
        ('{"seed": 1}', "'seed' is wrong", 1),
        (_damage("facts", [{"confidence": "x"}]), "not a facts file", 1),
        (_damage("facts", [KNOWN | {"confidence": math.nan}]), "'confidence' is wrong", 1),
        (_damage("facts", [KNOWN | {"confidence": True}]), "'confidence' is wrong", 1),
        (_damage("facts", [KNOWN | {"method": "\ud800"}]), "'method' is wrong", 1),
        (_damage("facts", [KNOWN | {"speaker": 5}]), "'speaker' is wrong", 1),
        (_damage("facts", [KNOWN | {"latitude": math.inf}]), "'latitude' is wrong", 1),
        (_damage("facts", [KNOWN | {"longitude": 181}]), "'longitude' is wrong", 1),
        (_damage("facts", [KNOWN | {"geonames": 2**64}]), "'geonames' is wrong", 1),
        (_damage("facts", [KNOWN | {"mentions": [NOWHERE]}]), "'mentions' is wrong", 1),
        (_damage("paragraphs", [[1]]), "not a facts file", 1),
        (_damage("paragraphs", [["a", "b"]]), "'paragraphs' is wrong", 1),
        (_damage("paragraphs", [[2, 1]]), "'paragraphs' is wrong", 1),
        ("1" * 5000, "too many digits", 1),
    ],
)
def test_a_damaged_facts_file_is_an_error_with_its_line(text: str, message: str, line: int) -> None:
    with pytest.raises(PostError, match=message) as caught:
        parse_facts(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "seed"),
    [
        ('{\n "seed": "a\\"b.txt",\n<<<<', 'a"b.txt'),
        ('{"seed": "\\x"', None),
        ("{}", None),
    ],
)
def test_a_damaged_facts_file_still_tells_its_seed(text: str, seed: str | None) -> None:
    assert find_seed_name(text) == seed
