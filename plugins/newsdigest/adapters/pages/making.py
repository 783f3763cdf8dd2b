"""What the index holds → all pages of the site, planned, and the new ones staged.

It is done in the build's own process, or in one that began before it (`forerunner`): what
it needs can be sent, and so can what it gives. It changes nothing but the staging folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from typing import Any

from newsdigest.adapters.index import ComparisonRows, IndexReader
from newsdigest.adapters.pages.compiled import CompiledTemplates
from newsdigest.adapters.pages.drawing import EarlyDrawing, Press, draw_site
from newsdigest.adapters.pages.orders import CLOSURES, MadeSite, SiteOrder
from newsdigest.adapters.pages.templates import make_environment
from newsdigest.adapters.posts.collection import Collection
from newsdigest.adapters.posts.comparison import KnownNeighbours
from newsdigest.adapters.toolchain import digest_closures, dump_closures, load_closures
from newsdigest.adapters.writing.last_outputs import LastOutputs
from newsdigest.adapters.writing.writer import OutputFolder
from newsdigest.build import Fingerprinter, plan_early, plan_groups
from newsdigest.site import TEMPLATES, build_cards, build_site, check_aliases
from newsdigest.threads import build_threads


def make_site(
    order: SiteOrder,
    collection: Collection,
    index: IndexReader,
    last: LastOutputs,
    known: KnownNeighbours | None = None,
) -> MadeSite:
    """Plans the site and stages what is new in it.

    Args:
        order: What is wanted.
        collection: The articles, links unresolved.
        index: Where they were read; all that the build knows of posts is committed.
        last: The files of the last build.
        known: What the index knows of neighbours, if somebody has read it.

    Raises:
        NewsDigestError: If a template or the disk refuses.
    """
    collection.resolve(order.resolved)
    with ExitStack() as errands:
        articles, profile = collection.articles, order.profile
        comparison = None
        if profile.stories:
            comparison = errands.enter_context(closing(collection.compare(order.jobs, known)))
        site = build_site(articles, profile)
        cards = build_cards(site, collection.identities)
        environment, closures, note = _set_up(order, index)
        press = Press(
            environment=environment,
            fingerprinter=Fingerprinter(closures, order.epoch),
            bodies=collection.bodies,
            origins=collection.origins,
            folder=OutputFolder(order.output),
            manifest=last.fingerprints,
            remembered=index.read_groups(order.place, order.made_by),
            preview=order.preview,
        )
        early = None
        # Where all is new, all processes share everything.
        if press.remembered and (profile.exports or profile.search):
            begun = EarlyDrawing(partial(plan_early, site, cards), press, order.jobs)
            early = errands.enter_context(closing(begun))
        news = ComparisonRows()
        if comparison:
            neighbours, news = comparison.collect()
            site = replace(site, threads=build_threads(articles, neighbours))
        plan = plan_groups(site, cards, begun=early is not None)
        drawn = draw_site(plan, press, order.jobs, early)
    wanted = {page.path for page in drawn.pages}.union(drawn.kept)
    return MadeSite(
        pages=tuple(drawn.pages),
        gone=tuple(path for path in last.planned if path not in wanted),
        problems=(*collection.problems, *check_aliases(plan.site), *drawn.problems),
        groups={key: one for key, one in drawn.groups.items() if key not in press.remembered},
        groups_gone=tuple(press.remembered.keys() - drawn.groups.keys()),
        closures=note,
        comparison=news,
    )


def _set_up(order: SiteOrder, index: IndexReader) -> tuple[Any, Mapping[str, str], str]:
    """The templates' environment; the digest of each one that pages may name, as far as the
    theme has them; and what the index is to remember of that, "" if it does.
    """
    compiled = CompiledTemplates(order.cache, lambda: order.epoch) if order.cache else None
    environment = make_environment(order.settings, compiled)
    closures = load_closures(index.read_note(CLOSURES), order.templates)
    if closures:
        return environment, closures, ""
    names = TEMPLATES.intersection(environment.list_templates())
    closures = digest_closures(environment, names)
    return environment, closures, dump_closures(order.templates, closures)
