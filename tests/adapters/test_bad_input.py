"""What an editor may get wrong: each is told with its place and what to do, never a traceback."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsdigest.adapters.commands.building import load_settings
from newsdigest.errors import SettingsError
from tests.site.sites import make_site, run_newsdigest

SEEDS = {
    "bruecke.txt": " date 2023-03-12 Brücke gesperrt\n\nDie Brücke in Altfurt ist zu.\n",
    "chor.txt": " date 2023-03 Chor gewinnt\n\nDer Chor aus Altfurt hat gewonnen.\n",
}
POST = "content/posts/2023/03/chor-gewinnt.md"
OTHER = "content/posts/2023/03/bruecke-gesperrt.md"

Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_site(tmp_path_factory.mktemp("built"), SEEDS)
    assert run_newsdigest(root, "build").returncode == 0
    return root


def settings(line: str) -> Spoil:
    def spoil(root: Path) -> None:
        with (root / "pelicanconf.py").open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")

    return spoil


def post(old: str, new: str, path: str = POST) -> Spoil:
    def spoil(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
        assert changed != text
        (root / path).write_text(changed, "utf-8")

    return spoil


def write(path: str, data: bytes) -> Spoil:
    return lambda root: (root / path).write_bytes(data)


def put_file_in_place_of(folder: str) -> Spoil:
    def spoil(root: Path) -> None:
        shutil.rmtree(root / folder)
        (root / folder).write_text("x")

    return spoil


def give_one_slug_to_both(root: Path) -> None:
    for path in (POST, OTHER):
        post("^Slug: .*", "Slug: eins", path)(root)
    post("^Published: .*", "Published: 2023-03", OTHER)(root)


# What is wrong, how it came to be, the exit code, what is said.
FAULTS: list[tuple[str, Spoil, int, str]] = [
    ("unknown setting", settings('NEWSDIGEST = {"regsters": []}'), 2, "did you mean 'registers'"),
    ("setting of another kind", settings('NEWSDIGEST = {"stories": 3}'), 2, "'stories' must be of type bool"),
    ("no dictionary", settings("NEWSDIGEST = 3"), 2, "NEWSDIGEST must be a dictionary"),
    ("settings broken", settings('SITENAME = "x'), 2, r"pelicanconf\.py:\d+: unterminated"),
    ("settings that fail", settings("X = 1 / 0"), 2, r"pelicanconf\.py:\d+: ZeroDivisionError.*correct this line"),
    ("time zone", settings('TIMEZONE = "Mars"'), 2, "TIMEZONE is 'Mars': write a zone"),
    ("language of the site", settings('DEFAULT_LANG = "deutsch"'), 2, "DEFAULT_LANG is 'deutsch': write a language code"),
    ("address of the site", settings('SITEURL = "blatt.example"'), 2, "SITEURL is 'blatt.example'"),
    ("theme missing", settings('THEME = "weg"'), 2, "Could not find the theme weg"),
    ("plugin missing", settings("PLUGINS = []"), 2, "'newsdigest' is missing: add it"),
    ("no content/", lambda root: shutil.rmtree(root / "content"), 2, "PATH: there is no such folder: make it"),
    ("no seeds/", lambda root: shutil.rmtree(root / "seeds"), 1, "seeds: there is no such folder: make it"),
    ("output/ is a file", put_file_in_place_of("output"), 2, "output: cannot be written"),
    ("cache/ is a file", put_file_in_place_of("cache"), 2, "cache: File exists: something else is in its way"),
    ("post in another encoding", write(POST, "Title: Chör\n".encode("latin-1")), 1, f"{POST}:1: not UTF-8: save"),
    ("post without a title", post("^Title: .*\n", ""), 1, f"{POST}:1: no title: write 'Title: …'"),
    ("date that is none", post("^Published: .*", "Published: gestern"), 1, rf"{POST}:\d+: Published: 'gestern' is wrong"),
    ("day that is none", post("^Published: .*", "Published: 2023-02-30"), 1, rf"{POST}:\d+: .*no date of the calendar"),
    ("moment before all years", post("^Added: .*", "Added: 0001-01-01T00:00+14:00"), 1, rf"{POST}:\d+: Added: .*outside of the years"),
    ("moment after all years", post("^Lang: ", "Modified: 9999-12-31 23:59 -12:00\nLang: "), 1, rf"{POST}:\d+: Modified: .*outside of the years"),
    ("date in the other field", post("^Date: .*", "Date: 2023-04-02"), 0, rf"{POST}:\d+: Date was changed, but Published"),
    ("field misspelt", post("^Category: .*|^Tags: .*", "Categry: Kultur"), 0, rf"{POST}:\d+: Categry: .*did you mean 'Category'"),
    ("line without a colon", post("^Lang: de", "Lang de"), 1, rf"{POST}:\d+: the header is broken at 'Lang de'"),
    ("field of a name with a mark before it", post("^Lang: de", "_note: x\n-y: z\n ---w: v\nLang: de"), 1, rf"{POST}:\d+: the header is broken at ' ---w: v'"),
    ("language of a post", post("^Lang: de", "Lang: deutsch"), 1, rf"{POST}:\d+: Lang: 'deutsch' is wrong: write"),
    ("slug that leads away", post("^Slug: .*", "Slug: ../x"), 1, rf"{POST}:\d+: Slug: .* is wrong: write letters"),
    ("one slug twice", give_one_slug_to_both, 1, "has the same address as .*: give it another Slug"),
    ("link to no post", post(r"\Z", "\n[x]({filename}/posts/weg.md)\n"), 1, f"{POST}: a link leads nowhere .*: correct it"),
    ("picture that is not there", post(r"\Z", "\n![x]({static}/weg.png)\n"), 1, "content/weg.png: .*not there: put it there"),
    ("facts broken", write(POST.replace(".md", ".facts.json"), b"{"), 1, r"facts\.json:1: no valid JSON .*: restore"),
    ("number in facts beyond all bounds", write(POST.replace(".md", ".facts.json"), b"9" * 9999), 1, r"facts\.json:1: a number has too many digits: restore"),
    ("seed that is no text", write("seeds/x.txt", bytes(range(256)) * 9), 1, r"seeds/x\.txt"),
    ("template broken", write("theme/templates/article.html", b"{% if %}"), 2, r"article\.html:1: "),
    ("template with a slip", write("theme/templates/article.html", b"{{ titel }}"), 2, r"article\.html:1: 'titel' is undefined"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_what_is_wrong_is_told_with_its_place_and_what_to_do(
    built: Path, tmp_path: Path, fault: tuple[str, Spoil, int, str]
) -> None:
    _, spoil, code, message = fault
    root = tmp_path / "site"
    shutil.copytree(built, root, symlinks=True)
    spoil(root)
    done = run_newsdigest(root, "build")
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert re.search(message, said), said
    assert done.returncode == code
    if code < 2:  # nobody else's article lost its place
        assert (root / "output" / "2023" / "03").is_dir()


def test_settings_may_fail_in_any_way(tmp_path: Path) -> None:
    path = tmp_path / "conf.py"
    path.write_text("\nassert False, 'why'\n")
    with pytest.raises(SettingsError, match=r"conf\.py:2: AssertionError: why"):
        load_settings(path, {})
