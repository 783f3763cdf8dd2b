"""Compiled templates in the cache: used where they hold, and harmless where they do not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsdigest.adapters.pages.compiled import CompiledTemplates
from newsdigest.adapters.pages.templates import make_environment, render_page
from newsdigest.model import Page
from newsdigest.site import build_site, plan_pages
from tests.sample import PROFILE

THEME = Path(__file__).parents[2] / "theme"
PAGE = next(page for page in plan_pages(build_site((), PROFILE)) if page.path == "404.html")


def make(folder: Path, epoch: str = "1", language: str = "de") -> Any:
    settings = {"THEME": str(THEME), "DEFAULT_LANG": language}
    return make_environment(settings, CompiledTemplates(str(folder), lambda: epoch))


def draw(environment: Any) -> bytes:
    page: Page = PAGE
    return render_page(environment, page, {})


def refuse(*_: object, **__: object) -> None:
    pytest.fail("a template was compiled that is in the cache")


def list_files(folder: Path) -> list[Path]:
    return sorted((folder / "templates").iterdir())


def test_what_was_compiled_once_is_drawn_from_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = render_page(make_environment({"THEME": str(THEME), "DEFAULT_LANG": "de"}), PAGE, {})
    assert draw(make(tmp_path)) == plain
    environment = make(tmp_path)
    monkeypatch.setattr(environment, "compile", refuse)
    assert draw(environment) == plain


def test_another_epoch_compiles_anew(tmp_path: Path) -> None:
    german = draw(make(tmp_path))
    english = draw(make(tmp_path, "2", "en"))
    assert english != german
    assert draw(make(tmp_path, "3", "de")) == german


DAMAGES: list[Callable[[bytes], bytes]] = [
    lambda _: b"",
    lambda _: b"\x00\xff" * 400,
    lambda whole: whole[:10],
    lambda whole: whole[:32],
    lambda whole: whole[: len(whole) // 2],
    lambda whole: whole[:-1],
    lambda whole: whole + b"\x00",
    lambda whole: whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
    lambda whole: bytes([whole[0] ^ 1]) + whole[1:],
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_neither_breaks_nor_changes_a_page(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    plain = draw(make(tmp_path))
    whole = [path.read_bytes() for path in list_files(tmp_path)]
    for path in list_files(tmp_path):
        path.write_bytes(damage(path.read_bytes()))
    assert draw(make(tmp_path)) == plain
    assert [path.read_bytes() for path in list_files(tmp_path)] == whole


def test_one_template_in_the_place_of_another_is_not_taken_for_it(tmp_path: Path) -> None:
    plain = draw(make(tmp_path))
    first, *others = list_files(tmp_path)
    for path in others:
        path.write_bytes(first.read_bytes())
    assert draw(make(tmp_path)) == plain


def test_a_changed_template_is_compiled_anew(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    settings = {"THEME": str(THEME), "DEFAULT_LANG": "de", "THEME_TEMPLATES_OVERRIDES": [str(own)]}
    for text in ("one", "two"):
        (own / str(PAGE.template)).write_text(text, encoding="utf-8")
        environment = make_environment(settings, CompiledTemplates(str(tmp_path), lambda: "1"))
        assert render_page(environment, PAGE, {}) == text.encode()


def test_without_a_place_to_keep_them_pages_are_drawn_all_the_same(tmp_path: Path) -> None:
    plain = draw(make(tmp_path / "one"))
    (tmp_path / "two").write_text("in the way", encoding="utf-8")
    assert draw(make(tmp_path / "two")) == plain
