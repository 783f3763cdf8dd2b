"""A site with kinds of pages switched off is whole, and can be switched back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.sites import make_site, read_files, run_newsdigest

_TEXT = """ date {date} {headline}

Die Brücke über die Elbe bei Wittenberge wird saniert, sagte der Landrat Karl Krämer.

Der Brückenbau beginnt {when}, die Sanierung der Elbbrücke kostet Millionen.
"""


def _build(site: Path, **settings: object) -> dict[str, bytes]:
    """The built site's files, after a check that nothing in it is amiss."""
    conf = site / "pelicanconf.py"
    own = conf.read_text("utf-8").partition("\n# own\n")[0]
    conf.write_text(f"{own}\n# own\nNEWSDIGEST.update({settings!r})\n", encoding="utf-8")
    for command in ("build", "check"):
        done = run_newsdigest(site, command, SOURCE_DATE_EPOCH="1700000000")
        assert done.returncode == 0, done.stderr + done.stdout
    return read_files(site / "output")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    seeds = {
        f"{n}.txt": _TEXT.format(
            date=date, headline=f"Brücke: Sanierung, Teil {n}", when=f"im Jahr {n}"
        )
        for n, date in enumerate(("2022-01", "2022-01-11", "2022-01-12", "2022-02"))
    }
    return make_site(tmp_path_factory.mktemp("smaller") / "site", seeds)


def test_what_is_switched_off_leaves_no_page_and_no_link(site: Path) -> None:
    whole = _build(site)
    off = ("day_digests", "stories", "exports", "search", "editions", "feed_archive")
    small = _build(site, registers=[], **dict.fromkeys(off, False))
    wanted = ("2022/01/11/", "stories/", "articles.", "map/", "topics/", "people/", "places/")
    assert all(any(path.startswith(start) for path in whole) for start in wanted[:4])
    assert not any(path.startswith(wanted) for path in small)
    assert small.keys() < whole.keys()
    for path, data in small.items():
        if path.endswith(".html"):
            assert b"stories/" not in data, path
            assert b"articles.db" not in data, path
            assert b"/01/11/" not in data, path
    assert b"RFC 5005" in whole["feeds/index.html"]
    assert b"RFC 5005" not in small["feeds/index.html"]
    assert b'<h2 class="day"><time datetime="2022-01-11">' in small["2022/01/index.html"]
    assert _build(site) == whole
