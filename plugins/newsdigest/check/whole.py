"""All files together → what is missing, left over, out of reach or there twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from newsdigest.addresses import to_path
from newsdigest.check.archives import check_feeds
from newsdigest.check.expectations import Expectations
from newsdigest.check.feed_entries import FeedFacts
from newsdigest.check.files import PageFacts
from newsdigest.errors import Problem

FRONT = "index.html"


def check_whole(
    pages: Sequence[PageFacts],
    listed: Iterable[str],
    expectations: Expectations,
    feeds: Iterable[FeedFacts] | None = None,
) -> tuple[Problem, ...]:
    """What no single file shows. The problems' paths are relative to `output/`.

    Args:
        pages: Of every HTML file.
        listed: The files that the sitemaps name, repeated as often as they name them.
        expectations: What is known of the site.
        feeds: Of every feed; None if feeds were not read.
    """
    by_path = {page.path: page for page in pages}
    return (
        *(() if feeds is None else check_feeds(feeds, expectations)),
        *_check_presence(pages, expectations),
        *_check_fragments(by_path),
        *_check_reach(by_path, expectations),
        *_check_sitemaps(by_path, Counter(listed), expectations),
        *_check_repeated("title", ((page.title, page) for page in pages)),
        *_check_repeated("description", ((page.description, page) for page in pages)),
    )


def _check_presence(pages: Iterable[PageFacts], expectations: Expectations) -> Iterator[Problem]:
    """Each article has its page, each former address leads on, nothing else is there."""
    for path, article in sorted(expectations.articles.items()):
        if path not in expectations.files:
            yield Problem(path, 0, f"missing: build again (from {article.source})")
        for alias in article.aliases:
            if to_path(alias) not in expectations.files:
                message = f"missing: a former address of {path} leads nowhere"
                yield Problem(to_path(alias), 0, f"{message} (from {article.source})")
    for page in pages:
        if page.is_article and page.path not in expectations.articles:
            yield Problem(page.path, 0, "left over: no post has this address; build again")


def _check_fragments(pages: Mapping[str, PageFacts]) -> Iterator[Problem]:
    ids = {page.path: frozenset(page.ids) for page in pages.values()}
    for page in pages.values():
        for target, fragment, line in page.fragments:
            known = ids.get(target)
            if known is None or fragment in known or fragment == "top":
                continue
            if not fragment.startswith(":~:"):
                yield Problem(page.path, line, f"'#{fragment}' leads nowhere in {target}")


def _check_reach(pages: Mapping[str, PageFacts], expectations: Expectations) -> Iterator[Problem]:
    """Every article can be reached by links from the front page."""
    if FRONT not in pages:
        yield Problem(FRONT, 0, "missing: the site has no front page")
        return
    reached = {FRONT}
    waiting = [FRONT]
    while waiting:
        for target in pages[waiting.pop()].targets:
            if target in pages and target not in reached:
                reached.add(target)
                waiting.append(target)
    for path, page in sorted(pages.items()):
        if path in reached or page.is_redirect or page.is_hidden:
            continue
        source = expectations.get_source(path)
        message = f"no link leads here from the front page: build again, or link to it{source}"
        yield Problem(path, 0, message)


def _check_sitemaps(
    pages: Mapping[str, PageFacts], listed: Mapping[str, int], expectations: Expectations
) -> Iterator[Problem]:
    """Every article stands in one sitemap, and no page that only leads elsewhere does."""
    for path, article in sorted(expectations.articles.items()):
        if listed and listed.get(path, 0) != 1:
            count = listed.get(path, 0)
            message = f"{path} stands {count} times in the sitemaps (from {article.source})"
            yield Problem("sitemap.xml", 0, message)
    for path in sorted(listed):
        if path in pages and (pages[path].is_redirect or pages[path].is_hidden):
            yield Problem("sitemap.xml", 0, f"{path} is not for search engines, but named")


def _check_repeated(what: str, texts: Iterable[tuple[str, PageFacts]]) -> Iterator[Problem]:
    """Two pages with one title or description are one page to a search engine."""
    owners = defaultdict(list)
    for text, page in texts:
        if text and not page.is_redirect and not page.is_hidden:
            owners[text].append(page.path)
    for text, paths in sorted(owners.items()):
        for path in sorted(paths)[1:]:
            message = f"the {what} {text[:60]!r} is that of {min(paths)} too"
            yield Problem(path, 0, message, "warning")
