"""Italian."""

from __future__ import annotations

from audiocoach.languages.book import Book, LengthWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken

BOOK = Book(
    kind_names={
        "talk": "Ascolta",
        "warm-up": "Riscaldamento",
        "drill": "Esercizio",
        "work": "Via",
        "rest": "Recupero",
        "stretch": "Allungamento",
        "cool-down": "Defaticamento",
    },
    lengths=LengthWords(joint=" e ", bare=" e ", half=" e mezzo"),
    then="; poi ",
    signs=SignWords(
        to="a",
        over="su",
        percent="per cento",
        both="e",
        at=" a ",
        pace="al ritmo dei {distance}",
        per={"km": "al chilometro", "mi": "al miglio"},
        versus="contro",
        zone="zona",
        effort="sforzo",
        number="numero",
        dot="punto",
        zero="zero",
        half_hour="mezz'ora",
        fractions={"1/2": "metà", "1/3": "un terzo", "2/3": "due terzi", "1/4": "un quarto", "3/4": "tre quarti"},
        metres_near=r"\bsprint|\bscatt[oi]|\bsalit[ae]|\bsalt[oi]|\blanci|\blancio|\ballung(o|hi)\b|\bpista\b|\bmetr[oi]\b",
        shorthand={"p. es.": "per esempio", "ad es.": "ad esempio", "ca.": "circa"},
    ),
)

COUNTING = Counting(
    locale="it",
    numbers="it",
    own_units={"times": ("volta", "volte")},
    feminine=frozenset({"hour", "times"}),
    as_feminine=((r"\buno", "una"),),
    as_masculine=((r"\buno", "un"),),
    contracted={"una ora": "un'ora"},
)

ITALIAN = Spoken(BOOK, COUNTING.number, COUNTING.count)
