"""Posts, theme and settings → `output/`, at the cost of what changed.

    read     stamps of all posts → the index; changed ones are read and converted (`library`)
    render   all articles → all pages and their fingerprints (`build`); pages whose
             fingerprint is new or whose file is damaged are drawn in workers (`drawing`)
    commit   staged files to their places, stale ones away, the index told (`outputs`)

Where nothing changed, `render` ends before anything is planned: what plans and draws is
imported only after that.

The steps are called in this order, by Pelican's signals (`plugin`). All that a step
needs from the one before lies in the `Engine`, which lives for one build.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsdigest.adapters.index import Index
from newsdigest.adapters.library import Library, Places
from newsdigest.adapters.locks import BuildLock
from newsdigest.adapters.outputs import BuildReport, Outputs
from newsdigest.adapters.pool import count_jobs
from newsdigest.adapters.templates import list_dependencies, make_environment
from newsdigest.adapters.toolchain import (
    digest_closures,
    digest_reading,
    digest_rendering,
    dump_closures,
    list_templates,
    load_closures,
)
from newsdigest.adapters.writer import OutputFolder, is_inside
from newsdigest.errors import BuildError, Problem
from newsdigest.fingerprints import digest_of, digest_texts

if TYPE_CHECKING:
    from newsdigest.build import SitePlan
    from newsdigest.model import Article, Page, SiteProfile


class Engine:
    """One build.

    Attributes:
        problems: What was found besides what the library and the outputs know.
        library: The posts, from `read` on.
        articles: Those of the site, where it was planned: no other one's page can change.
    """

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
        self.articles: tuple[Article, ...] = ()
        self.folder = OutputFolder(places.output)
        self.library: Library
        self._index: Index
        self._jobs = count_jobs(jobs)
        self._fresh = fresh
        self._lock = BuildLock(Path(places.cache))
        self._staging = False

    def read(self) -> None:
        """Brings the index up to date with the posts, and clears the way for staging."""
        self._lock.acquire()
        self._reading = digest_reading(self.settings, self.places.root)
        self._index = Index(Path(self.places.cache), self._reading, fresh=self._fresh)
        self._staging = True
        self.folder.prepare()
        self.library = Library(self.places, self.settings, self._index, self._jobs)
        self.library.read()

    def render(self, profile: SiteProfile) -> None:
        """Plans the site and stages what is new in it."""
        index, place = self._index, self._place
        epoch = digest_rendering(self.settings, self.places.root, list_dependencies(self.settings))
        templates = self._digest_templates()
        given = [epoch, templates, digest_of(profile), self._reading]
        self._key = digest_texts([*given, *self.library.describe()])
        self._outputs = Outputs(self.folder, index, place)
        planned = self._outputs.planned
        # The plan is a pure function of what the key is made of: the same key, the same plan.
        if index.read_note(f"plan {place}") == self._key and planned.keys() <= self._outputs.intact:
            problems = marshal.loads(bytes.fromhex(index.read_note(f"problems {place}")))
            self.problems += [Problem(*problem) for problem in problems]
            self._outputs.keep(planned)
        else:
            self._plan(profile, epoch, templates)

    def _plan(self, profile: SiteProfile, epoch: str, templates: str) -> None:
        from newsdigest.build import plan_site
        from newsdigest.threads import NO_THREADS, build_threads

        articles = self.articles = self.library.articles
        threads = NO_THREADS
        if profile.stories:
            threads = build_threads(articles, self.library.compare())
        plan = plan_site(articles, profile, threads)
        self._check_plan(plan)
        self._draw(plan.pages, self._fingerprint(plan.pages, epoch, templates))

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

    def _check_plan(self, plan: SitePlan) -> None:
        """Notes what is wrong with the plan, for builds that find it unchanged, too."""
        found = [*self.library.settling_problems, *plan.problems]
        self.problems += found
        packed = [(p.path, p.line, p.message, p.severity) for p in found]
        self._index.put_note(f"problems {self._place}", marshal.dumps(packed).hex())
        for page in plan.pages:
            if not is_inside(page.path):
                raise BuildError(f"{page.path!r}: would be written outside output/")

    def _fingerprint(self, pages: Sequence[Page], epoch: str, templates: str) -> tuple[str, ...]:
        from newsdigest.build import fingerprint_pages

        index = self._index
        names = {page.template for page in pages if page.template is not None}
        closures = load_closures(index.read_note("closures"), templates)
        if not names <= closures.keys():
            closures = digest_closures(make_environment(self.settings), names)
            index.put_note("closures", dump_closures(templates, closures))
        return fingerprint_pages(pages, closures, epoch)

    def _draw(self, pages: Sequence[Page], fingerprints: Sequence[str]) -> None:
        from newsdigest.adapters.drawing import draw_pages
        from newsdigest.build import plan_build

        outputs = self._outputs
        manifest = {
            path: row.fingerprint if path in outputs.intact else ""
            for path, row in outputs.planned.items()
        }
        decisions = plan_build(pages, fingerprints, manifest)
        outputs.keep(pages[number].path for number in decisions.keep)
        if not decisions.render:
            return
        self._index.commit()
        wanted = [pages[number] for number in decisions.render]
        library = self.library
        drawn = draw_pages(
            wanted, library.bodies, library.origins, self.settings, self.folder, self._jobs
        )
        for number, digest, staged in drawn:
            fingerprint = fingerprints[decisions.render[number]]
            outputs.add_page(wanted[number].path, fingerprint, digest, staged=staged)

    def add_stock(self, overrides: Iterable[str]) -> None:
        """Takes what Pelican's own generators wrote; see `Outputs.add_stock`."""
        self._outputs.add_stock(overrides)

    def add_statics(self, statics: Iterable[tuple[str, str]]) -> None:
        """Takes files to copy; see `Outputs.add_statics`."""
        self._outputs.add_statics(statics)

    def commit(self) -> BuildReport:
        """Makes `output/` what was planned and lets the next build begin."""
        index = self._index
        problems = [*self.library.problems, *self.problems, *self._outputs.problems]
        report = self._outputs.commit(problems)
        index.put_note(f"plan {self._place}", self._key)
        index.commit()
        self.close()
        return report

    def close(self) -> None:
        """Lets the next build begin, whatever became of this one; leaves nothing half made."""
        if hasattr(self, "_index"):
            self._index.close()
        if self._staging:  # while another build has the lock, the folder is that one's
            with suppress(OSError):  # what a dying worker still writes, the next build removes
                self.folder.discard()
        self._lock.release()
