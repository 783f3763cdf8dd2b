"""Compiled templates ↔ files in `cache/templates/`.

A template is compiled with the interface's words in it and with what filters make of
constants, so what was compiled is used only under the same epoch (`digest_rendering`)
and only as it was written: a file that is damaged or of another epoch counts for nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from jinja2.bccache import Bucket, BytecodeCache

from newsdigest.fingerprints import DIGEST_BYTES, digest_bytes

_SEAL_BYTES = 2 * DIGEST_BYTES


class CompiledTemplates(BytecodeCache):
    """What Jinja compiled, for the next build."""

    def __init__(self, cache: str, epoch: Callable[[], str]) -> None:
        """Nothing is read yet.

        Args:
            cache: `cache/`.
            epoch: Digest of all that compiling depends on but for the template's own source;
                asked for with the first template.
        """
        self._folder = os.path.join(cache, "templates")
        self._ask_epoch = epoch

    @cached_property
    def _epoch(self) -> bytes:
        return self._ask_epoch().encode()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Puts the compiled template into the bucket, if it is known."""
        with suppress(OSError):
            with open(self._find(bucket), "rb") as file:
                seal, payload = file.read(_SEAL_BYTES), file.read()
            if seal == self._seal(bucket, payload):
                bucket.bytecode_from_string(payload)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps the compiled template. One that is half written has not its seal."""
        payload = bucket.bytecode_to_string()
        with suppress(OSError):
            os.makedirs(self._folder, exist_ok=True)
            with open(self._find(bucket), "wb") as file:
                file.write(self._seal(bucket, payload) + payload)

    def _find(self, bucket: Bucket) -> str:
        return os.path.join(self._folder, bucket.key)

    def _seal(self, bucket: Bucket, payload: bytes) -> bytes:
        return digest_bytes(self._epoch, bucket.key.encode(), payload).encode()
