"""Neighbours → versions, story threads and related articles.

Articles are taken by seniority, and each decision looks only at what was decided for
seniors: it joins the story of its nearest seniors or begins one of its own. A new
article therefore joins one story and changes no other; stories never merge or split by
an addition. See docs/decisions/0007-stories.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from newsdigest.model import Article
from newsdigest.threads.neighbours import Link, Neighbours, rank_seniority
from newsdigest.threads.titles import choose_title

_ADDRESS = re.compile(r"(?:[0-9]{4}/(?:[0-9]{2}/)?|undated/)([^/]+)/")

RELATED = 5
"""Related articles of one article."""

_ANSWERS = 2
"""Of an article's nearest seniors, so many name it in turn."""

_NEAR = 0.23
"""How near an article must be to a story to join it."""
_WITNESSES = 3
"""Members of a story that are asked."""


Relation = tuple[Article, str]
"""Another article, and what it shares: names or words of the texts."""


@dataclass(frozen=True, slots=True)
class StoryThread:
    """One story over time.

    Attributes:
        slug: Unique; that of the article that entered the site first.
        title: Words of the articles' headlines.
        language: The title's (ISO 639-1).
        articles: Ascending by `Article.sort_key`; of a report in several versions the
            first one only.
        former: Other slugs that lead here.
        first: The uid of the article that entered the site first.
    """

    slug: str
    title: str
    language: str
    articles: tuple[Article, ...]
    former: tuple[str, ...]
    first: str


@dataclass(frozen=True, slots=True)
class Threads:
    """How the articles belong together; all mappings are by `Article.uid`.

    Attributes:
        stories: Those of two articles or more, by slug.
        story_of: The story of each article that belongs to one, versions included.
        originals: The first version of each report that has several, by each later one.
        versions: The other versions of a report, by each of them; the first one first.
        related: The nearest first; never of the same story.
    """

    stories: tuple[StoryThread, ...] = ()
    story_of: Mapping[str, StoryThread] = field(default_factory=dict)
    originals: Mapping[str, Article] = field(default_factory=dict)
    versions: Mapping[str, tuple[Article, ...]] = field(default_factory=dict)
    related: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict)

    def name_story(self, article: Article) -> str:
        """What all articles of one story, and all versions of one report, have in common:
        the uid of the first of them.
        """
        story = self.story_of.get(article.uid)
        return story.first if story else self.originals.get(article.uid, article).uid


NO_THREADS = Threads()


def build_threads(articles: Iterable[Article], neighbours: Mapping[str, Neighbours]) -> Threads:
    """How the articles belong together; the order of `articles` does not matter.

    Args:
        articles: All of the site's.
        neighbours: By uid.
    """
    order = sorted(articles, key=lambda article: (rank_seniority(article), article.uid))
    by_uid = {article.uid: article for article in order}
    weaver = _Weaver()
    for article in order:
        weaver.take(article.uid, neighbours[article.uid])
    stories = _build_stories(weaver, by_uid)
    story_of = {
        member: stories[root]
        for root, members in weaver.members.items()
        if root in stories
        for member in members
    }
    return Threads(
        stories=tuple(sorted(stories.values(), key=lambda story: story.slug)),
        story_of=story_of,
        originals={
            uid: by_uid[original] for uid, original in weaver.originals.items() if uid != original
        },
        versions=_list_versions(weaver.originals, by_uid),
        related=_relate(weaver, by_uid),
    )


class _Weaver:
    """Takes articles by seniority.

    Attributes:
        originals: The first version of each article's report; its own uid for most.
        roots: The first article of each article's story.
        members: All articles of each story, by its first; by seniority.
        reports: The same without later versions.
        related: Each article's nearest seniors outside its story.
        nearest: The senior that drew each article into its story.
    """

    def __init__(self) -> None:
        self.originals: dict[str, str] = {}
        self.roots: dict[str, str] = {}
        self.members: dict[str, list[str]] = {}
        self.reports: dict[str, list[str]] = {}
        self.related: dict[str, list[Link]] = {}
        self.nearest: dict[str, str] = {}

    def take(self, uid: str, neighbours: Neighbours) -> None:
        """Decides on one article."""
        reports: dict[str, Link] = {}
        for senior, cosine, words in neighbours.links:
            original = self.originals[senior]
            if original not in reports:
                reports[original] = (original, cosine, words)
        if neighbours.version_of is not None:
            original = self.originals[neighbours.version_of]
            self.originals[uid] = original
            root = self.roots[original]
        else:
            self.originals[uid] = uid
            forms = {self.originals[senior] for senior in neighbours.forms}
            told = [link for original, link in reports.items() if original not in forms]
            root = self._choose_story(told) or uid
            self.reports.setdefault(root, []).append(uid)
            if root != uid:
                self.nearest[uid] = next(o for o, _, _ in told if self.roots[o] == root)
        self.roots[uid] = root
        self.members.setdefault(root, []).append(uid)
        others = [link for original, link in reports.items() if self.roots[original] != root]
        self.related[uid] = others[:RELATED]

    def _choose_story(self, links: Iterable[Link]) -> str | None:
        """The story of which the nearest member and the nearest few on average are near
        enough; the nearest of these.
        """
        cosines: dict[str, list[float]] = {}
        for original, cosine, _ in links:
            cosines.setdefault(self.roots[original], []).append(cosine)
        best: tuple[float, str] | None = None
        for root, found in cosines.items():
            asked = min(_WITNESSES, len(self.reports[root]))
            near = (found[0] + sum(found[:asked]) / asked) / 2
            if near >= _NEAR and (best is None or (near, root) > best):
                best = (near, root)
        return best[1] if best else None


def _build_stories(weaver: _Weaver, by_uid: Mapping[str, Article]) -> dict[str, StoryThread]:
    """The stories by the uid of their first article."""
    slugs: dict[str, str] = {}
    taken: set[str] = set()
    for root, uids in weaver.reports.items():
        if len(uids) > 1:
            slug = by_uid[root].slug
            while slug in taken:
                slug += "-" + hashlib.sha256(root.encode()).hexdigest()[:8]
            taken.add(slug)
            slugs[root] = slug
    stories = {}
    drawing = set(weaver.nearest.values())
    for root, slug in slugs.items():
        reports = [by_uid[uid] for uid in weaver.reports[root]]
        drawn = [article for article in reports if article.uid in drawing]
        others = dict.fromkeys(slug for article in drawn for slug in _list_slugs(article))
        former = tuple(name for name in others if name not in taken)
        taken.update(former)
        stories[root] = StoryThread(
            slug=slug,
            title=choose_title(reports[0], reports[1]),
            language=reports[0].language,
            articles=tuple(sorted(reports, key=lambda article: (article.sort_key, article.source))),
            former=former,
            first=root,
        )
    return stories


def _list_slugs(article: Article) -> Iterator[str]:
    """The article's slug and those that it had."""
    yield article.slug
    for alias in article.aliases:
        match = _ADDRESS.fullmatch(alias)
        if match:
            yield match[1]


def _list_versions(
    originals: Mapping[str, str], by_uid: Mapping[str, Article]
) -> dict[str, tuple[Article, ...]]:
    groups: dict[str, list[Article]] = {}
    for uid, original in originals.items():
        if uid != original:
            groups.setdefault(original, [by_uid[original]]).append(by_uid[uid])
    return {
        article.uid: tuple(other for other in group if other is not article)
        for group in groups.values()
        for article in group
    }


def _relate(weaver: _Weaver, by_uid: Mapping[str, Article]) -> dict[str, tuple[Relation, ...]]:
    """For each article the nearest of its seniors and of the juniors that have few nearer
    ones: a new article changes the pages of these alone.
    """
    found: dict[str, list[tuple[float, str, str]]] = {uid: [] for uid in weaver.related}
    for uid, links in weaver.related.items():
        for rank, (senior, cosine, words) in enumerate(links):
            found[uid].append((-cosine, senior, words))
            if rank < _ANSWERS and weaver.originals[uid] == uid:
                found[senior].append((-cosine, uid, words))
    return {
        uid: tuple((by_uid[other], words) for _, other, words in sorted(links)[:RELATED])
        for uid, links in found.items()
        if links
    }
