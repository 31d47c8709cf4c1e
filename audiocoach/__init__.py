"""audiocoach: a short workout script in, an MP3 to run with out.

A tour of the library; the command line is thin over it:

    from audiocoach import load_session, build_timeline, render

    session = load_session("my-workout.yaml")   # ScriptError says all that is wrong, line by line
    timeline = build_timeline(session)          # every word and signal at its time; speaks to measure
    done = render(session, "my-workout.mp3")    # the file, whole or not at all
    segment = as_segment(session)               # the same sound as a pydub.AudioSegment

    programme = load_programme("my-plan.yaml")  # sessions over weeks, each with its variables worked out
    render_programme(programme, Path("plan"))   # what is up to date stays as it is

Every length and time is whole milliseconds, counted from the session's start unless it says otherwise.
What the user can mend is an `AudiocoachError`; anything else that is raised is a bug.

Where things are, from script to file: `script` reads one, `programme` many over weeks; `timeline` places every word and
signal; `speech` speaks, `music` plays underneath, `mix` sums, `labels` says what a file is about, `output` writes it;
`rendering` takes these stages in order, `sharing` passes files on, and `cli` is the command line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audiocoach.version import __version__ as __version__

if TYPE_CHECKING:
    from audiocoach.errors import AudiocoachError, OutputError, Problem, ScriptError, SoundError, SpeechError, Where
    from audiocoach.programme.load_programme import load_programme, parse_programme
    from audiocoach.programme.programme import PlannedSession, Programme
    from audiocoach.rendering.segment import as_segment
    from audiocoach.rendering.session import Rendered, render
    from audiocoach.rendering.timelines import build_timeline
    from audiocoach.rendering.whole_programme import render_programme
    from audiocoach.script.coach_sheets import load_sheet
    from audiocoach.script.dump import dump
    from audiocoach.script.load import load_session, parse_session
    from audiocoach.script.model import CoachSheet, Session
    from audiocoach.timeline.events import Dropped, Event
    from audiocoach.timeline.intervals import Interval
    from audiocoach.timeline.timeline import Timeline


_HOMES = {
    "audiocoach.timeline.events": ("Dropped", "Event"),
    "audiocoach.errors": (
        "AudiocoachError", "OutputError", "Problem", "ScriptError", "SoundError", "SpeechError", "Where"
    ),
    "audiocoach.timeline.intervals": ("Interval",),
    "audiocoach.script.model": ("CoachSheet", "Session"),
    "audiocoach.programme.programme": ("PlannedSession", "Programme"),
    "audiocoach.rendering.whole_programme": ("render_programme",),
    "audiocoach.rendering.segment": ("as_segment",),
    "audiocoach.rendering.session": ("Rendered", "render"),
    "audiocoach.rendering.timelines": ("build_timeline",),
    "audiocoach.script.dump": ("dump",),
    "audiocoach.script.load": ("load_session", "load_sheet", "parse_session"),
    "audiocoach.programme.load_programme": ("load_programme", "parse_programme"),
    "audiocoach.timeline.timeline": ("Timeline",),
}  # fmt: skip

__all__ = [
    "AudiocoachError",
    "CoachSheet",
    "Dropped",
    "Event",
    "Interval",
    "OutputError",
    "PlannedSession",
    "Problem",
    "Programme",
    "Rendered",
    "ScriptError",
    "Session",
    "SoundError",
    "SpeechError",
    "Timeline",
    "Where",
    "as_segment",
    "build_timeline",
    "dump",
    "load_programme",
    "load_session",
    "load_sheet",
    "parse_programme",
    "parse_session",
    "render",
    "render_programme",
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
