"""An edited header → what its editor may not have meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from newsdigest.posts.headers import FIELD_ORDER, find_lines, find_repeated

_PELICAN = ("Author", "Authors", "Status", "Template", "Translation", "Keywords", "Description")
_KNOWN = {key.lower(): key for key in (*FIELD_ORDER, *_PELICAN)}
_ALIKE = 0.8


def find_slips(
    header: Mapping[str, str], generated: Mapping[str, str], lines: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    """`(line, message)` of each field that has no effect, though somebody wrote it.

    Args:
        header: As `parse_post` gives it.
        generated: The header as it was generated; empty for a hand-written post.
        lines: `find_lines` of the post.
    """
    now = {key.lower(): value for key, value in header.items()}
    before = {key.lower(): value for key, value in generated.items()}
    for key in header:
        lower = key.lower()
        if lower in _KNOWN:
            continue
        near = get_close_matches(lower, _KNOWN, n=1, cutoff=_ALIKE)
        if near and near[0] not in now:
            yield (
                lines.get(lower, 0),
                f"{key}: there is no such field: did you mean {_KNOWN[near[0]]!r}?",
            )
    if "date" in before and now.get("date", before["date"]) != before["date"]:
        published = now.get("published")
        if published is not None and published == before.get("published"):
            yield (
                lines.get("date", 0),
                f"Date was changed, but Published says when it was, {published}: change that",
            )


def find_doubled(text: str) -> Iterator[tuple[int, str]]:
    """`(line, message)` of each line of a post's header that stands there a second time."""
    first = find_lines(text)
    for line, key in find_repeated(text):
        yield line, f"{key} stands in line {first[key.lower()]} already, which counts: keep one"
