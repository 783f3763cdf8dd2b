"""What the build wrote, what is there → the files that are not as it left them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from newsdigest.addresses import MANIFEST
from newsdigest.check.differences import Difference
from newsdigest.check.expectations import Expectations
from newsdigest.errors import Problem, Severity

_PASSIVE = (".txt", ".ico", ".png", ".jpg", ".webp", ".pdf")
_AGAIN = "build again (`make html`)"


def find_broken(manifest: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Paths of the files that are missing or not as the build wrote them, sorted.

    Args:
        manifest: The hash of each file that the last build wrote, by path; "" where it
            is not known.
        found: The hash of each file that is there, by path.
    """
    return sorted(
        path
        for path, digest in manifest.items()
        if path not in found or (digest and found[path] != digest)
    )


def check_seals(
    manifest: Mapping[str, str],
    found: Mapping[str, str],
    tokens: Collection[str],
    expectations: Expectations,
    differences: Mapping[str, Difference],
) -> Iterator[Problem]:
    """Every file is, byte for byte, what the last build wrote, and nothing else is there.

    The problems' paths are relative to `output/`.

    Args:
        manifest: As above.
        found: As above.
        tokens: Files that prove to others whose site this is.
        expectations: What is known of the site.
        differences: What is known of those that are not as the build wrote them.
    """
    if not manifest:
        yield Problem(MANIFEST, 0, f"missing: nothing tells what the build wrote: {_AGAIN}")
        return
    for path in find_broken(manifest, found):
        source = expectations.get_source(path)
        if path not in found:
            yield Problem(path, 0, f"missing: the last build wrote it: {_AGAIN}{source}")
            continue
        known = differences.get(path, Difference())
        yield Problem(
            path,
            known.line,
            f"is not as the build wrote it{known.message}: {_AGAIN}, or change the source"
            f"{known.source or source}",
        )
    for path in sorted(found.keys() - manifest.keys() - set(tokens)):
        yield Problem(
            path,
            0,
            "no build wrote this file: delete it, or put it into content/ if it is the site's",
            _judge_stranger(path),
        )


def _judge_stranger(path: str) -> Severity:
    """What a host or a browser asks for at the root may have been put there by hand; what
    can be shown, run or followed may not.
    """
    name = path.rpartition("/")[2]
    passive = "/" not in path and ("." not in name or name.endswith(_PASSIVE))
    return "warning" if passive else "error"
