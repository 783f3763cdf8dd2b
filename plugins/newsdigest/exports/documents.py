"""`ExportView` → the JSON document, an article a line.

Addresses are absolute, dates have their own precision (EDTF: "2022-01"), and what an
article does not have is left out.
"""

from __future__ import annotations

import msgspec

from newsdigest.addresses import to_absolute
from newsdigest.exports.views import ExportView
from newsdigest.model import Bodies

_write = msgspec.json.Encoder().encode


def render_document(view: object, bodies: Bodies) -> bytes:
    """The bytes of `articles.json` for an `ExportView`."""
    del bodies
    if not isinstance(view, ExportView):
        raise TypeError(f"an export is drawn from an ExportView, not {type(view).__name__}")
    site = view.site
    head = {
        "name": site.name,
        "url": to_absolute(site.url, ""),
        "language": site.language,
        "count": len(view.articles),
    }
    lines = b",\n".join(map(_write, view.articles))
    return b'{"site":%b,"articles":[\n%b\n]}\n' % (_write(head), lines)
