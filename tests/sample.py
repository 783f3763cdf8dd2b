"""A small newspaper of our own writing: every page kind, three languages, no real news."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from newsdigest.dates import parse_edtf
from newsdigest.feeds import plan_feeds
from newsdigest.model import Article, Page, Quote, SiteProfile
from newsdigest.registers import KINDS
from newsdigest.site import build_site

PROFILE = SiteProfile(
    name="Der Talbote",
    url="https://talbote.example/heute",
    language="de",
    description="Nachrichten aus dem Tal, dem Land und der Welt",
    author="Verein Talbote",
    menu=(("Über uns", "about/"),),
)

_AFTER_THE_LEDE = """\
Am Vormittag hatten die Beteiligten noch von einem offenen Ausgang gesprochen. Erst nach einer \
Unterbrechung von zwei Stunden lag ein Papier auf dem Tisch, dem alle folgen konnten.
„Wir haben lange gerechnet, aber nun steht die Brücke“, sagte die Bürgermeisterin Anna Lindqvist \
vor dem Rathaus. Ihr Vorgänger hatte den Bau noch für unbezahlbar gehalten.
Einzelheiten sollen in den kommenden Wochen folgen. Die Verwaltungsgerichtsbarkeit prüft \
unterdessen, ob die Grundstücksverkehrsgenehmigungszuständigkeit richtig verteilt ist.
""".splitlines()

_Row = tuple[str, str, str | None, str, tuple[str, ...]]

_PLAN: tuple[_Row, ...] = (
    (
        "2023-03-14",
        "Rat beschließt neue Brücke über die Aue",
        "Politik",
        "Nach acht Jahren Streit hat der Rat den Bau der Brücke über die Aue beschlossen.",
        ("Verkehr", "Brücke"),
    ),
    (
        "2023-03-14",
        "Bahn hält wieder in Unterfeld",
        "Wirtschaft",
        "Nach 40 Jahren Pause hält der Regionalzug ab Mai wieder in Unterfeld.",
        ("Verkehr",),
    ),
    (
        "2023-03-12",
        "Chor gewinnt in Prag",
        "Kultur",
        "Die 23 Sängerinnen des Frauenchors sind mit Gold aus Prag zurück.",
        ("Musik",),
    ),
    (
        "2023-03-12",
        "Hochwasser: Pegel sinkt langsam",
        "Politik",
        "Die Aue steht noch einen halben Meter über dem Mittel, die Keller werden leer gepumpt.",
        ("Hochwasser",),
    ),
    (
        "2023-03",
        "Mehr Störche als je zuvor",
        "Wissen",
        "Zwölf Paare brüten in diesem Jahr im Tal, so viele wie nie seit Beginn der Zählung.",
        ("Natur",),
    ),
    (
        "2023-02-27",
        "Sparkasse schließt drei Filialen",
        "Wirtschaft",
        "In drei Dörfern bleibt nur der Automat; ein Bus soll zweimal in der Woche halten.",
        ("Banken",),
    ),
    (
        "2023-02-09",
        "Museum zeigt die Glocken der Werft",
        "Kultur",
        "Vierzehn Schiffsglocken erzählen von einer Werft, die es nicht mehr gibt.",
        ("Musik",),
    ),
    (
        "2023-02",
        "Der wärmste Februar seit der Messung",
        "Wissen",
        "Im Mittel lag die Temperatur drei Grad über dem, was üblich ist.",
        ("Klima", "Natur"),
    ),
    (
        "2023-01-30",
        "Handball: Aufstieg im letzten Spiel",
        "Sport",
        "Vier Sekunden vor dem Ende fiel das Tor, das den Aufstieg brachte.",
        ("Handball",),
    ),
    (
        "2023-01-10",
        "Müllgebühr sinkt",
        "Politik",
        "Ein Haushalt zahlt im Schnitt elf Euro weniger im Jahr.",
        ("Haushalt",),
    ),
    ("2023-01", "Neue Leitung für das Klinikum", "Wirtschaft", "", ("Gesundheit",)),
    (
        "2022-12-24",
        "Licht in jedem Fenster",
        None,
        "Wie ein Dorf seit 1951 jedes Jahr die Dunkelheit vertreibt.",
        (),
    ),
    (
        "2022-11-02",
        "Ein Winter ohne Eisbahn",
        "Sport",
        "Strom ist zu teuer: Die Halle bleibt bis zum Frühjahr geschlossen.",
        ("Energie",),
    ),
    (
        "2022",
        "Das Jahr der leeren Speicher",
        "Wissen",
        "Wie wenig Wasser die Talsperren hatten und was das für den Sommer hieß.",
        ("Klima", "Hochwasser"),
    ),
)


_ENGLISH: _Row = (
    "2023-03-13",
    "River gauge data now open to all",
    "Wissen",
    "Anyone can now read the gauges of the river every ten minutes.",
    ("Hochwasser",),
)
_ARABIC: _Row = (
    "2023-02-20",
    "افتتاح مكتبة جديدة في المدينة",
    "Kultur",
    "تضم المكتبة عشرين ألف كتاب بسبع لغات.",
    (),
)
_UNDATED: _Row = (
    "",
    "Wie man einen Apfelbaum schneidet",
    None,
    "Ein alter Rat, dessen Tag niemand mehr kennt.",
    ("Natur",),
)


def list_articles() -> tuple[Article, ...]:
    """Seventeen articles: German by day, month and year, one English, Arabic, undated."""
    return (
        *(_make(number, row) for number, row in enumerate(_PLAN)),
        _make(50, _ENGLISH, "en"),
        _make(51, _ARABIC, "ar"),
        _make(52, _UNDATED),
    )


def plan_all_feeds(articles: Iterable[Article], profile: SiteProfile) -> tuple[Page, ...]:
    """The feeds of a site of these articles, as a build plans them."""
    site = build_site(articles, profile)
    registers = {kind: site.list_followed(kind) for kind in KINDS}
    groups = plan_feeds(site.articles, profile, registers, site.years, site.threads)
    return tuple(page for group in groups for page in group.plan())


def list_bodies() -> dict[str, str]:
    """The rendered bodies, by `Article.uid`."""
    bodies = {}
    for article in list_articles():
        paragraphs = [article.summary or article.title]
        if article.language == "de":
            paragraphs.extend(_AFTER_THE_LEDE)
        html = [f"<p>{escape(text, quote=False)}</p>" for text in paragraphs]
        if article.language == "de":
            html.insert(3, "<h2>Wie es weitergeht</h2>")
        bodies[article.uid] = "\n".join(html)
    return bodies


def _make(number: int, row: _Row, language: str = "de") -> Article:
    published, title, category, summary, tags = row
    first = number == 0
    return Article(
        uid=f"urn:uuid:00000000-0000-5000-8000-{number:012d}",
        source=f"content/posts/{number:02d}.md",
        slug=f"artikel-{number}",
        title=title,
        language=language,
        published=parse_edtf(published) if published else None,
        added=datetime(2026, 1, 1, 0, number, tzinfo=UTC),
        category=category,
        summary=summary,
        body_digest=f"{number:064x}",
        tags=tags,
        people=("Anna Lindqvist", "Jens Aamodt") if first else (),
        places=("Unterfeld", "Aue") if first else (),
        organisations=("Rat der Stadt",) if first else (),
        quotes=(
            Quote("Wir haben lange gerechnet, aber nun steht die Brücke.", "Anna Lindqvist"),
            Quote("Es war ein langer Weg.", None),
        )
        if first
        else (),
        byline="Von Mara Holt" if number % 3 == 0 else None,
        dateline="Unterfeld" if number % 2 == 0 else None,
        agency="tpd" if number % 4 == 0 else None,
        origin="Talpressedienst" if first else None,
        rights="© Talpressedienst" if first else None,
        aliases=("alt/bruecke/", "bruecke.html") if first else (),
    )
