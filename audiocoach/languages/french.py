"""French."""

from __future__ import annotations

from audiocoach.languages.book import Book, LengthWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken

BOOK = Book(
    kind_names={
        "talk": "Écoute",
        "warm-up": "Échauffement",
        "drill": "Exercice",
        "work": "C'est parti",
        "rest": "Repos",
        "stretch": "Étirement",
        "cool-down": "Retour au calme",
    },
    lengths=LengthWords(joint=" et "),
    rounds="{} : ",
    then=" ; puis ",
    signs=SignWords(
        to="à",
        over="sur",
        percent="pour cent",
        both="et",
        at=" à ",
        pace="à l'allure {distance}",
        per={"km": "au kilomètre", "mi": "au mile"},
        versus="contre",
        zone="zone",
        effort="effort",
        number="numéro",
        dot="point",
        zero="zéro",
        half_hour="une demi-heure",
        fractions={
            "1/2": "la moitié",
            "1/3": "un tiers",
            "2/3": "deux tiers",
            "1/4": "un quart",
            "3/4": "trois quarts",
        },
        metres_near=r"\bsprint|\bcôte|\bbond|\bsaut|\blancer|\bligne[s]? droite|\bpiste\b|\bmètres?\b",
        shorthand={"p. ex.": "par exemple", "env.": "environ", "c.-à-d.": "c'est-à-dire"},
    ),
)

COUNTING = Counting(
    locale="fr",
    numbers="fr",
    own_units={"times": ("fois", "fois")},
    feminine=frozenset({"hour", "minute", "second", "times"}),
    as_feminine=((r"\bun", "une"),),
)

FRENCH = Spoken(BOOK, COUNTING.number, COUNTING.count)
