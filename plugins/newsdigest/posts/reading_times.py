"""A text → how long reading it takes."""

from __future__ import annotations

import re

# Silent reading of plain texts: Trauzettel-Klosinski, Dietz, Standardized Assessment of
# Reading Performance (IOVS 2012): about 180 words a minute in German, 230 in English, and
# 255 characters in Chinese.
WORDS_A_MINUTE = 200
CHARACTERS_A_MINUTE = 255

# Ideographs, kana and hangul, written without spaces or in syllables, and what ends them.
_WIDE = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0003134f]" r"[^\w\s]*"
)


def count_minutes(text: str) -> int:
    """Whole minutes, at least one: words, which white space parts, and characters of Chinese,
    Japanese and Korean.
    """
    wide = 0
    if _WIDE.search(text):
        text, wide = _WIDE.subn(" ", text)
    words = len(text.split())
    return max(1, round(words / WORDS_A_MINUTE + wide / CHARACTERS_A_MINUTE))
