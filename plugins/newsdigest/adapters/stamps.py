"""Files → stamps that change whenever the file may have changed, and hashes.

A stamp is size, mtime, ctime and inode. A file that was touched less than a clock
tick before it was looked at could change again and keep its stamp, so its stamp is
"" (never equal to what a later look gives): the next build reads it again.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

# Kernels advance file times in ticks of up to 10 ms.
_TICK_NS = 50_000_000

UNTRUSTED = ""


def take_stamp(status: os.stat_result, now: int | None = None) -> str:
    """The stamp of a file.

    Args:
        status: From a look at it.
        now: When it was looked at or before that (ns); None if that was just now.
    """
    modified, changed = status.st_mtime_ns, status.st_ctime_ns
    newest = max(changed, modified)
    if newest > (time.time_ns() if now is None else now) - _TICK_NS:
        return UNTRUSTED
    return f"{status.st_size} {modified} {changed} {status.st_ino}"


def digest_file(path: Path) -> str:
    """Hexadecimal digest of a file's bytes."""
    return digest_data(path.read_bytes())


def digest_data(data: bytes) -> str:
    """Hexadecimal digest of bytes; the same as `digest_file` of a file that holds them."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
