"""Invented news → a site of any size in German, English or Arabic, for the checks of its pages.

    python -m tests.web.newsroom FOLDER --language de --articles 60

Article n is the same whatever the number of articles. Every kind of page has something to show:
dates by day, month and year and none, texts in another language, quotations with and without
speaker, names with pages and without, long words, markup characters, a correction's redirect.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from tests.web.newsroom_words import NEWSROOMS, Newsroom

PROJECT = Path(__file__).parents[2]


def make_site(root: Path, language: str, articles: int, url: str) -> None:
    """A site's folder: theme, settings, an own page, and the posts."""
    newsroom = NEWSROOMS[language]
    shutil.copytree(PROJECT / "theme", root / "theme")
    (root / "seeds").mkdir()
    (root / "plugins").symlink_to(PROJECT / "plugins")
    settings = (PROJECT / "pelicanconf.py").read_text(encoding="utf-8")
    settings += f"\nSITENAME = {newsroom.name!r}\nSITESUBTITLE = {newsroom.motto!r}\n"
    settings += f"DEFAULT_LANG = {language!r}\nSITEURL = {url!r}\n"
    (root / "pelicanconf.py").write_text(settings, encoding="utf-8")
    about = f"Title: {newsroom.about}\nSlug: about\nLang: {language}\n\n{newsroom.motto}\n"
    # A table and a line that are wider than a phone.
    head = "|".join((newsroom.name, *newsroom.people[:4]))
    about += f"\n{head}\n{'|'.join(['---'] * 5)}\n{head}\n\n    {newsroom.motto * 3}\n"
    _write(root / "content/pages/about.md", about)
    for number in range(articles):
        path, text = write_post(number, language)
        _write(root / "content/posts" / path, text)
    # One text comes in as a seed, so that what is shown of a source is on the site too.
    name, seed = write_seed(newsroom)
    _write(root / "seeds" / name, seed)


def write_post(number: int, language: str) -> tuple[str, str]:
    """A post's path and text."""
    newsroom = NEWSROOMS[language]
    if number % 12 == 7:  # a text in another language
        language = newsroom.guest
        newsroom = NEWSROOMS[language]
    choose = _Chooser(f"{language} {number}")
    subject, deed, matter = (
        choose(newsroom.subjects),
        choose(newsroom.deeds),
        choose(newsroom.matters),
    )
    place, person, other = choose(newsroom.places), choose(newsroom.people), choose(newsroom.people)
    title = newsroom.headline.format(subject=subject, deed=deed, matter=matter, place=place)
    saying = choose(newsroom.sayings)
    paragraphs = [
        newsroom.lede.format(subject=subject, deed=deed, matter=matter, place=place, person=person),
        newsroom.quoted.format(saying=saying, person=person),
        *(choose(newsroom.paragraphs).format(place=place) for _ in range(2 + choose.number(5))),
    ]
    published = _date(number)
    fields = {
        "Title": title,
        "Slug": f"text-{number:05d}",
        "Lang": language,
        "Date": published and (published + "-01-01")[:10],
        "Published": published,
        "Added": f"2024-01-01T{number // 3600 % 24:02d}:{number // 60 % 60:02d}:{number % 60:02d}Z",
        "Category": choose(newsroom.sections) if number % 9 else "",
        "Tags": "; ".join(dict.fromkeys((choose(newsroom.topics), choose(newsroom.topics)))),
        "Summary": paragraphs[0] if number % 8 else "",
        "People": "; ".join(dict.fromkeys((person, other))),
        "Places": "; ".join(dict.fromkeys((place, choose(newsroom.places)))),
        "Organisations": subject,
        "Quotes": f"{saying} — {person}" if number % 3 else "",
        "Byline": newsroom.byline.format(person=other) if number % 4 else "",
        "Dateline": place if number % 2 else "",
        "Agency": "tpd" if number % 4 == 1 else "",
        "Source": newsroom.source if number % 5 else "",
        "Rights": f"© {newsroom.source}" if number % 5 == 2 else "",
        "Aliases": f"alt/{number}/" if number % 40 == 3 else "",
        "Uid": f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
    }
    header = "".join(f"{key}: {value}\n" for key, value in fields.items() if value)
    folder = published.replace("-", "/") or "undated"
    return f"{folder[:7]}/text-{number:05d}.md", header + "\n" + "\n\n".join(paragraphs) + "\n"


def write_seed(newsroom: Newsroom) -> tuple[str, str]:
    """A seed's name and text."""
    choose = _Chooser("seed")
    title = newsroom.headline.format(
        subject=newsroom.subjects[0],
        deed=newsroom.deeds[1],
        matter=newsroom.matters[2],
        place=newsroom.places[3],
    )
    person, saying = newsroom.people[0], newsroom.sayings[1]
    quoted = newsroom.quoted.format(saying=saying, person=person)
    body = [quoted, *(choose(newsroom.paragraphs).format(place="<b>&amp;</b>") for _ in range(3))]
    return "0000.txt", f"date 2023-03 {title}\n\n" + "\n\n".join(body) + "\n"


class _Chooser:
    """Chooses the same each time, and evenly."""

    def __init__(self, key: str) -> None:
        self._stream = self._draw(key)

    def __call__(self, values: Sequence[str]) -> str:
        return values[self.number(len(values))]

    def number(self, below: int) -> int:
        return next(self._stream) % below

    @staticmethod
    def _draw(key: str) -> Iterator[int]:
        for turn in range(10_000):
            yield int.from_bytes(sha256(f"{key} {turn}".encode()).digest()[:6])


def _date(number: int) -> str:
    """Newest first: days of the newest months, now and then only a month, a year, or nothing."""
    if number % 25 == 24:
        return ""
    if number % 25 == 23:
        return f"{2022 - number // 400}"
    month = 2023 * 12 + 2 - number // 12
    text = f"{month // 12}-{month % 12 + 1:02d}"
    return text if number % 5 == 4 else f"{text}-{28 - number * 2 % 27:02d}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", choices=sorted(NEWSROOMS), default="de")
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--url", default="http://localhost:8000")
    given = parser.parse_args()
    make_site(given.folder, given.language, given.articles, given.url)
