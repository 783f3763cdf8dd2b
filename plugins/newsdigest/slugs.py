"""Text → the last part of an address."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from unidecode import unidecode

_MAX = 80
_DROPPED = re.compile("['\"’‘‚‛“”„‟«»‹›`´\u00ad\u200b-\u200f\u2060\ufeff\ud800-\udfff]")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ẞ": "ss"})


def build_slug(text: str, language: str = "de") -> str:
    """Lower-case ASCII for an address: [a-z0-9-], 1 to 80 characters, cut at a word.

    A text without letters gets one: "text-" before digits alone, "text-1a2b3c" (from the
    text's SHA-256) where nothing can be written in ASCII. Building a slug of a slug
    changes nothing.

    Args:
        text: A headline or a name.
        language: ISO 639-1; in German, "ä" becomes "ae".
    """
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text[: 8 * _MAX]).lower())
    if language.startswith("de"):
        plain = plain.translate(_GERMAN)
    words = re.sub(r"[^a-z0-9]+", "-", unidecode(plain, errors="ignore").lower()).strip("-")
    if not words:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"text-{digest[:6]}"
    if not re.search("[a-z]", words):
        words = f"text-{words}"
    return _cut(words)


def _cut(slug: str) -> str:
    if len(slug) <= _MAX:
        return slug
    # A hyphen right after the last character kept means that the word is whole.
    return slug[: _MAX + 1].rpartition("-")[0] or slug[:_MAX]
