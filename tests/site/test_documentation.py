"""What the documentation tells people to type does what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from newsdigest.__main__ import build_parser
from tests.site.sites import PROJECT

PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
TUTORIAL = PROJECT / "docs" / "tutorial" / "first-site.md"
SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
STEP = re.compile(
    r"Save this as `(?P<path>[^`]+)`:\n\n```\n(?P<text>.*?)^```|^```sh\n(?P<code>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


def list_commands() -> list[tuple[str, list[str]]]:
    """`(page, words)` of every command in a block of shell code."""
    found = []
    for page in PAGES:
        for block in SHELL.findall(page.read_text("utf-8")):
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                    words = words[1:]
                if words:
                    found.append((str(page.relative_to(PROJECT)), words))
    return found


@pytest.mark.parametrize(("page", "words"), list_commands(), ids=lambda value: str(value)[:60])
def test_a_command_in_the_documentation_exists(page: str, words: list[str]) -> None:
    program = Path(words[0]).name
    if program == "make":
        makefile = (PROJECT / "Makefile").read_text("utf-8")
        for target in words[1:]:
            if "=" not in target:
                assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), page
    elif program == "newsdigest":
        assert callable(build_parser().parse_args(words[1:]).command)
    else:
        assert shutil.which(program), f"{page}: {program} is no program of this machine"


def test_the_tutorial_leads_to_the_site_it_promises(tmp_path: Path) -> None:
    for name in ("pelicanconf.py", "publishconf.py", ".gitignore"):
        shutil.copy(PROJECT / name, tmp_path)
    for name in ("theme", "content", "seeds"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    for name in ("Makefile", "pyproject.toml", "requirements.lock", "plugins", ".venv"):
        (tmp_path / name).symlink_to(PROJECT / name)

    def run(code: str) -> str:
        name = {"GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@t.example"}
        name |= {"GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@t.example"}
        done = subprocess.run(
            ["sh", "-ec", code],
            cwd=tmp_path,
            env={**os.environ, **name, "MAKEFLAGS": ""},
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{code}\n{done.stdout}{done.stderr}"
        return done.stdout

    run(
        "git init -q && git add pelicanconf.py publishconf.py seeds content && git commit -qm start"
    )
    for step in STEP.finditer(TUTORIAL.read_text("utf-8")):
        if step["path"]:
            (tmp_path / step["path"]).parent.mkdir(exist_ok=True)
            (tmp_path / step["path"]).write_text(step["text"], "utf-8")
        else:
            run(step["code"])

    output = tmp_path / "output"
    choir = (output / "2026/09/chor-aus-altfurt-gewinnt-in-prag/index.html").read_text("utf-8")
    assert 'datetime="2026-09-13"' in choir
    assert (output / "sections/kultur/index.html").is_file()
    bridge = (output / "2026/10/alte-bruecke-in-altfurt-wird-gesperrt/index.html").read_text(
        "utf-8"
    )
    assert "Oktober 2026" in bridge
    assert '"datePublished":"2026-10"' in bridge.replace(": ", ":")
    assert (output / "2026/10/market-hall-in-altfurt-reopens/index.html").is_file()
    assert not (output / "undated/wie-man-einen-alten-apfelbaum-schneidet").exists()
    mayor = (output / "people/petra-muster/index.html").read_text("utf-8")
    assert "Wir haben lange gerechnet" in mayor
    assert "https://blatt.example/" in (output / "feeds/all.atom.xml").read_text("utf-8")
    assert "Altfurter Blatt" in (output / "index.html").read_text("utf-8")
