"""Dutch."""

from __future__ import annotations

from audiocoach.languages.book import Book, LengthWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken

BOOK = Book(
    kind_names={
        "talk": "Luister",
        "warm-up": "Warming-up",
        "drill": "Oefening",
        "work": "Start",
        "rest": "Rust",
        "stretch": "Rekken",
        "cool-down": "Cooling-down",
    },
    lengths=LengthWords(joint=" en "),
    then="; daarna ",
    signs=SignWords(
        to="tot",
        over="op",
        percent="procent",
        both="en",
        at=" op ",
        pace="in {}-kilometertempo",
        per={"km": "per kilometer", "mi": "per mijl"},
        versus="tegen",
        zone="zone",
        effort="inspanning",
        number="nummer",
        dot="punt",
        zero="nul",
        half_hour="een half uur",
        fractions={"1/2": "de helft", "1/3": "een derde", "2/3": "twee derde", "1/4": "een kwart", "3/4": "drie kwart"},
        metres_near=r"\bsprint|\bheuvel|\bsprong|\bsprongen|\bworp|\bversnelling|\bbaan\b|\bmeter\b",
        shorthand={"bijv.": "bijvoorbeeld", "d.w.z.": "dat wil zeggen", "ca.": "circa"},
    ),
)

COUNTING = Counting(
    locale="nl",
    numbers="nl",
    own_units={"hour": ("uur", "uur"), "times": ("keer", "keer")},
)

DUTCH = Spoken(BOOK, COUNTING.number, COUNTING.count)
