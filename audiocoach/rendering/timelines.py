"""Lay out the timelines of sessions, speaking what their lengths depend on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import Problem, ScriptError
from audiocoach.output.write import check_inputs
from audiocoach.rendering.watching import Cancel, Progress, Watch
from audiocoach.script.checks.structure import steps_and_length
from audiocoach.script.coach_sheets import Sheets, coach_of
from audiocoach.script.findings import Findings
from audiocoach.script.model import Session
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.narrator import Narrator, estimated
from audiocoach.timeline.arrange import Asking, Draft, Measure, arrange
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words

if TYPE_CHECKING:
    from audiocoach.speech.studio import Studio


def build_timeline(
    session: Session,
    *,
    studio: Studio | None = None,
    fast: bool = False,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    limits: Limits = NO_LIMITS,
) -> Timeline:
    """Place every word and signal of a session; times are whole milliseconds from its start.

    Args:
        session: what `load_session` gave.
        studio: where words are spoken; None: the computer's own voices, with a cache on disk.
        fast: estimate the spoken lengths instead of speaking.
        progress: told as words are spoken.
        cancel: asked as words are spoken, such as a `threading.Event` that another thread sets.
        limits: how much may be asked for.

    Raises:
        ScriptError: where the author's words cannot keep their time.
        SpeechError: where something cannot be spoken.
        OverLimitError: when more is asked for than the limits allow, mostly before anything is spoken.
        CancelledError: when `cancel` asks for an end.
    """
    shelf = SoundShelf()
    check_length(session, limits)
    if fast:
        timeline = arrange(session, coach_of(session), estimated, shelf.length)
    else:
        narrator = Narrator(studio, Watch(progress, cancel).stage("speaking"), limits)
        timeline = narrator.timeline(session, coach_of(session), shelf)
    limits.check_length(timeline.length_ms)
    return timeline


def check_length(session: Session, limits: Limits) -> None:
    """Refuse a session that lasts too long even without the talks that are as long as their words.

    Raises:
        OverLimitError: when it does.
    """
    limits.check_length(steps_and_length(session.steps)[1])


def arranged(
    sessions: Sequence[tuple[str, Session]], narrator: Narrator | None, sheets: Sheets, shelf: SoundShelf
) -> tuple[list[Timeline], list[Problem]]:
    """The timelines of sessions, without those of sessions with errors; and every problem once.

    All that any of them says is spoken together. Each has a name, for problems that are not in all of them. Without a
    narrator the spoken lengths are estimated.
    """
    findings = Findings(len(sessions))
    measure = narrator.measure if narrator else estimated
    drafts = _drafts(sessions, measure, sheets, shelf, findings)
    lengths = measure(list(dict.fromkeys(words for draft in drafts.values() for words in draft.words)))
    if narrator is not None:
        narrator.on_each = None
    timelines: list[Timeline] = []
    for number, draft in drafts.items():
        name = sessions[number][0]
        try:
            timelines.append(narrator.placed(draft) if narrator else draft.placed(lengths))
            findings.note(timelines[-1].warnings, name)
        except ScriptError as error:
            findings.note(error.problems, name)
    return timelines, findings.all()


def _drafts(
    sessions: Sequence[tuple[str, Session]], measure: Measure, sheets: Sheets, shelf: SoundShelf, findings: Findings
) -> dict[int, Draft]:
    """The drafts of sessions by their number, without those of sessions with errors. What they ask for while they are
    made is spoken together.
    """
    asking: dict[int, Asking[Draft]] = {}
    asked: dict[int, list[Words]] = {}
    made: dict[int, Draft] = {}

    def go_on(number: int, lengths: Mapping[Words, int] | None) -> None:
        try:
            asked[number] = next(asking[number]) if lengths is None else asking[number].send(lengths)
        except StopIteration as end:
            made[number] = end.value
        except ScriptError as error:
            findings.note(error.problems, sessions[number][0])

    for number, (name, session) in enumerate(sessions):
        try:
            asking[number] = Draft.begun(session, sheets.of(session), shelf.length)
        except ScriptError as error:
            findings.note(error.problems, name)
            continue
        go_on(number, None)
    while asked:
        waiting, asked = asked, {}
        lengths = measure(list(dict.fromkeys(words for own in waiting.values() for words in own)))
        for number in waiting:
            go_on(number, lengths)
    return {number: made[number] for number in sorted(made)}


def check_music(session: Session, target: Path | None = None) -> None:
    """That a session's music files are there, before anything takes long, and that none of them is to be written over.

    Raises:
        ScriptError, SoundError: when they are not.
        OutputError: when `target` is one of them.
    """
    if session.music is not None:
        from audiocoach.music.files import check, paths

        check(session.music)
        if target is not None:
            check_inputs(target, paths(session.music))
