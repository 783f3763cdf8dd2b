"""Small sites with everything an editor may put into them, built by the real command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.site.sites import make_site, read_files, run_here

RST = """Ein Bericht in reStructuredText
###############################

:date: 2021-05-06
:tags: Tal, Brücke

Der Text *steht* hier.
"""


def build(root: Path, *arguments: str) -> tuple[int, list[dict[str, str]], str]:
    done = run_here(root, "build", "--json", *arguments, SOURCE_DATE_EPOCH="1700000000")
    assert "Traceback" not in done.stderr
    problems = json.loads(done.stdout)["problems"] if done.stdout else []
    return done.returncode, problems, done.stderr


def put(root: Path, posts: dict[str, str | bytes]) -> None:
    for name, text in posts.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def post(title: str, *more: str, body: str = "Der Text.") -> str:
    return "\n".join([f"Title: {title}", "Published: 2022-01", *more, "", body, ""])


def configure(root: Path, text: str) -> None:
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{text}\n")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site", {})


def test_links_between_posts_pages_and_files_are_resolved(site: Path) -> None:
    body = (
        "[anderer]({filename}b.md#teil) [Seite]({filename}/pages/about.md) "
        "![Bild]({static}/images/a.svg) [Wurzel]({static}/files/x.pdf) [weg]({filename}nirgends.md)"
    )
    put(
        site,
        {
            "posts/a.md": post("Anna", body=body),
            "posts/b.md": post("Berta"),
            "images/a.svg": "<svg/>",
            "files/x.pdf": "%PDF",
        },
    )
    code, problems, _ = build(site)
    page = (site / "output/2022/01/anna/index.html").read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"]*(?:berta|about|svg|pdf)[^"]*)"', page)
    assert "../../../2022/01/berta/index.html#teil" in links
    assert "../../../images/a.svg" in links
    assert "../../../files/x.pdf" in links
    assert (site / "output" / "files" / "x.pdf").read_bytes() == b"%PDF"
    assert code == 1
    assert any("nirgends" in problem["message"] for problem in problems)


def test_a_link_to_a_draft_is_reported(site: Path) -> None:
    put(
        site,
        {
            "posts/a.md": post("Anna", body="[Entwurf]({filename}b.md)"),
            "posts/b.md": post("Berta", "Status: draft"),
        },
    )
    code, problems, _ = build(site)
    assert code == 1
    assert any(p["path"].endswith("b.md") and "not on the site" in p["message"] for p in problems)
    assert not (site / "output/2022/01/berta").exists()


def test_a_time_in_a_hand_written_post_is_that_of_the_site_s_zone(site: Path) -> None:
    configure(site, 'TIMEZONE = "Asia/Kathmandu"')
    (site / "seeds" / "b.txt").write_text("Berta\n\n3. Januar 2022, 10:30 Uhr\n\nText.\n", "utf-8")
    put(site, {"posts/a.md": post("Anna").replace("2022-01", "2022-01-03T10:30")})
    assert build(site)[0] == 0
    feed = (site / "output/feeds/all.atom.xml").read_text("utf-8")
    assert sorted(re.findall("<published>(.*?)</published>", feed)) == [
        "2022-01-03T10:30:00+00:00",
        "2022-01-03T10:30:00+05:45",
    ]


@pytest.mark.parametrize("link", ["{category}Kultur", "{tag}Wahl", "|author|Anna Berg"])
def test_a_link_to_a_page_that_only_pelican_would_make_is_reported(site: Path, link: str) -> None:
    put(site, {"posts/a.md": post("Anna", body=f'[da]({{index}}) <a href="{link}">dort</a>')})
    code, problems, _ = build(site)
    assert code == 1
    assert [problem["message"] for problem in problems] == [
        f'a link leads nowhere (="{link}"): correct it'
    ]


def test_other_formats_are_read_without_making_dates_up(site: Path) -> None:
    put(
        site,
        {
            "posts/bericht.rst": RST,
            "posts/seite.html": (
                '<html><head><title>In HTML</title><meta name="Published" content="2020-07">'
                "</head><body><p>Der Text in HTML.</p></body></html>"
            ),
        },
    )
    code, problems, err = build(site)
    assert (code, problems) == (0, []), err
    pages = read_files(site / "output")
    (rst,) = (name for name in pages if name.startswith("2021/05/") and "bericht" in name)
    assert b"<em>steht</em>" in pages[rst]
    assert b"2020-07-" not in pages["2020/07/in-html/index.html"]


@pytest.mark.parametrize(
    ("name", "content", "line", "told"),
    [
        ("posts/a.md", b"Title: x\nPublished: 2022-01\n\n\xff\xfe kaputt", 4, "not UTF-8"),
        ("posts/a.md", "Published: 2022-01\n\nText.\n", 1, "Title"),
        ("posts/a.md", "Title: x\nPublished: morgen\n\nText.\n", 2, "morgen"),
        ("posts/a.md", "Title: x\nweiter\nUid: urn:uuid:1\n\nText.\n", 2, "header is broken"),
        (
            "posts/a.rst",
            "Ohne Ende\n====\n\nText.\n",
            0,
            "a.rst:2: (WARNING/2) Title underline too short",
        ),
    ],
)
def test_a_faulty_post_is_named_and_costs_no_other_its_place(
    site: Path, name: str, content: str | bytes, line: int, told: str
) -> None:
    put(site, {name: content, "posts/gut.md": post("Gut")})
    code, problems, err = build(site)
    assert code == 1, err
    assert any(
        problem["path"].endswith(name)
        and told in problem["message"]
        and int(problem["line"]) == line
        for problem in problems
    ), problems
    assert (site / "output/2022/01/gut/index.html").is_file()


def test_a_post_whose_name_is_no_text_is_named_and_costs_no_other_its_place(site: Path) -> None:
    put(site, {"posts/a.md": post("Anna"), "posts/b\udcff.md": post("Berta")})
    for _ in range(2):  # what is still wrong is told again
        code, problems, _ = build(site)
        assert code == 1
        ((path, message),) = {(problem["path"], problem["message"]) for problem in problems}
        assert path == "content/posts/b\\udcff.md"
        assert "name is not UTF-8: rename it" in message
    assert (site / "output/2022/01/anna/index.html").is_file()
    (site / "content/posts/b\udcff.md").rename(site / "content/posts/b.md")
    assert build(site)[:2] == (0, [])
    assert (site / "output/2022/01/berta/index.html").is_file()


def test_metadata_come_from_names_paths_and_settings_too(site: Path) -> None:
    configure(
        site,
        "FILENAME_METADATA = r'(?P<published>\\d{4}-\\d{2})_(?P<slug>.*)'\n"
        "PATH_METADATA = r'posts/(?P<category>[^/]+)/'\n"
        "EXTRA_PATH_METADATA = {'posts/sport': {'byline': 'Max Muster'}}\n"
        "DEFAULT_METADATA = {'tags': ['Alltag', 'Tal']}",
    )
    put(
        site,
        {
            "posts/sport/2021-03_lauf.md": "Title: Der Lauf\n\nText vom Lauf.\n",
            "posts/sport/2021-03_ruhe.md": "Title: Die Ruhe\nTags: Stille\n\nText.\n",
        },
    )
    code, problems, err = build(site)
    assert (code, problems) == (0, []), err
    page = (site / "output/2021/03/lauf/index.html").read_text("utf-8")
    assert "Max Muster" in page
    assert (site / "output/sections/sport/index.html").is_file()
    assert "Alltag" in page
    assert "Alltag" not in (site / "output/2021/03/ruhe/index.html").read_text("utf-8")


def test_two_posts_of_one_slug_both_stand_and_the_second_is_told(site: Path) -> None:
    put(site, {"posts/a.md": post("Eins", "Slug: x"), "posts/b.md": post("Zwei", "Slug: x")})
    code, problems, _ = build(site)
    assert (code, len(problems)) == (1, 1)
    assert (site / "output/2022/01/x-2/index.html").is_file()
    # The second build plans nothing anew, and tells the same.
    assert build(site)[:2] == (code, problems)


def test_what_others_put_into_the_output_folder_stays(site: Path) -> None:
    put(site, {"posts/a.md": post("Anna")})
    (site / "output" / "fremd").mkdir(parents=True)
    (site / "output" / "fremd" / "x.txt").write_text("x")
    assert build(site)[0] == 0
    (site / "content/posts/a.md").unlink()
    assert build(site)[0] == 0
    assert (site / "output" / "fremd" / "x.txt").read_text() == "x"
    assert not (site / "output" / "2022").exists()


@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_what_is_in_the_way_is_named_and_nothing_is_written(
    site: Path, tmp_path: Path, kind: str
) -> None:
    put(site, {"posts/a.md": post("Anna")})
    output = site / "output"
    output.mkdir()
    if kind == "file":
        (output / "2022").write_text("meins")
    elif kind == "link":
        (tmp_path / "anderswo").mkdir()
        (output / "2022").symlink_to(tmp_path / "anderswo")
    else:
        (output / "index.html").mkdir()
        (output / "index.html" / "meins").write_text("x")
    before = read_files(output)
    code, _, err = build(site)
    assert (code, "in the way of" in err) == (2, True), err
    assert {name: data for name, data in read_files(output).items() if name in before} == before
    assert not (output / "sitemap.xml").exists()
    assert not list(tmp_path.glob("anderswo/*"))


def test_an_output_folder_that_is_a_file_is_refused(site: Path) -> None:
    (site / "output").write_text("x")
    code, _, err = build(site)
    assert (code, "cannot be written" in err) == (2, True), err


def test_a_page_may_become_a_folder_and_a_folder_a_page(site: Path) -> None:
    put(site, {"posts/a.md": post("Anna", "Aliases: alt/seite.html")})
    assert build(site)[0] == 0
    assert (site / "output/alt/seite.html").is_file()
    put(site, {"posts/a.md": post("Anna", "Aliases: alt/seite.html/tief/")})
    assert build(site)[0] == 0
    assert (site / "output/alt/seite.html/tief/index.html").is_file()
    put(site, {"posts/a.md": post("Anna", "Aliases: alt/seite.html")})
    assert build(site)[0] == 0
    assert (site / "output/alt/seite.html").is_file()


@pytest.mark.parametrize("damage", [b"", b"kaputt" * 1000])
def test_a_damaged_index_and_manifest_cost_time_only(site: Path, damage: bytes) -> None:
    put(site, {"posts/a.md": post("Anna")})
    assert build(site)[0] == 0
    before = read_files(site / "output")
    for path in (*(site / "cache").glob("*.sqlite"), *(site / "cache").glob("*.json")):
        path.write_bytes(damage)
    (site / "output/index.html").write_bytes(b"")
    assert build(site)[0] == 0
    assert read_files(site / "output") == before


def test_a_number_of_workers_that_is_none_ends_with_2(site: Path) -> None:
    done = run_here(site, "build", NEWSDIGEST_JOBS="viele")
    assert (done.returncode, "NEWSDIGEST_JOBS" in done.stderr) == (2, True)
