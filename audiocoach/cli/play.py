"""`play`: a session through this computer's loudspeaker, with the clock and the step as it goes."""

from __future__ import annotations

import sys
from bisect import bisect_right
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line, lines
from audiocoach.cli.options import Athlete, Coach, Music, Pace, Race, Rate, Units, Voice, changing, paced, reading
from audiocoach.cli.standard_output import SHOWN, to_standard_output
from audiocoach.cli.those import the_one
from audiocoach.errors import AudiocoachError
from audiocoach.quantities.units import clock, to_the_second
from audiocoach.script.standard_input import DASH
from audiocoach.shown import shown
from audiocoach.vocabulary import AUDIO_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audiocoach.rendering.listening import Listening
    from audiocoach.rendering.sound_device import SoundCard
    from audiocoach.script.model import Session
    from audiocoach.timeline.intervals import Interval
    from audiocoach.timeline.timeline import Timeline


def play(
    path: Annotated[
        str,
        typer.Argument(
            metavar="PATH",
            help="A script, or a file that was rendered; '-' is a script on standard input.",
            show_default=False,
            callback=reading,
        ),
    ],
    voice: Voice = None,
    rate: Rate = None,
    coach: Coach = None,
    music: Music = None,
    athlete: Athlete = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    session: Annotated[str | None, typer.Option(metavar="3.2", help="Of a programme: which session.")] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="12:00", help="Begin at this moment of it; default: its start.")
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="With --fast: write it to a file, and play nothing; '-' is standard output, as MP3.",
        ),
    ] = None,
    *,
    fast: Annotated[
        bool, typer.Option("--fast", help="Words and signals alone, without the silences, with the time before each.")
    ] = False,
) -> None:
    """Listen to a session here and now.

    Ctrl-C ends it.
    """
    from audiocoach.cli.console import progress_bar
    from audiocoach.output.session_tracks import PLAYLIST
    from audiocoach.rendering.listening import layout_of, of_file, of_session
    from audiocoach.rendering.orders import load_one
    from audiocoach.rendering.sound_device import SoundCard
    from audiocoach.rendering.workshop import Workshop

    if output is not None and not fast:
        message = "it goes with '--fast'; the whole session is written by 'audiocoach render PATH -o FILE'"
        raise typer.BadParameter(message, param_hint="--output")
    if output is not None and at is not None:
        raise typer.BadParameter("what is written to a file is the whole of it; leave one out", param_hint="--at")
    start = _moment(at)
    change = changing(voice, coach, music, athlete, rate)
    if Path(path).suffix.lower() == PLAYLIST:
        _check_there(path)
        raise AudiocoachError(f"{path}: this is a playlist", "a script is played as a whole, or a track of it")
    if Path(path).suffix.lower() in AUDIO_SUFFIXES:
        if fast or session is not None:
            raise AudiocoachError(f"{path}: a file is played as it is", "'--fast' and '--session' are for scripts")
        _check_there(path)
        listening = of_file(Path(path))
        _play(listening, SoundCard(listening.layout.rate, listening.layout.channels), start)
        return
    with paced(pace, units, race):
        found = change(load_one(path, session, the_one(athlete)))
    if output is not None:
        _write(found, output)
        return
    layout = layout_of(found, fast=fast)
    device = SoundCard(layout.rate, layout.channels)
    with closing(device):
        with progress_bar(path, quiet=False) as progress:
            listening = of_session(found, Workshop(progress=progress), fast=fast)
        for note in listening.notes:
            lines(note, error=True)
        _play(listening, device, start)


def _check_there(path: str) -> None:
    if not Path(path).is_file():
        raise AudiocoachError(f"{path}: there is no such file", "'audiocoach render' makes one")


def _moment(text: str | None) -> int:
    """Read a moment such as `12:00` or `90s`, in milliseconds."""
    from audiocoach.errors import Unreadable
    from audiocoach.quantities.lengths import parse_length

    try:
        return 0 if text is None else parse_length(text)
    except Unreadable as error:
        raise typer.BadParameter(f"{error.message}; {error.hint}", param_hint="--at") from None


def _write(session: Session, output: str) -> None:
    """Write a session's proof to a file, or to standard output; say which, how long it is and how large."""
    from contextlib import nullcontext

    from audiocoach.cli.console import file_size, progress_bar
    from audiocoach.rendering.proofs import write_proof
    from audiocoach.rendering.workshop import Workshop

    is_stream = output == DASH
    with (
        to_standard_output() if is_stream else nullcontext(Path(output)) as path,
        progress_bar(SHOWN if is_stream else output, quiet=False) as progress,
    ):
        proof = write_proof(session, path, Workshop(progress=progress))
    for note in proof.notes:
        lines(note, error=True)
    facts = f"{clock(to_the_second(proof.length_ms))}  {file_size(proof.size)}  in {proof.seconds:.1f} s"
    line(f"{SHOWN if is_stream else output}  {facts}", error=is_stream)


def _play(listening: Listening, device: SoundCard, from_ms: int) -> None:
    from audiocoach.rendering.sound_device import play as heard

    if listening.timeline is not None and from_ms >= listening.timeline.sound_ms > 0:
        length = clock(to_the_second(listening.timeline.sound_ms))
        raise AudiocoachError(f"it is over at {length}, before {clock(from_ms)}", option="choose an earlier '--at'")
    start_ms = listening.stream_ms(from_ms)
    before = start_ms * listening.layout.rate // 1000
    with _display(listening.timeline) as show:
        heard(
            listening.blocks(start_ms),
            listening.layout.rate,
            listening.layout.channels,
            device,
            lambda sample: show(listening.session_ms(before + sample)),
        )


@contextmanager
def _display(timeline: Timeline | None) -> Iterator[Callable[[int], None]]:
    """Show the time: a line that changes on a terminal, or else a line for each step as it begins."""
    if not sys.stdout.isatty():
        yield _Lines(timeline).show
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(highlight=False), auto_refresh=False, transient=True) as live:

        def show(at_ms: int) -> None:
            live.update(Text(shown(_line_at(timeline, at_ms)), no_wrap=True, overflow="ellipsis"), refresh=True)

        yield show


class _Lines:
    def __init__(self, timeline: Timeline | None) -> None:
        self._timeline = timeline
        self._shown: Interval | None = None

    def show(self, at_ms: int) -> None:
        step = _step_at(self._timeline, at_ms)
        if step is not None and step is not self._shown:
            self._shown = step
            line(f"{clock(step.start_ms):>7}  {_named(step)}  {clock(step.length_ms)}", flush=True)


def _line_at(timeline: Timeline | None, at_ms: int) -> str:
    """Write the clock, and the step with what is left of it."""
    step = _step_at(timeline, at_ms)
    if timeline is None or step is None:
        return clock(at_ms)
    left = clock(max(0, step.end_ms - at_ms) + 999)
    return f"{clock(at_ms)} of {clock(to_the_second(timeline.sound_ms))}  {_named(step)}  {left} left"


def _named(step: Interval) -> str:
    round_ = f"  round {step.round} of {step.rounds}" if step.round else ""
    return f"{step.kind:<9}  {step.name}{round_}"


def _step_at(timeline: Timeline | None, at_ms: int) -> Interval | None:
    if timeline is None:
        return None
    position = bisect_right(timeline.intervals, at_ms, key=lambda step: step.start_ms)
    return timeline.intervals[max(0, position - 1)]
