"""The theme's catalogues and Unicode's locale data → words, dates and numbers in the
site's language.

Babel takes a tenth of a second to import, and a build that renders nothing needs none
of it: it is imported on first use.
"""

from __future__ import annotations

import gettext
from calendar import Calendar
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from newsdigest.errors import BuildError

if TYPE_CHECKING:
    from babel import Locale

    from newsdigest.model import PartialDate
    from newsdigest.views import PeriodCount

PeriodStyle = Literal["long", "full", "part", "weekday"]

_FORMATS: Mapping[PeriodStyle, Mapping[str, str]] = {
    "long": {"year": "y", "month": "yMMMM", "day": "long"},
    "full": {"year": "y", "month": "yMMMM", "day": "full"},
    "part": {"year": "y", "month": "LLLL", "day": "d"},
    "weekday": {"year": "y", "month": "LLLL", "day": "cccc"},
}
"""By precision: a pattern, a skeleton or a named format of CLDR."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Messages in one language; what is missing is given back as it is (English).

    Attributes:
        singular: Translation by message.
        plural: All plural forms by the singular message.
        choose: The index of the form for a number.
    """

    singular: Mapping[str, str]
    plural: Mapping[str, tuple[str, ...]]
    choose: Callable[[int], int]

    def translate(self, message: str, /, **values: object) -> str:
        """The message in the interface's language; `%(name)s` takes `values`."""
        text = self.singular.get(message, message)
        return text % values if values else text

    def translate_plural(self, one: str, many: str, number: int, /, **values: object) -> str:
        """The form for a number; `%(name)s` takes `values`."""
        forms = self.plural.get(one)
        english = one if number == 1 else many
        text = forms[self.choose(number)] if forms else english
        return text % values if values else text


def find_catalogue(theme: Path, language: str) -> Path:
    """Where a theme keeps its words in a language; English needs no file."""
    return theme / "translations" / language / "LC_MESSAGES" / "newsdigest.po"


@lru_cache(maxsize=8)
def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a `.po` file, or an empty one where there is none: then the
    interface speaks English.

    Raises:
        BuildError: If the file is no catalogue; the message names the file and the line.
    """
    if not path.is_file():
        return Catalogue({}, {}, bool)
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            catalog = read_po(file, abort_invalid=True)
        choose = gettext.c2py(catalog.plural_expr)
    except (PoFileError, ValueError) as error:
        raise BuildError(f"{path}: no catalogue: {error}") from error
    singular: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        if not message.id or message.fuzzy or not message.string:
            continue
        if isinstance(message.id, str):
            singular[message.id] = str(message.string)
        elif all(message.string):
            plural[message.id[0]] = tuple(message.string)
    return Catalogue(singular, plural, choose)


@dataclass(frozen=True)
class Tongue:
    """How a language writes dates and numbers (CLDR); English where CLDR knows none."""

    language: str

    @cached_property
    def locale(self) -> Locale:
        return _find_locale(self.language)

    def render_period(self, period: PartialDate, style: PeriodStyle = "long") -> str:
        """A date in words at its own precision: "Januar 2022", never a day that is
        not known. "full" adds the weekday to a day, "part" gives only the last part
        ("Januar", "10"), "weekday" the same, but of a day how the week calls it.
        """
        return _render_period(self.language, period, style)

    def render_number(self, number: int) -> str:
        """A whole number, grouped as the language does."""
        return _render_number(self.language, number)

    def name_language(self, language: str) -> str:
        """A language's own name in this one, or its code where CLDR knows none."""
        return str(self.locale.languages.get(language, language))

    def list_weekdays(self) -> list[tuple[str, str]]:
        """The days of the week, short and in full, in the order of the language's region."""
        from babel.dates import get_day_names

        short = get_day_names("short", "stand-alone", self.locale)
        full = get_day_names("wide", "stand-alone", self.locale)
        first = self._first_weekday
        return [(short[day % 7], full[day % 7]) for day in range(first, first + 7)]

    def list_weeks(
        self, month: PartialDate, days: Iterable[PeriodCount]
    ) -> list[list[tuple[int, PeriodCount | None]]]:
        """A month's weeks, seven days each: the day's number, 0 outside of the month, and
        what was published on it.
        """
        found = {day.period.day: day for day in days}
        weeks = Calendar(self._first_weekday).monthdayscalendar(month.year, month.month or 1)
        return [[(number, found.get(number)) for number in week] for week in weeks]

    @cached_property
    def _first_weekday(self) -> int:
        """Of the language's likely territory: the language alone has none."""
        from babel import Locale

        return Locale.parse(self.territory_code).first_week_day

    @cached_property
    def territory_code(self) -> str:
        """Language and likely territory, such as "de_DE" (Open Graph's `og:locale`)."""
        from babel.core import get_global

        likely: str = get_global("likely_subtags").get(self.locale.language, "en_Latn_US")
        return f"{self.locale.language}_{likely.rsplit('_', maxsplit=1)[-1]}"


@lru_cache(maxsize=64)
def find_direction(language: str) -> str:
    """The writing direction: "rtl" from right to left, else "ltr"."""
    return str(_find_locale(language).text_direction)


@lru_cache(maxsize=64)
def _find_locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=1024)
def _render_number(language: str, number: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(number, locale=_find_locale(language))


@lru_cache(maxsize=8192)
def _render_period(language: str, period: PartialDate, style: PeriodStyle) -> str:
    from babel.dates import format_date, format_skeleton, format_time

    locale = _find_locale(language)
    form = _FORMATS[style][period.precision]
    if form == "yMMMM":
        text = format_skeleton(form, period.first_day, locale=locale)
    else:
        text = format_date(period.first_day, form, locale=locale)
    if period.time is None or style in ("part", "weekday"):
        return text
    # Only the hour and minute that the source names; nothing is converted.
    time = format_time(period.time.replace(tzinfo=None), "short", locale=locale)
    return f"{text}, {time}"
