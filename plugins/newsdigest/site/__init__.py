"""Articles → the site as one value, and the plan of its pages.

`structure` is the value, `cards` what lists show of an article, `articles`, `digests`,
`registers` and `front` plan one kind of pages each, `planning` all of them.

Every list is cut by the calendar, so that a new article touches the pages it belongs
to and no others.
"""

from __future__ import annotations

from newsdigest.site.planning import plan_pages
from newsdigest.site.structure import Site, build_site, check_aliases

__all__ = ["Site", "build_site", "check_aliases", "plan_pages"]
