"""A machine that changes a small site at random and builds it after every change.

After each step, `output/` must hold the bytes that a clean build of the same site gives:
in another folder, without a cache, in another time zone and locale, by one process. Lists,
feeds and archives are cut after two entries and the vocabulary is tiny, so that registers,
sections, months and feed archives come and go, and addresses collide.

Most names stand in one or two posts: with one post more or less, a name gets its page or
loses it, and the other post, which nobody touched, has to show it. About half of the posts
are long, so that nothing but the name joins these two: short ones that name the same are
of one story or related, and each page looks at the other post for that alone.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newsdigest.adapters.writing.writer import STAGING
from newsdigest.addresses import MANIFEST
from tests.site.builds import build, make_folder
from tests.site.press import ALONE, GROUP_SIZE
from tests.site.showing_theme import write_showing_theme
from tests.site.sites import make_site, read_files

POSTS = ("anna", "berta", "carla", "doris", "emil")
NAMES = st.sampled_from(POSTS)
WORDS = st.sampled_from(["Rat", "Tal", "Bahn", "Chor", "<b>&"])
PERIODS = st.sampled_from(["2021", "2022-01", "2022-02", "2022-01-10", "2022-01-11", ""])
PAUSES = st.sampled_from([0.0, 0.06])
CHOICES = st.integers(min_value=0, max_value=10_000)
FIELDS = st.one_of(
    st.tuples(st.just("Title"), WORDS),
    st.tuples(st.just("Published"), PERIODS),
    st.tuples(st.just("Slug"), st.sampled_from(["rat", "tal", "rat-2", ""])),
    st.tuples(st.just("Category"), st.sampled_from(["Politik", "Sport", ""])),
    st.tuples(st.sampled_from(["Tags", "People", "Organisations"]), WORDS),
    st.tuples(st.just("People"), st.sampled_from(["Anna Holt; Rat", "Anna Holt", ""])),
    st.tuples(st.just("Places"), st.sampled_from(["Wien; Tal", "Wien", "Genf", ""])),
    st.tuples(st.just("Quotes"), st.sampled_from(["„So ist es.“ — Anna Holt", "„Nein.“", ""])),
    st.tuples(st.just("Lang"), st.sampled_from(["de", "en", "ar"])),
    st.tuples(st.just("Aliases"), st.sampled_from(["alt/rat/", "alt/tal/", "alt.html", ""])),
    st.tuples(st.just("Status"), st.sampled_from(["draft", "published"])),
    st.tuples(st.just("Added"), st.sampled_from(["2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z"])),
    st.tuples(st.just("Modified"), st.sampled_from(["2025-01-01T00:00:00Z", ""])),
    st.tuples(
        st.sampled_from(["Summary", "Byline", "Dateline", "Agency", "Source", "Rights"]), WORDS
    ),
)
ADDRESSES = st.one_of(
    st.tuples(st.just("Slug"), st.sampled_from(["rat", "tal", "bahn", "chor"])),
    st.tuples(st.just("Published"), PERIODS),
)
_KINDS = ("People", "Organisations", "Places")
_LINK = "\n\nSiehe [dort]({filename}anna.md).\n"


class IncrementalBuild(RuleBasedStateMachine):
    """See the module; `show` decides which theme the site has.

    Attributes:
        comparisons: How many clean builds all machines were compared with.
    """

    comparisons: ClassVar[int] = 0
    show: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.folder = make_folder()
        self.root = make_site(self.folder / "site", {})
        if self.show:
            write_showing_theme(self.root)
        self.templates = self.root / "theme" / "templates"
        self.posts = self.root / "content" / "posts"
        self.posts.mkdir()
        self.overrides: dict[str, Any] = {}
        # Groups of pages as small as can be: what did not change is mostly not even planned.
        # Where there are workers, they draw everything; a process that ran ahead makes the site.
        self.environment = {
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "NEWSDIGEST_JOBS": "2",
            GROUP_SIZE: "1",
            ALONE: "0",
        }
        self.is_built = False
        self.pause = 0.0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize(names=st.lists(NAMES, min_size=3, max_size=5, unique=True), data=st.data())
    def begin(self, names: list[str], data: st.DataObject) -> None:
        for name in names:
            fields = dict(data.draw(st.lists(FIELDS, max_size=3)))
            self.write(name, fields, long=data.draw(st.booleans()))
        self.take_time(data.draw(PAUSES))
        if data.draw(st.booleans()):
            self.put_seed("anna", "Rat", "2022-01", "Wien")

    def write(self, name: str, fields: dict[str, str], *, long: bool) -> None:
        known = {"Title": "Rat", "Published": "2022-01-10", "Tags": "Tal; Alltag"}
        known |= _name_neighbours(name) | fields
        header = "".join(f"{key}: {value}\n" for key, value in known.items() if value)
        text = f"{header}\nText über {known['Title']} von {name}.\n"
        if long:
            text += " ".join(f"{name.title()}{number}" for number in range(60)) + "\n"
        (self.posts / f"{name}.md").write_text(text, encoding="utf-8")

    def pick(self, folder: Path, choice: int, pattern: str = "*") -> Path | None:
        found = sorted(path for path in folder.rglob(pattern) if path.is_file())
        return found[choice % len(found)] if found else None

    @rule(name=NAMES, fields=st.lists(FIELDS, max_size=4), long=st.booleans())
    def put_post(self, name: str, fields: list[tuple[str, str]], *, long: bool) -> None:
        self.write(name, dict(fields), long=long)

    @rule(choice=CHOICES, field=FIELDS)
    def edit_field(self, choice: int, field: tuple[str, str]) -> None:
        """Of a post that was written by hand or made from a seed."""
        if path := self.pick(self.posts, choice, "*.md"):
            _set_field(path, *field)

    @rule(choice=CHOICES)
    def name_once_more_or_less(self, choice: int) -> None:
        """What one post names, a second one names, too; or of two, one does not any more."""
        named = {path: _list_named(path) for path in sorted(self.posts.glob("*.md"))}
        counts = Counter(mention for names in named.values() for mention in names)
        changes = [
            (path, mention)
            for mention, count in sorted(counts.items())
            for path, names in named.items()
            if count == 1 + (mention in names)
        ]
        if changes:
            path, (kind, name) = changes[choice % len(changes)]
            others = [other for key, other in named[path] if key == kind and other != name]
            added = [] if (kind, name) in named[path] else [name]
            _set_field(path, kind, "; ".join(others + added))

    @rule(
        choice=CHOICES,
        tail=st.sampled_from([" Und so weiter.\n", _LINK, "\n\n![](images/x.svg)\n"]),
    )
    def edit_body(self, choice: int, tail: str) -> None:
        if path := self.pick(self.posts, choice, "*.md"):
            with path.open("a", encoding="utf-8") as file:
                file.write(tail)

    @rule(choice=CHOICES)
    def edit_unnoticed(self, choice: int) -> None:
        """The same size and the same time: only the inode's own time tells."""
        path = self.pick(self.posts, choice, "*.md")
        if path and "Text" in path.read_text("utf-8"):
            before = path.stat()
            path.write_text(path.read_text("utf-8").replace("Text", "Wort"), encoding="utf-8")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(choice=CHOICES)
    def delete_post(self, choice: int) -> None:
        if path := self.pick(self.posts, choice, "*.md"):
            path.unlink()

    @rule(choice=CHOICES, name=NAMES)
    def rename_post(self, choice: int, name: str) -> None:
        path = self.pick(self.posts, choice, "*.md")
        if path and not (self.posts / f"neu-{name}.md").exists():
            path.rename(self.posts / f"neu-{name}.md")

    @rule(first=CHOICES, second=CHOICES)
    def swap_posts(self, first: int, second: int) -> None:
        one, other = (self.pick(self.posts, choice, "*.md") for choice in (first, second))
        if one and other and one != other:
            aside = one.with_suffix(".aside")
            one.rename(aside)
            other.rename(one)
            aside.rename(other)

    @rule(choice=CHOICES)
    def touch_post(self, choice: int) -> None:
        if path := self.pick(self.posts, choice, "*.md"):
            os.utime(path, (1_000_000_000 + choice, 1_000_000_000 + choice))

    @rule(name=NAMES, title=WORDS, period=PERIODS, body=WORDS)
    def put_seed(self, name: str, title: str, period: str, body: str) -> None:
        date = f" date {period} " if period else ""
        text = f"{date}{title} am Ort\n\nDas ist der Text über {body} heute.\n"
        (self.root / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")

    @rule(choice=CHOICES)
    def delete_seed(self, choice: int) -> None:
        if path := self.pick(self.root / "seeds", choice):
            path.unlink()

    @rule(choice=CHOICES)
    def reformat_seed(self, choice: int) -> None:
        """Its post stays as it is; only the facts file tells of another text."""
        if path := self.pick(self.root / "seeds", choice):
            with path.open("a", encoding="utf-8") as file:
                file.write("\n")

    @rule(words=WORDS, choice=CHOICES)
    def edit_template(self, words: str, choice: int) -> None:
        path = self.pick(self.templates, choice)
        assert path is not None
        text = path.read_text("utf-8")
        for end in ("</main>", "{% endblock %}"):
            head, found, tail = text.rpartition(end)
            if found:
                path.write_text(f"{head}<i>{words}</i>{end}{tail}", encoding="utf-8")
                return

    @rule(words=WORDS)
    def edit_base_template(self, words: str) -> None:
        path = self.templates / "base.html"
        text = path.read_text("utf-8")
        path.write_text(text.replace("</body>", f"<i>{words}</i></body>"), encoding="utf-8")

    @rule(words=WORDS)
    def edit_included_templates(self, words: str) -> None:
        names = ("macros", "foot") if self.show else ("source",)
        for name in names:
            path = self.templates / f"{name}.html"
            text = path.read_text("utf-8").replace("{% endmacro %}", f"{words}{{% endmacro %}}")
            path.write_text(text + f"<i>{words}</i>" * (name != "macros"), encoding="utf-8")

    @rule(words=WORDS)
    def edit_stylesheet(self, words: str) -> None:
        with (self.root / "theme" / "static" / "css" / "digest.css").open("a") as file:
            file.write(f"/* {words} */\n")

    @rule(name=NAMES, words=WORDS)
    def put_image(self, name: str, words: str) -> None:
        folder = self.root / "content" / "images"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.svg").write_text(words, encoding="utf-8")

    @rule(choice=CHOICES)
    def delete_image(self, choice: int) -> None:
        if path := self.pick(self.root / "content", choice, "*.svg"):
            path.unlink()

    @rule(words=WORDS)
    def edit_page(self, words: str) -> None:
        """One of Pelican's own pages; its title stands in the menu of every page."""
        page = self.pick(self.root / "content" / "pages", 0)
        assert page is not None
        page.write_text(f"Title: {words}\nSlug: seite\n\n{words}\n", encoding="utf-8")

    @rule(
        change=st.sampled_from(
            [
                ("SITENAME", "Bote"),
                ("SITENAME", "Kurier"),
                ("SITEURL", "https://bote.example/heute"),
                ("DEFAULT_LANG", "en"),
                ("DEFAULT_LANG", "de"),
                ("FEED_MAX_ITEMS", 1),
                ("FEED_MAX_ITEMS", 3),
                ("TIMEZONE", "America/St_Johns"),
                ("MENUITEMS", (("Rat", "/rat/"),)),
                ("NEWSDIGEST", {"register_min_articles": 1}),
                ("NEWSDIGEST", {"feed_date": "added", "front_page_articles": 1}),
                ("NEWSDIGEST", {"day_digests": False}),
                ("NEWSDIGEST", {"feed_archive": False}),
            ]
        )
    )
    def change_setting(self, change: tuple[str, Any]) -> None:
        self.overrides[change[0]] = change[1]

    @rule(pause=PAUSES)
    def take_time(self, pause: float) -> None:
        """Files that changed a moment ago are never trusted; with time, all are."""
        self.pause = pause

    @rule()
    def restore_settings(self) -> None:
        self.overrides.clear()

    @rule(
        zone=st.sampled_from(["UTC", "Pacific/Kiritimati", "America/St_Johns"]),
        locale=st.sampled_from(["C", "C.UTF-8", "POSIX"]),
        jobs=st.sampled_from(["1", "2", "3"]),
    )
    def move_elsewhere(self, zone: str, locale: str, jobs: str) -> None:
        self.environment |= {"TZ": zone, "LC_ALL": locale, "NEWSDIGEST_JOBS": jobs}

    @precondition(lambda self: self.is_built)
    @rule(choice=CHOICES)
    def damage_output(self, choice: int) -> None:
        if path := self.pick(self.root / "output", choice, "*.*"):
            path.write_bytes(b"kaputt")

    @precondition(lambda self: self.is_built)
    @rule(choice=CHOICES)
    def damage_output_unnoticed(self, choice: int) -> None:
        """The same size and the same time."""
        if path := self.pick(self.root / "output", choice, "*.*ml"):
            before = path.stat()
            path.write_bytes(b"?" * before.st_size)
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @precondition(lambda self: self.is_built)
    @rule(choice=CHOICES)
    def delete_output(self, choice: int) -> None:
        if path := self.pick(self.root / "output", choice):
            path.unlink()

    @precondition(lambda self: self.is_built)
    @rule()
    def lose_cache(self) -> None:
        shutil.rmtree(self.root / "cache")

    @precondition(lambda self: self.is_built)
    @rule()
    def copy_site(self) -> None:
        """A restored cache and output: each file is another one, with another time."""
        copy = self.folder / "copy"
        shutil.copytree(self.root, copy, symlinks=True, copy_function=shutil.copyfile)
        shutil.rmtree(self.root)
        copy.rename(self.root)

    @rule(changes=st.integers(min_value=0, max_value=160), words=st.one_of(st.none(), WORDS))
    def crash(self, changes: int, words: str | None) -> None:
        """A build is killed at its n-th change to the file system."""
        if words:
            self.edit_base_template(words)
        self.kill(changes, moves=False)

    @rule(
        moves=st.integers(min_value=0, max_value=10),
        choice=CHOICES,
        addresses=st.tuples(ADDRESSES, ADDRESSES),
    )
    def crash_midway(
        self, moves: int, choice: int, addresses: tuple[tuple[str, str], tuple[str, str]]
    ) -> None:
        """A build is killed while it moves files to their places; when the next one begins,
        they are not wanted any more.
        """
        self.edit_field(choice, addresses[0])
        self.kill(moves, moves=True)
        self.edit_field(choice, addresses[1])

    def kill(self, changes: int, *, moves: bool) -> None:
        before = read_files(self.root / "output")
        done = build(self.root, self.overrides, self.environment, changes=changes, moves=moves)
        if done:
            return
        left = read_files(self.root / "output")
        clean = self.build_clean()
        for path, data in left.items():
            if not path.startswith(STAGING) and path != MANIFEST:
                assert data in (before.get(path), clean.get(path)), f"{path}: half-written"

    def build_clean(self) -> dict[str, bytes]:
        """What the site is in truth."""
        clean = self.folder / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        places = {"OUTPUT_PATH": str(clean / "output"), "CACHE_PATH": str(clean / "cache")}
        build(self.root, {**self.overrides, **places}, {"NEWSDIGEST_JOBS": "1"})
        return read_files(clean / "output")

    @invariant()
    def output_is_that_of_a_clean_build(self) -> None:
        time.sleep(self.pause)
        build(self.root, self.overrides, self.environment)
        self.is_built = True
        type(self).comparisons += 1
        _compare(read_files(self.root / "output"), self.build_clean())


class RealTheme(IncrementalBuild):
    """The same with the theme that ships."""

    comparisons: ClassVar[int] = 0
    show: ClassVar[bool] = False


def _name_neighbours(post: str) -> dict[str, str]:
    """The names that a post has in common with the one before it and the one after it, if
    there are any: in turn of a person, an organisation and a place.
    """
    at = POSTS.index(post)
    fields: dict[str, str] = {}
    for number in (at, (at + 1) % len(POSTS)):
        kind = _KINDS[number % len(_KINDS)]
        fields[kind] = "; ".join(filter(None, (fields.get(kind), f"{POSTS[number].title()} Holt")))
    return fields


def _list_named(post: Path) -> list[tuple[str, str]]:
    """Whom and what a post names, each with its kind."""
    header = post.read_text("utf-8").partition("\n\n")[0]
    fields = [line.partition(": ")[::2] for line in header.split("\n")]
    return [(key, name) for key, names in fields if key in _KINDS for name in names.split("; ")]


def _set_field(post: Path, key: str, value: str) -> None:
    """Gives a post's header a field, or takes it away."""
    header, _, body = post.read_text("utf-8").partition("\n\n")
    lines = [line for line in header.split("\n") if not line.startswith(f"{key}:")]
    if value:
        lines.append(f"{key}: {value}")
    post.write_text("\n".join(lines) + "\n\n" + body, encoding="utf-8")


def _compare(built: dict[str, bytes], clean: dict[str, bytes]) -> None:
    missing, orphans = sorted(clean.keys() - built.keys()), sorted(built.keys() - clean.keys())
    stale = sorted(path for path in built.keys() & clean.keys() if built[path] != clean[path])
    told = f"missing: {missing}, orphans: {orphans}, stale: {stale}"
    assert built == clean, told + "".join(
        f"\n{path}:\n  {built[path][:2000]!r}\n  {clean[path][:2000]!r}" for path in stale[:1]
    )


def compare_builds(machine: type[IncrementalBuild], wanted: int, number: int) -> int:
    """Runs machines until so many builds were compared with clean ones; says how many were.

    Args:
        machine: Which site.
        wanted: At least so many comparisons.
        number: Each gives other changes, always the same ones.
    """
    before = machine.comparisons
    rounds = 0
    while machine.comparisons - before < wanted:
        # Each round is long: most faults need a history, which few steps do not make.
        left = wanted - (machine.comparisons - before)
        plan = settings(
            max_examples=-(-left // 25),
            stateful_step_count=min(25, 1 + left),
            deadline=None,
            database=None,
            derandomize=False,
            phases=[Phase.generate],  # to shrink takes hours of builds
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(seed(number + 1000 * rounds)(machine), settings=plan)
        rounds += 1
    return machine.comparisons - before
