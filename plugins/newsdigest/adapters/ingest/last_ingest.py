"""What lies in `seeds/` and `content/posts/` → whether the last ingest still holds.

What ingest does follows from the files alone, and a second one in a row does nothing.
So where no file is another one than at the last ingest that did nothing, what that one
said is said again, and nothing of ingest itself is even imported.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from newsdigest.adapters.files import FoundFile, is_utf8, walk_files, write_file
from newsdigest.adapters.stamps import UNTRUSTED, take_stamp
from newsdigest.adapters.toolchain import digest_code, find_version
from newsdigest.errors import Problem
from newsdigest.fingerprints import digest_of, digest_pairs
from newsdigest.settings import Settings

_FILE_NAME = "ingested.json"

# Of what reading a seed depends on besides this package.
_LIBRARIES = ("py3langid", "babel", "charset-normalizer", "unidecode", "pyyaml")


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did; `published + reported + withheld == seeds`.

    Attributes:
        seeds: Files below `seeds/` that are texts or not known to be none.
        published: Seeds whose article is on the site.
        reported: Seeds that are not; `problems` says why.
        withheld: Seeds that the editor keeps off the site: their post was deleted, or its
            `Status` says so.
        problems: Sorted; warnings among them.
        written: Paths relative to the site's root, sorted; files that changed.
        deleted: The same of files that are gone.
    """

    seeds: int
    published: int
    reported: int
    withheld: int
    problems: tuple[Problem, ...]
    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sight:
    """What lies in both folders.

    Attributes:
        seeds: None where the folder is missing.
        stamps: By path relative to the site's root.
        digest: Changes with every file; "" where a file or folder cannot be looked at, or
            could change unnoticed, or has a name that a build has to complain of.
    """

    seeds: tuple[FoundFile, ...] | None
    posts: tuple[FoundFile, ...]
    stamps: dict[str, str]
    digest: str


def look(root: Path, settings: Settings, folder: str) -> Sight:
    """What lies in `seeds/` and in the folder of posts.

    Args:
        root: The site's folder.
        settings: `NEWSDIGEST`.
        folder: Of the posts, relative to `root`.
    """
    now = time.time_ns()
    top = root / settings.seeds_path
    seeds = tuple(walk_files(top)) if top.is_dir() else None
    top = root / folder
    posts = tuple(walk_files(top, follow=True)) if top.is_dir() else ()
    stamps = {}
    for place, files in ((settings.seeds_path, seeds or ()), (folder, posts)):
        for found in files:
            status = None if found.reason else found.status
            stamps[f"{place}/{found.name}"] = take_stamp(status, now) if status else UNTRUSTED
    known = seeds is not None and UNTRUSTED not in stamps.values() and all(map(is_utf8, stamps))
    return Sight(seeds, posts, stamps, digest_pairs(stamps) if known else "")


def digest_rules(settings: Settings, folder: str, language: str) -> str:
    """Changes with anything that could make the same seed another post.

    Args:
        settings: `NEWSDIGEST`.
        folder: Of the posts, relative to the site's root.
        language: `DEFAULT_LANG`.
    """
    libraries = tuple(find_version(name) for name in _LIBRARIES)
    return digest_of((settings, folder, language, digest_code(), libraries))


def recall_ingest(cache: Path, rules: str, sight: Sight) -> IngestReport | None:
    """What the last ingest said, if another one would say the same and do nothing."""
    if not sight.digest:
        return None
    try:
        kept = json.loads((cache / _FILE_NAME).read_bytes())
        if (kept["rules"], kept["sight"]) != (rules, sight.digest):
            return None
        seeds, published, reported, withheld = map(int, kept["counts"])
        problems = tuple(Problem(*problem) for problem in kept["warnings"])
        return IngestReport(seeds, published, reported, withheld, problems)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_ingest(cache: Path, rules: str, sight: Sight, report: IngestReport) -> None:
    """Keeps what an ingest said, if the next one may say it again. One that reported an
    error looks at everything anew: what could not be read may be readable now.
    """
    if (
        not sight.digest
        or report.reported
        or report.written
        or report.deleted
        or any(problem.severity == "error" for problem in report.problems)
    ):
        return
    kept = {
        "rules": rules,
        "sight": sight.digest,
        "counts": [report.seeds, report.published, report.reported, report.withheld],
        "warnings": [[p.path, p.line, p.message, p.severity] for p in report.problems],
    }
    with suppress(OSError):
        write_file(cache / _FILE_NAME, json.dumps(kept, ensure_ascii=True))
