"""Code, versions, settings and templates → the digests that pages depend on."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from newsdigest.errors import BuildError
from newsdigest.fingerprints import digest_bytes, digest_texts

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

_VERSION = re.compile(r"^Version:[ \t]*(\S+)", re.MULTILINE)

_READ_BY = ("pelican", "msgspec", "markdown", "docutils", "pygments", "beautifulsoup4")
_RENDERED_BY = (
    "jinja2",
    "markupsafe",
    "babel",
    "feedgen",
    "lxml",
    "pystemmer",
    "rcssmin",
    "rjsmin",
)

# All that reading a post depends on.
_READING = (
    "DEFAULT_LANG",
    "DEFAULT_METADATA",
    "DOCUTILS_SETTINGS",
    "EXTRA_PATH_METADATA",
    "FILENAME_METADATA",
    "FORMATTED_FIELDS",
    "INTRASITE_LINK_REGEX",
    "MARKDOWN",
    "PATH_METADATA",
    "PYGMENTS_RST_OPTIONS",
    "READERS",
    "TIMEZONE",
)
# What no page depends on: where things lie on this machine, and how to build.
_PLACES = frozenset(
    {
        "BIND",
        "CACHE_CONTENT",
        "CACHE_PATH",
        "DEBUG",
        "DELETE_OUTPUT_DIRECTORY",
        "GZIP_CACHE",
        "LOAD_CONTENT_CACHE",
        "LOG_FILTER",
        "OUTPUT_PATH",
        "OUTPUT_RETENTION",
        "PATH",
        "PELICAN_CLASS",
        "PLUGIN_PATHS",
        "PORT",
        "THEME",
        "THEME_TEMPLATES_OVERRIDES",
    }
)


def digest_reading(settings: Mapping[str, Any], root: str) -> str:
    """Digest of all that turns a post's bytes into an article, but for those bytes."""
    used = {name: settings.get(name) for name in _READING}
    used["stories"] = settings.get("NEWSDIGEST", {}).get("stories", True)
    used["MARKDOWN"] = _complete_markdown(used["MARKDOWN"])
    described = _describe(used)
    # A reader or extension of the site's own is code that may lie anywhere in its folder.
    own = list(_list_own_modules(root)) if "<" in described else []
    return digest_texts([digest_code(), *_list_versions(_READ_BY), described, *own])


def _complete_markdown(given: Any) -> Any:
    """`MARKDOWN` as Pelican's reader leaves it: once made, the reader has added the
    extensions that are configured, and its own, to the settings themselves.
    """
    if not isinstance(given, Mapping):
        return given
    named = [*given.get("extensions", ()), *given.get("extension_configs", ())]
    return {**given, "extensions": list(dict.fromkeys([*named, "markdown.extensions.meta"]))}


def digest_rendering(settings: Mapping[str, Any], root: str, dependencies: Iterable[Path]) -> str:
    """Digest of all that turns a page's view into bytes, but for its templates.

    Args:
        settings: Pelican's, as the user gave them.
        root: The site's folder; modules in it that the settings import count.
        dependencies: Files that any template may read.
    """
    used = {name: value for name, value in settings.items() if name not in _PLACES}
    files = [f"{path.name} {digest_bytes(path.read_bytes())}" for path in dependencies]
    return digest_texts(
        [
            digest_code(),
            *_list_versions((*_READ_BY, *_RENDERED_BY)),
            f"sqlite {sqlite3.sqlite_version}",
            _describe(used),
            *_list_own_modules(root),
            *files,
        ]
    )


@cache
def digest_code() -> str:
    """Digest of this package's own files, data included, as they were at first asking.

    The theme counts where it is used; see `list_templates`.
    """
    start = len(_PACKAGE) + 1
    return digest_texts(
        f"{path[start:]} {digest_bytes(_read(path))}"
        for path in sorted(_list_files(_PACKAGE))
        if not path.endswith((".pyc", ".po~")) and not path.startswith("theme/", start)
    )


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.readall()


def _list_files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _list_files(entry.path)
            else:
                yield entry.path


def _list_versions(names: Iterable[str]) -> Iterator[str]:
    yield f"python {sys.version}"
    yield from map(find_version, names)


@cache
def find_version(name: str) -> str:
    """A package's name and version. The head of its metadata says it: to parse all of
    them, as `importlib.metadata.version` does, takes a millisecond each.
    """
    try:
        package = distribution(name)
    except PackageNotFoundError:
        return f"{name} missing"
    found = _VERSION.search(package.read_text("METADATA") or "")
    return f"{name} {found[1] if found else package.version}"


def _list_own_modules(root: str) -> Iterator[str]:
    """Digests of the site's own modules: its settings, its plugins, what they import."""
    package = _PACKAGE + os.sep
    base = os.path.join(os.path.realpath(root), "")
    found = {}
    for name, module in sorted(sys.modules.items()):
        path = getattr(module, "__file__", None)
        if not path or path.startswith(package) or "site-packages" in path:
            continue
        real = os.path.realpath(path)
        if real.startswith(base) and not real.startswith(package) and os.path.isfile(real):
            found[name] = real
    for name, path in found.items():
        yield f"{name} {digest_bytes(Path(path).read_bytes())}"


def _describe(value: Any, depth: int = 6) -> str:
    """The value as a text that is the same in every process; code is named as "<…>"."""
    if value is None or isinstance(value, str | int | float | bytes):
        return repr(value)
    if isinstance(value, Mapping):
        items = [(_describe(k, depth - 1), _describe(v, depth - 1)) for k, v in value.items()]
        return "{" + ", ".join(f"{key}: {item}" for key, item in sorted(items)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_describe(item, depth - 1) for item in value) + "]"
    if isinstance(value, set | frozenset):
        return "set(" + ", ".join(sorted(_describe(item, depth - 1) for item in value)) + ")"
    if isinstance(value, os.PathLike):
        return repr(os.fspath(value))
    kind = value if hasattr(value, "__qualname__") else type(value)
    name = f"<{kind.__module__}.{kind.__qualname__}>"
    if kind is value or depth <= 0:
        return name
    return name + _describe(getattr(value, "__dict__", {}), depth - 1)


def list_templates(folders: Iterable[str]) -> dict[str, str]:
    """Digest of each file below the folders, by full path."""
    found = {}
    for folder in folders:
        if os.path.isdir(folder):
            for path in sorted(_list_files(folder)):
                found[path] = digest_bytes(_read(path))
    return found


def digest_closures(environment: Any, names: Iterable[str]) -> dict[str, str]:
    """Digest of each template and of all that it extends, includes or imports.

    Raises:
        BuildError: If a template is missing or broken, or names another one by a value
            that is known only when it runs: nobody could tell when its pages are stale.
    """
    direct: dict[str, tuple[str, tuple[str, ...]]] = {}
    return {name: _digest_closure(environment, name, direct) for name in sorted(set(names))}


def _digest_closure(
    environment: Any, name: str, direct: dict[str, tuple[str, tuple[str, ...]]]
) -> str:
    seen: dict[str, str] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in seen:
            if current not in direct:
                direct[current] = _read_template(environment, current, required=current == name)
            seen[current], others = direct[current]
            waiting += others
    return digest_texts(f"{current} {digest}" for current, digest in sorted(seen.items()))


def _read_template(environment: Any, name: str, *, required: bool) -> tuple[str, tuple[str, ...]]:
    """A template's digest and the templates that it names."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError, meta

    try:
        source = environment.loader.get_source(environment, name)[0]
        tree = environment.parse(source, name)
    except TemplateNotFound:
        if required:
            raise BuildError(f"{name}: the theme has no such template: add it") from None
        return "missing", ()
    except TemplateSyntaxError as error:
        where = f"{error.filename or name}:{error.lineno}"
        raise BuildError(f"{where}: {error.message}") from error
    named = tuple(meta.find_referenced_templates(tree))
    if None in named:
        raise BuildError(
            f"{name}: extends, includes or imports a template by a name that is computed: "
            "write the name itself, so that a change of that template is noticed"
        )
    return digest_texts((source,)), tuple(other for other in named if other is not None)


def load_closures(note: str, key: str) -> dict[str, str]:
    """Closures that `dump_closures` kept for the same templates, else none."""
    kept, _, closures = note.partition("\n")
    if kept != key:
        return {}
    loaded: dict[str, str] = json.loads(closures)
    return loaded


def dump_closures(key: str, closures: Mapping[str, str]) -> str:
    """The closures as `load_closures` reads them back for the same key."""
    return f"{key}\n{json.dumps(closures, sort_keys=True)}"
