"""An edited header → what its editor may not have meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from newsdigest.posts.headers import FIELD_ORDER, SINGLE

_PELICAN = ("Author", "Authors", "Status", "Template", "Translation", "Keywords", "Description")
_KNOWN = {key.lower(): key for key in (*FIELD_ORDER, *_PELICAN)}
_ALIKE = 0.8


def find_slips(
    fields: Sequence[tuple[int, str, str]], generated: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    """`(line, message)` of each field that has no effect, though somebody wrote it.

    Args:
        fields: `list_fields` of the post.
        generated: The header as it was generated; empty for a hand-written post.
    """
    first: dict[str, tuple[int, str, str]] = {}
    for field in fields:
        first.setdefault(field[1].lower(), field)
    for line, key, _ in first.values():
        if key.lower() not in _KNOWN:
            near = get_close_matches(key.lower(), _KNOWN, n=1, cutoff=_ALIKE)
            if near and near[0] not in first:
                fault = f"{key}: there is no such field: did you mean {_KNOWN[near[0]]!r}?"
                yield line, fault
    now = {lower: value for lower, (_, _, value) in first.items()}
    before = {key.lower(): value for key, value in generated.items()}
    if "date" in before and now.get("date", before["date"]) != before["date"]:
        published = now.get("published")
        if published is not None and published == before.get("published"):
            yield (
                first["date"][0],
                f"Date was changed, but Published says when it was, {published}: change that",
            )
    for line, key, _ in fields:
        known, _, _ = first[key.lower()]
        if known != line and key.lower() in SINGLE:
            yield line, f"{key} stands in line {known} already, which counts: keep one"
