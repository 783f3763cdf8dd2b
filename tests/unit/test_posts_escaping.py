"""Whatever a text holds, Markdown gives back exactly that text."""

from __future__ import annotations

import html
import re

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG

from newsdigest.model import Block, BlockKind, Span
from newsdigest.posts import (
    check_fidelity,
    escape_markdown,
    escape_text,
    plain_text,
    unescape_text,
)

MARKDOWN = markdown.Markdown(
    **{
        **DEFAULT_CONFIG["MARKDOWN"],
        "extensions": list(DEFAULT_CONFIG["MARKDOWN"]["extension_configs"]),
    }
)

NASTY = (
    *("24. Februar 2022:", "1914. Der", "٢٤. x", "#", "## ", "*[EU]: x", "Preis: ", "Titel: x"),
    *("<script>", "</p>", "<p>", "<h2>x</h2>", "&amp;", "&copy;", "&copy", "&#38", "&#x26;", "&"),
    *("[a](javascript:x)", "![x](y)", "{: onclick=x}", "{#id .c}", "{{ }}", "{% %}", "{filename}x"),
    *("|tag|", "a | b", "***", "___", "---", "===", "- - -", "* * *", "`", "``", "```", "\\"),
    *("~~~", ": x", "[^1]", "[^1]: x", "[1]: http://x", "[x]", "[x] [y]", "    ", "\t", "<!--"),
    *(
        "-->",
        "<http://a.de>",
        "<a@b.de>",
        "\x02",
        "\x03",
        "\x0212\x03",
        "\x02klzzwxh:0\x03",
        "\u200b",
    ),
    *("\xa0", "\xad", "\u202e", "مرحبا", "😀", "_", "*", "* ", "- ", "+ ", "> ", "1. ", " ", "!"),
    *("\x85", "\u2028", "\u3000", "wzxhzdk:0", "://", '"', "'", "^", "=", "?>", "<?", "<![CDATA["),
    *("]]>", "<", "\ufeff", ":", "AT&T", "Leser*innen", "snake_case", "(", "Wort ", "\n", "\r\n"),
)
TEXT = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=3)), max_size=7).map("".join)
KINDS: tuple[BlockKind, ...] = ("paragraph", "subhead", "item")
BLOCK = st.builds(Block, st.sampled_from(KINDS), TEXT, st.just(Span(0, 0)))
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(body: str) -> str:
    """The body's HTML, read behind a header as Pelican reads it."""
    return MARKDOWN.reset().convert(f"Title: x\n\n{body}")


def allow(text: str) -> str:
    """The text as XML can hold it, on one line."""
    return re.sub("[\n\r\x85]+", " ", FORBIDDEN.sub("", text))


@settings(max_examples=400, deadline=None)
@given(st.lists(BLOCK, max_size=4))
def test_markdown_gives_back_exactly_the_text(blocks: list[Block]) -> None:
    body = escape_markdown(blocks)
    rendered = render(body)
    shown = re.findall(r"<(p|h2)>([^<]*)</\1>", rendered)
    expected = [(block.kind == "subhead", allow(block.text)) for block in blocks]
    assert [(tag == "h2", html.unescape(text)) for tag, text in shown] == [
        item for item in expected if item[1]
    ]
    assert check_fidelity(body, rendered) is None


@settings(max_examples=150, deadline=None)
@given(TEXT.map(allow).filter(bool))
def test_escaping_can_be_undone(text: str) -> None:
    assert unescape_text(escape_text(text)) == text


@pytest.mark.parametrize("kind", ["paragraph", "subhead"])
@pytest.mark.parametrize("unit", ["*", "<", "[x](y) ", "\\", "_x_ ", "\t&amp; "])
def test_a_text_of_nothing_but_markup_takes_no_quadratic_time(kind: BlockKind, unit: str) -> None:
    text = f"x {unit * 20_000}".strip()
    body = escape_markdown([Block(kind, text, Span(0, 0)), Block("item", "Ende", Span(0, 0))])
    rendered = render(body)
    assert check_fidelity(body, rendered) is None
    assert html.unescape(rendered).startswith(f"<{'h2' if kind == 'subhead' else 'p'}>{text}<")


@pytest.mark.parametrize(
    "text",
    [
        "Am 24. Februar 2022 sagte er: „Wir bleiben“ – und ging (um 18.30 Uhr).",
        "Die Bürger*innen kamen am 1. Mai; 5 mal 3 macht 15",
        "[Anm. d. Red.: Das Zitat ist gekürzt] und weiter [...]",
        "Kurs & Co. AT&T, R&D, 50 % > 40 %",
        "Preis: 10 Euro! #Ukraine, @name_mit_strich, https://example.org/a_b",
        "– Gedankenstrich am Anfang",
        "-5 Grad, +3 Prozent",
        "1914 war das Jahr. 24.2.2022",
        "“We stay,” he said — and left.",
        ":) und |: und ~ 5",
    ],
)
def test_plain_prose_looks_untouched(text: str) -> None:
    assert escape_text(text) == text


@pytest.mark.parametrize(
    ("text", "markdown_text"),
    [
        ("24. Februar 2022: Krieg", "24\\. Februar 2022: Krieg"),
        ("1914. Der Krieg", "1914\\. Der Krieg"),
        ("#Ukraine bleibt", "\\#Ukraine bleibt"),
        ("- ein Punkt", "\\- ein Punkt"),
        ("---", "\\---"),
        ("* * *", "\\* \\* \\*"),
        (">> weiter", "\\>> weiter"),
        (": Ende", "&#58; Ende"),
        ("~~~", "&#126;~~"),
        ("*[EU]: Union", "\\*\\[EU]: Union"),
        ("<b>fett</b>", "&lt;b>fett&lt;/b>"),
        ("&copy; 2022", "&amp;copy; 2022"),
        ("[hier](http://x.y)", "\\[hier](http://x.y)"),
        ("Leser*innen und Bürger*innen", "Leser\\*innen und Bürger\\*innen"),
        ("_kursiv_ und wort_mitte", "\\_kursiv\\_ und wort_mitte"),
        ("\xa0x", "&#160;x"),
    ],
)
def test_only_what_markdown_would_act_on_is_escaped(text: str, markdown_text: str) -> None:
    assert escape_text(text) == markdown_text


def test_subheads_are_headings_and_empty_blocks_are_left_out() -> None:
    span = Span(0, 0)
    blocks = [Block("subhead", "Teil #", span), Block("item", "\x00", span)]
    assert escape_markdown([*blocks, Block("item", "a", span)]) == "## Teil \\#\n\na"


@pytest.mark.parametrize(
    ("body", "rendered", "message"),
    [
        ("a", "<p>b</p>", "paragraph 1 reads 'b' where the post has 'a'"),
        ("a\n\nbcd", "<p>a</p><p>bc</p>", "paragraph 2 reads 'bc' where the post has 'bcd'"),
        ("## a", "<p>a</p>", "paragraph 1 reads 'a' where the post has 'a'"),
        ("a", "<p>a</p><p>b</p>", "text appears that the post does not have: '<p>b</p>'"),
        ("a", "<ul><li>a</li></ul>", "paragraph 1 became other markup than a paragraph"),
        ("x" * 90, f"<p>{'x' * 50}y</p>", "paragraph 1 reads 'xxxxxxxxxxy'"),
    ],
)
def test_a_rendering_that_differs_is_described(body: str, rendered: str, message: str) -> None:
    found = check_fidelity(body, rendered)
    assert found is not None
    assert found.startswith(message)


def test_a_difference_is_shown_from_shortly_before_it() -> None:
    found = check_fidelity("x" * 90, f"<p>{'x' * 60}</p>")
    assert found == f"paragraph 1 reads {'x' * 10!r} where the post has {'x' * 40!r}"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a <b>b</b>\n c</p><p>d&amp;e&nbsp;f</p>", "a b\nc\nd&e\xa0f"),
        ("a<br>b<hr/>c", "a\nb\nc"),
        ("<p>a</p><script>x < 1</script><style>p</style>b</style>", "a\nb"),
        ("<div>a<div>b</div></div><span>c</span>", "a\nb\nc"),
        ("", ""),
    ],
)
def test_plain_text_is_the_words_of_a_fragment(body: str, text: str) -> None:
    assert plain_text(body) == text
