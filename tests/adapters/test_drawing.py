"""Groups of pages, drawn by one process or by several."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import pytest

from newsdigest.adapters.pages import drawing
from newsdigest.adapters.pages.drawing import DrawnSite, Press, draw_site
from newsdigest.adapters.pages.templates import PageEnvironment
from newsdigest.adapters.posts.indexed import IndexedBodies, IndexedSources
from newsdigest.adapters.writing.writer import OutputFolder
from newsdigest.build import Fingerprinter, SiteGroups
from newsdigest.errors import BuildError
from newsdigest.groups import Group
from newsdigest.model import Bodies, Page
from newsdigest.site import build_cards, build_site
from tests.sample import PROFILE

SITE = build_site((), PROFILE)


@dataclass(frozen=True, slots=True)
class View:
    text: str


def draw_view(view: object, bodies: Bodies) -> bytes:
    del bodies
    assert isinstance(view, View)
    return view.text.encode()


def make_group(*files: tuple[str, str]) -> Group:
    return Group(100, lambda: [Page(path, View(text), builder=draw_view) for path, text in files])


def make_press(
    folder: Path,
    manifest: Mapping[str, str] | None = None,
    remembered: Mapping[str, bytes] | None = None,
) -> Press:
    index = folder / "index"
    output = OutputFolder(str(folder / "output"))
    output.prepare()
    return Press(
        environment=PageEnvironment(autoescape=True),
        fingerprinter=Fingerprinter({}, "epoch"),
        bodies=IndexedBodies(index, {}, {}),
        origins=IndexedSources(index, {}),
        folder=output,
        manifest=manifest or {},
        remembered=remembered or {},
    )


def make_plan(groups: Iterable[Group]) -> SiteGroups:
    return SiteGroups(SITE, build_cards(SITE), tuple(groups), 0)


def draw(press: Press, groups: Iterable[Group], jobs: int) -> tuple[dict[str, str], list[str]]:
    """What is staged of the groups, and what was reported."""
    plan = make_plan(groups)
    drawn = draw_site(plan, press, jobs)
    staging = Path(press.folder.staging)
    found = {
        str(path.relative_to(staging)): path.read_text()
        for path in staging.rglob("*")
        if path.is_file()
    }
    assert {page.path for page in drawn.pages if page.staged} == found.keys()
    assert drawn.kept == [*dict.fromkeys(drawn.kept)]
    own = {page.path for group in plan.groups for page in group.plan()}
    return {path: found[path] for path in own & found.keys()}, [
        one.message for one in drawn.problems
    ]


@pytest.mark.parametrize("jobs", [1, 3])
class TestDrawing:
    @pytest.fixture(autouse=True)
    def share_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(drawing, "ALONE_S", 0.0)

    def test_all_groups_are_drawn(self, tmp_path: Path, jobs: int) -> None:
        groups = [make_group((f"{n}/a.txt", f"{n}"), (f"{n}/b.txt", "b")) for n in range(30)]
        found, problems = draw(make_press(tmp_path), groups, jobs)
        assert len(found) == 60
        assert found["7/a.txt"] == "7"
        assert not problems

    def test_of_two_pages_with_one_path_the_earlier_group_s_is_staged(
        self, tmp_path: Path, jobs: int
    ) -> None:
        groups = [make_group((f"{n % 10}.txt", f"{n}")) for n in range(40)]
        found, problems = draw(make_press(tmp_path), groups, jobs)
        assert found == {f"{n}.txt": f"{n}" for n in range(10)}
        assert len(problems) == 30

    def test_of_two_pages_with_one_path_in_one_group_the_first_is_staged(
        self, tmp_path: Path, jobs: int
    ) -> None:
        groups = [make_group(("a.txt", "first"), ("a.txt", "second")), make_group(("b.txt", "b"))]
        found, (problem,) = draw(make_press(tmp_path), groups, jobs)
        assert found == {"a.txt": "first", "b.txt": "b"}
        assert "'a.txt', which belongs to a.txt" in problem

    @pytest.mark.parametrize("order", [1, -1])
    def test_no_file_is_staged_where_an_earlier_page_needs_a_folder_or_a_file(
        self, tmp_path: Path, jobs: int, order: int
    ) -> None:
        groups = [make_group((f"a{n}", "file")) for n in range(20)]
        groups += [make_group((f"a{n}/b/index.html", "page")) for n in range(20)]
        found, problems = draw(make_press(tmp_path), groups[::order], jobs)
        if order == 1:
            assert found == {f"a{n}": "file" for n in range(20)}
        else:
            assert found == {f"a{n}/b/index.html": "page" for n in range(20)}
        assert len(problems) == 20

    def test_a_page_that_is_kept_is_not_overwritten_by_one_that_came_too_late(
        self, tmp_path: Path, jobs: int
    ) -> None:
        page = Page("a.txt", View("first"), builder=draw_view)
        kept = Fingerprinter({}, "epoch").fingerprint(page)
        groups = [make_group(("a.txt", "first")), make_group(("a.txt", "second"))]
        found, problems = draw(make_press(tmp_path, {"a.txt": kept}), groups, jobs)
        assert not found
        assert len(problems) == 1

    def test_a_path_outside_the_folder_is_refused(self, tmp_path: Path, jobs: int) -> None:
        groups = [make_group(("a.txt", "a")), make_group(("../b.txt", "b"))]
        with pytest.raises(BuildError, match=r"^'\.\./b\.txt': would be written outside output/"):
            draw(make_press(tmp_path), groups, jobs)


@pytest.mark.parametrize("remembered", [{}, {"inputs": b""}])
def test_work_is_shared_that_takes_long_or_is_all_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, remembered: Mapping[str, bytes]
) -> None:
    def make_pages() -> list[Page]:
        return [Page(f"{os.getpid()}.txt", View("a"), builder=draw_view)]

    for patient in (False, True):
        monkeypatch.setattr(drawing, "ALONE_S", 60.0 if patient else 0.0)
        press = make_press(tmp_path / str(patient), remembered=remembered)
        drawn = press.draw_groups([Group(1, make_pages)] * 4, 2)
        pids = {page.path for group in drawn for page in group.pages}
        assert (f"{os.getpid()}.txt" in pids) == (patient and bool(remembered))


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("waits", [True, False])
def test_a_preview_leaves_files_as_they_are_that_may_wait(
    tmp_path: Path,
    *,
    waits: bool,
    preview: bool,
) -> None:
    pages = [Page(path, View("new"), builder=draw_view) for path in ("known.txt", "new.txt")]
    press = replace(make_press(tmp_path, {"known.txt": "as it was"}), preview=preview)
    (drawn,) = press.draw_groups([Group(1, lambda: pages, waits=waits)], 1)
    assert [path for path, _ in drawn.listing.files] == ["known.txt", "new.txt"]
    staged = [page.path for page in drawn.pages if page.staged]
    assert staged == ["known.txt", "new.txt"][waits and preview :]


class TestRememberedGroups:
    """What a build may know of the one before it."""

    PAGES: ClassVar = [Page("a.txt", View("a"), builder=draw_view)]

    def draw(self, press: Press, *groups: Group) -> tuple[DrawnSite, Mapping[str, bytes]]:
        """What became of the site, and what is remembered of these groups."""
        plan = make_plan(groups)
        drawn = draw_site(plan, press, 1)
        beside = {group.inputs for group in plan.plan_rest([])}
        return drawn, {key: told for key, told in drawn.groups.items() if key not in beside}

    def remember(self, folder: Path, *others: Group) -> Mapping[str, bytes]:
        group = Group(1, lambda: self.PAGES, "inputs")
        _, remembered = self.draw(make_press(folder), group, *others)
        return remembered

    def test_a_group_of_the_same_inputs_is_not_planned(self, tmp_path: Path) -> None:
        def refuse() -> list[Page]:
            raise AssertionError

        known = self.remember(tmp_path / "before")
        press = make_press(tmp_path / "now", {"a.txt": "as it was"}, known)
        drawn, remembered = self.draw(press, Group(1, refuse, "inputs"))
        assert drawn.kept == ["a.txt"]
        assert remembered == known

    @pytest.mark.parametrize(
        ("inputs", "manifest"), [("inputs", {}), ("others", {"a.txt": "as it was"})]
    )
    def test_one_whose_files_or_inputs_are_not_the_same_is(
        self, tmp_path: Path, inputs: str, manifest: dict[str, str]
    ) -> None:
        press = make_press(tmp_path / "now", manifest, self.remember(tmp_path / "before"))
        drawn, remembered = self.draw(press, Group(1, lambda: self.PAGES, inputs))
        assert {page.path for page in drawn.pages if page.staged} >= {"a.txt"}
        assert remembered.keys() == {inputs}

    def test_nothing_is_remembered_where_two_pages_want_one_path(self, tmp_path: Path) -> None:
        assert not self.remember(tmp_path, make_group(("a.txt", "other")))

    def test_one_that_does_not_know_its_inputs_is_not_remembered(self, tmp_path: Path) -> None:
        assert self.remember(tmp_path, make_group(("b.txt", "b"))).keys() == {"inputs"}
