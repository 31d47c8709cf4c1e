"""Load sessions, from a file or from text."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiocoach.errors import AudiocoachError, Unreadable
from audiocoach.quantities.paces import Pace, Per, parse_pace
from audiocoach.script.checks.whole_session import check_whole
from audiocoach.script.context import Reading, at_pace, place, racing
from audiocoach.script.given_values import in_own_language
from audiocoach.script.mapping import root_of
from audiocoach.script.model import Session
from audiocoach.script.own_values import own_session
from audiocoach.script.source import kind_of, nodes_of, read_script
from audiocoach.script.validate import raise_errors, validate
from audiocoach.script.yaml.located import Mapping as Node

if TYPE_CHECKING:
    from audiocoach.quantities.race_times import Races


def load_session(
    path: str | os.PathLike[str], pace: str | None = None, race: Mapping[str, str] | None = None
) -> Session:
    """Read a session from its YAML file.

    Args:
        path: the file.
        pace: such as `5:30/km`, at which distances are run in a script that has no pace of its own.
        race: somebody's times by distance, such as `{"5k": "24:00"}`, which win over the script's own: `400m @ 5k`.

    Returns:
        The session, frozen and valid; lengths in it are in milliseconds. `warnings` holds what was noticed.

    Raises:
        ScriptError: with everything that is wrong in the file, each with its line.
        AudiocoachError: when the file cannot be read, or the pace, or a race.
    """
    with at_pace(given_pace(pace)), racing(given_races(race)):
        return _session(*read_script(in_own_language(Path(path))))


def given_pace(text: str | None, per: Per | None = None) -> Pace | None:
    """Read a pace that is given beside a script; `per`: for what distance it is if it does not say so.

    Raises:
        AudiocoachError: when it is none.
    """
    try:
        return None if text is None else parse_pace(text, per)
    except Unreadable as error:
        raise AudiocoachError(error.message, error.hint) from None


def given_races(times: Mapping[str, str] | None) -> Races | None:
    """Read the races that are given beside a script.

    Raises:
        AudiocoachError: when they are none.
    """
    if times is None:
        return None
    from audiocoach.quantities.race_times import races_of  # what few scripts ask for

    try:
        return races_of(times)
    except Unreadable as error:
        raise AudiocoachError(error.message, error.hint) from None


def parse_session(
    text: str,
    file: str = "script",
    folder: Path | None = None,
    pace: str | None = None,
    race: Mapping[str, str] | None = None,
) -> Session:
    """Read a session from text, as `load_session` does from a file.

    Args:
        text: the script.
        file: what messages call it.
        folder: where the files that it names lie; None: it can name none.
        pace: as for `load_session`.
        race: as for `load_session`.
    """
    with at_pace(given_pace(pace)), racing(given_races(race)):
        context = Reading(file=file, folder=folder)
        return _session(nodes_of(text, context), context)


def session_from(data: Mapping[str, Any], folder: Path | None = None) -> Session:
    """Read a session from plain data, such as a request's JSON, by the rules of a script.

    Args:
        data: what a script would hold, as dicts, lists, texts and numbers (a length in milliseconds), with values such
            as `Step` within it where a program has built some.
        folder: where the files lie that it names; None: it can name none.

    Raises:
        ScriptError: with everything that is wrong in it, each with its argument, such as `steps[0].work`.
    """
    context = Reading(folder=folder)
    return _session(root_of(data, context), context)


def _session(root: Node, context: Reading) -> Session:
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
        if not root.where.line:
            hint = "read it with programme_from" if kind == "programme" else "name it in a session, as 'coach'"
        context.error(message, root.where, hint)
        raise_errors(context)
    session = validate(Session, own_session(root, context), context)
    check_whole(session, context)
    raise_errors(context)
    return session.with_warnings(sorted(context.problems, key=place))
