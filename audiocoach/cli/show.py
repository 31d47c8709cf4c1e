"""`show`: what is said and sounded in a session, and when."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from audiocoach.cli.console import line, lines
from audiocoach.cli.options import (
    Athlete,
    Athletes,
    Coach,
    Fast,
    Group,
    Json,
    Pace,
    Picture,
    Race,
    Rate,
    Script,
    Units,
    Voice,
    changing,
    paced,
)
from audiocoach.cli.those import the_one
from audiocoach.quantities.units import clock, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocoach.timeline.events import Event
    from audiocoach.timeline.timeline import Timeline

_BAR = 80
"""Signs of a session's bar, where the terminal is not narrower."""


def show(
    path: Script,
    voice: Voice = None,
    rate: Rate = None,
    coach: Coach = None,
    session: Annotated[str | None, typer.Option(metavar="3.2", help="Of a programme: which session.")] = None,
    picture: Picture = None,
    athlete: Athlete = None,
    athletes: Athletes = None,
    group: Group = None,
    pace: Pace = None,
    race: Race = None,
    units: Units = None,
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Signals too, and the coach's cues that found no room.")
    ] = False,
    as_json: Json = False,
    fast: Fast = False,
) -> None:
    """Show what is said and sounded, and when."""
    from audiocoach.cli.console import print_json, progress_bar
    from audiocoach.rendering.athletes import about, given_of, naming
    from audiocoach.rendering.orders import load_one
    from audiocoach.rendering.timelines import build_timeline, songs_in_step
    from audiocoach.rendering.workshop import Workshop
    from audiocoach.timeline.paces_used import pace_notes

    who = the_one(athlete, athletes, group)
    change = changing(voice, coach, rate=rate)
    with paced(pace, units, race), about(who), given_of(who):
        found = naming(who, change)(load_one(path, session, who))
    with progress_bar(path, quiet=as_json) as progress:
        timeline = build_timeline(found, fast=fast, progress=progress)
        songs = songs_in_step(found, timeline, Workshop(progress=progress)) if picture is not None else ()
    if picture is not None:
        from audiocoach.labels.embedded.origin import badge_of
        from audiocoach.labels.pictures.cover import save_picture

        for note in save_picture(timeline, picture, badge=badge_of(found), songs=songs):
            line(f"note: {note}", error=True)
    if as_json:
        print_json(timeline.as_data())
        return
    for note in pace_notes([found]):
        line(f"note: {note}", error=True)
    _print_timeline(timeline, verbose=verbose)
    if picture is not None:
        line()
        line(f"{picture}: the session as a picture")


def _print_timeline(timeline: Timeline, *, verbose: bool) -> None:
    """Print the title, the session as a bar (in colour on a terminal), and its lines."""
    line(f"{timeline.title}  {clock(to_the_second(timeline.length_ms))}")
    if timeline.description:
        lines(timeline.description)
    _print_bar(timeline)
    for text in timeline_lines(timeline, verbose=verbose):
        line(text)


def _print_bar(timeline: Timeline) -> None:
    from audiocoach.labels.pictures.session_bars import bar

    on_terminal = sys.stdout.isatty()
    signs = bar(timeline, min(shutil.get_terminal_size().columns, _BAR) if on_terminal else _BAR)
    drawn = "".join(sign for sign, _ in signs)
    try:
        drawn.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return  # an old console, which has no such signs
    if not on_terminal:
        line()
        line(drawn)
        return
    from rich.console import Console
    from rich.text import Text

    from audiocoach.labels.pictures.palette import COLOURS

    Console().print(Text.assemble("\n", *((sign, COLOURS[kind]) for sign, kind in signs)), end="\n")


def timeline_lines(timeline: Timeline, *, verbose: bool) -> Iterator[str]:
    """Write a line for each step, and beneath it what is said; `verbose`: signals, and what found no room."""
    events = list(timeline.events)
    for position, interval in enumerate(timeline.intervals):
        yield ""
        round_ = f"  round {interval.round} of {interval.rounds}" if interval.round else ""
        effort = f"  effort {interval.step.effort}" if interval.step.effort else ""
        cadence = f"  cadence {interval.step.cadence.in_writing}" if interval.step.cadence else ""
        yield (
            f"{clock(interval.start_ms):>7}  {interval.kind:<9}  {interval.name}  "
            f"{clock(interval.length_ms)}{round_}{effort}{cadence}"
        )
        pulse = next((each for each in timeline.pulses if each.start_ms == interval.start_ms), None)
        if pulse is not None and verbose:
            yield f"{'':>11}  ({pulse})"
        last = position == len(timeline.intervals) - 1
        while events and (events[0].start_ms < interval.end_ms or last):
            event = events.pop(0)
            if event.type == "say" or verbose:
                yield _event(event)
                if event.spoken and verbose:
                    yield f"{'':>11}  (spoken: {event.spoken})"
    if verbose:
        yield from _left_out(timeline)
    for warning in timeline.warnings:
        yield ""
        yield str(warning)


def _event(event: Event) -> str:
    what = f"({event.role})" if event.type == "sound" else event.text
    by = "" if event.by == "coach" else f"  [line {event.where.line}]" if event.where.line else "  [script]"
    return f"{_precise(event.start_ms):>11}  {what}{by}"


def _left_out(timeline: Timeline) -> Iterator[str]:
    if timeline.dropped:
        yield ""
        yield "Left out of the coach's cues:"
    for dropped in timeline.dropped:
        yield f"{_precise(dropped.at_ms):>11}  {dropped.text}  ({dropped.why})"
        if dropped.advice is not None:
            yield f"{'':>11}  {dropped.advice.hint}"


def _precise(milliseconds: int) -> str:
    return f"{clock(milliseconds)}.{milliseconds % 1000 // 100}"
