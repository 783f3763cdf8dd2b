"""A build costs what changed: what it must not load, read or write."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from tests.site.sites import make_site, run_newsdigest

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
