"""`Site` → who and what stands in which article, numbered so that counting is cheap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from newsdigest.addresses import entry_address
from newsdigest.model import Article, EntityKind, GeoPlace
from newsdigest.registers import RegisterEntry
from newsdigest.site.structure import Site

ENTITY_KINDS: tuple[EntityKind, ...] = ("people", "places", "organisations")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A person, place or organisation.

    Attributes:
        address: None where it has no page.
        place: Where a place lies, if that is known.
    """

    kind: EntityKind
    name: str
    address: str | None
    place: GeoPlace | None


@dataclass(frozen=True, slots=True)
class Mentions:
    """All names of people, places and organisations, numbered, and those of each article.

    Attributes:
        names: Those with a page first, by kind and slug, so that equal counts have an order.
        with_page: How many have one.
        numbers: By `Article.source`; indices into `names`.
    """

    names: tuple[Mentioned, ...]
    with_page: int
    numbers: Mapping[str, Sequence[int]]

    def count(self, articles: Iterable[Article]) -> Counter[int]:
        """How many of the articles name each."""
        numbers = self.numbers
        return Counter(chain.from_iterable(numbers.get(one.source, ()) for one in articles))

    def rank(self, counts: Mapping[int, int]) -> Iterator[tuple[int, Mentioned, int]]:
        """`(number, name, count)` of the names with a page, the most frequent first."""
        limit, size = self.with_page, len(self.names)
        # Number and count as one integer: half a million of them are sorted on each build.
        packed = [number - count * size for number, count in counts.items() if number < limit]
        packed.sort()
        for value in packed:
            number = value % size
            yield number, self.names[number], -(value // size)


def build_mentions(site: Site) -> Mentions:
    """The mentions in all articles of a site."""
    least, registers = site.profile.register_min_articles, site.profile.registers
    entries: list[tuple[bool, EntityKind, RegisterEntry]] = [
        (kind in registers and len(entry.articles) >= least, kind, entry)
        for kind in ENTITY_KINDS
        for entry in getattr(site, kind)
    ]
    entries.sort(key=lambda item: not item[0])
    names: list[Mentioned] = []
    numbers: dict[str, list[int]] = {}
    for has_page, kind, entry in entries:
        for article in entry.articles:
            numbers.setdefault(article.source, []).append(len(names))
        address = entry_address(kind, entry.slug) if has_page else None
        names.append(Mentioned(kind, entry.name, address, entry.place))
    with_page = sum(name.address is not None for name in names)
    return Mentions(tuple(names), with_page, numbers)
