"""Articles, profile and manifest → pages, and which of them to render, keep and delete.

There is no logic of changes here: every run plans every page anew, and a page is
rendered if and only if its fingerprint is not the one the manifest knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from newsdigest import addresses, exports, feeds, search, site, sitemaps
from newsdigest.editions import plan_editions
from newsdigest.errors import BuildError, Problem
from newsdigest.fingerprints import Digester, digest_texts
from newsdigest.model import Article, Page, SiteProfile
from newsdigest.posts import build_uid
from newsdigest.registers import KINDS
from newsdigest.social_cards import plan_social_cards
from newsdigest.threads import NO_THREADS, Threads
from newsdigest.views import RedirectView


@dataclass(frozen=True, slots=True)
class SitePlan:
    """All pages of the site, one a path, and what stood in each other's way."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What to do with each page and each file that is there.

    Attributes:
        render: Indices of the pages whose bytes must be made, ascending.
        keep: Indices of the pages whose file already is what it should be.
        delete: Paths that the manifest knows and no page has, sorted.
    """

    render: tuple[int, ...]
    keep: tuple[int, ...]
    delete: tuple[str, ...]


def settle_articles(
    articles: Iterable[Article],
) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """The articles with unique uids and addresses, and what had to be changed for it.

    The article that was added first keeps what it has; every other one stays on the
    site with a derived uid or a numbered slug, and is reported.
    """
    uids: dict[str, str] = {}
    places: dict[str, str] = {}
    problems: list[Problem] = []
    settled: list[Article] = []
    for given in sorted(articles, key=lambda article: (article.added, article.source)):
        article = given
        first = uids.get(article.uid)
        if first is not None:
            article = replace(article, uid=build_uid(article.source))
            problems.append(
                Problem(
                    article.source, 0, f"has the same Uid as {first}: give one of them a new Uid"
                )
            )
        uids[article.uid] = article.source
        address = addresses.article_address(article)
        first = places.get(address)
        if first is not None:
            article = _move_aside(article, places)
            problems.append(
                Problem(
                    article.source,
                    0,
                    f"has the same address as {first} and is published at "
                    f"{addresses.article_address(article)!r}: give it another Slug",
                )
            )
        places[addresses.article_address(article)] = article.source
        settled.append(article)
    return tuple(settled), tuple(problems)


def _move_aside(article: Article, places: Mapping[str, str]) -> Article:
    """The article with the first numbered slug whose address is free."""
    number = 2
    moved = replace(article, slug=f"{article.slug}-{number}")
    while addresses.article_address(moved) in places:
        number += 1
        moved = replace(article, slug=f"{article.slug}-{number}")
    return moved


def plan_site(
    articles: Sequence[Article], profile: SiteProfile, threads: Threads = NO_THREADS
) -> SitePlan:
    """Every page of the site, in a fixed order, whatever the order of the articles.

    Of two pages that want one path, or of which one's file would have to be the
    other's folder, the earlier stays and the later is reported. Redirects come last:
    a former address never costs the site a page.
    """
    whole = site.build_site(articles, profile, threads)
    drawn = site.plan_pages(whole)
    if profile.search:
        drawn = (*drawn, *search.plan_search(drawn, articles))
    pages = (
        *drawn,
        *([site.plan_land()] if "places" in profile.registers else []),
        *feeds.plan_feeds(
            articles,
            profile,
            {kind: whole.list_followed(kind) for kind in KINDS},
            whole.years,
            whole.threads,
        ),
        *sitemaps.plan_sitemaps(
            articles, profile, site.list_standing(drawn), site.list_yearly(drawn)
        ),
        *(exports.plan_exports(drawn, whole.places, profile) if profile.exports else ()),
        *plan_editions(whole.years, profile),
        *plan_social_cards(drawn),
    )
    taken: dict[str, Page] = {}
    folders: dict[str, Page] = {}
    problems = list(site.check_aliases(whole))
    for page in sorted(pages, key=lambda page: isinstance(page.view, RedirectView)):
        parents = _list_folders(page.path)
        rival = taken.get(page.path) or folders.get(page.path)
        for parent in parents:
            rival = rival or taken.get(parent)
        if rival is not None:
            problems.append(_describe_collision(page, rival))
            continue
        taken[page.path] = page
        for parent in parents:
            folders.setdefault(parent, page)
    return SitePlan(tuple(taken.values()), tuple(problems))


def _list_folders(path: str) -> list[str]:
    parts = path.split("/")[:-1]
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _describe_collision(page: Page, rival: Page) -> Problem:
    source = page.sources[0] if page.sources else page.path
    other = rival.sources[0] if rival.sources else rival.path
    return Problem(
        source,
        0,
        f"wants the file {page.path!r}, which belongs to {other}: "
        "change the slug or alias of one of them",
    )


def fingerprint_pages(
    pages: Sequence[Page], templates: Mapping[str, str], epoch: str
) -> tuple[str, ...]:
    """One fingerprint a page: of all that its bytes depend on.

    Args:
        pages: As `plan_site` gives them.
        templates: Digest of each template with all that it extends, includes or imports.
        epoch: Digest of the code, the versions and the settings that make bytes.

    Raises:
        BuildError: If a page names no template that is there, or sees a value that
            could change behind its back.
    """
    digester = Digester()
    prefixes: dict[object, str] = {}
    fingerprints = []
    for page in pages:
        maker = page.template if page.builder is None else page.builder
        prefix = prefixes.get(maker)
        if prefix is None:
            prefix = prefixes[maker] = digest_texts((epoch, _describe_maker(page, templates)))
        try:
            fingerprints.append(prefix + digester.digest_of(page.view))
        except TypeError as error:
            raise BuildError(f"{page.path}: its view cannot be fingerprinted: {error}") from error
    return tuple(fingerprints)


def _describe_maker(page: Page, templates: Mapping[str, str]) -> str:
    if page.builder is not None:
        return f"builder {page.builder.__module__}.{page.builder.__qualname__}"
    if page.template is None or page.template not in templates:
        raise BuildError(f"{page.path}: the theme has no template {page.template!r}: add it")
    return f"template {page.template} {templates[page.template]}"


def plan_build(
    pages: Sequence[Page], fingerprints: Sequence[str], manifest: Mapping[str, str]
) -> BuildPlan:
    """What to render, keep and delete.

    Args:
        pages: As `plan_site` gives them.
        fingerprints: As `fingerprint_pages` gives them.
        manifest: Fingerprint of each file that we wrote and that is still as written;
            "" for one that is damaged, missing or not known well enough.
    """
    render: list[int] = []
    keep: list[int] = []
    for index, (page, fingerprint) in enumerate(zip(pages, fingerprints, strict=True)):
        (keep if manifest.get(page.path) == fingerprint else render).append(index)
    wanted = {page.path for page in pages}
    return BuildPlan(tuple(render), tuple(keep), tuple(sorted(set(manifest) - wanted)))
