"""A header becomes a typed article, generated or hand-written."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from newsdigest.dates import parse_edtf
from newsdigest.errors import PostError
from newsdigest.model import Article, PartialDate, Quote
from newsdigest.posts import build_uid, read_article, to_article

PATH = "content/posts/x.md"


def read(header: str, **extra: Any) -> Article:
    article = read_article(PATH, f"{header}\n\nText.", "digest", language="de", **extra)
    assert article is not None
    return article


def test_a_full_header_is_read_field_by_field() -> None:
    article = read(
        "Title: Rat tagt\nSlug: rat\nLang: en\nDate: 2022-01-01\nPublished: 2022-01\n"
        "Added: 2026-11-23T03:17:00Z\nCategory: Politik\nTags: a; b, c\nSummary: 24\\. Mai: x\n"
        "People: Anna Maus; Bert Hase\nPlaces: Genf, Kanton\nOrganisations: Rat\n"
        "Quotes: „Ja“ — Anna Maus\n    „Nein“\nByline: Von A. B.\nDateline: Genf\nAgency: dpa\n"
        "Source: Blatt\nRights: (c) dpa\nAliases: old/url; /x.html\nUid: urn:uuid:1\nSeed: s.txt\n"
        "Modified: 2026-12-01T00:00:00Z\nFremd: x"
    )
    assert article == Article(
        uid="urn:uuid:1",
        source=PATH,
        slug="rat",
        title="Rat tagt",
        language="en",
        published=PartialDate(2022, 1),
        added=datetime(2026, 11, 23, 3, 17, tzinfo=UTC),
        category="Politik",
        summary="24. Mai: x",
        body_digest="digest",
        tags=("a", "b, c"),
        people=("Anna Maus", "Bert Hase"),
        places=("Genf, Kanton",),
        organisations=("Rat",),
        quotes=(Quote("Ja", "Anna Maus"), Quote("Nein", None)),
        byline="Von A. B.",
        dateline="Genf",
        agency="dpa",
        origin="Blatt",
        rights="(c) dpa",
        seed="s.txt",
        aliases=("old/url/", "x.html"),
        modified=datetime(2026, 12, 1, tzinfo=UTC),
    )


def test_a_hand_written_post_needs_no_more_than_a_title() -> None:
    article = read("Title: Über Köln")
    assert article.uid == build_uid(PATH)
    assert article.uid.startswith("urn:uuid:")
    assert (article.language, article.published, article.category) == ("de", None, None)
    assert article.added == datetime(1970, 1, 1, tzinfo=UTC)
    assert article.slug
    assert article.slug.isascii()
    assert (article.summary, article.tags, article.quotes, article.seed) == ("", (), (), None)


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2022-01-03", PartialDate(2022, 1, 3)),
        ("2022-01", PartialDate(2022, 1)),
        ("2022-01-03 18:20", PartialDate(2022, 1, 3, time(18, 20))),
        ("2022-01-03T18:20:05Z", PartialDate(2022, 1, 3, time(18, 20, 5, tzinfo=UTC))),
        (
            "2022-01-03 18:20 +02:00",
            PartialDate(2022, 1, 3, time(18, 20, tzinfo=timezone(timedelta(hours=2)))),
        ),
        ("3. Januar 2022", PartialDate(2022, 1, 3)),
    ],
)
def test_pelicans_date_is_read_at_its_own_precision(date: str, published: PartialDate) -> None:
    article = read(f"Title: x\nDate: {date}")
    assert article.published == published
    assert article.added == published.first_instant


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("2022-01-03 18:20", "2022-01-03T18:20:00+01:00"),
        ("2022-07-03 18:20", "2022-07-03T18:20:00+02:00"),
        ("2022-07-03T18:20Z", "2022-07-03T18:20:00+00:00"),
        ("2022-07-03", "2022-07-03"),
        ("1890-07-03T18:20", "1890-07-03T18:20:00"),  # Berlin was at +00:53:28
    ],
)
def test_a_time_without_an_offset_is_that_of_the_zone(date: str, published: str) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for field in ("Date", "Published"):
        header = {"Title": "x", field: date.replace(" ", "T")}
        article = to_article(PATH, header, "", language="de", zone=berlin)
        assert article is not None
        assert str(article.published) == published
    header = {"Title": "x", "Added": date, "Modified": date}
    article = to_article(PATH, header, "", language="de", zone=berlin)
    assert article is not None
    assert article.added == article.modified == parse_edtf(published).first_instant


@pytest.mark.parametrize("moment", ["0001-01-01T08:00+12:45", "9999-12-31T23:00-12:00"])
def test_a_moment_that_utc_does_not_reach_orders_no_feed(moment: str) -> None:
    for field in ("Added", "Modified"):
        with pytest.raises(PostError, match=f"{field}: .*outside of the years 1 to 9999"):
            read(f"Title: x\n{field}: {moment}")
    article = read(f"Title: x\nPublished: {moment}")
    assert article.published == parse_edtf(moment)
    assert article.added.isoformat() == f"{moment[:10]}T00:00:00+00:00"


def test_published_is_the_truth_beside_date() -> None:
    assert read("Title: x\nDate: 2022-01-01\nPublished: 2022").published == PartialDate(2022)


@pytest.mark.parametrize(
    ("header", "byline"),
    [
        ("Author: Anna Maus", "Anna Maus"),
        ("Authors: Maus, Anna; Hase, Bert", "Maus, Anna, Hase, Bert"),
        ("Authors: Anna Maus, Bert Hase", "Anna Maus, Bert Hase"),
        ("Author: A\nByline: Von B", "Von B"),
    ],
)
def test_authors_become_the_byline(header: str, byline: str) -> None:
    assert read(f"Title: x\n{header}").byline == byline


def test_fields_of_any_case_and_of_several_lines_are_read() -> None:
    article = read("TITLE: Eins\n    zwei\ntags: a, b\nLang: de-AT")
    assert (article.title, article.tags, article.language) == ("Eins zwei", ("a", "b"), "de")


@pytest.mark.parametrize("status", ["draft", "hidden", "Skip"])
def test_a_status_keeps_a_post_off_the_site(status: str) -> None:
    header = {"Title": "x", "Status": status, "Published": "nie"}
    assert to_article(PATH, header, "", language="de") is None


def test_a_published_status_changes_nothing() -> None:
    assert read("Title: x\nStatus: published").title == "x"


def test_a_rendered_summary_counts_where_there_is_one() -> None:
    article = read("Title: x\nSummary: **a** b", summary_html="<p><strong>a</strong> b</p>")
    assert article.summary == "a b"


def test_former_addresses_redirect_and_the_current_one_does_not() -> None:
    text = "Title: x\nSlug: neu\nPublished: 2022-02\nAliases: 2022/02/neu/\n\n"
    known = ("2022/01/alt/", "2022/02/neu/", "2022/01/alt/")
    article = read_article(PATH, text, "", language="de", addresses=known)
    assert article is not None
    assert article.aliases == ("2022/01/alt/",)


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("Published: 2022-13", 2),
        ("Date: gestern", 2),
        ("Added: bald", 2),
        ("Lang: deutsch!", 2),
        ("Slug: ../x", 2),
        ("Slug: 10", 2),
        (f"Slug: {'x' * 151}", 2),
        ("Uid: 17", 2),
        ("Aliases: ../x", 2),
        ("Url: x/y", 2),
        ("Save_as: x/y.html", 2),
    ],
)
def test_a_wrong_value_is_named_with_its_line(field: str, line: int) -> None:
    with pytest.raises(PostError) as caught:
        read(f"Title: x\n{field}")
    assert caught.value.line == line
    assert field.partition(":")[0] in str(caught.value)


def test_without_lines_the_field_is_named_all_the_same() -> None:
    with pytest.raises(PostError, match=r"^Published: 'bald'") as caught:
        to_article(PATH, {"Title": "x", "Published": "bald"}, "", language="de")
    assert caught.value.line == 0


def test_a_post_without_a_title_is_an_error() -> None:
    with pytest.raises(PostError, match="no title"):
        read("Slug: x")
