"""The command line: `newsdigest build · ingest · serve · check`."""

from __future__ import annotations

import argparse
import gc
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from newsdigest.errors import NewsDigestError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        0 if all is well, 1 if something was reported, 2 if nothing was done.
    """
    options = _parse_arguments(arguments)
    _send_messages_to_stderr()
    try:
        code: int = options.command(options)
    except NewsDigestError as error:
        print(error, file=sys.stderr)
        return error.exitcode
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    return code


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="newsdigest", description="Raw news texts in, dated posts, a site and feeds out."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command, text in (
        ("build", _build, "read seeds/, write content/posts/ and output/"),
        ("ingest", _ingest, "read seeds/, write content/posts/"),
        ("serve", _serve, "preview in the browser, rebuilt on every change"),
        ("check", _check, "check every file of output/"),
    ):
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        sub.add_argument(
            "--settings",
            type=Path,
            default=Path("pelicanconf.py"),
            metavar="FILE",
            help="default: pelicanconf.py",
        )
        sub.add_argument("--json", action="store_true", help="print the result as JSON")
        if name != "ingest":
            sub.add_argument("--output", type=Path, metavar="FOLDER", help="default: output")
        if name in ("build", "serve"):
            sub.add_argument(
                "--ignore-cache", action="store_true", help="build everything from scratch"
            )
        if name == "serve":
            sub.add_argument("--port", type=int, default=8000, help="default: 8000")
    return parser.parse_args(arguments)


def _send_messages_to_stderr() -> None:
    root = logging.getLogger()
    for handler in list(root.handlers):
        root.removeHandler(handler)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)


def _read_overrides(options: argparse.Namespace) -> dict[str, Any]:
    overrides: dict[str, Any] = {}
    if getattr(options, "output", None):
        overrides["OUTPUT_PATH"] = str(options.output.absolute())
    if getattr(options, "ignore_cache", False):
        overrides["LOAD_CONTENT_CACHE"] = False
    return overrides


def _build(options: argparse.Namespace) -> int:
    # The process is short and its values are many: collecting garbage costs a fifth of
    # its time and finds none.
    gc.disable()
    from newsdigest.adapters.commands import run_build

    run = run_build(options.settings, _read_overrides(options))
    print(json.dumps(run.to_json(), ensure_ascii=False) if options.json else run.summarise())
    return run.exitcode


def _ingest(options: argparse.Namespace) -> int:
    from newsdigest.adapters.commands import run_ingest_only

    run = run_ingest_only(options.settings)
    print(json.dumps(run.to_json(), ensure_ascii=False) if options.json else run.summarise())
    return run.exitcode


def _serve(options: argparse.Namespace) -> int:
    from newsdigest.adapters.serving import serve

    serve(options.settings, _read_overrides(options), options.port)
    return 0


def _check(options: argparse.Namespace) -> int:
    from newsdigest.adapters.checking import check_site

    report = check_site(options.settings, _read_overrides(options))
    for problem in report.problems:
        print(problem, file=sys.stderr)
    print(json.dumps(report.to_json(), ensure_ascii=False) if options.json else report.summarise())
    return report.exitcode


if __name__ == "__main__":
    sys.exit(main())
