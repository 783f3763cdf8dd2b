"""A process that has loaded what every build needs, and forks one build after the other.

    python -m newsdigest.adapters.commands.warming 5 7 --settings pelicanconf.py

Loading costs more than a build that has little to do. This process only loads: it never
builds itself, so that nothing of one build outlives it and each is as good as a new
process. On each byte that it reads from the first pipe it builds, and answers on the
second with the exit code, the length and the text of what the build reported.
"""

from __future__ import annotations

import gc
import importlib
import os
import runpy
import struct
import subprocess
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType
from typing import NoReturn, Self

from newsdigest.adapters.pages.forerunner import DRAWING

# What a build imports late; none of it remembers anything of a build.
LATE = (
    *DRAWING,
    *("docutils.parsers.rst.languages.de", "pelican.generators", "pelican.readers"),
    *("rich._emoji_codes", "newsdigest.adapters.engine", "newsdigest.adapters.ingest.ingestion"),
    *("newsdigest.adapters.pages.making", "newsdigest.adapters.hooks.plugin"),
    *("PIL.ImageDraw", "PIL.ImageFont", "PIL.PngImagePlugin", "Stemmer"),
)
_TEXT = b' date 2022-01 Rat tagt in Wien\n\n"Es reicht", sagte Anna Holt am Montag in Wien.\n'
_ANSWER = struct.Struct(">BI")
_WHOLE, _PREVIEW = b"b", b"p"


def load_ahead() -> None:
    """Loads what every build needs; to be called before anything forks."""
    import markdown

    from newsdigest.adapters.ingest.seed_reading import ReadingRules, understand
    from newsdigest.adapters.toolchain import digest_code
    from newsdigest.settings import Settings

    for name in LATE:
        importlib.import_module(name)
    markdown.Markdown(extensions=["codehilite", "extra", "meta"])
    digest_code()
    # Tables of words, which ship with the package, are read with the first text; what tells
    # languages apart is made for a site's languages, and most sites have the usual ones.
    understand([("text.txt", _TEXT)], ReadingRules(Settings().languages, "de", 1000))
    gc.freeze()  # a collection in a child would copy all of the parent's memory


class WarmBuilds:
    """Builds by such a process, as long as the block lasts; one at a time."""

    def __init__(self, options: Sequence[str]) -> None:
        """Nothing is started yet.

        Args:
            options: Of `newsdigest build`.
        """
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._asking = self._hearing = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.forget()

    def forget(self) -> None:
        """Ends the process: the next build loads everything anew, changed code included."""
        if self._process is not None:
            os.close(self._asking)
            os.close(self._hearing)
            self._process.wait()
            self._process = None

    def build(self, *, preview: bool = False) -> str:
        """What a build reported; "" if it was clean. The terminal shows it, too.

        Args:
            preview: Whether it leaves what may wait to the next build.
        """
        if self._process is None:
            self._start()
        try:
            os.write(self._asking, _PREVIEW if preview else _WHOLE)
            code, length = _ANSWER.unpack(_read(self._hearing, _ANSWER.size))
            said = _read(self._hearing, length).decode("utf-8", "replace")
        except (BrokenPipeError, EOFError):
            self.forget()
            return "the build broke off: is there enough memory?"
        sys.stderr.write(said)
        return said.strip() if code else ""

    def _start(self) -> None:
        asked, self._asking = os.pipe()
        self._hearing, answered = os.pipe()
        command = [sys.executable, "-m", __name__, str(asked), str(answered), *self._options]
        self._process = subprocess.Popen(command, pass_fds=(asked, answered))  # noqa: S603
        os.close(asked)
        os.close(answered)


def _read(pipe: int, length: int) -> bytes:
    data = b""
    while len(data) < length:
        part = os.read(pipe, length - len(data))
        if not part:
            raise EOFError
        data += part
    return data


def _serve(asked: int, answered: int, options: Sequence[str]) -> None:
    """Builds until nobody asks any more."""
    load_ahead()
    while wanted := os.read(asked, 1):
        source, sink = os.pipe()
        pid = os.fork()
        if not pid:
            for pipe in (asked, answered, source):
                os.close(pipe)
            _build(sink, [*options, "--preview"] if wanted == _PREVIEW else options)
        os.close(sink)
        said = b""
        while part := os.read(source, 1 << 16):
            said += part
        os.close(source)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.write(answered, _ANSWER.pack(code % 256, len(said)) + said)


def _build(sink: int, options: Sequence[str]) -> NoReturn:
    code = 70
    try:
        os.dup2(sink, 2)
        os.close(sink)
        sys.argv[1:] = ["build", *options]
        runpy.run_module("newsdigest", run_name="__main__")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else code
    finally:
        error = sys.exception()
        if error is not None:
            traceback.print_exception(error)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
