"""Posts, theme and settings → `output/`, at the cost of what changed.

    read     stamps of all posts → the index; changed ones are read and converted
    plan     all articles → all pages and their fingerprints
    render   pages whose fingerprint is new or whose file is damaged, in workers
    commit   staged files to their places, stale ones away, the index told

The steps are called in this order, by Pelican's signals (`plugin`). All that a step
needs from the one before lies in the `Engine`, which lives for one build.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from newsdigest.adapters.index import (
    Index,
    IndexedBodies,
    IndexedSources,
    OutputRow,
    SourceRecord,
    SourceRow,
    pack_record,
    pack_source,
)
from newsdigest.adapters.locks import BuildLock
from newsdigest.adapters.pool import count_jobs, work_off
from newsdigest.adapters.reader import FACTS_SUFFIX, PostReader, hash_post
from newsdigest.adapters.stamps import UNTRUSTED, digest_data, scan_files, take_stamp
from newsdigest.adapters.templates import list_dependencies, make_environment, render_page
from newsdigest.adapters.toolchain import (
    digest_closures,
    digest_reading,
    digest_rendering,
    dump_closures,
    list_templates,
    load_closures,
)
from newsdigest.adapters.writer import OutputFolder, is_inside
from newsdigest.build import fingerprint_pages, plan_build, plan_site, settle_articles
from newsdigest.errors import BuildError, Problem
from newsdigest.fingerprints import digest_of, digest_texts
from newsdigest.model import Article, Page, SiteProfile

_READ_AT_ONCE = 32
_RENDER_AT_ONCE = 16
_WORTH_FORKING = 64
_STATIC = "static "


@dataclass(frozen=True, slots=True)
class Places:
    """Where a site lies; absolute paths.

    Attributes:
        root: The site's folder: what problems and sources are named relative to.
        content: Pelican's `PATH`.
    """

    root: str
    content: str
    output: str
    cache: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        pages: Files of the site, static ones aside.
        written: Those whose bytes changed.
        deleted: Files that no page wants any more.
        changed: Paths of all files written, static ones included, sorted.
    """

    pages: int
    written: int
    deleted: int
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def kept(self) -> int:
        return self.pages - self.written


@dataclass(slots=True)
class _Outcome:
    """What is known of the files that the site wants; filled while the build goes on."""

    rows: dict[str, OutputRow] = field(default_factory=dict)
    staged: list[str] = field(default_factory=list)
    pages: int = 0
    written: int = 0


class Engine:
    """One build."""

    def __init__(
        self,
        places: Places,
        settings: Mapping[str, Any],
        jobs: str | None = None,
        *,
        fresh: bool = False,
    ) -> None:
        """Nothing is read yet.

        Args:
            places: Where the site lies.
            settings: Pelican's, as the user gave them (before `take_over`).
            jobs: `NEWSDIGEST_JOBS`.
            fresh: Whether to build everything anew (`--ignore-cache`).
        """
        self.places = places
        self.settings = settings
        self.problems: list[Problem] = []
        self.folder = OutputFolder(places.output)
        self._jobs = count_jobs(jobs)
        self._fresh = fresh
        self._lock = BuildLock(Path(places.cache))
        self._reader = PostReader(settings)
        self._sources: dict[str, SourceRow] = {}
        self._resolved: dict[str, str] = {}
        self._outcome = _Outcome()
        self._articles: tuple[Article, ...] | None = None
        self._by_source: dict[str, Article] | None = None

    def read(self) -> None:
        """Brings the index up to date with the posts, and clears the way for staging."""
        self._lock.acquire()
        self._reading = digest_reading(self.settings, self.places.root)
        self._index = Index(Path(self.places.cache), self._reading, fresh=self._fresh)
        self.folder.prepare()
        known = self._index.read_sources()
        found = self._scan_posts()
        suspects = [
            path
            for path, stamp in found.items()
            if path not in known or known[path].stamp != stamp or stamp == UNTRUSTED
        ]
        self._sources = {path: row for path, row in known.items() if path in found}
        self._read_suspects(suspects, found)
        self._index.delete_sources(known.keys() - found.keys())
        self._index.commit()
        self._noted = self._index.read_records(
            sorted(path for path, row in self._sources.items() if row.noted)
        )
        for path, record in self._noted.items():
            self.problems += _list_problems(self.name_source(path), record)

    @property
    def post_files(self) -> Iterable[str]:
        """Paths of all posts and their facts files, relative to Pelican's `PATH`."""
        for path in self._sources:
            yield path
            yield _to_facts(path)

    @property
    def linked_posts(self) -> tuple[str, ...]:
        """Paths of the posts whose bodies hold links that Pelican resolves, sorted."""
        return tuple(path for path, record in self._noted.items() if record.linked)

    def read_body(self, path: str) -> str:
        """A post's body HTML, links unresolved."""
        return self._index.read_body(path)

    def name_source(self, path: str) -> str:
        """A post's path relative to the site's root: what articles and problems call it."""
        prefix = os.path.relpath(self.places.content, self.places.root).replace(os.sep, "/")
        return path if prefix == "." else f"{prefix}/{path}"

    def _scan_posts(self) -> dict[str, str]:
        """Each post's path and its stamp, the facts file's included."""
        facts: dict[str, str] = {}
        posts: dict[str, str] = {}
        files = scan_files(
            self.places.content,
            self.settings["ARTICLE_PATHS"],
            extensions=self._reader.extensions | {"json"},
            ignores=self.settings["IGNORE_FILES"],
            excludes=[*self.settings["ARTICLE_EXCLUDES"], *self.settings["PAGE_PATHS"]],
        )
        for path, status in files:
            (facts if path.endswith(".json") else posts)[path] = take_stamp(status)
        found = {}
        for path in sorted(posts):
            stamp, beside = posts[path], facts.get(_to_facts(path), "none")
            found[path] = f"{stamp} {beside}" if stamp and beside else UNTRUSTED
        return found

    def _read_suspects(self, suspects: Sequence[str], found: Mapping[str, str]) -> None:
        content, sources, reader = self.places.content, self._sources, self._reader

        def read(part: range) -> bytes:
            results: list[tuple[int, str, bytes | None, bool, str, bytes]] = []
            for number in part:
                path = suspects[number]
                data, facts = _load(f"{content}/{path}"), _load(f"{content}/{_to_facts(path)}")
                if data is None:
                    continue
                digest = hash_post(data, facts)
                if path in sources and sources[path].hash == digest:
                    results.append((number, digest, None, sources[path].noted, "", b""))
                    continue
                post = reader.read(self.name_source(path), path, data, facts)
                noted = bool(post.record.problems) or post.record.linked
                packed, source = pack_record(post.record), pack_source(post.source)
                results.append((number, digest, packed, noted, post.html, source))
            return marshal.dumps(results)

        unread = set(suspects)
        jobs = self._jobs if len(suspects) >= _WORTH_FORKING else 1
        for results in work_off(len(suspects), jobs, _READ_AT_ONCE, read):
            for number, digest, packed, noted, html, source in marshal.loads(results):
                path = suspects[number]
                unread.discard(path)
                row = SourceRow(path, found[path], digest, noted)
                self._sources[path] = row
                if packed is None:
                    self._index.restamp_sources([(path, row.stamp)])
                else:
                    self._index.put_source(row, packed, html, source)
        for path in unread:
            self._sources.pop(path, None)
            self._index.delete_sources([path])

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles, settled; links in their bodies are not resolved yet."""
        if self._articles is None:
            records = self._index.read_records()
            given = [
                record.article
                for path, record in records.items()
                if path in self._sources and record.article is not None
            ]
            self._articles, problems = settle_articles(given)
            self.problems += problems
        return self._articles

    def find_article(self, path: str) -> Article | None:
        """The article of a post; None if the post is not on the site."""
        if self._by_source is None:
            self._by_source = {article.source: article for article in self.articles}
        return self._by_source.get(self.name_source(path))

    def resolve(self, bodies: Mapping[str, str]) -> None:
        """Replaces bodies whose links were resolved; `bodies` by the articles' `source`."""
        settled = []
        for article in self.articles:
            html = bodies.get(article.source)
            if html is None:
                settled.append(article)
                continue
            self._resolved[article.uid] = html
            digest = digest_data(html.encode("utf-8", "surrogatepass"))
            settled.append(replace(article, body_digest=digest))
        self._articles = tuple(settled)

    def render(self, profile: SiteProfile) -> None:
        """Plans the site and stages what is new in it."""
        dependencies = list_dependencies(self.settings)
        epoch = digest_rendering(self.settings, self.places.root, dependencies)
        templates = self._digest_templates()
        key = digest_texts(
            [
                epoch,
                templates,
                digest_of(profile),
                self._reading,
                *(f"{path} {row.hash}" for path, row in sorted(self._sources.items())),
                *(f"{uid} {html}" for uid, html in sorted(self._resolved.items())),
            ]
        )
        place = self._place
        known = self._index.read_outputs(place)
        self._intact, self._restamped = self._check_outputs(known)
        self._known = known
        planned = {path: row for path, row in known.items() if _is_planned(row)}
        # The plan is a pure function of what the key is made of: the same key, the same plan.
        if self._index.read_note(f"plan {place}") == key and planned.keys() <= self._intact:
            problems = marshal.loads(bytes.fromhex(self._index.read_note(f"problems {place}")))
            self.problems += [Problem(*problem) for problem in problems]
            self._outcome.rows.update(planned)
            self._outcome.pages += len(planned)
        else:
            self._plan(profile, epoch, templates)
        self._key = key

    @property
    def _place(self) -> str:
        """How the index names the output folder; it holds in a copy of the site, too."""
        return os.path.relpath(self.folder.path, os.path.realpath(self.places.root))

    def _digest_templates(self) -> str:
        folders = [*map(str, self.settings["THEME_TEMPLATES_OVERRIDES"])]
        folders.append(os.path.join(self.settings["THEME"], "templates"))
        return digest_texts(
            f"{number} {os.path.relpath(path, folder)} {digest}"
            for number, folder in enumerate(folders)
            for path, digest in list_templates([folder]).items()
        )

    def _check_outputs(self, known: Mapping[str, OutputRow]) -> tuple[set[str], list[OutputRow]]:
        """Which files are as we wrote them, and rows whose stamp must be renewed."""
        intact, renewed = set(), []
        for path, row in known.items():
            stamp = self.folder.take_stamp(path)
            if stamp is None:
                continue
            if stamp != row.stamp or stamp == UNTRUSTED:
                if self.folder.digest(path) != row.hash:
                    continue
                renewed.append(replace(row, stamp=stamp))
            intact.add(path)
        return intact, renewed

    def _plan(self, profile: SiteProfile, epoch: str, templates: str) -> None:
        before = len(self.problems)
        plan = plan_site(self.articles, profile)
        self.problems += plan.problems
        fresh = [(p.path, p.line, p.message, p.severity) for p in self.problems[before:]]
        self._index.put_note(f"problems {self._place}", marshal.dumps(fresh).hex())
        pages = plan.pages
        for page in pages:
            if not is_inside(page.path):
                raise BuildError(f"{page.path!r}: would be written outside output/")
        environment = make_environment(self.settings)
        closures = self._find_closures(environment, pages, templates)
        fingerprints = fingerprint_pages(pages, closures, epoch)
        manifest = {
            path: row.fingerprint if path in self._intact else ""
            for path, row in self._known.items()
            if _is_planned(row)
        }
        decisions = plan_build(pages, fingerprints, manifest)
        for number in decisions.keep:
            path = pages[number].path
            self._outcome.rows[path] = self._known[path]
        self._outcome.pages += len(pages)
        if decisions.render:
            self._render_pages(environment, pages, fingerprints, decisions.render)

    def _find_closures(
        self, environment: Any, pages: Sequence[Page], templates: str
    ) -> dict[str, str]:
        names = {page.template for page in pages if page.template is not None}
        kept = load_closures(self._index.read_note("closures"), templates)
        if not names <= kept.keys():
            kept = digest_closures(environment, names)
            self._index.put_note("closures", dump_closures(templates, kept))
        return kept

    def _render_pages(
        self,
        environment: Any,
        pages: Sequence[Page],
        fingerprints: Sequence[str],
        wanted: Sequence[int],
    ) -> None:
        folder = self.folder
        articles = {article.uid: self._unname(article.source) for article in self.articles}
        bodies = IndexedBodies(self._index.path, articles, self._resolved)
        origins = IndexedSources(self._index.path, articles)

        def render(part: range) -> bytes:
            bodies.reopen()
            origins.reopen()
            results = []
            for number in part:
                page = pages[wanted[number]]
                if page.builder is not None:
                    data = page.builder(page.view, bodies)
                else:
                    data = render_page(environment, page, bodies, origins)
                results.append((number, digest_data(data), folder.stage(page.path, data)))
            return marshal.dumps(results)

        self._index.commit()
        jobs = self._jobs if len(wanted) >= _WORTH_FORKING else 1
        for results in work_off(len(wanted), jobs, _RENDER_AT_ONCE, render):
            for number, digest, staged in marshal.loads(results):
                page, fingerprint = pages[wanted[number]], fingerprints[wanted[number]]
                self._add(OutputRow(page.path, fingerprint, digest, UNTRUSTED), staged=staged)
        self._outcome.staged.sort()

    def _unname(self, source: str) -> str:
        prefix = self.name_source("")
        return source.removeprefix(prefix)

    def _add(self, row: OutputRow, *, staged: bool) -> None:
        self._outcome.rows[row.path] = row
        if staged:
            self._outcome.staged.append(row.path)
            self._outcome.written += not row.fingerprint.startswith(_STATIC)

    def add_stock(self, overrides: Iterable[str]) -> None:
        """Takes what Pelican's own generators wrote.

        Args:
            overrides: Paths that the user asked to replace one of our pages.
        """
        wins = set(overrides)
        for path in self.folder.list_stock():
            if path in self._outcome.rows and path not in wins:
                self.problems.append(
                    Problem(
                        path,
                        0,
                        "is a page of the site already: give the page in content/ another "
                        "address with 'save_as' and 'url'",
                    )
                )
                continue
            with open(os.path.join(self.folder.stock, path), "rb") as file:
                data = file.read()
            self._outcome.pages += path not in self._outcome.rows
            if path in self._outcome.staged:
                self._outcome.staged.remove(path)
            self._add(
                OutputRow(path, "", digest_data(data), UNTRUSTED),
                staged=self.folder.stage(path, data),
            )

    def add_statics(self, statics: Iterable[tuple[str, str]]) -> None:
        """Takes files to copy: `(full path, path below output/)` each; the last one wins."""
        for path, source in sorted({path: source for source, path in statics}.items()):
            if not is_inside(path):
                raise BuildError(f"{source}: would be copied outside output/, to {path!r}")
            if path in self._outcome.rows:
                self.problems.append(
                    Problem(path, 0, f"is a page of the site: {source} cannot be copied there")
                )
                continue
            stamp = take_stamp(os.stat(source))
            fingerprint = f"{_STATIC}{stamp}"
            row = self._known.get(path)
            if row and stamp and path in self._intact and row.fingerprint == fingerprint:
                self._outcome.rows[path] = row
                continue
            digest, staged = self.folder.stage_copy(path, source)
            self._add(OutputRow(path, fingerprint, digest, UNTRUSTED), staged=staged)

    def commit(self) -> BuildReport:
        """Makes `output/` what was planned and lets the next build begin."""
        outcome = self._outcome
        deleted = self.folder.commit(sorted(outcome.staged), outcome.rows, self._known)
        renewed = {row.path: row for row in self._restamped}
        changed = []
        for path, row in outcome.rows.items():
            if row is not self._known.get(path):
                changed.append(replace(row, stamp=self.folder.take_stamp(path) or UNTRUSTED))
            elif path in renewed:
                changed.append(renewed[path])
        self._index.put_outputs(self._place, changed)
        self._index.delete_outputs(self._place, self._known.keys() - outcome.rows.keys())
        self._index.put_note(f"plan {self._place}", self._key)
        self._index.commit()
        self.close()
        return BuildReport(
            pages=outcome.pages,
            written=outcome.written,
            deleted=deleted,
            changed=tuple(sorted(outcome.staged)),
            problems=tuple(dict.fromkeys(self.problems)),
        )

    def close(self) -> None:
        """Lets the next build begin, whatever became of this one."""
        if hasattr(self, "_index"):
            self._index.close()
        self._lock.release()


def _is_planned(row: OutputRow) -> bool:
    return bool(row.fingerprint) and not row.fingerprint.startswith(_STATIC)


def _to_facts(path: str) -> str:
    return path.rpartition(".")[0] + FACTS_SUFFIX


def _load(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def _list_problems(source: str, record: SourceRecord) -> list[Problem]:
    return [
        Problem(source, line, message, "warning" if severity == "warning" else "error")
        for line, message, severity in record.problems
    ]
