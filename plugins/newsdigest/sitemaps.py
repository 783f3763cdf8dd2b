"""Articles → sitemaps cut by year (sitemaps.org protocol 0.9), `robots.txt`, `llms.txt`.

A new article changes the sitemap of its year and nothing else; the index names the
sitemaps without dates, so that it changes only with a new year. `lastmod` stands only
at articles, whose moment is known: when they entered the site or were corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from itertools import chain
from xml.sax.saxutils import escape

from newsdigest import addresses
from newsdigest.digests import Digest
from newsdigest.fingerprints import digest_bytes
from newsdigest.groups import Group, States
from newsdigest.model import Article, Bodies, Page, PartialDate, SiteProfile

INDEX = "sitemap.xml"
ROBOTS = "robots.txt"
LLMS = "llms.txt"
FOLDER = "sitemaps/"

EXPORT = "articles.json"

_FIDELITY = (
    "News texts as their sources wrote them, in their own languages. A date is as precise as the "
    "source names it: 2022-01 is a month, not its first day."
)

MAX_URLS = 50_000
"""The protocol's limit for one sitemap; a year above it is cut by month."""

_Listed = str | Article
"""What a sitemap lists: the address of a page, or an article."""

_XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """An address and the day that its page is known to have changed (ISO), or None."""

    address: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class SitemapView:
    """One sitemap; `url` is the site's, without a trailing slash."""

    url: str
    entries: tuple[SitemapEntry, ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexView:
    """The list of all sitemaps, by address."""

    url: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RobotsView:
    """What `robots.txt` says: everything may be read, and where the sitemaps are."""

    url: str


@dataclass(frozen=True, slots=True)
class LlmsView:
    """What `llms.txt` says (llmstxt.org): where programs that read find all texts.

    Attributes:
        links: `(address, what stands there)` each.
    """

    name: str
    url: str
    description: str
    links: tuple[tuple[str, str], ...]


def plan_sitemaps(
    undated: Sequence[Article],
    years: Iterable[Digest],
    profile: SiteProfile,
    standing: Iterable[str],
    yearly: Iterable[tuple[PartialDate | None, str]] = (),
    states: States | None = None,
) -> Iterator[Group]:
    """The sitemaps, their index, `robots.txt` and `llms.txt`.

    Args:
        undated: The articles that have no date, ascending by `Article.sort_key`.
        years: The digests of all others.
        profile: Its menu names the editor's own pages.
        standing: Addresses of the pages that belong to no year: a new article adds one
            only with a new name.
        yearly: The lists by year of what is named often, each with its year; None for
            those of undated articles.
        states: Of the articles, if the groups are to know their inputs.
    """
    menu = (address for _, address in profile.menu if ":" not in address and "#" not in address)
    chunks: dict[str, Sequence[_Listed]] = {"pages": [*dict.fromkeys((*standing, *menu))]}
    lists: defaultdict[PartialDate | None, list[str]] = defaultdict(list)
    for period, address in yearly:
        lists[period].append(address)
    if undated:
        chunks["undated"] = (addresses.UNDATED, *undated, *lists[None])
    for year in years:
        chunks.update(_cut_year(year, lists[year.period]))
    paths = {name: f"{FOLDER}{name}.xml" for name in sorted(chunks)}
    for name, path in paths.items():
        listed = chunks[name]
        inputs = "" if states is None else _describe_listed(path, listed, states)
        yield Group(len(listed), partial(_plan_sitemap, path, listed, profile), inputs)
    yield Group(1, partial(_plan_others, tuple(paths.values()), profile))


def _describe_listed(path: str, listed: Iterable[_Listed], states: States) -> str:
    """What a sitemap looks at."""
    said = (one.encode() if isinstance(one, str) else states[one.source] for one in listed)
    return digest_bytes(path.encode(), *said)


def _plan_sitemap(path: str, listed: Iterable[_Listed], profile: SiteProfile) -> Iterator[Page]:
    entries = tuple(map(_to_entry, listed))
    yield Page(path, SitemapView(profile.url, entries), builder=render_sitemap)


def _plan_others(paths: tuple[str, ...], profile: SiteProfile) -> Iterator[Page]:
    index = SitemapIndexView(profile.url, paths)
    yield Page(INDEX, index, builder=render_sitemap_index)
    yield Page(ROBOTS, RobotsView(profile.url), builder=render_robots)
    yield Page(LLMS, _build_llms_view(profile), builder=render_llms)


def render_sitemap(view: object, bodies: Bodies) -> bytes:
    """The bytes of a sitemap for a `SitemapView`."""
    del bodies
    if not isinstance(view, SitemapView):
        raise TypeError(f"a sitemap is drawn from a SitemapView, not {type(view).__name__}")
    lines = (
        f"<url><loc>{_write_url(view.url, entry.address)}</loc>"
        + (f"<lastmod>{entry.lastmod}</lastmod>" if entry.lastmod else "")
        + "</url>"
        for entry in view.entries
    )
    return _write_document("urlset", lines)


def render_sitemap_index(view: object, bodies: Bodies) -> bytes:
    """The bytes of the sitemaps' index for a `SitemapIndexView`."""
    del bodies
    if not isinstance(view, SitemapIndexView):
        raise TypeError(f"an index is drawn from a SitemapIndexView, not {type(view).__name__}")
    lines = (
        f"<sitemap><loc>{_write_url(view.url, address)}</loc></sitemap>"
        for address in view.addresses
    )
    return _write_document("sitemapindex", lines)


def render_robots(view: object, bodies: Bodies) -> bytes:
    """The bytes of `robots.txt` for a `RobotsView`."""
    del bodies
    if not isinstance(view, RobotsView):
        raise TypeError(f"robots.txt is drawn from a RobotsView, not {type(view).__name__}")
    sitemap = addresses.to_absolute(view.url, INDEX)
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode()


def render_llms(view: object, bodies: Bodies) -> bytes:
    """The bytes of `llms.txt` for an `LlmsView`."""
    del bodies
    if not isinstance(view, LlmsView):
        raise TypeError(f"llms.txt is drawn from an LlmsView, not {type(view).__name__}")
    summary = f"> {view.description}\n\n" if view.description else ""
    links = "".join(
        f"- [{address}]({addresses.to_absolute(view.url, address)}): {words}\n"
        for address, words in view.links
    )
    return f"# {view.name}\n\n{summary}{_FIDELITY}\n\n## Texts and data\n\n{links}".encode()


def _build_llms_view(profile: SiteProfile) -> LlmsView:
    periods = "year, month and day" if profile.day_digests else "year and month"
    older = ", with older ones behind" if profile.feed_archive else ""
    links = [
        (f"{addresses.ALL_FEED}.atom.xml", f"the newest articles, full text{older}"),
        (addresses.JSON_FEED, "the newest articles, full text, as JSON Feed"),
        (addresses.OPML, "the feeds of single sections"),
        (addresses.ARCHIVE, f"every article by {periods}"),
        (INDEX, "the address of every page"),
    ]
    if profile.exports:
        links.insert(0, (EXPORT, "every article with its dates, names, quotations and address"))
    return LlmsView(profile.name, profile.url, profile.description, tuple(links))


def _cut_year(year: Digest, lists: Iterable[str]) -> dict[str, list[_Listed]]:
    name = str(year.period)
    listed: list[_Listed] = [addresses.period_address(year.period), *lists, *year.articles]
    months = {str(month.period): list(_iter_digest(month)) for month in year.parts}
    if len(listed) + sum(map(len, months.values())) > MAX_URLS:
        return {name: listed, **months}
    return {name: [*listed, *chain.from_iterable(months.values())]}


def _iter_digest(digest: Digest) -> Iterator[_Listed]:
    yield addresses.period_address(digest.period)
    yield from digest.articles
    for part in digest.parts:
        yield from _iter_digest(part)


def _to_entry(listed: _Listed) -> SitemapEntry:
    if isinstance(listed, str):
        return SitemapEntry(listed)
    return SitemapEntry(addresses.article_address(listed), _find_lastmod(listed))


def _find_lastmod(article: Article) -> str | None:
    """The day of the article's last change, unless it could be taken for a day that the
    article itself does not name: a post without `Added` counts from its own period.
    """
    changed = max(article.added, article.modified or article.added)
    day = changed.astimezone(UTC).date().isoformat()
    published = article.published
    if published is None:
        return None if day.startswith("1970") else day
    return None if published.day is None and day.startswith(str(published)) else day


def _write_url(site_url: str, address: str) -> str:
    return escape(addresses.to_absolute(site_url, address))


def _write_document(root: str, lines: Iterable[str]) -> bytes:
    body = "".join(f"{line}\n" for line in lines)
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_XMLNS}">\n'
    return f"{head}{body}</{root}>\n".encode()
