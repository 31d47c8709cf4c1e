"""Decide which steps have songs in step, and which songs: the rest keep their metronome. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.music.arrangement import Playing, Stretch, Timed, Tracks, lay_out
from audiocoach.music.in_step import SURE, Part, Running, in_step, played_of
from audiocoach.music.tempo import Tempo, folded
from audiocoach.quantities.units import clock
from audiocoach.sound.layout import SAMPLES_PER_MS
from audiocoach.sound.stretching import MUCH

if TYPE_CHECKING:
    from audiocoach.script.sound_wishes import MusicWish

Metronomes = Mapping[int, int | None]
"""The rate of each step's metronome by when the step starts, in milliseconds; None for one that changes."""

_PLAIN, _SILENT = 0, -1
"""What a step asks for that has no tempo: songs as they are, or no music."""


@dataclass(frozen=True, slots=True)
class StepPlan:
    """Music of which some is in step: what plays when, the starts (ms) of the steps whose beat it is, and notes.

    `parts` are the songs in step as they are heard, in order.
    """

    stretches: tuple[Stretch, ...]
    starts: frozenset[int]
    notes: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Turn:
    """A step for the layout: its kind is empty where no music plays."""

    kind: str
    start_ms: int
    end_ms: int


def plan_steps(
    wish: MusicWish,
    lists: Mapping[str, Tracks],
    intervals: Sequence[Timed],
    metronomes: Metronomes,
    tempos: Mapping[Path, Tempo | None],
    most: float,
    to_stretch: str,
) -> StepPlan:
    """Lay songs out in step with a session.

    Args:
        wish: what the script says.
        lists: the tracks for steps of each kind.
        intervals: the session's steps in time, one after another.
        metronomes: those of its steps.
        tempos: of each track, by its path; None where it has none.
        most: by how much a song may be stretched, such as 0.04.
        to_stretch: the command that installs what stretches songs by more.
    """
    notes: dict[str, None] = {}
    sure = {path: tempo for path, tempo in tempos.items() if tempo is not None and tempo.sure >= SURE}
    notes |= dict.fromkeys(f"left out: {path}: no steady beat is heard in it" for path in tempos if path not in sure)
    aims = [_aim(wish, each, metronomes, notes) if lists.get(each.kind) else _SILENT for each in intervals]
    running: dict[tuple[Tracks, int], Running | None] = {}
    found: list[Stretch] = []
    starts: set[int] = set()
    total = intervals[-1].end_ms * SAMPLES_PER_MS
    for (tracks, aim), group in groupby(
        zip(intervals, aims, strict=True), lambda each: (lists.get(each[0].kind, ()), each[1])
    ):
        steps = [step for step, _ in group]
        if aim <= 0:
            continue
        if (tracks, aim) not in running:
            songs = [in_step(track, sure[track.path], aim, most) for track in tracks if track.path in sure]
            fitting = [song for song in songs if song is not None]
            running[tracks, aim] = Running(fitting) if fitting else None
            notes |= dict.fromkeys(_told_of_fit(tracks, sure, aim, most, to_stretch))
            if not fitting:
                then = "the metronome stays" if aim in metronomes.values() else "there is silence"
                notes[f"no song fits {aim}: {then}"] = None
        if (mine := running[tracks, aim]) is not None:
            landings = [step.start_ms * SAMPLES_PER_MS for step in steps]
            found.append(mine.play(landings, steps[-1].end_ms * SAMPLES_PER_MS, total))
            starts |= {step.start_ms for step in steps}
    plain = [
        _Turn(each.kind if aim == _PLAIN else "", each.start_ms, each.end_ms)
        for each, aim in zip(intervals, aims, strict=True)
    ]
    found += lay_out(lists, plain, playing={tracks: Playing(tracks, loop=True) for tracks in lists.values() if tracks})
    played = [each for each in running.values() if each is not None]
    parts = sorted((part for each in played for part in each.parts), key=lambda part: part.start)
    return StepPlan(tuple(found), frozenset(starts), (*notes, *played_of(played)), tuple(parts))


def _aim(wish: MusicWish, step: Timed, metronomes: Metronomes, notes: dict[str, None]) -> int:
    """Return the steps a minute that the music of a step is to have, `_PLAIN` or `_SILENT`."""
    own = isinstance(wish.tempo, int)
    if step.start_ms not in metronomes:
        return int(wish.tempo) if own and wish.tempo is not None else _PLAIN
    rate = metronomes[step.start_ms]
    at = clock(step.start_ms)
    if rate is None:
        notes[f"the metronome of the step at {at} changes: no music plays under it"] = None
        return _SILENT
    if own and rate != wish.tempo:
        notes[f"the metronome of the step at {at} is at {rate}: no music plays under it"] = None
        return _SILENT
    return rate


def _told_of_fit(tracks: Tracks, sure: Mapping[Path, Tempo], aim: int, most: float, to_stretch: str) -> list[str]:
    """Return notes: which songs are too short, do not fit a tempo, and which of these would."""
    away = {track: abs(aim / folded(sure[track.path].beats, aim)[0] - 1) for track in tracks if track.path in sure}
    notes = []
    if short := [
        track.path.stem
        for track, change in away.items()
        if change <= most and in_step(track, sure[track.path], aim, most) is None
    ]:
        notes.append(f"too short to be in step: {', '.join(short)}")
    if further := [track.path.stem for track, change in away.items() if change > most]:
        notes.append(f"does not fit {aim} within {most:.0%}: {', '.join(further)}")
    if most < MUCH and (more := [track.path.stem for track, change in away.items() if most < change <= MUCH]):
        notes.append(f"fits {aim} behind '{to_stretch}': {', '.join(more)}")
    return notes
