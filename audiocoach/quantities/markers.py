"""What stands beside a number and says what it is, by language: one table for lengths and for the reader of speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from audiocoach.quantities.notations import Unit


@dataclass(frozen=True, slots=True)
class Markers:
    """The marks of one language, in small letters.

    Args:
        units: how its own units are written behind a number, beside the `notations` of all languages.
        joint: the word between the parts of a length: "1 Stunde und 30 Minuten".
        pace: words beside a clock that make it a pace: "im 5:30 Schnitt".
        per: words that stand for the stroke of a pace wherever it is written: "5:30 pro km".
        per_in_words: those that do so in a sentence alone, since they are too common: "8:15 a mile".
        at: words after which a clock shows the time of day: "um 18:30".
        sure_at: those of them after which a number with a point does so as well: "um 18.30".
        days: the days of the week, behind which `14/6` is a date.
        on: words behind which `14/6` is a date, unless that is a fraction with a name of its own.
        definite: words before a fraction that take its "a" away: "the last quarter".
        first_of_two: words before the first of two paces: "from 6:00 to 5:30/km".
        second_of_two: words between them.
        behind: words behind a clock that say so: "18:30 Uhr".
        sizes: words near `5'10"` that make it feet and inches.
    """

    units: Mapping[str, Unit]
    joint: str
    pace: frozenset[str]
    per: frozenset[str]
    at: frozenset[str]
    sure_at: frozenset[str]
    days: frozenset[str]
    first_of_two: frozenset[str]
    second_of_two: frozenset[str]
    behind: frozenset[str] = frozenset()
    per_in_words: frozenset[str] = frozenset()
    on: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    sizes: frozenset[str] = field(default_factory=frozenset)


def _units(**spelled: str) -> Mapping[str, Unit]:
    """Turn `hour="std stunde"` into a unit for each spelling."""
    return {spelling: unit for unit, all_ in spelled.items() for spelling in all_.split()}  # type: ignore[misc]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MARKERS: Mapping[str, Markers] = {
    "en": Markers(
        units=_units(mile="mph", kilometre="kph kmh", foot="ft feet foot", yard="yd yds yard yards"),
        joint="and",
        pace=_words("pace"),
        per=_words("per"),
        per_in_words=_words("a"),
        at=_words("at until till"),
        sure_at=frozenset(),
        behind=_words("am pm o'clock o’clock"),
        sizes=_words("tall high wide deep box height feet inches lb lbs kg stone"),
        days=_words("monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"),
        definite=_words("the this last first final next"),
        first_of_two=_words("from between"),
        second_of_two=_words("to and"),
    ),
    "de": Markers(
        units=_units(
            hour="std stunde stunden", minute="minuten", second="sek sekunde sekunden",
            kilometre="kilometern kmh", metre="metern", mile="meile meilen",
        ),
        joint="und",
        pace=_words("tempo schnitt pace"),
        per=_words("pro je"),
        at=_words("um gegen ab"),
        sure_at=_words("um gegen ab"),
        behind=_words("uhr"),
        days=_words("montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so"),
        definite=_words("das dem letzte letzten erste ersten"),
        first_of_two=_words("von zwischen"),
        second_of_two=_words("auf bis zu und"),
    ),
    "fr": Markers(
        units=_units(
            hour="heure heures", second="seconde secondes", kilometre="kilomètre kilomètres", metre="mètre mètres",
        ),
        joint="et",
        pace=_words("allure"),
        per=_words("par"),
        per_in_words=_words("au"),
        at=_words("à vers dès"),
        sure_at=frozenset(),
        days=_words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        on=_words("le"),
        definite=_words("le dernier premier"),
        first_of_two=_words("de entre"),
        second_of_two=_words("à et"),
    ),
    "es": Markers(
        units=_units(
            hour="hora horas", minute="minuto minutos", second="seg segs segundo segundos",
            kilometre="kilómetro kilómetros", metre="metro metros", beat="ppm lpm",
        ),
        joint="y",
        pace=_words("ritmo"),
        per=_words("por al"),
        at=_words("las la"),
        sure_at=_words("las"),
        behind=_words("h hs hrs horas"),
        days=_words("lunes martes miércoles jueves viernes sábado domingo"),
        on=_words("el"),
        definite=_words("el último primer"),
        first_of_two=_words("de entre"),
        second_of_two=_words("a y"),
    ),
    "it": Markers(
        units=_units(
            hour="ora ore", minute="minuto minuti", second="secondo secondi",
            kilometre="chilometro chilometri", metre="metro metri",
        ),
        joint="e",
        pace=_words("ritmo"),
        per=_words("al"),
        at=_words("alle ore dalle verso le all' dall'"),
        sure_at=_words("alle ore dalle all'"),
        days=_words("lunedì martedì mercoledì giovedì venerdì sabato domenica"),
        on=_words("il"),
        definite=_words("il ultimo primo"),
        first_of_two=_words("da tra fra"),
        second_of_two=_words("a e"),
    ),
    "nl": Markers(
        units=_units(
            hour="u uur uren", minute="minuut minuten", second="seconde seconden", mile="mijl",
        ),
        joint="en",
        pace=_words("tempo"),
        per=_words("per"),
        at=_words("om vanaf rond tegen"),
        sure_at=_words("om vanaf"),
        behind=_words("uur u"),
        days=_words("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
        on=_words("op"),
        definite=_words("het laatste eerste"),
        first_of_two=_words("van tussen"),
        second_of_two=_words("naar tot en"),
    ),
    "pl": Markers(
        units=_units(
            hour="godz godzina godziny godzin godzinę", minute="minuta minuty minut minutę",
            second="sek sekunda sekundy sekund sekundę", kilometre="kilometr kilometry kilometrów",
            metre="metr metry metrów",
        ),
        joint="i",
        pace=_words("tempo tempie"),
        per=_words("na"),
        at=_words("o godzinie godzina godz"),
        sure_at=_words("o godzinie godzina godz"),
        days=_words("poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę"),
        on=_words("dnia"),
        first_of_two=_words("od z między"),
        second_of_two=_words("do a i"),
    ),
    "pt": Markers(
        units=_units(
            hour="hora horas", minute="minuto minutos", second="seg segs segundo segundos",
            kilometre="quilómetro quilómetros quilômetro quilômetros", metre="metro metros",
        ),
        joint="e",
        pace=_words("ritmo"),
        per=_words("por"),
        per_in_words=_words("ao"),
        at=_words("às à das pelas"),
        sure_at=_words("às das pelas"),
        behind=_words("h horas"),
        days=_words("feira segunda terça quarta quinta sexta sábado domingo"),
        on=_words("dia"),
        definite=_words("o último primeiro"),
        first_of_two=_words("de entre"),
        second_of_two=_words("a e"),
    ),
}  # fmt: skip
"""By language. The Portuguese of Brazil writes them all alike."""


def any_of(words: Iterable[str]) -> str:
    """Return words as alternatives of a pattern, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def units_anywhere() -> Mapping[str, Unit]:
    """Return how the units of all languages are written, for what was meant by a length in another language's words."""
    return {spelling: unit for each in MARKERS.values() for spelling, unit in each.units.items()}


def per_anywhere() -> frozenset[str]:
    """Return the words of all languages that stand for the stroke of a pace."""
    return frozenset().union(*(each.per for each in MARKERS.values()))
