"""Portuguese, of Portugal and of Brazil: they differ in a few numbers and units."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from audiocoach.languages.book import Book, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_MONTHS = (
    "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
    "novembro", "dezembro",
)  # fmt: skip

COUNTING = Counting(
    locale="pt-PT",
    numbers="pt",
    own_units={"beat": ("batimento por minuto", "batimentos por minuto"), "times": ("vez", "vezes")},
    feminine=frozenset({"hour", "mile", "times"}),
    as_feminine=(
        (r"\bum", "uma"),
        (r"\bdois", "duas"),
    ),
)


def _half_of(counting: Counting, whole: int, unit: Unit | None) -> str:
    feminine = unit in counting.feminine
    if not whole:
        assert unit is not None  # half of nothing is asked for with its unit
        return f"{'meia' if feminine else 'meio'} {counting.count(1, unit).partition(' ')[2]}"
    said = counting.count(whole, unit) if unit else counting.number(whole)
    return said + (" e meia" if feminine else " e meio")


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said = COUNTING.count(hour, "hour").rpartition(" ")[0]
    if not minute:
        return f"{said} horas" if behind else said
    return f"{said} e {'meia' if minute == 30 and hour <= 12 else COUNTING.number(minute)}"


def _date(day: int, month: int, year: str, before: str) -> str:  # noqa: ARG001  # said alike behind any word
    said = f"{COUNTING.number(day)} de {_MONTHS[month - 1]}"
    return f"{said} de {year}" if year else said


BOOK = Book(
    markers=MARKERS["pt"],
    kind_names={
        "talk": "Escuta",
        "warm-up": "Aquecimento",
        "drill": "Exercício",
        "work": "Vamos",
        "rest": "Descanso",
        "stretch": "Alongamento",
        "cool-down": "Volta à calma",
    },
    nouns={"talk": "Instruções", "work": "Esforço"},
    begins={"rest": "Agora, descanso", "stretch": "Vamos alongar"},
    sets=("bloco", "parte"),
    lengths=LengthWords(joint=" e ", bare=" e ", halves=frozenset({"hour", "minute"})),
    then="; depois ",
    between="; entre repetições, ",
    with_between="{}, com {} entre repetições",
    own_paces={
        "5k": "ritmo de cinco quilómetros",
        "10k": "ritmo de dez quilómetros",
        "half": "ritmo de meia maratona",
        "marathon": "ritmo de maratona",
        "easy": "ritmo leve",
        "threshold": "ritmo de limiar",
        "interval": "ritmo de intervalos",
    },
    numbers=NumberWords(
        point="vírgula",
        half=partial(_half_of, COUNTING),
        part_of="{} de {one}",
        half_noun=("meio", "meia"),
        half_behind=(" e meio", " e meia"),
        feminine_noun="as?$",
        of=lambda rounds: f"de {rounds}",
        out_of="em",
        counted=r"s[ée]ries?|voltas?|rondas?|repeti(?:ção|ções)|rep|blocos?|semana|dia|sess[ãa]o|treino|parte|tiro|round",
        thousands=". ",
        over="sobre",
        fractions={"1/2": "metade", "1/3": "um terço", "2/3": "dois terços", "1/4": "um quarto", "3/4": "três quartos"},
    ),
    clock=ClockWords(time=_time, date=_date),
    signs=SignWords(
        at={"": "a", "zone": "em"},
        to="a",
        percent="por cento",
        both="e",
        pace="ao ritmo de {distance}",
        per={"km": "por quilómetro", "mi": "por milha", "h": "por hora"},
        zone="zona",
        effort="esforço",
        number="número",
        dot="ponto",
        zero="zero",
        between={"a": ("entre", "e"), "entre": ("entre", "e")},
        metres_near=r"\bsprint|\btiro|\bsubida|\bladeira|\bsalto|\blançamento|\bpista\b|\bmetros?\b",
        behind_number={"rep": ("repetições", "repetições")},
        shorthand={
            "p. ex.": "por exemplo",
            "aprox.": "aproximadamente",
            "rec.?": "recuperação",
            "máx.": "máximo",
            "vs.?": "contra",
        },
        signs={
            "<": "menos de",
            ">": "mais de",
            "≤": "no máximo",
            "≥": "pelo menos",
            "~": "cerca de",
            "±": "mais ou menos",
            "+": "mais",
        },
    ),
)

PORTUGUESE = Spoken(BOOK, COUNTING.number, COUNTING.count, COUNTING.unit)

_IN_BRAZIL = replace(COUNTING, locale="pt-BR", numbers="pt_BR")
BRAZILIAN = Spoken(
    replace(
        BOOK,
        signs=replace(BOOK.signs, per={**BOOK.signs.per, "km": "por quilômetro"}),
        own_paces={name: words.replace("quilómetro", "quilômetro") for name, words in BOOK.own_paces.items()},
        numbers=replace(BOOK.numbers, half=partial(_half_of, _IN_BRAZIL)),
    ),
    _IN_BRAZIL.number,
    _IN_BRAZIL.count,
    _IN_BRAZIL.unit,
)
