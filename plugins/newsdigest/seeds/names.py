"""Words → whether they read like a person's name."""

from __future__ import annotations

import re

_PARTICLES = frozenset(
    [
        "von",
        "van",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "le",
        "la",
        "ter",
        "ten",
        "zu",
        "zum",
        "zur",
        "af",
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "abu",
        "y",
        "e",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ.-][^\W\d_]+)*\.?")
_HAN = re.compile(
    r"[\u3400-\u9fff\u3040-\u30ff・·]{2,12}(?:[ \u3000][\u3400-\u9fff\u3040-\u30ff]{1,6})?"
)
_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3]{2,}(?: [\u0620-\u064a\u066e-\u06d3]{2,}){1,3}")
# Capitalised words that begin phrases which are no names.
_NO_NAMES = frozenset(
    [
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "the",
        "a",
        "an",
        "le",
        "la",
        "les",
        "un",
        "une",
        "il",
        "lo",
        "gli",
        "el",
        "los",
        "las",
        "und",
        "and",
        "im",
        "am",
        "in",
        "on",
        "at",
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
        "january",
        "february",
        "march",
        "june",
        "july",
        "october",
        "december",
        "christmas",
        "weihnachten",
    ]
)


_PUBLICATIONS = re.compile(
    r"\b\w*(?:zeitung|nachrichten|rundschau|anzeiger|tagblatt|tageblatt|kurier|merkur|wochenblatt"
    r"|presse|magazin|courrier|corriere|giornale|diario|periódico|gazeta|dziennik|газета|новости"
    r"|ведомости|известия)\b|\b(?:Times|Post|Herald|Tribune|Guardian|Independent|Telegraph|Journal"
    r"|Gazette|Chronicle|Observer|Examiner|Mirror|Daily|News|Online|Today|Monde|Figaro|Libération"
    r"|País|Mundo|Repubblica|Stampa|Spiegel|Stern|Focus|Standard|Allgemeine|Welt|Zeit|Blick)\b"
    r"|日报|晚报|日報|晚報|新闻|新聞|時報|时报|新报|صحيفة|جريدة",
    re.IGNORECASE,
)
_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,4}", re.IGNORECASE)


def is_publication(text: str) -> bool:
    """True for a few words that name a newspaper or a web site."""
    if _SITE.fullmatch(text):
        return True
    return len(text.split()) <= 5 and bool(_PUBLICATIONS.search(text))


def is_name(text: str, least: int = 2, most: int = 5) -> bool:
    """True for `least` to `most` words written like a person's name."""
    if is_publication(text):
        return False
    if _HAN.fullmatch(text) or _ARABIC.fullmatch(text):
        return True
    words = text.split()
    if not least <= len(words) <= most:
        return False
    capital = [word for word in words if word.casefold() not in _PARTICLES or word[0].isupper()]
    return (
        len(capital) >= least
        and all(_WORD.fullmatch(word) for word in words)
        and all(word[0].isupper() for word in capital)
        and words[0].casefold() not in _NO_NAMES
        and not words[-1].endswith(".")
        and any(len(word) > 2 for word in capital)
        and words[-1].casefold() not in _PARTICLES | _NO_NAMES
    )


def is_name_list(text: str) -> bool:
    """True for one name or several ("Max Muster und Jane Doe")."""
    parts = re.split(r"\s*[,;&/、]\s*|\s+(?:und|and|et|y|e|i|и|و)\s+", text.strip())
    return 0 < len(parts) <= 8 and all(is_name(part) for part in parts)
