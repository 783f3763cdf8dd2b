"""`EditionView` → an EPUB 3.3 book, the same bytes for the same view and bodies.

Accessible as EPUB Accessibility 1.1 asks: headings, reading order, languages, a table of
contents, and metadata that say so.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from itertools import groupby

from newsdigest.addresses import to_absolute
from newsdigest.editions.texts import clean, describe_language, name_period, to_xhtml
from newsdigest.editions.views import EditionArticle, EditionView
from newsdigest.model import Bodies

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a ZIP file can hold."""

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" \
media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = """body { margin: 5%; line-height: 1.5; }
h1 { line-height: 1.2; }
.meta { font-size: 0.875em; }
.summary { font-weight: bold; }
ol { list-style: none; padding: 0; }
"""
_ACCESSIBILITY = """\
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityHazard">none</meta>"""


def render_book(edition: EditionView, bodies: Bodies) -> bytes:
    """The book's bytes: a title page, the contents, one chapter an article."""
    chapters = [
        (f"article-{number:04d}.xhtml", article)
        for number, article in enumerate(edition.articles, 1)
    ]
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _render_package(edition, [name for name, _ in chapters]),
        "EPUB/style.css": _STYLE,
        "EPUB/title.xhtml": _render_title(edition),
        "EPUB/nav.xhtml": _render_contents(edition, chapters),
    }
    for name, article in chapters:
        files[f"EPUB/{name}"] = _render_chapter(edition, article, bodies[article.uid])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        _add(book, "mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, text in files.items():
            _add(book, name, clean(text), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _add(book: zipfile.ZipFile, name: str, text: str, compression: int) -> None:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.compress_type = compression
    info.create_system = 3
    info.external_attr = 0o644 << 16
    book.writestr(info, text.encode())


def _name(edition: EditionView) -> str:
    return f"{edition.site} – {name_period(edition.period, edition.language)}"


def _render_package(edition: EditionView, chapters: list[str]) -> str:
    languages = dict.fromkeys((edition.language, *(a.language for a in edition.articles)))
    spoken = "\n".join(f"<dc:language>{language}</dc:language>" for language in languages)
    files = ["title.xhtml", *chapters]
    manifest = "\n".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(files)
    )
    order = "\n".join(f'<itemref idref="i{number}"/>' for number in range(len(files)))
    order = order.replace("\n", '\n<itemref idref="nav"/>\n', 1)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" \
xml:lang="{edition.language}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">{edition.id}</dc:identifier>
<dc:title>{escape(_name(edition), quote=False)}</dc:title>
{spoken}
<dc:publisher>{escape(edition.publisher, quote=False)}</dc:publisher>
<dc:date>{edition.period}</dc:date>
<dc:source>{escape(to_absolute(edition.url, edition.home), quote=False)}</dc:source>
<meta property="dcterms:modified">{edition.updated.isoformat().replace("+00:00", "Z")}</meta>
{_ACCESSIBILITY}
</metadata>
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="style" href="style.css" media-type="text/css"/>
{manifest}
</manifest>
<spine>
{order}
</spine>
</package>
"""


def _render_title(edition: EditionView) -> str:
    period = escape(name_period(edition.period, edition.language), quote=False)
    address = escape(to_absolute(edition.url, edition.home))
    body = f"""<section epub:type="titlepage">
<h1>{escape(edition.site, quote=False)}</h1>
<p>{period}</p>
<p class="meta">{escape(edition.publisher, quote=False)}</p>
<p class="meta"><a href="{address}">{address}</a></p>
</section>"""
    return _render_document(_name(edition), edition.language, body)


def _render_contents(edition: EditionView, chapters: list[tuple[str, EditionArticle]]) -> str:
    title = escape(_name(edition), quote=False)
    lines = []
    for period, group in groupby(chapters, lambda chapter: chapter[1].published):
        items = "\n".join(
            f'<li><a href="{name}" {describe_language(article.language, xml=True)}>'
            f"{escape(article.title, quote=False)}</a></li>"
            for name, article in group
        )
        when = "" if period is None else name_period(period, edition.language)
        lines.append(f"<li><span>{escape(when, quote=False)}</span>\n<ol>\n{items}\n</ol>\n</li>")
    listed = "\n".join(lines)
    body = f"""<nav epub:type="toc" id="toc" role="doc-toc">
<h1>{title}</h1>
<ol>
{listed}
</ol>
</nav>"""
    return _render_document(_name(edition), edition.language, body)


def _render_chapter(edition: EditionView, article: EditionArticle, body: str) -> str:
    address = to_absolute(edition.url, article.address)
    when = name_period(article.published, edition.language) if article.published else ""
    about = " · ".join(filter(None, (when, article.section, article.credit)))
    link = escape(address)
    summary = f'<p class="summary">{escape(article.summary, quote=False)}</p>\n'
    rights = (
        f'<p class="meta">{escape(article.rights, quote=False)}</p>\n' if article.rights else ""
    )
    text = f"""<section epub:type="chapter">
<h1>{escape(article.title, quote=False)}</h1>
<p class="meta" {describe_language(edition.language, xml=True)}>{escape(about, quote=False)}</p>
{summary if article.summary else ""}{to_xhtml(body, address)}
{rights if article.rights else ""}<p class="meta"><a href="{link}">{link}</a></p>
</section>"""
    return _render_document(article.title, article.language, text)


def _render_document(title: str, language: str, body: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
{describe_language(language, xml=True)}>
<head>
<meta charset="UTF-8"/>
<title>{escape(title, quote=False)}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
{body}
</body>
</html>
"""
