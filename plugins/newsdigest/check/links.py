"""Do links lead somewhere?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from newsdigest.addresses import NOT_FOUND
from newsdigest.check.expectations import Expectations
from newsdigest.check.pages import CheckedPage, Finding, iter_addresses

_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads within the site.

    Attributes:
        path: The file, or None for a link out of the site.
        fragment: What stands after "#", decoded, or "".
        fault: Why the link is wrong, or "".
    """

    path: str | None = None
    fragment: str = ""
    fault: str = ""


_OUTSIDE = Target()


def check_links(page: CheckedPage) -> Iterator[Finding]:
    """Every link and everything a page loads is a file of the site, or on another host."""
    for tag, name, address in iter_addresses(page.document):
        target = resolve_link(page.path, address, page.expectations)
        if target.fault:
            yield tag.line, f"<{tag.name} {name}={address!r}> {target.fault}"
    for tag in page.document.find_tags("meta"):
        if tag.attributes.get("property") == "og:image":
            address = tag.attributes.get("content", "")
            if fault := resolve_url(address, page.expectations).fault:
                yield tag.line, f"the picture of the page {address} {fault}"
        if tag.attributes.get("http-equiv", "").lower() == "refresh":
            _, _, address = tag.attributes.get("content", "").partition("=")
            target = resolve_link(page.path, address.strip(" '\""), page.expectations)
            if target.fault:
                yield tag.line, f"the redirect {target.fault}"
            elif target.path is None:
                yield tag.line, "the redirect leads out of the site"


def check_own_address(page: CheckedPage) -> Iterator[Finding]:
    """A page gives search engines and social networks its own address, no other one's."""
    if page.is_redirect:
        if page.article is not None:
            yield 0, "a redirect stands where the article should"
        return
    for tag in page.document.tags:
        if tag.name == "link" and tag.attributes.get("rel") == "canonical":
            address = tag.attributes.get("href", "")
        elif tag.name == "meta" and tag.attributes.get("property") == "og:url":
            address = tag.attributes.get("content", "")
        else:
            continue
        if resolve_url(address, page.expectations).path != page.path:
            yield tag.line, f"<{tag.name}> says that this page is {address}, which it is not"


def resolve_link(path: str, address: str, expectations: Expectations) -> Target:
    """Where a link in an output file leads; see `Target`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return Target(fault="is no address that can be read")
    if parts.scheme or parts.netloc:
        return resolve_url(address, expectations)
    fragment = unquote(parts.fragment)
    if not parts.path:
        return Target(path, fragment)
    joined = _join(path, unquote(parts.path))
    if parts.path.startswith("/"):
        prefix = f"{urlsplit(expectations.profile.url).path}/"
        # Shown at any address, that page alone cannot link from where it stands.
        if path != NOT_FOUND or not parts.path.startswith(prefix):
            return Target(fault="begins with '/': it breaks when the site stands in a folder")
        joined = unquote(parts.path.removeprefix(prefix))
    if joined is None:
        return Target(fault="leads out of the site's folder")
    return _find_file(joined, fragment, expectations)


def resolve_url(address: str, expectations: Expectations) -> Target:
    """Where a complete URL leads; one below `SITEURL` must name a file of the site."""
    own = expectations.profile.url
    bare, _, fragment = address.partition("#")
    bare = bare.partition("?")[0]
    if bare.rstrip("/") == own:
        return _find_file("", unquote(fragment), expectations)
    if bare.startswith(f"{own}/"):
        return _find_file(unquote(bare.removeprefix(f"{own}/")), unquote(fragment), expectations)
    return _OUTSIDE


def _join(path: str, relative: str) -> str | None:
    parts = path.split("/")[:-1]
    *folders, name = relative.split("/")
    for folder in folders:
        if folder == "..":
            if not parts:
                return None
            parts.pop()
        elif folder not in ("", "."):
            parts.append(folder)
    if name in (".", ".."):
        return _join(path, f"{relative}/")
    return "/".join((*parts, name))


def _find_file(path: str, fragment: str, expectations: Expectations) -> Target:
    file = f"{path}{_INDEX}" if not path or path.endswith("/") else path
    if file in expectations.files:
        return Target(file, fragment)
    if f"{file}/{_INDEX}" in expectations.files:
        return Target(f"{file}/{_INDEX}", fragment)
    return Target(fault=f"leads nowhere: there is no {file}")
