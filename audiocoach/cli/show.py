"""Timelines and scripts as people read them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.session_bars import bar
from audiocoach.quantities.units import clock, plural, to_the_second
from audiocoach.timeline.events import Event
from audiocoach.timeline.timeline import Timeline

_BAR = 80
"""Signs of a session's bar, where the terminal is not narrower."""


def print_timeline(timeline: Timeline, *, verbose: bool) -> None:
    """The title, the session as a bar (in colour on a terminal), and `timeline_lines`."""
    print(f"{timeline.title}  {clock(to_the_second(timeline.length_ms))}")
    if timeline.description:
        print(timeline.description)
    _print_bar(timeline)
    for line in timeline_lines(timeline, verbose=verbose):
        print(line)


def _print_bar(timeline: Timeline) -> None:
    on_terminal = sys.stdout.isatty()
    signs = bar(timeline, min(shutil.get_terminal_size().columns, _BAR) if on_terminal else _BAR)
    line = "".join(sign for sign, _ in signs)
    try:
        line.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return  # an old console, which has no such signs
    if not on_terminal:
        print(f"\n{line}")
        return
    from rich.console import Console
    from rich.text import Text

    Console().print(Text.assemble("\n", *((sign, COLOURS[kind]) for sign, kind in signs)), end="\n")


def timeline_lines(timeline: Timeline, *, verbose: bool) -> Iterator[str]:
    """A line for each step, and beneath it what is said; `verbose`: signals, and what found no room."""
    events = list(timeline.events)
    for position, interval in enumerate(timeline.intervals):
        yield ""
        round_ = f"  round {interval.round} of {interval.rounds}" if interval.round else ""
        effort = f"  effort {interval.step.effort}" if interval.step.effort else ""
        yield (
            f"{clock(interval.start_ms):>7}  {interval.kind:<9}  {interval.name}  "
            f"{clock(interval.length_ms)}{round_}{effort}"
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


def _precise(milliseconds: int) -> str:
    return f"{clock(milliseconds)}.{milliseconds % 1000 // 100}"


def script_lines() -> Iterator[str]:
    """The shipped scripts: name, length, and one line each. Lengths of `talk: auto` are estimated, marked with a ~.

    Those in other languages than English, which end in the language's code, come last.
    """
    from audiocoach.script.library import shipped_scripts
    from audiocoach.script.source import kind_of_file

    paths = shipped_scripts()
    programmes = [path for path in paths if kind_of_file(path) == "programme"]
    others = [path for path in paths if "." in path.stem]
    parts = {
        "Sessions:": [path for path in paths if path not in programmes and path not in others],
        "Programmes ('audiocoach plan NAME' shows one):": [path for path in programmes if path not in others],
        "In other languages:": others,
    }
    width = max((len(path.stem) for path in paths), default=0)
    for number, (title, found) in enumerate(parts.items()):
        if number:
            yield ""
        yield title
        for path in found:
            row = _programme_row(path) if path in programmes else _session_row(path)
            yield _line(path.stem, *row, width)


def _line(name: str, length: str, description: str, width: int) -> str:
    return f"  {name:<{width}}  {length:>8}  {description.split('. ')[0].rstrip('.')}"


def _session_row(path: Path) -> tuple[str, str]:
    from audiocoach.rendering.timelines import build_timeline
    from audiocoach.script.load import load_session

    timeline = build_timeline(load_session(path), fast=True)
    about = "~" if any(interval.step.length == "auto" for interval in timeline.intervals) else ""
    return about + clock(to_the_second(timeline.length_ms)), timeline.description or timeline.title


def _programme_row(path: Path) -> tuple[str, str]:
    from audiocoach.programme.load_programme import load_programme

    programme = load_programme(path)
    return plural(programme.weeks, "week"), programme.description or programme.title
