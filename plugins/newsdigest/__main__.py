"""The command line: what each command of `newsdigest` runs."""

from __future__ import annotations

import argparse
import gc
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from newsdigest.errors import BuildError, NewsDigestError

# As shells count: 128 and the number of the signal.
_STOPPED, _UNREAD = 130, 141


def run() -> NoReturn:
    """Runs the command that the shell was given, and ends the process there and then: to take
    apart all that a build of ten thousand articles made would cost a twentieth of its time.
    """
    code = main()
    logging.shutdown()
    sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command.

    Returns:
        0 if all is well, 1 if something was reported, 2 if nothing was done.
    """
    if arguments is None and sys.getfilesystemencoding() != "utf-8":
        # In a locale of old, Python could neither read all names of files nor print all texts.
        os.environ["PYTHONUTF8"] = "1"
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
    options = build_parser().parse_args(arguments)
    _send_messages_to_stderr()
    try:
        code: int = options.command(options)
        sys.stdout.flush()
    except NewsDigestError as error:
        print(error, file=sys.stderr)
        return error.exitcode
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNREAD
    except OSError as error:
        from newsdigest.adapters.faults import explain_fault

        print(explain_fault(error), file=sys.stderr)
        return BuildError.exitcode
    except ModuleNotFoundError as error:
        what = "install what requirements.lock names, as `make html` does"
        print(f"the package {error.name!r} is missing: {what}", file=sys.stderr)
        return BuildError.exitcode
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return _STOPPED
    return code


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = argparse.ArgumentParser(
        prog="newsdigest",
        description="Raw news texts in, dated posts, a site and feeds out.",
        epilog="`newsdigest COMMAND --help` says more of each. It ends with 0 if all is well, with "
        "1 if something was reported, with 2 if nothing was done.",
    )
    parser.add_argument("-V", "--version", action=_ShowVersion, help="show the version and exit")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command, text in (
        ("new", _new, "Begin a seed: from a headline, a file or the clipboard."),
        ("ingest", _ingest, "Read seeds/, write content/posts/."),
        ("build", _build, "Read seeds/, write content/posts/ and output/."),
        ("serve", _serve, "Preview in the browser, rebuilt on every change."),
        ("check", _check, "Check every file of output/, every post and its seed."),
        ("explain", _explain, "Show what is read in a seed, where and why."),
        ("report", _report, "Say what the last build changed and what it is unsure of."),
        ("doctor", _doctor, "Say what this machine or this site lacks."),
    ):
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        _add_options(sub, name)
        if name == "build":
            left = "leave search and exports to the next build"
            sub.add_argument("--preview", action="store_true", help=left)
    text = "Print what makes a shell complete these commands."
    completion = commands.add_parser("completion", help=text, description=text)
    completion.set_defaults(command=_completion)
    completion.add_argument("shell", choices=("bash", "fish", "tcsh", "zsh"))
    return parser


def _add_options(sub: argparse.ArgumentParser, name: str) -> None:
    sub.add_argument(
        "--settings",
        type=Path,
        default=Path("pelicanconf.py"),
        metavar="FILE",
        help="the site's settings (default: %(default)s)",
    )
    if name != "serve":
        sub.add_argument("--json", action="store_true", help="print the result as JSON")
    if name in ("build", "serve", "check", "report"):
        sub.add_argument(
            "--output", type=Path, metavar="FOLDER", help="the site's files (default: output)"
        )
    if name in ("build", "serve"):
        sub.add_argument("--ignore-cache", action="store_true", help="build everything anew")
    if name == "ingest":
        sub.add_argument(
            "--dask", default="", metavar="ADDRESS", help="let a Dask cluster read the seeds"
        )
    if name == "serve":
        sub.add_argument(
            "--port", type=_read_port, default=8000, help="of this machine (default: 8000)"
        )
    if name == "check":
        sub.add_argument(
            "--all", action="store_true", help="read pages again that were clean before"
        )
    if name == "new":
        _add_drafting(sub)
    if name == "report":
        _add_reporting(sub)
    if name == "explain":
        sub.add_argument("seed", help="a file, or its name below seeds/")
        sub.add_argument("--html", action="store_true", help="print one HTML page")


class _ShowVersion(argparse.Action):
    """Asks for the version only if somebody wants it: that takes as long as all the rest."""

    def __init__(self, option_strings: Sequence[str], dest: str, **rest: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **rest)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print("newsdigest", version("newsdigest"))
        parser.exit()


def _read_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"{text!r} is no port: write a number up to 65535")
    return int(text)


def _add_drafting(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("headline", nargs="?", default="", help="left out if the text has its own")
    sub.add_argument("--date", default="", metavar="DATE", help="2026, 2026-11 or 2026-11-25")
    text = sub.add_mutually_exclusive_group()
    text.add_argument("--from", dest="source", metavar="FILE", help="the text; - is standard input")
    text.add_argument("--clipboard", action="store_true", help="the text is on the clipboard")
    sub.add_argument("--edit", action="store_true", help="open the new seed in $EDITOR")


def _add_reporting(sub: argparse.ArgumentParser) -> None:
    forms = ("text", "markdown", "html")
    sub.add_argument("--format", choices=forms, default="text", help="default: %(default)s")
    sub.add_argument(
        "--strict", action="store_true", help="end with 1 if the build reported an error"
    )


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
    from newsdigest.adapters.commands.building import run_build

    run = run_build(options.settings, _read_overrides(options), preview=options.preview)
    print(json.dumps(run.to_json(), ensure_ascii=False) if options.json else run.summarise())
    return run.exitcode


def _new(options: argparse.Namespace) -> int:
    import os

    from newsdigest.adapters.commands import drafting

    text = drafting.read_clipboard() if options.clipboard else ""
    text = drafting.read_text(options.source) if options.source else text
    path = drafting.draft_seed(options.settings, options.headline, options.date, text)
    print(json.dumps({"seed": str(path)}, ensure_ascii=False) if options.json else path)
    if options.edit:
        drafting.open_editor(path, os.environ)
    return 0


def _ingest(options: argparse.Namespace) -> int:
    from newsdigest.adapters.commands.building import run_ingest_only

    run = run_ingest_only(options.settings, dask=options.dask)
    print(json.dumps(run.to_json(), ensure_ascii=False) if options.json else run.summarise())
    return run.exitcode


def _explain(options: argparse.Namespace) -> int:
    from newsdigest import explanations
    from newsdigest.adapters.commands.explaining import explain_seed

    explanation, problems = explain_seed(options.settings, options.seed)
    for problem in problems:
        print(problem, file=sys.stderr)
    if explanation is None:
        return 1
    if options.json:
        print(json.dumps(explanations.describe_explanation(explanation), ensure_ascii=True))
    elif options.html:
        print(explanations.render_page(explanation), end="")
    else:
        colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        print(explanations.render_explanation(explanation, colour=colour), end="")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from newsdigest.adapters.commands.serving import serve

    serve(options.settings, _read_overrides(options), options.port)
    return 0


def _check(options: argparse.Namespace) -> int:
    from newsdigest.adapters.check.checking import check_site

    report = check_site(options.settings, _read_overrides(options), thorough=options.all)
    for problem in report.problems:
        print(problem, file=sys.stderr)
    print(json.dumps(report.to_json(), ensure_ascii=False) if options.json else report.summarise())
    return report.exitcode


def _report(options: argparse.Namespace) -> int:
    from newsdigest import reports
    from newsdigest.adapters.commands.reporting import read_report

    report = read_report(options.settings, _read_overrides(options))
    if options.json:
        print(json.dumps(reports.to_json(report), ensure_ascii=False))
    else:
        forms = {
            "text": reports.render_text,
            "markdown": reports.render_markdown,
            "html": reports.render_html,
        }
        sys.stdout.write(forms[options.format](report))
    return int(options.strict and any(p.severity == "error" for p in report.problems))


def _doctor(options: argparse.Namespace) -> int:
    import os
    from dataclasses import asdict

    from newsdigest.adapters.commands.diagnosis import diagnose

    findings = diagnose(options.settings, os.environ)
    if options.json:
        print(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{finding.level:7} {finding.subject}: {finding.message}")
    return int(any(finding.level == "error" for finding in findings))


def _completion(options: argparse.Namespace) -> int:
    import shtab

    print(shtab.complete(build_parser(), shell=options.shell))
    return 0


if __name__ == "__main__":
    run()
