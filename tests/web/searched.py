"""Invented texts → a search to be asked, questions, and what must be found, in which order.

    python -m tests.web.searched FOLDER --texts 600 --questions 240

writes the page of the search and the files of its index, cut into many small segments, and
`questions.json`: each question's fields, and the addresses that it finds. What is found is
told by `Oracle`, which goes through all texts by the documented rule (docs/reference/search.md)
and knows nothing of files, shards or postings.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from math import floor, log
from pathlib import Path
from typing import Any

from newsdigest.adapters.pages.templates import make_environment, render_page
from newsdigest.adapters.writing.statics import MINIFIERS
from newsdigest.addresses import article_address
from newsdigest.build import plan_site
from newsdigest.dates import parse_edtf
from newsdigest.extract.frequencies import load_frequencies
from newsdigest.model import Article
from newsdigest.search import segments
from newsdigest.search.lookups import find_group, find_slot
from newsdigest.search.words import fold, fold_words, load_vocabulary, split_words
from tests.sample import PROFILE, list_articles
from tests.web.newsroom_words import NEWSROOMS

PROJECT = Path(__file__).parents[2]
PARTS = (2, 2, 2)
"""So few segments make a larger one, that there are many of every kind."""
PIECE = 150
"""So short are the pieces of texts, that most have several."""
LANGUAGES = ("de", "de", "de", "en", "fr", "es", "it", "pl", "ru", "ar")
SECTIONS = ("Politik", "Kultur & Leben", "Sport", "Wirtschaft", "Wissen")
PEOPLE = (
    "Anna Lindqvist",
    "Jürgen Groß",
    "Łukasz Wójcik",
    "Сергей Иванов",
    "Mary O’Neill",
    "Zoë Faß",
)
PLACES = ("Büchelberg", "Neustadt an der Aue", "Łódź", "Москва", "São Tomé", "Bad Überau")


@dataclass(frozen=True, slots=True)
class Text:
    """An article and its paragraphs."""

    article: Article
    paragraphs: tuple[str, ...]

    @property
    def body(self) -> str:
        return "\n".join(f"<p>{escape(one, quote=False)}</p>" for one in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed into the form's fields."""

    q: str = ""
    year: str = ""
    section: str = ""
    person: str = ""
    place: str = ""
    order: str = ""


def make_text(number: int, title: str, paragraphs: tuple[str, ...], **facts: Any) -> Text:
    """A text of that number, of an article with these further fields."""
    article = replace(
        list_articles()[0],
        source=f"content/posts/{number:06d}.md",
        slug=f"text-{number}",
        title=title,
        length=sum(map(len, paragraphs)),
        aliases=(),
        **facts,
    )
    return Text(article, paragraphs)


def make_texts(count: int) -> list[Text]:
    """So many texts in eight languages; text n is the same whatever their number."""
    return [_make_text(number) for number in range(count)]


def _make_text(number: int) -> Text:
    chance = random.Random(number)
    language = chance.choice(LANGUAGES)
    words = _list_words(language)

    def say(length: int) -> str:
        chosen = [words[int(len(words) * chance.random() ** 3)] for _ in range(length)]
        if language == "de":
            chosen += [chance.choice(_NOUNS) + chance.choice(("", "s")) + chance.choice(_NOUNS)]
        chance.shuffle(chosen)
        return " ".join(word.capitalize() if chance.random() < 0.3 else word for word in chosen)

    title = say(4).capitalize()
    paragraphs = tuple(f"{say(chance.randint(8, 30))}." for _ in range(chance.randint(1, 4)))
    year, month, day = chance.randint(2015, 2023), chance.randint(1, 12), chance.randint(1, 28)
    date = chance.choice(
        (f"{year}", *[f"{year}-{month:02d}"] * 3, *[f"{year}-{month:02d}-{day:02d}"] * 6, "")
    )
    return make_text(
        number,
        title,
        paragraphs,
        uid=f"urn:{chance.randrange(10**9)}",
        language=language,
        published=parse_edtf(date) if date else None,
        added=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=number // 3),
        category=chance.choice((*SECTIONS, None)),
        people=tuple(chance.sample(PEOPLE, chance.randint(0, 2))),
        places=tuple(chance.sample(PLACES, chance.randint(0, 2))),
    )


_NOUNS = (
    "sicherheit",
    "garantie",
    "garantien",
    "häuser",
    "wasser",
    "straße",
    "bürger",
    "vertrag",
    "kirche",
)


def _list_words(language: str) -> list[str]:
    if language == "ar":
        return sorted(set(split_words(" ".join(NEWSROOMS["ar"].paragraphs))))
    table = load_frequencies(language)
    return [
        word for word in sorted(table, key=lambda word: (-table[word], word)) if word.isalpha()
    ][:3000]


# ---- What must be found

# The ends of words as the script knows them, for forms that a segment does not hold.
_SCRIPT = (PROJECT / "theme/static/js/search.js").read_text(encoding="utf-8")
_ENDING = re.compile(
    "".join(re.findall(r'"(.*)"', _SCRIPT[_SCRIPT.index("new RegExp(") :].partition(");")[0]))
)
_QUOTED = re.compile(r'["„“”«»]([^"„“”«»]+)["„“”«»]')


class Oracle:
    """Answers questions by going through all texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = {text.article.uid: text for text in texts}
        self._terms = {text.article.uid: _list_terms(text) for text in texts}
        self._weights = {text.article.uid: _weigh(text) for text in texts}
        self._index = segments.build_index(text.article for text in texts)
        came = sorted(
            (text.article for text in texts),
            key=lambda one: (one.added, one.seed or one.source, one.uid),
        )
        self._arrivals = {article.uid: number for number, article in enumerate(came)}

    def answer(self, question: Question) -> list[str]:
        """The addresses of the articles, in order."""
        phrases = [fold_words(one) for one in _QUOTED.findall(question.q)]
        words = list(dict.fromkeys(fold_words(question.q)))
        asked = [uid for uid in self._texts if question.year in ("", self._read_year(uid))]
        holders: dict[str, dict[str, int]] = {word: {} for word in words}
        for word in words:
            for part in self._list_parts(word):
                keys = self._find_keys(word, part)
                for uid in part:
                    if held := [w for key, w in self._weights[uid].items() if key in keys]:
                        holders[word][uid] = 1 + max(held)
        found = [
            text.article
            for text in (self._texts[uid] for uid in asked)
            if all(text.article.uid in holders[word] for word in words)
            and _meets(text, question)
            and all(_holds(text, phrase) for phrase in phrases)
        ]
        found.sort(
            key=lambda article: (article.sort_key[0], self._arrivals[article.uid]), reverse=True
        )
        if question.order == "best":
            counts = {word: sum(uid in holders[word] for uid in asked) for word in words}
            rarity = {word: log(1 + len(asked) / max(1, counts[word])) for word in words}
            found.sort(
                key=lambda article: floor(
                    1e6 * sum(holders[word][article.uid] * rarity[word] for word in words) + 0.5
                ),
                reverse=True,
            )
        return [article_address(article) for article in found]

    def _list_parts(self, word: str) -> list[list[str]]:
        """The articles that are asked together for a word, by their uids."""
        slot = find_slot(word)
        settled = [
            segment.articles
            for part in self._index.parts
            for segment in part
            if segment.start <= slot < segment.end
        ]
        return [[article.uid for article in part] for part in (self._index.recent, *settled)]

    def _read_year(self, uid: str) -> str:
        published = self._texts[uid].article.published
        return str(published)[:4] if published else "none"

    def _find_keys(self, word: str, part: Sequence[str]) -> set[str]:
        terms = {term for uid in part for term in self._terms[uid]}
        keys = {key for key, form in terms if word in (key, form)}
        if keys:
            return keys
        known = {key for key, _ in terms}
        least = max(4, len(word) - 5, len(find_group(word)))
        for end in range(len(word) - 1, least - 1, -1):
            if _ENDING.fullmatch(word[end:]) and word[:end] in known:
                return {word[:end]}
        return set()


def _list_terms(text: Text) -> set[tuple[str, str]]:
    vocabulary = load_vocabulary(text.article.language)
    return {(key, form) for word in _list_all(text) for key, form in vocabulary[word]}


def _list_all(text: Text) -> list[str]:
    return [word for part in (text.article.title, *text.paragraphs) for word in split_words(part)]


def _weigh(text: Text) -> dict[str, int]:
    """2 for what stands in the title, 1 for what stands there three times, else 0."""
    vocabulary = load_vocabulary(text.article.language)
    counts = Counter(key for word in _list_all(text) for key, _ in vocabulary[word])
    title = {key for word in split_words(text.article.title) for key, _ in vocabulary[word]}
    return {key: 2 if key in title else int(count >= 3) for key, count in counts.items()}


def _meets(text: Text, question: Question) -> bool:
    article = text.article
    people = {word for name in article.people for word in fold_words(name)}
    places = {word for name in article.places for word in fold_words(name)}
    section = "".join(fold_words(question.section))
    return (
        people.issuperset(fold_words(question.person))
        and places.issuperset(fold_words(question.place))
        and section in ("", "".join(fold_words(article.category or "")))
    )


def _holds(text: Text, phrase: Sequence[str]) -> bool:
    parts = map(fold_words, (text.article.title, *text.paragraphs))
    length = len(phrase)
    return length < 2 or any(
        words[at : at + length] == phrase for words in parts for at in range(len(words))
    )


# ---- Questions


def make_questions(texts: Sequence[Text], count: int) -> list[Question]:
    """So many different ones, of every kind."""
    chance = random.Random(count)
    questions: dict[Question, None] = {}
    while len(questions) < count:
        questions[_make_question(texts, chance)] = None
    return list(questions)


def _make_question(texts: Sequence[Text], chance: random.Random) -> Question:
    text = chance.choice(texts)
    words = _list_all(text)
    one, other, *more = (_vary(chance.choice(words), chance) for _ in range(5))
    many = " ".join((one, other, *more[: chance.randint(1, 3)]))
    at = chance.randrange(len(words))
    phrase = " ".join(words[at : at + chance.randint(2, 3)])
    article = text.article
    year = str(article.published)[:4] if article.published else ""
    name = chance.choice(chance.choice((*article.people, "Anna", "niemand")).split())
    place = chance.choice((*article.places, *PLACES))
    section = article.category or ""
    return chance.choice(
        (
            *[Question(one)] * 6,
            *[Question(f"{one} {other}")] * 2,
            *[Question(many, year=chance.choice(("", year)))] * 3,
            Question(many, order="best"),
            Question(f"{one} {_vary(chance.choice(_list_all(chance.choice(texts))), chance)}"),
            Question(f"{one} {other}", order="best"),
            Question(one, order="best"),
            Question(f"„{phrase}“"),
            Question(f'{many} "{phrase}"'),
            Question(f'{one} "{phrase}"', order=chance.choice(("", "best"))),
            Question(one, year=year),
            Question(one, section=section),
            Question(person=_vary(name, chance), year=year),
            Question(one, place=_vary(place, chance)),
            Question("gibtesnirgends"),
        )
    )


def _vary(word: str, chance: random.Random) -> str:
    """The word as somebody may type it."""
    written = word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    shorter = word[: -chance.randint(1, 2)] if len(word) > 6 else word
    longer = word + chance.choice(("e", "en", "s", "n", "ung", "а", "ов"))
    part = chance.choice(_NOUNS)
    return chance.choice((word, word, word.upper(), written, fold(word), shorter, longer, part))


# ---- The site


def write_site(folder: Path, texts: Sequence[Text]) -> None:
    """The page of the search, its files and what the page needs of the theme."""
    bodies = {text.article.uid: text.body for text in texts}
    environment = make_environment({"THEME": str(PROJECT / "theme"), "DEFAULT_LANG": "de"})
    pages = plan_site([text.article for text in texts], replace(PROFILE, stories=False)).pages
    for page in pages:
        if not page.path.startswith("search/"):
            continue
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if page.builder is None:
            path.write_bytes(render_page(environment, page, bodies, {}))
        else:
            path.write_bytes(page.builder(page.view, bodies))
    shutil.copytree(PROJECT / "theme/static", folder / "theme")
    for path in (folder / "theme").glob("*/*"):
        path.write_bytes(MINIFIERS[path.suffix](path.read_bytes()))


def _list_answers(texts: Sequence[Text], count: int) -> Iterator[Mapping[str, object]]:
    oracle = Oracle(texts)
    for question in make_questions(texts, count):
        fields = {name: getattr(question, name) for name in Question.__slots__}
        yield {"fields": fields, "found": oracle.answer(question)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int, default=600)
    parser.add_argument("--questions", type=int, default=240)
    given = parser.parse_args()
    segments.PARTS, segments.PIECE = PARTS, PIECE
    texts = make_texts(given.texts)
    write_site(given.folder, texts)
    answers = json.dumps(list(_list_answers(texts, given.questions)), ensure_ascii=False)
    (given.folder / "questions.json").write_text(answers, encoding="utf-8")


if __name__ == "__main__":
    main()
