"""The theme's static files and Pelican's → what to copy where."""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def list_theme_statics(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """`(full path, path below output/)` of the files in `THEME_STATIC_PATHS`.

    As in Pelican, a folder's files go into `THEME_STATIC_DIR` itself, and names that
    match `IGNORE_FILES` are passed over.
    """
    theme, ignores = str(settings["THEME"]), settings["IGNORE_FILES"]
    target = os.path.normpath(str(settings["THEME_STATIC_DIR"])).replace(os.sep, "/")
    prefix = "" if target == "." else f"{target}/"
    for path in settings["THEME_STATIC_PATHS"]:
        full = os.path.join(theme, str(path))
        if os.path.isfile(full):
            yield full, prefix + os.path.basename(full)
            continue
        for folder, folders, names in os.walk(full, followlinks=True):
            folders[:] = [name for name in folders if not _is_ignored(name, ignores)]
            relative = os.path.relpath(folder, full).replace(os.sep, "/")
            inside = prefix if relative == "." else f"{prefix}{relative}/"
            for name in names:
                if not _is_ignored(name, ignores) and os.path.isfile(f"{folder}/{name}"):
                    yield f"{folder}/{name}", inside + name


def minify_style(data: bytes) -> bytes:
    """A style sheet that says the same without comments (`/*! these */` stay) and spaces."""
    from rcssmin import cssmin

    return bytes(cssmin(data, keep_bang_comments=True))


def minify_script(data: bytes) -> bytes:
    """A script that does the same without comments (`/*! these */` stay) and indentation."""
    from rjsmin import jsmin

    return bytes(jsmin(data, keep_bang_comments=True))


MINIFIERS = {".css": minify_style, ".js": minify_script}
"""By the end of a file's name."""


def list_content_statics(staticfiles: Iterable[Any], content: str) -> Iterator[tuple[str, str]]:
    """The same of the files that Pelican's `StaticGenerator` found."""
    for static in staticfiles:
        save_as = os.path.normpath(str(static.save_as)).replace(os.sep, "/")
        yield os.path.join(content, str(static.source_path)), save_as


def _is_ignored(name: str, ignores: Iterable[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in ignores)
