"""Bytes → text, with a note on everything that was not plain UTF-8."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from newsdigest.errors import SeedError

_SAVE = "save it as plain text in UTF-8"
_SAMPLE = 64 * 1024
_FITS = 0.8
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "a database"),
)
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r")
_TYPOGRAPHY = frozenset("„“”‚‘’–—…«»‹›€§°·•´\xa0")
_WESTERN = _TYPOGRAPHY | frozenset("äöüÄÖÜßàáâãåæçèéêëìíîïñòóôõøùúûœÀÁÂÅÆÇÈÉÊÍÑÓØÚŒ¿¡")
_CENTRAL = _TYPOGRAPHY | frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüÄÖÜßáéíúýčďěňřšťůžőűČĎŘŠŤŽ")
_CYRILLIC = _TYPOGRAPHY | frozenset(map(chr, range(0x410, 0x450))) | frozenset("№ёЁіїєґІЇЄҐ")
_ARABIC = _TYPOGRAPHY | frozenset(map(chr, range(0x621, 0x653))) | frozenset("،؛؟")
# The encodings of Cyrillic are each other's letters, shuffled.
_SELDOM = frozenset(map(chr, range(0x410, 0x450))) - frozenset("оеаинтсрвлОЕАИНТСРВЛ")
# Name, own characters and how many percent of a text they are at least: a few stray bytes
# don't make a text Russian. Of two that fit as well, the first is taken.
_EIGHT_BIT = (
    ("cp1252", _WESTERN, 0),
    ("cp1250", _CENTRAL, 1),
    ("iso8859-2", _CENTRAL, 1),
    ("cp1251", _CYRILLIC, 20),
    ("koi8-r", _CYRILLIC, 20),
    ("cp866", _CYRILLIC, 20),
    ("iso8859-5", _CYRILLIC, 20),
    ("cp1256", _ARABIC, 20),
    ("mac-roman", _WESTERN, 1),
)
_EAST_ASIAN = ["gb18030", "big5", "cp932", "euc_jp", "euc_kr"]
_ESCAPED = re.compile("[\udc80-\udcff]")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# XML 1.0 §2.2 Char; a lone surrogate is no character of a text either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What XML permits but HTML calls a parse error: DEL, C1 controls and noncharacters.
_UNFIT = re.compile("[\x7f-\x84\x86-\x9f\ufdd0-\ufdef]")
_UNFIT_ABOVE = re.compile(
    "["
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_FIRST_ABOVE = "\U0001fffe"
_OVERRIDE = re.compile("[\u202d\u202e]")


@dataclass(frozen=True, slots=True)
class Decoded:
    r"""A file's text and how it was read.

    Attributes:
        text: Without a BOM, line ends as "\n", otherwise untouched: control characters
            are still in it (see `remove_forbidden`).
        encoding: Python's name of the encoding, such as "utf-8".
        notes: What an editor should know, each one sentence that names the lines.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a file in UTF-8, UTF-16, UTF-32 or an 8-bit or East Asian encoding.

    Bytes that do not fit become U+FFFD, one each, and are noted.

    Raises:
        SeedError: For what is no text (pictures, archives, programs), for an empty file
            and for bytes that no encoding explains.
    """
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise SeedError("empty: put a headline and a text into the file")
    _refuse_signature(data)
    text, encoding, notes = _decode_bytes(data)
    text = text.lstrip("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n")
    if not remove_forbidden(text).strip():
        raise SeedError("empty: put a headline and a text into the file")
    return Decoded(text, encoding, tuple(notes) + tuple(_note_characters(text)))


def find_forbidden(text: str) -> tuple[int, ...]:
    """The positions of the code points that XML 1.0 forbids."""
    return tuple(match.start() for match in _FORBIDDEN.finditer(text))


def remove_forbidden(text: str) -> str:
    """The text as XML and HTML may hold it: without the code points that XML 1.0 forbids.

    Those that divide words (such as a form feed) leave a space.
    """
    return _FORBIDDEN.sub(lambda match: " " if match[0].isspace() else "", text)


def remove_unfit(text: str) -> str:
    """The text as a line of a page may hold it: also without what HTML forbids."""
    kept = _UNFIT.sub("", remove_forbidden(text))
    return _UNFIT_ABOVE.sub("", kept) if max(kept, default="") >= _FIRST_ABOVE else kept


def _refuse_signature(data: bytes) -> None:
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise SeedError(f"this is {kind}, not a text: {_SAVE}")


def _decode_bytes(data: bytes) -> tuple[str, str, list[str]]:
    for bom, encoding in _BOMS:
        # UTF-16 may begin like UTF-32, but no code point is above U+10FFFF.
        if data.startswith(bom) and (encoding != "utf-32-le" or data[6:7] <= b"\x10"):
            return _decode_wide(data[len(bom) :], encoding)
    wide = _guess_utf16(data[:_SAMPLE])
    if wide:
        return _decode_wide(data, wide)
    _refuse_binary(data[:_SAMPLE])
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        return _decode_legacy(data)


def _decode_wide(data: bytes, encoding: str) -> tuple[str, str, list[str]]:
    return data.decode(encoding, "replace"), encoding, [_note_encoding(encoding)]


def _guess_utf16(sample: bytes) -> str | None:
    """UTF-16 without a BOM: nearly all of its zero bytes stand on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    low, high = sorted((even, odd))
    if high < 3 or high * 20 < len(sample) or low * 20 > high:
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
    odd_ones = sum(unicodedata.category(char) in {"Cc", "Cn", "Co", "Cs"} for char in text)
    odd_ones -= sum(map(text.count, "\t\n\r"))
    return encoding if odd_ones * 20 <= len(text) else None


def _refuse_binary(sample: bytes) -> None:
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls >= 8 and controls * 20 > len(sample):
        raise SeedError(f"this is not a text, but binary data: {_SAVE}")


def _decode_legacy(data: bytes) -> tuple[str, str, list[str]]:
    """What is not UTF-8 throughout: damaged UTF-8, an older encoding, or a mixture."""
    escaped = data.decode("utf-8", "surrogateescape")
    strays = bytes(ord(char) - 0xDC00 for char in _ESCAPED.findall(escaped))
    good = len(_NON_ASCII.findall(escaped)) - len(strays)
    western = good and _is_western(escaped)
    mixed = western and _rate(strays.decode("cp1252", "replace"), _WESTERN) >= _FITS
    if good >= len(strays) or mixed or (western and 3 * good >= len(strays)):
        return _mend(escaped)
    encoding, fit = _guess_eight_bit(data[:_SAMPLE])
    if fit < _FITS:
        encoding = _guess_east_asian(data[:_SAMPLE]) or ""
    if encoding:
        return data.decode(encoding, "replace"), encoding, [_note_encoding(encoding)]
    if len(strays) * 10 > len(data):
        raise SeedError(f"no known encoding fits: {_SAVE}")
    return _mend(escaped)


def _is_western(escaped: str) -> bool:
    good = set(_NON_ASCII.findall(escaped)) - set(_ESCAPED.findall(escaped))
    return good <= _WESTERN


def _mend(escaped: str) -> tuple[str, str, list[str]]:
    """UTF-8 whose odd bytes are read as Windows-1252 where that gives a common letter."""
    bad: list[str] = _ESCAPED.findall(escaped)
    table = {char: _read_byte(ord(char) - 0xDC00) for char in set(bad)}
    lost = [char for char in bad if table[char] == "\ufffd"]
    notes = []
    if len(bad) > len(lost):
        lines = _name_lines(escaped, [char for char in table if table[char] != "\ufffd"])
        count = _count(len(bad) - len(lost), "byte")
        notes.append(f"{count} not UTF-8, read as Windows-1252 ({lines}): {_SAVE}")
    return escaped.translate({ord(char): shown for char, shown in table.items()}), "utf-8", notes


def _read_byte(code: int) -> str:
    char = bytes([code]).decode("cp1252", "replace")
    return char if char in _WESTERN or char in "ŠšŽžŸ" else "\ufffd"


def _guess_eight_bit(sample: bytes) -> tuple[str, float]:
    """The 8-bit encoding that gives the most of its own letters, and how well it fits."""
    share = _measure_share(sample)
    fits = {
        name: _rate(sample.decode(name, "replace"), own)
        for name, own, least in _EIGHT_BIT
        if share >= least
    }
    best = max(fits, key=lambda name: fits[name])
    return best, fits[best]


def _measure_share(sample: bytes) -> float:
    return 100 * sum(code > 127 for code in sample) / len(sample)


def _rate(text: str, own: frozenset[str]) -> float:
    """-1 to 1: own characters against foreign ones."""
    counts = Counter(_NON_ASCII.findall(text))
    score = sum(
        count * ((0.85 if char in _SELDOM else 1) if char in own else -1)
        for char, count in counts.items()
    )
    return score / max(counts.total(), 1)


def _guess_east_asian(sample: bytes) -> str | None:
    if _measure_share(sample) < 20:
        return None
    # Imported here: it costs 0.1 s and is seldom needed.
    best = (
        import_module("charset_normalizer")
        .from_bytes(sample[:4096], cp_isolation=_EAST_ASIAN)
        .best()
    )
    return str(best.encoding) if best else None


def _note_characters(text: str) -> Iterable[str]:
    """What is odd in the text itself, whatever its encoding."""
    if "\ufffd" in text:
        count, lines = _count(text.count("\ufffd"), "character"), _name_lines(text, "\ufffd")
        yield f"{count} unreadable, shown as U+FFFD ({lines}): put right what is missing"
    above = _UNFIT_ABOVE.findall(text) if max(text) >= _FIRST_ABOVE else []
    for given, said in (
        (
            {*_FORBIDDEN.findall(text), *_UNFIT.findall(text), *above},
            "control characters, left out of the post",
        ),
        ({*_OVERRIDE.findall(text)}, "characters that turn the reading direction"),
    ):
        found = sorted(given)
        if found:
            names = ", ".join(f"U+{ord(char):04X}" for char in found)
            yield f"{said}: {names} ({_name_lines(text, found)})"


def _note_encoding(encoding: str) -> str:
    return f"read as {encoding.upper().replace('CP125', 'Windows-125')}: {_SAVE}"


def _count(number: int, noun: str) -> str:
    return f"1 {noun} is" if number == 1 else f"{number} {noun}s are"


def _name_lines(text: str, chars: Iterable[str]) -> str:
    """Where the characters stand: "line 3" or "lines 3, 7, 12, …"."""
    wanted = re.compile("[" + re.escape("".join(chars)) + "]")
    lines = re.split("\r\n|[\r\n\x85]", text)
    numbers = [str(number) for number, line in enumerate(lines, 1) if wanted.search(line)]
    shown = ", ".join(numbers[:5]) + (", …" if len(numbers) > 5 else "")
    return ("line " if len(numbers) == 1 else "lines ") + shown
