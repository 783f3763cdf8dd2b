"""A generated post, the editor's version and a newer generated one → one post.

Field by field, and the body as one unit: what the editor left alone follows the seed,
what the editor touched stays, and where both changed the editor's wins and a clash is
named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsdigest.posts import FIELD_ORDER, GENERATED, Post, digest_text

_GENERATED = GENERATED.lower()
_RANKS = {key.lower(): rank for rank, key in enumerate(FIELD_ORDER)}


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge gave.

    Attributes:
        post: Without `Generated` where it is exactly the generated one; otherwise with the
            editor's stale one, which keeps it known as edited.
        clashes: Names of the fields (or "the text") that both sides changed.
    """

    post: Post
    clashes: tuple[str, ...]


def merge_post(
    base: tuple[tuple[str, str], ...], base_body: str, edited: Post, fresh: Post
) -> Merged:
    """The post after its seed (or its extraction) changed.

    Args:
        base: The header as it was generated before the edit.
        base_body: SHA-256 of the body as it was generated.
        edited: As it stands in the file.
        fresh: As it would be generated now.
    """
    old, theirs, ours = (_by_key(header) for header in (base, edited.header, fresh.header))
    theirs.pop(_GENERATED, None)
    if _value(theirs, "published") != _value(old, "published"):
        ours = _keep_date(ours, old)  # the editor's date is not ours to move
    chosen: dict[str, tuple[str, str]] = {}
    clashes: list[str] = []
    for key in {**theirs, **ours}:
        before, here, now = (_value(side, key) for side in (old, theirs, ours))
        side = ours if here == before else theirs
        if here != before and now not in (here, before) and key != "modified":
            clashes.append((ours.get(key) or theirs[key])[0])
        if key in side:
            chosen[key] = side[key]
    body, body_clash = _merge_body(base_body, edited.body, fresh.body)
    header = tuple(sorted(chosen.values(), key=_rank))
    if _by_key(header) == ours and body == fresh.body:
        return Merged(fresh, ())
    seal = tuple(item for item in edited.header if item[0].lower() == _GENERATED)
    return Merged(Post((*header, *seal), body), (*clashes, *body_clash))


def _by_key(header: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, str]]:
    return {key.lower(): (key, value) for key, value in header}


def _value(side: Mapping[str, tuple[str, str]], key: str) -> str | None:
    return side[key][1] if key in side else None


def _keep_date(
    ours: dict[str, tuple[str, str]], old: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    rest = {key: value for key, value in ours.items() if key != "date"}
    return {**rest, "date": old["date"]} if "date" in old else rest


def _rank(item: tuple[str, str]) -> int:
    return _RANKS.get(item[0].lower(), len(_RANKS))


def _merge_body(base: str, edited: str, fresh: str) -> tuple[str, tuple[str, ...]]:
    if digest_text(edited) == base:
        return fresh, ()
    if edited == fresh or digest_text(fresh) == base:
        return edited, ()
    return edited, ("the text",)
