"""Groups of pages → staged files. A group is planned, fingerprinted and drawn in one
process, and nothing of it is left there but a row for each of its pages.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from newsdigest.adapters.pages.orders import DrawnPage
from newsdigest.adapters.pages.templates import PageEnvironment, render_page
from newsdigest.adapters.pool import Errand, work_off
from newsdigest.adapters.posts.indexed import IndexedBodies, IndexedSources
from newsdigest.adapters.progress import show_progress
from newsdigest.adapters.stamps import digest_data
from newsdigest.adapters.writing.writer import OutputFolder, is_inside
from newsdigest.build import (
    Claims,
    Fingerprinter,
    Listing,
    SiteGroups,
    list_pages,
)
from newsdigest.errors import BuildError, Problem
from newsdigest.groups import Group
from newsdigest.model import Page, PartialDate

ALONE_S = 0.2
"""How long groups are drawn before workers begin, which takes each a tenth of a second. After
most changes that is all.
"""

_LIFETIME_S = 2.0
"""Of a worker, in CPU seconds."""

_ARTICLE = "article.html"
_IN_THE_WAY = (FileExistsError, IsADirectoryError, NotADirectoryError)


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """What became of a group of pages.

    Attributes:
        inputs: The group's.
        listing: Of all of them.
        pages: Those that were drawn; the files of all others are what they should be.
    """

    inputs: str
    listing: Listing
    pages: tuple[DrawnPage, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnSite:
    """What became of the site.

    Attributes:
        kept: Paths of the pages whose files are what they should be already.
        pages: All others that it has.
        problems: What stood in each other's way.
        groups: What the next build may remember, see `Press.remembered`: nothing where
            something stood in another's way, or a page would be taken for its rival.
    """

    kept: Sequence[str]
    pages: Sequence[DrawnPage]
    problems: tuple[Problem, ...]
    groups: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Press:
    """What draws pages.

    Attributes:
        manifest: Fingerprint of each page's file that is still as it was written.
        remembered: What is known of groups that were planned by the last build, packed, by
            their inputs. All of their pages had the paths that they wanted.
        preview: Whether files of groups that may wait are left as they are.
    """

    environment: PageEnvironment
    fingerprinter: Fingerprinter
    bodies: IndexedBodies
    origins: IndexedSources
    folder: OutputFolder
    manifest: Mapping[str, str]
    remembered: Mapping[str, bytes]
    preview: bool = False

    def draw_groups(self, groups: Sequence[Group], jobs: int) -> list[DrawnGroup]:
        """Stages the pages whose file does not hold their bytes yet; gives what became of
        each group, in their order.
        """
        results = self.recall(groups)
        unknown = [number for number in range(len(groups)) if number not in results]
        # The largest first, so that no worker is left alone with one in the end.
        order = sorted(unknown, key=lambda number: -groups[number].size)

        def draw(part: range) -> bytes:
            return marshal.dumps([(order[at], *self.draw_group(groups[order[at]])) for at in part])

        # Where nothing is remembered, all is to be drawn.
        alone = ALONE_S if self.remembered else 0.0
        work = work_off(len(order), jobs, 1, draw, alone=alone, lifetime=_LIFETIME_S)
        for packed in show_progress("Drawing groups of pages", len(order), work):
            for number, *row in marshal.loads(packed):
                results[number] = _to_drawn(groups[number].inputs, *row)
        return [results[number] for number in range(len(groups))]

    def recall(self, groups: Sequence[Group]) -> dict[int, DrawnGroup]:
        """What became of the groups, by number, that would be planned as they were before and
        whose files are all as they were written.
        """
        recalled = {}
        for number, group in enumerate(groups):
            if group.inputs in self.remembered:
                one = self.remember(group.inputs)
                if all(path in self.manifest for path, _ in one.listing.files):
                    recalled[number] = one
        return recalled

    def remember(self, inputs: str) -> DrawnGroup:
        """A group that was planned by the last build, as if none of its files had changed."""
        return DrawnGroup(inputs, _to_listing(*marshal.loads(self.remembered[inputs])))

    def draw_again(self, group: Group, paths: set[str]) -> Iterator[DrawnPage]:
        """Stages those of a group's pages once more."""
        waiting = set(paths)
        for page in group.plan():
            if page.path in waiting:  # a second page at that path had lost it
                waiting.remove(page.path)
                if row := self._draw_page(page):
                    yield DrawnPage(*row)

    def draw_group(self, group: Group) -> tuple[Any, ...]:
        """Stages the pages of one group; gives what became of it, as it is sent."""
        self.bodies.reopen()
        self.origins.reopen()
        pages = tuple(group.plan())
        waiting = self.manifest if self.preview and group.waits else {}
        rows = (self._draw_page(page) for page in pages if page.path not in waiting)
        return (*_to_row(list_pages(pages)), [row for row in rows if row])

    def _draw_page(self, page: Page) -> tuple[str, str, str, bool | None, str] | None:
        """A `DrawnPage`, as it is sent; None if the page's file is what it should be."""
        path = page.path
        if not is_inside(path):
            raise BuildError(f"{path!r}: would be written outside output/")
        fingerprint = self.fingerprinter.fingerprint(page)
        if self.manifest.get(path) == fingerprint:
            return None
        if page.builder is not None:
            data = page.builder(page.view, self.bodies)
        else:
            data = render_page(self.environment, page, self.bodies, self.origins)
        staged: bool | None
        try:
            staged = self.folder.stage(path, data)
        except _IN_THE_WAY:
            staged = None
        post = page.sources[0] if page.template == _ARTICLE else ""
        return (path, fingerprint, digest_data(data), staged, post)


class EarlyDrawing:
    """Groups that another process plans and draws while others are planned."""

    def __init__(self, plan: Callable[[], Iterable[Group]], press: Press, jobs: int) -> None:
        """Begins, if more than one process may work at once.

        Args:
            plan: Gives the groups, equal ones at each call.
            press: What draws them.
            jobs: How many processes may work at once.
        """
        self._plan = plan
        self._press = press
        self._errand = Errand(self._draw, jobs)

    @cached_property
    def groups(self) -> list[Group]:
        """All of them, planned in this process: nobody needs them unless pages want one path."""
        return [*self._plan()]

    def collect(self) -> list[DrawnGroup]:
        """What became of each group, in their order."""
        return [
            _to_drawn(inputs, *row) if row else self._press.remember(inputs)
            for inputs, row in marshal.loads(self._errand.collect())
        ]

    def close(self) -> None:
        """Ends the drawing if nobody needs it any more."""
        self._errand.close()

    def _draw(self) -> bytes:
        known = self._press.recall(self.groups)
        return marshal.dumps(
            [
                (group.inputs, None if number in known else self._press.draw_group(group))
                for number, group in enumerate(self.groups)
            ]
        )


def draw_site(
    plan: SiteGroups, press: Press, jobs: int, early: EarlyDrawing | None = None
) -> DrawnSite:
    """Stages what is new in the site.

    Args:
        plan: All of its groups.
        press: What draws them.
        jobs: How many processes may work at once.
        early: Those that are begun and therefore not in the plan.
    """
    drawn = press.draw_groups(plan.groups, jobs)
    begun = early.collect() if early else []
    rest = plan.plan_rest([group.listing for group in (*drawn, *begun)])
    late = press.draw_groups(rest, jobs)
    whole = (*drawn, *begun, *late)
    claims = Claims()
    wanted = [file for group in whole for file in group.listing.files]
    pages = [page for group in whole for page in group.pages]
    if not claims.claim_all(wanted) or any(page.staged is None for page in pages):
        groups = (*plan.groups, *(early.groups if early else ()), *rest)
        return _settle(groups, whole, press)
    fresh = {page.path for page in pages}
    remembered = {
        one.inputs: press.remembered.get(one.inputs) or _pack_listing(one.listing)
        for one in whole
        if one.inputs
    }
    return DrawnSite([path for path, _ in wanted if path not in fresh], pages, (), remembered)


def _settle(groups: Sequence[Group], drawn: Sequence[DrawnGroup], press: Press) -> DrawnSite:
    """The pages that have the paths that they want. What stood in their way is not staged
    any more, and where two were staged at one place, the right one is drawn once more.
    """
    claims = Claims()
    owned: list[dict[str, DrawnPage | None]] = []
    contested: set[str] = set()
    for one in drawn:
        mine: dict[str, DrawnPage | None] = {}
        for path, owner in one.listing.files:
            rival = claims.claim(path, owner)
            if rival is None:
                mine[path] = None
            else:
                contested |= {path, rival}
        mine.update((page.path, page) for page in one.pages if page.path in mine)
        contested.update(page.path for page in one.pages if page.staged is None)
        owned.append(mine)
    for path in sorted(contested):
        press.folder.unstage(path)
    for group, mine in zip(groups, owned, strict=True):
        again = {path for path, page in mine.items() if page and path in contested}
        if again:
            mine.update(dict.fromkeys(again))
            mine.update((page.path, page) for page in press.draw_again(group, again))
    kept = [path for mine in owned for path, page in mine.items() if page is None]
    pages = [page for mine in owned for page in mine.values() if page]
    return DrawnSite(kept, pages, tuple(claims.problems), {})


def _to_drawn(inputs: str, files: Any, standing: Any, yearly: Any, rows: Any) -> DrawnGroup:
    pages = tuple(DrawnPage(*row) for row in rows)
    return DrawnGroup(inputs, _to_listing(files, standing, yearly), pages)


def _pack_listing(listing: Listing) -> bytes:
    return marshal.dumps(_to_row(listing))


def _to_row(listing: Listing) -> tuple[Any, ...]:
    yearly = [(period and period.year, address) for period, address in listing.yearly]
    return (listing.files, listing.standing, yearly)


def _to_listing(files: Any, standing: Any, yearly: Any) -> Listing:
    years = tuple((year and PartialDate(year), address) for year, address in yearly)
    return Listing(files, standing, years)
