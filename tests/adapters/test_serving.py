"""The preview: pages load themselves again after a build, and show what it reported."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from newsdigest.adapters.commands.serving import serve
from tests.site.sites import make_site

SEED = " date 2022-01 Rat beschließt neue Brücke\n\nDer Rat von Altfurt hat den Bau beschlossen.\n"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
    return number


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: int) -> Iterator[Path]:
    """A site that is served."""
    root = make_site(tmp_path / "site", {"bruecke.txt": SEED})
    monkeypatch.chdir(root)
    stop = threading.Event()
    thread = threading.Thread(target=serve, args=(Path("pelicanconf.py"), {}, port, stop))
    thread.start()
    yield root
    stop.set()
    thread.join(timeout=30)
    assert not thread.is_alive()


def get(port: int, path: str) -> HTTPResponse:
    """The answer, as soon as the server is there."""
    limit = time.monotonic() + 60
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path)
            return connection.getresponse()
        except ConnectionRefusedError:
            assert time.monotonic() < limit
            time.sleep(0.1)


def wait_for_build(events: HTTPResponse, number: int) -> None:
    """Reads events up to this build's; the last one's is repeated while nothing happens."""
    while (line := events.readline()) != f"data: {number}\n".encode():
        assert line in (b"\n", f"data: {number - 1}\n".encode())


def test_a_page_hears_of_each_build_and_shows_what_it_reported(site: Path, port: int) -> None:
    page = get(port, "/").read().decode()
    assert '<script src="/.newsdigest/reload.js" defer></script></head>' in page
    assert "Content-Security-Policy" not in page
    assert 'role="alert"' not in page
    assert "EventSource" in get(port, "/.newsdigest/reload.js").read().decode()
    events = get(port, "/.newsdigest/events")
    assert events.getheader("Content-Type") == "text/event-stream; charset=utf-8"
    wait_for_build(events, 1)

    (site / "seeds" / "kaputt.txt").write_bytes(b"\x00<b>\x01" * 50)
    wait_for_build(events, 2)
    page = get(port, "/index.html?x=1").read().decode()
    assert 'role="alert"' in page
    assert "seeds/kaputt.txt" in page
    assert "The last build reported" in get(port, "/gibt/es/nicht").read().decode()
    assert b"reload.js" not in (site / "output" / "index.html").read_bytes()

    (site / "seeds" / "kaputt.txt").unlink()
    wait_for_build(events, 3)
    assert 'role="alert"' not in get(port, "/").read().decode()


def test_what_is_no_page_goes_as_it_is(site: Path, port: int) -> None:
    feed = get(port, "/feeds/all.atom.xml")
    assert feed.read() == (site / "output" / "feeds" / "all.atom.xml").read_bytes()
    assert feed.getheader("Cache-Control") == "no-cache"
    assert get(port, "/2022").status == 301
