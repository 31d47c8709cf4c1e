"""Which words are sure to be said with silence between them, so that no voice has to say them without. Pure.

Everything is placed as if all words were spaced. A cue that then begins when it is wanted also would with shorter words
around it, and has the room. Near one that moves, or finds no room, nothing is sure.
"""

from __future__ import annotations

from collections.abc import Iterable

from audiocoach.timeline.coach_cues import countdown_of
from audiocoach.timeline.cues import Wanted
from audiocoach.timeline.events import Event, Spans
from audiocoach.timeline.room import GAP, MAX_SHIFT, REMINDER_GAP, SHIFT_STEP, Board
from audiocoach.timeline.signals import AFTER_SIGNAL
from audiocoach.timeline.wording import Words

_NEAR = MAX_SHIFT + REMINDER_GAP
"""How far (ms) around its step a cue may move, or be kept from other words."""


def sure_to_be_spaced(board: Board, wanted: Iterable[Wanted]) -> frozenset[Words]:
    """Return the words, as asked for unspaced, that keep their moment wherever they are said.

    Args:
        board: on which the cues were placed with the lengths that their words have spaced.
        wanted: the cues, without those that were sure to give way.
    """
    placed = {_known_by(cue): board.events[number] for number, cue in board.cues.items()}
    doubtful, unplaced = Spans(), []
    said: list[tuple[Words, Event]] = []
    for cue in wanted:
        if cue.words is None:
            continue
        event = placed.get(_known_by(cue))
        if event is None:
            unplaced.append(cue.words)
        else:
            said.append((cue.words, event))
        if event is None or not _stands(board, cue, event):
            step = board.intervals[cue.interval]
            doubtful.add(step.start_ms - _NEAR, step.end_ms + _NEAR)
    unsure = {*unplaced, *(words for words, event in said if doubtful.busy(event.start_ms, event.end_ms))}
    return frozenset(words for words, _ in said if words not in unsure)


def _known_by(cue: Wanted) -> tuple[object, ...]:
    return cue.interval, cue.by, cue.role, cue.at_ms, cue.source, cue.words


def _stands(board: Board, cue: Wanted, event: Event) -> bool:
    """Tell whether a placed cue is where it would be whatever the words around it last, and has room behind it."""
    interval = board.intervals[cue.interval]
    first, last = board.window(cue.interval)
    if cue.by == "author":
        late = board.signals.busy(event.start_ms, event.end_ms + AFTER_SIGNAL)
        late = late or board.said.busy(event.end_ms, event.end_ms + GAP)
        # Shorter ones may end before a countdown that these have taken away.
        late = late or (cue.interval not in board.counted and countdown_of(interval, board.sheet) is not None)
        return event.end_ms <= (interval.end_ms if cue.finish else last) and not late
    if cue.finish:
        return interval.kind == "work" or event.end_ms == last
    if cue.at_start or cue.role == "session-start":
        # It may follow other words, which then are the longer.
        return event.start_ms == first or board.said.busy(event.start_ms - GAP - SHIFT_STEP, event.start_ms - GAP)
    return event.start_ms in (cue.at_ms, board.words_begin(cue.at_ms))
