"""One seed and what the site holds of it → its post and facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import cast

from newsdigest.addresses import article_address
from newsdigest.errors import PostError, Problem
from newsdigest.ingest.drafts import Draft
from newsdigest.ingest.learning import METHOD
from newsdigest.ingest.matching import digest_words
from newsdigest.ingest.merging import merge_post
from newsdigest.ingest.pairing import FactsFile, PostFile, Record
from newsdigest.ingest.values import SeedFile, Settled
from newsdigest.model import Article, Provenance, Seed, Sourced
from newsdigest.posts import (
    GENERATED,
    Facts,
    Post,
    build_facts,
    compose_post,
    digest_text,
    facts_path,
    find_head,
    is_generated,
    list_paragraphs,
    post_path,
    read_article,
    render_facts,
    render_post,
    seal_post,
)
from newsdigest.slugs import build_slug


@dataclass(frozen=True, slots=True)
class _Case:
    """A seed, the file it came from and what the site holds of it."""

    file: SeedFile
    seed: Seed
    record: Record

    @property
    def old(self) -> Facts | None:
        return self.record.facts.facts if self.record.facts else None


def plan_new(draft: Draft, file: SeedFile, seed: Seed) -> None:
    """Publish a seed that the site has nothing of."""
    file = draft.judge(file)
    published = seed.published.value if seed.published else None
    slug = draft.choose_slug(seed.headline.value, seed.language.value, published)
    path = post_path(draft.stock.folder, published, slug)
    fresh = compose_post(
        seed,
        file.enrichment,
        uid=draft.choose_uid(file.name),
        slug=slug,
        added=draft.stock.added(file.name),
    )
    text = seal_post(fresh)
    article = read_article(path, text, "", language=draft.stock.language)
    draft.write(path, text, None)
    _remember(draft, _Case(file, seed, Record()), fresh, path, article)


def plan_known(draft: Draft, file: SeedFile, seed: Seed, record: Record) -> None:
    """Bring a seed's post in line with the seed, and never overwrite an edit."""
    fault = record.fault
    if fault:
        draft.refuse(file.name, fault)
        return
    post = record.post
    if post is None:
        # A record has at least one of the two, and this one is no damaged facts file.
        _keep_deleted(draft, file, seed, cast("FactsFile", record.facts))
        return
    case = _Case(_keep_learnt(file, record), seed, record)
    fresh = _regenerate(draft, case, post)
    text, problems = _choose_text(draft, case, post, fresh)
    try:
        article = read_article(post.path, text, "", language=draft.stock.language)
    except PostError as error:
        draft.refuse(file.name, Problem(post.path, error.line, str(error)))
        return
    for problem in problems:
        draft.report(problem)
    draft.write(post.path, text, post.text)
    label = "" if is_generated(text) else (article and article.category) or ""
    _remember(draft, case, fresh, post.path, article, label)


def _keep_learnt(file: SeedFile, record: Record) -> SeedFile:
    """The seed with the section that was once learnt for it: more labels change no post."""
    known = record.facts.facts.facts if record.facts and record.facts.facts else ()
    for fact in known:
        if fact.field == "category" and fact.method == METHOD:
            kept = Sourced(fact.value, Provenance(METHOD, (), fact.confidence))
            return replace(file, enrichment=replace(file.enrichment, category=kept))
    return file


def _keep_deleted(draft: Draft, file: SeedFile, seed: Seed, tombstone: FactsFile) -> None:
    """The editor deleted the post: its facts follow the seed, so that it stays deleted."""
    draft.withheld.append(file.name)
    facts = replace(cast("Facts", tombstone.facts), seed=file.name, sha256=seed.sha256)
    draft.write(tombstone.path, render_facts(facts), tombstone.text)


def _regenerate(draft: Draft, case: _Case, post: PostFile) -> Post:
    """The post as it would be generated now; what never changes stays as it was."""
    first = dict(case.old.header) if case.old else {}
    slug = first.get("Slug") or post.get("Slug")
    added = _parse_instant(first.get("Added") or post.get("Added"))
    compose = partial(
        compose_post,
        case.seed,
        case.file.enrichment,
        uid=case.record.uid or draft.choose_uid(case.file.name),
        slug=slug or build_slug(case.seed.headline.value, case.seed.language.value),
        added=added or draft.stock.added(case.file.name),
    )
    fresh = compose(modified=_parse_instant(first.get("Modified")))
    old = case.old
    if old is None or old.sha256 == case.seed.sha256:
        return fresh  # what a better extractor finds is no news to subscribers
    if old.header == fresh.header and old.body == digest_text(fresh.body):
        return fresh
    return compose(modified=draft.stock.changed(case.file.name))


def _parse_instant(text: str | None) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _choose_text(
    draft: Draft, case: _Case, current: PostFile, fresh: Post
) -> tuple[str, tuple[Problem, ...]]:
    """The post's text from now on, and what to tell the editor about it."""
    old, shown = case.old, draft.show_seed(case.file.name)
    if not current.edited:
        return seal_post(fresh), ()
    if old is None or (old.header == fresh.header and old.body == digest_text(fresh.body)):
        return current.text, ()
    if current.get(GENERATED) is None:
        message = (
            f"{shown} changed, but this post is hand-written (it has no line {GENERATED}) and "
            "stays as it is: compare the two"
        )
        return current.text, (Problem(current.path, 0, message, "warning"),)
    merged = merge_post(old.header, old.body, current.post, fresh)
    if merged.post == fresh:
        return seal_post(fresh), ()
    same = old.sha256 == case.seed.sha256  # then better rules read it otherwise
    problems = tuple(
        Problem(
            current.path,
            draft.find_line(current, field),
            f"{shown} {'is now read with another' if same else 'changed'} {field}, and you "
            "changed it, too: your version stays, compare the two",
            "warning" if same else "error",
        )
        for field in merged.clashes
    )
    return render_post(merged.post), problems


def _remember(
    draft: Draft,
    case: _Case,
    fresh: Post,
    path: str,
    article: Article | None,
    label: str = "",
) -> None:
    """Write the facts of a post, and count its seed."""
    file, seed, former = case.file, case.seed, case.record.facts
    addresses = case.old.addresses if case.old else ()
    if article and article_address(article) not in addresses:
        addresses = (*addresses, article_address(article))
    draft.addresses.update(addresses)
    facts = Facts(
        seed=file.name,
        sha256=seed.sha256,
        uid=dict(fresh.header)["Uid"],
        header=fresh.header,
        body=digest_text(fresh.body),
        addresses=addresses,
        facts=build_facts(seed, file.enrichment),
        head=find_head(seed),
        paragraphs=list_paragraphs(seed),
    )
    place = facts_path(path)
    stands = former is not None and former.path == place
    draft.write(place, render_facts(facts), former.text if former and stands else None)
    if former and not stands:
        draft.delete(former.path)
    shown = draft.show_seed(file.name)
    warnings = tuple(replace(problem, path=shown) for problem in seed.problems)
    draft.problems += warnings
    if article is None:
        draft.withheld.append(file.name)
        return
    draft.published.append(file.name)
    words = digest_words(seed.text)
    draft.settled.append(
        Settled(file.name, seed.sha256, words, facts.uid, path, addresses, warnings, label)
    )
