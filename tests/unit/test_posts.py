"""The post's file format: header, lists, quotes and the seal."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG

from newsdigest.errors import PostError
from newsdigest.model import Quote
from newsdigest.posts import (
    Post,
    clean_line,
    find_lines,
    is_generated,
    join_list,
    join_quotes,
    parse_post,
    render_post,
    seal_post,
    split_list,
    split_quotes,
)

NASTY = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\x0b",
        "\x85",
        "\u2028",
        "\t",
        "\x02",
        "\x00",
        "\ufeff",
        "\xa0",
        ": ",
        "; ",
        "---",
        "...",
        "{filename}x",
        "{{ x }}",
        "{% x %}",
        "<script>",
        "Title: x",
        "Generated: 0",
        "    ",
        "\\",
        ",",
        "“",
        "„",
        " — ",
        "»",
        "#",
    ]
)
TEXT = st.lists(st.one_of(NASTY, st.text(max_size=4)), max_size=6).map("".join)
LINE = TEXT.map(clean_line)
VALUE = st.builds(
    lambda first, more: "\n".join([first, *filter(None, more)]), LINE, st.lists(LINE, max_size=2)
)
KEY = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,6}", fullmatch=True)
HEADER = st.lists(st.tuples(KEY, VALUE), max_size=5, unique_by=lambda item: item[0].lower())
BODY = TEXT.map(lambda text: text.replace("\r", "").strip("\n"))
POSTS = st.builds(lambda header, body: Post(tuple(header), body), HEADER, BODY)


@settings(max_examples=120)
@given(POSTS)
def test_a_rendered_post_is_read_as_the_same_post(post: Post) -> None:
    assert parse_post(render_post(post)) == post


@settings(max_examples=80)
@given(POSTS.filter(lambda post: post.header and not post.get("Generated")))
def test_a_sealed_post_is_known_as_generated_until_a_character_changes(post: Post) -> None:
    text = seal_post(post)
    assert is_generated(text)
    assert is_generated("\ufeff" + text.replace("\n", "\r\n"))
    assert not is_generated(text + "x")
    assert not is_generated(f"Rights: x\n{text}")
    assert Post(parse_post(text).header[:-1], parse_post(text).body) == post


def test_the_seal_is_the_sha256_of_the_file_without_its_line() -> None:
    text = seal_post(Post((("Title", "Ärger"), ("Lang", "de")), "Text."))
    without = re.sub(r"^Generated: .*\n", "", text, flags=re.MULTILINE)
    digest = hashlib.sha256(without.encode()).hexdigest()
    assert text == f"Title: Ärger\nLang: de\nGenerated: {digest}\n\nText.\n"


@pytest.mark.parametrize("body", ["Text", "Generated: by hand"])
def test_a_post_without_a_seal_is_not_generated(body: str) -> None:
    assert not is_generated(f"Title: x\n\n{body}")


def test_a_post_of_two_seals_is_not_generated() -> None:
    seal = "Generated: 0\n"
    assert not is_generated(seal_post(Post((("Title", "x"),), "")).replace("\n\n", f"\n{seal}\n"))


@pytest.mark.parametrize(
    "header",
    [
        (("Title", "a\n"),),
        (("Title", "a\n\nb"),),
        (("Title", " a"),),
        (("Title", "a\x85b"),),
        (("Title", "a\x00"),),
        (("a b", "x"),),
        (("", "x"),),
        (("---", "x"),),
        (("Title", "x"), ("title", "y")),
    ],
)
def test_a_header_that_no_file_can_hold_is_refused(header: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(ValueError, match=r"header|value"):
        Post(header, "")


def test_a_body_of_other_line_ends_is_refused() -> None:
    with pytest.raises(ValueError, match="body"):
        Post((), "a\r\nb")


def test_lines_of_a_field_are_joined_however_pelican_allows_to_write_them() -> None:
    post = parse_post("title: a\nTags: x\n    y\n  Tags: z\nSummary:\n\nText")
    assert post.header == (("title", "a"), ("Tags", "x\ny\nz"), ("Summary", ""))
    assert (post.get("TAGS"), post.get("Lang")) == ("x\ny\nz", None)
    assert post.body == "Text"


@pytest.mark.parametrize(
    ("text", "header", "body"),
    [
        ("---\nTitle: x\n---\nText", (("Title", "x"),), "Text"),
        ("\ufeffTitle: x\r\n\r\nText\r\n", (("Title", "x"),), "Text"),
        ("Title: x\nText", (("Title", "x"),), "Text"),
        ("Nur Text\n\nTitle: x", (), "Nur Text\n\nTitle: x"),
        ("Title: x", (("Title", "x"),), ""),
        ("", (), ""),
        ("Title: x\n\n\nText\n\nmehr\n\n", (("Title", "x"),), "Text\n\nmehr"),
    ],
)
def test_hand_written_headers_are_read_as_python_markdown_reads_them(
    text: str, header: tuple[tuple[str, str], ...], body: str
) -> None:
    post = parse_post(text)
    assert (post.header, post.body) == (header, body)


def test_a_body_may_follow_its_header_without_an_empty_line() -> None:
    post = parse_post("Title: x\nErste Zeile\nPreis: zehn\n\nUid: y")
    assert post.body == "Erste Zeile\nPreis: zehn\n\nUid: y"


@pytest.mark.parametrize("broken", ["Category Politik", "<<<<<<< HEAD", "weiter"])
def test_a_broken_header_is_an_error_with_its_line(broken: str) -> None:
    with pytest.raises(PostError, match="header is broken") as caught:
        parse_post(f"Title: x\n{broken}\nUid: urn:uuid:1\n\nText")
    assert caught.value.line == 2


@pytest.mark.parametrize("text", ["Title: x\nText", "Title: x\nText\nPreis: 3", "Title: x\nText\n"])
def test_text_right_below_the_header_is_text_where_no_field_follows(text: str) -> None:
    post = parse_post(text)
    assert post.header == (("Title", "x"),)
    assert post.body == text.removeprefix("Title: x\n").strip()


def test_fields_know_their_line() -> None:
    text = "Title: x\nQuotes: a\n    b\nTags: c\n\nSlug: no"
    assert find_lines(text) == {"title": 1, "quotes": 2, "tags": 4}
    assert find_lines("Title: x\nText right below\n") == {"title": 1}


def test_a_line_is_cleaned_of_what_no_header_can_hold() -> None:
    assert clean_line(" a\tb\r\nc\x00\x02\ud800\u2028d\xa0") == "a b c d"


@settings(max_examples=100)
@given(st.lists(LINE.filter(bool), max_size=4, unique=True))
def test_a_list_comes_back_whatever_its_items_hold(items: list[str]) -> None:
    assert split_list(join_list(items)) == tuple(items)
    assert split_list(join_list(items), commas=True) == tuple(items)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a; b;c ;; a", ("a", "b", "c")),
        ("a, b", ("a, b",)),
        ("a\\; b; c\\\\", ("a; b", "c\\")),
        ("AC\\DC", ("AC\\DC",)),
        ("a\nb; c", ("a", "b", "c")),
        ("", ()),
    ],
)
def test_items_of_a_list_are_separated_by_semicolons(value: str, expected: tuple[str, ...]) -> None:
    assert split_list(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a, b", ("a", "b")), ("a, b; c", ("a, b", "c")), ("a, b;", ("a, b",))],
)
def test_commas_separate_tags_as_in_pelican(value: str, expected: tuple[str, ...]) -> None:
    assert split_list(value, commas=True) == expected


QUOTES = st.builds(
    Quote,
    LINE.filter(bool),
    st.one_of(st.none(), LINE.filter(lambda name: name and not name.endswith(("“", "”", " ")))),
)


# A speaker with a closing mark before a dash in his name: nobody could tell where the text ends.
CLEAR_QUOTES = QUOTES.filter(lambda quote: not re.search(r"[“”]\s+[—–]\s", quote.speaker or ""))


@settings(max_examples=100)
@given(st.lists(CLEAR_QUOTES, max_size=3, unique=True))
@example([Quote("a — b", "Vera — Ost")])
def test_quotes_come_back(quotes: list[Quote]) -> None:
    assert split_quotes(join_quotes(quotes)) == tuple(quotes)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("„Wir gehen.“ — Anna Maus", Quote("Wir gehen.", "Anna Maus")),
        ("„Wir gehen.“", Quote("Wir gehen.", None)),
        ("“We go.” – Ann", Quote("We go.", "Ann")),
        ('"We go."', Quote("We go.", None)),
        ("« Oui » — Luc", Quote(" Oui ", "Luc")),
        ("„Ja“ — „nein“ — Anna", Quote("Ja“ — „nein", "Anna")),
        ("Wir gehen. — Anna", Quote("Wir gehen.", "Anna")),
        ("Wir gehen.", Quote("Wir gehen.", None)),
        ("„Offen — Anna", Quote("„Offen — Anna", None)),
        ("„ — x", Quote("„ — x", None)),
    ],
)
def test_a_quote_is_read_with_its_speaker(line: str, expected: Quote) -> None:
    assert split_quotes(line) == (expected,)


def test_any_pelican_reads_the_same_header(tmp_path: Path) -> None:
    post = Post(
        (
            ("Title", "Preis: *10* {filename}x <b>&amp; 24. Mai"),
            ("Slug", "preis"),
            ("Lang", "de"),
            ("Date", "2022-01-01"),
            ("Published", "2022-01"),
            ("Category", "Politik: Ausland"),
            ("Tags", join_list(["Berlin, Mitte"])),
            ("Summary", "24\\. Mai: \\*x\\*"),
            ("People", join_list(["Anna Maus", "Bert Hase"])),
            ("Quotes", join_quotes([Quote("Ja: nein", "Anna"), Quote("--- x", None)])),
        ),
        "Preis: zehn Euro\n\nZweiter Absatz",
    )
    path = tmp_path / "post.md"
    path.write_text(seal_post(post), encoding="utf-8")
    html, found = MarkdownReader(dict(DEFAULT_CONFIG)).read(str(path))
    assert html == "<p>Preis: zehn Euro</p>\n<p>Zweiter Absatz</p>"
    assert found["title"] == post.get("Title")
    assert (found["date"].year, found["date"].month, found["date"].day) == (2022, 1, 1)
    assert [tag.name for tag in found["tags"]] == ["Berlin, Mitte"]
    assert found["category"].name == "Politik: Ausland"
    assert found["summary"] == "<p>24. Mai: *x*</p>"
    assert found["quotes"] == ["„Ja: nein“ — Anna", "„--- x“"]
    for key in ("slug", "lang", "published", "people"):
        assert found[key] == post.get(key)


def test_a_field_may_begin_with_a_mark_as_in_python_markdown() -> None:
    post = parse_post("Title: x\n_note: y\n-z: 1\n\nText.\n")
    assert post.header == (("Title", "x"), ("_note", "y"), ("-z", "1"))
    assert parse_post(render_post(post)) == post


def test_what_looks_like_the_end_of_front_matter_is_no_field() -> None:
    post = parse_post("Title: x\n ---a: y\n\nText.\n")
    assert post.header == (("Title", "x"),)
    assert post.body.startswith(" ---a: y")


def test_a_closing_mark_at_the_end_of_a_speaker_is_not_taken_for_that_of_the_words() -> None:
    for mark in "“”":
        line = join_quotes([Quote("Ja", f"Anna „Hase{mark}")])
        assert split_quotes(line) == (Quote("Ja", "Anna „Hase"),)
