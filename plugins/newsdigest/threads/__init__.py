"""Articles → versions of one report, story threads and related articles.

`words` knows what a word tells, `traits` makes of a text what it is compared by,
`neighbours` compares, `stories` decides, `titles` names a story.

All of it looks at frozen tables and at articles that entered the site earlier, never at
the whole archive: a new article changes what stands next to it, and the cost grows with
the number of articles, not with its square.
"""

from __future__ import annotations

from newsdigest.threads.neighbours import (
    IDENTITY,
    Entry,
    Finder,
    Link,
    Neighbours,
    digest_surroundings,
    identify_entries,
    order_entries,
    rank_seniority,
)
from newsdigest.threads.stories import (
    NO_THREADS,
    StoryThread,
    Threads,
    build_threads,
)
from newsdigest.threads.traits import (
    Signature,
    Traits,
    build_signature,
    build_traits,
    weigh_text,
)

__all__ = [
    "IDENTITY",
    "NO_THREADS",
    "Entry",
    "Finder",
    "Link",
    "Neighbours",
    "Signature",
    "StoryThread",
    "Threads",
    "Traits",
    "build_signature",
    "build_threads",
    "build_traits",
    "digest_surroundings",
    "identify_entries",
    "order_entries",
    "rank_seniority",
    "weigh_text",
]
