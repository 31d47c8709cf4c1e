"""Lay out music that waits: a story stops under words and signals, and goes on where it was. Pure.

What is missed of a story is missed for good, so it is not turned down under words, as songs are, but stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from audiocoach.music.arrangement import Playing, Stretch, Timed, Tracks, turns
from audiocoach.quantities.units import SECOND
from audiocoach.sound.layout import SAMPLES_PER_MS

REWIND_MS = 1 * SECOND
"""Gone back when a story goes on, unless told: a word that was cut in two is heard whole, and what it belonged to."""

NEW_MS = 3 * SECOND
"""A story goes on only where it brings at least so much that is new: a few words between two cues are no story."""

BREATH_MS = 300
"""Between the last word and the story: without it, both sound like one sentence."""

RAMP = 40 * SAMPLES_PER_MS
"""A story stops and goes on within 40 ms. That hides the click, and is no longer than a syllable is cut."""


def lay_out_waiting(
    lists: Mapping[str, Tracks],
    intervals: Sequence[Timed],
    spans_ms: Iterable[tuple[int, int]],
    playing: Mapping[Tracks, Playing],
    rewind_ms: int,
) -> tuple[Stretch, ...]:
    """Lay music out over a session, silent under words and signals.

    It stops where they begin and goes on `BREATH_MS` after their end, `rewind_ms` before where it stopped; where less
    than `NEW_MS` and that are free, it waits on.

    Args:
        lists: the tracks for steps of each kind; steps of other kinds are silent.
        intervals: the session's, one after another.
        spans_ms: when words and signals begin and end, in any order, from the session's start.
        playing: how far each list has been played; this goes on from there.
        rewind_ms: how far it goes back each time.
    """
    free = list(_free(spans_ms, intervals[-1].end_ms))
    found: list[Stretch] = []
    heard: set[Tracks] = set()
    for tracks, start, end in turns(lists, intervals):
        mine = playing[tracks]
        for first, last in _within(free, start, end):
            if last - first < (NEW_MS + rewind_ms) * SAMPLES_PER_MS:
                continue
            if tracks in heard:
                mine.rewind(rewind_ms * SAMPLES_PER_MS)
            passages = tuple(mine.play(first, last))
            if passages:
                heard.add(tracks)
                found.append(Stretch(first, min(last, passages[-1].end), RAMP, RAMP, passages))
    return tuple(found)


def _free(spans_ms: Iterable[tuple[int, int]], end_ms: int) -> Iterator[tuple[int, int]]:
    """Yield, in samples, from when to when nothing is said nor sounded."""
    at = 0
    for start, end in sorted(spans_ms):
        if start > at:
            yield at * SAMPLES_PER_MS, start * SAMPLES_PER_MS
        at = max(at, end + BREATH_MS)
    if at < end_ms:
        yield at * SAMPLES_PER_MS, end_ms * SAMPLES_PER_MS


def _within(free: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    for first, last in free:
        if first < end and last > start:
            yield max(first, start), min(last, end)
