"""Seeds, posts and facts → what to write, delete and report.

The order of each seed's actions heals a run that is killed: a post is written before
its facts (facts alone mean a post that the editor deleted), and deleted before them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from newsdigest.errors import Problem
from newsdigest.ingest.drafts import Draft, is_unseen
from newsdigest.ingest.holding import HeldSeed, pack_seed, unpack_seed
from newsdigest.ingest.matching import find_twins, match_seeds
from newsdigest.ingest.pairing import FactsFile, PostFile, Record, pair_files, read_facts, read_post
from newsdigest.ingest.posting import plan_known, plan_new
from newsdigest.ingest.values import Plan, SeedFile, Stock
from newsdigest.posts import GENERATED, Post, clean_line

# Python-Markdown needs quadratic time for the paragraphs of one text: twenty thousand take
# two seconds, a million an hour.
_MOST_BLOCKS = 20_000


def plan_ingest(stock: Stock) -> Plan:
    """What brings the posts in line with the seeds, without touching what is the editor's.

    The plan depends on nothing but the stock, whatever its order; done, it leaves nothing
    for a second plan to do. Cost: linear; the seeds are taken one by one and held packed.
    """
    posts = [read_post(path, text) for path, text in stock.posts.items()]
    facts = [read_facts(path, text) for path, text in stock.facts.items()]
    for path, error in stock.faults.items():
        if path.endswith(".md"):
            posts.append(PostFile(path, "", Post((), ""), error, edited=True))
        else:
            facts.append(FactsFile(path, "", None, error))
    pairing = pair_files(posts, facts, {known.uid: known.path for known in stock.settled})
    draft = Draft(stock)
    for record in pairing.records:
        draft.take_record(record)
    for post in pairing.hand_written:
        draft.take_post(post)
    for path, original in pairing.copies:
        message = (
            f"a copy of {original} (same Uid): delete it, or remove its lines Uid, Seed and "
            "Generated to make it an article of its own"
        )
        draft.report(Problem(path, 0, message))
    held = sorted((pack_seed(_refuse_unfit(file)) for file in stock.seeds), key=_by_name)
    seeds = {seed.name: seed for seed in held}
    names = {*seeds, *(known.name for known in stock.settled)}
    matches = match_seeds(seeds.values(), pairing.records, names)
    _plan_seeds(draft, seeds, matches)
    matched = {record.path for record in matches.values()}
    for record in pairing.records:
        if record.path not in matched:
            _plan_orphan(draft, record, names)
    for stale in pairing.stale:
        draft.delete(stale.path)
    return draft.finish()


def _by_name(seed: HeldSeed) -> str:
    return seed.name


def _refuse_unfit(file: SeedFile) -> SeedFile:
    """The seed, refused where no post could hold it."""
    if clean_line(file.name) != file.name:
        error = "no header can hold this file name: rename the file (letters, digits, '-', '_')"
        return replace(file, seed=None, error=error, line=0)
    if file.seed is None:
        return file
    if not clean_line(file.seed.headline.value):
        return replace(file, seed=None, error="no headline: put one on the first line", line=1)
    if len(file.seed.blocks) > _MOST_BLOCKS:
        error = f"more than {_MOST_BLOCKS} paragraphs: split the text into several files"
        return replace(file, seed=None, error=error, line=0)
    return file


def _plan_seeds(draft: Draft, seeds: Mapping[str, HeldSeed], matches: Mapping[str, Record]) -> None:
    twins = find_twins(seeds.values(), matches, draft.stock.settled)
    # Known articles first: new ones must not take an address that one of them has.
    for name in sorted(seeds, key=lambda name: (name not in matches, name)):
        file = unpack_seed(seeds[name])
        record = matches.get(file.name)
        if file.seed is None:
            draft.refuse(file.name, Problem(draft.show_seed(file.name), file.line, file.error))
        elif file.name in twins:
            _plan_twin(draft, file, record, twins[file.name])
        elif record:
            plan_known(draft, file, file.seed, record)
        else:
            plan_new(draft, file, file.seed)


def _plan_twin(draft: Draft, file: SeedFile, record: Record | None, twin: str) -> None:
    message = f"the same text as {draft.show_seed(twin)}, which is published: delete one of the two"
    draft.refuse(file.name, Problem(draft.show_seed(file.name), 0, message))
    if record and record.post and record.facts and not record.post.edited:
        draft.delete(record.post.path)
        draft.delete(record.facts.path)


def _plan_orphan(draft: Draft, record: Record, names: Collection[str]) -> None:
    """What becomes of a post or facts file that no seed answers to."""
    post, facts, seed = record.post, record.facts, record.seed
    if seed is not None and is_unseen(draft.stock, seed):
        return
    if record.fault:
        draft.report(record.fault)
    elif post is None:
        draft.delete(record.path)
    elif not post.get("Seed"):
        return  # the editor cut the thread: the post is hand-written now
    elif seed is not None and seed in names:
        message = f"a second post of {draft.show_seed(seed or '')}: {_KEEP_OR_DELETE}"
        draft.report(Problem(post.path, draft.find_line(post, "Seed"), message))
    elif facts and not post.edited:
        draft.delete(post.path)
        draft.delete(facts.path)
    else:
        state = "the post was edited" if facts else "so is its facts file"
        message = f"{draft.show_seed(seed or '')} is gone and {state}: {_KEEP_OR_DELETE}"
        draft.report(Problem(post.path, draft.find_line(post, "Seed"), message))


_KEEP_OR_DELETE = f"delete the post, or keep it by removing its lines Seed and {GENERATED}"
