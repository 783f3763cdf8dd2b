"""Articles → the site as one value, and the plan of its pages.

`structure` is the value, `cards` what lists show of an article, `articles`, `digests`
`entries` and `maps` plan one kind of pages each, `planning` the others and all of them.

Every list is cut by the calendar, so that a new article touches the pages it belongs
to and no others.
"""

from __future__ import annotations

from newsdigest.site.cards import Cards, build_cards
from newsdigest.site.maps import plan_land
from newsdigest.site.planning import (
    TEMPLATES,
    list_standing,
    list_yearly,
    plan_groups,
    plan_pages,
    plan_redirects,
)
from newsdigest.site.structure import Site, build_site, check_aliases

__all__ = [
    "TEMPLATES",
    "Cards",
    "Site",
    "build_cards",
    "build_site",
    "check_aliases",
    "list_standing",
    "list_yearly",
    "plan_groups",
    "plan_land",
    "plan_pages",
    "plan_redirects",
]
