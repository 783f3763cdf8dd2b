"""`newsdigest explain`: what is read in a seed, and how the command ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsdigest.__main__ import main
from tests.site.sites import make_site

SEED = " date 2022-01 Rat tagt in Genf\n\nDer Rat hat in Genf getagt. „Wir bauen“, sagte er.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    seeds = {"a.txt": SEED, "leer.txt": "", "x/b.txt": SEED}
    root = make_site(tmp_path / "site", {k: v for k, v in seeds.items() if "/" not in k})
    (root / "seeds" / "x").mkdir()
    (root / "seeds" / "x" / "b.txt").write_text(SEED, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


@pytest.mark.parametrize(
    ("seed", "name"), [("a.txt", "a.txt"), ("seeds/a.txt", "a.txt"), ("x/b.txt", "x/b.txt")]
)
@pytest.mark.usefixtures("site")
def test_a_seed_is_found_by_path_or_by_name(
    seed: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", seed, "--json"]) == 0
    described = json.loads(capsys.readouterr().out)
    assert (described["seed"], described["text"]) == (name, SEED)


@pytest.mark.usefixtures("site")
def test_text_and_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "a.txt"]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert shown.startswith(" date [2:2022-01]2 [1:Rat tagt")
    assert main(["explain", "a.txt", "--html"]) == 0
    assert capsys.readouterr().out.startswith("<!doctype html>")


def test_any_file_can_be_explained_with_its_warnings(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site / "entwurf.txt"
    path.write_text(" date 03/04/2021 Rat\n\nText am Ort.\n", encoding="utf-8")
    assert main(["explain", str(path), "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["seed"] == "entwurf.txt"


@pytest.mark.usefixtures("site")
def test_what_is_no_seed_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "leer.txt"]) == 1
    assert "seeds/leer.txt" in capsys.readouterr().err


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("seed", ["weg.txt", "seeds"])
def test_without_such_a_file_nothing_is_done(seed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", seed]) == 2
    assert "there is no such seed" in capsys.readouterr().err
