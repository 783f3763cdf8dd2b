"""A headline, a text from a file, standard input or the clipboard → a new file in `seeds/`."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from newsdigest.adapters.commands.building import load_settings
from newsdigest.adapters.hooks.steps import find_root
from newsdigest.dates import parse_edtf
from newsdigest.encodings import decode
from newsdigest.errors import SettingsError
from newsdigest.model import PartialDate
from newsdigest.seeds.composing import compose_seed
from newsdigest.settings import parse_settings
from newsdigest.slugs import build_slug

_TIMEOUT_S = 10
_CLIPBOARDS: tuple[tuple[str, ...], ...] = (
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-out"),
    ("xsel", "--clipboard", "--output"),
    ("pbpaste",),
    ("powershell.exe", "-NoProfile", "-Command", "Get-Clipboard -Raw"),
)


def draft_seed(settings_file: Path, headline: str, date: str, text: str) -> Path:
    """Writes a new seed; one that is there is never touched.

    Args:
        settings_file: `pelicanconf.py` or another one; it names the folder.
        headline: "" if the text brings its own.
        date: YYYY, YYYY-MM or YYYY-MM-DD; "" for none.
        text: The paragraphs, or "".

    Returns:
        The file's path.

    Raises:
        SettingsError: If there is nothing to write, the date is none, or the folder
            cannot be written.
    """
    if not headline.strip() and not text.strip():
        raise SettingsError("nothing to write: give a headline, --from FILE or --clipboard")
    published = _parse_date(date)
    if published and not headline.strip():
        raise SettingsError("--date stands above a headline: give one, too")
    settings = load_settings(settings_file, {})
    config = parse_settings(settings.get("NEWSDIGEST", {}))
    folder = Path(find_root(settings["PATH"])) / config.seeds_path
    seed = compose_seed(headline, published, text)
    name = build_slug(headline.strip() or seed.partition("\n")[0], str(settings["DEFAULT_LANG"]))
    stem = f"{published}-{name}" if published else name
    return _write_new(folder, stem, seed)


def _parse_date(date: str) -> PartialDate | None:
    if not date:
        return None
    try:
        return parse_edtf(date)
    except ValueError as error:
        raise SettingsError(f"--date: {error}") from error


def _write_new(folder: Path, stem: str, text: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            path = folder / (f"{stem}.txt" if number == 1 else f"{stem}-{number}.txt")
            with suppress(FileExistsError), path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
                break
    except OSError as error:
        raise SettingsError(f"{folder}: cannot be written: {error.strerror}") from error
    return path


def read_text(source: str) -> str:
    """The text of a file, or of standard input for "-".

    Raises:
        SettingsError: If it cannot be read.
    """
    if source == "-":
        return decode(sys.stdin.buffer.read()).text
    try:
        return decode(Path(source).read_bytes()).text
    except OSError as error:
        raise SettingsError(f"{source}: cannot be read: {error.strerror}") from error


def read_clipboard(programs: Sequence[Sequence[str]] = _CLIPBOARDS) -> str:
    """What the desktop's clipboard holds, asked of the first program that is there.

    Raises:
        SettingsError: If no such program is installed, or it fails.
    """
    for command in programs:
        if shutil.which(command[0]) is None:
            continue
        try:
            done = subprocess.run(command, capture_output=True, check=True, timeout=_TIMEOUT_S)
        except (OSError, subprocess.SubprocessError) as error:
            raise SettingsError(f"the clipboard could not be read with {command[0]}") from error
        return decode(done.stdout).text
    names = ", ".join(command[0] for command in programs)
    raise SettingsError(
        f"no program that reads the clipboard is installed (looked for {names}): "
        "install one, or paste the text into `newsdigest new --from -`"
    )


def open_editor(path: Path, environment: Mapping[str, str]) -> None:
    """Opens a file in the user's text editor and waits until it is closed.

    Raises:
        SettingsError: If neither `VISUAL` nor `EDITOR` names a program that runs.
    """
    editor = environment.get("VISUAL") or environment.get("EDITOR")
    if not editor:
        raise SettingsError(f"{path} is there; set EDITOR to open it with --edit")
    try:
        subprocess.run([*shlex.split(editor), os.fspath(path)], check=True)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise SettingsError(f"{path} is there, but {editor!r} did not open it") from error
