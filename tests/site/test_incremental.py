"""After any sequence of changes, `output/` holds the bytes of a clean build."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.site.builds import EPOCH
from tests.site.incremental import IncrementalBuild, RealTheme, compare_builds
from tests.site.sites import make_site, read_files, run_newsdigest


@pytest.mark.parametrize("number", range(100, 104))  # in parts: several processes share them
def test_output_equals_a_clean_build_after_every_change(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    record_property("comparisons", compare_builds(IncrementalBuild, 47, number))


def test_output_equals_a_clean_build_with_the_theme_that_ships(
    record_property: Callable[[str, object], None],
) -> None:
    record_property("comparisons", compare_builds(RealTheme, 16, 0))


def test_a_preview_shows_what_is_new_and_the_next_build_makes_it_whole(tmp_path: Path) -> None:
    seeds = {f"s{n}.txt": f" date 2022-0{n} Rat tagt\n\nText Nummer {n}.\n" for n in (1, 2, 3)}
    site = make_site(tmp_path / "site", seeds)
    assert run_newsdigest(site, "build", SOURCE_DATE_EPOCH=EPOCH).returncode == 0
    before = read_files(site / "output")

    def name(headline: str, *options: str) -> dict[str, bytes]:
        text = seeds["s2.txt"].replace("Rat tagt", headline)
        (site / "seeds" / "s2.txt").write_text(text, "utf-8")
        done = run_newsdigest(site, "build", *options, SOURCE_DATE_EPOCH=EPOCH)
        assert done.returncode == 0
        return read_files(site / "output")

    shown, whole = name("Rat tagt lange", "--preview"), name("Rat tagt lange")
    page, export = "2022/02/rat-tagt/index.html", "articles.json"
    assert before[page] != shown[page] == whole[page]
    assert before[export] == shown[export] != whole[export]
    # What a preview left is not forgotten where the change is taken back.
    assert name("Rat tagt kurz", "--preview")[export] == whole[export]
    assert name("Rat tagt lange") == whole


def test_an_article_whose_post_changes_places_with_another_stays_in_its_story(
    tmp_path: Path,
) -> None:
    body = "Der Deich in Altfurt ist gebrochen, sagte Bürgermeisterin Holt zum {}. Mal."
    head = " date 2022-01-0{} Deichbruch in Altfurt\n\n"
    seeds = {f"s{n}.txt": (head + body + "\n").format(n, n) for n in (1, 2)}
    site = make_site(tmp_path / "site", seeds)
    other = site / "content/posts/chor.md"
    other.parent.mkdir()
    header = "Title: Chor\nPublished: 2023\nAdded: 2030-01-01T00:00:00Z\n"
    other.write_text(f"{header}\nDer Chor singt.\n", encoding="utf-8")
    assert run_newsdigest(site, "build", SOURCE_DATE_EPOCH=EPOCH).returncode == 0
    story = site / "output/stories/deichbruch-in-altfurt/index.html"
    before = story.read_bytes()
    post = site / "content/posts/2022/01/deichbruch-in-altfurt-2.md"
    post.rename(tmp_path / "aside.md")
    other.rename(post)
    (tmp_path / "aside.md").rename(other)
    assert run_newsdigest(site, "build", SOURCE_DATE_EPOCH=EPOCH).returncode == 0
    assert story.read_bytes() == before
    # What was found of an article goes with it.
    other.unlink()
    assert run_newsdigest(site, "build", SOURCE_DATE_EPOCH=EPOCH).returncode == 0
    with closing(sqlite3.connect(site / "cache/newsdigest.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM neighbours").fetchone() == (2,)


@pytest.mark.long
@pytest.mark.parametrize("number", range(1, 11))
def test_output_equals_a_clean_build_after_very_many_changes(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    record_property("comparisons", compare_builds(IncrementalBuild, 270, number))


@pytest.mark.long
@pytest.mark.parametrize("number", range(1, 5))
def test_output_equals_a_clean_build_after_many_changes_with_the_theme_that_ships(
    number: int, record_property: Callable[[str, object], None]
) -> None:
    record_property("comparisons", compare_builds(RealTheme, 80, number))
