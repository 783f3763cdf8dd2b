"""Seeds as they are read → what is held of all of them until the last is known.

No post can be decided on before every seed is known: two may share a text, a headline or
a file. As values, 10,000 seeds are half a gigabyte; packed, thirty megabytes.
"""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass

from newsdigest.ingest.matching import digest_words
from newsdigest.ingest.values import SeedFile


@dataclass(frozen=True, slots=True)
class HeldSeed:
    """A seed file, packed, and what is asked of it before its turn comes.

    Attributes:
        name: See `SeedFile`.
        sha256: See `SeedFile`.
        words: `digest_words` of its text; "" where it is no seed.
        packed: All of it, for `unpack_seed`.
    """

    name: str
    sha256: str | None
    words: str
    packed: bytes


def pack_seed(file: SeedFile) -> HeldSeed:
    """The seed in a tenth of its size."""
    words = digest_words(file.seed.text) if file.seed else ""
    return HeldSeed(file.name, file.sha256, words, zlib.compress(pickle.dumps(file, 5), 1))


def unpack_seed(held: HeldSeed) -> SeedFile:
    """The seed as it was."""
    # It was packed by this very process, in memory.
    file: SeedFile = pickle.loads(zlib.decompress(held.packed))  # noqa: S301
    return file
