"""Articles → sections, topics, people, places and organisations, each name with a slug
of its own.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from newsdigest.model import Article, GeoPlace, Quote, RegisterKind
from newsdigest.slugs import build_slug

OTHER = "other"
"""The letter of names that begin with none of A to Z, not even when transliterated."""

KINDS: tuple[RegisterKind, ...] = ("sections", "topics", "people", "places", "organisations")

_Mentions = list[tuple[Article, str]]

_get_added = attrgetter("added")

_GET_NAMES: Mapping[RegisterKind, Callable[[Article], tuple[str, ...]]] = {
    "sections": lambda article: () if article.category is None else (article.category,),
    "topics": attrgetter("tags"),
    "people": attrgetter("people"),
    "places": attrgetter("places"),
    "organisations": attrgetter("organisations"),
}

_RANK = re.compile(r"[ivx]+|jr|sr|junior|senior", re.IGNORECASE)


Key = str | int
"""What makes a name one entry: a known place its GeoNames id, whatever it is called in
one language or another; anything else the name itself.
"""


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A name and what was published under it.

    Attributes:
        name: As the posts write it; of several names of one place, the site's language's;
            of several places of one name, with its country.
        slug: Unique in its register.
        articles: Ascending, as given.
        others: Further names of the same place ("Geneva" beside "Genf"), sorted.
        place: Where a place lies, if that is known.
    """

    name: str
    slug: str
    articles: tuple[Article, ...]
    others: tuple[str, ...] = ()
    place: GeoPlace | None = None

    @property
    def key(self) -> Key:
        """What `find_keys` gives for each of its mentions."""
        return self.place.geonames if self.place else self.name


def list_names(kind: RegisterKind, article: Article) -> tuple[str, ...]:
    """The names that an article gives to a register, as its post has them."""
    return _GET_NAMES[kind](article)


def build_register(
    kind: RegisterKind, articles: Sequence[Article], language: str
) -> tuple[RegisterEntry, ...]:
    """Every name with its articles, by slug; those of a single article too.

    Of several names with one slug ("Stefan Kühn", "Stefan Kuhn") the one that entered
    the site first keeps it, the others get a suffix made of their own letters. So a new
    article renames no page that is already there: `Article.added` never changes. By the
    same rule a place that has several names keeps the one that came first in the site's
    language.

    Args:
        kind: Whose names; one that an article repeats counts once.
        articles: Ascending by `Article.sort_key`.
        language: The site's; it decides how letters are spelt in slugs.
    """
    entries = (
        _build_places(articles, language)
        if kind == "places"
        else _build_names(kind, articles, language)
    )
    return tuple(sorted(entries, key=attrgetter("slug")))


def _build_names(
    kind: RegisterKind, articles: Sequence[Article], language: str
) -> Iterator[RegisterEntry]:
    """The entries of names that are what they are called."""
    mentions: defaultdict[Key, list[Article]] = defaultdict(list)
    for article, names in zip(articles, map(_GET_NAMES[kind], articles), strict=True):
        for name in dict.fromkeys(names) if len(names) > 1 else names:
            mentions[name].append(article)
    slugs = _assign_slugs(mentions, {name: str(name) for name in mentions}, language)
    for key, found in mentions.items():
        yield RegisterEntry(str(key), slugs[key], tuple(found))


def _build_places(articles: Sequence[Article], language: str) -> Iterator[RegisterEntry]:
    """The entries of places, which may have several names."""
    place_ids = find_place_ids(articles)
    mentions: dict[Key, _Mentions] = {}
    for article in articles:
        for key, name in find_keys("places", article, place_ids).items():
            mentions.setdefault(key, []).append((article, name))
    names = {key: _choose_name(found, language) for key, found in mentions.items()}
    listed = {key: [article for article, _ in found] for key, found in mentions.items()}
    slugs = _assign_slugs(listed, names, language)
    bearers = Counter(names.values())
    for key, found in mentions.items():
        yield _build_place(key, names[key], slugs[key], found, shared=bearers[names[key]] > 1)


def find_place_ids(articles: Iterable[Article]) -> dict[str, int]:
    """The GeoNames id of each name that belongs to one place only: by it, a post that
    knows no coordinates of its own names the same place.
    """
    found: dict[str, set[int]] = {}
    for article in articles:
        for name, place in article.coordinates:
            found.setdefault(name, set()).add(place.geonames)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}


def find_keys(kind: RegisterKind, article: Article, place_ids: Mapping[str, int]) -> dict[Key, str]:
    """The keys of the names that an article gives to a register, in its order, and how
    the article writes each.
    """
    names = list_names(kind, article)
    if kind != "places" or not names:
        return {name: name for name in names}
    own: dict[str, Key] = {name: place.geonames for name, place in article.coordinates}
    keys: dict[Key, str] = {}
    for name in names:
        keys.setdefault(own.get(name, place_ids.get(name, name)), name)
    return keys


def list_feed_languages(articles: Iterable[Article]) -> tuple[str, ...]:
    """The languages that have a feed: all, sorted, or none where there is only one."""
    languages = sorted({article.language for article in articles})
    return tuple(languages) if len(languages) > 1 else ()


def sort_entries(
    kind: RegisterKind, entries: Iterable[RegisterEntry], language: str
) -> list[tuple[str, RegisterEntry]]:
    """`(letter, entry)` each, as a printed register has them: people by their last name.

    A letter is one of "a" to "z" or `OTHER`, which stands last.
    """
    keyed = []
    for entry in entries:
        text = _find_filing_word(entry.name) if kind == "people" else entry.name
        word = build_slug(text, language)
        # What has no letter of its own gets a made-up slug.
        if word.startswith("text-") and not text.lower().startswith("text"):
            word = ""
        letter = word[:1] if "a" <= word[:1] <= "z" else OTHER
        keyed.append(((letter == OTHER, letter, word, entry.slug), letter, entry))
    keyed.sort(key=lambda item: item[0])
    return [(letter, entry) for _, letter, entry in keyed]


def find_speaker(article: Article, quote: Quote) -> str | None:
    """Who said it, by the full name that the article's header has: a quotation's speaker
    may be the last name alone ("Rjabkow"). None where nobody is named.
    """
    speaker = quote.speaker
    names = (*article.people, *article.organisations)
    if speaker is None or speaker in names:
        return speaker
    bearers = {name for name in article.people if name.split()[-1] == speaker}
    return bearers.pop() if len(bearers) == 1 else speaker


def _find_filing_word(person: str) -> str:
    words = person.split()
    while len(words) > 1 and _RANK.fullmatch(words[-1].strip(".,")):
        words.pop()
    return words[-1]


def _choose_name(mentions: _Mentions, language: str) -> str:
    name = mentions[0][1]
    if all(other == name for _, other in mentions):
        return name
    _, _, name = min(
        (article.language != language, article.added, name) for article, name in mentions
    )
    return name


def _build_place(
    key: Key, name: str, slug: str, mentions: _Mentions, *, shared: bool
) -> RegisterEntry:
    articles = tuple(article for article, _ in mentions)
    others = sorted({other for _, other in mentions} - {name})
    place = None if isinstance(key, str) else _locate(key, articles)
    title = f"{name} ({place.country})" if shared and place and place.country else name
    return RegisterEntry(title, slug, articles, tuple(others), place)


def _locate(geonames: int, articles: Iterable[Article]) -> GeoPlace:
    """Where the article that entered the site first says that the place lies."""
    found = (
        (article.added, article.uid, place)
        for article in articles
        for _, place in article.coordinates
        if place.geonames == geonames
    )
    return min(found, key=lambda item: item[:2])[2]


def _assign_slugs(
    mentions: Mapping[Key, Sequence[Article]], names: Mapping[Key, str], language: str
) -> dict[Key, str]:
    def seniority(key: Key) -> tuple[datetime, str, str]:
        return (min(map(_get_added, mentions[key])), names[key], str(key))

    taken: set[str] = set()
    slugs: dict[Key, str] = {}
    for key in sorted(mentions, key=seniority):
        name = names[key]
        slug = build_slug(name, language)
        # Of two places of one name, the name alone could not tell them apart.
        digest = hashlib.sha256((name if key == name else f"{name} {key}").encode()).hexdigest()
        while slug in taken:
            slug += f"-{digest[:8]}"
        taken.add(slug)
        slugs[key] = slug
    return slugs
