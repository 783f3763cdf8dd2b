"""A post, its facts file and its seed → what they say that no text holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.model import Quote
from newsdigest.posts import Fact, Facts, clean_line, join_quotes, plain_text
from newsdigest.seeds.lines import fold

_QUOTES = "quotes"


def check_post_quotes(quotes: Iterable[Quote], body_html: str) -> Iterator[str]:
    """Each quotation of a post stands in its text, letter for letter, whoever wrote it
    there: words that nobody can read in the article are nobody's.

    Args:
        quotes: As the post's header states them.
        body_html: The post's text as rendered.
    """
    text = _join(plain_text(body_html))
    for quote in quotes:
        if _join(quote.text) not in text:
            yield (
                f"the quotation {_cut(quote.text)} is not in the article's text: quote it as it "
                "stands there, or delete it"
            )


def check_facts(facts: Facts, text: str) -> Iterator[str]:
    """What a facts file says of a seed stands in the seed, and its quotations are those
    of the header that was generated.

    Args:
        facts: As the file states them.
        text: The seed's, decoded.
    """
    for fact in facts.facts:
        yield from _check_fact(fact, text)
    stated = [Quote(fact.value, fact.speaker) for fact in facts.facts if fact.field == _QUOTES]
    header = {key.casefold(): value for key, value in facts.header}
    if join_quotes(stated) != header.get(_QUOTES, ""):
        yield f"the quotations are not those of the generated header: {_ADVICE}"


_ADVICE = "restore the file from version control"


def _check_fact(fact: Fact, text: str) -> Iterator[str]:
    for mention in fact.mentions:
        there = text[max(mention.start, 0) : max(mention.end, 0)]
        if mention.text != there:
            yield (
                f"{fact.field}: characters {mention.start} to {mention.end} of the seed are "
                f"{_cut(there)}, not {_cut(mention.text)}: {_ADVICE}"
            )
        elif fact.field == _QUOTES and clean_line(fold(there)) != fact.value:
            yield (
                f"the quotation {_cut(fact.value)} is not what the seed says: {_cut(there)}: "
                f"{_ADVICE}"
            )
    if fact.field == _QUOTES and not fact.mentions:
        yield f"the quotation {_cut(fact.value)} names no place in the seed: {_ADVICE}"


def _join(text: str) -> str:
    return " ".join(clean_line(text).split())


def _cut(text: str) -> str:
    return repr(text if len(text) <= 60 else f"{text[:59]}…")
