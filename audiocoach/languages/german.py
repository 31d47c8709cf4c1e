"""German."""

from __future__ import annotations

from audiocoach.languages.book import Book, LengthWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken

BOOK = Book(
    kind_names={
        "talk": "Hör zu",
        "warm-up": "Aufwärmen",
        "drill": "Übung",
        "work": "Los",
        "rest": "Pause",
        "stretch": "Dehnen",
        "cool-down": "Auslaufen",
    },
    lengths=LengthWords(joint=" und "),
    then="; dann ",
    signs=SignWords(
        to="bis",
        over="durch",
        percent="Prozent",
        both="und",
        at=" mit ",
        pace="im {}-Kilometer-Tempo",
        per={"km": "pro Kilometer", "mi": "pro Meile"},
        versus="gegen",
        zone="Zone",
        effort="Anstrengung",
        number="Nummer",
        dot="Punkt",
        zero="null",
        half_hour="eine halbe Stunde",
        fractions={
            "1/2": "die Hälfte",
            "1/3": "ein Drittel",
            "2/3": "zwei Drittel",
            "1/4": "ein Viertel",
            "3/4": "drei Viertel",
        },
        metres_near=r"sprint|\bantritt|\bsteigerung|\bhügel|\bberg|\bsprung|\bsprüng|\bhopser|\bwurf|\bmeter\b",
        shorthand={
            "z.B.": "zum Beispiel",
            "z. B.": "zum Beispiel",
            "d.h.": "das heißt",
            "bzw.": "beziehungsweise",
            "ca.": "circa",
        },
    ),
)

COUNTING = Counting(
    locale="de",
    numbers="de",
    own_units={"times": ("mal", "mal")},
    feminine=frozenset({"hour", "minute", "second", "mile"}),
    as_feminine=(("eins", "eine"),),
    as_masculine=(("eins", "ein"),),
)

GERMAN = Spoken(BOOK, COUNTING.number, COUNTING.count)
