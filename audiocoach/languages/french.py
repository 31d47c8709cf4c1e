"""French."""

from __future__ import annotations

from audiocoach.languages.book import Book, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip

COUNTING = Counting(
    locale="fr",
    numbers="fr",
    own_units={"beat": ("battement par minute", "battements par minute"), "times": ("fois", "fois")},
    feminine=frozenset({"hour", "minute", "second", "times"}),
    as_feminine=((r"\bun", "une"),),
)


def _half(whole: int, unit: Unit | None) -> str:
    feminine = unit in COUNTING.feminine
    if not whole:
        assert unit is not None  # half of nothing is asked for with its unit
        return f"{'une' if feminine else 'un'} demi-{COUNTING.count(1, unit).partition(' ')[2]}"
    said = COUNTING.count(whole, unit) if unit else COUNTING.number(whole)
    return said + (" et demie" if feminine else " et demi")


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said = COUNTING.count(hour, "hour")
    return f"{said} {COUNTING.number(minute)}" if minute else said


def _date(day: int, month: int, year: str, before: str) -> str:  # noqa: ARG001  # said alike behind any word
    said = f"{'premier' if day == 1 else COUNTING.number(day)} {_MONTHS[month - 1]}"
    return f"{said} {year}" if year else said


BOOK = Book(
    markers=MARKERS["fr"],
    kind_names={
        "talk": "Écoute",
        "warm-up": "Échauffement",
        "drill": "Exercice",
        "work": "C'est parti",
        "rest": "Récupération",
        "stretch": "Étirement",
        "cool-down": "Retour au calme",
    },
    nouns={"talk": "Consignes", "work": "Effort"},
    begins={
        "warm-up": "C'est parti pour l'échauffement",
        "stretch": "C'est le moment de s'étirer",
        "cool-down": "C'est le retour au calme",
    },
    sets=("série", "partie"),
    lengths=LengthWords(joint=" et ", bare_minutes=" "),
    rounds="{} : ",
    then=" ; puis ",
    between=" ; entre les répétitions, ",
    with_between="{}, avec {} entre les répétitions",
    own_paces={
        "5k": "ton allure sur cinq kilomètres",
        "10k": "ton allure sur dix kilomètres",
        "half": "ton allure semi-marathon",
        "marathon": "ton allure marathon",
        "easy": "ton allure facile",
        "threshold": "ton allure seuil",
        "interval": "ton allure intervalles",
    },
    numbers=NumberWords(
        point="virgule",
        half=_half,
        part_of="{} de {one}",
        half_noun=("un demi", "une demi"),
        half_behind=(" et demi", " et demie"),
        feminine_noun="es?$",
        of=lambda rounds: f"sur {rounds}",
        out_of="sur",
        counted=r"s[ée]ries?|tours?|r[ée]p[ée]titions?|r[ée]p|blocs?|semaine|jour|s[ée]ance|étape|partie|round|set",
        thousands=". ",
        over="sur",
        fractions={
            "1/2": "la moitié",
            "1/3": "un tiers",
            "2/3": "deux tiers",
            "1/4": "un quart",
            "3/4": "trois quarts",
        },
    ),
    clock=ClockWords(time=_time, date=_date),
    signs=SignWords(
        at={"": "à", "zone": "en"},
        to="à",
        percent="pour cent",
        both="et",
        pace="à l'allure {distance}",
        per={"km": "au kilomètre", "mi": "au mile", "h": "à l'heure"},
        zone="zone",
        effort="effort",
        number="numéro",
        dot="point",
        zero="zéro",
        metres_near=r"\bsprint|\bcôte|\bbond|\bsaut|\blancer|\bligne[s]? droite|\bpiste\b|\bmètres?\b",
        behind_number={"rép": ("répétitions", "répétitions")},
        shorthand={
            "p. ex.": "par exemple",
            "env.": "environ",
            "c.-à-d.": "c'est-à-dire",
            "rec.": "récupération",
            "récup.": "récupération",
            "ex.": "exemple",
            "max.": "maximum",
            "vs.?": "contre",
        },
        between={"à": ("entre", "et"), "entre": ("entre", "et")},
        contracted={r"\b([Dd])e (?=une?\b)": r"\1'"},
        signs={
            "<": "moins de",
            ">": "plus de",
            "≤": "au plus",
            "≥": "au moins",
            "~": "environ",
            "±": "plus ou moins",
            "+": "plus",
        },
    ),
)

FRENCH = Spoken(BOOK, COUNTING.number, COUNTING.count, COUNTING.unit)
