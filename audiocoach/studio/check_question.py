"""The question that is asked as one types: what a script is, what is wrong with it, and how it looks in time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiocoach.assist.mistakes import problems_in, with_mends
from audiocoach.errors import AudiocoachError, CancelledError, Problem
from audiocoach.rendering.workshop import Workshop
from audiocoach.studio.asked import Answer, Asked, number_in, switch_in, text_in
from audiocoach.studio.asked_edits import as_asked
from audiocoach.studio.desk import Desk
from audiocoach.studio.newest_asked import Turn
from audiocoach.studio.preview import Preview, preview
from audiocoach.studio.session_preview import nothing_shown

NARROWEST, WIDEST, USUAL = 240, 20_000, 960
"""Pixels across, of the picture."""


def check(desk: Desk, asked: Asked) -> Answer:
    """Check a script as it is typed; see `preview` for what it is shown as.

    Words are measured for the newest question about a script alone: what older ones wait for ends.
    """
    name, text = text_in(asked, "path"), text_in(asked, "text")
    path = desk.folder.script(name)
    width = min(max(number_in(asked, "width", USUAL), NARROWEST), WIDEST)
    newest = desk.newest.begin((str(path), text_in(asked, "tab", "")))
    measured = switch_in(asked, "measured")
    session = text_in(asked, "session", "")
    try:
        shown = _shown(text, name, path.parent, session, width, newest if measured else None)
    except CancelledError:
        return {"ended": True}
    problems: Sequence[Problem] = shown.problems
    if shown.data["kind"] != "session":  # of a programme and a coach sheet no words are laid out
        problems = problems_in(text, name, path.parent, every=measured)
    return {**shown.data, "problems": _told(text, name, problems)}


def _shown(text: str, name: str, folder: Path, session: str, width: int, newest: Turn | None) -> Preview:
    try:
        if newest is not None:
            return preview(text, name, folder, Workshop(cancel=newest), session=session, width=width)
    except CancelledError:
        raise
    except AudiocoachError as error:  # what cannot be spoken is still drawn
        found = _estimated(text, name, folder, session, width)
        return Preview(found.data, (*found.problems, _problem(error)))
    return _estimated(text, name, folder, session, width)


def _estimated(text: str, name: str, folder: Path, session: str, width: int) -> Preview:
    try:
        return preview(text, name, folder, session=session, width=width)
    except AudiocoachError as error:
        return Preview(nothing_shown("session"), (_problem(error),))


def _problem(error: AudiocoachError) -> Problem:
    return Problem(error.message, hint=error.hint)


def _told(text: str, name: str, problems: Sequence[Problem]) -> list[Answer]:
    return [
        {
            "message": problem.message,
            "hint": problem.hint,
            "severity": problem.severity,
            "line": problem.where.line,
            "column": problem.where.column,
            "width": problem.where.width,
            "mends": [{"title": mend.title, "edits": as_asked(text, mend.edits)} for mend in mends],
        }
        for problem, mends in ((each.problem, each.mends) for each in with_mends(text, name, dict.fromkeys(problems)))
    ]
