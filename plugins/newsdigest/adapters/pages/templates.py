"""Views and templates → HTML.

Templates see the fields of one view, `page_path`, `body(uid)` and the functions here,
and nothing else: an undefined name is an error, never an empty string.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from newsdigest.adapters.pages.translations import (
    Catalogue,
    Tongue,
    find_catalogue,
    find_direction,
    read_catalogue,
)
from newsdigest.addresses import NOT_FOUND, to_absolute, to_address, to_relative, to_rooted
from newsdigest.errors import BuildError, SettingsError

if TYPE_CHECKING:
    from newsdigest.model import Bodies, Page
    from newsdigest.posts import Source, Sources
    from newsdigest.views import ArticleFull, PlaceMap, SiteHeader

_PARAGRAPH = re.compile(r"\s*(?:<h[1-6][^>]*>.*?</h[1-6]>\s*)*<p>(.*?)</p>", re.DOTALL)

_TAG = re.compile(r"<[^>]*>")

_CALL = ("name", "lparen", "string", "rparen")
"""Tokens of a call that is given nothing but a text."""

_SETTINGS = (
    *("DEFAULT_LANG", "JINJA_ENVIRONMENT", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS"),
    *("THEME", "THEME_STATIC_DIR", "THEME_TEMPLATES_OVERRIDES"),
)
_OURS: Mapping[str, Any] = {"autoescape": True, "undefined": jinja2.StrictUndefined}


class _Html(str):
    """Markup that templates take as it is: a body, which the reader made from Markdown,
    and structured data, which holds no character that could end a script element.
    """

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class _CodeGenerator(CodeGenerator):
    """Compiles `{{ value }}` so that text is escaped to text: Jinja wraps each value into
    an object that knows that it was escaped, only to join it with the next one.
    """

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("to_html = environment.to_html")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write(f"to_html({finalize.src or ''}")


class _Translation(Extension):
    """Puts the interface's words into templates when they are compiled: `_("People")`."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        translate: Any = self.environment.globals["_"]
        tokens = list(stream)
        at = 0
        while at < len(tokens):
            call = tokens[at : at + len(_CALL)]
            if call[0].value == "_" and tuple(token.type for token in call) == _CALL:
                yield Token(call[0].lineno, "string", translate(call[2].value))
                at += len(_CALL)
            else:
                yield call[0]
                at += 1


class _Context(Context):
    """Calls macros straight away: of whatever is called, Jinja asks twice whether it wants
    the context.
    """

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(called) is not Macro:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


class PageEnvironment(jinja2.Environment):
    """It lives for one build: nothing in it is looked after between two pages.

    Attributes:
        page_path: Of the page that is drawn. Macros that are imported without context, once
            for all pages, are told so where links lead from.
    """

    code_generator_class = _CodeGenerator
    context_class = _Context

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.page_path = ""
        self._loaded: dict[str, jinja2.Template] = {}

    def begin_page(self, page: Page) -> None:
        """Tells macros of the page that is drawn next."""
        view: Any = page.view
        self.page_path = page.path
        self.globals["site"] = view.site  # the same on all pages

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What all templates share: a chain of one map would be walked with each page."""
        return super().make_globals(d) if d else self.globals

    def get_template(self, name: Any, *given: Any, **options: Any) -> jinja2.Template:
        """As Jinja does. Templates name others by a name and their own, and give nothing else."""
        if options or len(given) > 1 or not isinstance(name, str):
            return super().get_template(name, *given, **options)
        template = self._loaded.get(name)
        if template is None:
            template = self._loaded[name] = super().get_template(name, *given)
        return template

    @staticmethod
    def to_html(value: Any) -> str:
        """The value as it stands in a page."""
        kind = type(value)
        if kind is str:
            return _escape_text(value)
        return value if kind is Markup else escape(value)


def select_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Those of Pelican's settings that `make_environment` reads."""
    return {name: settings[name] for name in _SETTINGS if name in settings}


def make_environment(
    settings: Mapping[str, Any], compiled: jinja2.BytecodeCache | None = None
) -> PageEnvironment:
    """The environment that renders our pages, from Pelican's settings: `THEME`,
    `THEME_TEMPLATES_OVERRIDES`, `JINJA_ENVIRONMENT`, `JINJA_FILTERS`, `JINJA_GLOBALS`,
    `JINJA_TESTS`, `DEFAULT_LANG`, `THEME_STATIC_DIR`.

    An override extends the theme's own template as "!theme/article.html". What is in
    `compiled` need not be compiled.

    Raises:
        SettingsError: If `JINJA_ENVIRONMENT` would switch off escaping or strictness.
    """
    templates = _theme(settings) / "templates"
    overrides = [str(path) for path in settings.get("THEME_TEMPLATES_OVERRIDES", ())]
    environment = PageEnvironment(
        loader=jinja2.ChoiceLoader(
            [
                jinja2.FileSystemLoader([*overrides, str(templates)]),
                jinja2.PrefixLoader({"!theme": jinja2.FileSystemLoader(str(templates))}),
            ]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        **{"auto_reload": False, "bytecode_cache": compiled, **_read_options(settings)},
    )
    environment.filters.update(make_filters(settings))
    environment.globals.update(make_globals(settings))
    if "_" not in settings.get("JINJA_GLOBALS", {}):
        environment.add_extension(_Translation)
    environment.tests.update(settings.get("JINJA_TESTS", {}))
    return environment


def make_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    """`JINJA_ENVIRONMENT` with what our templates rely on; stock pages need it too.

    Raises:
        SettingsError: If it would switch off escaping or strictness.
    """
    return {**_read_options(settings), **_OURS}


def make_filters(settings: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """Our filters, below the user's `JINJA_FILTERS`; stock pages need them too."""
    tongue = Tongue(str(settings.get("DEFAULT_LANG", "en")))
    return {
        "absolute": _link_absolutely,
        "anchored": _anchor,
        "direction": find_direction,
        "href": _link,
        "language_name": tongue.name_language,
        "minutes": _count_minutes,
        "opening": list_opening,
        "outline": _outline,
        "number": tongue.render_number,
        "period": tongue.render_period,
        "source_hash": hash_source,
        "weeks": tongue.list_weeks,
        **settings.get("JINJA_FILTERS", {}),
    }


def make_globals(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Our functions, below the user's `JINJA_GLOBALS`; stock pages need them too."""
    theme = _theme(settings)
    language = str(settings.get("DEFAULT_LANG", "en"))
    folder = str(settings.get("THEME_STATIC_DIR", "theme"))
    tongue = Tongue(language)

    @cache
    def catalogue() -> Catalogue:
        return read_catalogue(find_catalogue(theme, language))

    def translate(message: str, /, **values: object) -> str:
        return catalogue().translate(message, **values)

    def translate_plural(one: str, many: str, number: int, /, **values: object) -> str:
        return catalogue().translate_plural(one, many, number, **values)

    @cache
    def find_static(name: str) -> str:
        return f"{folder}/{name}?{_hash_static(theme / 'static' / name)}"

    @jinja2.pass_context
    def link_static(context: Context, name: str) -> str:
        return _link_root(context) + find_static(name)

    return {
        "_": translate,
        "canonical": _link_canonically,
        "ngettext": translate_plural,
        "root_path": _link_root,
        "static": link_static,
        "structured_data": _embed_structured_data,
        "weekdays": tongue.list_weekdays,
        "territory_code": lambda: tongue.territory_code,
        **settings.get("JINJA_GLOBALS", {}),
    }


def render_page(
    environment: PageEnvironment, page: Page, bodies: Bodies, sources: Sources | None = None
) -> bytes:
    """The file's bytes.

    Raises:
        BuildError: If the page has no template, or the template is missing or faulty;
            the message names the template, the line and the page.
    """
    if page.template is None:
        raise BuildError(f"{page.path}: made by a function, not by a template")
    environment.begin_page(page)
    try:
        text = environment.get_template(page.template).render(
            _build_context(page, bodies, sources or {})
        )
    except jinja2.TemplateSyntaxError as error:
        where = f"{error.filename or error.name}:{error.lineno}"
        raise BuildError(f"{where}: {error.message} (for {page.path})") from error
    except jinja2.TemplateNotFound as error:
        raise BuildError(f"{page.template}: template {error} is missing") from error
    except jinja2.UndefinedError as error:
        raise BuildError(f"{_locate(error, page.template)}: {error} (for {page.path})") from error
    return text.encode()


def list_opening(body: str, summary: str = "", limit: int = 1200) -> list[str]:
    """The paragraphs that a body begins with, as plain text and without subheads: whole
    ones, up to `limit` characters in all, the first one whatever its length.

    Args:
        body: HTML.
        summary: Stands above the text already; if the text begins with it, it goes on
            from there.
        limit: In code points.
    """
    paragraphs: list[str] = []
    end = 0
    while match := _PARAGRAPH.match(body, end):
        text = _to_text(match.group(1))
        if paragraphs and sum(map(len, paragraphs)) + len(text) > limit:
            break
        paragraphs.append(text.removeprefix(summary).strip() if end == 0 else text)
        end = match.end()
    return [paragraph for paragraph in paragraphs if paragraph]


def hash_source(text: str) -> str:
    """What a Content-Security-Policy calls an element of exactly this text (CSP 3 §2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def list_dependencies(settings: Mapping[str, Any]) -> tuple[Path, ...]:
    """Files besides templates that pages depend on: the catalogue and what `static`
    may name. They belong into each page's fingerprint.
    """
    theme = _theme(settings)
    catalogue = find_catalogue(theme, str(settings.get("DEFAULT_LANG", "en")))
    static = sorted(path for path in (theme / "static").rglob("*") if path.is_file())
    return tuple(path for path in (catalogue, *static) if path.is_file())


def _read_options(settings: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(settings.get("JINJA_ENVIRONMENT", {}))
    for key, value in _OURS.items():
        if given.pop(key, value) is not value:
            raise SettingsError(
                f"JINJA_ENVIRONMENT: {key!r} cannot be changed: "
                "pages rely on escaping and on refusing undefined names; take it out"
            )
    return {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": True, **given}


def _theme(settings: Mapping[str, Any]) -> Path:
    return Path(str(settings["THEME"])).expanduser()


def _build_context(page: Page, bodies: Bodies, sources: Sources) -> dict[str, Any]:
    view: Any = page.view
    context = {name: getattr(view, name) for name in view.__struct_fields__}
    context["page_path"] = page.path
    context["body"] = lambda uid: _Html(bodies[uid])
    context["source"] = lambda uid: sources[uid]
    return context


def _find_path(context: Context) -> str:
    """The page's own path; stock Pelican calls it `output_file`."""
    environment = context.environment
    if isinstance(environment, PageEnvironment):
        return environment.page_path
    return str(context.parent["output_file"])


@jinja2.pass_context
def _link(context: Context, address: str) -> str:
    path = _find_path(context)
    if path == NOT_FOUND:
        return to_rooted(context["site"].url, address)
    return _relate(path.count("/"), address)


@lru_cache(maxsize=8192)
def _relate(depth: int, address: str) -> str:
    return to_relative("/" * depth, address)


@lru_cache(maxsize=8192)
def _escape_text(text: str) -> str:
    return str(escape(text))


@jinja2.pass_context
def _link_absolutely(context: Context, address: str) -> str:
    return to_absolute(context["site"].url, address)


@jinja2.pass_context
def _link_root(context: Context) -> str:
    """What stands before an address in a link: "../../" or, on the page for errors,
    the site's own path. Cheaper than `href` for the frame's fixed links.
    """
    path = _find_path(context)
    if path == NOT_FOUND:
        return to_rooted(context["site"].url, "")
    return "../" * path.count("/")


@jinja2.pass_context
def _link_canonically(context: Context) -> str:
    """The page's own full address."""
    return to_absolute(context["site"].url, to_address(_find_path(context)))


@lru_cache(maxsize=64)
def _hash_static(path: Path) -> str:
    """Some letters that change with the file's bytes, so that browsers may keep it for ever."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    except OSError as error:
        raise BuildError(f"{path}: cannot be read: {error.strerror}") from error


def _anchor(body: str, source: Source) -> _Html:
    from newsdigest.posts import anchor_paragraphs

    return _Html(anchor_paragraphs(body, source))


def _outline(shown: PlaceMap) -> str:
    from newsdigest.site.outlines import draw_outline

    return draw_outline(shown.left, shown.top, shown.width, shown.height)


def _count_minutes(body: str) -> int:
    from newsdigest.posts import count_minutes

    return count_minutes(_TAG.sub("", body))


def _to_text(html: str) -> str:
    return unescape(_TAG.sub("", html))


def _embed_structured_data(article: ArticleFull, site: SiteHeader) -> _Html:
    from newsdigest.structured_data import render_news_article

    return _Html(render_news_article(article, site))


def _locate(error: jinja2.UndefinedError, template: str) -> str:
    for name, line in reversed(list(_iter_frames(error))):
        if name.endswith(".html"):
            return f"{name}:{line}"
    return template


def _iter_frames(error: BaseException) -> Iterator[tuple[str, int]]:
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
