"""Archives for tests: articles with their texts, and how they belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from newsdigest.model import Article, PartialDate
from newsdigest.threads import (
    Entry,
    Finder,
    Neighbours,
    Threads,
    Traits,
    build_signature,
    build_threads,
    order_entries,
    rank_seniority,
    weigh_text,
)

START = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Text:
    """An article and what it is compared by."""

    article: Article
    traits: Traits


def make_text(
    number: int,
    title: str,
    body: str,
    *,
    language: str = "de",
    published: PartialDate | None = None,
    names: Iterable[str] = (),
    minutes: int | None = None,
) -> Text:
    """The text that enters the archive as the one of this number."""
    article = Article(
        uid=f"urn:uuid:{number:04d}",
        source=f"content/posts/{number:04d}.md",
        slug=f"text-{number}",
        title=title,
        language=language,
        published=published,
        added=START + timedelta(minutes=number if minutes is None else minutes),
        category=None,
        summary="",
        body_digest=f"{number}",
        people=tuple(names),
    )
    return Text(article, weigh_text(title, body.split("\n"), language, names))


def find_all(texts: Iterable[Text]) -> dict[str, Neighbours]:
    """Each article's neighbours, by uid."""
    known = {text.article.uid: text for text in texts}
    traits: Mapping[str, Traits] = {uid: text.traits for uid, text in known.items()}
    entries = order_entries(
        Entry(uid, rank_seniority(text.article), build_signature(text.traits))
        for uid, text in known.items()
    )
    finder = Finder(entries, range(len(entries)), traits)
    return {entry.uid: finder.find(position) for position, entry in enumerate(entries)}


def thread(texts: Iterable[Text]) -> Threads:
    """How the texts belong together."""
    given = list(texts)
    return build_threads([text.article for text in given], find_all(given))
