"""Load sessions, from a file or from text."""

from __future__ import annotations

import os
from pathlib import Path

from audiocoach.errors import ScriptError
from audiocoach.script.checks import readings, words_in_braces
from audiocoach.script.coach_sheets import _sheet_path
from audiocoach.script.context import Reading, place
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of, nodes_of, read_script
from audiocoach.script.validate import raise_errors, validate
from audiocoach.script.yaml.located import Mapping


def load_session(path: str | os.PathLike[str]) -> Session:
    """Read a session from its YAML file.

    Returns:
        The session, frozen and valid; lengths in it are in milliseconds. `warnings` holds what was noticed.

    Raises:
        ScriptError: with everything that is wrong in the file, each with its line.
        AudiocoachError: when the file cannot be read.
    """
    return _session(*read_script(Path(path)))


def parse_session(text: str, file: str = "script", folder: Path | None = None) -> Session:
    """Read a session from text, as `load_session` does from a file.

    Args:
        text: the script.
        file: what messages call it.
        folder: where the files that it names lie; None: it can name none.
    """
    context = Reading(file=file, folder=folder)
    return _session(nodes_of(text, context), context)


def _session(root: Mapping, context: Reading) -> Session:
    kind = kind_of(root)
    if kind != "session":
        others = {
            "programme": (
                "this is a programme, not a session",
                "give its sessions: 'audiocoach render PROGRAMME --session 1.1'",
            ),
            "coach": ("this is a coach sheet, not a session", "write 'coach: its-name' in a session, and render that"),
        }
        message, hint = others[kind]
        context.error(message, root.where, hint)
        raise_errors(context)
    session = validate(Session, root, context)
    words_in_braces.check_session(session, context)
    readings.check_session(session, context)
    _check_coach(session, context)
    raise_errors(context)
    return session.with_warnings(sorted(context.problems, key=place))


def _check_coach(session: Session, context: Reading) -> None:
    """Check that the coach sheet is there, so that one run reports it with all else that is wrong in the script.

    A session that names none may still be given one on the command line.
    """
    if not session.is_written("coach") or session.coach == "none":
        return
    try:
        _sheet_path(session.coach, context.folder, session.value_place("coach"), session.language, anywhere=False)
    except ScriptError as error:
        for problem in error.problems:  # one that leads out of the folder is noted already
            context.error(problem.message, problem.where, problem.hint)
