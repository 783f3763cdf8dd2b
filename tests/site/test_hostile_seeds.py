"""One site with all hostile seeds at once, and a healthy one among them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import feedparser
import html5lib
import pytest

from newsdigest.posts import parse_post
from tests.site.hostile_seeds import CASES, PROSE, SENTINEL, Hostile
from tests.site.sites import make_site, read_files, run_newsdigest

HEALTHY = "gesund.txt"
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Outcome:
    """What became of the site: what the command said, and which page shows which seed."""

    root: Path
    exit_code: int
    messages: str
    pages: dict[str, Path]

    @property
    def output(self) -> Path:
        return self.root / "output"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    healthy = f" date 2021-04 Gesund\n\n{PROSE}\n"
    root = make_site(tmp_path_factory.mktemp("hostile") / "site", {HEALTHY: healthy})
    for case in CASES:
        plant(root / "seeds", case)
    done = run_newsdigest(root, "build")
    return Outcome(root, done.returncode, done.stdout + done.stderr, find_pages(root))


def plant(seeds: Path, case: Hostile) -> None:
    path = seeds / case.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    if callable(case.content):
        case.content(path)
    else:
        path.write_bytes(case.content)


def find_pages(root: Path) -> dict[str, Path]:
    """The article page of each seed that has one, by the seed's name."""
    pages = {}
    for path in sorted((root / "content" / "posts").rglob("*.md")):
        header = dict(parse_post(path.read_text("utf-8")).header)
        published = header.get("Published", "")
        folder = "/".join(published[:7].split("-")) if published else "undated"
        pages[header["Seed"]] = root / "output" / folder / header["Slug"] / "index.html"
    return pages


def read_text(page: Path) -> str:
    """All text that a reader finds on a page, in normal form C."""
    document = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    return unicodedata.normalize("NFC", "".join(document.itertext()))


def iterate_pages(outcome: Outcome) -> Iterator[Path]:
    yield from sorted(outcome.output.rglob("*.html"))


def test_the_build_ends_with_what_was_reported_and_no_traceback(outcome: Outcome) -> None:
    assert outcome.exit_code == 1, outcome.messages
    assert "Traceback" not in outcome.messages


def test_the_summary_counts_every_seed(outcome: Outcome) -> None:
    counts = re.search(r"(\d+) seeds?: (\d+) published, (\d+) reported", outcome.messages)
    assert counts, outcome.messages
    seeds, published, reported = map(int, counts.groups())
    assert published + reported == seeds
    assert published == len(outcome.pages)


def test_the_healthy_seed_keeps_its_place(outcome: Outcome) -> None:
    assert PROSE in read_text(outcome.pages[HEALTHY])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_seed_is_published_as_text_or_reported(outcome: Outcome, case: Hostile) -> None:
    page = outcome.pages.get(case.file_name)
    if case.fate == "published":
        assert page is not None, f"not published: {outcome.messages}"
    if case.fate == "reported":
        assert page is None
        line = next(line for line in outcome.messages.splitlines() if is_about(line, case))
        assert case.reason in line
    if page is not None:
        text = read_text(page)
        for words in case.shown:
            assert unicodedata.normalize("NFC", words) in text


def is_about(line: str, case: Hostile) -> bool:
    return case.file_name.encode("utf-8", "backslashreplace").decode()[:40] in line


def test_nothing_of_a_seed_is_live(outcome: Outcome) -> None:
    for page in iterate_pages(outcome):
        document = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
        for element in document.iter():
            where = f"{page}: {element.tag} {element.attrib}"
            assert element.tag not in {"iframe", "object", "embed", "base", "svg"}, where
            if element.get("src", "").partition("?")[0] == "../theme/js/search.js":
                assert page == outcome.output / "search" / "index.html", where
            elif element.tag == "script":
                assert element.get("type") == "application/ld+json", where
                json.loads(element.text or "")
            for name, value in element.attrib.items():
                assert not str(name).startswith("on"), where
                if name in {"href", "src", "action", "content"}:
                    assert "boese.example" not in value or element.tag == "meta", where
                    assert not value.strip().lower().startswith(("javascript:", "data:")), where


def test_nothing_outside_the_seeds_is_read_and_nothing_outside_the_site_written(
    outcome: Outcome,
) -> None:
    for folder in ("output", "content", "cache"):
        for path in (outcome.root / folder).rglob("*"):
            assert path.resolve().is_relative_to(outcome.root.resolve())
            if path.is_file():
                assert SENTINEL.encode() not in path.read_bytes(), path
    assert {path.name for path in outcome.root.parent.iterdir()} == {"site"}


def test_no_template_of_a_seed_is_evaluated(outcome: Outcome) -> None:
    for page in iterate_pages(outcome):
        assert "49 {" not in read_text(page), page


def test_no_character_that_xml_forbids_reaches_the_site(outcome: Outcome) -> None:
    for path in sorted(outcome.output.rglob("*")):
        if path.suffix in {".html", ".xml", ".json", ".txt"}:
            assert not FORBIDDEN.search(path.read_text("utf-8")), path


def test_the_feeds_of_hostile_texts_are_well_formed(outcome: Outcome) -> None:
    feeds = sorted((outcome.output / "feeds").rglob("*.xml"))
    assert feeds
    for feed in feeds:
        parsed = feedparser.parse(feed.read_bytes())
        assert not parsed.bozo, (feed, parsed.get("bozo_exception"))


def test_a_second_build_changes_nothing(outcome: Outcome) -> None:
    before = [read_files(outcome.root / folder) for folder in ("output", "content")]
    run_newsdigest(outcome.root, "build")
    assert [read_files(outcome.root / folder) for folder in ("output", "content")] == before


def test_the_gate_finds_nothing_wrong_with_the_site(outcome: Outcome) -> None:
    done = run_newsdigest(outcome.root, "check")
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
