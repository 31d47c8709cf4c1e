"""German."""

from __future__ import annotations

from audiocoach.languages.book import Book, Case, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
    "Dezember",
)  # fmt: skip
_INFLECTING = frozenset(("am", "zum", "vom", "ab", "bis", "seit", "dem", "den", "beim"))
_DATIVE = ("in", "nach", "vor", "mit", "von", "seit", "zu", "bei", "ab", "aus", "unter", "<")
_ACCUSATIVE = ("für", "um", "ohne", "gegen", "über", ">")


def _in_case(value: int, unit: Unit, case: Case, said: str) -> str:
    if unit == "times":
        return said
    if value == 1:
        one = {"eine": "einer", "ein": "einem"} if case == "dative" else {"ein": "einen"}
        article, _, noun = said.partition(" ")
        return f"{one.get(article, article)} {noun}"
    return said + "n" if case == "dative" and unit in ("kilometre", "metre") else said


COUNTING = Counting(
    locale="de",
    numbers="de",
    own_units={"times": ("{}mal", "{}mal"), "beat": ("Schlag pro Minute", "Schläge pro Minute")},
    feminine=frozenset({"hour", "minute", "second", "mile"}),
    as_feminine=(("eins", "eine"),),
    as_masculine=(("eins", "ein"),),
    in_case=_in_case,
)


def _half(whole: int, unit: Unit | None) -> str:
    if whole:
        said = ("ein" if whole == 1 else COUNTING.number(whole)) + "einhalb"
        return f"{said} {COUNTING.unit('2', unit)}" if unit else said
    assert unit is not None  # half of nothing is asked for with its unit
    one = COUNTING.count(1, unit)
    return one.replace("eine ", "eine halbe ").replace("ein ", "ein halber ")


def _declined(said: str, whole: int, unit: Unit, case: Case) -> str:  # noqa: ARG001  # as in any language
    return said + "n" if case == "dative" and unit in ("kilometre", "metre") else said


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said = f"{'ein' if hour == 1 else COUNTING.number(hour)} Uhr"
    return f"{said} {COUNTING.number(minute)}" if minute else said


def _date(day: int, month: int, year: str, before: str) -> str:
    ending = "n" if before in _INFLECTING else "r"
    return f"{COUNTING.ordinal(day)}{ending} {_MONTHS[month - 1]} {year}".rstrip()


BOOK = Book(
    markers=MARKERS["de"],
    kind_names={
        "talk": "Hör zu",
        "warm-up": "Aufwärmen",
        "drill": "Übung",
        "work": "Los",
        "rest": "Pause",
        "stretch": "Dehnen",
        "cool-down": "Auslaufen",
    },
    nouns={"talk": "Hinweise", "work": "Belastung"},
    sets=("Serie", "Teil"),
    lengths=LengthWords(joint=" und ", halves=frozenset({"hour"})),
    then="; dann ",
    between="; dazwischen ",
    with_between="{}, dazwischen {}",
    own_paces={
        "5k": "deinem Tempo über fünf Kilometer",
        "10k": "deinem Tempo über zehn Kilometer",
        "half": "deinem Halbmarathontempo",
        "marathon": "deinem Marathontempo",
        "easy": "deinem lockeren Tempo",
        "threshold": "deinem Schwellentempo",
        "interval": "deinem Intervalltempo",
    },
    numbers=NumberWords(
        point="Komma",
        half=_half,
        fractions={
            "1/2": "die Hälfte",
            "1/3": "ein Drittel",
            "2/3": "zwei Drittel",
            "1/4": "ein Viertel",
            "3/4": "drei Viertel",
        },
        half_noun=("halbe", "halbe"),
        over="durch",
        of=lambda rounds: f"von {rounds}",
        out_of="von",
        counted=r"runden?|durchg[aä]ng(?:e|en)?|serien?|s[aä]tz(?:e|en)?|set|wiederholung(?:en)?|abschnitte?|intervalle?"
        r"|woche|tag|einheit|teil|lauf|block|schritt",
        by_digit=True,
        declined=_declined,
    ),
    clock=ClockWords(
        time=_time, date=_date, day_dots=True
    ),
    signs=SignWords(
        to="bis",
        percent="Prozent",
        both="und",
        at={"": "mit", "zone": "in", "percent": "bei", "pace": "mit"},
        pace="im {capital}-Kilometer-Tempo",
        per={"km": "pro Kilometer", "mi": "pro Meile", "h": "pro Stunde"},
        zone="Zone",
        effort="Anstrengung",
        number="Nummer",
        dot="Punkt",
        zero="null",
        signs={
            "<": "unter", ">": "über", "≤": "höchstens", "≥": "mindestens", "~": "etwa", "±": "plus minus", "+": "plus",
        },
        between={"zwischen": ("zwischen", "und")},
        metres_near=r"sprint|\bantritt|\bsteigerung|\bhügel|\bberg|\bsprung|\bsprüng|\bhopser|\bwurf|\bmeter\b",
        shorthand={
            "z.B.": "zum Beispiel",
            "z. B.": "zum Beispiel",
            "d.h.": "das heißt",
            "d. h.": "das heißt",
            "bzw.?": "beziehungsweise",
            "ca.?": "circa",
            "ggf.?": "gegebenenfalls",
            "inkl.?": "inklusive",
            "max.": "maximal",
            "mind.": "mindestens",
            "Wdh.?": "Wiederholungen",
            "vs.?": "gegen",
        },
        cases={**dict.fromkeys(_DATIVE, "dative"), **dict.fromkeys(_ACCUSATIVE, "accusative")},
        openers=frozenset((
            "aber", "achte", "als", "atme", "auf", "bleib", "bleibt", "da", "dabei", "danach", "dann", "das", "dein",
            "deine", "der", "die", "dies", "du", "ein", "eine", "er", "es", "fang", "für", "geh", "genieß", "gut",
            "halt", "halte", "hier", "ich", "ihr", "im", "in", "insgesamt", "jetzt", "komm", "lass", "lauf", "lauft",
            "los", "mach", "mit", "nach", "nicht", "nimm", "noch", "nun", "nur", "ruh", "schnell", "sie", "so",
            "steh", "trab", "um", "am", "an", "ab", "alle", "beim", "bis", "diesmal", "endlich", "genau", "gleich",
            "heb", "heute", "immer", "kein", "keine", "locker", "mehr", "ohne", "schau", "seit", "über", "unter", "vom",
            "von", "vor", "weiter", "wieder", "zieh", "zuerst", "zwischen", "und",
            "versuch", "wenn", "wer", "wir", "zum", "zurück",
        )),
    ),
)  # fmt: skip

GERMAN = Spoken(BOOK, COUNTING.number, COUNTING.count, COUNTING.unit)
