"""Polish numbers and units in their cases, of which neither CLDR nor num2words knows more than the first."""

from __future__ import annotations

import re
from collections.abc import Mapping

from audiocoach.languages.book import Case
from audiocoach.quantities.notations import Unit

_ONES = (
    "zera", "jednego", "dwóch", "trzech", "czterech", "pięciu", "sześciu", "siedmiu", "ośmiu", "dziewięciu",
    "dziesięciu", "jedenastu", "dwunastu", "trzynastu", "czternastu", "piętnastu", "szesnastu", "siedemnastu",
    "osiemnastu", "dziewiętnastu",
)  # fmt: skip
_TENS = (
    "", "", "dwudziestu", "trzydziestu", "czterdziestu", "pięćdziesięciu", "sześćdziesięciu", "siedemdziesięciu",
    "osiemdziesięciu", "dziewięćdziesięciu",
)  # fmt: skip
_HUNDREDS = (
    "", "stu", "dwustu", "trzystu", "czterystu", "pięciuset", "sześciuset", "siedmiuset", "ośmiuset", "dziewięciuset",
)  # fmt: skip

_GENITIVE: Mapping[Unit, tuple[str, str]] = {
    "hour": ("jednej godziny", "godzin"), "minute": ("jednej minuty", "minut"),
    "second": ("jednej sekundy", "sekund"), "kilometre": ("jednego kilometra", "kilometrów"),
    "metre": ("jednego metra", "metrów"), "mile": ("jednej mili", "mil"),
}  # fmt: skip
_LOCATIVE: Mapping[Unit, tuple[str, str]] = {
    "hour": ("jednej godzinie", "godzinach"), "minute": ("jednej minucie", "minutach"),
    "second": ("jednej sekundzie", "sekundach"), "kilometre": ("jednym kilometrze", "kilometrach"),
    "metre": ("jednym metrze", "metrach"), "mile": ("jednej mili", "milach"),
}  # fmt: skip
_INSTRUMENTAL: Mapping[Unit, tuple[str, str]] = {
    "hour": ("jedną godziną", "godzinami"), "minute": ("jedną minutą", "minutami"),
    "second": ("jedną sekundą", "sekundami"), "kilometre": ("jednym kilometrem", "kilometrami"),
    "metre": ("jednym metrem", "metrami"), "mile": ("jedną milą", "milami"),
}  # fmt: skip
_UNITS: Mapping[Case, Mapping[Unit, tuple[str, str]]] = {
    "genitive": _GENITIVE, "locative": _LOCATIVE, "instrumental": _INSTRUMENTAL,
}  # fmt: skip
_ONE: Mapping[Unit, str] = {
    "hour": "jedną godzinę", "minute": "jedną minutę", "second": "jedną sekundę", "mile": "jedną milę",
}  # fmt: skip


def genitive(value: int) -> str:
    """Say a number of things in the genitive, which is the locative as well: 22 is "dwudziestu dwóch"."""
    thousands, rest = divmod(value, 1000)
    hundreds, below = divmod(rest, 100)
    said = []
    if thousands:
        said.append("tysiąca" if thousands == 1 else f"{genitive(thousands)} tysięcy")
    if hundreds:
        said.append(_HUNDREDS[hundreds])
    if below < 20 and (below or not value):
        said.append("jeden" if below == 1 and value > 1 else _ONES[below])
    elif below:
        tens, ones = divmod(below, 10)
        said += [_TENS[tens], *(["jeden" if ones == 1 else _ONES[ones]] if ones else [])]
    return " ".join(said)


def in_case(value: int, unit: Unit, case: Case, said: str) -> str:
    """Say a number of units in a case; `said` is in none."""
    if case == "accusative":
        return _ONE.get(unit, said) if value == 1 else said
    units = _UNITS.get(case, {}).get(unit)
    if units is None:
        return said
    if value == 1:
        return units[0]
    number = genitive(value)
    if case == "instrumental":
        two = "dwiema" if unit in ("hour", "minute", "second", "mile") else "dwoma"
        number = {2: two, 3: "trzema", 4: "czterema"}.get(value, number)
    return f"{number} {units[1]}"


def declined(said: str, whole: int, unit: Unit, case: Case) -> str:  # noqa: ARG001  # as in any language
    """Say a part of a unit in a case, in words that are in none: "dwa i pół kilometra" is "dwóch i pół kilometra"."""
    if case == "accusative" or whole < 2:
        return said
    first, number = said.partition(" i pół ")[0], genitive(whole)
    first = first.partition(" przecinek ")[0]
    return number + said[len(first) :]


def feminine(ordinal: str, ending: str) -> str:
    """Make an ordinal feminine: "drugi" is "druga" with "a", and "drugiej" with "ej"."""
    return " ".join(_ended(word, ending) for word in ordinal.split())


def of_a_day(ordinal: str) -> str:
    """Put an ordinal in the genitive of dates: "drugi" is "drugiego"."""
    return " ".join(_ended(word, "ego") for word in ordinal.split())


def _ended(word: str, ending: str) -> str:
    if ending == "a":
        return re.sub(r"(?<=[kg])i$|(?<=c)i$|y$", "a", word)
    return re.sub("y$", ending, word) if word.endswith("y") else re.sub("i$", f"i{ending}", word)
