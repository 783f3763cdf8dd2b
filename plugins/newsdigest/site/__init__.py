"""Articles → the site as one value, and the plan of its pages.

`structure` is the value, `cards` what lists show of an article, `articles`, `digests`
`entries` and `maps` plan one kind of pages each, `planning` the others and all of them.

Every list is cut by the calendar, so that a new article touches the pages it belongs
to and no others.
"""

from __future__ import annotations

from newsdigest.site.maps import plan_land
from newsdigest.site.planning import list_standing, list_yearly, plan_pages
from newsdigest.site.structure import Site, build_site, check_aliases

__all__ = [
    "Site",
    "build_site",
    "check_aliases",
    "list_standing",
    "list_yearly",
    "plan_land",
    "plan_pages",
]
