"""The pages of a site → their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsdigest.model import Page
from newsdigest.social_cards.drawing import render_card
from newsdigest.views import ArticleView, CardView, FrontView


def plan_social_cards(pages: Iterable[Page]) -> Iterator[Page]:
    """A picture for each page that names one of its own; the front page names the site's."""
    for page in pages:
        view = page.view
        if isinstance(view, FrontView) and view.site.card:
            card = CardView(view.site.name, view.site.description, "")
            yield Page(view.site.card, card, builder=render_card)
        elif isinstance(view, ArticleView) and view.article.card:
            above = view.article.section.name if view.article.section else ""
            card = CardView(view.article.title, above, view.site.name)
            yield Page(view.article.card, card, builder=render_card, sources=page.sources)
