"""What each act gives: the steps as they are meant to be afterwards, and ways to write that in the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audiocoach.assist.placed_steps import Path, Steps
from audiocoach.assist.steps_in_text import StepsInText
from audiocoach.assist.text_edits import Edit
from audiocoach.errors import AudiocoachError
from audiocoach.script.model import Set, Step

Way = Callable[[], str]
"""Gives the whole text afterwards, or raises an `AudiocoachError` where it cannot be written so."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An act that has been thought out.

    Attributes:
        steps: the session's steps afterwards.
        ways: how the text may come to say so, the one that changes least first.
        select: the step that is to be looked at afterwards; None for the place of the change.
        words: what in it, if not all of it.
    """

    steps: Steps
    ways: Sequence[Way]
    select: Path | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act does to a text.

    Attributes:
        edits: in order; none where the text says so already.
        select: from where to where the new text has what the act was about.
    """

    edits: tuple[Edit, ...]
    select: tuple[int, int]


def path_in(asked: Mapping[str, Any], key: str = "step") -> Path:
    """Read which step is meant: its path, such as "2/1".

    Raises:
        AudiocoachError: when it is none.
    """
    value = asked.get(key)
    parts = value.split("/") if isinstance(value, str) else []
    if not parts or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise AudiocoachError(f"'{key}' names no step", 'give the path of one, such as "0" or "2/1"')
    return tuple(map(int, parts))


def words_in(asked: Mapping[str, Any], key: str, *, needed: bool = True) -> str:
    """Read words, in one line.

    Raises:
        AudiocoachError: when there are none.
    """
    value = asked.get(key, "")
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words and needed:
        raise AudiocoachError(f"'{key}' has no words", "write some")
    return words


def number_in(asked: Mapping[str, Any], key: str, least: int) -> int:
    """Read a whole number.

    Raises:
        AudiocoachError: when it is none, or too small.
    """
    value = asked.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > 10**9:
        raise AudiocoachError(f"'{key}' is not a whole number", "give one")
    if value < least:
        raise AudiocoachError(f"'{key}' is {value}, and {least} is the least", "give more")
    return value


def step_of(item: Step | Set, what: str) -> Step:
    """Return an item that must be a step.

    Raises:
        AudiocoachError: when it is a set.
    """
    if isinstance(item, Set):
        raise AudiocoachError(f"a set itself {what}", "choose one of its steps")
    return item


def in_another(asked: Mapping[str, Any], found: StepsInText, another: StepsInText) -> dict[str, Any]:
    """Ask the same of another session of a programme, in which its table may have more steps or fewer before these."""
    mapped = dict(asked)
    for key in ("step", "last", "before", "after"):
        if asked.get(key) is not None:
            start = found.at(path_in(asked, key)).site.start
            there = [placed.path for placed in another.all() if placed.site.start == start]
            there = [path for path in there if len(path) == len(there[0])]  # without what a table has in its sets
            path = (there[-1] if key == "after" or asked.get("where") == "after" else there[0]) if there else ()
            mapped[key] = "/".join(map(str, path))
    return mapped
