"""Words of what was said and of what was heard, alike however they are written, and how many were lost. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiocoach.speech.estimate import plain_of

_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fifty sixty seventy eighty ninety
"""
_ONES, _TENS = _NUMBERS.split()[:20], _NUMBERS.split()[20:]


_JOINED = re.compile(r"\b(warm|cool|half)(up|down|way)\b")
"""Written as one word or as two, and said alike."""

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
"""The comma in 2,000."""


def words(text: str, language: str = "en") -> list[str]:
    """Lower case, without signs and accents, numbers spelt out: recognisers write "30" where "thirty" was said."""
    whole = text.replace("’", "'")
    if language.partition("-")[0] == "en":
        whole = _THOUSANDS.sub("", whole)
    plain = _JOINED.sub(lambda found: f"{found[1]} {found[2]}", plain_of(whole))
    spelt = re.sub(r"\d+", lambda number: f" {_spelt_in(int(number[0]), language)} ", plain)
    return re.findall(r"[^\W\d_]+", spelt)


def _spelt_in(number: int, language: str) -> str:
    if language.partition("-")[0] == "en" or number >= 1_000_000:
        return _spelt(number)
    from num2words import num2words

    return plain_of(str(num2words(number, lang=language.partition("-")[0])))


def _spelt(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f" {_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_ONES[number // 100]} hundred {_spelt(number % 100) if number % 100 else ''}"
    if number < 1_000_000:
        return f"{_spelt(number // 1000)} thousand {_spelt(number % 1000) if number % 1000 else ''}"
    return " ".join(_ONES[int(digit)] for digit in str(number))


_Cell = tuple[int, int, int]
"""Errors, words lost, words added."""


def compare(said: Sequence[str], heard: Sequence[str]) -> tuple[int, int]:
    """Count the words that were said and not heard, and those that were heard and not said.

    By the alignment with the fewest errors; a word taken for another counts as lost, and not as added.
    """
    _, lost, added = _table(said, heard)[-1][-1]
    return lost, added


def lost_words(said: Sequence[str], heard: Sequence[str]) -> tuple[list[bool], list[int]]:
    """Tell of each word said whether it was lost, and how many of those heard come until then; see `compare`."""
    table = _table(said, heard)
    lost, behind = [True] * len(said), [0] * len(said)
    row, column = len(said), len(heard)
    while row:
        errors, missing, _ = table[row][column]
        wrong = int(not column or said[row - 1] != heard[column - 1])
        if column and table[row - 1][column - 1][:2] == (errors - wrong, missing - wrong):
            lost[row - 1], behind[row - 1] = bool(wrong), column
            row, column = row - 1, column - 1
        elif table[row - 1][column][:2] == (errors - 1, missing - 1):
            behind[row - 1] = column
            row -= 1
        else:
            column -= 1
    return lost, behind


def _table(said: Sequence[str], heard: Sequence[str]) -> list[list[_Cell]]:
    """Return what is wrong at best between the first words said (by row) and the first words heard (by column)."""
    rows: list[list[_Cell]] = [[(n, 0, n) for n in range(len(heard) + 1)]]
    for lost, word in enumerate(said, 1):
        above, row = rows[-1], [(lost, lost, 0)]
        for n, other in enumerate(heard, 1):
            diagonal, up, left = above[n - 1], above[n], row[n - 1]
            wrong = int(word != other)
            row.append(
                min(
                    (diagonal[0] + wrong, diagonal[1] + wrong, diagonal[2]),
                    (up[0] + 1, up[1] + 1, up[2]),
                    (left[0] + 1, left[1], left[2] + 1),
                )
            )
        rows.append(row)
    return rows
