"""Output → problems: pure rules over the files that were built.

`files` checks one file and says what it leads to, `whole` what only all of them
together show. Rules stand in the module named after what they look at: `markup`,
`liveness`, `links`, `fidelity`, `dates`, `feeds` (with `feed_entries`, `feed_lists` and
`feed_rules`, `archives`), `editions`, `indexes`, `exports`; `documents` and `xml`
read the files for them, `expectations` is the yardstick. `seals` compares the files with
what the build wrote, `differences` tells where they part, `sources` holds posts and facts
files against the seeds.
"""

from __future__ import annotations

from newsdigest.check.differences import Difference, describe_difference
from newsdigest.check.expectations import Expectations, Looks, build_expectations, watch
from newsdigest.check.feed_entries import FeedFacts
from newsdigest.check.files import TEXT_TYPES, FileReport, PageFacts, check_file
from newsdigest.check.pages import SeedText
from newsdigest.check.seals import check_seals, find_broken
from newsdigest.check.sources import check_facts, check_post_quotes
from newsdigest.check.whole import check_whole

__all__ = [
    "TEXT_TYPES",
    "Difference",
    "Expectations",
    "FeedFacts",
    "FileReport",
    "Looks",
    "PageFacts",
    "SeedText",
    "build_expectations",
    "check_facts",
    "check_file",
    "check_post_quotes",
    "check_seals",
    "check_whole",
    "describe_difference",
    "find_broken",
    "watch",
]
