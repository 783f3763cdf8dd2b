"""Digests → the plan of the editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC
from functools import partial
from uuid import UUID, uuid5

from newsdigest.addresses import article_address, edition_stem, period_address
from newsdigest.digests import Digest, list_articles, list_closed
from newsdigest.editions.views import EditionArticle, EditionView
from newsdigest.groups import Group, Sight, States, cut_groups, join_states
from newsdigest.model import Article, Bodies, Page, SiteProfile

_NAMESPACE = UUID("2f0b3f0e-5d0c-5c56-9a63-8f1c9f0d4e21")
"""Of the editions' ids; never changed."""


def plan_editions(
    years: Sequence[Digest], profile: SiteProfile, states: States | None = None
) -> Iterator[Group]:
    """A book and an e-mail for each month that is over, if the site wants them: so a new
    article of the current month changes none.

    Args:
        years: The digests.
        profile: The site's.
        states: Of the articles, if the groups are to know their inputs.
    """
    if not profile.editions:
        return
    sight: Sight[Digest] | None = None
    if states is not None:
        known = states
        sight = Sight("editions", _name_month, lambda month: _describe_month(month, known))
    months = list_closed(years, "month")
    plan = partial(_plan_months, profile)
    yield from cut_groups(months, lambda month: month.count, plan, sight)


def _name_month(month: Digest) -> str:
    return str(month.period)


def _describe_month(month: Digest, states: States) -> bytes:
    return _name_month(month).encode() + join_states(states, list_articles(month))


def _plan_months(profile: SiteProfile, months: Iterable[Digest]) -> Iterator[Page]:
    for month in months:
        view = _build_view(month, profile)
        stem = edition_stem(month.period)
        yield Page(f"{stem}.epub", view, builder=render_book)
        yield Page(f"{stem}.eml", view, builder=render_letter)


def render_book(view: object, bodies: Bodies) -> bytes:
    """The bytes of an EPUB 3 book for an `EditionView`."""
    from newsdigest.editions import books

    return books.render_book(expect_edition(view), bodies)


def render_letter(view: object, bodies: Bodies) -> bytes:
    """The bytes of an e-mail (RFC 5322) for an `EditionView`."""
    del bodies
    from newsdigest.editions import letters

    return letters.render_letter(expect_edition(view))


def expect_edition(view: object) -> EditionView:
    """The view, if it is an edition's."""
    if not isinstance(view, EditionView):
        raise TypeError(f"an edition is drawn from an EditionView, not {type(view).__name__}")
    return view


def _build_view(month: Digest, profile: SiteProfile) -> EditionView:
    articles = list_articles(month)
    touched = max(max(article.added, article.modified or article.added) for article in articles)
    home = period_address(month.period)
    return EditionView(
        id=uuid5(_NAMESPACE, f"{profile.site_id or profile.name}\n{home}").urn,
        period=month.period,
        home=home,
        site=profile.name,
        publisher=profile.author or profile.name,
        language=profile.language,
        url=profile.url,
        updated=touched.astimezone(UTC).replace(microsecond=0),
        articles=tuple(map(_describe, articles)),
    )


def _describe(article: Article) -> EditionArticle:
    credits_ = (article.byline, article.agency, article.origin)
    return EditionArticle(
        uid=article.uid,
        address=article_address(article),
        title=article.title or article.slug,
        summary=article.summary,
        language=article.language,
        published=article.published,
        section=article.category,
        credit=", ".join(dict.fromkeys(credit for credit in credits_ if credit)),
        rights=article.rights,
        body_digest=article.body_digest,
    )
