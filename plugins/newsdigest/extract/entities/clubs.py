"""Mentions of one text → the same, towns being clubs where the text speaks of those: "Bayern
gewinnt gegen Villarreal" where "Bayern München" is named, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsdigest.extract.entities.lexicon import AGAINST, TEAMS, WITHIN
from newsdigest.extract.entities.mentions import Mention
from newsdigest.extract.entities.places import measure_place
from newsdigest.extract.entities.tables import load_clubs

_REACH = 20
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[’']?\s+$")


def name_clubs(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The towns among the mentions that stand for a club get its name."""
    clubs = [m.name for m in mentions if m.kind == "organisations" and _is_club(m.name)]
    towns = {part: club for club in reversed(clubs) for part in club.split(" ")[-2:]}
    if not clubs:
        return list(mentions)
    return [_judge(text, mention, towns) for mention in mentions]


def _is_club(name: str) -> bool:
    return name in load_clubs() or not TEAMS.isdisjoint(name.split(" "))


def _judge(text: str, mention: Mention, towns: dict[str, str]) -> Mention:
    if mention.kind != "places" or mention.method == "dateline":
        return mention
    start = mention.span.start
    found = _WORD_BEFORE.search(text[max(start - _REACH, 0) : start])
    before = found[1].lower() if found else ""
    if mention.name in towns and before not in WITHIN:
        return replace(mention, name=towns[mention.name], kind="organisations", confidence=0.8)
    if before in AGAINST and measure_place(mention.name)[1] in {"P", ""}:
        return replace(mention, kind="organisations", confidence=0.7)
    return mention
