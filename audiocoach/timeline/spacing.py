"""Words with room around them are said with silence between them, which is understood better where the voice can. Pure.

Everything has its place by then, and nothing moves: words only last longer, up to what comes next, so that none are
dropped or shortened for it. Those that end with their step begin earlier instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from audiocoach.timeline.cues import Wanted
from audiocoach.timeline.events import Event, in_order
from audiocoach.timeline.metronome import under_words
from audiocoach.timeline.room import GAP, REMINDER_GAP, Board
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words, spaced

_MOST_LONGER = 2
"""How many times as long words may become: espeak takes up to 1.5 times as long, in short words said slowly."""


def spaced_out(timeline: Timeline, measure: Callable[[Sequence[Words]], Mapping[Words, int]]) -> Timeline:
    """Return the same timeline, its words spaced where there is room for that; `measure` gives lengths in ms."""
    return spaced_by(timeline, measure(spaceable(timeline)))


def spaceable(timeline: Timeline) -> list[Words]:
    """List the words of a timeline as they are asked for spaced, each once: those that have room, and several words."""
    return list(dict.fromkeys(each for event in timeline.events for each in _spaced(event)))


def spaced_by(timeline: Timeline, lengths: Mapping[Words, int]) -> Timeline:
    """Return the same timeline by the lengths (ms) of what is `spaceable`: what fits into its room is said so."""
    events = in_order(_fitted(event, lengths) for event in timeline.events)
    return replace(timeline, events=events, pulses=under_words(timeline.pulses, events))


def _spaced(event: Event) -> Iterator[Words]:
    if event.words is not None and event.room_ms and (words := spaced(event.words)) is not event.words:
        yield words


def _fitted(event: Event, lengths: Mapping[Words, int]) -> Event:
    for words in _spaced(event):
        longer = lengths[words] - (event.end_ms - event.start_ms)
        if 0 < longer <= event.room_ms:
            start, end = (-longer, 0) if event.to_its_end else (0, longer)
            return replace(event, start_ms=event.start_ms + start, end_ms=event.end_ms + end, words=words)
    return event


def with_rooms(board: Board, longer: Mapping[Words, Words]) -> list[Event]:
    """Return all events, each that is said with the room that its words have to become longer, in those that `longer`
    has for them.
    """
    said = sorted(
        (event.start_ms, number) for number, event in enumerate(board.events) if event.type == "say"
    )  # fmt: skip
    events, until = list(board.events), 0
    for at, (_, number) in enumerate(said):
        event, cue = events[number], board.cues[number]
        following = events[said[at + 1][1]] if at + 1 < len(said) else None
        if cue.finish and event.end_ms <= board.total_ms:
            room = event.start_ms - max(until + _between(event, event), _free_from(board, event, cue))
        else:
            room = _free_until(board, event, cue, following) - event.end_ms
        room = max(0, min(room, (_MOST_LONGER - 1) * (event.end_ms - event.start_ms)))
        to_its_end = cue.finish and event.end_ms <= board.total_ms
        words = longer.get(event.words, event.words) if event.words else None
        if room != event.room_ms or to_its_end != event.to_its_end or words is not event.words:
            events[number] = replace(event, words=words, room_ms=room, to_its_end=to_its_end)
        until = event.end_ms + (0 if to_its_end else room)
    return events


def _free_from(board: Board, event: Event, cue: Wanted) -> int:
    """Return from when on (ms) nothing but words is heard before an event that keeps its end."""
    first = board.words_begin(board.intervals[cue.interval].start_ms)
    signals = board.signals.within(first, event.start_ms)
    return max([first, *(end + AFTER_SIGNAL for _, end in signals)])


def _free_until(board: Board, event: Event, cue: Wanted, following: Event | None) -> int:
    """Return until when (ms) the words of an event may last."""
    if event.start_ms >= board.total_ms:
        last = event.start_ms + _MOST_LONGER * (event.end_ms - event.start_ms)
    else:
        last = board.window(cue.interval)[1]
        signals = board.signals.within(event.start_ms, last + AFTER_SIGNAL)
        last = min([last, *(start - AFTER_SIGNAL for start, _ in signals)])
    if cue.until_ms is not None:
        last = min(last, cue.until_ms)
    return last if following is None else min(last, following.start_ms - _between(event, following))


def _between(event: Event, other: Event) -> int:
    """Return how long (ms) it is quiet between two: as when they were placed."""
    return REMINDER_GAP if "every" in (event.role, other.role) or event.role == "session-start" else GAP
