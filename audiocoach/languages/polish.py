"""Polish."""

from __future__ import annotations

from audiocoach.languages.book import Book, ClockWords, LengthWords, NumberWords, SignWords
from audiocoach.languages.counting import Counting
from audiocoach.languages.polish_cases import declined, feminine, genitive, in_case, of_a_day
from audiocoach.languages.spoken import Spoken
from audiocoach.quantities.markers import MARKERS
from audiocoach.quantities.notations import Unit

_IN_ZONE = ("strefie", "pierwszej", "drugiej", "trzeciej", "czwartej", "piątej", "szóstej", "siódmej")

_GENITIVE = (
    "do", "od", "około", "ok", "bez", "poniżej", "powyżej", "<", ">", "~", "ciągu", "czasie", "koło", "blisko", "dla",
)  # fmt: skip
_MONTHS = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
    "listopada", "grudnia",
)  # fmt: skip

COUNTING = Counting(
    locale="pl",
    numbers="pl",
    own_units={"beat": ("uderzenie na minutę", "uderzeń na minutę"), "times": ("raz", "razy")},
    feminine=frozenset({"hour", "minute", "second", "mile"}),
    as_feminine=(
        ("^jeden", "jedna"),
        (r"\bdwa", "dwie"),
    ),
    in_case=in_case,
)


def _half(whole: int, unit: Unit | None) -> str:
    if unit is None:
        return "półtora" if whole == 1 else f"{COUNTING.number(whole)} i pół"
    noun = COUNTING.unit("1.5", unit)
    if whole == 1:
        return f"{'półtorej' if unit in COUNTING.feminine else 'półtora'} {noun}"
    return f"{COUNTING.count(whole, unit).rpartition(' ')[0]} i pół {noun}" if whole else f"pół {noun}"


def _time(hour: int, minute: int, before: str, behind: str) -> str:  # noqa: ARG001
    said = feminine(COUNTING.ordinal(hour), "ej" if before in ("o", "godzinie", "godz") else "a")
    zero = "zero " if minute < 10 else ""
    return f"{said} {zero}{COUNTING.number(minute)}" if minute else said


def _date(day: int, month: int, year: str, before: str) -> str:  # noqa: ARG001  # said alike behind any word
    return f"{of_a_day(COUNTING.ordinal(day))} {_MONTHS[month - 1]} {year}".rstrip()


BOOK = Book(
    markers=MARKERS["pl"],
    kind_names={
        "talk": "Posłuchaj",
        "warm-up": "Rozgrzewka",
        "drill": "Ćwiczenie",
        "work": "Start",
        "rest": "Przerwa",
        "stretch": "Rozciąganie",
        "cool-down": "Wyciszenie",
    },
    nouns={"talk": "Wskazówki", "work": "Wysiłek"},
    sets=("seria", "część"),
    lengths=LengthWords(joint=" i ", halves=frozenset({"hour", "minute"}), most_halves=1),
    then="; potem ",
    between="; a w przerwie ",
    with_between="{}, a w przerwie {}",
    own_paces={
        "5k": "twoim tempie na pięć kilometrów",
        "10k": "twoim tempie na dziesięć kilometrów",
        "half": "twoim tempie półmaratonu",
        "marathon": "twoim tempie maratonu",
        "easy": "twoim spokojnym tempie",
        "threshold": "twoim tempie progowym",
        "interval": "twoim tempie interwałowym",
    },
    numbers=NumberWords(
        point="przecinek",
        half=_half,
        part_of="{} {some}",
        declined=declined,
        half_noun=("pół", "pół"),
        of=lambda rounds: f"z {genitive(rounds)}",
        out_of="na",
        counted=r"rund[aęy]|seri[aęi]|powtórzeni[ae]|okrążeni[ae]|etap|blok|tydzień|dzień|trening|część|krok|odcinek",
        thousands=". ",
        over="przez",
        fractions={
            "1/2": "połowa",
            "1/3": "jedna trzecia",
            "2/3": "dwie trzecie",
            "1/4": "jedna czwarta",
            "3/4": "trzy czwarte",
        },
    ),
    clock=ClockWords(
        time=_time,
        date=_date,
        day_dots=True,
    ),
    signs=SignWords(
        at={"": "przy", "zone": "w", "percent": "na", "pace": "w tempie", "effort": ","},
        to="do",
        percent="procent",
        both="i",
        pace="w tempie na {distance}",
        per={"km": "na kilometr", "mi": "na milę", "h": "na godzinę"},
        zone="strefa",
        effort="wysiłek",
        number="numer",
        dot="kropka",
        zero="zero",
        metres_near=r"\bsprint|\bpodbieg|\bskok|\bskip|\brzut|\bprzebieżk|\bbieżni|\bmetr",
        behind_number={"powt": ("powtórzenia", "powtórzeń")},
        shorthand={
            "np.": "na przykład",
            "tzn.": "to znaczy",
            "max.": "maksymalnie",
            "maks.": "maksymalnie",
            "vs.?": "kontra",
        },
        signs={
            "<": "poniżej",
            ">": "powyżej",
            "≤": "najwyżej",
            "≥": "co najmniej",
            "~": "około",
            "±": "plus minus",
            "+": "plus",
        },
        before_number={"ok": "około", "godz": "godzinie"},
        from_words=frozenset(("z", "ze")),
        from_case="genitive",
        cases={
            **dict.fromkeys(("przez", "na", "co", "za", "w", "ponad", "o"), "accusative"),
            **dict.fromkeys(_GENITIVE, "genitive"),
            **dict.fromkeys(("z", "ze", "przed"), "instrumental"),
            "po": "locative",
        },
        zone_after={
            **dict.fromkeys(("w", "po", "@"), _IN_ZONE),
            **dict.fromkeys(("do", "od", "z", "powyżej", "poniżej", "bez"), ("strefy", *_IN_ZONE[1:])),
        },
    ),
)

POLISH = Spoken(BOOK, COUNTING.number, COUNTING.count, COUNTING.unit)
