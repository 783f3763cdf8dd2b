"""With `precompress`, each text of the output has a packed twin, which follows it."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import brotli

from tests.site.sites import make_site, read_files, run_newsdigest

SEEDS = {
    "bruecke.txt": " date 2023-03-12 Brücke gesperrt\n\nDie Brücke in Altfurt ist zu.\n",
    "chor.txt": " date 2023-03 Chor gewinnt\n\nDer Chor aus Altfurt hat gewonnen.\n",
}
ON = '\nNEWSDIGEST = {**NEWSDIGEST, "precompress": ["gzip", "brotli"]}\n'


def build(site: Path, **environment: str) -> tuple[dict[str, bytes], str]:
    done = run_newsdigest(site, "build", SOURCE_DATE_EPOCH="1790000000", **environment)
    assert done.returncode == 0, done.stderr
    return read_files(site / "output"), done.stdout


def list_packed(files: dict[str, bytes]) -> dict[str, bytes]:
    unpack = {".gz": gzip.decompress, ".br": brotli.decompress}
    return {path: unpack[path[-3:]](data) for path, data in files.items() if path[-3:] in unpack}


def test_packed_files_follow_the_texts_and_are_part_of_the_site(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", SEEDS)
    conf = site / "pelicanconf.py"
    plain_settings = conf.read_text("utf-8")
    plain, _ = build(site)
    assert not list_packed(plain)

    conf.write_text(plain_settings + ON, "utf-8")
    files, _ = build(site)
    packed = list_packed(files)
    for name in ("index.html", "feeds/all.atom.xml", "articles.json"):
        assert {f"{name}.gz", f"{name}.br"} <= packed.keys()
    assert all(files[path[:-3]] == data for path, data in packed.items())
    assert run_newsdigest(site, "check").returncode == 0

    (site / "output" / "index.html.gz").write_bytes(b"damaged")
    assert "index.html.gz" in run_newsdigest(site, "check").stderr
    assert build(site)[0] == files

    (site / "seeds" / "chor.txt").unlink()
    after, _ = build(site)
    assert not any(path.startswith("2023/03/chor-gewinnt/") for path in after)
    clean = tmp_path / "clean"
    shutil.copytree(site, clean, symlinks=True, ignore=shutil.ignore_patterns("output", "cache"))
    assert build(clean, NEWSDIGEST_JOBS="1")[0] == after

    conf.write_text(plain_settings, "utf-8")
    assert not list_packed(build(site)[0])
