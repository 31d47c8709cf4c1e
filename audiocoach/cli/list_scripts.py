"""`list`: the scripts that come with audiocoach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocoach.cli.console import line
from audiocoach.quantities.units import clock, plural, to_the_second

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def list_scripts() -> None:
    """List the scripts that come with audiocoach."""
    for text in script_lines():
        line(text)


def script_lines() -> Iterator[str]:
    """List the shipped scripts: name, length, a line about each. Lengths of `talk: auto` are estimated, with a ~.

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
