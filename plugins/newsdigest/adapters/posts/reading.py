"""Post files → what the index keeps of them, in workers if they are many."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from typing import Any

from newsdigest.adapters.files import facts_beside
from newsdigest.adapters.pool import work_off
from newsdigest.adapters.posts.indexed import pack_signature, pack_source, pack_traits
from newsdigest.adapters.posts.reader import PostReader, hash_post
from newsdigest.adapters.posts.records import pack_record
from newsdigest.adapters.progress import show_progress
from newsdigest.threads import Traits, build_signature

_READ_AT_ONCE = 32
_WORTH_FORKING = 64


def read_posts(
    reader: PostReader, content: str, prefix: str, posts: Sequence[tuple[str, str]], jobs: int
) -> Iterator[tuple[int, str, bytes | None, bool, str, bytes, tuple[bytes, bytes] | None]]:
    """One result a post that is there, in no particular order: its number, its hash and,
    unless that is the known one, the packed record, whether it tells of problems or links,
    the body, the packed `Source` and the packed signature and traits.

    Args:
        reader: Under the site's settings.
        content: Pelican's `PATH`.
        prefix: What stands before a path in the names of sources.
        posts: Path relative to `content` and the hash that is known, or "", of each.
        jobs: How many processes may work at once.
    """

    def read(part: range) -> bytes:
        results: list[tuple[int, str, bytes | None, bool, str, bytes, Any]] = []
        for number in part:
            path, known = posts[number]
            data, facts = _load(f"{content}/{path}"), _load(f"{content}/{facts_beside(path)}")
            if data is None:
                continue
            digest = hash_post(data, facts)
            if known == digest:
                results.append((number, digest, None, False, "", b"", None))
                continue
            post = reader.read(prefix + path, path, data, facts)
            noted = bool(post.record.problems) or post.record.linked
            packed, source = pack_record(post.record), pack_source(post.source)
            results.append(
                (number, digest, packed, noted, post.html, source, _pack_compared(post.traits))
            )
        return marshal.dumps(results)

    jobs = jobs if len(posts) >= _WORTH_FORKING else 1
    work = work_off(len(posts), jobs, _READ_AT_ONCE, read)
    for results in show_progress("Reading posts", len(posts), work, size=_READ_AT_ONCE):
        yield from marshal.loads(results)


def _pack_compared(traits: Traits | None) -> tuple[bytes, bytes] | None:
    if traits is None:
        return None
    return pack_signature(build_signature(traits)), pack_traits(traits)


def _load(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
