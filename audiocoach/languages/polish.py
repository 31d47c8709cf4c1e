"""Polish."""

from __future__ import annotations

from audiocoach.languages.book import Book, LengthWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken

BOOK = Book(
    kind_names={
        "talk": "Posłuchaj",
        "warm-up": "Rozgrzewka",
        "drill": "Ćwiczenie",
        "work": "Start",
        "rest": "Odpoczynek",
        "stretch": "Rozciąganie",
        "cool-down": "Wyciszenie",
    },
    lengths=LengthWords(joint=" i "),
    then="; potem ",
    signs=SignWords(
        to="do",
        over="przez",
        percent="procent",
        both="i",
        at=" przy ",
        pace="w tempie na {distance}",
        per={"km": "na kilometr", "mi": "na milę"},
        versus="kontra",
        zone="strefa",
        effort="wysiłek",
        number="numer",
        dot="kropka",
        zero="zero",
        half_hour="pół godziny",
        fractions={
            "1/2": "połowa",
            "1/3": "jedna trzecia",
            "2/3": "dwie trzecie",
            "1/4": "jedna czwarta",
            "3/4": "trzy czwarte",
        },
        metres_near=r"\bsprint|\bpodbieg|\bskok|\bskip|\brzut|\bprzebieżk|\bbieżni|\bmetr",
        shorthand={"np.": "na przykład", "tzn.": "to znaczy"},
    ),
)

COUNTING = Counting(
    locale="pl",
    numbers="pl",
    own_units={"times": ("raz", "razy")},
    feminine=frozenset({"hour", "minute", "second", "mile"}),
    as_feminine=(
        ("^jeden", "jedna"),
        (r"\bdwa", "dwie"),
    ),
)

POLISH = Spoken(BOOK, COUNTING.number, COUNTING.count)
