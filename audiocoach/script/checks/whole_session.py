"""What can be told of a session only when all of it has been read."""

from __future__ import annotations

from audiocoach.errors import ScriptError
from audiocoach.script.checks import readings, words_in_braces
from audiocoach.script.checks.shapes import SessionShape
from audiocoach.script.context import Reading
from audiocoach.script.library import SUFFIXES, sheet_path


def check_whole(session: SessionShape, context: Reading) -> None:
    """Note what is wrong with its words in braces, with what a voice may read otherwise, and with its coach."""
    words_in_braces.check_session(session, context)
    readings.check_session(session, context)
    _check_coach(session, context)


def _check_coach(session: SessionShape, context: Reading) -> None:
    """Note a coach sheet that is not there, so that one run reports it with all else that is wrong in the script.

    One that is not written may still be named on the command line.
    """
    if not session.is_written("coach") or session.coach == "none":
        return
    if session.coach.endswith(SUFFIXES) and context.folder is None and not context.of_program:
        return  # that it lies in no folder is noted already
    try:
        sheet_path(session.coach, context.folder, session.value_place("coach"), session.language, anywhere=False)
    except ScriptError as error:
        for problem in error.problems:  # one that leads out of the folder is noted already
            context.error(problem.message, problem.where, problem.hint)
