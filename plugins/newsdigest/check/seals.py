"""What the build wrote, what is there → the files that are not as it left them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from newsdigest.addresses import MANIFEST
from newsdigest.check.expectations import Expectations
from newsdigest.errors import Problem, Severity

_PASSIVE = (".txt", ".ico", ".png", ".jpg", ".webp", ".pdf")
_AGAIN = "build again (`make html`)"


def check_seals(
    manifest: Mapping[str, str],
    found: Mapping[str, str],
    tokens: Collection[str],
    expectations: Expectations,
) -> Iterator[Problem]:
    """Every file is, byte for byte, what the last build wrote, and nothing else is there.

    The problems' paths are relative to `output/`.

    Args:
        manifest: The hash of each file that the last build wrote, by path; "" where it
            is not known.
        found: The hash of each file that is there, by path.
        tokens: Files that prove to others whose site this is.
        expectations: What is known of the site.
    """
    if not manifest:
        yield Problem(MANIFEST, 0, f"missing: nothing tells what the build wrote: {_AGAIN}")
        return
    for path, digest in sorted(manifest.items()):
        source = expectations.get_source(path)
        if path not in found:
            yield Problem(path, 0, f"missing: the last build wrote it: {_AGAIN}{source}")
        elif digest and found[path] != digest:
            yield Problem(
                path,
                0,
                f"is not as the build wrote it: {_AGAIN}; what shall be another way is changed "
                f"in the post, the theme or the settings{source}",
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
