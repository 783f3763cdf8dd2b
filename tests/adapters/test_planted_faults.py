"""Faults that a hostile or careless hand leaves in `output/`: each is found and told."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsdigest.adapters.check import checking
from newsdigest.adapters.check.checking import CheckReport, check_site
from tests.site.sites import make_site, run_newsdigest

SEEDS = {
    "bruecke.txt": """ date 2023-03-12 Rat beschließt „neue“ Brücke & mehr

ALTFURT (dpa) - Der Rat von Altfurt hat den Bau der Brücke beschlossen. Es gab Beifall.

"Wir haben lange gerechnet, nun steht die Brücke", sagte Bürgermeisterin Petra Muster nach der Sitzung.

Die Kosten (1914: 3 Mark) trägt das Land <b>nicht</b>. Baubeginn in Altfurt ist nach dem Winter.
""",
    "haushalt.txt": """ date 2023-03 Altfurt verabschiedet den Haushalt

ALTFURT (dpa) - Der Gemeinderat hat den Haushalt für das kommende Jahr beschlossen. Die Stadt spart.

"Es war ein hartes Stück Arbeit", sagte Bürgermeisterin Petra Muster. Auch Jens Aamodt stimmte zu.

"Wir hätten mehr gewollt", sagte Jens Aamodt von der Opposition am Abend in Berlin.
""",
    "chor.txt": """ date 2023-03-14 Chor gewinnt in Prag

PRAG (dpa) - Die Sängerinnen sind mit Gold zurück aus Prag. Am 2023-03-16 singen sie wieder.

Jens Aamodt hat den Chor nach Prag begleitet. Der nächste Auftritt ist in Berlin.
""",
    "gauge.txt": """ date 2023-02-09 River gauge data now open to all

LONDON (AP) - Anyone can now read the gauges of the river every ten minutes, the agency said.

"We want everyone to see the water rise", said Mary Holt, who leads the agency in London.
""",
    "apfel.txt": "Wie man einen Apfelbaum schneidet\n\nEin alter Rat ohne Tag. Er gilt noch.\n",
}
BRIDGE = "2023/03/rat-beschliesst-neue-bruecke-mehr/index.html"
BUDGET = "2023/03/altfurt-verabschiedet-den-haushalt/index.html"
CHOIR = "2023/03/chor-gewinnt-in-prag/index.html"
GAUGE = "2023/02/river-gauge-data-now-open-to-all/index.html"
FORMER = "alt/bruecke/index.html"
ATOM, RSS = "feeds/all.atom.xml", "feeds/all.rss.xml"

Plant = Callable[[Path], object]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a former address, built, and checked without a finding."""
    root = make_site(tmp_path_factory.mktemp("site"), SEEDS)
    assert run_newsdigest(root, "ingest").returncode == 0
    (post,) = root.glob("content/posts/**/rat-*.md")
    post.write_text(post.read_text("utf-8").replace("\nUid:", "\nAliases: alt/bruecke/\nUid:"))
    assert run_newsdigest(root, "build", SOURCE_DATE_EPOCH="1790000000").returncode == 0
    assert check(root).problems == ()
    return root


@pytest.fixture
def output(site: Path) -> Iterator[Path]:
    """The output, to be broken."""
    kept = site / "kept"
    shutil.copytree(site / "output", kept)
    yield site / "output"
    shutil.rmtree(site / "output")
    kept.rename(site / "output")


def check(root: Path, *, thorough: bool = False) -> CheckReport:
    return check_site(root / "pelicanconf.py", {}, thorough=thorough)


def edit(path: str, old: str, new: str, count: int = 1) -> Plant:
    def plant(output: Path) -> None:
        text = (output / path).read_text("utf-8")
        changed = re.sub(old, new, text, count=count, flags=re.DOTALL)
        assert changed != text, (path, old)
        (output / path).write_text(changed, "utf-8")

    return plant


def edit_first(pattern: str) -> Plant:
    def plant(output: Path) -> None:
        path = min(output.glob(pattern))
        path.write_text(path.read_text("utf-8").replace("e", "x", 1), "utf-8")

    return plant


def write(path: str, text: str | bytes) -> Plant:
    def plant(output: Path) -> None:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(text if isinstance(text, bytes) else text.encode())

    return plant


def remove(path: str) -> Plant:
    return lambda output: (output / path).unlink()


def swap(one: str, other: str) -> Plant:
    def plant(output: Path) -> None:
        data = (output / one).read_bytes()
        (output / one).write_bytes((output / other).read_bytes())
        (output / other).write_bytes(data)

    return plant


def copy(path: str, to: str) -> Plant:
    def plant(output: Path) -> None:
        (output / to).parent.mkdir(parents=True)
        shutil.copy(output / path, output / to)

    return plant


def cut(path: str, share: float) -> Plant:
    def plant(output: Path) -> None:
        data = (output / path).read_bytes()
        (output / path).write_bytes(data[: int(len(data) * share)])

    return plant


def query(statement: str) -> Plant:
    def plant(output: Path) -> None:
        with sqlite3.connect(output / "articles.db") as connection:
            connection.execute(statement)
        connection.close()

    return plant


def hide_links_to(path: str) -> Plant:
    def plant(output: Path) -> None:
        folder = path.split("/")[-2]
        for page in output.rglob("*.html"):
            text = page.read_text("utf-8")
            page.write_text(text.replace(f"{folder}/index.html", "index.html"), "utf-8")

    return plant


def replace_page(make: Callable[[Path], object]) -> Plant:
    def plant(output: Path) -> None:
        remove(CHOIR)(output)
        make(output / CHOIR)

    return plant


def insert(path: str, html: str, before: str = "</main>") -> Plant:
    return edit(path, before, html + before)


# What was done, how, the file that is told, what is said of it, and of which post.
FAULTS: list[tuple[str, Plant, str, str, str]] = [
    ("dead link in a page", edit(CHOIR, r'archive/index\.html"', 'weg/index.html"'), CHOIR, "leads nowhere", "chor"),
    ("dead link in a feed", edit(ATOM, "/chor-gewinnt", "/chor-verliert"), ATOM, "links to", "chor"),
    ("dead link in a sitemap", edit("sitemaps/2023.xml", "/chor-", "/weg-"), "sitemaps/2023.xml", "leads nowhere", "chor"),
    ("doubled id", edit(CHOIR, "<h1", '<p id="nd-main"></p><h1'), CHOIR, "stands 2 times", "chor"),
    ("relative URL in a feed", edit(RSS, r"<link>http://localhost:8000/2023/03/chor", "<link>2023/03/chor"), RSS, "links to", "chor"),
    ("invalid HTML", edit(CHOIR, "</article>", ""), CHOIR, "is not closed", "chor"),
    ("live script", insert(CHOIR, "<script>x()</script>"), CHOIR, "a live <script>", "chor"),
    ("altered quotation", edit(BRIDGE, "<q>Wir haben", "<q>Sie haben"), BRIDGE, "is not in the post", "rat"),
    ("invented day", edit(BUDGET, 'datetime="2023-03"', 'datetime="2023-03-01"'), BUDGET, "names the day", "altfurt"),
    ("missing page", remove(CHOIR), CHOIR, "missing", "chor"),
    ("orphan", hide_links_to(CHOIR), CHOIR, "no link leads here", "chor"),
    ("wrong count", edit("people/index.html", r"(petra-muster.*?)2", r"\g<1>3"), "people/index.html", "instead of", ""),
    ("third-party image", insert(CHOIR, '<img alt="" src="//e.example/i.png">'), CHOIR, "calls another server", "chor"),
    ("control character in a feed", edit(ATOM, "Chor gewinnt", "Chor\x08gewinnt"), ATOM, "not well-formed", "chor"),
    ("stale file", copy(CHOIR, "2020/01/alt/index.html"), "2020/01/alt/index.html", "left over", ""),
    ("wrong language of a page", edit(GAUGE, r'(<h1[^>]*lang=")en', r"\1de"), GAUGE, "language is 'en'", "river"),
    ("broken JSON-LD", edit(CHOIR, '{"@context"', '{@context"'), CHOIR, "JSON-LD cannot be read", "chor"),
    ("title not escaped", edit(BRIDGE, "<title>Rat", "<title><b>Rat"), BRIDGE, "holds '<' unescaped", "rat"),
    ("lost paragraph", edit(BRIDGE, r'<p id="nd-p3">.*?</p>', ""), BRIDGE, "paragraph 3 of the seed", "rat"),
    ("expired redirect", edit(FORMER, "rat-beschliesst-neue-bruecke-mehr", "rat-beschliesst"), FORMER, "the redirect leads nowhere", ""),
    ("redirect gone", remove(FORMER), FORMER, "a former address", "rat"),
    ("dead link in the list of feeds", edit("feeds/feeds.opml", "politik.atom", "kultur.atom"), "feeds/feeds.opml", "is no file of the site", ""),
    ("search index wrong", edit_first("search/*/*.js"), "search/", "instead of", ""),
    ("edition wrong", edit("editions/2023-02.eml", "River", "Reiver"), "editions/2023-02.eml", "instead of", ""),
    ("book damaged", cut("editions/2023-02.epub", 0.9), "editions/2023-02.epub", "is not as the build wrote it", ""),
    ("article missing in articles.json", edit("articles.json", r'\{"id":[^\n]*Brücke[^\n]*\},\n', ""), "articles.json", "lacks the article", "rat"),
]  # fmt: skip


# Whatever else a hand could do: what was done, how, the file that is told.
MORE: list[tuple[str, Plant, str]] = [
    ("two pages swapped", swap(CHOIR, BRIDGE), CHOIR),
    ("page cut off", cut(CHOIR, 0.6), CHOIR),
    ("page empty", write(CHOIR, ""), CHOIR),
    ("page in another encoding", write(CHOIR, "Brücke".encode("utf-16")), CHOIR),
    ("byte order mark", lambda output: write(CHOIR, b"\xef\xbb\xbf" + (output / CHOIR).read_bytes())(output), CHOIR),
    ("one letter in a text", edit(BRIDGE, "Beifall", "Bäifall"), BRIDGE),
    ("paragraph twice", edit(BRIDGE, r'(<p id="nd-p)3(">.*?</p>)', r"\g<1>3\2\g<1>33\2"), BRIDGE),
    ("paragraphs in another order", edit(BRIDGE, r"(<p id=\"nd-p1.*?</p>)(.*?)(<p id=\"nd-p2.*?</p>)", r"\3\2\1"), BRIDGE),
    ("quotation given to another speaker", edit(BUDGET, r"(<q>Es war.*?)Petra Muster", r"\1Jens Aamodt"), BUDGET),
    ("headline of another article", edit(CHOIR, r"(<h1[^>]*>)[^<]*", r"\1Altfurt"), CHOIR),
    ("empty title", edit(CHOIR, "<title>.*?</title>", "<title></title>"), CHOIR),
    ("two pages with one title", edit(CHOIR, "<title>.*?</title>", "<title>Altfurt verabschiedet den Haushalt – Nachrichten-Digest</title>"), CHOIR),
    ("canonical address of another page", edit(CHOIR, r'(rel="canonical" href="[^"]*)chor', r"\1altfurt"), CHOIR),
    ("og:url of another page", edit(CHOIR, r'(og:url" content="[^"]*)chor', r"\1altfurt"), CHOIR),
    ("wrong direction", edit(CHOIR, 'dir="ltr"', 'dir="rtl"'), CHOIR),
    ("wrong language of the interface", edit(CHOIR, '<html lang="de"', '<html lang="en"'), CHOIR),
    ("wrong character set", edit(CHOIR, 'charset="utf-8"', 'charset="iso-8859-1"'), CHOIR),
    ("image without alt", insert(CHOIR, '<img src="../../../card.png">'), CHOIR),
    ("heading left out", edit(CHOIR, "</h1>", "</h1><h4>x</h4>"), CHOIR),
    ("handler in markup", edit(CHOIR, "<h1", '<h1 onclick="x()"'), CHOIR),
    ("style from elsewhere", edit(CHOIR, "</head>", '<link rel="stylesheet" href="http://e.example/x.css"></head>'), CHOIR),
    ("inline style", edit(CHOIR, "<h1", '<h1 style="color: red"'), CHOIR),
    ("link that runs", insert(CHOIR, '<a href="javascript:x()">x</a>'), CHOIR),
    ("page that leads away", edit(CHOIR, "</head>", '<meta http-equiv="refresh" content="0; url=https://e.example/"></head>'), CHOIR),
    ("frame", insert(CHOIR, '<iframe src="https://e.example/"></iframe>'), CHOIR),
    ("form that sends away", insert(CHOIR, '<form action="https://e.example/"><button>x</button></form>'), CHOIR),
    ("picture that runs", edit("map/land.svg", "</svg>", "<script>x()</script></svg>"), "map/land.svg"),
    ("picture from elsewhere in a style", edit("theme/css/digest.css", r"\Z", "a { background: url(https://e.example/x.png) }"), "theme/css/digest.css"),
    ("script of the search changed", edit("theme/js/search.js", r"\A", "fetch('https://e.example/');"), "theme/js/search.js"),
    ("feed cut off", cut(ATOM, 0.5), ATOM),
    ("entry twice", edit(ATOM, r"(<entry.*?</entry>)", r"\1\1"), ATOM),
    ("entry missing", edit(ATOM, r"<entry.*?</entry>", ""), ATOM),
    ("updated in the future", edit(ATOM, r"<updated>20\d\d", "<updated>2099"), ATOM),
    ("published on another day", edit(RSS, r"<pubDate>\w+, \d\d", "<pubDate>Mon, 13"), RSS),
    ("title of an entry", edit("feeds/feed.json", "Chor gewinnt", "Chor verliert"), "feeds/feed.json"),
    ("text of an entry", edit("feeds/languages/de.atom.xml", "mit Gold", "mit Blech"), "feeds/languages/de.atom.xml"),
    ("sitemap without a page", edit("sitemaps/2023.xml", r"<url>(?:(?!</url>).)*chor.*?</url>", ""), "sitemaps/2023.xml"),
    ("sitemap gone", remove("sitemaps/2023.xml"), "sitemaps/2023.xml"),
    ("search engines shut out", write("robots.txt", "User-agent: *\nDisallow: /\n"), "robots.txt"),
    ("page that nobody wrote", write("werbung/index.html", "<!doctype html><title>x</title>"), "werbung/index.html"),
    ("script that nobody wrote", write("x.js", "x()"), "x.js"),
    ("file that nobody wrote", write("2023/notes.bak", "x"), "2023/notes.bak"),
    ("place moved", edit("places/berlin/index.html", r'cx="\d+', 'cx="7'), "places/berlin/index.html"),
    ("place moved on the map", edit("map/index.html", r'cx="\d+', 'cx="1'), "map/index.html"),
    ("person's page lacks an article", edit("people/petra-muster/index.html", r"<h3.*?</h3>", ""), "people/petra-muster/index.html"),
    ("month lacks an article", edit("2023/03/index.html", "Chor gewinnt in Prag", ""), "2023/03/index.html"),
    ("day of another article", edit(CHOIR, "2023/03/14/index", "2023/03/12/index"), CHOIR),
    ("front page of yesterday", edit("index.html", "Chor gewinnt in Prag", "Chor fährt nach Prag"), "index.html"),
    ("speaker in articles.json", edit("articles.json", '"speaker":"Petra Muster"', '"speaker":"Jens Aamodt"'), "articles.json"),
    ("place in articles.json", edit("articles.json", '"Berlin"', '"Bern"'), "articles.json"),
    ("title in the database", query("UPDATE articles SET title = 'x' WHERE id = 1"), "articles.db"),
    ("speaker in the database", query("UPDATE quotes SET speaker = 'x'"), "articles.db"),
    ("database damaged", cut("articles.db", 0.5), "articles.db"),
    ("card of another site", write("card.png", b"\x89PNG"), "card.png"),
    ("style sheet gone", remove("theme/css/digest.css"), "theme/css/digest.css"),
    ("edition gone", remove("editions/2023-02.epub"), "editions/2023-02.epub"),
    ("a folder instead of a page", replace_page(lambda page: page.mkdir()), CHOIR),
    ("a link instead of a page", replace_page(lambda page: page.symlink_to("/etc/hostname")), CHOIR),
    ("manifest gone", remove(".newsdigest-manifest"), ".newsdigest-manifest"),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_planted_fault_is_found_with_its_place_and_its_post(
    site: Path, output: Path, fault: tuple[str, Plant, str, str, str]
) -> None:
    _, plant, file, message, slug = fault
    plant(output)
    report = check(site)
    assert report.exitcode == 1
    told = [problem for problem in report.problems if problem.path.startswith(f"output/{file}")]
    assert any(message in problem.message for problem in told)
    # What to do, and to which line of which source.
    assert any("build again" in problem.message for problem in told)
    assert not slug or any(
        re.search(rf"\(from content/posts/\S*/{slug}\S*\.md(:\d+)?\)", problem.message)
        for problem in told
    )
    assert all(problem.line for problem in told if "instead of" in problem.message)


@pytest.mark.parametrize("fault", MORE, ids=[fault[0] for fault in MORE])
def test_whatever_became_of_the_output_is_found(
    site: Path, output: Path, fault: tuple[str, Plant, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Told without what a build would write, as where none can be made.
    monkeypatch.setattr(checking, "_rehearse", lambda *_: {})
    _, plant, file = fault
    plant(output)
    report = check(site)
    assert report.exitcode == 1
    told = [problem for problem in report.problems if problem.path.startswith(f"output/{file}")]
    assert any(problem.severity == "error" for problem in told)


@pytest.mark.parametrize("plant", [edit(BRIDGE, "Beifall", "Bäifall"), remove(FORMER)])
def test_a_thorough_check_finds_the_same(site: Path, output: Path, plant: Plant) -> None:
    plant(output)
    assert check(site) == check(site, thorough=True)


def test_what_was_put_right_is_clean_again(site: Path, output: Path) -> None:
    before = (output / CHOIR).read_bytes()
    edit(CHOIR, "Gold", "Blech")(output)
    assert check(site).exitcode == 1
    (output / CHOIR).write_bytes(before)
    assert check(site).problems == ()


def test_a_file_for_a_host_at_the_root_is_only_warned_of(site: Path, output: Path) -> None:
    (output / "CNAME").write_text("blatt.example\n")
    (output / "google4711.html").write_text("google-site-verification: google4711.html")
    report = check(site)
    assert report.exitcode == 0
    assert [problem.path for problem in report.problems] == ["output/CNAME"]


def edit_post(slug: str, old: str, new: str) -> Plant:
    def plant(root: Path) -> None:
        (post,) = root.glob(f"content/posts/**/{slug}*.md")
        text = post.read_text("utf-8")
        assert re.search(old, text)
        post.write_text(re.sub(old, new, text, count=1), "utf-8")

    return plant


def write_facts(slug: str, data: bytes) -> Plant:
    def plant(root: Path) -> None:
        (facts,) = root.glob(f"content/posts/**/{slug}*.facts.json")
        facts.write_bytes(data)

    return plant


SOURCES: list[tuple[str, Plant, str, str]] = [
    ("post without a title", edit_post("chor", "Title: .*", "Untitled: x"), "chor.*md:1", "no title"),
    ("impossible day", edit_post("chor", "Published: .*", "Published: 2023-02-30"), "chor.*md:5", "is wrong"),
    ("no language", edit_post("chor", "Lang: de", "Lang: German"), "chor.*md:3", "language code"),
    ("facts that are none", write_facts("chor", b"{"), "chor.*facts.json", "JSON"),
    ("facts in another encoding", write_facts("chor", b"\xff"), "chor.*facts.json", "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize("fault", SOURCES, ids=[fault[0] for fault in SOURCES])
def test_a_post_that_a_build_leaves_out_is_found_after_that_build_too(
    tmp_path: Path, fault: tuple[str, Plant, str, str]
) -> None:
    _, plant, file, message = fault
    root = make_site(tmp_path, {"chor.txt": SEEDS["chor.txt"], "apfel.txt": SEEDS["apfel.txt"]})
    assert run_newsdigest(root, "build").returncode == 0
    plant(root)
    run_newsdigest(root, "build")
    report = check(root)
    assert report.exitcode == 1
    assert any(
        re.search(file, f"{p.path}:{p.line}") and message in p.message for p in report.problems
    )
