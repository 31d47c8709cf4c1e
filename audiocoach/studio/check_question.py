"""The question that is asked as one types: what a script is, what is wrong with it, and how it looks in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

    One question is worked on at a time, and of each tab the newest about a script alone: older ones that wait are
    dropped before any work, and what one waits for that is at work ends.
    """
    name, text = text_in(asked, "path"), text_in(asked, "text")
    path = desk.folder.script(name)
    width = min(max(number_in(asked, "width", USUAL), NARROWEST), WIDEST)
    measured = switch_in(asked, "measured")
    session = text_in(asked, "session", "")
    turn = desk.newest.begin(("check", str(path), text_in(asked, "tab", "")))
    look = _Look(text, name, path.parent, session, width, turn, every=measured)
    try:
        if measured:
            shown = look.measured()
        else:
            with desk.newest.working(turn):
                shown = look.estimated()
    except CancelledError:
        return {"ended": True}
    problems: Sequence[Problem] = shown.problems
    if shown.data["kind"] == "coach":  # of which nothing is laid out
        problems = problems_in(text, name, path.parent, every=measured)
    in_order = sorted(problems, key=lambda problem: (problem.where.line, problem.where.column))
    return {**shown.data, "problems": _told(text, name, in_order)}


@dataclass(frozen=True, slots=True)
class _Look:
    """What is looked at, and for whom."""

    text: str
    name: str
    folder: Path
    session: str
    width: int
    turn: Turn
    every: bool

    def measured(self) -> Preview:
        """Lay it out by real speech, or by estimates where it cannot be spoken: that is still drawn."""
        try:
            return self._shown(Workshop(cancel=self.turn))
        except CancelledError:
            raise
        except AudiocoachError as error:
            found = self.estimated()
            return Preview(found.data, (*found.problems, _problem(error)))

    def estimated(self) -> Preview:
        """Lay it out by estimated lengths."""
        try:
            return self._shown(None)
        except CancelledError:
            raise
        except AudiocoachError as error:
            return Preview(nothing_shown("session"), (_problem(error),))

    def _shown(self, shop: Workshop | None) -> Preview:
        return preview(
            self.text,
            self.name,
            self.folder,
            shop,
            session=self.session,
            width=self.width,
            every=self.every,
            go_on=self.turn.check,
        )


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
