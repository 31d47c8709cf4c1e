"""What is wrong with a script that somebody is typing, each thing with the edits of the text that mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.assist.mends import Mend, Mender
from audiocoach.bounds import MAX_BYTES
from audiocoach.errors import AudiocoachError, Problem, ScriptError, Where
from audiocoach.script.checks.structure import steps_and_length
from audiocoach.script.context import Reading
from audiocoach.script.source import kind_of, nodes_of

if TYPE_CHECKING:
    from audiocoach.programme.programme import PlannedSession, Programme


@dataclass(frozen=True, slots=True)
class Mistake:
    """A problem with each way to mend it that can be told; none where only the author knows."""

    problem: Problem
    mends: tuple[Mend, ...] = ()


def mistakes(text: str, file: str = "script", folder: Path | None = None, *, every: bool = True) -> tuple[Mistake, ...]:
    """Find what is wrong with a session, a programme or a coach sheet, warnings included.

    The lengths of words are estimated, and music is not decoded.

    Args:
        text: the script.
        file: what places call it.
        folder: where the files lie that it names; None: it can name none.
        every: whether all sessions of a programme are laid out in time. Without, as one types, only those are in which
            words most likely find too little time: the first, the last, the shortest and the longest.
    """
    return with_mends(text, file, problems_in(text, file, folder, every=every))


def with_mends(text: str, file: str, problems: Iterable[Problem]) -> tuple[Mistake, ...]:
    """Give problems found in a text, which they call `file`, the edits that mend them."""
    found = tuple(problems)
    return tuple(map(Mistake, found, Mender(text, file).all(found)))


def problems_in(
    text: str, file: str = "script", folder: Path | None = None, *, every: bool = True
) -> Sequence[Problem]:
    """Find what `mistakes` does: its errors, or else its warnings, in the order of lines."""
    if len(text.encode(errors="replace")) > MAX_BYTES:
        return (Problem("this is larger than 1 MiB, the most a script may have", Where(file)),)
    try:
        found = _checked(text, file, folder, every=every)
    except ScriptError as error:
        found = error.problems
    except AudiocoachError as error:
        found = (Problem(error.message, Where(file), error.hint),)
    return sorted(found, key=lambda problem: (problem.where.line, problem.where.column))


def _checked(text: str, file: str, folder: Path | None, *, every: bool) -> Sequence[Problem]:
    """Return the warnings of a script without errors.

    Raises:
        AudiocoachError: with its errors.
    """
    kind = kind_of(nodes_of(text, Reading(file=file, folder=folder)))
    if kind == "programme":
        from audiocoach.programme.load_programme import parse_programme

        return in_time(parse_programme(text, file, folder), every=every)
    if kind == "coach":
        from audiocoach.script.coach_sheets import parse_sheet

        return parse_sheet(text, file, folder).warnings
    from audiocoach.rendering.timelines import build_timeline, check_music
    from audiocoach.script.load import parse_session

    session = parse_session(text, file, folder)
    check_music(session)
    return build_timeline(session, fast=True).warnings


def in_time(programme: Programme, *, every: bool = True) -> Sequence[Problem]:
    """Find what is wrong with a programme that has been read, as `mistakes` does: its warnings, if it has no errors.

    Raises:
        ScriptError: with all that cannot be placed in a session.
    """
    from audiocoach.rendering.programme_timelines import all_timelines

    laid_out = programme if every else replace(programme, sessions=_likely_wrong(programme.sessions))
    return [*programme.warnings, *all_timelines(laid_out, fast=True)[1]]


def _likely_wrong(sessions: Sequence[PlannedSession]) -> tuple[PlannedSession, ...]:
    """Pick the sessions of a programme in which words most likely find too little time."""
    by_length = sorted(sessions, key=lambda planned: steps_and_length(planned.session.steps)[1])
    picked = [sessions[0], sessions[-1], by_length[0], by_length[-1]]
    return tuple({planned.id: planned for planned in picked}.values())
