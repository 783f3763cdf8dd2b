"""Seeds → Markdown posts, and back: the post's file format in one place."""

from newsdigest.posts.articles import build_uid, read_article, to_article
from newsdigest.posts.composing import compose_post, facts_path, format_instant, post_path
from newsdigest.posts.doubts import find_slips
from newsdigest.posts.escaping import (
    check_fidelity,
    escape_markdown,
    escape_text,
    plain_text,
    unescape_text,
)
from newsdigest.posts.facts import (
    Fact,
    FactMention,
    Facts,
    build_facts,
    find_head,
    find_seed_name,
    list_paragraphs,
    parse_facts,
    render_facts,
)
from newsdigest.posts.headers import (
    FIELD_ORDER,
    GENERATED,
    Post,
    clean_line,
    digest_text,
    find_lines,
    is_generated,
    list_fields,
    normalise_text,
    parse_post,
    render_post,
    seal_post,
)
from newsdigest.posts.lists import join_list, join_quotes, split_list, split_quotes
from newsdigest.posts.paragraphs import render_paragraphs
from newsdigest.posts.reading_times import count_minutes
from newsdigest.posts.sources import (
    Source,
    SourceFact,
    SourceMention,
    Sources,
    anchor_paragraphs,
    build_source,
    locate_places,
)

__all__ = [
    "FIELD_ORDER",
    "GENERATED",
    "Fact",
    "FactMention",
    "Facts",
    "Post",
    "Source",
    "SourceFact",
    "SourceMention",
    "Sources",
    "anchor_paragraphs",
    "build_facts",
    "build_source",
    "build_uid",
    "check_fidelity",
    "clean_line",
    "compose_post",
    "count_minutes",
    "digest_text",
    "escape_markdown",
    "escape_text",
    "facts_path",
    "find_head",
    "find_lines",
    "find_seed_name",
    "find_slips",
    "format_instant",
    "is_generated",
    "join_list",
    "join_quotes",
    "list_fields",
    "list_paragraphs",
    "locate_places",
    "normalise_text",
    "parse_facts",
    "parse_post",
    "plain_text",
    "post_path",
    "read_article",
    "render_facts",
    "render_paragraphs",
    "render_post",
    "seal_post",
    "split_list",
    "split_quotes",
    "to_article",
    "unescape_text",
]
