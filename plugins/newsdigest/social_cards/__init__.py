"""The site, an article → the picture that stands beside a link to it elsewhere
(Open Graph's `og:image`).

`planning` says which pictures there are, `drawing` makes one.
"""

from __future__ import annotations

from newsdigest.social_cards.drawing import is_drawable, render_card
from newsdigest.social_cards.planning import plan_social_cards

__all__ = ["is_drawable", "plan_social_cards", "render_card"]
