"""The whole way of the real seed, from its file to the pages and feeds."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

import feedparser
import html5lib
import pytest

from tests.site.sites import PROJECT, make_site, read_files, run_newsdigest, start_newsdigest

SEED = PROJECT / "seeds" / "000_4f2aed113dcb372c.txt"
SLUG = "russland-gibt-ergebnis-des-ersten-genfer-treffens-mit-den-usa-bekannt"
# What a clean build of the same posts must not depend on.
SURROUNDINGS = [
    {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0", "LC_ALL": "C"},
    {"TZ": "America/St_Johns", "PYTHONHASHSEED": "1", "NEWSDIGEST_JOBS": "1"},
    {"TZ": "UTC", "PYTHONHASHSEED": "4711", "NEWSDIGEST_JOBS": "3"},
    {"SOURCE_DATE_EPOCH": "946684800"},
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_site(tmp_path_factory.mktemp("real") / "site", {SEED.name: SEED.read_bytes()})
    done = run_newsdigest(root, "build", SOURCE_DATE_EPOCH="1700000000")
    assert done.returncode == 0, done.stderr
    return root


def test_the_article_shows_headline_month_and_every_sentence(site: Path) -> None:
    page = site / "output" / "2022" / "01" / SLUG / "index.html"
    document = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    text = "".join(document.itertext())
    first, *paragraphs = SEED.read_text("utf-8").strip().split("\n\n")
    assert document.findtext(".//h1") == first.removeprefix("date 2022-01 ")
    assert "Januar 2022" in text
    shown = [paragraph.text for paragraph in document.iterfind(".//div/p")]
    assert shown[: len(paragraphs)] == [unicodedata.normalize("NFC", p) for p in paragraphs]


def test_the_whole_seed_can_be_read_without_a_script(site: Path) -> None:
    page = site / "output" / "2022" / "01" / SLUG / "index.html"
    document = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    (head,) = [part.text or "" for part in document.iterfind(".//details/pre")]
    shown = [part.text or "" for part in document.iterfind(".//div/p")]
    seed = SEED.read_text("utf-8")
    assert "\n\n".join([head, *shown[: seed.count("\n\n") - 1]]).split() == seed.split()
    for link in document.iterfind(".//details//a"):
        (target,) = document.iterfind(f".//p[@id='{(link.get('href') or '')[1:]}']")
        assert (target.text or "-") in seed


def test_the_quotations_are_verbatim_and_have_their_speaker(site: Path) -> None:
    page = site / "output" / "2022" / "01" / SLUG / "index.html"
    document = html5lib.parse(page.read_text("utf-8"), namespaceHTMLElements=False)
    figures = {
        figure.findtext(".//q") or "": figure.findtext(".//figcaption")
        for figure in document.iterfind(".//figure[@class='quote']")
    }
    assert figures["Ich denke, wir werden morgen keine Zeit verlieren."] == "Sergei Rjabkow"
    text = SEED.read_text("utf-8")
    assert all(quotation in text for quotation in figures)
    assert not any("Hysterie" in quotation for quotation in figures)


def test_a_month_stays_a_month_but_in_the_date_fields_of_feeds(site: Path) -> None:
    for name, data in read_files(site / "output").items():
        text = data.decode("utf-8", "replace")
        if name.endswith(".atom.xml"):
            text = re.sub(r"<published>[^<]*</published>", "", text)
        assert not re.search("2022-01-[0-9][0-9]", text), name


def test_a_second_build_changes_no_byte_and_no_time_stamp(site: Path) -> None:
    before = read_files(site)
    stamps = {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*.*")}
    done = run_newsdigest(site, "build")
    assert done.returncode == 0
    assert "0 written" in done.stdout + done.stderr
    after = read_files(site)
    for name in before:
        if not name.startswith("cache/"):
            assert after[name] == before[name], name
    assert {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*.*")} == stamps


@pytest.mark.parametrize("surroundings", SURROUNDINGS, ids=lambda given: ",".join(given.values()))
def test_a_clean_build_elsewhere_gives_the_same_bytes(
    site: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    copy = make_site(tmp_path / "elsewhere" / "site", {SEED.name: SEED.read_bytes()})
    shutil.copytree(site / "content", copy / "content", dirs_exist_ok=True)
    assert start_newsdigest(copy, "build", **surroundings).returncode == 0
    assert read_files(copy / "output") == read_files(site / "output")


def test_feeds_are_read_without_complaint(site: Path) -> None:
    for name in ("all.atom.xml", "all.rss.xml"):
        feed = feedparser.parse((site / "output" / "feeds" / name).read_bytes())
        assert not feed.bozo
        (entry,) = feed.entries
        assert entry.title.startswith("Russland gibt Ergebnis")
        assert entry.id.startswith("urn:uuid:")
        assert entry.link == f"http://localhost:8000/2022/01/{SLUG}/"


def test_the_gate_is_content(site: Path) -> None:
    done = run_newsdigest(site, "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_correction_renews_the_entry_and_keeps_its_id(site: Path, tmp_path: Path) -> None:
    copy = make_site(tmp_path / "site", {SEED.name: SEED.read_bytes()})
    shutil.copytree(site / "content", copy / "content", dirs_exist_ok=True)
    (post,) = (copy / "content" / "posts").rglob("*.md")
    text = post.read_text("utf-8").replace("Lang: de", "Lang: de\nModified: 2024-01-02T03:04:05Z")
    post.write_text(text, encoding="utf-8")
    feeds = []
    for root in (site, copy):
        assert run_newsdigest(root, "build").returncode == 0
        feeds.append(feedparser.parse((root / "output/feeds/all.atom.xml").read_bytes()))
    before, after = (feed.entries[0] for feed in feeds)
    assert after.id == before.id
    assert after.updated.startswith("2024-01-02T03:04:05")
    assert before.updated < after.updated


def test_an_unknown_setting_stops_the_build_before_anything_is_written(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site", {SEED.name: SEED.read_bytes()})
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nNEWSDIGEST = {'feed_dates': 'omit'}\n")
    done = run_newsdigest(root, "build")
    assert done.returncode == 2
    assert "did you mean 'feed_date'" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "output").exists()
