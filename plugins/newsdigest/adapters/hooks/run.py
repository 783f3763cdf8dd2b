"""One run of the program: what was ingested, built and reported, and how it ends."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsdigest.errors import Problem
from newsdigest.settings import Settings

if TYPE_CHECKING:
    from newsdigest.adapters.engine import Engine
    from newsdigest.adapters.pages.forerunner import Forerunner
    from newsdigest.adapters.writing.outputs import BuildReport

RUN = "NEWSDIGEST_RUN"
"""Key in Pelican's settings under which the handlers of its signals find the run."""

logger = logging.getLogger(__name__)


class ErrorCollector(logging.Handler):
    """Remembers the errors that Pelican and other plugins log: Pelican itself leaves
    files out and ends with 0.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith("newsdigest"):
            self.messages.append(" ".join(record.getMessage().split()))


@dataclass(slots=True)
class Run:
    """What the handlers tell each other.

    Attributes:
        quiet: Whether whoever started the run prints the summary.
        collector: On the root logger while the run lasts.
        dask: Address of a Dask scheduler that reads the seeds, or "".
        preview: Whether the build leaves what may wait to the next one.
        forerunner: What began before the run and may make its site.
        pending: Whether seeds were ingested for a build that has not begun.
        seen: Digest of all posts and seeds as ingest saw them and left them, or "".
        stamps: Of the files in the folder of posts, by path relative to Pelican's `PATH`, as
            ingest left them; None unless it looked at them anew, and they alone are posts.
        rehearsal: If given, nothing is ingested or written: only the bytes of these files
            of the output are wanted.
        rehearsed: What a build would write into them.
    """

    quiet: bool = False
    dask: str = ""
    preview: bool = False
    forerunner: Forerunner | None = None
    started: float = field(default_factory=time.perf_counter)
    config: Settings = field(default_factory=Settings)
    root: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    collector: ErrorCollector = field(default_factory=ErrorCollector)
    ingested: Any = None
    pending: bool = False
    seen: str = ""
    stamps: Mapping[str, str] | None = None
    engine: Engine | None = None
    built: BuildReport | None = None
    statics: tuple[tuple[str, str], ...] = ()
    writer: Any = None
    profile: Any = None
    rehearsal: frozenset[str] | None = None
    rehearsed: dict[str, bytes] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was found wrong, each once, in the order in which it was found."""
        found = [
            *(self.ingested.problems if self.ingested else ()),
            *(self.built.problems if self.built else ()),
            *(Problem("pelican", 0, message) for message in self.collector.messages),
        ]
        return tuple(dict.fromkeys(found))

    @property
    def exitcode(self) -> int:
        """1 if anything was reported as an error."""
        return int(any(problem.severity == "error" for problem in self.problems))

    def summarise(self) -> str:
        """The last line: the numbers of the run."""
        parts = []
        if self.ingested:
            parts.append(
                f"{self.ingested.seeds} seeds: {self.ingested.published} published, "
                f"{self.ingested.reported} reported"
            )
        if self.built:
            parts.append(
                f"{self.built.pages} pages: {self.built.written} written, "
                f"{self.built.kept} kept, {self.built.deleted} deleted"
            )
        parts.append(f"{time.perf_counter() - self.started:.1f} s")
        return "; ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """The same for programs."""
        result: dict[str, Any] = {
            "problems": [
                {"path": p.path, "line": p.line, "message": p.message, "severity": p.severity}
                for p in self.problems
            ],
            "seconds": round(time.perf_counter() - self.started, 3),
        }
        if self.ingested:
            result["seeds"] = {
                "seeds": self.ingested.seeds,
                "published": self.ingested.published,
                "reported": self.ingested.reported,
                "written": list(self.ingested.written),
                "deleted": list(self.ingested.deleted),
            }
        if self.built:
            result["pages"] = {
                "pages": self.built.pages,
                "written": self.built.written,
                "kept": self.built.kept,
                "deleted": self.built.deleted,
                "changed": list(self.built.changed),
            }
        return result


def log_problems(problems: Iterable[Problem]) -> None:
    """Tells the user of each."""
    for problem in problems:
        if problem.severity == "error":
            logger.error("%s", problem)
        else:
            logger.warning("warning: %s", problem)
