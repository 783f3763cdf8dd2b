from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdigest import addresses
from newsdigest.model import PartialDate
from tests.sample import list_articles

ARTICLE = replace(list_articles()[0], slug="ein-tag")


@pytest.mark.parametrize(
    ("published", "address"),
    [
        (PartialDate(2022, 1, 10), "2022/01/ein-tag/"),
        (PartialDate(2022, 1), "2022/01/ein-tag/"),
        (PartialDate(2022), "2022/ein-tag/"),
        (PartialDate(987), "0987/ein-tag/"),
        (None, "undated/ein-tag/"),
    ],
)
def test_an_article_stands_below_what_is_known_of_its_date(
    published: PartialDate | None, address: str
) -> None:
    assert addresses.article_address(replace(ARTICLE, published=published)) == address


def test_digests_and_registers_have_clean_addresses() -> None:
    assert addresses.year_address(2022) == "2022/"
    assert addresses.month_address(2022, 1) == "2022/01/"
    assert addresses.day_address(2022, 1, 10) == "2022/01/10/"
    assert addresses.entry_address("sections", "politik") == "sections/politik/"
    assert addresses.register_address("people") == "people/"
    assert addresses.letter_address("people", "a") == "people/letter/a/"


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("old/url", "old/url/"),
        ("/old/url/", "old/url/"),
        (" old/url/index.html ", "old/url/"),
        ("index.html", ""),
        ("old/page.html", "old/page.html"),
        ("old.htm", "old.htm"),
        ("grün/straße", "grün/straße/"),
        ("v1.2/", "v1.2/"),
    ],
)
def test_an_alias_is_read_as_an_address(alias: str, address: str) -> None:
    assert addresses.parse_alias(alias) == address


@pytest.mark.parametrize(
    "alias",
    [
        "",
        "/",
        "../secret",
        "a/../../b",
        "a//b",
        "./a",
        "//evil.example/x",
        "https://evil.example/",
        "a\\b",
        "a?b",
        "a#b",
        "a\x00b",
        '"><script>',
        "sitemap.xml",
        "feeds/all.atom.xml",
    ],
)
def test_an_alias_that_could_leave_the_site_is_refused(alias: str) -> None:
    with pytest.raises(ValueError, match=r"address|character"):
        addresses.parse_alias(alias)


def test_an_address_and_its_file_name_each_other() -> None:
    for address in ("", "2022/01/a/", "404.html", "feeds/all.rss.xml"):
        assert addresses.to_address(addresses.to_path(address)) == address
    assert addresses.to_path("2022/01/a/") == "2022/01/a/index.html"
    assert addresses.to_path("") == "index.html"
    assert addresses.to_address("not-index.html") == "not-index.html"


@pytest.mark.parametrize(
    ("path", "address", "link"),
    [
        ("index.html", "2022/", "2022/index.html"),
        ("2022/01/a/index.html", "", "../../../index.html"),
        ("2022/01/a/index.html", "2022/01/b/", "../../../2022/01/b/index.html"),
        ("feeds/index.html", "feeds/all.atom.xml", "../feeds/all.atom.xml"),
        ("index.html", "grün/a b/", "gr%C3%BCn/a%20b/index.html"),
        ("a/index.html", "https://example.org/x y", "https://example.org/x y"),
        ("a/index.html", "mailto:a@example.org", "mailto:a@example.org"),
        ("a/index.html", "#part", "#part"),
    ],
)
def test_links_are_relative_and_name_the_file(path: str, address: str, link: str) -> None:
    assert addresses.to_relative(path, address) == link


def test_absolute_and_rooted_links_use_the_clean_address() -> None:
    site = "https://example.org/news"
    assert addresses.to_absolute(site, "2022/01/a/") == "https://example.org/news/2022/01/a/"
    assert addresses.to_absolute(site, "") == "https://example.org/news/"
    assert addresses.to_absolute(site, "grün/") == "https://example.org/news/gr%C3%BCn/"
    assert addresses.to_absolute(site, "https://other.example/") == "https://other.example/"
    assert addresses.to_rooted(site, "2022/") == "/news/2022/"
    assert addresses.to_rooted("https://example.org", "2022/") == "/2022/"
    assert addresses.to_rooted(site, "https://other.example/") == "https://other.example/"


@given(st.text(max_size=30))
def test_no_alias_can_leave_the_site(alias: str) -> None:
    try:
        path = addresses.to_path(addresses.parse_alias(alias))
    except ValueError:
        return
    assert not path.startswith("/")
    assert ".." not in path.split("/")
    assert path.endswith((".html", ".htm"))


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        ("https://a.example/x.png?a=b&c=d#e", "https://a.example/x.png?a=b&c=d#e"),
        ("https://a.example/a b|c[1]/%20.png", "https://a.example/a%20b%7Cc%5B1%5D/%20.png"),
        (
            "https://zeitung-müller.example:8000/ü?ö=ä#ß",
            "https://xn--zeitung-mller-4ob.example:8000/%C3%BC?%C3%B6=%C3%A4#%C3%9F",
        ),
        ("https://" + "ü" * 80 + ".example/", ""),
        ("https:///x.png", ""),
        ("http://[x/", ""),
    ],
)
def test_an_address_is_written_in_ascii(address: str, uri: str) -> None:
    assert addresses.to_uri(address) == uri
