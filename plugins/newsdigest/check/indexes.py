"""Do sitemaps and `robots.txt` name the pages that are there?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from newsdigest.check.expectations import Expectations
from newsdigest.check.links import resolve_url
from newsdigest.check.pages import Finding
from newsdigest.check.xml import Element, parse_xml

GUIDE = "llms.txt"

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
_MARKDOWN_LINK = re.compile(r"\]\(([^()\s]+)\)")
_MOST = 50_000


def check_sitemap(data: bytes, expectations: Expectations) -> tuple[list[Finding], list[str]]:
    """What is wrong in a sitemap or an index of sitemaps, and the files that it names."""
    try:
        root = parse_xml(data)
    except ValueError as error:
        return [(0, f"not well-formed XML: {error}")], []
    if root.name not in (f"{_SITEMAP}urlset", f"{_SITEMAP}sitemapindex"):
        return [(root.line, f"<{root.name}> is no sitemap")], []
    findings: list[Finding] = []
    if len(root.children) > _MOST:
        findings.append((0, f"{len(root.children)} addresses, {_MOST} are allowed"))
    paths: list[str] = []
    for entry in root.children:
        findings += _check_entry(entry, expectations, paths)
    findings += [
        (0, f"names {path} {count} times")
        for path, count in sorted(Counter(paths).items())
        if count > 1
    ]
    return findings, paths


def check_robots(text: str, expectations: Expectations) -> Iterator[Finding]:
    """The sitemaps that `robots.txt` names are there, and not every robot is sent away."""
    agents: set[str] = set()
    naming = False
    for number, line in enumerate(text.splitlines(), 1):
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if key.lower() == "user-agent":
            agents = {value, *agents} if naming else {value}
            naming = True
            continue
        naming = naming and not key
        if key.lower() == "sitemap":
            target = resolve_url(value, expectations)
            if target.path is None:
                yield number, f"the sitemap {value} {target.fault or 'is not on this site'}"
        elif key.lower() == "disallow" and value == "/" and "*" in agents:
            yield number, "sends all search engines away from the whole site: take the line out"


def check_guide(text: str, expectations: Expectations) -> Iterator[Finding]:
    """Each link of `llms.txt` leads to a file of the site."""
    for number, line in enumerate(text.splitlines(), 1):
        for address in _MARKDOWN_LINK.findall(line):
            target = resolve_url(address, expectations)
            if target.path is None:
                yield number, f"the link {address} {target.fault or 'is not on this site'}"


def _check_entry(entry: Element, expectations: Expectations, paths: list[str]) -> Iterator[Finding]:
    address = entry.read(f"{_SITEMAP}loc")
    target = resolve_url(address, expectations)
    if target.path is None:
        yield entry.line, f"{address} {target.fault or 'is not on this site'}"
    else:
        paths.append(target.path)
    lastmod = entry.find(f"{_SITEMAP}lastmod")
    if lastmod and not _is_moment(lastmod.text):
        yield lastmod.line, f"lastmod {lastmod.text!r} is no date"


def _is_moment(text: str) -> bool:
    """Whether a text is a day of the calendar, perhaps with a time (W3C-DTF)."""
    try:
        return bool(_DAY.fullmatch(text)) and bool(datetime.fromisoformat(text))
    except ValueError:
        return False
