"""Dutch."""

from __future__ import annotations

from audiocoach.languages.book import Book, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip

COUNTING = Counting(
    locale="nl",
    numbers="nl",
    own_units={"beat": ("slag per minuut", "slagen per minuut"), "hour": ("uur", "uur"), "times": ("keer", "keer")},
)


def _half(whole: int, unit: Unit | None) -> str:
    ending = "" if unit == "hour" else "e"
    said = f"een half{ending}"
    if whole == 1:
        said = f"anderhalf{ending}".replace("fe", "ve")
    elif whole:
        number = COUNTING.number(whole)
        said = f"{number}{'ën' if number.endswith('e') else 'en'}half{ending}"
    return (
        f"{said.replace('halfe', 'halve')} {COUNTING.count(1, unit).partition(' ')[2]}"
        if unit
        else said.replace("fe", "ve")
    )


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said = f"{COUNTING.number(hour)} uur"
    return f"{said} {COUNTING.number(minute)}" if minute else said


def _date(day: int, month: int, year: str, before: str) -> str:  # noqa: ARG001  # said alike behind any word
    said = f"{COUNTING.number(day)} {_MONTHS[month - 1]}"
    return f"{said} {year}" if year else said


BOOK = Book(
    markers=MARKERS["nl"],
    kind_names={
        "talk": "Luister",
        "warm-up": "Warming-up",
        "drill": "Oefening",
        "work": "Start",
        "rest": "Rust",
        "stretch": "Rekken",
        "cool-down": "Cooling-down",
    },
    nouns={"talk": "Uitleg", "work": "Inspanning"},
    sets=("serie", "deel"),
    lengths=LengthWords(joint=" en ", halves=frozenset({"hour", "minute"}), bare_minutes=" ", most_halves=1),
    then="; daarna ",
    between="; daartussen ",
    with_between="{}, met {} ertussen",
    own_paces={
        "5k": "je tempo op de vijf kilometer",
        "10k": "je tempo op de tien kilometer",
        "half": "je halvemarathontempo",
        "marathon": "je marathontempo",
        "easy": "je rustige tempo",
        "threshold": "je drempeltempo",
        "interval": "je intervaltempo",
    },
    numbers=NumberWords(
        point="komma",
        half=_half,
        half_noun=("halve", "halve"),
        of=lambda rounds: f"van {rounds}",
        out_of="op",
        counted=r"rondes?|series?|sets?|herhaling(?:en)?|blok(?:ken)?|week|dag|training|deel|stap|interval",
        over="op",
        fractions={"1/2": "de helft", "1/3": "een derde", "2/3": "twee derde", "1/4": "een kwart", "3/4": "drie kwart"},
    ),
    clock=ClockWords(time=_time, date=_date),
    signs=SignWords(
        at={"": "op", "zone": "in"},
        to="tot",
        percent="procent",
        both="en",
        pace="in {}kilometertempo",
        per={"km": "per kilometer", "mi": "per mijl", "h": "per uur"},
        zone="zone",
        effort="inspanning",
        number="nummer",
        dot="punt",
        zero="nul",
        between={"tussen": ("tussen", "en")},
        metres_near=r"\bsprint|\bheuvel|\bsprong|\bsprongen|\bworp|\bversnelling|\bbaan\b|\bmeter\b",
        shorthand={
            "bijv.": "bijvoorbeeld",
            "d.w.z.": "dat wil zeggen",
            "ca.": "circa",
            "incl.?": "inclusief",
            "max.": "maximaal",
            "herh.?": "herhalingen",
            "vs.?": "tegen",
        },
        signs={
            "<": "onder",
            ">": "boven",
            "≤": "hooguit",
            "≥": "minstens",
            "~": "ongeveer",
            "±": "plus of min",
            "+": "plus",
        },
    ),
)

DUTCH = Spoken(BOOK, COUNTING.number, COUNTING.count, COUNTING.unit)
