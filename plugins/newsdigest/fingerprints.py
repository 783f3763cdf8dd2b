"""Values, texts and bytes → short digests that are the same in every process.

A digest depends on contents only: not on identity, hash seed, locale or the order in
which values were made. It is compared with digests of the same version of the code only:
whoever keeps one keeps the version beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import chain
from struct import pack

import msgspec

DIGEST_BYTES = 16

_ENCODER = msgspec.msgpack.Encoder(order="deterministic")


def digest_of(value: object) -> str:
    """Hexadecimal digest of a value made of dataclasses, tuples, frozen sets and scalars.

    Fields are named in what is digested, types are not: values of two types with the same
    fields may have one digest, and so may a date and the text that names it. So no field
    may hold now the one and now the other.

    Raises:
        TypeError: For a value of which nobody could say what it is made of.
        UnicodeEncodeError: For a text with half a character in it.
    """
    return blake2b(_ENCODER.encode(value), digest_size=DIGEST_BYTES).hexdigest()


def digest_bytes(*parts: bytes) -> str:
    """Hexadecimal digest of a sequence of byte strings; where they are cut counts."""
    lengths = pack(f">{len(parts) + 1}Q", len(parts), *map(len, parts))
    return blake2b(lengths + b"".join(parts), digest_size=DIGEST_BYTES).hexdigest()


def digest_pairs(pairs: Mapping[str, str]) -> str:
    """Hexadecimal digest of pairs of texts without NUL, in their order."""
    return digest_texts(["\0".join(chain.from_iterable(pairs.items()))])


def digest_texts(parts: Iterable[str]) -> str:
    """Hexadecimal digest of a sequence of texts; where they are cut counts."""
    return digest_bytes(*[part.encode("utf-8", "surrogatepass") for part in parts])
