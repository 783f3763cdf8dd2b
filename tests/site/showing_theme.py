"""A theme that shows all that a page is given: whatever a stale page would hide is seen.

Its templates extend, include and import one another as those of a real theme do.
"""

from __future__ import annotations

from pathlib import Path

_BASE = """<!doctype html>
<html lang="{{ site.language }}"><head><title>{% block title %}{{ site.name }}{% endblock %}</title>
<link rel="stylesheet" href="{{ static("css/digest.css") }}"></head>
<body>{% block main %}{% endblock %}{% include "foot.html" %}</body></html>
"""
_PAGE = """{% extends "base.html" %}
{% from "macros.html" import shown with context %}
{% block main %}<main>{{ shown() }}</main>{% endblock %}
"""
_MACROS = "{% macro shown() %}{{ everything() }}{% endmacro %}\n"
_STOCK = '{% extends "base.html" %}{% block main %}{{ page.content | safe }}{% endblock %}\n'
_REDIRECT = "<!doctype html><title>{{ target.title }}</title>{{ everything() }}\n"

MODULE = '''
import jinja2
from jinja2.ext import Extension


@jinja2.pass_context
def everything(context):
    """All values that the page is given, and the bodies that it shows."""
    given = {
        name: value
        for name, value in context.parent.items()
        if name == "site" or name not in context.environment.globals
    }
    read, source = given.pop("body"), given.pop("source")
    told = [f"{name}={value!r}" for name, value in sorted(given.items())]
    for article in (given.get("article"), given.get("lead")):
        if article is not None:
            told.append(read(article.uid))
            if getattr(article, "source_digest", ""):
                told.append(repr(source(article.uid)))
    return "\\n".join(told)


class Showing(Extension):
    def __init__(self, environment):
        super().__init__(environment)
        environment.globals["everything"] = everything
'''

SETTINGS = """

JINJA_ENVIRONMENT = {"extensions": ["showing.Showing"]}
FEED_MAX_ITEMS = 2
NEWSDIGEST = {**NEWSDIGEST, "front_page_articles": 2}
"""


def write_showing_theme(root: Path) -> None:
    """Replaces the templates of a site and adds to its settings what they need."""
    folder = root / "theme" / "templates"
    templates = {path.stem: _PAGE for path in folder.glob("*.html")} | {
        "base": _BASE,
        "foot": "<footer>Ende</footer>\n",
        "macros": _MACROS,
        "page": _STOCK,
        "redirect": _REDIRECT,
    }
    for name, text in templates.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    # Named, not given: settings without code can be sent to the process that runs ahead.
    (root / "showing.py").write_text(MODULE, encoding="utf-8")
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
