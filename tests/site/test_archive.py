"""A site of many posts: its registers, digests and exports agree with the posts, and every
page can be reached.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter, deque
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import html5lib
import pytest

from newsdigest.posts import parse_post, split_list
from tests.site.sites import make_site, run_newsdigest

POSTS = 260
PEOPLE = [
    f"{first} {last}"
    for first in ("Anna", "Bela", "Cleo", "Dana", "Emil", "Finn", "Gesa", "Hugo", "Ida", "Jan")
    for last in ("Adler", "Öhm", "Zander", "Kuhn", "Kühn", "Lind", "Maier", "Nagel", "Ost", "Pohl")
] + [f"Ort{n} Nachname{n}" for n in range(30)]
PLACES = ["Aue", "Bad Moor", "Celle am See", "Düne"]
PERIODS = ["2020", "2021-05", "2021-05-{day:02d}", "2022-05-{day:02d}", "2022-06-{day:02d}", ""]


def write_post(number: int) -> str:
    """A post whose names repeat in rhythms of their own, Aue in every one, and whose text
    is like no other's.
    """
    people = dict.fromkeys((PEOPLE[number % len(PEOPLE)], PEOPLE[number * 7 % 11]))
    places = dict.fromkeys(("Aue", PLACES[number % len(PLACES)]))
    speaker = next(iter(people))
    period = PERIODS[number % len(PERIODS)].format(day=1 + number % 28)
    lines = [
        f"Title: Meldung {number} aus dem Tal",
        *([f"Published: {period}"] if period else []),
        f"Added: 2026-01-01T00:{number // 60:02d}:{number % 60:02d}Z",
        f"Category: {('Politik', 'Sport')[number % 2]}",
        f"Tags: Alltag; Thema {number % 40}",
        f"Summary: Was in der Meldung {number} steht.",
        f"People: {'; '.join(people)}",
        f"Places: {'; '.join(places)}",
        f"Quotes: „Das ist der Satz {number}.“ — {speaker}",
    ]
    words = " ".join(sha256(f"{number} {at}".encode()).hexdigest()[:7] for at in range(40))
    return (
        "\n".join(lines) + f"\n\n{words}\n\n„Das ist der Satz {number}.“, sagte {speaker} in Aue.\n"
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_site(tmp_path_factory.mktemp("archive") / "site", {})
    posts = root / "content" / "posts"
    posts.mkdir(parents=True)
    for number in range(POSTS):
        (posts / f"{number:03d}.md").write_text(write_post(number), encoding="utf-8")
    done = run_newsdigest(root, "build")
    assert done.returncode == 0, done.stderr
    return root


def count_in_posts(root: Path, field: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in (root / "content" / "posts").glob("*.md"):
        header = dict(parse_post(path.read_text("utf-8")).header)
        counts.update(set(split_list(header.get(field, ""))))
    return counts


@pytest.mark.parametrize("kind", ["people", "places"])
def test_the_count_of_every_name_is_that_of_the_posts(root: Path, kind: str) -> None:
    shown = {}
    for path in (root / "output" / kind).glob("*/index.html"):
        page = html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)
        header = page.find(".//header[@class='opening']")
        meta = header.find("p[@class='meta']") if header is not None else None
        if header is None or meta is None:
            continue
        count = re.match(r"(\d+) Artikel", "".join(meta.itertext()))
        assert count, path
        shown[header.findtext("h1")] = int(count[1])
    wanted = count_in_posts(root, kind.title())
    assert shown == {name: count for name, count in wanted.items() if count >= 2}
    assert "Jan Pohl" in shown or kind == "places"


def test_the_exports_count_as_the_posts_do(root: Path) -> None:
    document = json.loads((root / "output" / "articles.json").read_text("utf-8"))
    assert document["site"]["count"] == len(document["articles"]) == POSTS
    with closing(sqlite3.connect(root / "output" / "articles.db")) as connection:
        query = (
            "SELECT names.name, count(*) FROM names JOIN mentions ON mentions.name = names.id "
            "WHERE kind = 'people' GROUP BY names.id"
        )
        assert dict(connection.execute(query)) == count_in_posts(root, "People")


def test_no_digest_shows_an_article_twice(root: Path) -> None:
    digests = [
        path
        for path in (root / "output").glob("20*/**/index.html")
        if re.fullmatch(r"\d{4}(/\d\d){0,2}", path.parent.relative_to(root / "output").as_posix())
    ]
    assert len(digests) > 30
    for path in digests:
        html = path.read_text("utf-8")
        chronicle = html.partition('<section class="part sayings">')[0]
        titles = re.findall(r'<a class="u-url" href="([^"]+)"', chronicle)
        assert titles, path
        assert len(titles) == len(set(titles)), path


def test_every_page_is_four_links_from_the_front_page_at_most(root: Path) -> None:
    output = root / "output"
    pages = {
        path.relative_to(output).as_posix(): path.read_text("utf-8")
        for path in output.rglob("*.html")
    }
    steps = {"index.html": 0}
    waiting = deque(steps)
    while waiting:
        path = waiting.popleft()
        for link in re.findall(r'<a\b[^>]*? href="([^"#?]+)', pages[path]):
            target = (Path("/") / path).parent.joinpath(unquote(link))
            found = target.resolve().relative_to("/").as_posix()
            if found in pages and found not in steps:
                steps[found] = steps[path] + 1
                waiting.append(found)
    readable = {path for path, html in pages.items() if "noindex" not in html}
    assert readable <= set(steps), sorted(readable - set(steps))[:5]
    assert max(steps[path] for path in readable) <= 4


def test_the_check_finds_nothing(root: Path) -> None:
    done = run_newsdigest(root, "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors" in done.stdout + done.stderr
