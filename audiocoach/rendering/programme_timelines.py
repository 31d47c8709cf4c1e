"""A programme in time: every session laid out, and nothing written."""

from __future__ import annotations

from audiocoach.errors import Problem, ScriptError
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.rendering.timelines import arranged
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.coach_sheets import Sheets
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.timeline.arrange import intervals_of
from audiocoach.timeline.athlete import placeheld
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.timeline import Timeline


def all_timelines(
    programme: Programme, shop: Workshop | None = None, *, fast: bool = False
) -> tuple[list[Timeline], list[Problem]]:
    """Lay out every session, and give the warnings about them, each once; `fast`: spoken lengths are estimated.

    Raises:
        ScriptError: with all that cannot be placed in any session.
    """
    named = [(called(planned), planned.session) for planned in programme.sessions]
    if fast:
        named = [(name, placeheld(session)) for name, session in named]
        timelines, problems = arranged(named, None, Sheets(), SoundShelf())
    else:
        shop = shop or Workshop()
        timelines, problems = arranged(named, shop.narrator(), shop.sheets, shop.signals)
    if len(timelines) < len(named):
        raise ScriptError(problems)
    return timelines, problems


def all_intervals(programme: Programme) -> dict[str, tuple[Interval, ...]]:
    """Lay out each session's steps, by its number. Nothing is spoken unless a `talk: auto` must be measured."""
    shop = Workshop()
    narrator = shop.narrator()
    return {
        planned.id: intervals_of(
            planned.session, narrator.measure, shop.signals.length, shop.sheets.of(planned.session)
        )
        for planned in programme.sessions
    }


def called(planned: PlannedSession) -> str:
    """Name a session in a message."""
    return f"session {planned.id}"
