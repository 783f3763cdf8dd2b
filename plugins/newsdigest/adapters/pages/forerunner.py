"""A process that runs ahead of the build: while this one still loads Pelican, reads the
settings and ingests, it loads what plans and draws, and unpacks the articles that the last
build left in the index. Then it looks at the files of the last build, and makes the site.

What it does is what the build would do itself (`making`): to unpack a record is a pure
function of its bytes, so that it may be done before anybody knows whether it is needed.
"""

from __future__ import annotations

import importlib
import marshal
import os
import pickle
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsdigest.adapters.attendant import Answer, Attendant
from newsdigest.adapters.index import FILE_NAME, IndexReader
from newsdigest.adapters.writing.last_outputs import LastOutputs, Seen, look_at_files
from newsdigest.adapters.writing.writer import OutputFolder
from newsdigest.errors import UnforeseenError

if TYPE_CHECKING:
    from newsdigest.adapters.pages.orders import MadeSite, SiteOrder
    from newsdigest.adapters.posts.records import SourceRecord

_FIRST = ("newsdigest.adapters.posts.records", "newsdigest.adapters.pages.making")
DRAWING = (
    *("newsdigest.feeds.rendering", "newsdigest.feeds.json_feed", "newsdigest.structured_data"),
    *("newsdigest.adapters.posts.comparison", "newsdigest.adapters.posts.indexed"),
    *("babel.dates", "babel.numbers", "babel.messages.pofile", "jinja2.meta", "ctypes"),
)
"""What plans and draws, and is imported late."""

_AT_ONCE = 256
# What unpacking raises if the index is damaged.
_DAMAGED = (ValueError, TypeError, LookupError, EOFError)
# Where things lie on most sites; elsewhere, less is done ahead.
_CACHE, _PLACE = "cache", "output"


class Forerunner:
    """The process. It serves one build, which asks it twice."""

    def __init__(self, folder: Path) -> None:
        """Begins.

        Args:
            folder: Of the settings file: there the site most likely is.
        """
        life = _Life(folder)
        self._attendant = Attendant(life.answer, life.prepare)

    @classmethod
    def begin(cls, settings_file: Path, jobs: int) -> Forerunner | None:
        """One for the site of a settings file, if there is anything to do ahead."""
        folder = settings_file.resolve().parent
        if jobs > 1 and hasattr(os, "fork") and (folder / _CACHE / FILE_NAME).is_file():
            return cls(folder)
        return None

    def look(self, index: Path, output: str, place: str, lock: int | None) -> Answer:
        """What `look_at_files` gives, or b"".

        Args:
            index: Where the index is.
            output: The output folder.
            place: How the index names it.
            lock: The descriptor of the build's lock, which the process holds, too.
        """
        files = () if lock is None else (lock,)
        return self._attendant.ask(pickle.dumps(("look", index, output, place)), files)

    def make(self, order: SiteOrder) -> Making:
        """Begins the site, as `make_site` makes it; to be called after `look`."""
        return Making(self._attendant, self._attendant.ask(pickle.dumps(("make", order))))

    def close(self) -> None:
        """Ends it, whatever it is at."""
        self._attendant.close()


class Making:
    """A site that is being made."""

    def __init__(self, attendant: Attendant, answer: Answer) -> None:
        self._attendant = attendant
        self._answer = answer

    def collect(self) -> MadeSite:
        """The site.

        Raises:
            BuildError: As `make_site` does.
        """
        answer = self._answer.collect()
        self._attendant.dismiss()  # to give back its memory takes it a while
        made: MadeSite = pickle.loads(answer)  # noqa: S301
        return made


def is_sendable(settings: Mapping[str, Any]) -> bool:
    """Whether pages are drawn alike in a process that knows Pelican's settings by what they
    hold: there is no code in those that count, and no other plugin that changes anything.
    """
    from newsdigest.adapters.pages.templates import select_settings

    if settings["PLUGINS"] != ["newsdigest"]:
        return False
    try:
        marshal.dumps(select_settings(settings))
    except ValueError:
        return False
    return True


class _Life:
    """What the process does."""

    def __init__(self, folder: Path) -> None:
        """Nothing yet.

        Args:
            folder: Of the settings file.
        """
        self._folder = folder
        self._read: LastBuild | None = None
        self._last: LastOutputs | None = None
        self._asked: tuple[Path, str, str]

    def prepare(self) -> Iterator[None]:
        """Loads what is needed, and reads what the last build left."""
        # Extensions of Jinja may be the site's own modules, which settings can import.
        sys.path.insert(0, str(self._folder))
        for name in _FIRST:
            importlib.import_module(name)
            yield
        # A damaged index is noticed, and told, by whoever needs it.
        with suppress(sqlite3.Error, OSError):
            self._read = LastBuild(self._folder / _CACHE / FILE_NAME, _PLACE)
            yield from self._read.unpack()
        for name in DRAWING:
            importlib.import_module(name)
            yield

    def answer(self, question: bytes) -> bytes:
        """What was asked."""
        kind, *details = pickle.loads(question)  # noqa: S301
        return self._look(*details) if kind == "look" else self._make(*details)

    def _look(self, path: Path, output: str, place: str) -> bytes:
        """What was seen; b"" where the index cannot be read as it is: the build will mend it, or
        begin a new one.
        """
        self._asked = (path, output, place)
        self._last = None
        with suppress(sqlite3.Error, OSError):
            if self._read is None or not self._read.is_of(path, place):
                self._read = LastBuild(path, place)
            folder, outputs = OutputFolder(output), self._read.outputs
            seen = look_at_files(folder, outputs)
            self._last = LastOutputs(folder, lambda: outputs, Seen(seen))
            return seen
        self._read = None
        return b""

    def _make(self, order: SiteOrder) -> bytes:
        from newsdigest.adapters.pages.making import make_site
        from newsdigest.adapters.posts.collection import Collection

        if self._last is None:  # the build has opened the index by now
            self._look(*self._asked)
        read, last = self._read, self._last
        if read is None or last is None:
            raise UnforeseenError("the index in the cache cannot be read")
        collection = Collection(read.index, order.prefix, read.complete(order.changed))
        return pickle.dumps(make_site(order, collection, read.index, last, read.neighbours))


class LastBuild:
    """What the index said when it was read.

    Attributes:
        index: It.
        outputs: All that the last build wrote, by path.
        neighbours: What it found by comparing.
    """

    def __init__(self, path: Path, place: str) -> None:
        """Reads it.

        Args:
            path: Where the index is.
            place: How it names the output folder.
        """
        from newsdigest.adapters.posts.comparison import KnownNeighbours

        self.index = IndexReader(path)
        self._place = place
        self._state = self.index.read_state()
        self._packed = self.index.read_records()
        self._records: dict[str, SourceRecord] = {}
        self.outputs = self.index.read_outputs(place)
        self.neighbours = KnownNeighbours(self.index)

    def is_of(self, path: Path, place: str) -> bool:
        """Whether this is what would be read there now."""
        return (path, place) == (self.index.path, self._place) and self.index.is_in(self._state)

    def unpack(self) -> Iterator[None]:
        """Unpacks what will be needed, step by step."""
        from newsdigest.adapters.posts.records import unpack_record

        for number, (path, data) in enumerate([*self._packed.items()]):
            if number % _AT_ONCE == 0:
                yield
            with suppress(*_DAMAGED):
                self._records[path] = unpack_record(data)
        for number, (_, _, data) in enumerate(self.neighbours.rows.values()):
            if number % _AT_ONCE == 0:
                yield
            with suppress(*_DAMAGED):
                self.neighbours.unpack(data)

    def complete(self, changed: frozenset[str]) -> Iterator[SourceRecord]:
        """The records of all posts, as the build has left them in the index.

        Args:
            changed: Paths of those that it has changed since.
        """
        from newsdigest.adapters.posts.records import unpack_record

        packed, records = self._packed, self._records
        for path in changed:
            packed.pop(path, None)
            records.pop(path, None)
        for path, data in (packed | self.index.read_records(changed)).items():
            yield records.get(path) or unpack_record(data)
