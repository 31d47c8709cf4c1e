"""Spanish."""

from __future__ import annotations

from audiocoach.languages.book import Book, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip

COUNTING = Counting(
    locale="es",
    numbers="es",
    own_units={"beat": ("pulsación por minuto", "pulsaciones por minuto"), "times": ("vez", "veces")},
    feminine=frozenset({"hour", "mile", "times"}),
    as_feminine=(("uno", "una"),),
    as_masculine=(
        ("veintiuno", "veintiún"),
        ("uno", "un"),
    ),
)


def _half(whole: int, unit: Unit | None) -> str:
    feminine = unit in COUNTING.feminine
    if not whole:
        assert unit is not None  # half of nothing is asked for with its unit
        return f"{'media' if feminine else 'medio'} {COUNTING.count(1, unit).partition(' ')[2]}"
    said = COUNTING.count(whole, unit) if unit else COUNTING.number(whole)
    return said + (" y media" if feminine else " y medio")


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said, hours = COUNTING.count(hour, "hour").rpartition(" ")[0], " horas" if behind else ""
    if not minute:
        return said + hours
    if hour > 12:
        return f"{said} {COUNTING.number(minute)}{hours}"
    return f"{said} y { ({15: 'cuarto', 30: 'media'}.get(minute) or COUNTING.number(minute)) }"


def _date(day: int, month: int, year: str, before: str) -> str:  # noqa: ARG001  # said alike behind any word
    said = f"{COUNTING.number(day)} de {_MONTHS[month - 1]}"
    return f"{said} de {year}" if year else said


BOOK = Book(
    markers=MARKERS["es"],
    kind_names={
        "talk": "Escucha",
        "warm-up": "Calentamiento",
        "drill": "Ejercicio",
        "work": "Vamos",
        "rest": "Descanso",
        "stretch": "Estiramiento",
        "cool-down": "Vuelta a la calma",
    },
    nouns={"talk": "Instrucciones", "work": "Esfuerzo"},
    begins={"stretch": "Vamos a estirar"},
    sets=("bloque", "parte"),
    lengths=LengthWords(joint=" y ", halves=frozenset({"hour", "minute"})),
    then="; luego ",
    between="; entre repeticiones, ",
    with_between="{}, con {} entre repeticiones",
    own_paces={
        "5k": "tu ritmo de cinco kilómetros",
        "10k": "tu ritmo de diez kilómetros",
        "half": "tu ritmo de media maratón",
        "marathon": "tu ritmo de maratón",
        "easy": "tu ritmo suave",
        "threshold": "tu ritmo de umbral",
        "interval": "tu ritmo de intervalos",
    },
    numbers=NumberWords(
        point="coma",
        half=_half,
        part_of="{} de {one}",
        half_noun=("medio", "media"),
        half_behind=(" y medio", " y media"),
        feminine_noun="as?$",
        of=lambda rounds: f"de {rounds}",
        out_of="sobre",
        counted=r"series?|rondas?|vueltas?|repetici[óo]n(?:es)?|rep|bloques?|semana|d[íi]a|sesi[óo]n|parte|tramo|round",
        over="sobre",
        fractions={
            "1/2": "la mitad",
            "1/3": "un tercio",
            "2/3": "dos tercios",
            "1/4": "un cuarto",
            "3/4": "tres cuartos",
        },
    ),
    clock=ClockWords(time=_time, date=_date),
    signs=SignWords(
        at={"": "a", "zone": "en", "percent": "al"},
        to="a",
        percent="por ciento",
        both="y",
        pace="a ritmo de {distance}",
        per={"km": "por kilómetro", "mi": "por milla", "h": "por hora"},
        zone="zona",
        effort="esfuerzo",
        number="número",
        dot="punto",
        zero="cero",
        metres_near=r"\bsprint|\besprint|\bcuesta|\bsalto|\bsalta|\blanzamiento|\bprogresi[oó]n|\bpista\b|\bmetros?\b",
        behind_number={"rep": ("repeticiones", "repeticiones")},
        shorthand={
            "p. ej.": "por ejemplo",
            "p.ej.": "por ejemplo",
            "aprox.": "aproximadamente",
            "rec.?": "recuperación",
            "máx.": "máximo",
            "vs.?": "contra",
        },
        by="por",
        between={"a": ("entre", "y"), "al": ("entre el", "y el"), "entre": ("entre", "y")},
        contracted={r"(?<!\d )\b([Aa]) (?=\d+ por ciento)": r"\1l "},
        signs={
            "<": "menos de",
            ">": "más de",
            "≤": "como máximo",
            "≥": "al menos",
            "~": "unos",
            "±": "más o menos",
            "+": "más",
        },
    ),
)

SPANISH = Spoken(BOOK, COUNTING.number, COUNTING.count, COUNTING.unit)
