"""What is read in a text, marked in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.explanations import (
    Explanation,
    build_explanation,
    describe_explanation,
    render_explanation,
    render_page,
)
from newsdigest.posts import Fact, FactMention
from tests.unit.made_seeds import locate, make_enrichment, make_seed


def explain(text: str, *claims: tuple[int, int], field: str = "people") -> Explanation:
    facts = tuple(
        Fact(field, text[start:end], "model", 0.9, (FactMention(start, end, text[start:end]),))
        for start, end in claims
    )
    return Explanation("a.txt", text, facts)


def test_nested_and_crossing_mentions_are_bracketed_by_number() -> None:
    shown = render_explanation(explain("Der Rat in Genf.", (0, 16), (4, 7), (4, 15)), colour=False)
    assert shown.startswith("[1:Der [3:[2:Rat]2 in Genf]3.]1\n\n  1  people: Der Rat in Genf.")
    crossing = render_explanation(explain("abcd", (0, 3), (2, 4)), colour=False)
    assert crossing.startswith("[1:ab[2:c]1d]2\n")


def test_a_fact_says_its_rule_its_confidence_and_how_often_it_stands_there() -> None:
    seed = make_seed()
    explanation = build_explanation(seed, make_enrichment(seed, "Der Rat tagt.", "Rat"))
    rows = render_explanation(explanation, colour=False).split("\n\n")[-1]
    assert "people: Rat (test, 90 %, 1 mention)" in rows
    assert "quotes: Er berät. – Rat (test, 90 %, 1 mention)" in rows
    assert "lang: de (detected, 100 %)" in rows


def test_a_terminal_gets_colours_line_by_line_and_nothing_to_obey() -> None:
    shown = render_explanation(explain("a\x1b[2Jb\ncd\u202e", (0, 9)), colour=True)
    assert "\x1b[2J" not in shown
    assert "\u202e" not in shown
    assert "\x1b[1;34ma\ufffd[2Jb\x1b[0m\n\x1b[1;34mcd" in shown
    assert "\x1b" not in render_explanation(explain("a\x1b[2Jb", (0, 3)), colour=False)
    assert "\x1b[1;33m" in render_explanation(explain("ab", (0, 1), field="byline"), colour=True)
    assert "\n\n" in render_explanation(explain("ab\n\ncd", (0, 6)), colour=True)


def test_json_holds_the_text_and_every_span() -> None:
    seed = make_seed(headline="Rat 😀 tagt")
    described = describe_explanation(
        build_explanation(seed, make_enrichment(seed, "Der Rat", "Rat"))
    )
    described = json.loads(json.dumps(described))
    assert described["text"] == seed.text
    for fact in described["facts"]:
        for mention in fact["mentions"]:
            assert described["text"][mention["start"] : mention["end"]] == mention["text"]
    assert described["facts"][-1]["speaker"] == "Rat"
    assert "speaker" not in described["facts"][0]


class _Text(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.depth = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.depth += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "pre"

    def handle_data(self, data: str) -> None:
        self.text += data if self.depth else ""


TEXT = st.text("ab <&\"'\n\x1bé", max_size=30)
CLAIMS = st.lists(st.tuples(st.integers(0, 29), st.integers(1, 9)), max_size=6)


@settings(max_examples=150)
@given(TEXT, CLAIMS)
def test_without_its_marks_every_form_is_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    claims = [(s, min(len(text), s + n)) for s, n in spans if s < len(text)]
    explanation = explain(text, *claims)
    plain = render_explanation(explanation, colour=False)
    shown = re.sub(r"\[\d+:|\]\d+", "", plain)
    wanted = text.replace("\x1b", "\ufffd")
    assert shown.startswith(wanted.rstrip("\n"))
    page = render_page(explanation)
    body = _Text(re.sub(r"<sup>.*?</sup>", "", page)).text
    assert body == wanted
    assert page.count("<mark") == page.count("</mark>")


def test_the_page_is_valid_and_holds_nothing_live() -> None:
    seed = make_seed(headline='<script>alert("x")</script> tagt')
    seed = replace(seed, byline=locate(seed, "<script>"))
    page = render_page(build_explanation(seed, make_enrichment(seed, "Der Rat", "Rat")))
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<script" not in page
    assert 'class="other"' not in page
    assert 'class="other"' in render_page(explain("ab", (0, 1), field='x" y'))
