"""What an editor has in hand → the text of a new seed."""

from __future__ import annotations

from newsdigest.model import PartialDate


def compose_seed(headline: str, published: PartialDate | None, text: str) -> str:
    r"""A seed in the form that is read best: ` date 2022-01 Headline`, a blank line, the text.

    The text is taken as it is, but for white space at its ends; without a headline it is
    the whole seed, since it may well bring its own header.

    Args:
        headline: One line, or "".
        published: Written only above a headline.
        text: The paragraphs, or "".
    """
    body = text.strip("\n\r\t \ufeff")
    title = " ".join(headline.split())
    if not title:
        return f"{body}\n"
    header = f" date {published} {title}" if published else title
    return f"{header}\n\n{body}\n" if body else f"{header}\n\n"
