"""audiocoach: a short workout script in, an MP3 to run with out.

A tour of the library; the command line is thin over it:

    from audiocoach import Session, Step, build_timeline, load_session, render

    session = load_session("my-workout.yaml")   # ScriptError says all that is wrong, line by line
    timeline = build_timeline(session)          # every word and signal at its time; speaks to measure
    done = render(session, "my-workout.mp3")    # the file, whole or not at all; or any stream of bytes
    segment = as_segment(session)               # the same sound as a pydub.AudioSegment

    session = Session(session="Short", steps=["work 60s Run", Step(rest="30s", say="Well done.")])

    programme = load_programme("my-plan.yaml")  # sessions over weeks, each with its variables worked out
    render_programme(programme, "plan")         # what is up to date stays as it is

Every length and time is whole milliseconds, counted from the session's start unless it says otherwise.
What the user can mend is an `AudiocoachError`; anything else that is raised is a bug. All of it: `docs/library.md`.

Where things are, from script to file: `script` reads one, `programme` many over weeks; `timeline` places every word and
signal; `speech` speaks, `music` plays underneath, `mix` sums, `labels` says what a file is about, `output` writes it;
`rendering` takes these stages in order, `sharing` passes files on, and `cli` is the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiocoach.version import __version__ as __version__

if TYPE_CHECKING:
    from audiocoach.errors import (
        AudiocoachError,
        CancelledError,
        OutputError,
        OverLimitError,
        Problem,
        ScriptError,
        SoundError,
        SpeechError,
        Where,
    )
    from audiocoach.programme.adapting.deciding import decide
    from audiocoach.programme.adapting.decision import AdaptRules, Decision, Entry, Planned
    from audiocoach.programme.load_programme import load_programme, parse_programme, programme_from
    from audiocoach.programme.programme import PlannedSession, Programme
    from audiocoach.rendering.athletes import Athlete
    from audiocoach.rendering.for_many import render_many
    from audiocoach.rendering.segment import as_segment
    from audiocoach.rendering.session import Rendered, render, render_all
    from audiocoach.rendering.streams import Output, Writable
    from audiocoach.rendering.timelines import build_timeline
    from audiocoach.rendering.watching import Cancel, Progress
    from audiocoach.rendering.whole_programme import render_programme
    from audiocoach.rendering.write_files import Order
    from audiocoach.script.coach_sheets import load_sheet
    from audiocoach.script.dump import dump, to_data
    from audiocoach.script.load import load_session, parse_session, session_from
    from audiocoach.script.metronomes import Metronome
    from audiocoach.script.model import Cue, Session, Set, Step
    from audiocoach.script.sheet_model import CoachSheet
    from audiocoach.script.sound_wishes import MusicWish, VoiceWish
    from audiocoach.speech.limits import Limits
    from audiocoach.speech.studio import Studio
    from audiocoach.timeline.events import Dropped, Event
    from audiocoach.timeline.intervals import Interval
    from audiocoach.timeline.timeline import Timeline

_HOMES = {
    "audiocoach.errors": (
        "AudiocoachError",
        "CancelledError",
        "OutputError",
        "OverLimitError",
        "Problem",
        "ScriptError",
        "SoundError",
        "SpeechError",
        "Where",
    ),
    "audiocoach.programme.adapting.deciding": ("decide",),
    "audiocoach.programme.adapting.decision": (
        "AdaptRules",
        "Decision",
        "Entry",
        "Planned",
    ),
    "audiocoach.programme.load_programme": (
        "load_programme",
        "parse_programme",
        "programme_from",
    ),
    "audiocoach.programme.programme": (
        "PlannedSession",
        "Programme",
    ),
    "audiocoach.rendering.athletes": ("Athlete",),
    "audiocoach.rendering.for_many": ("render_many",),
    "audiocoach.rendering.session": (
        "Rendered",
        "render",
        "render_all",
    ),
    "audiocoach.rendering.streams": (
        "Output",
        "Writable",
    ),
    "audiocoach.rendering.timelines": ("build_timeline",),
    "audiocoach.rendering.watching": (
        "Cancel",
        "Progress",
    ),
    "audiocoach.rendering.whole_programme": ("render_programme",),
    "audiocoach.rendering.write_files": ("Order",),
    "audiocoach.script.coach_sheets": ("load_sheet",),
    "audiocoach.script.dump": (
        "dump",
        "to_data",
    ),
    "audiocoach.script.load": (
        "load_session",
        "parse_session",
        "session_from",
    ),
    "audiocoach.script.model": (
        "Cue",
        "Session",
        "Set",
        "Step",
    ),
    "audiocoach.script.metronomes": ("Metronome",),
    "audiocoach.script.sheet_model": ("CoachSheet",),
    "audiocoach.script.sound_wishes": (
        "MusicWish",
        "VoiceWish",
    ),
    "audiocoach.speech.limits": ("Limits",),
    "audiocoach.speech.studio": ("Studio",),
    "audiocoach.timeline.events": (
        "Dropped",
        "Event",
    ),
    "audiocoach.timeline.intervals": ("Interval",),
    "audiocoach.rendering.segment": ("as_segment",),
    "audiocoach.timeline.timeline": ("Timeline",),
}

__all__ = [
    "AdaptRules",
    "Athlete",
    "AudiocoachError",
    "Cancel",
    "CancelledError",
    "CoachSheet",
    "Cue",
    "Decision",
    "Dropped",
    "Entry",
    "Event",
    "Interval",
    "Limits",
    "Metronome",
    "MusicWish",
    "Order",
    "Output",
    "OutputError",
    "OverLimitError",
    "Planned",
    "PlannedSession",
    "Problem",
    "Programme",
    "Progress",
    "Rendered",
    "ScriptError",
    "Session",
    "Set",
    "SoundError",
    "SpeechError",
    "Step",
    "Studio",
    "Timeline",
    "VoiceWish",
    "Where",
    "Writable",
    "as_segment",
    "build_timeline",
    "decide",
    "dump",
    "load_programme",
    "load_session",
    "load_sheet",
    "parse_programme",
    "parse_session",
    "programme_from",
    "render",
    "render_all",
    "render_many",
    "render_programme",
    "session_from",
    "to_data",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `audiocoach --help` does not pay for all of it."""
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(home), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module 'audiocoach' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Every public name, so that `help(audiocoach)` shows them."""
    return sorted({*globals(), *__all__})
