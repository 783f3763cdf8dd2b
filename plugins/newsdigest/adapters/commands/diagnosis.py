"""A site's folder and this machine → what is missing, and what to do about it."""

from __future__ import annotations

import multiprocessing
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from packaging.requirements import Requirement

from newsdigest.adapters.commands.building import check_plugins, load_settings
from newsdigest.adapters.hooks.honoured import check_settings
from newsdigest.adapters.hooks.steps import find_cache, find_root
from newsdigest.errors import SettingsError
from newsdigest.settings import Settings, parse_settings

TEMPLATE_SITE_ID = "36c3a4a6-6a67-4a1f-9d0b-0d6f4d1c7b52"
"""The id in this repository's `pelicanconf.py`: a site made from it needs its own."""

_TEMPLATE_NAME = "Nachrichten-Digest"
_LOCKED = re.compile(r"^([a-z0-9][^\\\n]*)", re.IGNORECASE | re.MULTILINE)
_TIMEOUT_S = 30

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: What, in a word or two.
        message: What was seen, and after a colon what to do.
    """

    level: Level
    subject: str
    message: str


def diagnose(settings_file: Path, environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """Everything that a build needs, looked at in the order in which it is needed."""
    findings = [*_look_at_python(), *_look_at_packages(settings_file.absolute().parent)]
    try:
        settings = load_settings(settings_file, {})
        config = parse_settings(settings.get("NEWSDIGEST", {}))
        check_plugins(settings)
        root = Path(find_root(settings["PATH"]))
        if config.build:
            check_settings(settings, config, str(root))
    except SettingsError as error:
        return (*findings, Finding("error", "settings", str(error)))
    findings.append(Finding("ok", "settings", str(settings_file)))
    findings += _look_at_folders(root, settings, config)
    findings += _look_at_identity(settings, config)
    findings += _look_at_address(settings_file, environment)
    findings += _look_at_history(root, config)
    return tuple(findings)


def _look_at_python() -> Iterator[Finding]:
    yield Finding("ok", "Python", ".".join(map(str, sys.version_info[:3])))
    if sys.getfilesystemencoding().lower().replace("-", "") != "utf8":
        yield Finding("warning", "file names", "are not UTF-8 here: set LC_ALL=C.UTF-8")
    if "fork" not in multiprocessing.get_all_start_methods():
        yield Finding("warning", "workers", "cannot be forked here: builds use one process")


def _look_at_packages(root: Path) -> Iterator[Finding]:
    """Compares what is installed with the lock file, if the site has one."""
    lock = root / "requirements.lock"
    if not lock.is_file():
        yield Finding("ok", "packages", "there is no requirements.lock to compare with")
        return
    faults = []
    for line in _LOCKED.findall(lock.read_text("utf-8")):
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate():
            continue
        try:
            installed = metadata.version(wanted.name)
        except metadata.PackageNotFoundError:
            faults.append(f"{wanted.name} is not installed")
            continue
        if installed not in wanted.specifier:
            faults.append(f"{wanted.name} is {installed}, not {wanted.specifier}")
    if faults:
        advice = "run `make html`, or install requirements.lock anew"
        yield Finding("error", "packages", f"{'; '.join(faults)}: {advice}")
    else:
        yield Finding("ok", "packages", "as requirements.lock names them")


def _look_at_folders(
    root: Path, settings: Mapping[str, Any], config: Settings
) -> Iterator[Finding]:
    seeds = root / config.seeds_path
    if seeds.is_dir():
        yield Finding("ok", "seeds", str(seeds))
    else:
        yield Finding("error", "seeds", f"{seeds} is missing: make it, and put raw texts into it")
    templates = Path(settings["THEME"]) / "templates"
    if config.build and not (templates / "article.html").is_file():
        yield Finding(
            "error", "theme", f"{templates} holds no article.html: set THEME to a digest's"
        )
    else:
        yield Finding("ok", "theme", str(settings["THEME"]))
    for subject, folder in (
        ("posts", Path(settings["PATH"]) / config.posts_path),
        ("output", root / settings["OUTPUT_PATH"]),
        ("cache", Path(find_cache(settings, str(root)))),
    ):
        if _is_writable(folder):
            yield Finding("ok", subject, str(folder))
        else:
            yield Finding("error", subject, f"{folder} cannot be written: change its owner or mode")


def _is_writable(folder: Path) -> bool:
    """Whether files can be made there, or the folder itself can be made."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK)


def _look_at_identity(settings: Mapping[str, Any], config: Settings) -> Iterator[Finding]:
    make = 'python3 -c "import uuid; print(uuid.uuid4())"'
    if not config.site_id:
        yield Finding(
            "warning",
            "site_id",
            f"is empty, so that a new SITENAME makes new feed ids: set what `{make}` says, once",
        )
    elif config.site_id == TEMPLATE_SITE_ID and settings["SITENAME"] != _TEMPLATE_NAME:
        yield Finding(
            "warning",
            "site_id",
            f"is still that of the template, which other sites have, too: set what `{make}` says",
        )
    else:
        yield Finding("ok", "site_id", config.site_id)


def _look_at_address(settings_file: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    publish = settings_file.with_name("publishconf.py")
    if not publish.is_file():
        yield Finding("warning", "publishconf.py", "is missing: it sets SITEURL for publishing")
        return
    try:
        quiet = {"FEED_DOMAIN": "http://localhost"}  # Pelican would warn of what is asked here
        address = str(load_settings(publish, quiet)["SITEURL"] or environment.get("SITEURL", ""))
    except SettingsError as error:
        yield Finding("error", "publishconf.py", str(error))
        return
    if address.startswith(("https://", "http://")):
        yield Finding("ok", "SITEURL", address)
    else:
        yield Finding(
            "warning",
            "SITEURL",
            "publishconf.py names no address: set it there or in the environment before publishing",
        )


def _look_at_history(root: Path, config: Settings) -> Iterator[Finding]:
    """`Added` is a seed's first commit: a shallow clone knows too few of them."""
    try:
        done = subprocess.run(
            ("git", "rev-parse", "--is-shallow-repository"),
            cwd=root,
            capture_output=True,
            encoding="utf-8",
            timeout=_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        yield Finding(
            "warning",
            "git",
            f"does not know this folder: `Added` is the clock's then; commit {config.seeds_path}/",
        )
        return
    if done.stdout.strip() == "true":
        yield Finding(
            "warning",
            "git",
            "this clone is shallow, so that `Added` may be too late: run `git fetch --unshallow`",
        )
    else:
        yield Finding("ok", "git", "knows when each seed was added")
