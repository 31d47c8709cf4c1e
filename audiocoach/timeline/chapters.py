"""A session's chapters: one for each step or, when those are too many to find one's way, for each round. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from audiocoach.timeline.intervals import Interval

MOST = 60
"""Chapters a list on a phone is still good for; with more, rounds and then sets are one chapter each."""

ROUND_WORDS = {
    "de": "Durchgang {} von {}",
    "en": "round {} of {}",
    "es": "serie {} de {}",
    "fr": "répétition {} sur {}",
    "it": "ripetizione {} di {}",
    "nl": "ronde {} van {}",
    "pl": "powtórzenie {} z {}",
    "pt": "série {} de {}",
}
"""As the coach sheets say it; in another language it is `2/8`."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of a session with its title, in milliseconds from its start.

    One with `children` is a set; its children tile it. Those without are what players show, in order of time.
    """

    title: str
    start_ms: int
    end_ms: int
    children: tuple[Chapter, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return it as plain data, for `show --json`."""
        return {
            "title": self.title,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "children": [child.as_data() for child in self.children],
        }


def chapters_of(intervals: Sequence[Interval], language: str) -> tuple[Chapter, ...]:
    """Return the chapters of a session, which tile it: steps and sets in order of time, each set with its own inside.

    `language` (BCP 47) is that of the words for rounds.
    """
    language = language.split("-")[0]
    found: list[Chapter] = []
    for detail in range(2 * max((len(interval.within) for interval in intervals), default=0) + 1):
        found = _within(intervals, 0, detail, language)
        if len(flat(found)) <= MOST:
            break
    return tuple(_numbered(found))


def flat(found: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """Return only the chapters without children, in order of time: they tile the session."""
    return tuple(leaf for each in found for leaf in (flat(each.children) if each.children else (each,)))


def _within(intervals: Sequence[Interval], depth: int, detail: int, language: str) -> list[Chapter]:
    """Return what the intervals are, `depth` sets deep: steps, and sets with what is in them."""
    found: list[Chapter] = []
    for position, members in groupby(intervals, lambda each: each.within[depth].position if _in(each, depth) else -1):
        inside = tuple(members)
        if position < 0:
            found += [_step(each, language) for each in inside]
        else:
            found.append(_set(inside, depth, detail, language))
    return found


def _in(interval: Interval, depth: int) -> bool:
    return len(interval.within) > depth


def _step(interval: Interval, language: str) -> Chapter:
    title = _plain(interval.name)
    if interval.rounds is not None and interval.rounds > 1:
        title = f"{title} ({_round(interval.round or 1, interval.rounds, language)})"
    return Chapter(title, interval.start_ms, interval.end_ms)


def _set(intervals: Sequence[Interval], depth: int, detail: int, language: str) -> Chapter:
    """Make the chapter of a set.

    The innermost set is its steps at `detail` 0, its rounds at 1, one chapter at 2; those around it follow.
    """
    first = intervals[0].within[depth]
    height = max(len(each.within) for each in intervals) - depth
    name = _plain(first.name) or _names(each for each in intervals if each.within[depth].round == 1)
    title = f"{name} × {first.rounds}" if first.rounds > 1 else name
    if depth:
        outer = intervals[0].within[depth - 1]
        title += f" ({_round(outer.round, outer.rounds, language)})" if outer.rounds > 1 else ""
    whole = Chapter(title, intervals[0].start_ms, intervals[-1].end_ms)
    if detail >= 2 * height:
        return whole
    inside: list[Chapter] = []
    for round_, members in groupby(intervals, lambda each: each.within[depth].round):
        steps = tuple(members)
        if detail == 2 * height - 1:
            counted = f" ({_round(round_, first.rounds, language)})" if first.rounds > 1 else ""
            inside.append(Chapter(_names(steps) + counted, steps[0].start_ms, steps[-1].end_ms))
        else:
            inside += _within(steps, depth + 1, detail, language)
    return replace(whole, children=tuple(inside))


def _names(intervals: Iterator[Interval] | Sequence[Interval]) -> str:
    """Join the names of steps, each once; of many the first three."""
    names = list(dict.fromkeys(_plain(each.name) for each in intervals))
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _round(number: int, of: int, language: str) -> str:
    return ROUND_WORDS.get(language, "{}/{}").format(number, of)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _numbered(found: Sequence[Chapter], first: int = 1) -> Iterator[Chapter]:
    """Yield the chapters that players show, numbered through; sets have a name and no number."""
    for each in found:
        if each.children:
            inside = tuple(_numbered(each.children, first))
            yield replace(each, children=inside)
            first += len(flat(inside))
        else:
            yield replace(each, title=f"{first} {each.title}")
            first += 1
