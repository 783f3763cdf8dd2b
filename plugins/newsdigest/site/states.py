"""Articles → what tells two states of one from each other, as far as pages show it.

A group of pages looks at some articles, at where they stand and at which of their names
have pages. The states of these articles say all of that, so that a group whose articles
are in the state in which they were need not be planned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import chain

from newsdigest.fingerprints import DIGEST_BYTES, digest_of
from newsdigest.groups import States
from newsdigest.model import Article, RegisterKind
from newsdigest.registers import Key, RegisterEntry, find_keys
from newsdigest.views import NameLink

Names = Mapping[RegisterKind, Mapping[Key, NameLink]]


class _Marks(dict[Key, str]):
    """What is said of names, by key; of most, nothing: they have no page."""

    def __missing__(self, key: Key) -> str:
        return ""


def identify_articles(articles: Iterable[Article]) -> dict[str, str]:
    """A digest of each article, by `Article.source`."""
    return {article.source: digest_of(article) for article in articles}


def build_states(
    articles: Iterable[Article],
    identities: Mapping[str, str],
    names: Names,
    places: Iterable[RegisterEntry],
    place_ids: Mapping[str, int],
) -> States:
    """The states of articles.

    Args:
        articles: Those of the site.
        identities: What changes with anything that an article says, by `Article.source`.
        names: See `Cards.names`.
        places: All entries of that register.
        place_ids: See `find_place_ids`.
    """
    sections, topics, people, organisations = (
        _mark_names(names[kind]) for kind in ("sections", "topics", "people", "organisations")
    )
    located = {entry.key: _mark_place(entry, names["places"][entry.key]) for entry in places}
    states: dict[str, bytes] = {}
    for article in articles:
        source = article.source
        said = chain(
            (identities[source], sections[article.category or ""]),
            map(topics.__getitem__, article.tags),
            map(people.__getitem__, article.people),
            map(organisations.__getitem__, article.organisations),
            map(located.__getitem__, find_keys("places", article, place_ids)),
        )
        text = "\0".join(said).encode("utf-8", "surrogatepass")
        states[source] = blake2b(text, digest_size=DIGEST_BYTES).digest()
    return states


def _mark_names(links: Mapping[Key, NameLink]) -> _Marks:
    """What an article shows of a name that has a page: what it is called there, and where."""
    return _Marks(
        (key, f"{link.name}\n{link.address}") for key, link in links.items() if link.address
    )


def _mark_place(entry: RegisterEntry, link: NameLink) -> str:
    """What an article shows of a place: which it is, what it is called, and where it lies."""
    if (place := entry.place) is None:
        return f"{link.name}\n{link.address}"
    where = f"{place.geonames} {place.country} {place.latitude} {place.longitude}"
    return f"{link.name}\n{link.address}\n{where}"
