"""What subscribers see while a site lives on: every article once, and nothing twice.

Real readers ask a real server for the feeds of a site that the real command builds.
newsboat and sfeed are programs that a machine may lack: then their tests are skipped.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import feedparser
import html5lib
import pytest

from newsdigest.model import Article, PartialDate, SiteProfile
from tests.sample import plan_all_feeds
from tests.site.readers import (
    MailReader,
    Newsboat,
    PythonReader,
    Server,
    Sfeed,
    Subscriber,
    lacks,
    serve,
)
from tests.site.sites import make_site, run_newsdigest

XMLLINT = shutil.which("xmllint")
PROFILE = SiteProfile(name="Bote", url="https://bote.example", language="de")

SEEDS = {
    "eins.txt": " date 2021-03 Gemeinderat streitet über Bäume\n\nDer Gemeinderat von Altfurt hat"
    " am Abend lange beraten.\n\nAm Ende blieben die Linden am Markt stehen.\n",
    "zwei.txt": " date 2021-03-09 Fähre fährt wieder\n\nNach dem Hochwasser legt die Fähre in"
    " Unterfeld seit Dienstag wieder ab. Die Rampe ist neu.\n",
    "drei.txt": " date 2021-04 Chor sucht Tenöre\n\nDem Frauenchor in Altfurt fehlen Männer."
    " Geprobt wird donnerstags in der alten Schule.\n",
    "vier.txt": " date 2021-04-20 Mehl wird teurer\n\nDie Mühle hebt ihre Preise um ein Zehntel"
    " an. Schuld sei der Strom, sagte der Müller.\n",
}
NEW = (
    " date 2021-05-02 Museum zeigt Uhren\n\nVierzig Uhren ticken bis zum Herbst im Museum von"
    " Unterfeld. Keine geht richtig.\n"
)
OLD = (
    " date 1987-05 Fund im Archiv\n\nEine Notiz von damals beschreibt den Bau der Brücke."
    " Sie lag in einer Schachtel.\n"
)
LAST = (
    " date 2021-06-11 Freibad öffnet am Samstag\n\nDas Wasser hat achtzehn Grad. Der Eintritt"
    " kostet so viel wie im Vorjahr.\n"
)


def add_seed(name: str, text: str) -> Callable[[Path], None]:
    def add(site: Path) -> None:
        (site / "seeds" / name).write_text(text, encoding="utf-8")

    return add


def change(pattern: str, text: str, post: str) -> Callable[[Path], None]:
    """An edit of a post, found by the name of its seed."""

    def edit(site: Path) -> None:
        path = find_post(site, post)
        before = path.read_text(encoding="utf-8")
        after, count = re.subn(pattern, text, before, flags=re.MULTILINE)
        assert count, (pattern, before)
        path.write_text(after, encoding="utf-8")

    return edit


def move_site(site: Path) -> None:
    conf = site / "pelicanconf.py"
    text, count = re.subn(
        "^SITEURL = .*$", 'SITEURL = "https://neu.example/x"', conf.read_text(), flags=re.MULTILINE
    )
    assert count == 1
    conf.write_text(text)


def find_post(site: Path, seed: str) -> Path:
    (found,) = (
        path
        for path in (site / "content" / "posts").rglob("*.md")
        if f"Seed: {seed}" in path.read_text()
    )
    return found


CORRECTED = "Die Rampe ist gestrichen."


def correct(site: Path) -> None:
    change("Die Rampe ist neu[.]", CORRECTED, "zwei.txt")(site)
    change("^Uid: ", "Modified: 2026-12-01T10:00:00Z\nUid: ", "zwei.txt")(site)


@dataclass(frozen=True)
class Step:
    """What happens to the site, and what a subscriber must see of it.

    Attributes:
        new: The titles that appear.
        retold: Whether a known article gets another title or address.
    """

    name: str
    act: Callable[[Path], None] = lambda _: None
    new: Sequence[str] = ()
    retold: bool = False


SECOND_LOOK = Step("second look")
LIFE = (
    Step(
        "first edition",
        new=(
            "Gemeinderat streitet über Bäume",
            "Fähre fährt wieder",
            "Chor sucht Tenöre",
            "Mehl wird teurer",
        ),
    ),
    Step("rebuild"),
    Step("new article", add_seed("fünf.txt", NEW), ["Museum zeigt Uhren"]),
    Step("old-dated new article", add_seed("sechs.txt", OLD), ["Fund im Archiv"]),
    Step("correction", correct),
    Step("retitled", change("^Title: .*$", "Title: Linden bleiben", "eins.txt"), retold=True),
    Step("redated", change("^Published: .*$", "Published: 2020-07-05", "drei.txt"), retold=True),
    Step("another slug", change("^Slug: .*$", "Slug: anderswo", "zwei.txt"), retold=True),
    Step("moved", move_site, retold=True),
    Step("deletion", lambda site: find_post(site, "vier.txt").unlink()),
    Step("another new article", add_seed("sieben.txt", LAST), ["Freibad öffnet am Samstag"]),
)
READERS: dict[str, tuple[Callable[[Path, Sequence[str]], Subscriber], Sequence[str], str]] = {
    "rss2email": (MailReader, ("all.atom.xml", "all.rss.xml"), ""),
    "newsboat": (Newsboat, ("all.atom.xml", "all.rss.xml"), lacks("newsboat")),
    "reader": (PythonReader, ("all.atom.xml", "all.rss.xml", "feed.json"), ""),
    "sfeed": (Sfeed, ("all.atom.xml", "all.rss.xml"), lacks("sfeed_update", "curl")),
}
ALL_READERS = [
    pytest.param(name, marks=pytest.mark.skipif(bool(reason), reason=reason))
    for name, (_, _, reason) in READERS.items()
]


@dataclass
class History:
    """What each reader saw after each step, by the step's name.

    Attributes:
        addresses: Where the feed said that each article stands, by its id, each place once;
            relative to the site's root.
    """

    output: Path
    readers: dict[str, Subscriber] = field(default_factory=dict)
    seen: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    repeated: dict[str, Counter[str]] = field(default_factory=dict)
    answers: dict[str, dict[str, list[int]]] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    addresses: dict[str, list[str]] = field(default_factory=dict)


def build(site: Path, after: int) -> int:
    """Builds the site in a later second than `after`, since servers tell files apart by the
    second; gives the second in which it was done.
    """
    while int(time.time()) <= after:
        time.sleep(0.02)
    done = run_newsdigest(site, "build", SOURCE_DATE_EPOCH=str(1_790_000_000 + after % 1000))
    assert done.returncode == 0, done.stderr
    return int(time.time())


def look(history: History, step: Step, server: Server) -> None:
    for name, reader in history.readers.items():
        server.take_answers()
        history.seen.setdefault(name, {})[step.name] = reader.fetch()
        history.answers.setdefault(name, {})[step.name] = server.take_answers()
        if isinstance(reader, Sfeed):
            history.repeated[step.name] = reader.repeated
        if isinstance(reader, Newsboat | PythonReader):
            history.texts.setdefault(name, {})[step.name] = reader.read_texts()


def note_addresses(history: History) -> None:
    feed = feedparser.parse(str(history.output / "feeds" / "all.atom.xml"))
    for entry in feed.entries:
        address = entry.link.removeprefix(feed.feed.link)
        places = history.addresses.setdefault(entry.id, [])
        if address not in places:
            places.append(address)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    """A site's whole life, followed by every reader that this machine has."""
    root = tmp_path_factory.mktemp("life")
    site = make_site(root / "site", SEEDS)
    told = History(site / "output")
    told.output.mkdir()
    second = 0
    with pytest.MonkeyPatch.context() as patch, serve(told.output) as server:
        patch.setenv("NO_PROXY", "*")
        for step in LIFE:
            step.act(site)
            second = build(site, second)
            if not told.readers:
                for name, (make, feeds, reason) in READERS.items():
                    if not reason:
                        (root / name).mkdir()
                        addresses = [f"{server.url}/feeds/{feed}" for feed in feeds]
                        told.readers[name] = make(root / name, addresses)
            look(told, step, server)
            note_addresses(told)
            if step is LIFE[0]:
                look(told, SECOND_LOOK, server)
        yield told


@pytest.mark.parametrize("name", ALL_READERS)
def test_each_new_article_is_shown_once_and_nothing_else(history: History, name: str) -> None:
    feeds = history.readers[name].feeds
    for step in LIFE:
        assert history.seen[name][step.name] == Counter([*step.new] * feeds), step.name


# rss2email forgets a file's time with every second answer, sfeed never asks for it.
@pytest.mark.parametrize("name", [ALL_READERS[1], ALL_READERS[2]])
def test_feeds_are_not_sent_again_after_a_build_that_changed_nothing(
    history: History, name: str
) -> None:
    answers = history.answers[name]["rebuild"]
    assert answers == [HTTPStatus.NOT_MODIFIED] * history.readers[name].feeds


@pytest.mark.parametrize("name", [ALL_READERS[1], ALL_READERS[2]])
def test_a_correction_takes_the_place_of_what_was_wrong(history: History, name: str) -> None:
    texts = history.texts[name]
    feeds = history.readers[name].feeds
    assert CORRECTED not in texts["old-dated new article"]
    assert texts["correction"].count(CORRECTED) == feeds
    assert "Die Rampe ist neu" not in texts["correction"]
    assert texts["retitled"].count("Linden bleiben") >= feeds


@pytest.mark.skipif(bool(READERS["sfeed"][2]), reason=READERS["sfeed"][2])
def test_only_sfeed_repeats_what_gets_another_title_or_address(history: History) -> None:
    repeated = {step.name for step in LIFE if history.repeated[step.name]}
    assert repeated == {step.name for step in LIFE if step.retold}


def test_an_address_that_a_feed_once_named_leads_to_the_article_for_ever(
    history: History,
) -> None:
    moved = {uid: places for uid, places in history.addresses.items() if len(places) > 1}
    assert sorted(len(places) for places in moved.values()) == [2, 2]  # redated, another slug
    for *former, latest in moved.values():
        assert (history.output / latest / "index.html").is_file()
        for address in former:
            page = html5lib.parse((history.output / address / "index.html").read_bytes())
            (refresh,) = page.iterfind('.//{*}meta[@http-equiv="refresh"]')
            target = refresh.get("content", "").partition("url=")[2]
            assert posixpath.normpath(f"{address}/{target}") == f"{latest}index.html"


def make_article(number: int) -> Article:
    return Article(
        uid=f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        source=f"content/posts/{number}.md",
        slug=f"a{number}",
        title=f"Meldung {number}",
        category=None,
        summary="",
        language="de",
        published=PartialDate(2022, 1),
        added=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number),
        body_digest=str(number),
    )


def publish(folder: Path, articles: Sequence[Article]) -> None:
    bodies = {article.uid: f"<p>{article.title} als Text.</p>" for article in articles}
    shutil.rmtree(folder / "feeds", ignore_errors=True)
    for page in plan_all_feeds(articles, PROFILE):
        assert page.builder
        target = folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(page.builder(page.view, bodies))


def catch_up(url: str, known: set[str]) -> list[str]:
    """The ids that a reader finds which walks back until it meets a document of which it
    knows every entry (RFC 5005 §4).
    """
    address, found = "/feeds/all.atom.xml", []
    while address:
        with urlopen(f"{url}{address}") as answer:  # noqa: S310
            feed = feedparser.parse(answer.read())
        assert not feed.bozo
        unknown = [entry.id for entry in feed.entries if entry.id not in known]
        found += unknown
        links = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
        address = links[0].removeprefix(PROFILE.url) if links and unknown else ""
    return found


def test_a_reader_that_lost_a_year_finds_every_article_once(tmp_path: Path) -> None:
    articles = [make_article(number) for number in range(500)]
    with serve(tmp_path) as server:
        publish(tmp_path, articles[:135])
        first = catch_up(server.url, set())
        # In the meantime an article was deleted, too.
        publish(tmp_path, [*articles[:60], *articles[61:]])
        later = catch_up(server.url, set(first))
    assert Counter(first) == Counter(article.uid for article in articles[:135])
    assert Counter(later) == Counter(article.uid for article in articles[135:])
    assert len(later) > PROFILE.feed_max_items  # more than the feed itself can tell


def test_xmllint_and_feedparser_accept_every_feed(history: History) -> None:
    paths = sorted((history.output / "feeds").rglob("*.xml"))
    assert len(paths) > 5
    for path in paths:
        assert not feedparser.parse(str(path)).bozo, path
    if XMLLINT is None:
        pytest.skip("SKIPPED: xmllint is not installed")
    subprocess.run([XMLLINT, "--noout", *paths], check=True)
