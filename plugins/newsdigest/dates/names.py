"""Words of sixteen languages → months and days of the week.

The names are CLDR's (wide, abbreviated, in the genitive and alone), with spellings that
news agencies use beside them. They are a table and not asked of Babel at run time:
Babel's answer for a month's stand-alone name depends on which locales the process has
loaded before, and the build must not depend on such things. A test holds the table
against CLDR.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Twelve months, divided by "|"; several names of one month by a space; "_" is a space.
_MONTHS_WIDE = {
    "de": "Januar Jänner|Februar Feber|März|April|Mai|Juni|Juli|August|September|Oktober"
    "|November|Dezember",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre setiembre|octubre"
    "|noviembre|diciembre",
    "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre"
    "|dicembre",
    "pl": "stycznia styczeń styczniu|lutego luty lutym|marca marzec marcu"
    "|kwietnia kwiecień kwietniu|maja maj maju|czerwca czerwiec czerwcu|lipca lipiec lipcu"
    "|sierpnia sierpień sierpniu|września wrzesień wrześniu"
    "|października październik październiku|listopada listopad listopadzie"
    "|grudnia grudzień grudniu",
    "ru": "января январь январе|февраля февраль феврале|марта март марте|апреля апрель апреле"
    "|мая май мае|июня июнь июне|июля июль июле|августа август августе"
    "|сентября сентябрь сентябре|октября октябрь октябре|ноября ноябрь ноябре"
    "|декабря декабрь декабре",
    "uk": "січня січень січні|лютого лютий лютому|березня березень березні"
    "|квітня квітень квітні|травня травень травні|червня червень червні|липня липень липні"
    "|серпня серпень серпні|вересня вересень вересні|жовтня жовтень жовтні"
    "|листопада листопад листопаді|грудня грудень грудні",
    "nl": "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    "pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro"
    "|dezembro",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "tr": "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık",
    # Egypt and the Gulf; the Levant and Iraq; the Maghreb.
    "ar": "يناير كانون_الثاني جانفي|فبراير شباط فيفري|مارس آذار اذار"
    "|أبريل ابريل إبريل نيسان أفريل افريل|مايو أيار ايار ماي|يونيو يونيه حزيران جوان"
    "|يوليو يوليه تموز جويلية يوليوز|أغسطس اغسطس آب اب أوت غشت|سبتمبر أيلول ايلول شتنبر"
    "|أكتوبر اكتوبر تشرين_الأول تشرين_الاول|نوفمبر تشرين_الثاني نونبر"
    "|ديسمبر كانون_الأول كانون_الاول دجنبر",
}
_MONTHS_SHORT = {
    "de": "Jan Jän|Feb|Mär Mrz|Apr||Jun|Jul|Aug|Sep Sept|Okt|Nov|Dez",
    "en": "Jan|Feb|Mar|Apr||Jun|Jul|Aug|Sep Sept|Oct|Nov|Dec",
    "fr": "janv|févr fév||avr|||juil|||oct|nov|déc",
    "es": "ene|feb|mar|abr|may|jun|jul|ago|sep sept|oct|nov|dic",
    "it": "gen|feb|mar|apr|mag|giu|lug|ago|set sett|ott|nov|dic",
    "pl": "sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru",
    "ru": "янв|фев февр|мар|апр||июн|июл|авг|сен сент|окт|ноя нояб|дек",
    "uk": "січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд",
    "nl": "jan|feb|mrt|apr||jun|jul|aug|sep sept|okt|nov|dec",
    "pt": "jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez",
    "sv": "jan|feb||apr||jun|jul|aug|sep sept|okt|nov|dec",
    "da": "jan|feb|mar|apr||jun|jul|aug|sep sept|okt|nov|dec",
    "tr": "Oca|Şub|Mar|Nis|May|Haz|Tem|Ağu|Eyl|Eki|Kas|Ara",
}
_DAYS_WIDE = (
    "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonnabend",
    "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
    "dimanche lundi mardi mercredi jeudi vendredi samedi",
    "domingo lunes martes miércoles jueves viernes sábado",
    "domenica lunedì martedì mercoledì giovedì venerdì sabato",
    "niedziela poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedzielę",
    "воскресенье понедельник вторник среда среду четверг пятница пятницу суббота субботу",
    "неділя понеділок вівторок середа середу четвер пʼятниця п'ятниця субота суботу неділю",
    "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta",
    "quinta sexta söndag måndag tisdag onsdag torsdag fredag lördag søndag mandag tirsdag",
    "lørdag Pazar Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi",
    "الأحد الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت الاحد",
)
_DAYS_SHORT = (
    "So Mo Di Mi Do Fr Sa Sun Mon Tue Tues Wed Thu Thur Thurs Fri Sat",
    "dim lun mar mer jeu ven sam dom mié jue vie sáb gio sab",
    "niedz pon wt śr czw pt sob вс пн вт ср чт пт сб нд zo ma di wo do vr za",
    "seg ter qua qui sex",
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ł": "l", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Month:
    """What a word may mean as a month.

    Attributes:
        number: 1 to 12.
        wide: The languages that write the month out in this way.
        short: The languages that abbreviate it in this way.
    """

    number: int
    wide: frozenset[str]
    short: frozenset[str]


def fold_word(word: str) -> str:
    """A word as the tables know it: NFC, lower case, one space between two words."""
    lowered = unicodedata.normalize("NFC", word).lower()
    # Turkish "İ" lowers to two code points, of which the second is only a dot.
    return " ".join(lowered.replace("i̇", "i").replace("’", "'").split())


def _spell_plainly(word: str) -> Iterator[str]:
    """The word as teleprinters and capitals have it: "maerz", "fevrier"."""
    yield word
    yield word.translate(_UMLAUTS)
    if word.isascii() or word[0] < "ɐ":
        decomposed = unicodedata.normalize("NFD", word.replace("ł", "l").replace("ı", "i"))
        yield "".join(char for char in decomposed if not unicodedata.combining(char))


def _collect_months() -> dict[str, Month]:
    wide: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    numbers: dict[str, int] = {}
    for table, found in ((_MONTHS_WIDE, wide), (_MONTHS_SHORT, short)):
        for language, row in table.items():
            for number, names in enumerate(row.split("|"), start=1):
                for name in names.split():
                    for word in _spell_plainly(fold_word(name.replace("_", " "))):
                        numbers.setdefault(word, number)
                        found.setdefault(word, set()).add(language)
    return {
        word: Month(number, frozenset(wide.get(word, ())), frozenset(short.get(word, ())))
        for word, number in numbers.items()
    }


def _collect_days(rows: tuple[str, ...]) -> frozenset[str]:
    words = (fold_word(name) for row in rows for name in row.split())
    return frozenset(spelling for word in words for spelling in _spell_plainly(word))


MONTHS = _collect_months()
"""Each month's names, folded."""

DAYS_WIDE = _collect_days(_DAYS_WIDE)
"""Names of weekdays, folded."""

DAYS_SHORT = _collect_days(_DAYS_SHORT)
"""Abbreviations of weekdays, folded; to be trusted only before a "." or ","."""

ZONES = {
    **dict.fromkeys(("z", "ut", "utc", "gmt", "wet"), 0),
    **dict.fromkeys(("mez", "cet", "west"), 60),
    **dict.fromkeys(("mesz", "cest", "eet"), 120),
    **dict.fromkeys(("eest", "msk"), 180),
    **dict.fromkeys(("jst", "kst"), 540),
    # RFC 5322 §4.3
    "edt": -240,
    "est": -300,
    "cdt": -300,
    "mdt": -360,
    "mst": -420,
    "pdt": -420,
    "pst": -480,
}
"""Minutes east of Greenwich. Names that several zones share are left out."""
