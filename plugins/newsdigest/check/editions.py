"""Books and e-mails → what is wrong in them, and which articles they bring.

A book is held to what makes readers refuse it (EPUB 3.3, OCF §4); the W3C's own checker
knows more and runs in `make check-web`.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from newsdigest.addresses import article_address, to_absolute
from newsdigest.check.documents import Document, parse_document
from newsdigest.check.expectations import Expectations
from newsdigest.check.feed_entries import FeedFacts
from newsdigest.check.fidelity import compare_text
from newsdigest.check.links import resolve_url
from newsdigest.check.liveness import check_loading
from newsdigest.check.pages import Finding, ReadSeedText, iter_addresses
from newsdigest.check.xml import Element, parse_xml
from newsdigest.editions.views import MOST_IN_LETTER
from newsdigest.errors import Problem

EDITIONS = re.compile(r"editions/(\d{4}-\d{2})\.(epub|eml)")

_MIMETYPE = b"application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_OCF = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_OPF = "{http://www.idpf.org/2007/opf}"
_XML = (".opf", ".xhtml", ".xml")
_ADDRESS = re.compile(r"https?://\S+")
_HEADERS = ("Subject", "From", "To", "Date", "Message-ID", "List-Id", "List-Unsubscribe")


def check_edition(
    path: str, data: bytes, expectations: Expectations, read_seed: ReadSeedText
) -> tuple[list[Finding], FeedFacts | None]:
    """Everything that is wrong in one edition, and the articles that it brings."""
    if path.endswith(".eml"):
        findings, uids = _check_letter(data, expectations)
    else:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                findings, uids = _check_book(book, data, expectations, read_seed)
        except (zipfile.BadZipFile, ValueError) as error:
            return [(0, f"no EPUB book: {error}")], None
    return findings, FeedFacts(path, "", tuple(uids))


def check_months(editions: Iterable[FeedFacts], expectations: Expectations) -> Iterator[Problem]:
    """Whether each edition brings its month's articles, each once and no others."""
    months: dict[str, set[str]] = {}
    for article in expectations.by_uid.values():
        if article.published:
            months.setdefault(str(article.published)[:7], set()).add(article.uid)
    for edition in editions:
        if found := EDITIONS.fullmatch(edition.path):
            month = months.get(found[1], set())
            counts = Counter(edition.uids)
            twice = [uid for uid, count in counts.items() if count > 1]
            missing = month - counts.keys()
            if found[2] == "eml" and len(month) > MOST_IN_LETTER:
                missing = set()
            for uid in sorted({*twice, *missing, *(counts.keys() - month)}):
                source = expectations.by_uid[uid].source
                yield Problem(edition.path, 0, f"brings {source} {counts[uid]} times")


def _check_book(
    book: zipfile.ZipFile, data: bytes, expectations: Expectations, read_seed: ReadSeedText
) -> tuple[list[Finding], list[str]]:
    findings: list[Finding] = []
    if data[30 : 30 + 8 + len(_MIMETYPE)] != b"mimetype" + _MIMETYPE:
        findings.append((0, "does not begin with its uncompressed mimetype (OCF §4.3)"))
    files = {name: book.read(name) for name in book.namelist()}
    roots: dict[str, Element] = {}
    for name, content in files.items():
        if name.endswith(_XML):
            try:
                roots[name] = parse_xml(content)
            except ValueError as error:
                findings.append((0, f"{name}: not well-formed XML: {error}"))
    package = _find_package(roots)
    if package not in roots:
        return [*findings, (0, f"{_CONTAINER} names no package that is there")], []
    findings += _check_package(package, roots[package], files)
    uids = []
    for name, content in sorted(files.items()):
        if name.endswith(".xhtml"):
            document = parse_document(content.decode())
            found, brought = _check_links(document, expectations)
            # The last link of a chapter is that to the article itself.
            uids += brought[-1:]
            found += _check_within(name, document, files)
            if brought and (
                fault := _compare_chapter(brought[-1], document, expectations, read_seed)
            ):
                found.append(fault)
            findings += [(0, f"{name}: {message}") for message in found]
    return findings, uids


def _check_within(name: str, document: Document, files: Container[str]) -> Iterator[str]:
    """A link without a host leads to a file of the book."""
    for _, attribute, address in iter_addresses(document):
        parts = urlsplit(address)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
        if not parts.scheme and parts.path and target not in files:
            yield f"the {attribute} {address!r} leads nowhere: the book has no {target}"


def _compare_chapter(
    uid: str, document: Document, expectations: Expectations, read_seed: ReadSeedText
) -> str | None:
    """How a chapter's text differs from the article's seed, or None."""
    seed = read_seed(expectations.by_uid[uid])
    return compare_text(document.lines, seed.blocks) if seed and seed.blocks else None


def _find_package(roots: Mapping[str, Element]) -> str:
    container = roots.get(_CONTAINER)
    files = container.find(f"{_OCF}rootfiles") if container else None
    file = files.find(f"{_OCF}rootfile") if files else None
    return file.attributes.get("full-path", "") if file else ""


def _check_package(path: str, package: Element, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """All files are listed, all that is listed is there, all that is read is listed."""
    manifest, spine = package.find(f"{_OPF}manifest"), package.find(f"{_OPF}spine")
    if manifest is None or spine is None:
        yield 0, f"{path}: no manifest or no spine"
        return
    folder = posixpath.dirname(path)
    items = [item.attributes for item in manifest.iter(f"{_OPF}item")]
    listed = {posixpath.join(folder, item.get("href", "")): item for item in items}
    for name in sorted(listed.keys() - files.keys()):
        yield 0, f"{path}: lists {name}, which is not there"
    for name in sorted(files.keys() - listed.keys() - {"mimetype", _CONTAINER, path}):
        yield 0, f"{path}: does not list {name}"
    if sum("nav" in item.get("properties", "").split() for item in items) != 1:
        yield 0, f"{path}: needs one table of contents (properties='nav')"
    ids = {item.get("id") for item in items}
    for reference in spine.iter(f"{_OPF}itemref"):
        if reference.attributes.get("idref") not in ids:
            yield 0, f"{path}: its spine names {reference.attributes.get('idref')!r}"


def _check_links(document: Document, expectations: Expectations) -> tuple[list[str], list[str]]:
    """What is wrong with the links of an HTML text and with what it loads, and the uids of
    the articles that it leads to.
    """
    found = [message for _, message in check_loading(document, "")]
    uids = []
    for _, name, address in iter_addresses(document):
        target = resolve_url(address, expectations)
        if target.fault:
            found.append(f"the {name} {address!r} {target.fault}")
        elif target.path and (article := expectations.articles.get(target.path)):
            uids.append(article.uid)
    return found, uids


def _check_letter(data: bytes, expectations: Expectations) -> tuple[list[Finding], list[str]]:
    letter = message_from_bytes(data, policy=policy.default)
    findings = [(0, f"no {name}") for name in _HEADERS if not letter[name]]
    if letter["Date"] and letter["Date"].datetime is None:
        findings.append((0, f"its Date {str(letter['Date'])!r} is none (RFC 5322)"))
    text, markup = (_read_part(letter, kind) for kind in ("plain", "html"))
    document = parse_document(markup)
    found, linked = _check_links(document, expectations)
    findings += [(0, message) for message in found]
    for _, name, address in iter_addresses(document):
        if not address.startswith(("http://", "https://", "mailto:", "{{")):
            findings.append((0, f"the relative {name} {address!r}: a mail has no address"))
    written = set(_ADDRESS.findall(text))
    for uid in linked:
        article = expectations.by_uid[uid]
        address = to_absolute(expectations.profile.url, article_address(article))
        if address not in written:
            findings.append((0, f"its text does not name {address}, its HTML does"))
    return findings, linked


def _read_part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()) if part else ""
