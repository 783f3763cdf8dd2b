"""What subscribers see while a site lives on: every article once, and nothing twice.

Real readers (rss2email, newsboat and sfeed where they are installed) read the feeds.
"""

from __future__ import annotations

import mailbox
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import feedparser
import pytest

from newsdigest.model import Article, PartialDate, SiteProfile
from tests.sample import plan_all_feeds

PROJECT = Path(__file__).parents[2]
FEEDS = ("all.atom.xml", "all.rss.xml")
PROFILE = SiteProfile(name="Bote", url="https://bote.example", language="de")
NEWSBOAT = shutil.which("newsboat")
SFEED = shutil.which("sfeed")
XMLLINT = shutil.which("xmllint")


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads a log here."""


@dataclass(frozen=True)
class Readers:
    """Readers that are subscribed to both feeds below `url`."""

    folder: Path
    url: str

    @property
    def config(self) -> tuple[str, ...]:
        return ("-c", str(self.folder / "r2e.cfg"), "-d", str(self.folder / "r2e.json"))

    def run(self, *command: str) -> None:
        # No other server is asked, and no setting of this machine is read.
        environment = {"HOME": str(self.folder), "PATH": os.environ["PATH"], "NO_PROXY": "*"}
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()

    def run_r2e(self, *arguments: str) -> None:
        self.run(sys.executable, "-m", "rss2email.main", *self.config, *arguments)

    def subscribe(self) -> None:
        for folder in ("cur", "new", "tmp"):
            (self.folder / "mail" / "Inbox" / folder).mkdir(parents=True)
        (self.folder / "r2e.cfg").write_text(
            "[DEFAULT]\n"
            "from = digest@bote.example\n"
            "to = leser@bote.example\n"
            "force-from = True\n"
            "email-protocol = maildir\n"
            f"maildir-path = {self.folder / 'mail'}\n"
            "maildir-mailbox = Inbox\n",
            encoding="utf-8",
        )
        addresses = [f"{self.url}/feeds/{feed}" for feed in FEEDS]
        for number, address in enumerate(addresses):
            self.run_r2e("add", f"feed{number}", address)
            (self.folder / f"urls{number}").write_text(address, encoding="utf-8")
        (self.folder / "newsboat.cfg").write_text("", encoding="utf-8")

    def fetch_mail(self) -> Counter[str]:
        """How many messages of each title came in, from both feeds together."""
        self.run_r2e("run")
        with closing(mailbox.Maildir(self.folder / "mail" / "Inbox", create=False)) as box:
            found = Counter(str(make_header(decode_header(mail["Subject"]))) for mail in box)
            box.clear()
        return found

    def fetch_newsboat(self, number: int) -> int:
        """How many items newsboat knows from one of the feeds."""
        database = self.folder / f"newsboat{number}.db"
        self.run(
            *(str(NEWSBOAT), "-u", str(self.folder / f"urls{number}"), "-c", str(database)),
            *("-C", str(self.folder / "newsboat.cfg"), "-x", "reload"),
        )
        with closing(sqlite3.connect(database)) as connection:
            count: int = connection.execute("SELECT count(*) FROM rss_item").fetchone()[0]
        return count


@pytest.fixture
def served(tmp_path: Path) -> Path:
    (tmp_path / "output" / "feeds").mkdir(parents=True)
    return tmp_path / "output"


@pytest.fixture
def readers(tmp_path: Path, served: Path) -> Iterator[Readers]:
    handler = partial(QuietHandler, directory=str(served))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        folder = tmp_path / "readers"
        folder.mkdir()
        subscribed = Readers(folder, f"http://127.0.0.1:{server.server_port}")
        subscribed.subscribe()
        yield subscribed
        server.shutdown()
        thread.join()


def make_article(number: int, title: str) -> Article:
    return Article(
        uid=f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        source=f"content/posts/{number}.md",
        slug=f"a{number}",
        title=title,
        language="de",
        published=PartialDate(2022, 1),
        added=datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=number // 3),
        category="Politik",
        summary=f"{title} in einem Satz.",
        body_digest=str(number),
        byline="Mara Holt",
    )


def publish(folder: Path, articles: Sequence[Article], profile: SiteProfile = PROFILE) -> None:
    bodies = {article.uid: f"<p>{article.title} als Text.</p>" for article in articles}
    for page in plan_all_feeds(articles, profile):
        assert page.builder
        target = folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        data = page.builder(page.view, bodies)
        if not target.exists() or target.read_bytes() != data:
            # Servers tell files apart by the second: each edition is a minute younger.
            moment = target.stat().st_mtime + 60 if target.exists() else 1_700_000_000
            target.write_bytes(data)
            os.utime(target, (moment, moment))


OLD = [make_article(number, f"Meldung {number}") for number in range(4)]
LATE = replace(make_article(9, "Fund im Archiv"), published=PartialDate(1987))
CHANGED = [
    replace(OLD[0], title="Anderer Titel"),
    replace(OLD[1], published=PartialDate(2021, 5, 3)),
    replace(OLD[2], slug="anderswo"),
    replace(OLD[3], body_digest="y", modified=datetime(2026, 12, 1, tzinfo=UTC)),
]
LIFE: list[tuple[str, list[Article], SiteProfile, list[str]]] = [
    ("first edition", OLD, PROFILE, [article.title for article in OLD]),
    ("rebuild", OLD, PROFILE, []),
    ("old-dated article", [*OLD, LATE], PROFILE, ["Fund im Archiv"]),
    ("retitled, redated, renamed, corrected", [*CHANGED, LATE], PROFILE, []),
    ("moved", [*CHANGED, LATE], replace(PROFILE, url="https://neu.example/x"), []),
    ("deleted", [*CHANGED[1:], LATE], PROFILE, []),
]


def test_a_mail_comes_for_each_new_article_and_for_nothing_else(
    served: Path, readers: Readers
) -> None:
    for step, articles, profile, new in LIFE:
        publish(served, articles, profile)
        assert readers.fetch_mail() == Counter(new * len(FEEDS)), step


@pytest.mark.skipif(NEWSBOAT is None, reason="newsboat is not installed")
def test_newsboat_shows_each_article_once(served: Path, readers: Readers) -> None:
    known = 0
    for step, articles, profile, new in LIFE:
        publish(served, articles, profile)
        known += len(new)
        # What left the feed, newsboat may forget.
        gone = int(step == "deleted")
        for number in range(len(FEEDS)):
            assert known - gone <= readers.fetch_newsboat(number) <= known, step


def test_a_reader_that_goes_by_ids_and_stamps_sees_corrections(served: Path) -> None:
    def read(articles: Sequence[Article]) -> dict[str, str]:
        publish(served, articles)
        feed = feedparser.parse(str(served / "feeds" / FEEDS[0]))
        assert not feed.bozo
        return {entry.id: entry.updated for entry in feed.entries}

    before, after = read(OLD), read(CHANGED)
    assert before.keys() == after.keys()
    assert [uid for uid in before if before[uid] != after[uid]] == [OLD[3].uid]


@pytest.mark.skipif(XMLLINT is None, reason="xmllint is not installed")
def test_xmllint_accepts_every_feed(served: Path) -> None:
    publish(served, [*OLD, LATE])
    for path in sorted(served.rglob("*.xml")):
        subprocess.run([str(XMLLINT), "--noout", path], check=True)


SEED = " date 2021-03 {}\n\nDer Gemeinderat von Altfurt hat am Abend beraten. Es gab Beifall.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "theme", tmp_path / "theme")
    shutil.copy(PROJECT / "pelicanconf.py", tmp_path)
    (tmp_path / "plugins").symlink_to(PROJECT / "plugins")
    (tmp_path / "content").mkdir()
    (tmp_path / "seeds").mkdir()
    return tmp_path


def build(site: Path) -> None:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1790000000"}
    command = [sys.executable, "-m", "newsdigest", "build"]
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_subscribers_of_a_built_site_see_each_article_once(
    site: Path, served: Path, readers: Readers
) -> None:
    assert served == site / "output"
    (site / "seeds" / "eins.txt").write_text(SEED.format("Erste Meldung"), encoding="utf-8")
    build(site)
    assert readers.fetch_mail() == Counter({"Erste Meldung": 2})
    (site / "seeds" / "zwei.txt").write_text(SEED.format("Zweite Meldung"), encoding="utf-8")
    build(site)
    assert readers.fetch_mail() == Counter({"Zweite Meldung": 2})
    (post,) = (site / "content").rglob("erste-meldung.md")
    text = post.read_text(encoding="utf-8")
    changed = text.replace("Erste Meldung", "Neuer Titel").replace("2021-03\n", "2020-07-05\n")
    assert changed.count("Neuer Titel") == 1
    assert "2020-07-05" in changed
    post.write_text(changed, encoding="utf-8")
    build(site)
    assert "Neuer Titel" in (served / "feeds" / FEEDS[0]).read_text(encoding="utf-8")
    assert readers.fetch_mail() == Counter()


@pytest.mark.skipif(SFEED is None, reason="sfeed is not installed")
def test_sfeed_reads_each_article_once(served: Path) -> None:
    for step, articles, profile, _ in LIFE:
        publish(served, articles, profile)
        for feed in FEEDS:
            data = (served / "feeds" / feed).read_bytes()
            done = subprocess.run([str(SFEED)], input=data, capture_output=True, check=True)
            # Tab-separated: time, title, link, content, its type, id …
            ids = [line.split("\t")[5] for line in done.stdout.decode().splitlines()]
            assert sorted(ids) == sorted(article.uid for article in articles), step


def test_an_unchanged_feed_is_not_sent_again_after_a_build(
    site: Path, served: Path, readers: Readers
) -> None:
    (site / "seeds" / "eins.txt").write_text(SEED.format("Erste Meldung"), encoding="utf-8")
    build(site)
    address = f"{readers.url}/feeds/{FEEDS[0]}"
    with urlopen(address) as answer:  # noqa: S310
        changed = answer.headers["Last-Modified"]
    build(site)
    request = Request(address, headers={"If-Modified-Since": changed})  # noqa: S310
    with pytest.raises(HTTPError) as caught:
        urlopen(request)  # noqa: S310
    assert caught.value.code == HTTPStatus.NOT_MODIFIED
    caught.value.close()
    assert served == site / "output"
