"""A build costs what changed: what it must not load, read or write."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsdigest.adapters.files import write_file
from newsdigest.adapters.posts import library
from newsdigest.errors import BuildError
from tests.site.sites import make_site, read_files, run_here, run_newsdigest

SEED = " date 2022-01 Rat tagt in Genf\n\nDer Rat hat getagt.\n"
POST = "Title: Handgemacht\nDate: 2022-01-03\n\nText\n"


def test_a_build_with_nothing_to_do_loads_neither_rules_nor_renderers(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"a.txt": SEED})
    (root / "content" / "posts").mkdir()
    (root / "content" / "posts" / "x.md").write_text(POST, encoding="utf-8")
    # Pages of the editor's own are drawn by Pelican, on every run.
    shutil.rmtree(root / "content" / "pages")
    for _ in range(2):  # files that were written this very moment are looked at once more
        run_newsdigest(root, "build")
    code = (
        "import json, sys\n"
        "from newsdigest.__main__ import main\n"
        "main(['build'])\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    dear = {"newsdigest.seeds", "newsdigest.extract.entities", "newsdigest.dates.expressions"}
    dear |= {"feedgen", "lxml"}
    assert "newsdigest.adapters.engine" in loaded
    parts = ("views", "build", "site", "feeds", "search", "threads", "exports", "editions")
    dear |= {"newsdigest.posts", "newsdigest.ingest", "newsdigest.adapters.posts.reader"}
    dear |= {f"newsdigest.{part}" for part in parts}
    dear |= {"newsdigest.adapters.pages.drawing", "babel"}
    dear |= {"Stemmer", "pycrfsuite", "HanTa", "py3langid", "joblib", "distributed", "numpy"}
    assert loaded & dear == set()


def test_what_ingest_has_looked_at_is_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_site(tmp_path, {"a.txt": SEED})
    posts = root / "content" / "posts"
    for name in ("bleibt", "anders", "geht"):
        write_file(posts / f"{name}.md", POST.replace("Handgemacht", name))
    assert run_here(root, "build").returncode == 0
    (root / "seeds" / "b.txt").write_text(SEED.replace("Genf", "Bern"), encoding="utf-8")
    write_file(posts / "neu.md", POST.replace("Handgemacht", "neu"))
    write_file(posts / "anders.md", POST.replace("Handgemacht", "anders geworden"))
    (posts / "geht.md").unlink()
    time.sleep(0.06)  # what was written this very moment is not trusted
    with monkeypatch.context() as patch:
        patch.setattr(library, "take_stamps", None)
        assert run_here(root, "build").returncode == 0
    built = read_files(root / "output")
    assert {"2022/01/03/index.html", "2022/01/neu/index.html"} <= built.keys()
    shutil.rmtree(root / "output")
    assert run_here(root, "build", "--ignore-cache").returncode == 0
    assert read_files(root / "output") == built


def test_a_build_that_failed_after_it_read_a_post_leaves_it_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_site(tmp_path, {})
    post = root / "content" / "posts" / "x.md"
    write_file(post, POST)
    assert run_here(root, "build", NEWSDIGEST_JOBS="1").returncode == 0

    def fail(*_: object) -> None:
        raise BuildError("the disk is full")

    write_file(post, POST.replace("Text", "Anders"))
    with monkeypatch.context() as patch:
        patch.setattr("newsdigest.adapters.pages.making.make_site", fail)
        assert run_here(root, "build", NEWSDIGEST_JOBS="1").returncode == 2
    time.sleep(0.06)  # what was written this very moment is looked at again
    assert run_here(root, "build", NEWSDIGEST_JOBS="1").returncode == 0
    page = read_files(root / "output")["2022/01/handgemacht/index.html"]
    assert b"Anders" in page


def test_posts_are_no_static_files_wherever_those_lie(tmp_path: Path) -> None:
    root = make_site(tmp_path, {"a.txt": SEED})
    write_file(root / "content" / "posts" / "x.md", POST)
    (root / "content" / "posts" / "plan.pdf").write_bytes(b"%PDF")
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write("\nSTATIC_PATHS = ['posts']\n")
    assert run_here(root, "build").returncode == 0
    copied = {path for path in read_files(root / "output") if path.startswith("posts/")}
    assert copied == {"posts/plan.pdf"}
