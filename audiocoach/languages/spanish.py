"""Spanish."""

from __future__ import annotations

from audiocoach.languages.book import Book, LengthWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken

BOOK = Book(
    kind_names={
        "talk": "Escucha",
        "warm-up": "Calentamiento",
        "drill": "Ejercicio",
        "work": "Vamos",
        "rest": "Descanso",
        "stretch": "Estiramiento",
        "cool-down": "Vuelta a la calma",
    },
    lengths=LengthWords(joint=" y ", half=" y medio"),
    then="; luego ",
    signs=SignWords(
        to="a",
        over="sobre",
        percent="por ciento",
        both="y",
        at=" a ",
        pace="a ritmo de {distance}",
        per={"km": "por kilómetro", "mi": "por milla"},
        versus="contra",
        zone="zona",
        effort="esfuerzo",
        number="número",
        dot="punto",
        zero="cero",
        half_hour="media hora",
        fractions={
            "1/2": "la mitad",
            "1/3": "un tercio",
            "2/3": "dos tercios",
            "1/4": "un cuarto",
            "3/4": "tres cuartos",
        },
        metres_near=r"\bsprint|\besprint|\bcuesta|\bsalto|\bsalta|\blanzamiento|\bprogresi[oó]n|\bpista\b|\bmetros?\b",
        shorthand={"p. ej.": "por ejemplo", "p.ej.": "por ejemplo", "aprox.": "aproximadamente"},
    ),
)

COUNTING = Counting(
    locale="es",
    numbers="es",
    own_units={"times": ("vez", "veces")},
    feminine=frozenset({"hour", "mile", "times"}),
    as_feminine=(("uno", "una"),),
    as_masculine=(
        ("veintiuno", "veintiún"),
        ("uno", "un"),
    ),
)

SPANISH = Spoken(BOOK, COUNTING.number, COUNTING.count)
