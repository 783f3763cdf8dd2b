"""Posts, theme and settings → `output/`, at the cost of what changed.

    read     stamps of all posts → the index; changed ones are read and converted (`posts`);
             meanwhile another process looks at the files of the last build (`writing`)
    render   all articles → all pages in groups (`build`); each group is planned in a
             worker, and the pages of it whose fingerprint is new or whose file is damaged
             are drawn there (`pages`); the process that ran ahead does it, if there is one
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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsdigest.adapters.index import FILE_NAME, Index
from newsdigest.adapters.locks import BuildLock
from newsdigest.adapters.pages.orders import CLOSURES, SiteOrder
from newsdigest.adapters.pages.templates import list_dependencies, select_settings
from newsdigest.adapters.pool import Errand, count_jobs
from newsdigest.adapters.posts.library import Library, Places
from newsdigest.adapters.toolchain import digest_reading, digest_rendering, list_templates
from newsdigest.adapters.writing.last_outputs import LastOutputs, Promise, look_at_files
from newsdigest.adapters.writing.outputs import BuildReport, Outputs
from newsdigest.adapters.writing.writer import OutputFolder
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_of, digest_texts

if TYPE_CHECKING:
    from newsdigest.adapters.pages.forerunner import Forerunner
    from newsdigest.adapters.writing.packing import Packer
    from newsdigest.model import SiteProfile


class Engine:
    """One build.

    Attributes:
        problems: What was found besides what the library and the outputs know.
        library: The posts, from `read` on.
        posts: Sources of the articles whose pages were drawn, by the pages' paths.
        begun: Whether the build has begun, and nothing is read yet.
    """

    def __init__(
        self,
        places: Places,
        settings: Mapping[str, Any],
        jobs: str | None = None,
        *,
        fresh: bool = False,
        preview: bool = False,
        forerunner: Forerunner | None = None,
    ) -> None:
        """Nothing is read yet.

        Args:
            places: Where the site lies.
            settings: Pelican's, as the user gave them (before `take_over`).
            jobs: `NEWSDIGEST_JOBS`.
            fresh: Whether to build everything anew (`--ignore-cache`).
            preview: Whether to leave what may wait to the next build (`--preview`).
            forerunner: What has begun already, and may make the site.
        """
        self.places = places
        self.settings = settings
        self.problems: list[Problem] = []
        self.posts: Mapping[str, str] = {}
        self.folder = OutputFolder(places.output)
        self.library: Library
        self._index: Index
        self._jobs = count_jobs(jobs)
        self._fresh = fresh
        self._preview = preview
        self._forerunner = forerunner
        self._looked: Promise
        self._key = ""
        self.begun = False
        self._resolved: Mapping[str, str] = {}
        self._lock = BuildLock(Path(places.cache))
        self._staging = False
        self._errands = ExitStack()

    def begin(self) -> None:
        """Waits for other builds to end, and lets the forerunner look at the files of the last
        one, if there is a forerunner.
        """
        self._lock.acquire()
        self.begun = True
        if self._forerunner:
            self._looked = self._ask_to_look(self._forerunner)

    def read(self, seen: str = "", stamps: Mapping[str, str] | None = None) -> None:
        """Brings the index up to date with the posts, and clears the way for staging.

        Args:
            seen: See `Library.read`.
            stamps: See there.
        """
        if not self.begun:
            self.begin()
        self.begun = False
        self._reading = digest_reading(self.settings, self.places.root)
        self._index = Index(Path(self.places.cache), self._reading, fresh=self._fresh)
        self._staging = True
        self.folder.prepare()
        self._last = self._look_at_files()
        self._outputs = Outputs(self.folder, self._index, self._place, self._last)
        self.library = Library(self.places, self.settings, self._index, self._jobs)
        self.library.read(seen, stamps)

    def _look_at_files(self) -> LastOutputs:
        """What the last build left; another process looks at it meanwhile."""
        index, place = self._index, self._place
        if self._forerunner:
            if index.is_new:  # and knows nothing of what was looked at
                self._looked = self._ask_to_look(self._forerunner)
            return LastOutputs(self.folder, partial(index.read_outputs, place), self._looked)
        known = index.read_outputs(place)
        errand = Errand(partial(look_at_files, self.folder, known), self._jobs)
        looked = self._errands.enter_context(closing(errand))
        return LastOutputs(self.folder, lambda: known, looked)

    def _ask_to_look(self, forerunner: Forerunner) -> Promise:
        index = Path(self.places.cache) / FILE_NAME
        return forerunner.look(index, self.folder.path, self._place, self._lock.descriptor)

    def resolve(self, bodies: Mapping[str, str]) -> None:
        """Takes bodies whose links were resolved, by the articles' `source`."""
        self._resolved = bodies

    def render(self, profile: SiteProfile) -> None:
        """Plans the site and stages what is new in it."""
        index, place = self._index, self._place
        self._epoch = digest_rendering(
            self.settings, self.places.root, list_dependencies(self.settings)
        )
        templates = self._digest_templates()
        # What changed since the last build has another key in any case.
        known = "" if self.library.changed else index.read_note(f"plan {place}")
        if known and known == self._find_key(profile, templates) and self._is_whole():
            self._key = known
            problems = marshal.loads(bytes.fromhex(index.read_note(f"problems {place}")))
            self.problems += [Problem(*problem) for problem in problems]
            self._outputs.keep()
        else:
            self._make(profile, templates)

    def _find_key(self, profile: SiteProfile, templates: str) -> str:
        """Digest of all that the plan is a pure function of: the same key, the same plan."""
        resolved = [f"{source} {html}" for source, html in sorted(self._resolved.items())]
        given = [self._epoch, templates, digest_of(profile), self._reading]
        return digest_texts([*given, self.library.describe(), *resolved])

    def _is_whole(self) -> bool:
        """Whether the files of all pages are as the last build left them."""
        return self._last.planned.keys() <= self._last.intact

    def _make(self, profile: SiteProfile, templates: str) -> None:
        index, place = self._index, self._place
        order = SiteOrder(
            settings=select_settings(self.settings),
            profile=profile,
            epoch=self._epoch,
            templates=templates,
            output=self.folder.path,
            place=place,
            prefix=self.library.prefix,
            changed=frozenset(self.library.changed),
            cache="" if self._fresh else self.places.cache,
            resolved=self._resolved,
            jobs=self._jobs,
            preview=self._preview,
        )
        index.commit()
        if self._forerunner:
            making = self._forerunner.make(order)
            self._outputs.prepare()
            self._key = self._find_key(profile, templates)
            made = making.collect()
        else:
            from newsdigest.adapters.pages.making import make_site

            made = make_site(order, self.library.collection, index, self._last)
            self._key = self._find_key(profile, templates)
        if self._preview:  # what it left is not what the plan says: the next build looks again
            self._key = ""
        index.put_comparison(made.comparison)
        index.put_groups(place, order.made_by, made.groups, made.groups_gone)
        if made.closures:
            index.put_note(CLOSURES, made.closures)
        self.problems += made.problems
        packed = [(p.path, p.line, p.message, p.severity) for p in made.problems]
        index.put_note(f"problems {place}", marshal.dumps(packed).hex())
        self._outputs.keep(but=[*made.gone, *(page.path for page in made.pages)])
        for page in made.pages:
            staged = bool(page.staged)
            self._outputs.add_page(page.path, page.fingerprint, page.digest, staged=staged)
        self.posts = {page.path: page.post for page in made.pages if page.post}

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
        if self._forerunner:
            self._forerunner.close()
        if hasattr(self, "_index"):
            self._index.close()
        if self._staging:  # while another build has the lock, the folder is that one's
            with suppress(OSError):  # what a dying worker still writes, the next build removes
                self.folder.discard()
        self._lock.release()
