"""Seventeen faults in the engine, planted one at a time: the state machine must notice each.

    python tests/planted_faults.py [words in a fault's name]

A proof that cannot fail proves nothing. Each fault is a small change to a copy of the
package, such as somebody might make who finds that a check costs too much; then small
sites are changed and built as in `make test`, until a build differs from a clean one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

PROJECT = Path(__file__).parents[1]
COMPARISONS = 600

RUN = f"""
import newsdigest, os, sys
assert newsdigest.__file__.startswith(os.environ["PLANTED"]), newsdigest.__file__
from tests.site.incremental import IncrementalBuild, compare_builds
compare_builds(IncrementalBuild, {COMPARISONS}, 7)
"""
NOTICED = ("missing: [", "half-written", "AssertionError: (")


class Fault(NamedTuple):
    """What to replace in which module; the text must stand in it exactly once."""

    name: str
    module: str
    old: str
    new: str


FAULTS = (
    Fault(
        "a page that was rendered once is kept whatever its fingerprint",
        "adapters/pages/drawing.py",
        "if self.manifest.get(path) == fingerprint:",
        "if self.manifest.get(path):",
    ),
    Fault(
        "a fingerprint does not know the template",
        "build.py",
        'return f"template {page.template} {templates[page.template]}"',
        'return f"template {page.template}"',
    ),
    Fault(
        "a template's includes do not count",
        "adapters/toolchain.py",
        "            waiting += others\n",
        "",
    ),
    Fault(
        "closures of templates that changed are used on",
        "adapters/toolchain.py",
        "    if kept != key:\n",
        "    if not kept:\n",
    ),
    Fault(
        "a file's stamp does not hold its ctime",
        "adapters/stamps.py",
        "{modified} {changed} {status.st_ino}",
        "{modified} {status.st_ino}",
    ),
    Fault(
        "files that no page wants any more stay",
        "adapters/writing/writer.py",
        "for path in sorted(stale - gone):",
        "for path in sorted(stale - gone)[:0]:",
    ),
    Fault(
        "the manifest does not learn what will be written before it is",
        "adapters/writing/writer.py",
        "self._write_manifest(learnt)",
        "pass",
    ),
    Fault(
        "the last fields of a value do not count",
        "fingerprints.py",
        "_ENCODER.encode(value)",
        "_ENCODER.encode(value)[:-100]",
    ),
    Fault(
        "a post's facts do not count",
        "adapters/posts/reader.py",
        'return digest_bytes(data, facts or b"")',
        "return digest_bytes(data)",
    ),
    Fault(
        "a static file is copied once and never again",
        "adapters/writing/outputs.py",
        "if row and stamp and path in self._last.intact and row.fingerprint == fingerprint:",
        "if row and path in self._last.intact:",
    ),
    Fault(
        "a group is not planned anew when a name in it gets its page",
        "site/states.py",
        "            map(people.__getitem__, article.people),\n",
        "",
    ),
    Fault(
        "a group of the same inputs is kept whatever became of its files",
        "adapters/pages/drawing.py",
        "if all(path in self.manifest for path, _ in one.listing.files):",
        "if one:",
    ),
    Fault(
        "the first page that is drawn of a group is taken for one that is kept",
        "adapters/pages/drawing.py",
        "[row for row in rows if row]",
        "[row for row in rows if row][1:]",
    ),
    Fault(
        "a damaged file of output/ counts as intact",
        "adapters/writing/last_outputs.py",
        "if stamp is not None and stamp == row.stamp != UNTRUSTED:",
        "if stamp is not None and row.stamp != UNTRUSTED:",
    ),
    Fault(
        "a text is not compared again when an older one changed",
        "adapters/posts/comparison.py",
        "if position >= unmoved or entry.uid not in known",
        "if entry.uid not in known",
    ),
    Fault(
        "a post that changed is what was unpacked ahead",
        "adapters/pages/forerunner.py",
        "            records.pop(path, None)\n",
        "",
    ),
    Fault(
        "stamps from before ingest wrote a post are trusted after it",
        "adapters/hooks/steps.py",
        "{**sight.stamps, **dict.fromkeys(report.written, UNTRUSTED)}",
        "dict(sight.stamps)",
    ),
)


def plant(fault: Fault, folder: Path) -> None:
    """A copy of the package with the fault in it.

    Raises:
        SystemExit: If the fault's text is not there: the engine has changed, so must the list.
    """
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PROJECT / "plugins" / "newsdigest", folder / "newsdigest", ignore=ignored)
    module = folder / "newsdigest" / fault.module
    text = module.read_text("utf-8")
    if text.count(fault.old) != 1:
        raise SystemExit(
            f"{fault.module}: {fault.old!r} stands {text.count(fault.old)} times in it"
        )
    module.write_text(text.replace(fault.old, fault.new), encoding="utf-8")


def is_noticed(folder: Path) -> bool:
    """Whether the state machine fails by what a build gave, not by what it is itself."""
    path = os.pathsep.join([str(folder), str(PROJECT)])
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": path, "PLANTED": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and not any(sign in done.stderr for sign in NOTICED):
        raise SystemExit(done.stderr)
    return done.returncode != 0


def main() -> int:
    missed = 0
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [fault for fault in FAULTS if wanted in fault.name]
    for fault in chosen:
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            plant(fault, Path(folder))
            noticed = is_noticed(Path(folder))
        missed += not noticed
        word = "noticed" if noticed else "MISSED"
        print(f"{word} in {time.monotonic() - began:.0f} s: {fault.name}", flush=True)
    print(f"{len(chosen) - missed} of {len(chosen)} faults noticed")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
