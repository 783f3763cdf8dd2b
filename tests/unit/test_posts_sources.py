"""Where an article's values were read, and what the editor made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from newsdigest.model import Article, GeoPlace, PartialDate, Quote, Span
from newsdigest.posts import (
    Fact,
    FactMention,
    Facts,
    Source,
    SourceFact,
    SourceMention,
    anchor_paragraphs,
    build_source,
    locate_places,
)

ARTICLE = Article(
    uid="urn:uuid:1",
    source="content/posts/2022/01/rat.md",
    slug="rat",
    title="Rat tagt",
    language="de",
    published=PartialDate(2022, 1),
    added=datetime(2026, 11, 23, tzinfo=UTC),
    category="Politik",
    summary="",
    body_digest="x",
    people=("Anna Lind",),
    places=("Genf", "Aue"),
    quotes=(Quote("Er berät.", "Anna Lind"),),
    origin="Bote",
)
GENF = GeoPlace(2660646, "CH", 46.2, 6.15)


def mention(start: int, text: str) -> FactMention:
    return FactMention(start, start + len(text), text)


FACTS = Facts(
    "meldung.txt",
    "ab",
    "urn:uuid:1",
    (),
    "cd",
    (),
    (
        Fact("title", "Rat tagt", "header", 1.0, (mention(10, "Rat tagt"),)),
        Fact("published", "2022-01", "header", 1.0, (mention(2, "2022-01"),)),
        Fact("category", "Sport", "words", 0.7, ()),
        Fact(
            "people", "Anna Lind", "model", 0.9, (mention(20, "Anna Lind"), mention(62, "L\x0bi"))
        ),
        Fact("people", "Weg Gelassen", "model", 0.9, ()),
        Fact("places", "Genf", "model", 0.8, (mention(62, "Genf"),), None, GENF),
        Fact("quotes", "Er berät.", "marks", 0.9, (mention(40, "Er berät."),), "Anna Lind"),
        Fact("unplaced", "x", "none", 1.0, ()),
    ),
    (" date 2022-01 Rat tagt\x0b",),
    (Span(20, 35), Span(40, 60), Span(60, 80)),
)


def find(source: Source, field: str) -> list[SourceFact]:
    return [fact for fact in source.facts if fact.field == field]


def test_each_value_of_the_post_has_its_rule_and_its_paragraphs() -> None:
    source = build_source(ARTICLE, FACTS, edited=False)
    (anna,) = find(source, "people")
    assert (anna.value, anna.method, anna.confidence) == ("Anna Lind", "model", 0.9)
    assert anna.mentions == (SourceMention("Anna Lind", 1), SourceMention("Li", 3))
    assert anna.paragraphs == (1, 3)
    (title,) = find(source, "title")
    assert (title.mentions[0].paragraph, title.paragraphs) == (0, ())
    assert source.paragraphs == (1, 2, 3)
    assert source.head == (" date 2022-01 Rat tagt",)


def test_what_the_editor_wrote_is_the_editors() -> None:
    source = build_source(ARTICLE, FACTS, edited=False)
    assert [fact.method for fact in find(source, "category")] == ["editor"]
    assert [fact.method for fact in find(source, "places")] == ["model", "editor"]
    assert find(source, "source")[0].mentions == ()


def test_what_the_editor_took_out_is_not_shown() -> None:
    source = build_source(replace(ARTICLE, published=None), FACTS, edited=False)
    assert "Weg Gelassen" not in {fact.value for fact in source.facts}
    assert not find(source, "published")
    assert not find(source, "unplaced")


def test_another_speaker_makes_a_quotation_the_editors() -> None:
    (quote,) = find(build_source(ARTICLE, FACTS, edited=False), "quotes")
    assert (quote.method, quote.speaker) == ("marks", "Anna Lind")
    other = replace(ARTICLE, quotes=(Quote("Er berät.", None),))
    (quote,) = find(build_source(other, FACTS, edited=False), "quotes")
    assert (quote.method, quote.paragraphs) == ("editor", (2,))


def test_in_an_edited_text_no_paragraph_is_pointed_at() -> None:
    source = build_source(ARTICLE, FACTS, edited=True)
    assert source.edited
    assert source.paragraphs == ()
    assert anchor_paragraphs("<p>a</p>", source) == "<p>a</p>"


def test_only_paragraphs_that_a_fact_points_at_get_an_id() -> None:
    facts = replace(FACTS, facts=FACTS.facts[-3:])
    source = build_source(ARTICLE, facts, edited=False)
    html = '<p>a</p>\n<h2 dir="auto">b &lt;p></h2>\n<p>c <pre></p>'
    assert anchor_paragraphs(html, source) == (
        '<p>a</p>\n<h2 id="nd-p2" dir="auto">b &lt;p></h2>\n<p id="nd-p3">c <pre></p>'
    )


class _Texts(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=6))
def test_ids_change_no_letter_of_the_text(texts: list[str]) -> None:
    escaped = [text.replace("&", "&amp;").replace("<", "&lt;") for text in texts]
    html = "\n".join(f"<p>{text}</p>" for text in escaped)
    anchored = anchor_paragraphs(html, build_source(ARTICLE, FACTS, edited=False))
    assert _Texts(anchored).texts == _Texts(html).texts
    assert anchored.count("id=") >= min(len(texts), 3)
    assert unescape(html).count("<p>") >= len(texts)


def test_a_place_that_the_post_states_has_its_coordinates() -> None:
    assert locate_places(ARTICLE, FACTS).coordinates == (("Genf", GENF),)
    nowhere = replace(ARTICLE, places=("Aue",))
    assert locate_places(nowhere, FACTS) is nowhere
