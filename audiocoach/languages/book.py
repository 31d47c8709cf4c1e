"""The words in which one language differs from another: its book, filled in by one module for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Unit = Literal["hour", "minute", "second", "kilometre", "metre", "mile", "times"]


@dataclass(frozen=True, slots=True)
class LengthWords:
    """How hours, minutes and seconds follow each other.

    Args:
        joint: before the last of several parts: "une minute et cinq secondes".
        bare: before seconds that lose their unit, from ten on: "une minute cinquante".
        half: what thirty seconds behind whole minutes are, where a language has a word for it: " y medio".
    """

    joint: str = " "
    bare: str = " "
    half: str = ""


@dataclass(frozen=True, slots=True)
class SignWords:
    """What the signs of training plans are in words; in `pace`, `{}` is the number, `{distance}` it with its unit."""

    to: str
    over: str
    percent: str
    both: str
    at: str
    pace: str
    per: Mapping[str, str]
    versus: str
    zone: str
    effort: str
    number: str
    dot: str
    zero: str
    half_hour: str
    fractions: Mapping[str, str]
    metres_near: str
    """Words, as a pattern, that tell that `10m` in their clause is a distance."""

    shorthand: Mapping[str, str] = field(default_factory=dict)
    """Abbreviations that are words: `e.g.` is "for example"."""


@dataclass(frozen=True, slots=True)
class Book:
    """All of one language's words, apart from how it counts.

    Args:
        kind_names: what a step without a name is called, by kind.
        lengths: how the parts of a length are joined.
        signs: the signs of training plans.
        rounds: a set's rounds before its steps: "eight times: ".
        twice: two rounds, where they have a word of their own.
        then: between the steps of a set.
    """

    kind_names: Mapping[str, str]
    lengths: LengthWords
    signs: SignWords
    then: str
    rounds: str = "{}: "
    twice: str = ""
