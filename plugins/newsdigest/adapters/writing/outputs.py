"""What the site wants in `output/`, and what the last build left there.

Pages, the files of Pelican's own generators and static files are added one kind after
the other; `commit` then makes the folder what was added.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from newsdigest.adapters.index import Index, OutputRow
from newsdigest.adapters.pool import work_off
from newsdigest.adapters.stamps import UNTRUSTED, digest_data, take_stamp
from newsdigest.adapters.writing.last_outputs import STATIC, LastOutputs
from newsdigest.adapters.writing.packing import Packer, is_packable
from newsdigest.adapters.writing.statics import MINIFIERS
from newsdigest.adapters.writing.writer import OutputFolder, is_inside
from newsdigest.errors import BuildError, Problem

_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes:
        pages: Files of the site, static ones aside.
        written: Those whose bytes changed.
        deleted: Files that no page wants any more.
        changed: Paths of all files written, static ones included, sorted.
        added: Those of them that the site did not have.
        gone: Paths and titles of the files that it has no more, sorted.
    """

    pages: int
    written: int
    deleted: int
    changed: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]

    @property
    def kept(self) -> int:
        return self.pages - self.written


class Outputs:
    """The files of one build.

    Attributes:
        problems: Files that stood in each other's way.
    """

    def __init__(self, folder: OutputFolder, index: Index, place: str, last: LastOutputs) -> None:
        """Nothing is added yet.

        Args:
            folder: Prepared for staging.
            index: Open until `commit`.
            place: How the index names the output folder.
            last: What the last build left there.
        """
        self.problems: list[Problem] = []
        self._folder = folder
        self._index = index
        self._place = place
        self._last = last
        self._rows: dict[str, OutputRow] = {}
        self._added: set[str] = set()
        self._staged: set[str] = set()
        self._pages = 0
        self._written = 0

    def prepare(self) -> None:
        """Reads what will be needed, while somebody else is still making pages."""
        self._last.load()
        len(self._manifest)

    @cached_property
    def _hashes(self) -> dict[str, str]:
        return {path: row.hash for path, row in self._last.known.items()}

    @cached_property
    def _manifest(self) -> Mapping[str, str]:
        return self._folder.read_manifest(self._hashes)

    def keep(self, but: Collection[str] = ()) -> None:
        """Takes the pages that the last build planned, as they are.

        Args:
            but: Paths of those that are not taken: no page has them any more, or another one.
        """
        rows = dict(self._last.planned)
        for path in but:
            rows.pop(path, None)
        self._rows |= rows
        self._pages += len(rows)

    def add_page(self, path: str, fingerprint: str, digest: str, *, staged: bool) -> None:
        """Takes a page that was rendered."""
        self._pages += 1
        self._add(OutputRow(path, fingerprint, digest, UNTRUSTED), staged=staged)

    def add_stock(self, overrides: Iterable[str]) -> None:
        """Takes what Pelican's own generators wrote.

        Args:
            overrides: Paths that the user asked to replace one of our pages.
        """
        wins = set(overrides)
        for path in self._folder.list_stock():
            if path in self._rows and path not in wins:
                fault = (
                    "is a page of the site already: give the page in content/ another "
                    "address with 'save_as' and 'url'"
                )
                self.problems.append(Problem(path, 0, fault))
                continue
            with open(os.path.join(self._folder.stock, path), "rb") as file:
                data = file.read()
            self._pages += path not in self._rows
            self._staged.discard(path)
            staged = self._folder.stage(path, data)
            self._add(OutputRow(path, "", digest_data(data), UNTRUSTED), staged=staged)

    def add_statics(
        self, statics: Iterable[tuple[str, str]], own: Collection[str], epoch: str
    ) -> None:
        """Takes files to copy.

        Args:
            statics: `(full path, path below output/)` each; the last one wins.
            own: Full paths of the theme's, whose style sheets and scripts are minified.
            epoch: Digest of what minifying depends on.
        """
        for path, source in sorted({path: source for source, path in statics}.items()):
            if not is_inside(path):
                raise BuildError(f"{source}: would be copied outside output/, to {path!r}")
            if path in self._rows:
                fault = f"is a page of the site: {source} cannot be copied there"
                self.problems.append(Problem(path, 0, fault))
                continue
            stamp = take_stamp(os.stat(source))
            change = MINIFIERS.get(os.path.splitext(path)[1]) if source in own else None
            fingerprint = f"{STATIC}{epoch} {stamp}" if change else f"{STATIC}{stamp}"
            row = self._last.known.get(path)
            if row and stamp and path in self._last.intact and row.fingerprint == fingerprint:
                self._rows[path] = row
                continue
            digest, staged = self._folder.stage_copy(path, source, change)
            self._add(OutputRow(path, fingerprint, digest, UNTRUSTED), staged=staged)

    def pack(self, packers: Iterable[Packer], jobs: int) -> None:
        """Takes, beside each text, the same packed in each of these ways."""
        wanted: list[tuple[str, Packer, str]] = []
        texts = [(path, row.hash) for path, row in sorted(self._rows.items()) if is_packable(path)]
        for packer in packers:
            for path, digest in texts:
                packed = f"{path}{packer.suffix}"
                known = self._last.known.get(packed)
                fingerprint = f"{STATIC}{packer.version} {digest}"
                if packed in self._rows:
                    continue
                if known and packed in self._last.intact and known.fingerprint == fingerprint:
                    self._rows[packed] = known
                else:
                    wanted.append((path, packer, fingerprint))

        def pack(part: range) -> bytes:
            results = []
            for path, packer, fingerprint in wanted[part.start : part.stop]:
                packed, data = f"{path}{packer.suffix}", packer.pack(self._folder.read(path))
                staged = self._folder.stage(packed, data)
                results.append((packed, fingerprint, digest_data(data), staged))
            return marshal.dumps(results)

        jobs = jobs if len(wanted) > _AT_ONCE else 1
        for results in work_off(len(wanted), jobs, _AT_ONCE, pack):
            for packed, fingerprint, digest, staged in marshal.loads(results):
                self._add(OutputRow(packed, fingerprint, digest, UNTRUSTED), staged=staged)

    def _add(self, row: OutputRow, *, staged: bool) -> None:
        self._rows[row.path] = row
        self._added.add(row.path)
        if staged:
            self._staged.add(row.path)
            self._written += not row.fingerprint.startswith(STATIC)

    def commit(self, problems: Iterable[Problem]) -> BuildReport:
        """Makes the folder hold what was added and tells the index, which is not committed.

        Args:
            problems: Of the whole build, for the report.
        """
        last, folder = self._last, self._folder
        stale = sorted(last.known.keys() - self._rows.keys())
        gone = tuple((path, folder.read_title(path)) for path in stale)
        hashes = {**self._hashes, **{path: self._rows[path].hash for path in self._added}}
        for path in stale:
            del hashes[path]
        deleted = folder.commit(sorted(self._staged), hashes, self._hashes, self._manifest)
        added = sorted(self._added)
        changed = [
            self._rows[path]._replace(stamp=stamp or UNTRUSTED)
            for path, stamp in zip(added, folder.take_stamps(added), strict=True)
        ]
        renewed = last.restamped.keys() & self._rows.keys() - self._added
        changed += [last.restamped[path] for path in sorted(renewed)]
        self._index.put_outputs(self._place, changed)
        self._index.delete_outputs(self._place, stale)
        return BuildReport(
            pages=self._pages,
            written=self._written,
            deleted=deleted,
            changed=tuple(sorted(self._staged)),
            added=tuple(sorted(self._staged - self._last.known.keys())),
            gone=gone,
            problems=tuple(dict.fromkeys(problems)),
        )
