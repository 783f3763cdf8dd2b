"""Hostile and broken raw texts, each with what must become of it.

The texts are written for these tests. `FATE` says what must happen to the file;
`shown` what a reader must find, letter for letter, in the article's text; `live`
is never allowed in any file of the site, whatever the case.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Fate = Literal["published", "reported", "either"]
PROSE = "Der Gemeinderat von Altfurt hat am Abend den Haushalt beschlossen. Es gab Beifall."
SENTINEL = "GEHEIM-4711-darf-nie-erscheinen"


@dataclass(frozen=True)
class Hostile:
    """One hostile seed.

    Attributes:
        name: What it tries; the test's id.
        file: The file's name below seeds/; derived from `name` if empty.
        content: The file's bytes, or a function that makes something at the path.
        fate: What must become of it.
        shown: Strings that the article's text must hold exactly.
        reason: A word that the report must hold, if it is reported.
    """

    name: str
    content: bytes | Callable[[Path], None]
    fate: Fate = "published"
    file: str = ""
    shown: tuple[str, ...] = ()
    reason: str = ""

    @property
    def file_name(self) -> str:
        return self.file or f"{self.name.replace(' ', '_')}.txt"


def text(headline: str, *paragraphs: str, head: str = " date 2021-03 ") -> bytes:
    return (head + headline + "\n\n" + "\n\n".join(paragraphs or (PROSE,)) + "\n").encode()


def in_body(name: str, words: str) -> Hostile:
    """The words stand in the middle and at the start of a paragraph, and must be shown."""
    body = f"Davor steht Text. {words} Danach steht Text."
    return Hostile(f"body {name}", text(f"Körper {name}", body, words), shown=(words,))


def in_headline(name: str, words: str) -> Hostile:
    return Hostile(f"headline {name}", text(f"Kopf {name} {words} Ende"), shown=(words,))


MARKUP = {
    "script": "<script>alert('x')</script>",
    "script unclosed": "<script src=https://boese.example/x.js>",
    "image onerror": '<img src=x onerror="alert(1)">',
    "svg onload": "<svg/onload=alert(1)>",
    "iframe": '<iframe src="https://boese.example/"></iframe>',
    "style": "<style>body{display:none}</style>",
    "closing tags": "</article></main></body></html>",
    "comment": "<!-- verborgen -->",
    "cdata end": "Ende ]]> und <![CDATA[ Anfang ]]>",
    "processing instruction": '<?xml version="1.0"?> <?php system("id"); ?>',
    "doctype": '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
    "entities": "&lt;b&gt; &amp;amp; &copy; &#60;script&#62; &nbsp;",
    "base": '<base href="https://boese.example/">',
    "meta refresh": '<meta http-equiv="refresh" content="0;url=https://boese.example/">',
    "template tag": "<template><p>x</p></template> <noscript>y</noscript>",
    "attribute break": '"><b onmouseover=alert(1) x="',
    "jinja": "{{ 7*7 }} {% include '/etc/passwd' %} {# weg #}",
    "jinja escape": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "pelican filename": "{filename}/../pelicanconf.py {static}x {attach}y |filename|z",
    "pelican link": "[Text]({filename}/../../pelicanconf.py)",
    "markdown link": "[klick](javascript:alert(1)) und [ziel]: https://boese.example/",
    "markdown image": "![bild](https://boese.example/pixel.png)",
    "markdown autolink": "<https://boese.example/> und <mail@boese.example>",
    "markdown emphasis": "*stern* **fett** _unter_ __strich__ ***alles***",
    "markdown code": "`code` ``zwei`` ~~~ zaun ``` zaun",
    "markdown heading": "# Überschrift ## zwei #Ukraine",
    "markdown rule": "*** --- ___",
    "markdown quote": "> Zitat",
    "markdown table": "| a | b |",
    "markdown attribute list": "Text {: onclick=alert(1) #id .klasse }",
    "markdown footnote": "Text[^1] und [^1]: Note",
    "markdown abbreviation": "*[EU]: Europäische Union",
    "markdown definition": ": eine Definition",
    "markdown backslash": r"\* \_ \\ \# C:\temp\neu",
    "markdown placeholders": "klzzwxh:0001 wzxhzdk:0",
    "ordered year": "1914. Der Krieg begann.",
    "ordered date": "24. Februar 2022: Der Angriff.",
    "plus list": "+ 3,5 Prozent mehr",
    "minus list": "- 3 Grad in der Nacht",
    "meta line": "Preis: 3 Euro",
    "meta title": "Title: Falscher Titel",
    "yaml": "--- !!python/object/apply:os.system ['id']",
    "shell": "$(rm -rf /) `id` ; rm -rf / && echo",
    "format string": "%s %n %(x)s {0} {} ${x}",
    "path": "../../../../etc/passwd",
    "url": "javascript:alert(1) data:text/html;base64,PHNjcmlwdD4=",
    "quotes": "„eins“ »zwei« “drei” 'vier' \"fünf\" ‚sechs‘",
    "odd spaces": "schmales\u202fLeerzeichen, festes\u00a0Leerzeichen",
    "emoji": "Fahnen 🇩🇪 Familie 👨‍👩‍👧 Herz ❤️",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
    "arabic": "قالت الوزيرة إن الميزانية أقرت",
    "math letters": "𝕳𝖊𝖚𝖙𝖊 𝗳𝗲𝘁𝘁",
    "astral": "\U0001f600\U000103ff\U00020000",
}


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    listening = socket.socket(socket.AF_UNIX)
    before = Path.cwd()
    os.chdir(path.parent)  # a socket's path may have 107 bytes only
    try:
        listening.bind(path.name)
    finally:
        os.chdir(before)
        listening.close()


def make_link_out(path: Path) -> None:
    secret = path.parent.parent / "secret.txt"
    secret.write_text(f" date 2021-03 Geheim\n\n{SENTINEL}\n", encoding="utf-8")
    path.symlink_to(secret)


def make_link_loop(path: Path) -> None:
    path.symlink_to(path.name)


def make_dead_link(path: Path) -> None:
    path.symlink_to("gibt-es-nicht.txt")


def make_link_to_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def make_link_to_parent(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_huge_line(path: Path) -> None:
    path.write_bytes(b" date 2021-03 Riese\n\n" + b"a" * 50_000_000)


FILES: tuple[Hostile, ...] = (
    Hostile("empty", b"", "reported", reason="empty"),
    Hostile("only spaces", b"  \n\t\n \r\n", "reported", reason="empty"),
    Hostile("only a byte order mark", b"\xef\xbb\xbf", "reported", reason="empty"),
    Hostile("only NULs", b"\0" * 4096, "reported"),
    Hostile("NUL in the middle", text("Nullbyte", "Vor\0nach dem Zeichen."), shown=("Vornach",)),
    Hostile("png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "reported", reason="text"),
    Hostile("zip", b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(255, -1, -1)) * 9, "reported"),
    Hostile("elf", b"\x7fELF\x02\x01\x01" + b"\0" * 200 + bytes(range(256)) * 4, "reported"),
    Hostile("utf-8 with mark", b"\xef\xbb\xbf" + text("Marke Übung"), shown=("Marke Übung",)),
    Hostile("utf-16 with mark", text("Sechzehn Übung").decode().encode("utf-16")),
    Hostile(
        "utf-16 big endian",
        b"\xfe\xff" + text("Groß Übung").decode().encode("utf-16-be"),
        shown=("Groß Übung",),
    ),
    Hostile("utf-16 half", text("Halb Übung").decode().encode("utf-16")[:-1]),
    Hostile(
        "utf-16 lone surrogate",
        text("Ersatz").decode().encode("utf-16") + b"\x00\xd8a\0",
        "either",
    ),
    Hostile("utf-32", text("Zweiunddreißig").decode().encode("utf-32"), "either"),
    Hostile(
        "windows-1252",
        text("Öffentliche Prüfung", "Größe – „groß“ kostet 5 €.").decode().encode("cp1252"),
        shown=("Öffentliche Prüfung", "Größe – „groß“ kostet 5 €."),
    ),
    Hostile(
        "mixed encodings",
        text("Gemischt Übung", PROSE) + b"Und eine Stra\xdfe am Ende dieses Textes.\n",
        shown=("Gemischt Übung", "Straße"),
    ),
    Hostile("broken utf-8", text("Zerbrochen") + b"Ende \xc3\x28 und \xf0\x9f\x98 weg.\n"),
    Hostile("overlong utf-8", text("Überlang") + b"Schr\xc0\xafstrich \xe0\x80\xaf Ende.\n"),
    Hostile("utf-8 surrogates", text("Ersatzhalb") + b"Halb \xed\xa0\x80 Ende.\n"),
    Hostile("carriage returns", text("Wagen", "Erster Absatz.").replace(b"\n", b"\r")),
    Hostile("mixed line ends", b" date 2021-03 Zeilen\r\n\rAbsatz eins.\r\n\nAbsatz zwei.\r"),
    Hostile("no line end", b" date 2021-03 Ohne Zeilenende\n\nLetzter Satz", shown=("Letzter",)),
    Hostile("unicode line ends", text("Trenner", "Eins\u2028zwei\u2029drei\x85vier.")),
    Hostile("vertical tab", text("Tab", "Vor\x0bnach\x0cund\x1bfertig.")),
    Hostile("delete and c1", text("Steuer", "Vor\x7fnach \x9b und \x90 Ende.")),
    Hostile("non-characters", text("Unzeichen", "Vor\ufffe und \uffff nach.")),
    Hostile("right to left override", text("Links", "Rechnung_\u202egpj.exe ist da.")),
    Hostile("isolates", text("Isoliert", "Ein \u2066Wort\u2069 steht \u2067hier.")),
    Hostile("zero width", text("Breitelos", "Wort\u200bgrenze und Ver\u00adtrag\ufeff hier.")),
    Hostile("bell in the headline", text("Glo\x07cke lä\x00utet"), shown=("Glocke läutet",)),
    Hostile("tag characters", text("Marken", "Sicht\U000e0041\U000e0042bar.")),
    Hostile("one long word", text("Langwort", "x" * 20_000)),
    Hostile("one long paragraph", text("Langabsatz", "Ein Satz steht hier. " * 5_000)),
    Hostile("many paragraphs", text("Viele", *[f"Absatz {n}." for n in range(2_000)])),
    Hostile("many blank lines", b" date 2021-03 Leer\n" + b"\n" * 100_000 + PROSE.encode()),
    Hostile("long headline", text("Ein sehr langer Titel " * 200)),
    Hostile("nested brackets", text("Klammern", "[" * 3_000 + "x" + "]" * 3_000)),
    Hostile("nested quotes", text("Zitate", "„" * 2_000 + "x" + "“" * 2_000)),
    Hostile("nested angle brackets", text("Winkel", "<" * 3_000 + "a" + ">" * 3_000)),
    Hostile("asterisks", text("Sterne", "*" * 5_000)),
    Hostile("underscores", text("Striche", "_a" * 3_000)),
    Hostile("backticks", text("Gravis", "`" * 5_001)),
    Hostile("backslashes", text("Rückstriche", "\\" * 5_001)),
    Hostile("ampersands", text("Und", "&" * 5_000)),
    Hostile("digits with dots", text("Ziffern", "1.2.3.4." * 3_000)),
    Hostile("date swarm", text("Daten", "10.01.2022 " * 3_000)),
    Hostile("labels swarm", b"Titel: Marken\n" + b"Datum: 2021-03\n" * 3_000 + PROSE.encode()),
    Hostile("headline only", b" date 2021-03 Nur eine Schlagzeile\n"),
    Hostile("date only", b" date 2021-03\n", "either"),
    Hostile("no headline", b" date 2021-03\n\n" + PROSE.encode(), shown=("Der Gemeinderat",)),
    Hostile("month thirteen", text("Dreizehn", head=" date 2021-13 ")),
    Hostile("february thirtieth", text("Dreißigster", head=" date 2021-02-30 ")),
    Hostile("year zero", text("Null", head=" date 0000-00 ")),
    Hostile("year ten thousand", text("Zehntausend", head=" date 10000-01 ")),
    Hostile("negative year", text("Minus", head=" date -2021-01 ")),
    Hostile("far future", text("Zukunft", head=" date 2999-12-31 ")),
    Hostile("arabic digits", text("Ziffern fremd", head=" date ٢٠٢١-٠٣ ")),
    Hostile(
        "yaml python object", b"---\ntitle: !!python/object/apply:os.system ['id']\n---\nText."
    ),
    Hostile(
        "yaml bomb",
        b"---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
        b"c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
        b"e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\ntitle: *e\n---\n" + PROSE.encode(),
    ),
    Hostile("yaml recursion", b"---\ntitle: &a [*a]\n---\n" + PROSE.encode()),
    Hostile("yaml deep", b"---\ntitle: " + b"[" * 5_000 + b"\n---\n" + PROSE.encode()),
    Hostile("yaml broken", b"---\ntitle: 'offen\n: : :\n---\n" + PROSE.encode()),
    Hostile("yaml unclosed", b"---\ntitle: Ohne Ende\n" + PROSE.encode()),
    Hostile(
        "yaml slug escape",
        b"---\ntitle: Flucht\nslug: ../../../flucht\nsave_as: ../../flucht.html\nurl: //boese\n"
        b"template: ../geheim\nstatus: draft\ndate: 2021-03\n---\n" + PROSE.encode(),
        shown=("Flucht",),
    ),
    Hostile(
        "front matter markup",
        b'---\ntitle: "<script>alert(1)</script>"\nauthor: "<b onclick=x>A</b>"\n'
        b'tags: ["<i>", "a;b", "../x", "{{ 7*7 }}"]\ncategory: "../../x"\ndate: 2021-03\n---\n'
        + PROSE.encode(),
        shown=("<script>alert(1)</script>",),
    ),
    Hostile(
        "mail header injection",
        b"Subject: =?utf-8?q?Titel=0D=0AUid=3A_urn=3Aboese?=\nDate: Fri, 24 Jul 2020 18:02:11 +0200"
        b"\n\n" + PROSE.encode(),
    ),
    Hostile("mail bad words", b"Subject: =?x-nichts?q?=ZZ?=\nDate: morgen\n\n" + PROSE.encode()),
    Hostile("fifo", make_fifo, "reported"),
    Hostile("socket", make_socket, "reported"),
    Hostile("link out", make_link_out, "reported"),
    Hostile("link loop", make_link_loop, "reported"),
    Hostile("dead link", make_dead_link, "reported"),
    Hostile("link to device", make_link_to_device, "reported"),
    Hostile("link to parent", make_link_to_parent, "reported", file="schleife"),
    Hostile("folder named like a seed", make_folder, "either", file="ordner.txt"),
    Hostile("huge line", make_huge_line, "reported", reason="max_seed_bytes"),
    Hostile("name with spaces", text("Leerzeichen"), file="ein name mit  spaces .txt"),
    Hostile("name with newline", text("Umbruch"), "either", file="zeile\nzwei.txt"),
    Hostile("name with markup", text("Zeichen"), "either", file="<img src=x onerror=y>.txt"),
    Hostile("name with quotes", text("Anführung"), "either", file="a\"b'c`d.txt"),
    Hostile("name with jinja", text("Vorlage"), "either", file="{{ 7*7 }}{% x %}.txt"),
    Hostile("name with colon", text("Doppelpunkt"), "either", file="Uid: urn:uuid:0; x.txt"),
    Hostile("name with override", text("Drehung"), "either", file="gnu\u202etxt.txt"),
    Hostile("name like an option", text("Option"), "either", file="--help.txt"),
    Hostile("name with backslash", text("Rückstrich"), "either", file="..\\..\\x.txt"),
    Hostile("name with percent", text("Prozent"), "either", file="%2e%2e%2f%00.txt"),
    Hostile("name of umlauts", text("Umlautname"), file="übung größe.txt"),
    Hostile("name of emoji", text("Bildname"), file="🙂.txt"),
    Hostile("name very long", text("Langname"), file="n" * 240 + ".txt"),
    Hostile("name in folder", text("Ordner"), file="2021/03/tief/unten.txt"),
    Hostile("name not utf-8", text("Bytes"), "reported", file=os.fsdecode(b"kaputt-\xff\xfe.txt")),
    Hostile("name of dots", text("Punkte"), "either", file="...txt"),
    Hostile("twin one", text("Zwilling", "Der erste Text der Zwillinge steht hier.")),
    Hostile("twin two", text("Zwilling", "Der zweite Text der Zwillinge steht hier.")),
    Hostile("emoji headline", text("🙂🙃")),
    Hostile("punctuation headline", text("?!… – —")),
    Hostile("index headline", text("index")),
    Hostile("slash headline", text("../../../etc/passwd")),
    Hostile("dot headline", text("..")),
    Hostile("reserved headline", text("CON")),
    Hostile("digits headline", text("04")),
    Hostile("case twin a", text("Fallunterschied", "Der große Text des Paares.")),
    Hostile("case twin b", text("FALLUNTERSCHIED", "Der kleine Text des Paares.")),
)

CASES: tuple[Hostile, ...] = (
    *FILES,
    *(in_body(name, words) for name, words in MARKUP.items()),
    *(in_headline(name, words) for name, words in MARKUP.items()),
)
