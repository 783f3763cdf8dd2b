"""A site with kinds of pages switched off is whole, and can be switched back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.sites import make_site, read_files, run_newsdigest

_TEXT = """ date 2022-01 {headline}

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
        f"{n}.txt": _TEXT.format(headline=f"Brücke: Sanierung, Teil {n}", when=f"im Jahr {n}")
        for n in range(3)
    }
    return make_site(tmp_path_factory.mktemp("smaller") / "site", seeds)


def test_what_is_switched_off_leaves_no_page_and_no_link(site: Path) -> None:
    whole = _build(site)
    small = _build(site, stories=False, exports=False, search=False, editions=False, registers=[])
    wanted = ("stories/", "articles.", "map/", "topics/", "people/", "places/")
    assert all(any(path.startswith(start) for path in whole) for start in wanted[:3])
    assert not any(path.startswith(wanted) for path in small)
    assert small.keys() < whole.keys()
    for path, data in small.items():
        if path.endswith(".html"):
            assert b"stories/" not in data, path
            assert b"articles.db" not in data, path
    assert _build(site) == whole
