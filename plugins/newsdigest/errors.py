"""Errors → what the user reads and the exit code the process ends with.

Exit codes (the recipe's contract): 0 built and clean, 1 built but something was
reported, 2 nothing was built.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that a person should act on, told where it stands and what to do.

    Attributes:
        path: The file, relative to the site's root, with "/" separators.
        line: 1-based line, or 0 where no line applies.
        message: What is wrong, and after a colon what to do.
        severity: "error" makes the run end with exit code 1; "warning" does not.
    """

    path: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        return f"{where}: {self.message}"


class NewsDigestError(Exception):
    """Base of every error that the package raises on purpose."""

    exitcode = 2


class SettingsError(NewsDigestError):
    """A setting that cannot be honoured: nothing is built."""


class SeedError(NewsDigestError):
    """A raw text that cannot become a seed; every other seed goes on.

    Attributes:
        line: 1-based line in the seed, or 0 where no line applies.
    """

    exitcode = 1

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class PostError(NewsDigestError):
    """A post or facts file that cannot be read; every other post goes on.

    Attributes:
        line: 1-based line in the file, or 0 where no line applies.
    """

    exitcode = 1

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class BuildError(NewsDigestError):
    """The site cannot be built at all (a template fails, the output cannot be written)."""


class UnforeseenError(BuildError):
    """What no rule foresees has failed: a damaged cache, another plugin, a mistake of ours."""


class ReportedProblemsError(NewsDigestError):
    """The site was built, but something was reported; ends the process with exit code 1."""

    exitcode = 1
