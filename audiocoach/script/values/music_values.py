"""Read the values of `music`: what it does under words, how far it rewinds, its tempo."""

from __future__ import annotations

import re
from typing import Literal

from audiocoach.errors import Unreadable
from audiocoach.quantities.lengths import write_length
from audiocoach.script.values import readers
from audiocoach.text.suggest import did_you_mean

UNDER_WORDS = ("duck", "pause")
"""What music does while something is said."""


def read_under_words(value: object) -> Literal["duck", "pause"]:
    """Read what music does under words."""
    text = readers.text_of(value, "what music does under words").strip()
    if text in UNDER_WORDS:
        return text  # type: ignore[return-value]  # one of the two
    raise Unreadable(
        f"'{text}' is not what music does under words",
        did_you_mean(text, UNDER_WORDS, "It is: duck (quieter), or pause"),
    )


MAX_REWIND = 30_000
"""Milliseconds of a story that are heard twice at most: they are kept in memory, 0.4 MB a second."""


def read_rewind(value: object) -> int:
    """Read how far back music goes on after words, in milliseconds; "0s" for not at all."""
    if isinstance(value, str) and re.fullmatch(readers.ZERO, value.strip()):
        return 0
    length = readers.read_length(value)
    if length > MAX_REWIND:
        raise Unreadable(f"{write_length(length)} is more than music rewinds", "write at most 30s, such as 2s")
    return length


def read_music_tempo(value: object) -> int | Literal["cadence"]:
    """Read the tempo of music: steps a minute, or `cadence` for that of each step."""
    text = value.strip() if isinstance(value, str) else ""
    if text == "cadence":
        return "cadence"
    if text and not text.lstrip("+-")[:1].isdecimal():
        listing = "It is: cadence (that of each step), or steps a minute, such as 170"
        raise Unreadable(f"'{text}' is no tempo of music", did_you_mean(text, ["cadence"], listing))
    return readers.whole_number(value, "the tempo of music", readers.CADENCES)
