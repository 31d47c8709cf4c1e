"""Lay out the timelines of sessions, speaking what their lengths depend on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from audiocoach.errors import Problem
from audiocoach.rendering.watching import Cancel, Progress
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.checks.structure import steps_and_length
from audiocoach.script.coach_sheets import Sheets, coach_of
from audiocoach.script.findings import Findings
from audiocoach.script.model import Session
from audiocoach.sound.loaded_signals import SoundShelf
from audiocoach.speech.limits import NO_LIMITS, Limits
from audiocoach.speech.narrator import Narrator, estimated
from audiocoach.speech.studio import Studio
from audiocoach.timeline.arrange import Draft, Measure, arrange
from audiocoach.timeline.athlete import placeheld
from audiocoach.timeline.spacing import spaceable, spaced_by
from audiocoach.timeline.timeline import Timeline
from audiocoach.timeline.wording import Words

if TYPE_CHECKING:
    from audiocoach.music.in_step import Part


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
    check_length(session, limits)
    if fast:
        timeline = arrange(placeheld(session), coach_of(session), estimated, SoundShelf().length)
    else:
        shop = Workshop(studio or Studio(), progress=progress, cancel=cancel, limits=limits)
        timeline = timeline_of(session, shop)
    limits.check_length(timeline.length_ms)
    return timeline


def timeline_of(session: Session, shop: Workshop) -> Timeline:
    """Place every word and signal of a session by real speech; see `build_timeline`."""
    return shop.narrator().timeline(session, shop.sheets.of(session), shop.signals)


def songs_in_step(session: Session, timeline: Timeline, shop: Workshop) -> tuple[Part, ...]:
    """Choose the songs that are in step with a session, as rendering it does; none where its music is not in step.

    Raises:
        ScriptError: with all that is wrong with the music's files.
        CancelledError: when the workshop's `cancel` asks for an end.
    """
    if session.music is None or session.music.tempo is None:
        return ()
    from audiocoach.mix.session_sound import bed_of

    bed = bed_of(session.music, timeline, shop.store, shop.stage("measuring music"))
    return bed.parts if bed else ()


def check_length(session: Session, limits: Limits) -> None:
    """Refuse a session that lasts too long even without the talks that are as long as their words.

    Raises:
        OverLimitError: when it does.
    """
    limits.check_length(steps_and_length(session.steps)[1])


def arranged(
    sessions: Sequence[tuple[str, Session]], narrator: Narrator | None, sheets: Sheets, shelf: SoundShelf
) -> tuple[list[Timeline], list[Problem]]:
    """Lay out the timelines of sessions, without those of sessions with errors; and tell every problem once.

    All that any of them says is spoken together. Each has a name, for problems that are not in all of them. Without a
    narrator the spoken lengths are estimated.
    """
    findings = Findings(len(sessions))
    measure = narrator.measure if narrator else estimated
    drafts = _drafts(sessions, measure, sheets, shelf, findings)
    spaced = measure(_each_once(draft.spaced_words for draft in drafts.values()))
    sure = {number: draft.sure(spaced) for number, draft in drafts.items()}
    lengths = measure(_each_once(draft.unsure_words(sure[number]) for number, draft in drafts.items()))
    placed: list[Timeline] = []
    for number, draft in drafts.items():
        name = sessions[number][0]
        with findings.of(name):
            timeline = draft.placed(lengths, sure[number])
            placed.append(narrator.noticing(timeline, draft.session) if narrator else timeline)
            findings.note(placed[-1].warnings, name)
    lengths = measure(_each_once(map(spaceable, placed)))
    return [spaced_by(timeline, lengths) for timeline in placed], findings.all()


def _drafts(
    sessions: Sequence[tuple[str, Session]], measure: Measure, sheets: Sheets, shelf: SoundShelf, findings: Findings
) -> dict[int, Draft]:
    """Make the drafts of sessions, by their number, without those of sessions with errors. What they ask for while they
    are made is spoken together.
    """
    drafts: dict[int, Draft] = {}
    for number, (name, session) in enumerate(sessions):
        with findings.of(name):
            drafts[number] = Draft.begin(session, sheets.of(session), shelf.length)
    while unknown := _each_once(draft.unknown for draft in drafts.values()):
        lengths = measure(unknown)
        untold, drafts = drafts, {}
        for number, draft in untold.items():
            with findings.of(sessions[number][0]):
                drafts[number] = draft.told(lengths)
    return drafts


def _each_once(words: Iterable[Iterable[Words]]) -> list[Words]:
    return list(dict.fromkeys(chain.from_iterable(words)))


def check_music(session: Session, target: Path | None = None) -> None:
    """Check that a session's music files are there, before anything takes long, and that none is to be written over.

    Raises:
        ScriptError, SoundError: when they are not.
        OutputError: when `target` is one of them.
    """
    if session.music is not None:
        from audiocoach.music.files import check, paths

        check(session.music)
        if target is not None:
            from audiocoach.output.write import check_inputs

            check_inputs(target, paths(session.music))
