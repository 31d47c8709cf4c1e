"""A session in time, as the studio's page shows it: each step and word with its line, and the picture."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from audiocoach.assist.places import StepPlace, StepPlaces, step_places
from audiocoach.errors import Problem, ScriptError
from audiocoach.rendering.timelines import check_music, timeline_of
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.coach_sheets import coach_of
from audiocoach.script.model import Session
from audiocoach.script.sheet_model import CoachSheet
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import estimated
from audiocoach.studio.timeline_picture import timeline_picture
from audiocoach.timeline.arrange import NOT_SURE, Draft, intervals_of
from audiocoach.timeline.athlete import placeheld
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.timeline import Timeline


def nothing_shown(kind: str) -> dict[str, Any]:
    """Return what is shown of a script of which there is nothing to be shown."""
    lists = ("steps", "sets", "words", "signals", "left_out")
    return {"kind": kind, "title": "", "length_ms": 0, "measured": False, "svg": "", **{key: [] for key in lists}}


def session_shown(
    session: Session,
    text: str,
    file: str,
    shop: Workshop | None,
    width: int,
    go_on: Callable[[], None] = lambda: None,
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Lay a session out in time, and draw it; return it with what is wrong in time.

    Args:
        session: what was read.
        text: from which, and where problems call it `file`.
        file: see `text`.
        shop: see `preview`.
        width: of the picture, in pixels.
        go_on: see `preview`.
    """
    timeline, problems, measured = _in_time(session, shop)
    go_on()
    places = step_places(session, text, file)
    if len(places.steps) <= max((each.number for each in timeline.intervals), default=-1):
        return nothing_shown("session"), (*problems, *timeline.warnings)  # its steps stand in another file
    return _shown(timeline, places, width, measured=measured), (*problems, *timeline.warnings)


def _in_time(session: Session, shop: Workshop | None) -> tuple[Timeline, tuple[Problem, ...], bool]:
    """Place what the session says, and tell whether it is measured.

    Where it cannot be spoken it is estimated; where its words cannot keep their time there are its steps alone.
    """
    session = placeheld(session)
    problems: tuple[Problem, ...] = ()
    sheet = None
    try:
        check_music(session)
        sheet = coach_of(session)
        if shop is not None:
            return timeline_of(session, shop), (), True
    except ScriptError as error:
        problems = tuple(error.problems)
    try:
        # Without silence between words, which would be estimated twice over.
        draft = Draft.of(session, sheet, estimated, SoundShelf().length)
        return draft.placed(estimated(draft.unsure_words(NOT_SURE)), NOT_SURE), problems, False
    except ScriptError as error:
        return _bare(session, sheet), problems or tuple(error.problems), False


def _bare(session: Session, sheet: CoachSheet | None) -> Timeline:
    """Lay out the steps of a session alone."""
    try:
        laid = intervals_of(session, estimated, SoundShelf().length, sheet)
    except ScriptError:
        laid = ()
    return Timeline(session.session, session.language, laid[-1].end_ms if laid else 0, laid, ())


def _shown(timeline: Timeline, places: StepPlaces, width: int, *, measured: bool) -> dict[str, Any]:
    written = places.steps
    rounds = {
        "/".join(written[each.number].id.split("/")[: depth + 1]): around.rounds
        for each in timeline.intervals
        for depth, around in enumerate(each.within)
    }
    steps = [_step(each, written[each.number]) for each in timeline.intervals]
    place = _places(timeline.intervals)

    def step_at(ms: int) -> StepPlace:
        return written[timeline.intervals[place(ms)].number]

    words = [
        {
            "at_ms": event.start_ms,
            "end_ms": event.end_ms,
            "text": event.text,
            "line": event.where.line if event.by == "author" else step_at(event.start_ms).line,
            "step": step_at(event.start_ms).id,
            "by": event.by,
        }
        for event in timeline.events
        if event.type == "say"
    ]
    return {
        "kind": "session",
        "title": timeline.title,
        "language": timeline.language,
        "length_ms": timeline.length_ms,
        "measured": measured,
        "steps": steps,
        "sets": [
            {"id": each.id, "rounds": rounds[each.id], "line": each.line, "last_line": each.last_line}
            for each in places.all
            if each.id in rounds
        ],
        "words": words,
        "signals": [
            {
                "at_ms": event.start_ms,
                "name": event.role,
                "line": step_at(event.start_ms).line,
            }
            for event in timeline.events
            if event.type == "sound"
        ],
        "left_out": [
            {
                "text": entry.text,
                "why": entry.why,
                "at_ms": entry.at_ms,
                "line": step_at(entry.at_ms).line,
            }
            for entry in timeline.dropped
            if not entry.replaced
        ],
        "svg": timeline_picture(timeline, [written[each.number].id for each in timeline.intervals], words, width)
        if timeline.intervals
        else "",
    }


def _step(interval: Interval, written: StepPlace) -> dict[str, Any]:
    return {
        "id": written.id,
        "line": written.line,
        "last_line": written.last_line,
        "columns": written.columns,
        "kind": interval.kind,
        "name": interval.name,
        "said_as": interval.step.say_as or "",
        "start_ms": interval.start_ms,
        "end_ms": interval.end_ms,
        "depth": len(interval.within),
        "round": interval.round,
        "rounds": interval.rounds,
    }


def _places(intervals: Sequence[Interval]) -> Callable[[int], int]:
    """Give who finds the interval of a moment; the last one for what comes after all of them."""
    starts = [each.start_ms for each in intervals]
    return lambda at: max(0, bisect_right(starts, at) - 1)
