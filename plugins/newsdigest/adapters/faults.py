"""Errors of the system, of SQLite and of what nobody foresaw → what the user reads."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from newsdigest.errors import BuildError, UnforeseenError

UNFORESEEN = (
    *(sqlite3.DatabaseError, RuntimeError, ValueError, LookupError),
    *(TypeError, AttributeError, EOFError),
)
"""What a damaged cache, another plugin or a mistake of ours can raise."""

_ROOM = "is there room on the disk, and may you write there?"
_OBSTACLES = frozenset((errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ELOOP))


def explain_fault(error: BaseException) -> BuildError:
    """The error as one of ours: what failed, where, and what to do.

    Returns:
        An `UnforeseenError` if a build without the cache may do what this one could not.
    """
    if isinstance(error, OSError) and error.strerror:
        where = os.fsdecode(error.filename) if error.filename else "writing the site"
        what = "something else is in its way: move that" if error.errno in _OBSTACLES else _ROOM
        return BuildError(f"{where}: {error.strerror}: {what}")
    text = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, sqlite3.OperationalError):
        return BuildError(f"the index in the cache: {text}: {_ROOM}")
    if isinstance(error, sqlite3.DatabaseError):
        return UnforeseenError(f"the index in the cache: {text}: delete that folder")
    name = getattr(error, "name", None)
    line = getattr(error, "lineno", None)
    where = f"{name}:{line}: " if name and line else ""
    return UnforeseenError(f"{where}{type(error).__name__}: {text}")


@contextmanager
def explained() -> Iterator[None]:
    """What the system or the cache refuses is raised as one of our errors."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise explain_fault(error) from error


@contextmanager
def naming(path: str) -> Iterator[None]:
    """An error that knows no file, as that of a full disk, is given this one."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or path
        raise
