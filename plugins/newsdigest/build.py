"""Articles and profile → the pages of the site in groups, whose path is whose, and a
page's fingerprint.

There is no logic of changes here: a page is rendered if and only if its fingerprint is
not the one the manifest knows, and a group of pages is not even planned if all that it
looks at is what it was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from newsdigest import addresses, exports, feeds, search, site, sitemaps
from newsdigest.editions import plan_editions
from newsdigest.errors import BuildError, Problem
from newsdigest.fingerprints import digest_of, digest_texts
from newsdigest.groups import Group, cut_groups
from newsdigest.model import REGISTERS, Article, Page, PartialDate, SiteProfile
from newsdigest.posts import build_uid
from newsdigest.registers import KINDS
from newsdigest.site import Cards, Site
from newsdigest.social_cards import plan_social_cards
from newsdigest.threads import NO_THREADS, Threads

_REDIRECT = 4
"""Size of a redirect in a group."""


@dataclass(frozen=True, slots=True)
class SitePlan:
    """All pages of the site, one a path, and what stood in each other's way."""

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What must be known of pages that were planned, when their views are gone.

    Attributes:
        files: Each page's path and its owner, see `name_owner`.
        standing: See `site.list_standing`.
        yearly: See `site.list_yearly`.
    """

    files: tuple[tuple[str, str], ...]
    standing: tuple[str, ...]
    yearly: tuple[tuple[PartialDate | None, str], ...]


@dataclass(frozen=True, slots=True)
class SiteGroups:
    """The pages of the site in groups.

    Attributes:
        groups: Those of which each can be planned alone; of two pages that want one path,
            that of the earlier group has it. Without those of `plan_early` that are begun.
        inner: How many of the groups, the first ones, are of `site.plan_groups`.
    """

    site: Site
    cards: Cards
    groups: tuple[Group, ...]
    inner: int

    def plan_rest(self, listings: Sequence[Listing]) -> tuple[Group, ...]:
        """What is planned when all other paths are known: sitemaps, and redirects, of which
        none costs the site a page.

        Args:
            listings: Of all groups, in their order.
        """
        whole = self.site
        taken = {path for listing in listings[: self.inner] for path, _ in listing.files}
        standing = chain.from_iterable(listing.standing for listing in listings)
        yearly = chain.from_iterable(listing.yearly for listing in listings)
        listed = (whole.undated, whole.years, whole.profile, standing, yearly)
        redirects = site.plan_redirects(whole, self.cards, taken)
        return (
            *sitemaps.plan_sitemaps(*listed, self.cards.states),
            *cut_groups(redirects, lambda _: _REDIRECT, tuple),
        )


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
            address = addresses.article_address(article)
            problems.append(
                Problem(
                    article.source,
                    0,
                    f"has the same address as {first} and is published at {address!r}: "
                    "give it another Slug",
                )
            )
        places[address] = article.source
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


def plan_groups(whole: Site, cards: Cards, *, begun: bool = False) -> SiteGroups:
    """Every page of the site.

    Args:
        whole: The site.
        cards: Of the same articles; it says nothing of how they belong together.
        begun: Whether somebody is at the groups of `plan_early` already.
    """
    inner = [*site.plan_groups(whole, cards)]
    if whole.profile.social_cards != "none":
        inner = [
            Group(group.size, partial(_plan_with_cards, group), group.inputs) for group in inner
        ]
    groups = [*inner, *_plan_beside(whole, cards)]
    if not begun:
        groups += plan_early(whole, cards)
    return SiteGroups(whole, cards, tuple(groups), len(inner))


def plan_early(whole: Site, cards: Cards) -> Iterator[Group]:
    """What looks at all articles, and not at how they belong together: the exports and the
    search. Another process may plan and draw it while this one plans everything else.
    """
    profile, articles = whole.profile, whole.articles
    if profile.exports:
        yield Group(16 * len(articles), partial(_plan_exports, whole, cards), waits=True)
    if profile.search:
        sections = [cards.sections[entry.name] for entry in whole.sections]
        yield from search.plan_search(articles, cards.header, sections)


def plan_site(
    articles: Sequence[Article], profile: SiteProfile, threads: Threads = NO_THREADS
) -> SitePlan:
    """All pages at once, in a fixed order, whatever the order of the articles: for looking at
    them, not for a large site.

    Args:
        articles: Those of the site.
        profile: What the settings say.
        threads: How the articles belong together.
    """
    whole = site.build_site(articles, profile, threads)
    plan = plan_groups(whole, site.build_cards(whole))
    pages = [tuple(group.plan()) for group in plan.groups]
    rest = plan.plan_rest([list_pages(group) for group in pages])
    pages += [tuple(group.plan()) for group in rest]
    claims = Claims()
    settled = tuple(
        page for page in chain(*pages) if claims.claim(page.path, name_owner(page)) is None
    )
    return SitePlan(settled, (*site.check_aliases(plan.site), *claims.problems))


def list_pages(pages: Sequence[Page]) -> Listing:
    """What `SiteGroups.plan_rest` must know of a group's pages."""
    return Listing(
        files=tuple((page.path, name_owner(page)) for page in pages),
        standing=site.list_standing(pages),
        yearly=site.list_yearly(pages),
    )


def _plan_with_cards(group: Group) -> Iterator[Page]:
    pages = tuple(group.plan())
    yield from pages
    yield from plan_social_cards(pages)


def _plan_beside(whole: Site, cards: Cards) -> Iterator[Group]:
    """What stands beside the HTML pages that are made from articles."""
    profile, articles = whole.profile, whole.articles
    if "places" in profile.registers:
        yield Group(1, lambda: [site.plan_land()])
    followed = {kind: whole.list_followed(kind) for kind in KINDS}
    yield from feeds.plan_feeds(
        articles, profile, followed, whole.years, whole.threads, cards.states
    )
    yield from plan_editions(whole.years, profile, cards.states)


def _plan_exports(whole: Site, cards: Cards) -> tuple[Page, ...]:
    registers = {kind: getattr(whole, kind) for kind in REGISTERS}
    return exports.plan_exports(
        whole.articles, registers, cards.names, cards.place_ids, cards.header
    )


class Claims:
    """Which path of `output/` is whose. Of two pages that want one path, or of which one's
    file would have to be the other's folder, the first has it and the other is reported.

    Attributes:
        problems: One a page that came too late.
    """

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._owners: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def claim_all(self, files: Collection[tuple[str, str]]) -> bool:
        """Claims all that the site wants, if nothing is in anything's way; says whether.

        Args:
            files: Each path and its owner. Nothing may have been claimed before.
        """
        owners = dict(files)
        folders: dict[str, str] = {}
        for path in owners:
            folder = path.rpartition("/")[0]
            while folder and folder not in folders:
                folders[folder] = path
                folder = folder.rpartition("/")[0]
        if len(owners) < len(files) or not owners.keys().isdisjoint(folders):
            return False
        self._owners, self._folders = owners, folders
        return True

    def claim(self, path: str, owner: str) -> str | None:
        """Whose path it is from now on; if another page is in the way, that one's path."""
        owners, folders = self._owners, self._folders
        rival = path if path in owners else folders.get(path)
        above: list[str] = []
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            if rival is None and folder in owners:
                rival = folder
            above.append(folder)
            folder = folder.rpartition("/")[0]
        if rival is not None:
            fault = (
                f"wants the file {path!r}, which belongs to {owners[rival]}: "
                "change the slug or alias of one of them"
            )
            self.problems.append(Problem(owner, 0, fault))
            return rival
        owners[path] = owner
        folders.update(dict.fromkeys(above, path))
        return None


def name_owner(page: Page) -> str:
    """What a problem with the page's path names: its source, or the path itself."""
    return page.sources[0] if page.sources else page.path


class Fingerprinter:
    """Makes one fingerprint a page: of all that its bytes depend on."""

    def __init__(self, templates: Mapping[str, str], epoch: str) -> None:
        """Knows what is common to all pages.

        Args:
            templates: Digest of each template with all that it extends, includes or imports.
            epoch: Digest of the code, the versions and the settings that make bytes.
        """
        self._templates = templates
        self._epoch = epoch
        self._prefixes: dict[str, str] = {}
        self._last: tuple[object, str] = (None, digest_of(None))

    def fingerprint(self, page: Page) -> str:
        """The page's.

        Raises:
            BuildError: If the page names no template that is there, or sees a value of which
                there is no fingerprint.
        """
        maker = _describe_maker(page, self._templates)
        prefix = self._prefixes.get(maker)
        if prefix is None:
            prefix = self._prefixes[maker] = digest_texts((self._epoch, maker))
        try:
            return prefix + self._digest(page.view)
        except (TypeError, UnicodeEncodeError) as error:
            raise BuildError(f"{page.path}: its view cannot be fingerprinted: {error}") from error

    def _digest(self, view: object) -> str:
        """Of a view; not made twice where two files of one view follow one another."""
        if self._last[0] is not view:
            self._last = (view, digest_of(view))
        return self._last[1]


def _describe_maker(page: Page, templates: Mapping[str, str]) -> str:
    if page.builder is not None:
        return f"builder {page.builder.__module__}.{page.builder.__qualname__}"
    if page.template is None or page.template not in templates:
        raise BuildError(f"{page.path}: the theme has no template {page.template!r}: add it")
    return f"template {page.template} {templates[page.template]}"
