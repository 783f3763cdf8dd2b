import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest.encodings import decode, find_forbidden, remove_forbidden, remove_unfit
from newsdigest.errors import SeedError

GERMAN = (
    "Der Bürgermeister erklärte, die Brücke sei für Fußgänger „größtenteils“ gesperrt – vorerst."
)
FRENCH = (
    "L’été dernier, le maire a déclaré où en était le chantier : ça avançait naïvement, cœur léger."
)
SPANISH = "¿Qué pasará mañana? El año pasado, el señor alcalde prometió más árboles y menos coches."
POLISH = "Burmistrz powiedział, że most będzie zamknięty dla pieszych. Gęślą jaźń żółci ćmę."
RUSSIAN = "Мэр заявил, что старый мост будет закрыт для пешеходов. «Временно», добавил он в США."
ARABIC = "قال رئيس البلدية إن الجسر القديم سيغلق أمام المشاة حتى إشعار آخر."
CHINESE = "市长表示，这座旧桥将对行人关闭，直至另行通知。居民们希望尽快重新开放。"
TAIWANESE = "市長表示，這座舊橋將對行人關閉，直至另行通知。居民們希望儘快重新開放。"
JAPANESE = "市長は、古い橋を歩行者に対して当面閉鎖すると述べた。住民は早い再開を望んでいる。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (FRENCH, "cp1252"),
        (SPANISH, "cp1252"),
        (GERMAN, "mac-roman"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.upper(), "cp1251"),
        (RUSSIAN.replace("«", "").replace("»", ""), "koi8-r"),
        (RUSSIAN.replace("«", "").replace("»", "").upper(), "koi8-r"),
        (ARABIC, "cp1256"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (GERMAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
    ],
)
def test_an_older_encoding_is_read_and_noted(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    (note,) = decoded.notes
    assert note.startswith("read as ")
    assert "UTF-8" in note


@pytest.mark.parametrize("text", [GERMAN, POLISH, RUSSIAN, ARABIC, CHINESE, "plain ASCII"])
def test_utf_8_is_read_without_a_word(text: str) -> None:
    assert decode(text.encode()) == decode(text.encode("utf-8-sig"))
    assert decode(text.encode()).text == text
    assert decode(text.encode()).notes == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@pytest.mark.parametrize("text", [GERMAN, CHINESE])
def test_a_byte_order_mark_decides(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding.startswith(encoding)


def test_big_endian_marks_are_known() -> None:
    assert decode(b"\xfe\xff" + GERMAN.encode("utf-16-be")).text == GERMAN
    assert decode(b"\0\0\xfe\xff" + GERMAN.encode("utf-32-be")).text == GERMAN


def test_a_utf_16_text_that_begins_with_a_zero_is_not_utf_32() -> None:
    assert decode("\ufeff\0bc".encode("utf-16-le")).encoding == "utf-16-le"


def test_half_a_character_at_the_end_is_reported() -> None:
    decoded = decode(GERMAN.encode("utf-16")[:-1])
    assert decoded.text == GERMAN[:-1] + "\ufffd"
    assert any("1 character is unreadable" in note for note in decoded.notes)


def test_line_ends_become_one_kind() -> None:
    assert decode(b"a\r\nb\rc\nd\xc2\x85e").text == "a\nb\nc\nd\ne"


def test_single_windows_bytes_in_utf_8_are_read_and_named_with_their_lines() -> None:
    data = "Grüße aus Köln\n".encode() + b"f\xfcr alle\n\x84Wort\x93\n"
    decoded = decode(data)
    assert decoded.text == "Grüße aus Köln\nfür alle\n„Wort“\n"
    assert decoded.encoding == "utf-8"
    assert decoded.notes == (
        "3 bytes are not UTF-8, read as Windows-1252 (lines 2, 3): save it as plain text in UTF-8",
    )


def test_a_line_of_utf_8_in_a_windows_text_is_read_as_what_it_is() -> None:
    decoded = decode((GERMAN * 3 + "\n").encode("cp1252") + "schöne Grüße".encode())
    assert decoded.text == GERMAN * 3 + "\nschöne Grüße"


def test_a_broken_byte_is_shown_as_such_and_never_guessed() -> None:
    decoded = decode("Tür".encode()[:2] + b" zu\n" + "Grüße für Köln".encode())
    assert decoded.text == "T\ufffd zu\nGrüße für Köln"
    assert decoded.notes == (
        "1 character is unreadable, shown as U+FFFD (line 1): put right what is missing",
    )


def test_a_few_stray_bytes_do_not_make_a_text_russian() -> None:
    decoded = decode(b"An English text that holds one stray byte: \xff. ")
    assert decoded.text == "An English text that holds one stray byte: \ufffd. "


def test_damage_that_is_in_the_source_already_is_reported_with_its_lines() -> None:
    text = "eins\n" + "z\ufffdei\n" * 7
    (note,) = decode(text.encode()).notes
    assert note.startswith("7 characters are unreadable")
    assert "lines 2, 3, 4, 5, 6, …" in note


def test_control_characters_stay_in_the_text_and_are_noted() -> None:
    decoded = decode(b"one\ntwo\x0bthree\x00\n")
    assert decoded.text == "one\ntwo\x0bthree\x00\n"
    assert decoded.notes == ("control characters, left out of the post: U+0000, U+000B (line 2)",)


def test_every_character_that_is_left_out_is_named_once_in_one_note() -> None:
    decoded = decode("eins\x07\x07\nzwei\x7f\ufdd0\ndrei\x90\U0001ffff\x85vier\x07\n".encode())
    (note,) = decoded.notes
    assert note.endswith(": U+0007, U+007F, U+0090, U+FDD0, U+1FFFF (lines 1, 2, 3, 4)")
    assert (
        remove_unfit("a\x07b\x7fc\x90d\x85e\ufdd0f\U0001fffeg\U0001f600") == "abcd\x85efg\U0001f600"
    )


def test_characters_that_turn_the_direction_are_noted_and_others_are_not() -> None:
    assert decode("a\u202eb".encode()).notes == (
        "characters that turn the reading direction: U+202E (line 1)",
    )
    assert decode("\u200fمرحبا\u2067x\u2069".encode()).notes == ()


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf \n", b"\x01\x02", b"\xc2\xa0"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SeedError, match=r"^empty: put a headline"):
        decode(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "a picture"),
        (b"PK\x03\x04" + bytes(99), "a ZIP archive"),
        (b"%PDF-1.7\n" + b"x" * 99, "a PDF"),
        (b"\x7fELF" + bytes(99), "a program"),
        (rb"{\rtf1\ansi text}", "an RTF"),
        (bytes(range(256)) * 8, "binary data"),
        (bytes(10), "binary data"),
        (bytes(range(128, 256)) * 20, "no known encoding fits"),
    ],
)
def test_what_is_no_text_is_refused_with_advice(data: bytes, kind: str) -> None:
    with pytest.raises(SeedError, match=kind) as caught:
        decode(data)
    assert "save it as plain text in UTF-8" in str(caught.value)


def test_zero_bytes_that_are_not_utf_16_do_not_make_it_so() -> None:
    data = b"".join(bytes([0, code]) for code in range(1, 9)) * 4
    with pytest.raises(SeedError, match="binary"):
        decode(data)


def test_forbidden_code_points_are_found_and_removed() -> None:
    text = "a\x00b\x0cc\ufffed\ud800e\tf\ng\x85h"
    assert find_forbidden(text) == (1, 3, 5, 7)
    assert remove_forbidden(text) == "ab cde\tf\ng\x85h"


def test_utf_8_needs_no_guessing_library() -> None:
    code = (
        "import sys; from newsdigest.encodings import decode; decode('Grüße'.encode());"
        "sys.exit('charset_normalizer' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.usefixtures("untraced")
def test_two_mebibytes_of_rubbish_take_seconds_at_most() -> None:
    started = time.perf_counter()
    with pytest.raises(SeedError):
        decode(bytes(range(128, 256)) * (2 * 1024 * 1024 // 128))
    assert time.perf_counter() - started < 10


@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_or_an_error(data: bytes) -> None:
    try:
        decoded = decode(data)
    except SeedError:
        return
    assert not decoded.text.startswith("\ufeff")
    assert "\r" not in decoded.text
    assert decoded.text.encode()
    assert find_forbidden(remove_forbidden(decoded.text)) == ()


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_utf_8_is_never_changed(text: str) -> None:
    data = ("x" + text).encode()
    assert decode(data).text == "x" + text
