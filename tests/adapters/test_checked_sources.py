"""Quotations that nobody said, planted into posts and facts files, are found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsdigest.adapters.check.checking import check_site
from newsdigest.errors import Problem
from tests.site.sites import make_site, run_newsdigest

SEED = (
    " date 2023-03 Rat beschließt Brücke\n\n"
    "„Wir fangen morgen mit dem Bau an“, sagte Anna Berg. Das Land zahlt.\n"
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quoted") / "site"
    root = make_site(folder, {"bruecke.txt": SEED.encode(), "chor.txt": b"Chor\n\nEr singt.\n"})
    done = run_newsdigest(root, "build", SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "site", symlinks=True)
    return tmp_path / "site"


def find(site: Path, ending: str) -> Path:
    (path,) = site.glob(f"content/posts/**/rat-*{ending}")
    return path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def list_errors(site: Path, path: Path) -> list[Problem]:
    done = run_newsdigest(site, "build", SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stderr
    report = check_site(site / "pelicanconf.py", {})
    name = str(path.relative_to(site))
    assert all(problem.path == name for problem in report.problems)
    assert report.exitcode == bool(report.problems)
    return list(report.problems)


def test_a_generated_quotation_is_in_post_facts_and_page(site: Path) -> None:
    assert "Quotes: „Wir fangen morgen mit dem Bau an“ — Anna Berg\n" in find(
        site, ".md"
    ).read_text("utf-8")
    facts = json.loads(find(site, ".json").read_text("utf-8"))["facts"]
    (fact,) = (fact for fact in facts if fact["field"] == "quotes")
    assert (fact["value"], fact["speaker"]) == ("Wir fangen morgen mit dem Bau an", "Anna Berg")
    (mention,) = fact["mentions"]
    assert mention["text"] == SEED[mention["start"] : mention["end"]]
    (page,) = site.glob("output/2023/03/*/index.html")
    text = page.read_text("utf-8")
    assert "<q>Wir fangen morgen mit dem Bau an</q>" in text
    assert "<figcaption>Anna Berg</figcaption>" in text
    assert list_errors(site, find(site, ".md")) == []


def test_a_quotation_that_the_text_does_not_hold_is_found_in_the_post(site: Path) -> None:
    post = find(site, ".md")
    edit(post, "Quotes: „Wir fangen morgen", "Quotes: „Wir fangen niemals")
    (problem,) = list_errors(site, post)
    assert "niemals" in problem.message
    line = post.read_text("utf-8").split("\n")[problem.line - 1]
    assert line.startswith("Quotes:")


def test_an_editor_may_quote_what_stands_in_the_text(site: Path) -> None:
    post = find(site, ".md")
    edit(post, "„Wir fangen morgen mit dem Bau an“ — Anna Berg", "„mit dem Bau“ — Annas Kollege")
    assert list_errors(site, post) == []


PLACE = '"Anna Berg", "method": "quotation-marks", "confidence": 0.95, "mentions": [{"start": '


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"text": "Wir fangen morgen', '"text": "Wir fangen niemals'),
        ('"quotes", "value": "Wir fangen morgen', '"quotes", "value": "Wir fangen niemals'),
        ('"speaker": "Anna Berg"', '"speaker": "Karl Moor"'),
        (f"{PLACE}3", f"{PLACE}2"),
    ],
)
def test_a_planted_fact_is_found(site: Path, old: str, new: str) -> None:
    facts = find(site, ".json")
    edit(facts, old, new)
    report = check_site(site / "pelicanconf.py", {})
    assert report.exitcode == 1
    assert str(facts.relative_to(site)) in {problem.path for problem in report.problems}


def forget_seed(site: Path) -> None:
    (site / "seeds" / "bruecke.txt").unlink()


def change_seed(site: Path) -> None:
    (site / "seeds" / "bruecke.txt").write_text(f"{SEED}Ende.\n", "utf-8")


@pytest.mark.parametrize("spoil", [forget_seed, change_seed])
def test_what_the_next_ingest_mends_is_not_reported_here(
    site: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(site)
    report = check_site(site / "pelicanconf.py", {})
    assert not [p for p in report.problems if p.path.startswith("content/")]
