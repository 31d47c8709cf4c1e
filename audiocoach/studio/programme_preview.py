"""What the studio's page shows of a programme: its sessions, and its chart."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from audiocoach.assist.mistakes import in_time
from audiocoach.assist.programme_values import programme_values
from audiocoach.errors import Problem, ScriptError
from audiocoach.labels.pictures.canvas import Picture, drawn
from audiocoach.labels.pictures.palette import COLOURS
from audiocoach.labels.pictures.programme_chart import Row, chart
from audiocoach.languages.lookup import language_of
from audiocoach.programme.load_programme import parse_programme
from audiocoach.programme.programme import PlannedSession, Programme
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.coach_sheets import Sheets
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.narrator import estimated
from audiocoach.studio.session_preview import session_shown
from audiocoach.text.xml import xml_text
from audiocoach.timeline.arrange import intervals_of
from audiocoach.timeline.athlete import placeheld
from audiocoach.timeline.intervals import Interval
from audiocoach.timeline.wording import Wording


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at in a programme: the session of this name for itself, if there is one; and in which of its
    sessions words without room are looked for: in `every` one, or where they are most likely.
    """

    session: str
    shop: Workshop | None
    width: int
    every: bool


def programme_preview(
    text: str, file: str, folder: Path | None, looked: Looked, go_on: Callable[[], None]
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Lay out a programme's sessions by estimated lengths, and draw its chart; return it with what was noticed.

    It is read once for all of that; for `shop`, `width` and `go_on` see `preview`.

    Raises:
        ScriptError: with all that is wrong in it.
    """
    read = parse_programme(text, file, folder)
    go_on()
    problems = _in_time(read, every=looked.every)
    go_on()
    programme = read.changed(placeheld)
    sheets, shelf = Sheets(), SoundShelf()
    laid: dict[str, tuple[Interval, ...]] = {}
    for planned in programme.sessions:
        with suppress(ScriptError):  # it is told with the others
            laid[planned.id] = intervals_of(planned.session, estimated, shelf.length, sheets.of(planned.session))
    rows = [
        Row(planned.week, planned.id, laid[planned.id], programme.dose_text(planned.dose))
        for planned in programme.sessions
        if planned.id in laid
    ]
    picked = next((planned for planned in programme.sessions if planned.id == looked.session), None)
    shown = session_shown(picked.session, text, file, looked.shop, looked.width)[0] if picked else None
    language = programme.sessions[0].session.language if programme.sessions else "en"
    return {
        "kind": "programme",
        "title": programme.title,
        "length_ms": 0,
        "measured": False,
        "sessions": [
            {"id": planned.id, "title": _title(planned, laid[planned.id]), "length_ms": laid[planned.id][-1].end_ms}
            for planned in programme.sessions
            if planned.id in laid
        ],
        "timeline": shown,
        "values": [asdict(each) for each in programme_values(text)],
        "svg": by_class(chart(programme.title, programme.dose_name, rows, language)) if rows else "",
    }, problems


def _in_time(programme: Programme, *, every: bool) -> tuple[Problem, ...]:
    """Find what is wrong with a programme in time, in the order of lines."""
    try:
        found = in_time(programme, every=every)
    except ScriptError as error:
        found = error.problems
    return tuple(sorted(found, key=lambda problem: (problem.where.line, problem.where.column)))


def _title(planned: PlannedSession, intervals: tuple[Interval, ...]) -> str:
    language = language_of(planned.session.language)
    return Wording(planned.session, intervals, language).title(in_writing=True)


_CLASSES = {
    **{colour: f"bar k-{kind}" for kind, colour in COLOURS.items()},
    "#1c2733": "name",
    "#5b6b7b": "quiet",
    "#e3e8ee": "floor",
}


def by_class(picture: Picture) -> str:
    """Write a picture as SVG whose colours are the page's, by class; its title is its name."""
    from html import escape

    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}" class="chart" '
        f'role="img" aria-label="{escape(xml_text(picture.title))}">'
    )
    return "\n".join([head, *drawn(picture, lambda colour: f'class="{_CLASSES.get(colour, "name")}"'), "</svg>"])
