"""The elements of HTML, as far as checks need to know them (WHATWG HTML, §4 and §13)."""

from __future__ import annotations


def _read_names(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split())


VOID = _read_names("area base br col embed hr img input link meta source track wbr")

OPTIONAL_END = _read_names("p li dt dd tr td th thead tbody tfoot option")
"""May be left open: a sibling or the parent's end closes them."""

PHRASING_ONLY = _read_names(
    "p h1 h2 h3 h4 h5 h6 span em strong small b i u s q cite code kbd samp var sub sup abbr",
    "time mark dfn bdi bdo data label button summary pre output",
)
"""May hold text and inline elements only."""

FLOW = _read_names(
    "address article aside blockquote details dialog div dl dt dd fieldset figcaption figure",
    "footer form h1 h2 h3 h4 h5 h6 header hr hgroup li main menu nav ol p pre search section",
    "table tbody td tfoot th thead tr ul",
)
"""Blocks: they end a paragraph and may not stand within inline elements."""

LISTS = _read_names("ol ul menu")

HEADINGS = _read_names("h1 h2 h3 h4 h5 h6")

KNOWN = (
    VOID
    | OPTIONAL_END
    | PHRASING_ONLY
    | FLOW
    | _read_names(
        "html head title body style script noscript template a del ins ruby rb rt rp rtc",
        "picture iframe object video audio canvas map svg math caption colgroup select",
        "optgroup datalist textarea progress meter legend slot",
    )
)

CLOSED_BY = {
    "li": _read_names("li"),
    "dt": _read_names("dt dd"),
    "dd": _read_names("dt dd"),
    "tr": _read_names("tr thead tbody tfoot"),
    "td": _read_names("td th tr thead tbody tfoot"),
    "th": _read_names("td th tr thead tbody tfoot"),
    "thead": _read_names("tbody tfoot"),
    "tbody": _read_names("tbody tfoot"),
    "tfoot": _read_names("tbody"),
    "option": _read_names("option optgroup"),
    "p": FLOW - _read_names("li dt dd td th tr thead tbody tfoot figcaption"),
}
"""Which start tags close an element whose end tag may be left out."""

LIVE = _read_names("iframe object embed applet frame frameset base")
"""Bring in what is not the page's own, or change what its links mean."""

LOADING_RELS = _read_names(
    "stylesheet icon shortcut apple-touch-icon mask-icon preload prefetch preconnect",
    "dns-prefetch modulepreload prerender manifest pingback",
)
"""A `link` of these kinds makes the browser send a request."""
