"""The fast way to a body's HTML gives Python-Markdown's bytes, or nothing."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG

from newsdigest.model import Block, BlockKind, Span
from newsdigest.posts import escape_markdown, render_paragraphs
from tests.unit.test_posts_escaping import NASTY

MARKDOWN = markdown.Markdown(
    **{
        **DEFAULT_CONFIG["MARKDOWN"],
        # As the reader makes it: a body's first line is no header.
        "extensions": ["markdown.extensions.codehilite", "markdown.extensions.extra"],
    }
)
WORDS = ("Rat", "ß", "24", "2022", ".", ",", " – ", "„x“", "?", "%", "=", "$", "@", "/", ";")
PIECE = st.one_of(st.sampled_from((*WORDS, *NASTY)), st.text(max_size=2))
TEXT = st.lists(PIECE, min_size=1, max_size=7).map("".join)
RAW = st.lists(
    st.one_of(
        PIECE, st.sampled_from(("\\", "\\*", "\\>", "&lt;", "\n\n", "## ", "*", "[", "](", "]"))
    )
)
KINDS: tuple[BlockKind, ...] = ("paragraph", "subhead", "item")
BLOCK = st.builds(Block, st.sampled_from(KINDS), TEXT, st.just(Span(0, 0)))


def render(body: str) -> str:
    return MARKDOWN.reset().convert(body)


@settings(max_examples=600, deadline=None)
@given(st.lists(BLOCK, min_size=1, max_size=4))
def test_escaped_texts_are_rendered_as_markdown_renders_them(blocks: list[Block]) -> None:
    body = escape_markdown(blocks)
    assert render_paragraphs(body) in (None, render(body))


@settings(max_examples=600, deadline=None)
@given(RAW.map("".join))
def test_any_text_is_rendered_as_markdown_renders_it_or_not_at_all(body: str) -> None:
    assert render_paragraphs(body) in (None, render(body))


@pytest.mark.parametrize(
    "body",
    [
        "Der Rat hat getagt.\n\nEr tagt „morgen“ wieder, um 10:30 Uhr (Ortszeit).",
        "## Zwischentitel\n\n24\\. Februar 2022: Kurs > 3 & 4 \\_x\\_ &lt;b> ~ \\`y\\`",
        "AT&amp;T sagt \"nein\" - 'ja'! Die Leser*innen [Anm. d. Red.] von #Graz.",
    ],
)
def test_plain_posts_take_the_fast_way(body: str) -> None:
    assert render_paragraphs(body) == render(body)


@pytest.mark.parametrize(
    "body",
    ["", "a\nb", "- a", "1. a", "a *b*", "a\tb", "# a", "a ", "<b>", "[a](b)", "a\n\n\nb", "&x;"],
)
def test_whatever_may_be_more_is_left_to_markdown(body: str) -> None:
    assert render_paragraphs(body) is None
