"""The words in which one language differs from another: its book, filled in by one module for each language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from audiocoach.quantities.markers import Markers
from audiocoach.quantities.notations import Unit

Case = Literal["", "accusative", "genitive", "dative", "instrumental", "locative"]
"""In which form a number of units stands; "" is the one that is named."""


@dataclass(frozen=True, slots=True)
class LengthWords:
    """How hours, minutes and seconds follow each other.

    Args:
        joint: before the last of several parts: "une minute et cinq secondes".
        bare: before seconds that lose their unit, from ten on: "une minute cinquante".
        halves: whole units, by name, behind which a half is said as one: "un minuto y medio".
        bare_minutes: before minutes that lose their unit behind hours, from ten on: "une heure quinze".
        most_halves: the largest number of units of which a half is said so, where that is not any: "anderhalve".
    """

    joint: str = " "
    bare: str = " "
    halves: frozenset[Unit] = frozenset()
    bare_minutes: str = ""
    most_halves: int = 10_000


@dataclass(frozen=True, slots=True)
class NumberWords:
    """How numbers are written and said.

    Args:
        point: what stands in a decimal: "Komma".
        half: half of a unit more than a whole number: (1, "minute") is "anderhalve minuut", (0, "hour") half of one,
            (1, None) the number alone.
        by_digit: whether decimals are said digit by digit.
        half_decimal: whether 1.5 is said as one and a half.
        thousands: what stands between thousands, beside the narrow blanks that do so everywhere.
        fractions: those that have a word of their own.
        half_noun: half, before a noun and before a feminine one: "un demi" in "un demi tour".
        half_behind: half, behind a noun and behind a feminine one, where it stands there: "vuelta y media".
        feminine_noun: how feminine nouns end, as a pattern.
        singular: the endings of plurals, as patterns, and what one of them has in their place.
        over: between the numbers of any other fraction.
        of: behind a round, its rounds: "of 4".
        out_of: between a mark and ten.
        counted: what is counted so, as a pattern: "Round" in "Round 2/4".
        part_of: a fraction of a unit: "{} of a {one}" in "a quarter of a mile"; `{some}` is the unit behind a decimal.
        declined: how a number of units that is no whole one is said in a case, in words that are in none.
    """

    point: str
    half: Callable[[int, Unit | None], str]
    fractions: Mapping[str, str]
    half_noun: tuple[str, str]
    over: str
    of: Callable[[int], str]
    out_of: str
    counted: str
    by_digit: bool = False
    half_decimal: bool = True
    half_behind: tuple[str, str] | None = None
    feminine_noun: str = "(?!)"
    singular: Mapping[str, str] = field(default_factory=lambda: {"s$": ""})
    thousands: str = "."
    part_of: str = "{} {one}"
    declined: Callable[[str, int, Unit, Case], str] | None = None


@dataclass(frozen=True, slots=True)
class ClockWords:
    """Times of day and dates.

    Args:
        time: hour, minute, and the words before and behind, in small letters.
        date: day, month, year ("" for none), and the word before.
        day_first: whether `1/6/2026` is in June for sure.
        day_dots: whether `1.6.` is a date.
    """

    time: Callable[[int, int, str, str], str]
    date: Callable[[int, int, str, str], str]
    day_first: bool = True
    day_dots: bool = False


@dataclass(frozen=True, slots=True)
class SignWords:
    """What the signs of training plans are in words.

    In `pace`, `{}` is the number, `{capital}` it with a capital, `{distance}` it with its unit. `at` has the word
    for `@` by what follows: "zone", "effort", "percent", "pace" and "" for anything else. `per` has a kilometre
    ("km"), a mile ("mi") and an hour ("h"). `signs` has each sign that a voice would drop. `zone_after` has a
    zone's words after a preposition that needs them.
    """

    to: str
    percent: str
    both: str
    at: Mapping[str, str]
    pace: str
    per: Mapping[str, str]
    zone: str
    effort: str
    number: str
    dot: str
    zero: str
    signs: Mapping[str, str]
    metres_near: str
    """Words, as a pattern, that tell that `10m` in their clause is a distance."""

    for_each: Mapping[str, str] = field(default_factory=dict)
    """What is said for `per` where a coach names a pace in a sentence: "five thirty a kilometre"."""

    shorthand: Mapping[str, str] = field(default_factory=dict)
    """Abbreviations that are words: `e.g.` is "for example", `approx.?` "about", with its full stop or without."""

    cases: Mapping[str, Case] = field(default_factory=dict)
    """The case in which a number of units stands after a word."""

    zone_after: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contracted: Mapping[str, str] = field(default_factory=dict)
    """What becomes of words that meet, as patterns: "de une" is "d'une"."""

    by: str = ""
    """Between two bare numbers, in a language that does not say "times" there: "seis por ochocientos"."""

    between: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """What a word becomes before a range, and what stands in it, where "to" and "at" are one word: "entre 5 et 6"."""

    before_number: Mapping[str, str] = field(default_factory=dict)
    """Words that are short for others before a number alone, with their full stop or without: "ok. 5" is "około 5"."""

    behind_number: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Words that are short for others behind a number from two on, with their full stop or without: "8 rep.". The
    first form is for a few, as Polish has it, and the second for many."""

    from_words: frozenset[str] = frozenset()
    from_case: Case = ""
    """Words that ask for this case where a range begins behind them: "z 10 do 8"."""

    openers: frozenset[str] | None = None
    """The words with which a sentence begins behind an abbreviation, where all nouns have a capital."""


@dataclass(frozen=True, slots=True)
class Book:
    """All of one language's words, apart from how it counts.

    Args:
        kind_names: what a step without a name is called when it begins, by kind.
        nouns: what it is called before that, where its name is a command: nobody is to go a minute early.
        begins: what is said of it when it begins, where its name alone is lost by whoever listens outdoors.
        sets: what a set of sets without a name is called, and a set of those.
        lengths: how the parts of a length are joined.
        numbers: how numbers are written and said.
        clock: times of day and dates.
        markers: what its coaches write beside numbers.
        signs: the signs of training plans.
        own_paces: what each of `quantities.paces.OF_RACES` is called behind a pace: "your five kilometre pace".
        rounds: a set's rounds before its steps: "eight times: ".
        twice: two rounds, where they have a word of their own.
        then: between the steps of a set.
        between: before the rest that comes only between its rounds.
        with_between: a set and that rest, in writing.
    """

    kind_names: Mapping[str, str]
    nouns: Mapping[str, str]
    sets: tuple[str, str]
    lengths: LengthWords
    numbers: NumberWords
    clock: ClockWords
    markers: Markers
    signs: SignWords
    then: str
    between: str
    with_between: str
    own_paces: Mapping[str, str]
    rounds: str = "{}: "
    twice: str = ""
    begins: Mapping[str, str] = field(default_factory=dict)
