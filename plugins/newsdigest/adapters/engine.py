"""Posts, theme and settings → `output/`, at the cost of what changed.

    read     stamps of all posts → the index; changed ones are read and converted (`posts`);
             meanwhile another process looks at the files of the last build (`writing`)
    render   all articles → all pages in groups (`build`); each group is planned in a
             worker, and the pages of it whose fingerprint is new or whose file is damaged
             are drawn there (`pages`)
    commit   staged files to their places, stale ones away, the index told (`writing`)

Where nothing changed, `render` ends before anything is planned: what plans and draws is
imported only after that.

The steps are called in this order, by Pelican's signals (`hooks`). All that a step
needs from the one before lies in the `Engine`, which lives for one build.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from newsdigest.adapters.index import Index
from newsdigest.adapters.locks import BuildLock
from newsdigest.adapters.pages.compiled import CompiledTemplates
from newsdigest.adapters.pages.templates import list_dependencies, make_environment
from newsdigest.adapters.pool import count_jobs
from newsdigest.adapters.posts.library import Library, Places
from newsdigest.adapters.toolchain import (
    digest_closures,
    digest_reading,
    digest_rendering,
    dump_closures,
    list_templates,
    load_closures,
)
from newsdigest.adapters.writing.outputs import BuildReport, Outputs
from newsdigest.adapters.writing.writer import OutputFolder
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_of, digest_texts

if TYPE_CHECKING:
    from newsdigest.adapters.pages.drawing import EarlyDrawing, Press
    from newsdigest.adapters.posts.comparison import Comparison
    from newsdigest.adapters.writing.packing import Packer
    from newsdigest.model import Article, SiteProfile

E = TypeVar("E", "Outputs", "Comparison", "EarlyDrawing")


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
        preview: bool = False,
    ) -> None:
        """Nothing is read yet.

        Args:
            places: Where the site lies.
            settings: Pelican's, as the user gave them (before `take_over`).
            jobs: `NEWSDIGEST_JOBS`.
            fresh: Whether to build everything anew (`--ignore-cache`).
            preview: Whether to leave what may wait to the next build (`--preview`).
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
        self._preview = preview
        self._lock = BuildLock(Path(places.cache))
        self._staging = False
        self._errands = ExitStack()

    def read(self, seen: str = "", stamps: Mapping[str, str] | None = None) -> None:
        """Brings the index up to date with the posts, and clears the way for staging.

        Args:
            seen: See `Library.read`.
            stamps: See there.
        """
        self._lock.acquire()
        self._reading = digest_reading(self.settings, self.places.root)
        self._index = Index(Path(self.places.cache), self._reading, fresh=self._fresh)
        self._staging = True
        self.folder.prepare()
        self._outputs = self._meanwhile(Outputs(self.folder, self._index, self._place, self._jobs))
        self.library = Library(self.places, self.settings, self._index, self._jobs)
        self.library.read(seen, stamps)

    def render(self, profile: SiteProfile) -> None:
        """Plans the site and stages what is new in it."""
        index, place = self._index, self._place
        self._epoch = epoch = digest_rendering(
            self.settings, self.places.root, list_dependencies(self.settings)
        )
        templates = self._digest_templates()
        given = [epoch, templates, digest_of(profile), self._reading]
        self._key = digest_texts([*given, *self.library.describe()])
        planned = self._outputs.planned
        # The plan is a pure function of what the key is made of: the same key, the same plan.
        if index.read_note(f"plan {place}") == self._key and planned.keys() <= self._outputs.intact:
            problems = marshal.loads(bytes.fromhex(index.read_note(f"problems {place}")))
            self.problems += [Problem(*problem) for problem in problems]
            self._outputs.keep(planned)
        else:
            self._plan(profile, epoch, templates)

    def _plan(self, profile: SiteProfile, epoch: str, templates: str) -> None:
        from newsdigest.adapters.pages.drawing import EarlyDrawing, draw_site
        from newsdigest.build import plan_early, plan_groups
        from newsdigest.site import build_cards, build_site, check_aliases
        from newsdigest.threads import build_threads

        library = self.library
        articles = self.articles = library.articles
        comparison = self._meanwhile(library.compare()) if profile.stories else None
        site = build_site(articles, profile)
        cards = build_cards(site, library.identities)
        made_by = digest_texts([epoch, templates, digest_of(profile)])
        press = self._set_up(epoch, templates, made_by)
        early = None
        # Where all is new, all processes share everything.
        if press.remembered and (profile.exports or profile.search):
            begun = EarlyDrawing(partial(plan_early, site, cards), press, self._jobs)
            early = self._meanwhile(begun)
        if comparison:
            site = replace(site, threads=build_threads(articles, comparison.collect()))
        plan = plan_groups(site, cards, begun=early is not None)
        drawn = draw_site(plan, press, self._jobs, early)
        if self._preview:  # what it left is not what the plan says: the next build looks again
            self._key = ""
        self._index.put_groups(self._place, made_by, drawn.groups)
        self._note_problems([*check_aliases(plan.site), *drawn.problems])
        self._outputs.keep(drawn.kept)
        for page in drawn.pages:
            staged = bool(page.staged)
            self._outputs.add_page(page.path, page.fingerprint, page.digest, staged=staged)

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

    def _note_problems(self, planning: Iterable[Problem]) -> None:
        """Notes what is wrong with the plan, for builds that find it unchanged, too."""
        found = [*self.library.settling_problems, *planning]
        self.problems += found
        packed = [(p.path, p.line, p.message, p.severity) for p in found]
        self._index.put_note(f"problems {self._place}", marshal.dumps(packed).hex())

    def _set_up(self, epoch: str, templates: str, made_by: str) -> Press:
        """What draws the pages of this build; workers read what the index holds by now."""
        from newsdigest.adapters.pages.drawing import Press
        from newsdigest.build import Fingerprinter

        library, outputs = self.library, self._outputs
        compiled = None
        if not self._fresh:
            compiled = CompiledTemplates(self.places.cache, lambda: epoch)
        environment = make_environment(self.settings, compiled)
        closures = self._close_templates(environment, templates)
        self._index.commit()
        return Press(
            environment=environment,
            fingerprinter=Fingerprinter(closures, epoch),
            bodies=library.bodies,
            origins=library.origins,
            folder=self.folder,
            manifest={
                path: row.fingerprint
                for path, row in outputs.planned.items()
                if path in outputs.intact
            },
            remembered=self._index.read_groups(self._place, made_by),
            preview=self._preview,
        )

    def _close_templates(self, environment: Any, templates: str) -> Mapping[str, str]:
        """The digest of each template that pages may name, as far as the theme has them."""
        from newsdigest.site import TEMPLATES

        closures = load_closures(self._index.read_note("closures"), templates)
        if not closures:
            names = TEMPLATES.intersection(environment.list_templates())
            closures = digest_closures(environment, names)
            self._index.put_note("closures", dump_closures(templates, closures))
        return closures

    def _meanwhile(self, errand: E) -> E:
        """What another process is at, which ends with the build at the latest."""
        return self._errands.enter_context(closing(errand))

    def add_stock(self, overrides: Iterable[str]) -> None:
        """Takes what Pelican's own generators wrote; see `Outputs.add_stock`."""
        self._outputs.add_stock(overrides)

    def add_statics(
        self, theme: Iterable[tuple[str, str]], others: Iterable[tuple[str, str]]
    ) -> None:
        """Takes files to copy, see `Outputs.add_statics`: those of the theme, whose style
        sheets are minified, and others.
        """
        theme = list(theme)
        own = {source for source, _ in theme}
        self._outputs.add_statics([*theme, *others], own, self._epoch)

    def pack(self, packers: Iterable[Packer]) -> None:
        """Takes each text packed, too; see `Outputs.pack`."""
        self._outputs.pack(packers, self._jobs)

    def read_staged(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those of these files that are about to be written."""
        return {path: data for path in paths if (data := self.folder.read_staged(path)) is not None}

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
        self._errands.close()
        if hasattr(self, "_index"):
            self._index.close()
        if self._staging:  # while another build has the lock, the folder is that one's
            with suppress(OSError):  # what a dying worker still writes, the next build removes
                self.folder.discard()
        self._lock.release()
