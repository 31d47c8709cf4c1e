"""Italian."""

from __future__ import annotations

from audiocoach.languages.book import Book, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
    "novembre", "dicembre",
)  # fmt: skip

COUNTING = Counting(
    locale="it",
    numbers="it",
    own_units={"beat": ("battito al minuto", "battiti al minuto"), "times": ("volta", "volte")},
    feminine=frozenset({"hour", "times"}),
    as_feminine=((r"\buno", "una"),),
    as_masculine=((r"\buno", "un"),),
    contracted={"una ora": "un'ora"},
)


def _half(whole: int, unit: Unit | None) -> str:
    feminine = unit in COUNTING.feminine
    if not whole:
        assert unit is not None  # half of nothing is asked for with its unit
        if unit == "hour":
            return "mezz'ora"
        return f"{'mezza' if feminine else 'mezzo'} {COUNTING.count(1, unit).partition(' ')[2]}"
    said = COUNTING.count(whole, unit) if unit else COUNTING.number(whole)
    return said + (" e mezza" if feminine else " e mezzo")


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said = "una" if hour == 1 else COUNTING.number(hour)
    return f"{said} e {'mezza' if minute == 30 and hour <= 12 else COUNTING.number(minute)}" if minute else said


def _date(day: int, month: int, year: str, before: str) -> str:  # noqa: ARG001  # said alike behind any word
    said = f"{'primo' if day == 1 else COUNTING.number(day)} {_MONTHS[month - 1]}"
    return f"{said} {year}" if year else said


BOOK = Book(
    markers=MARKERS["it"],
    kind_names={
        "talk": "Ascolta",
        "warm-up": "Riscaldamento",
        "drill": "Esercizio",
        "work": "Via",
        "rest": "Recupero",
        "stretch": "Allungamento",
        "cool-down": "Defaticamento",
    },
    nouns={"talk": "Istruzioni", "work": "Fase veloce"},
    begins={
        "rest": "Adesso recupera",
        "stretch": "È il momento dell'allungamento",
        "cool-down": "È il momento del defaticamento",
    },
    sets=("blocco", "parte"),
    lengths=LengthWords(joint=" e ", bare=" e ", halves=frozenset({"hour", "minute"}), bare_minutes=" e "),
    then="; poi ",
    between="; tra una e l'altra, ",
    with_between="{}, con {} tra una e l'altra",
    own_paces={
        "5k": "il tuo ritmo sui cinque chilometri",
        "10k": "il tuo ritmo sui dieci chilometri",
        "half": "il tuo ritmo da mezza maratona",
        "marathon": "il tuo ritmo da maratona",
        "easy": "il tuo ritmo lento",
        "threshold": "il tuo ritmo di soglia",
        "interval": "il tuo ritmo da ripetute",
    },
    numbers=NumberWords(
        point="virgola",
        half=_half,
        part_of="{} di {one}",
        half_noun=("mezzo", "mezza"),
        feminine_noun="[ae]$",
        half_behind=(" e mezzo", " e mezza"),
        singular={"i$": "o", "e$": "a"},
        of=lambda rounds: f"di {rounds}",
        out_of="su",
        counted=r"serie|giro|giri|ripetut[ae]|ripetizion[ei]|blocc[oh]i?|settimana|giorno|seduta|allenamento|parte|round",
        over="su",
        fractions={"1/2": "metà", "1/3": "un terzo", "2/3": "due terzi", "1/4": "un quarto", "3/4": "tre quarti"},
    ),
    clock=ClockWords(time=_time, date=_date),
    signs=SignWords(
        at={"": "a", "zone": "in", "percent": "al"},
        to="a",
        percent="per cento",
        both="e",
        pace="al ritmo dei {distance}",
        per={"km": "al chilometro", "mi": "al miglio", "h": "all'ora"},
        zone="zona",
        effort="sforzo",
        number="numero",
        dot="punto",
        zero="zero",
        metres_near=r"\bsprint|\bscatt[oi]|\bsalit[ae]|\bsalt[oi]|\blanci|\blancio|\ballung(o|hi)\b|\bpista\b|\bmetr[oi]\b",
        behind_number={"rip": ("ripetizioni", "ripetizioni")},
        shorthand={
            "p. es.": "per esempio",
            "ad es.": "ad esempio",
            "ca.": "circa",
            "rec.?": "recupero",
            "max.": "massimo",
            "vs.?": "contro",
        },
        between={"a": ("tra", "e"), "al": ("tra il", "e il"), "tra": ("tra", "e"), "fra": ("fra", "e")},
        contracted={
            r"\b([Ii])l (?=(?:8\d?|11)\b)": "l'",
            r"\b([Aa])l (?=(?:8\d?|11)\b)": r"\1ll'",
            r"\b([Aa])lle una\b": r"\1ll'una",
        },
        signs={
            "<": "meno di",
            ">": "più di",
            "≤": "al massimo",
            "≥": "almeno",
            "~": "circa",
            "±": "più o meno",
            "+": "più",
        },
    ),
)

ITALIAN = Spoken(BOOK, COUNTING.number, COUNTING.count, COUNTING.unit)
