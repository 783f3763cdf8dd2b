"""Feed readers that people use, each subscribed over HTTP to the feeds of one site."""

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
from contextlib import closing, contextmanager
from email.header import decode_header, make_header
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol

from reader import make_reader


class Server(ThreadingHTTPServer):
    """A static server as simple as any: it knows files by their times (RFC 9110 §13).

    Attributes:
        answers: The status codes of all answers since they were last looked at.
    """

    def __init__(self, folder: Path) -> None:
        self.answers: list[int] = []
        super().__init__(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def take_answers(self) -> list[int]:
        taken, self.answers = self.answers, []
        return taken


class _Handler(SimpleHTTPRequestHandler):
    server: Server

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del size
        self.server.answers.append(int(code))

    def log_message(self, *_: object) -> None:
        """Nobody reads a log here."""


@contextmanager
def serve(folder: Path) -> Iterator[Server]:
    """The folder at the server's `url`, as long as the context lasts."""
    with Server(folder) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class Subscriber(Protocol):
    """Someone who reads feeds with one program.

    Attributes:
        feeds: How many feeds the program is subscribed to.
    """

    feeds: int

    def fetch(self) -> Counter[str]:
        """The titles that are new to the reader, however often each is shown."""
        ...


class MailReader:
    """rss2email: a mail for each new entry."""

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        self.feeds = len(addresses)
        self._folder = folder
        for name in ("cur", "new", "tmp"):
            (folder / "mail" / "Inbox" / name).mkdir(parents=True)
        (folder / "r2e.cfg").write_text(
            "[DEFAULT]\nfrom = digest@bote.example\nto = leser@bote.example\nforce-from = True\n"
            f"email-protocol = maildir\nmaildir-path = {folder / 'mail'}\n"
            "maildir-mailbox = Inbox\n",
            encoding="utf-8",
        )
        for number, address in enumerate(addresses):
            self._run("add", f"feed{number}", address)

    def fetch(self) -> Counter[str]:
        self._run("run")
        with closing(mailbox.Maildir(self._folder / "mail" / "Inbox", create=False)) as box:
            found = Counter(str(make_header(decode_header(mail["Subject"]))) for mail in box)
            box.clear()
        return found

    def _run(self, *arguments: str) -> None:
        files = ("-c", str(self._folder / "r2e.cfg"), "-d", str(self._folder / "r2e.json"))
        run(self._folder, sys.executable, "-m", "rss2email.main", *files, *arguments)


class Newsboat:
    """newsboat, with a database for each feed: it would show the same entry in both. It asks
    for changes from the third look on: the first one finds no row to note a file's time in.
    """

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        self.feeds = len(addresses)
        self._folder = folder
        (folder / "config").write_text("", encoding="utf-8")
        for number, address in enumerate(addresses):
            (folder / f"urls{number}").write_text(address, encoding="utf-8")

    def fetch(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for number in range(self.feeds):
            database = self._folder / f"cache{number}.db"
            run(
                *(self._folder, "newsboat", "-u", str(self._folder / f"urls{number}")),
                *("-c", str(database), "-C", str(self._folder / "config"), "-x", "reload"),
            )
            with closing(sqlite3.connect(database)) as connection, connection:
                rows = connection.execute("SELECT title FROM rss_item WHERE unread = 1")
                found.update(title for (title,) in rows)
                connection.execute("UPDATE rss_item SET unread = 0")
        return found

    def read_texts(self) -> str:
        """All that it would show, now."""
        texts = []
        for number in range(self.feeds):
            with closing(sqlite3.connect(self._folder / f"cache{number}.db")) as connection:
                texts += connection.execute("SELECT title || content FROM rss_item").fetchall()
        return "\n".join(text for (text,) in texts)


class PythonReader:
    """The library `reader`."""

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        self.feeds = len(addresses)
        self._database = str(folder / "reader.db")
        with closing(make_reader(self._database)) as reader:
            for address in addresses:
                reader.add_feed(address)

    def fetch(self) -> Counter[str]:
        with closing(make_reader(self._database)) as reader:
            for result in reader.update_feeds_iter(scheduled=False):
                assert not isinstance(result.value, Exception), result
            new = list(reader.get_entries(read=False))
            for entry in new:
                reader.mark_entry_as_read(entry)
        return Counter(entry.title or "" for entry in new)

    def read_texts(self) -> str:
        """All that it would show, now."""
        with closing(make_reader(self._database)) as reader:
            return "\n".join(
                f"{entry.title}{content.value}"
                for entry in reader.get_entries()
                for content in entry.content
            )


class Sfeed:
    """sfeed, which knows an entry by its id, link and title together (`merge` in sfeed_update):
    what is retitled or moved stands in its list a second time.

    Attributes:
        repeated: The titles of known entries that the last look showed again.
    """

    def __init__(self, folder: Path, addresses: Sequence[str]) -> None:
        self.feeds = len(addresses)
        self.repeated: Counter[str] = Counter()
        self._folder = folder
        self._rows: set[tuple[str, ...]] = set()
        feeds = "\n".join(f"feed feed{number} {url}" for number, url in enumerate(addresses))
        (folder / "sfeedrc").write_text(
            f"sfeedpath={folder / 'feeds'}\nfeeds() {{\n{feeds}\n}}\n", encoding="utf-8"
        )
        (folder / "feeds").mkdir()

    def fetch(self) -> Counter[str]:
        run(self._folder, "sfeed_update", str(self._folder / "sfeedrc"))
        rows: set[tuple[str, ...]] = set()
        for path in (self._folder / "feeds").iterdir():
            # Tab-separated: time, title, link, content, its type, id …
            for line in path.read_text(encoding="utf-8").splitlines():
                _, title, link, _, _, uid, *_ = line.split("\t")
                rows.add((path.name, uid, link, title))
        known = {row[:2] for row in self._rows}
        new, self._rows = rows - self._rows, rows
        self.repeated = Counter(row[3] for row in new if row[:2] in known)
        return Counter(row[3] for row in new if row[:2] not in known)


def run(folder: Path, *command: str) -> None:
    """Runs a reader that finds no settings of this machine and asks no other server."""
    environment = {"HOME": str(folder), "PATH": os.environ["PATH"], "NO_PROXY": "*"}
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def lacks(*programs: str) -> str:
    """Which of the programs this machine lacks, in words, or ""."""
    missing = [program for program in programs if shutil.which(program) is None]
    return f"SKIPPED: {', '.join(missing)} not installed" if missing else ""
