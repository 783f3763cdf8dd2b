"""Posts, facts files and seeds → the problems that no output file shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsdigest.check import check_facts, check_post_quotes
from newsdigest.encodings import decode
from newsdigest.errors import PostError, Problem, SeedError
from newsdigest.model import Article
from newsdigest.posts import facts_path, find_lines, parse_facts


def check_sources(
    root: Path, seeds: Path, articles: Iterable[Article], bodies: Mapping[str, str]
) -> Iterator[Problem]:
    """What posts and facts files say that their texts do not hold; paths are relative to
    the site's root. A file that cannot be read is ingest's to report.

    Args:
        root: The site's folder.
        seeds: Where the seeds lie.
        articles: All that must be on the site.
        bodies: Their texts as rendered, by uid.
    """
    for article in articles:
        if article.quotes:
            for message in check_post_quotes(article.quotes, bodies[article.uid]):
                yield Problem(article.source, _find_line(root / article.source), message)
        if article.seed is not None:
            yield from _check_facts_file(root, seeds, article.source)


def _find_line(post: Path) -> int:
    return find_lines(post.read_text(encoding="utf-8", errors="replace")).get("quotes", 0)


def _check_facts_file(root: Path, seeds: Path, post: str) -> Iterator[Problem]:
    path = facts_path(post)
    try:
        facts = parse_facts((root / path).read_text(encoding="utf-8"))
        seed = seeds / facts.seed
        if not seed.resolve().is_relative_to(seeds.resolve()) or not seed.is_file():
            return
        data = seed.read_bytes()
        if hashlib.sha256(data).hexdigest() != facts.sha256:
            return  # the seed has changed since: the next ingest reads it anew
        text = decode(data).text
    except (OSError, UnicodeDecodeError, PostError, SeedError):
        return
    for message in check_facts(facts, text):
        yield Problem(path, 0, message)
