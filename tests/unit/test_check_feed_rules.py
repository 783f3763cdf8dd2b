"""Every rule of the W3C's feed validator that a feed of ours could break: each fault is found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from html5lib import HTMLParser
from lxml import etree

from newsdigest.check.feed_rules import check_rules
from newsdigest.check.xml import parse_xml
from newsdigest.model import GeoPlace
from tests.sample import PROFILE, list_articles, list_bodies, plan_all_feeds
from tests.unit.test_feed_archives import make

RICH = replace(
    list_articles()[0],
    title="S&P500 steigt auf <b>Rekord</b>",
    summary="Was &copy heißt",
    rights="© Müller&amp;Söhne",
    places=("Wien",),
    coordinates=(("Wien", GeoPlace(1, "AT", 48.2, 16.37)),),
)
BODIES = {**list_bodies(), RICH.uid: '<p>x</p><p><img src="/bild.png" alt="Bild"></p>'}
ARTICLES = (RICH, *list_articles()[1:], *(make(number) for number in range(100, 160)))
DRAWN = {
    page.path: page.builder(
        page.view, {**BODIES, **{article.uid: "<p>x</p>" for article in ARTICLES[17:]}}
    )
    for page in plan_all_feeds(
        ARTICLES, replace(PROFILE, feed_max_items=30, websub_hub="https://hub.example/")
    )
    if page.builder and page.path.endswith((".atom.xml", ".rss.xml"))
}
ATOM = DRAWN["feeds/sections/politik.atom.xml"].decode()
RSS = DRAWN["feeds/sections/politik.rss.xml"].decode()
ARCHIVE = next(data for path, data in DRAWN.items() if "/archive/" in path).decode()

Break = Callable[[str], str]


def read(document: str) -> list[str]:
    return [message for _, message in check_rules(parse_xml(document.encode()))]


def swap(pattern: str, new: str) -> Break:
    return lambda text: re.sub(pattern, lambda _: new, text, count=1, flags=re.DOTALL)


def add(where: str, new: str) -> Break:
    """Puts an element before the first end of another one."""
    return lambda text: text.replace(where, new + where, 1)


@pytest.mark.parametrize("path", sorted(DRAWN))
def test_what_we_write_is_sound(path: str) -> None:
    assert read(DRAWN[path].decode()) == []


def test_the_feeds_hold_what_the_rules_are_about() -> None:
    everything = b"".join(DRAWN.values()).decode()
    for sign in ('title type="html"', "georss:point", "media:content", "&#x26;P500", "fh:archive"):
        assert sign in everything


ATOM_FAULTS = [
    (add("</entry>", "<georss:featurename>Wien</georss:featurename>"), "UndefinedElement"),
    (add("</entry>", "<x/>"), "UndefinedElement"),
    (swap("<entry", "<x xmlns='urn:x'/><entry"), "UndefinedElement"),
    (add("</entry>", "<published>2022-01-01T00:00:00Z</published>" * 2), "DuplicateElement"),
    (add("</feed>", "<id>urn:x</id>"), "MisplacedMetadata"),
    (add("</entry>", '<link href="https://a.example/" type="text/html"/>'), "DuplicateAtomLink"),
    (swap("<title[^>]*>[^<]*", "<title> "), "NotBlank"),
    (swap("<title[^>]*>", "<title>\x85"), "BadCharacters"),
    (swap(' term="[^"]*"', ' term="a\x81"'), "BadCharacters"),
    (swap('<title type="html">[^<]*', "<title>&lt;/b&gt;"), "ContainsUndeclaredHTML"),
    (swap('<title type="html">[^<]*', "<title>S&amp;P500"), "ContainsUndeclaredHTML"),
    (swap('<title type="html">[^<]*', "<title>&amp;copy"), "ContainsUndeclaredHTML"),
    (swap('<title type="html">[^<]*', "<title>Rock &amp;apos;n"), "ContainsUndeclaredHTML"),
    (swap("<name>[^<]*", "<name>Mara &lt;mara@blatt.example&gt;"), "ContainsEmail"),
    (swap('rel="alternate"', 'rel="page"'), "UnregisteredAtomLinkRel"),
    (swap(' term="[^"]*"', ' term=" "'), "MissingAttribute"),
    (swap('media:content url="[^"]*"', 'media:content url="/x"'), "InvalidFullLink"),
    (swap('media:content url="[^"]*"', 'media:content url="https://a/b c"'), "InvalidUriChar"),
    (swap('href="[^"]*" rel="alternate"', 'href="https://a/ü" rel="alternate"'), "InvalidUriChar"),
    (swap("urn:uuid:", "urn:uuid:g"), "InvalidUUID"),
    (swap('<entry xml:lang="de"', '<entry xml:lang="deutsch"'), "InvalidLanguage"),
    (
        lambda text: re.sub("<(content|summary).*?</\\1>", "", text, flags=re.DOTALL),
        "MissingTextualContent",
    ),
]
RSS_FAULTS = [
    (swap("<link>[^<]*", "<link>https://a/b|c"), "InvalidUriChar"),
    (add("</item>", "<author>x</author>"), "UndefinedElement"),
    (add("</channel>", "<copyright>x</copyright>"), "UndefinedElement"),
    (add("</item>", "<dc:language>de</dc:language>"), "DuplicateElement"),
    (add("</channel>", "<language>de</language>"), "MisplacedMetadata"),
    (swap("<guid[^>]*>[^<]*", "<guid>"), "NotBlank"),
    (swap("<language>de", "<language>Deutsch"), "InvalidLanguage"),
    (swap("<dc:language>de", "<dc:language>d"), "InvalidLanguage"),
    (swap("<pubDate>...", "<pubDate>Xyz"), "IncorrectDOW"),
    (swap("[+]0000</pubDate>", "+0545</pubDate>"), "ProblematicalRFC822Date"),
    (
        lambda text: re.sub("<description>[^<]*</description>(?=<content)", "", text),
        "NeedDescriptionBeforeContent",
    ),
]


@pytest.mark.parametrize(("break_it", "rule"), ATOM_FAULTS)
def test_a_faulty_atom_feed_is_found(break_it: Break, rule: str) -> None:
    assert break_it(ATOM) != ATOM
    assert any(message.endswith(f"({rule})") for message in read(break_it(ATOM)))


@pytest.mark.parametrize(("break_it", "rule"), RSS_FAULTS)
def test_a_faulty_rss_feed_is_found(break_it: Break, rule: str) -> None:
    assert break_it(RSS) != RSS
    assert any(message.endswith(f"({rule})") for message in read(break_it(RSS)))


def test_an_archive_document_names_its_current_feed() -> None:
    broken = swap('<link [^>]*rel="current"[^>]*>', "")(ARCHIVE)
    assert any("MissingCurrentInArchive" in message for message in read(broken))


def test_what_is_no_date_is_left_to_the_rule_of_dates() -> None:
    assert read(swap("<pubDate>[^<]*", "<pubDate>gestern")(RSS)) == []


def test_a_single_sign_is_no_markup() -> None:
    assert read(swap('<title type="html">[^<]*', "<title>a &lt; b &amp; F&amp;E")(ATOM)) == []


def test_every_text_is_html_without_a_fault() -> None:
    """The rule NotHtml: html5lib is the parser that the W3C's validator uses."""
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"
    for data in DRAWN.values():
        root = etree.fromstring(data)
        for element in root.iter("{http://www.w3.org/2005/Atom}content", "description", encoded):
            HTMLParser(strict=True).parseFragment(element.text or "")
