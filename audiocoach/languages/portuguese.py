"""Portuguese, of Portugal and of Brazil: they differ in a few numbers and units."""

from __future__ import annotations

from dataclasses import replace

from audiocoach.languages.book import Book, LengthWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken

BOOK = Book(
    kind_names={
        "talk": "Escuta",
        "warm-up": "Aquecimento",
        "drill": "Exercício",
        "work": "Vamos",
        "rest": "Descanso",
        "stretch": "Alongamento",
        "cool-down": "Volta à calma",
    },
    lengths=LengthWords(joint=" e ", bare=" e ", half=" e meio"),
    then="; depois ",
    signs=SignWords(
        to="a",
        over="sobre",
        percent="por cento",
        both="e",
        at=" a ",
        pace="ao ritmo de {distance}",
        per={"km": "por quilómetro", "mi": "por milha"},
        versus="contra",
        zone="zona",
        effort="esforço",
        number="número",
        dot="ponto",
        zero="zero",
        half_hour="meia hora",
        fractions={"1/2": "metade", "1/3": "um terço", "2/3": "dois terços", "1/4": "um quarto", "3/4": "três quartos"},
        metres_near=r"\bsprint|\btiro|\bsubida|\bladeira|\bsalto|\blançamento|\bpista\b|\bmetros?\b",
        shorthand={"p. ex.": "por exemplo", "aprox.": "aproximadamente"},
    ),
)

COUNTING = Counting(
    locale="pt_PT",
    numbers="pt",
    own_units={"times": ("vez", "vezes")},
    feminine=frozenset({"hour", "mile", "times"}),
    as_feminine=(
        (r"\bum", "uma"),
        (r"\bdois", "duas"),
    ),
)

PORTUGUESE = Spoken(BOOK, COUNTING.number, COUNTING.count)

_IN_BRAZIL = replace(COUNTING, locale="pt_BR", numbers="pt_BR")
BRAZILIAN = Spoken(
    replace(BOOK, signs=replace(BOOK.signs, per={"km": "por quilômetro", "mi": "por milha"})),
    _IN_BRAZIL.number,
    _IN_BRAZIL.count,
)
