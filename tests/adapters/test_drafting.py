"""`newsdigest new`: a seed from what the editor has in hand."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from newsdigest.adapters.commands.drafting import draft_seed, open_editor, read_clipboard, read_text
from newsdigest.errors import SettingsError
from newsdigest.seeds import parse_seed
from tests.site.sites import make_site


@pytest.fixture
def settings_file(tmp_path: Path) -> Path:
    return make_site(tmp_path, {}) / "pelicanconf.py"


def test_a_headline_and_a_date_stand_on_the_seeds_first_line(settings_file: Path) -> None:
    path = draft_seed(settings_file, "Rat  tagt\nwieder", "2026-11", "Der Rat tagt.\n")
    assert path.name == "2026-11-rat-tagt-wieder.txt"
    assert path.read_text("utf-8") == " date 2026-11 Rat tagt wieder\n\nDer Rat tagt.\n"
    seed = parse_seed(path.name, path.read_bytes(), ("de", "en"))
    assert (seed.headline.value, str(seed.published and seed.published.value)) == (
        "Rat tagt wieder",
        "2026-11",
    )


def test_a_text_that_brings_its_own_headline_is_taken_as_it_is(settings_file: Path) -> None:
    path = draft_seed(settings_file, "", "", "\ufeff\nRat tagt\n\nDer Rat.\n\n")
    assert path.read_text("utf-8") == "Rat tagt\n\nDer Rat.\n"
    assert path.name == "rat-tagt.txt"


def test_a_headline_alone_leaves_room_for_the_text(settings_file: Path) -> None:
    assert draft_seed(settings_file, "Rat tagt", "", "").read_text("utf-8") == "Rat tagt\n\n"


def test_a_seed_that_is_there_is_never_touched(settings_file: Path) -> None:
    first = draft_seed(settings_file, "Rat tagt", "", "eins")
    second = draft_seed(settings_file, "Rat tagt", "", "zwei")
    assert first.read_text("utf-8").endswith("eins\n")
    assert second.name == "rat-tagt-2.txt"


@pytest.mark.parametrize(
    ("headline", "date", "text", "reason"),
    [
        (" ", "", "\n", "nothing to write"),
        ("Rat", "3.11.2026", "", "--date: '3.11.2026' is no date"),
        ("", "2026", "Rat", "stands above a headline"),
    ],
)
def test_what_makes_no_seed_is_refused(
    settings_file: Path, headline: str, date: str, text: str, reason: str
) -> None:
    with pytest.raises(SettingsError, match=reason):
        draft_seed(settings_file, headline, date, text)


def test_a_folder_that_cannot_be_written_is_named(settings_file: Path) -> None:
    folder = settings_file.parent / "seeds"
    folder.rmdir()
    folder.write_text("a file in its place")
    with pytest.raises(SettingsError, match=r"seeds.*cannot be written|seeds: cannot"):
        draft_seed(settings_file, "Rat", "", "")


def test_a_text_is_read_in_its_own_encoding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "text"
    file.write_bytes("Köln".encode("cp1252"))
    assert read_text(str(file)) == "Köln"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Köln".encode())))
    assert read_text("-") == "Köln"
    with pytest.raises(SettingsError, match="cannot be read"):
        read_text(str(tmp_path / "missing"))


def test_the_clipboard_is_asked_of_the_first_program_that_is_there() -> None:
    python = (sys.executable, "-c", "print('Köln')")
    assert read_clipboard([("no-such-program",), python]).strip() == "Köln"


def test_without_a_program_for_the_clipboard_the_editor_hears_what_to_do() -> None:
    with pytest.raises(SettingsError, match="looked for no-such-program"):
        read_clipboard([("no-such-program",)])
    with pytest.raises(SettingsError, match="could not be read"):
        read_clipboard([(sys.executable, "-c", "raise SystemExit(1)")])


def test_the_editors_own_program_opens_the_seed(tmp_path: Path) -> None:
    file = tmp_path / "seed.txt"
    file.touch()
    code = "import sys; open(sys.argv[1], 'w').write('edited')"
    open_editor(file, {"EDITOR": f"'{sys.executable}' -c \"{code}\""})
    assert file.read_text() == "edited"
    with pytest.raises(SettingsError, match="set EDITOR"):
        open_editor(file, {})
    with pytest.raises(SettingsError, match="did not open it"):
        open_editor(file, {"VISUAL": "no-such-program"})
