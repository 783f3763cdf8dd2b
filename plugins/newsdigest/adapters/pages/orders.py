"""What is asked of whoever makes the site, and what is given back. Both can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsdigest.adapters.index import ComparisonRows
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_of, digest_texts
from newsdigest.model import SiteProfile

CLOSURES = "closures"
"""Note in the index: the templates' closures, see `toolchain`."""


@dataclass(frozen=True, slots=True)
class SiteOrder:
    """What is to be made.

    Attributes:
        settings: What `select_settings` takes of Pelican's.
        profile: What they say of the site.
        epoch: Digest of all that draws pages, see `toolchain.digest_rendering`.
        templates: Digest of the theme's.
        output: The output folder, prepared for staging.
        place: How the index names it.
        prefix: What precedes a post's path in an article's `source`.
        changed: Paths of the posts that the index had not, or otherwise, before the build.
        cache: Where compiled templates lie; "" if none may be used.
        resolved: Bodies whose links were resolved, by the articles' `source`.
        jobs: How many processes may work at once.
        preview: Whether to leave what may wait to the next build.
    """

    settings: Mapping[str, Any]
    profile: SiteProfile
    epoch: str
    templates: str
    output: str
    place: str
    prefix: str
    changed: frozenset[str]
    cache: str
    resolved: Mapping[str, str]
    jobs: int
    preview: bool

    @property
    def made_by(self) -> str:
        """Digest of all that pages depend on but for the articles."""
        return digest_texts([self.epoch, self.templates, digest_of(self.profile)])


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page whose fingerprint is not the one of its file.

    Attributes:
        digest: Of the bytes that its file should hold.
        staged: Whether they were staged, which they are not if the file holds them;
            None if another page's staged file is in the way.
        post: Source of the article whose own page it is; "" for any other page.
    """

    path: str
    fingerprint: str
    digest: str
    staged: bool | None
    post: str


@dataclass(frozen=True, slots=True)
class MadeSite:
    """What became of it, as far as it is not what it was.

    Attributes:
        pages: Those that were drawn.
        gone: Paths of planned files that no page has any more.
        problems: What is wrong with the plan.
        groups: What the next build may remember of new groups, by their inputs.
        groups_gone: Inputs of groups that there are no more.
        closures: The note `CLOSURES`, if it must be renewed; else "".
        comparison: What was found by comparing articles.
    """

    pages: tuple[DrawnPage, ...]
    gone: tuple[str, ...]
    problems: tuple[Problem, ...]
    groups: Mapping[str, bytes]
    groups_gone: tuple[str, ...]
    closures: str
    comparison: ComparisonRows
