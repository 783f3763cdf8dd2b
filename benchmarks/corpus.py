"""A number → an archive of invented articles, the same ones on every machine.

Article n depends on n alone, so that the first thousand of ten thousand are the thousand.
The words are made of syllables and mean nothing; their frequencies follow Zipf's law, as
those of topics and names do, so that there are long and short lists.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SECTIONS = ("Rathaus", "Umland", "Werkstatt", "Garten", "Labor", "Sportplatz", "Netz", "Leute")
FIRST_DAY = datetime(2015, 1, 1, tzinfo=UTC)
DAYS = 3650

_ONSETS = ("b", "br", "d", "dr", "f", "fl", "g", "gr", "k", "kl", "l", "m", "n", "p", "r", "s", "t")
_VOWELS = ("a", "e", "i", "o", "u", "au", "ei")
_ENDS = ("l", "n", "r", "s", "t", "nd", "rk", "m", "lk", "ns", "rt", "mp")


@dataclass(frozen=True, slots=True)
class BenchArticle:
    """An article; `slug` ends in "-n" and its number, so that links to it can be told."""

    number: int
    slug: str
    title: str
    day: datetime
    section: str
    topics: tuple[str, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]
    organisations: tuple[str, ...]
    paragraphs: tuple[str, ...]


class Choice:
    """Draws from a sequence; the nth member comes up n times more rarely than the first."""

    def __init__(self, members: Sequence[str], damping: int) -> None:
        self._members = members
        self._weights = list(itertools.accumulate(1 / (n + damping) for n in range(len(members))))

    def draw(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self._members, cum_weights=self._weights, k=count)


def make_words(count: int, syllables: int, name: str) -> list[str]:
    """So many different words of so many syllables."""
    chance = random.Random(name)
    words: dict[str, None] = {}
    while len(words) < count:
        parts = (
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + (chance.choice(_ENDS) * (n % 2 == 0))
            for n in range(syllables)
        )
        words["".join(parts)] = None
    return list(words)


class Corpus:
    """Makes articles by their number."""

    def __init__(self) -> None:
        short, long = make_words(1000, 1, "short"), make_words(18_000, 3, "long")
        self._words = Choice([*short[:400], *long, *short[400:]], 3)
        self._topics = Choice([word.title() for word in make_words(1000, 2, "topics")], 6)
        surnames = make_words(700, 2, "surnames")
        self._people = Choice([f"{first} {last}".title() for first, last in _pair(surnames)], 8)
        self._places = Choice([f"{word}tal".title() for word in make_words(500, 2, "places")], 5)
        bodies = [f"Verein {word.title()}" for word in make_words(500, 2, "organisations")]
        self._organisations = Choice(bodies, 5)

    def make(self, number: int) -> BenchArticle:
        chance = random.Random(f"article {number}")
        words = self._words
        title = " ".join(words.draw(chance, chance.randint(4, 8)))
        minutes = chance.randrange(DAYS * 24 * 60)
        return BenchArticle(
            number=number,
            slug=f"{title.replace(' ', '-')[:50].strip('-')}-n{number}",
            title=title[0].upper() + title[1:],
            day=FIRST_DAY + timedelta(minutes=minutes),
            section=SECTIONS[chance.randrange(len(SECTIONS))],
            topics=_set(self._topics.draw(chance, chance.randint(3, 6))),
            people=_set(self._people.draw(chance, chance.randint(0, 4))),
            places=_set(self._places.draw(chance, chance.randint(1, 3))),
            organisations=_set(self._organisations.draw(chance, chance.randint(0, 2))),
            paragraphs=tuple(self._make_paragraphs(chance)),
        )

    def make_newest(self, number: int) -> BenchArticle:
        """An article that stands on top of every list, of the same day in archives of any size."""
        article = self.make(number)
        day = FIRST_DAY + timedelta(days=DAYS + 1, minutes=number % (24 * 60))
        fields = {name: getattr(article, name) for name in BenchArticle.__slots__}
        return BenchArticle(**{**fields, "day": day})

    def _make_paragraphs(self, chance: random.Random) -> Iterator[str]:
        for _ in range(chance.randint(5, 9)):
            sentences = []
            for _ in range(chance.randint(2, 4)):
                words = self._words.draw(chance, chance.randint(8, 20))
                sentences.append(" ".join(words).capitalize() + ".")
            yield " ".join(sentences)


def _set(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _pair(surnames: list[str]) -> Iterator[tuple[str, str]]:
    first = make_words(40, 2, "first names")
    return ((first[n % len(first)], surname) for n, surname in enumerate(surnames))


def render_newsdigest(article: BenchArticle, *, full: bool = False) -> str:
    """As a post of this project; `full` with the names that a seed's text would give."""
    header = [
        f"Title: {article.title}",
        f"Slug: {article.slug}",
        f"Published: {article.day:%Y-%m-%d}",
        f"Added: {article.day:%Y-%m-%dT%H:%M:%SZ}",
        f"Category: {article.section}",
        f"Tags: {'; '.join(article.topics)}",
    ]
    if full:
        header.append(f"Summary: {article.paragraphs[0].partition('. ')[0]}")
        for field, names in (
            ("People", article.people),
            ("Places", article.places),
            ("Organisations", article.organisations),
        ):
            if names:
                header.append(f"{field}: {'; '.join(names)}")
    return "\n".join(header) + "\n\n" + _join(article)


def render_pelican(article: BenchArticle) -> str:
    """As a post of stock Pelican."""
    return (
        f"Title: {article.title}\nSlug: {article.slug}\nDate: {article.day:%Y-%m-%d %H:%M}\n"
        f"Category: {article.section}\nTags: {', '.join(article.topics)}\n\n{_join(article)}"
    )


def render_hugo(article: BenchArticle) -> str:
    """As a post of Hugo."""
    topics = ", ".join(f'"{topic}"' for topic in article.topics)
    return (
        f'---\ntitle: "{article.title}"\nslug: {article.slug}\n'
        f'date: {article.day:%Y-%m-%dT%H:%M:00Z}\ncategories: ["{article.section}"]\n'
        f"tags: [{topics}]\n---\n\n{_join(article)}"
    )


def _join(article: BenchArticle) -> str:
    return "\n\n".join(article.paragraphs) + "\n"
