"""The generator and the writer that Pelican is given."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pelican.contents import Content
from pelican.writers import Writer

from newsdigest.adapters.hooks.honoured import build_profile
from newsdigest.adapters.hooks.run import RUN, Run
from newsdigest.adapters.hooks.steps import begin
from newsdigest.adapters.writing.statics import list_content_statics
from newsdigest.addresses import NOT_FOUND, article_address, to_path, to_relative
from newsdigest.errors import Problem

if TYPE_CHECKING:
    from newsdigest.adapters.engine import Engine
    from newsdigest.model import Article

_ROOT = "http://root.invalid/"
_ROOTED = re.compile(r"(?P<quote>[\"'])http://root\.invalid/(?P<rest>[^\"']*)(?P=quote)")
_UNSOLVED = re.compile(r"=\s*[\"'][{|](?:filename|static|attach|index)[|}]")
# Pelican leads these to pages that it would make itself.
_STOCK = re.compile(r"=\s*[\"'][{|](?:category|tag|author)[|}]")


@dataclass(slots=True)
class LinkTarget:
    """A post as Pelican's link rule sees it; looked up only when something links to it."""

    engine: Engine
    path: str

    @property
    def url(self) -> str:
        """The file of the article's page: the link works without a server, too."""
        article = self.engine.library.find_article(self.path)
        if article is not None:
            return to_path(article_address(article))
        source = self.engine.library.name_source(self.path)
        fault = "something links to this post, which is not on the site: take the link out"
        self.engine.problems.append(Problem(source, 0, fault))
        return NOT_FOUND


class Sources(dict[str, Any]):
    """What Pelican made of its sources, and the posts: known as sources, they can be linked to,
    and `STATIC_PATHS` does not copy them. They are looked up when Pelican asks for one.
    """

    def __init__(self, given: Mapping[str, Any], engine: Engine) -> None:
        super().__init__(given)
        self._engine = engine

    def __contains__(self, path: object) -> bool:
        return super().__contains__(path) or path in self._engine.library.post_files

    def __missing__(self, path: str) -> LinkTarget:
        if path in self._engine.library.post_files:
            return LinkTarget(self._engine, path)
        raise KeyError(path)

    def get(self, path: str, default: Any = None) -> Any:
        try:
            return self[path]
        except KeyError:
            return default


class DigestGenerator:
    """Makes everything that is made of articles.

    Not one of Pelican's `Generator`s: those make a template environment each, and ours
    is another one.
    """

    def __init__(self, context: dict[str, Any], settings: Mapping[str, Any], **_: Any) -> None:
        self._context = context
        self._run: Run = settings[RUN]
        self._content = str(settings["PATH"])

    def generate_context(self) -> None:
        """Reads the posts; Pelican's own pages have been read by now."""
        engine = self._engine = begin(self._run)
        self._context["generated_content"] = Sources(self._context["generated_content"], engine)
        for path in engine.library.linked_posts:
            content = self._make_content(engine, path)
            self._context["static_links"] |= content.get_static_links()
        pages = [*self._context["pages"]]
        menu = [(str(page.title), _to_address(page)) for page in pages]
        self._run.profile = build_profile(self._run.settings, self._run.config, menu)

    def generate_output(self, writer: Any) -> None:
        """Stages the pages; they reach `output/` when Pelican has finished."""
        engine = self._engine
        if engine.library.linked_posts:
            self._resolve_links(engine)
        engine.render(self._run.profile)
        self._run.writer = writer
        # Copied with everything else when Pelican has finished; it would copy all of them
        # on every run.
        found = [*list_content_statics(self._context["staticfiles"], self._content)]
        self._run.statics = tuple((full, path) for full, path in found if os.path.isfile(full))
        for full, _ in found:
            if not os.path.isfile(full):
                source = os.path.relpath(full, self._run.root)
                fault = "something links to this file, which is not there: put it there"
                engine.problems.append(Problem(source, 0, fault))
        self._context["staticfiles"] = []

    def _make_content(self, engine: Engine, path: str) -> Any:
        settings = {**self._run.settings, "RELATIVE_URLS": False}
        full = os.path.join(self._content, path)
        return Content(engine.library.read_body(path), {}, settings, full, self._context)

    def _resolve_links(self, engine: Engine) -> None:
        bodies = {}
        for path in engine.library.linked_posts:
            article = engine.library.find_article(path)
            if article is None:
                continue
            source = article.source
            html = self._make_content(engine, path).get_content(_ROOT)
            bodies[source] = _relate(html, article)
            given = engine.library.read_body(path)
            if unsolved := _STOCK.search(given) or _UNSOLVED.search(html):
                start = unsolved.start()
                fault = unsolved.string[start : start + 60].partition(">")[0]
                engine.problems.append(
                    Problem(source, 0, f"a link leads nowhere ({fault.strip()}): correct it")
                )
        engine.resolve(bodies)


class StagedWriter(Writer):  # type: ignore[misc]
    """Pelican's writer for stock pages and template pages, writing where we stage."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        del output_path
        self._run: Run = settings[RUN]
        engine: Engine = settings[RUN].engine
        super().__init__(engine.folder.stock, settings)
        self.overrides: set[str] = set()

    def write_file(
        self, name: str, template: Any, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        """Writes the file; remembers whether it may replace one of our pages. A stock page
        stands in the frame of ours, which shows the site's header.
        """
        if kwargs.get("override_output"):
            self.overrides.add(os.path.normpath(name).replace(os.sep, "/"))
        if "site" not in context:
            from newsdigest.site.cards import build_header

            context["site"] = build_header(self._run.profile)
        super().write_file(name, template, context, *args, **kwargs)


def _to_address(page: Any) -> str:
    path = os.path.normpath(str(page.save_as)).replace(os.sep, "/")
    return path.removesuffix("index.html") if f"/{path}".endswith("/index.html") else path


def _relate(html: str, article: Article) -> str:
    """The body with links from the root made relative to the article's page."""
    here = to_path(article_address(article))

    def relate(match: re.Match[str]) -> str:
        address = re.split("[#?]", match["rest"], maxsplit=1)[0]
        tail = match["rest"][len(address) :]
        return f"{match['quote']}{to_relative(here, address)}{tail}{match['quote']}"

    return _ROOTED.sub(relate, html)
