"""People, places and organisations: what is found, where, and which place is meant."""

from __future__ import annotations

import gzip
import subprocess
import sys
from importlib import import_module, resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsdigest.errors import SeedError
from newsdigest.extract import extract
from newsdigest.extract.entities import extract_entities
from newsdigest.extract.entities.documents import find_full_name
from newsdigest.extract.entities.features import Describer
from newsdigest.extract.entities.german import fold_before_noun
from newsdigest.extract.entities.places import fold_place
from newsdigest.extract.entities.tables import Table, load_features, read_model
from newsdigest.extract.entities.trimming import (
    cut_organisation,
    cut_person,
    is_no_organisation,
    to_first_case,
)
from newsdigest.model import Entity
from newsdigest.seeds import parse_seed

LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru", "ar", "zh", "ja")
TABLE = Path(__file__).parents[2] / "data" / "entities.md"
KINDS = ("people", "places", "organisations")


def read_cases() -> list[list[str]]:
    rows = [line for line in TABLE.read_text("utf-8").split("\n") if line.startswith("| ")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1:]]


def find(text: str, language: str, headline: str = "") -> tuple[Entity, ...]:
    seed = parse_seed("a.txt", f" date 2022-01 {headline or '…'}\n\n{text}\n".encode(), (language,))
    for entity in extract_entities(seed):
        for span in entity.name.provenance.spans:
            assert 0 <= span.start < span.end <= len(seed.text)
    return extract_entities(seed)


def names(entities: tuple[Entity, ...], kind: str) -> list[str]:
    return [entity.name.value for entity in entities if entity.kind == kind]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case[1][:60])
def test_the_table_of_texts_and_names_holds(case: list[str]) -> None:
    language, text, *wanted = case
    found = find(text, language)
    for kind, cell in zip(KINDS, wanted, strict=True):
        assert names(found, kind) == [name.strip() for name in cell.split(";") if name.strip()]


def test_every_rule_has_words_on_the_page() -> None:
    found = (entity for case in read_cases() for entity in find(case[1], case[0]))
    methods = {entity.name.provenance.method for entity in found}
    page = (Path(__file__).parents[3] / "theme/templates/source.html").read_text("utf-8")
    assert {method for method in methods if f'"{method}": _(' not in page} == set()


def test_every_mention_is_a_whole_word_of_the_seed() -> None:
    text = "Sergei Rjabkow sprach.\n\nMoskaus Antwort, so Rjabkow, kommt aus Moskau."
    seed = parse_seed("a.txt", f" date 2022-01 Treffen\n\n{text}\n".encode(), ("de",))
    found = {
        entity.name.value: [
            seed.text[span.start : span.end] for span in entity.name.provenance.spans
        ]
        for entity in extract_entities(seed)
    }
    assert found == {
        "Sergei Rjabkow": ["Sergei Rjabkow", "Rjabkow"],
        "Moskau": ["Moskaus", "Moskau"],
    }


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Delegation reiste nach Genf."),
        ("en", "The delegation went to Geneva."),
        ("fr", "La délégation est allée à Genève."),
        ("es", "La delegación viajó a Ginebra."),
        ("it", "La delegazione è andata a Ginevra."),
        ("pl", "Delegacja pojechała do Genewy."),
        ("ru", "Делегация поехала в Женеву."),
    ],
)
def test_a_place_is_the_same_one_in_every_language(language: str, text: str) -> None:
    (place,) = [entity.place for entity in find(text, language)]
    assert place is not None
    assert (place.geonames, place.country) == (2660646, "CH")
    assert (round(place.latitude), round(place.longitude)) == (46, 6)


@pytest.mark.parametrize(
    ("language", "text", "country"),
    [
        ("de", "Das Rathaus in Neustadt brennt.", "DE"),
        ("de", "Die Reise führte nach Birmingham.", "GB"),
        ("en", "Officials of the United States met in Geneva.", "CH"),
        ("en", "The fire in Portland in the United States spread.", "US"),
        ("en", "He came to Boston.", "US"),
        ("de", "In Österreich tagt der Rat von Wels.", "AT"),
    ],
)
def test_language_and_countries_named_decide_between_namesakes(
    language: str, text: str, country: str
) -> None:
    (place,) = [e.place for e in find(text, language) if e.place and e.place.geonames > 10][-1:]
    assert place.country == country


def test_the_dateline_is_a_place_and_its_agency_no_organisation() -> None:
    found = find("GENF (dpa) – Die Gespräche beginnen am Montag um zehn Uhr.", "de")
    (place,) = found
    assert (place.kind, place.name.value, place.name.provenance.method) == (
        "places",
        "Genf",
        "dateline",
    )
    assert place.place is not None


def test_an_unknown_dateline_is_a_place_without_coordinates() -> None:
    (place,) = find("XANTHIPPOLIS (dpa) – Die Gespräche beginnen am Montag.", "de")
    assert (place.name.value, place.place) == ("Xanthippolis", None)


def test_a_headline_in_capitals_names_nobody() -> None:
    assert find("Es regnet.", "de", "MERCEDES PROTESTIERT NACH FINALE") == ()


def test_names_get_their_kind_from_the_whole_text() -> None:
    text = "Mick Fleetwood spielt. In Fleetwood sah man Fleetwood lange nicht."
    assert names(find(text, "de"), "people") == ["Mick Fleetwood"]


@pytest.mark.parametrize(
    ("name", "after", "base"),
    [
        ("Tom McCarthys", "Film", "Tom McCarthy"),
        ("Angela Merkels", "Partei", "Angela Merkel"),
        ("Valtteri Bottas", "und", "Valtteri Bottas"),
        ("Merkels", "Partei", "Merkels"),
        ("Xan Qwvutzes", "Partei", "Xan Qwvutzes"),
    ],
)
def test_the_genitive_of_a_full_name_is_folded_before_a_noun(
    name: str, after: str, base: str
) -> None:
    assert fold_before_noun(name, after) == base


@pytest.mark.parametrize(
    ("name", "language", "full"),
    [
        ("Rjabkows", "de", "Sergei Rjabkow"),
        ("Van Bylen", "de", "Hans Van Bylen"),
        ("Bylen", "de", "Hans Van Bylen"),
        ("Hans", "de", "Hans Van Bylen"),
        ("Шольца", "ru", "Олаф Шольц"),
        ("Mustermann", "de", None),
        ("Wolf Mann", "de", None),
    ],
)
def test_a_part_of_a_name_stands_for_the_person(name: str, language: str, full: str | None) -> None:
    people = ["Sergei Rjabkow", "Hans Van Bylen", "Олаф Шольц"]
    assert find_full_name(name, people, language) == full


@pytest.mark.parametrize(
    ("name", "language", "base"),
    [
        ("Moskaus", "de", "Moskau"),
        ("Malis", "de", "Mali"),
        ("Griss", "de", None),
        ("Warszawie", "pl", "Warszawa"),
        ("Москвы", "ru", "Москва"),
        ("Xanthippolis", "de", None),
        ("Bayern", "de", "Bayern"),
    ],
)
def test_a_place_is_known_in_every_case(name: str, language: str, base: str | None) -> None:
    assert fold_place(name, language) == base


def test_a_table_holds_its_keys_and_no_others() -> None:
    name = "person_names.txt.gz"
    packed = resources.files("newsdigest.extract").joinpath(f"data/{name}").read_bytes()
    rows = dict(line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    table = Table(name)
    assert {key: table.get(key) for key in rows} == rows
    others = {"", "\t", "\n", "\0", "\ud800", "\uffff"}
    others |= {other for key in rows for other in (key[:-1], f"{key}x")} - rows.keys()
    assert [key for key in others if table.get(key) is not None] == []


def test_a_table_knows_what_its_keys_begin_with() -> None:
    table = Table("place_names.txt.gz")
    assert table.has_beginning("New ")
    assert table.has_beginning("Bad Hers")
    assert not table.has_beginning("Bad Hersx")
    assert not table.has_beginning("\uffff")


def test_the_tagger_is_told_exactly_the_features_that_it_has_weights_for() -> None:
    tagger = import_module("pycrfsuite").Tagger()
    tagger.open_inmemory(read_model())
    known = {name: name.encode() for name in tagger.info().attributes}
    assert load_features() == known
    words = ["Angela", "Merkel", "reiste", "von", "Frankfurt", "am", "Main", "nach", "Genf", "."]
    everything = Describer().describe_words(words)
    told = Describer(lambda names: tuple(known[n] for n in names if n in known))
    assert told.describe_words(words) == [
        [known[name] for name in features if name in known] for features in everything
    ]


def test_confidence_is_between_nought_and_one() -> None:
    found = find("Angela Merkel sprach in Hamburg mit der SPD über Xylophonien.", "de")
    assert all(0 < entity.name.provenance.confidence <= 1 for entity in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "首相は東京で会見した。"),
        ("ar", "قال الوزير اليوم."),
        ("ru", "Сегодня идёт дождь."),
        ("de", "123 – 45, 67."),
    ],
)
def test_nothing_is_invented(language: str, text: str) -> None:
    assert names(find(text, language), "people") == []
    assert names(find(text, language), "organisations") == []


NAMES = (
    "Moskau;Moskaus;Angela;Merkel;Merkels;NATO;Mr;the;von;der;EU-Treffen;U.S.;l'Ukraine;O'Brien;(;);"
    ",;.;„;“;1.;FC;Köln;Genfer;GENF;dpa;Шольц;Германии;東京;القاهرة;\u00ad;\u200b;a\u0308"
)
WORDS = st.sampled_from(NAMES.split(";"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=25), st.sampled_from(LANGUAGES))
def test_spans_quote_whole_words_on_any_text(words: list[str], language: str) -> None:
    try:
        seed = parse_seed("a.txt", " ".join(words).encode("utf-8", "replace"), (language,))
    except SeedError:
        return
    found = extract(seed)
    assert found == extract(seed)
    for entity in found.entities:
        spans = entity.name.provenance.spans
        assert spans
        assert list(spans) == sorted(set(spans))
        for span in spans:
            surface = seed.text[span.start : span.end]
            assert surface
            assert surface == surface.strip()
            assert not seed.text[span.start - 1 : span.start].isalnum() or span.start == 0
            assert not seed.text[span.end : span.end + 1].isalnum()


def test_importing_newsdigest_loads_no_language_tool() -> None:
    code = (
        "import sys, newsdigest, newsdigest.__main__, newsdigest.extract;"
        "tools = {'pycrfsuite', 'HanTa', 'Stemmer', 'numpy'};"
        "print(sorted(tools & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Konrad parteifreier Mandatar", "Konrad"),
        ("Baschar al-Assad", "Baschar al-Assad"),
        ("Walther von der Vogelweide", "Walther von der Vogelweide"),
        ("Anna von", "Anna"),
        ("Orbans Partei", "Orbans"),
        ("Spielbergs Kalter-Krieg-Thriller", "Spielbergs"),
        ("Mats Partei", "Mats Partei"),
        ("Elton John", "Elton John"),
    ],
)
def test_what_is_no_part_of_a_persons_name_is_cut_off(name: str, left: str) -> None:
    words = name.split()
    assert " ".join(words[: cut_person(words)]) == left


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("Jihadistengruppe Islamischer Staat", "Islamischer Staat"),
        ("Fachblatt Plos One", "Plos One"),
        ("Fondshauses Union Altfurt", "Union Altfurt"),
        ("Immobiliensachverständigen RICS", "RICS"),
        ("Bundesverband Altfurt", "Bundesverband Altfurt"),
        ("Lufthansa-Gruppe Altfurt", "Altfurt"),
        ("Partei der Vernunft", "Partei der Vernunft"),
        ("Landesgruppe der Jäger", "Landesgruppe der Jäger"),
        ("Mediendienst Integration am Donnerstag", "Mediendienst Integration"),
        ("Welt am Sonntag", "Welt am Sonntag"),
        ("Firmware für", "Firmware"),
        ("Firmware neue Geräte", "Firmware"),
        ("NGO Altfurt", "NGO Altfurt"),
    ],
)
def test_what_is_no_part_of_an_organisations_name_is_cut_off(name: str, left: str) -> None:
    words = name.split()
    first, last = cut_organisation(words)
    assert " ".join(words[first:last]) == left


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Vereinten Nationen", "Vereinte Nationen"),
        ("Europäischen Gerichtshofs", "Europäischer Gerichtshof"),
        ("Deutschen Fußball-Bundes", "Deutscher Fußball-Bund"),
        ("Roten Kreuz", "Rotes Kreuz"),
        ("Internationalen Olympischen Komitee", "Internationales Olympisches Komitee"),
        ("Neuen Zürcher Zeitung", "Neue Zürcher Zeitung"),
        ("Freien Universität Berlin", "Freie Universität Berlin"),
        ("Deutschen Xyzzy", "Deutschen Xyzzy"),
        ("Grünen", "Grünen"),
        ("Siemens Energy", "Siemens Energy"),
    ],
)
def test_an_organisation_is_shown_in_the_first_case(written: str, shown: str) -> None:
    assert to_first_case(written) == shown


@pytest.mark.parametrize("name", ["Super Bowl", "WLAN", "Olympische Spiele"])
def test_competitions_and_techniques_are_no_organisations(name: str) -> None:
    assert is_no_organisation(name.split())
    assert not is_no_organisation(["Open", "Society"])
