"""A text's bytes → the same packed, for servers that send packed files as they are.

The same bytes give the same file: it tells no time and no name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

_TEXTS = (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".opml")
_HARDEST_GZIP = 9
_HARDEST_BROTLI, _HARD_BROTLI = 11, 9
_LARGE = 1 << 18
"""Bytes from which on Brotli's hardest work costs seconds and saves a twentieth."""


@dataclass(frozen=True, slots=True)
class Packer:
    """One way to pack.

    Attributes:
        suffix: Added to the name of the file that is packed.
        version: What else the packed bytes depend on.
    """

    suffix: str
    version: str
    pack: Callable[[bytes], bytes]


def list_packers(names: Iterable[str]) -> tuple[Packer, ...]:
    """The packers of these names: "gzip", "brotli"."""
    makers = {"gzip": _make_gzip, "brotli": _make_brotli}
    return tuple(makers[name]() for name in names)


def is_packable(path: str) -> bool:
    """Whether a file is a text: pictures and books are packed already."""
    return path.endswith(_TEXTS)


def _make_gzip() -> Packer:
    import gzip
    import zlib

    def pack(data: bytes) -> bytes:
        return gzip.compress(data, _HARDEST_GZIP, mtime=0)

    return Packer(".gz", f"zlib {zlib.ZLIB_RUNTIME_VERSION}", pack)


def _make_brotli() -> Packer:
    import brotli

    def pack(data: bytes) -> bytes:
        quality = _HARD_BROTLI if len(data) >= _LARGE else _HARDEST_BROTLI
        return bytes(brotli.compress(data, mode=brotli.MODE_TEXT, quality=quality))

    return Packer(".br", f"brotli {brotli.version}", pack)
