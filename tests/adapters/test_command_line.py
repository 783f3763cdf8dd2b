"""The commands, run in this process on small sites: what they print and how they end."""

from __future__ import annotations

import gc
import json
import logging
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsdigest.__main__ import main
from newsdigest.adapters.commands.serving import serve
from newsdigest.adapters.writing.writer import STAGING
from tests.site.sites import make_site, read_files

SEED = " date 2022-01 Rat beschließt neue Brücke\n\nDer Rat von Altfurt hat den Bau beschlossen.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make_site(tmp_path / "site", {"bruecke.txt": SEED})
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return root


@pytest.fixture(autouse=True)
def keep_handlers() -> Iterator[None]:
    """The command line takes over what lasts as long as its process; pytest wants it back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    gc.enable()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_build_ends_with_its_numbers(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "build")
    assert code == 0
    assert out.startswith("1 seeds: 1 published, 0 reported; ")
    assert (site / "output" / "index.html").is_file()
    code, out, _ = run(capsys, "build")
    assert (code, "0 written" in out) == (0, True)


def test_a_build_tells_programs_what_changed(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "build", "--json", "--output", "woanders", "--ignore-cache")
    told = json.loads(out)
    assert (code, told["problems"]) == (0, [])
    assert told["seeds"]["published"] == 1
    assert "index.html" in told["pages"]["changed"]
    assert (site / "woanders" / "index.html").is_file()
    assert not (site / "output").exists()


def test_a_reported_seed_ends_with_1_and_the_rest_is_there(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "seeds" / "leer.txt").write_bytes(b"")
    code, out, err = run(capsys, "build", "--json")
    assert code == 1
    (problem,) = json.loads(out)["problems"]
    assert (problem["path"], problem["severity"]) == ("seeds/leer.txt", "error")
    assert "seeds/leer.txt: empty" in err
    assert (site / "output" / "index.html").is_file()


def test_ingest_writes_posts_and_no_page(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "ingest")
    assert (code, "pages" in out) == (0, False)
    assert len(list((site / "content" / "posts").rglob("*.md"))) == 1
    assert not (site / "output").exists()
    code, out, _ = run(capsys, "ingest", "--json")
    assert json.loads(out)["seeds"]["written"] == []


def test_check_reports_what_is_wrong(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "build")[0] == 0
    assert run(capsys, "check")[0] == 0
    (page,) = (site / "output" / "2022" / "01").glob("*/index.html")
    page.write_text(page.read_text("utf-8").replace("Altfurt", "Neufurt"), encoding="utf-8")
    code, out, err = run(capsys, "check", "--json")
    assert code == 1
    assert json.loads(out)["problems"]
    assert "Altfurt" in err or "index.html" in err


def test_the_report_says_what_the_last_build_did(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "report")
    assert (code, "run `newsdigest build`" in err) == (2, True)
    (site / "seeds" / "leer.txt").write_bytes(b"")
    assert run(capsys, "build")[0] == 1
    code, out, _ = run(capsys, "report", "--json")
    told = json.loads(out)
    assert code == 0
    titles = {change["title"] for change in told["added"]}
    assert "Rat beschließt neue Brücke – Nachrichten-Digest" in titles
    assert [problem["path"] for problem in told["problems"]] == ["seeds/leer.txt"]
    for form in ("text", "markdown", "html"):
        code, out, _ = run(capsys, "report", "--format", form)
        assert (code, "Rat beschließt neue Brücke" in out, "leer.txt" in out) == (0, True, True)
        assert ("<html" in out) == (form == "html")
    assert run(capsys, "report", "--strict")[0] == 1
    (post,) = (site / "content" / "posts").rglob("*.md")
    post.unlink()  # gone since: nothing is said of it
    assert run(capsys, "report")[0] == 0


def test_a_site_that_was_built_for_another_address_is_not_measured_by_this_one(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = site / "publishconf.py"
    settings.write_text('from pelicanconf import *\nSITEURL = "https://blatt.example"\n')
    assert run(capsys, "build", "--settings", str(settings))[0] == 0
    code, _, err = run(capsys, "check")
    assert (code, err.count("\n")) == (2, 1)
    assert "was built for https://blatt.example, these settings say http://" in err
    assert run(capsys, "check", "--settings", str(settings))[0] == 0
    assert run(capsys, "build")[0] == 0
    assert run(capsys, "check")[0] == 0


def test_a_site_that_pelican_builds_is_not_measured_by_our_rules(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = site / "stock.py"
    settings.write_text('from pelicanconf import *\nNEWSDIGEST = {"build": False}\n')
    (site / "output").mkdir()
    code, _, err = run(capsys, "check", "--settings", str(settings))
    assert (code, err.count("\n"), "'build': False" in err) == (2, 1, True)


@pytest.mark.parametrize("port", ["65536", "²", "http"])
def test_what_is_no_port_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", "--port", port])
    assert end.value.code == 2
    assert "is no port" in capsys.readouterr().err


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert re.fullmatch(r"newsdigest \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize("shell", ["bash", "fish", "tcsh", "zsh"])
def test_every_shell_can_complete_every_command(
    shell: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "completion", shell)
    assert code == 0
    assert all(name in out for name in ("doctor", "explain", "ignore-cache"))


def damage_page(index: Path) -> None:
    """Overwrites the page at which the posts' records begin."""
    with sqlite3.connect(index) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'records'")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    with index.open("r+b") as file:
        file.seek((page[0] - 1) * size)
        file.write(b"\xa5" * size)


def damage_values(index: Path) -> None:
    """Leaves the database sound, and nonsense in it."""
    with sqlite3.connect(index) as connection:
        connection.execute("UPDATE records SET record = x'00ff'")
    connection.close()


@pytest.mark.parametrize("damage", [damage_page, damage_values])
def test_a_damaged_index_costs_a_build_from_scratch_and_nothing_else(
    site: Path, capsys: pytest.CaptureFixture[str], damage: Callable[[Path], None]
) -> None:
    assert run(capsys, "build")[0] == 0
    for command in ("build", "check"):
        (site / "seeds" / f"{command}.txt").write_text(f"{command}\n\nEin Text für {command}.\n")
        assert run(capsys, "ingest")[0] == 0
        damage(site / "cache" / "newsdigest.sqlite")
        code, _, err = run(capsys, command)
        assert "Traceback" not in err
        assert ("building again without the cache" in err) == (command == "build")
        assert code == int(command == "check")  # the new text is not on the site
    assert run(capsys, "build")[0] == 0
    assert run(capsys, "check")[0] == 0
    incremental = read_files(site / "output")
    assert run(capsys, "build", "--ignore-cache")[0] == 0
    assert read_files(site / "output") == incremental


def test_a_damaged_memory_of_checks_is_none(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "build")[0] == 0
    assert run(capsys, "check")[0] == 0
    with sqlite3.connect(site / "cache" / "checked.sqlite") as memory:
        memory.execute("UPDATE reports SET report = x'00ff'")
    memory.close()
    assert run(capsys, "check")[0] == 0


@pytest.mark.parametrize("command", ["build", "check", "ingest"])
def test_what_is_in_the_way_of_the_cache_is_told(
    site: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (site / "output").mkdir()
    (site / "cache").write_text("")
    code, _, err = run(capsys, command)
    assert (code, err.count("\n")) == (2, 1)
    assert f"{site / 'cache'}: File exists: something else is in its way" in err


@pytest.mark.parametrize("blocks", [8, 40, 100])
def test_a_full_disk_is_told_and_the_next_build_is_right(site: Path, blocks: int) -> None:
    limited = f'ulimit -f {blocks}; exec "$0" -m newsdigest build'
    done = subprocess.run(
        ["sh", "-c", limited, sys.executable], cwd=site, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "is there room on the disk" in done.stderr
    assert [*site.rglob(".*.new")] == []
    assert main(["build"]) == 0
    assert main(["check"]) == 0


def test_who_has_seen_enough_of_the_output_hears_of_no_error(site: Path) -> None:
    command = f"{sys.executable} -m newsdigest explain bruecke.txt --html | head -c 1"
    done = subprocess.run(
        ["sh", "-c", command], cwd=site, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("<", "")


def test_a_package_that_is_missing_is_named(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "newsdigest.adapters.commands.building", None)
    code, _, err = run(capsys, "build")
    assert (code, "is missing: install what requirements.lock names" in err) == (2, True)
    assert not (site / "output").exists()


def test_a_locale_of_old_changes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "seeds" / "bruecke.txt").rename(site / "seeds" / "brücke.txt")
    assert run(capsys, "build")[0] == 0
    before = read_files(site / "output")
    shutil.rmtree(site / "output")
    environment = {**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "newsdigest", "build"]
    assert subprocess.run(command, cwd=site, env=environment, check=False).returncode == 0
    assert read_files(site / "output") == before


@pytest.mark.parametrize("kept", ["{}", "[]", "", '{"added": []}'])
def test_what_is_left_of_a_damaged_report_is_no_report(
    site: Path, capsys: pytest.CaptureFixture[str], kept: str
) -> None:
    assert run(capsys, "build")[0] == 0
    (site / "cache" / "last-build.json").write_text(kept)
    code, _, err = run(capsys, "report")
    assert (code, "run `newsdigest build`" in err) == (2, True)
    assert run(capsys, "check")[0] == 0


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("SITENAME = (", "pelicanconf.py:1: "),
        ("import gibt_es_nicht", "ModuleNotFoundError"),
        ("PLUGINS = []", "'newsdigest' is missing"),
        ("PLUGINS = ['newsdigest']\nSITEURL = ''", "full address"),
        ("NEWSDIGEST = {'language': ['de']}\nPLUGINS = ['newsdigest']", "languages"),
    ],
)
def test_settings_that_cannot_be_used_end_with_2_and_one_message(
    site: Path, capsys: pytest.CaptureFixture[str], settings: str, told: str
) -> None:
    (site / "pelicanconf.py").write_text(settings, encoding="utf-8")
    code, _, err = run(capsys, "build")
    assert (code, told in err, "Traceback" in err) == (2, True, False), err
    assert not (site / "output").exists()


@pytest.mark.usefixtures("site")
def test_a_settings_file_that_is_missing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "ingest", "--settings", "weg.py")
    assert (code, "weg.py: there is no such settings file" in err) == (2, True)


def test_a_broken_template_ends_with_2_and_its_line(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "build")
    before = read_files(site / "output")
    template = site / "theme" / "templates" / "article.html"
    template.write_text(template.read_text("utf-8") + "\n{% if %}", encoding="utf-8")
    code, _, err = run(capsys, "build")
    assert code == 2
    assert "article.html:" in err
    assert "Traceback" not in err
    assert read_files(site / "output") == before
    assert not (site / "output" / STAGING).exists()


@pytest.mark.usefixtures("site")
def test_an_interrupted_command_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsdigest.adapters.commands.building.run_build", interrupt)
    code, _, err = run(capsys, "build")
    assert (code, err) == (130, "stopped\n")


def test_unknown_arguments_end_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["bauen"])
    assert caught.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


def find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def read(port: int, path: str) -> tuple[int, str, str]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://127.0.0.1:{port}/{path}", timeout=5) as answer:
            return answer.status, answer.headers["Cache-Control"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Cache-Control"], error.read().decode()


def wait_for(port: int, path: str, words: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if words in read(port, path)[2]:
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{path} never showed {words!r}")


def test_the_preview_shows_a_change_and_its_own_page_for_errors(site: Path) -> None:
    stop = threading.Event()
    port = find_free_port()
    thread = threading.Thread(target=serve, args=(Path("pelicanconf.py"), {}, port, stop))
    thread.start()
    try:
        wait_for(port, "", "Brücke")
        assert read(port, "")[:2] == (200, "no-cache")
        code, _, body = read(port, "gibt/es/nicht")
        page = (site / "output" / "404.html").read_text("utf-8")
        assert (code, body.partition("<h1")[2]) == (404, page.partition("<h1")[2])
        (site / "seeds" / "bahn.txt").write_text(
            " date 2022-02 Die Bahn hält\n\nSie hält wieder.\n"
        )
        wait_for(port, "", "Die Bahn hält")
        (site / "output" / "404.html").unlink()
        assert read(port, "weg")[0] == 404
    finally:
        stop.set()
        thread.join(timeout=30)
    assert not thread.is_alive()
