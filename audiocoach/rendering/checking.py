"""Find what is wrong with a script: everything that rendering would find out, and no file written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiocoach.errors import AudiocoachError, Problem
from audiocoach.rendering.athletes import Athlete, given_of, naming
from audiocoach.rendering.music_before import MusicBefore
from audiocoach.rendering.timelines import build_timeline, check_music, timeline_of
from audiocoach.rendering.told_programmes import told_to
from audiocoach.rendering.workshop import Workshop
from audiocoach.script.coach_sheets import load_sheet
from audiocoach.script.library import find_script
from audiocoach.script.load import load_session
from audiocoach.script.model import Session
from audiocoach.script.source import kind_of_file
from audiocoach.timeline.paces_used import pace_notes
from audiocoach.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Checked:
    """A script without errors: its warnings, what is to be known of its music and of what it leaves out, and its
    sessions in time.

    A coach sheet has `moments` in place of sessions.
    """

    path: Path
    kind: Literal["session", "programme", "coach"]
    warnings: Sequence[Problem] = ()
    notes: Sequence[Problem] = ()
    timelines: Sequence[Timeline] = ()
    moments: int = 0


def check_script(
    name: str,
    change: Callable[[Session], Session],
    shop: Workshop | None,
    who: Athlete | None = None,
    *,
    own: bool = False,
) -> Checked:
    """Check a session, a programme or a coach sheet.

    Args:
        name: its path, or a shipped script's name.
        change: applied to each session, such as another voice or coach.
        shop: what it would be rendered with; None: spoken lengths are estimated, and music is not decoded.
        who: whose journal a programme's next session is told from.
        own: whether another's journal says nothing to them, as where athletes are several.

    Raises:
        AudiocoachError: when it has errors.
    """
    path = find_script(name)
    kind = kind_of_file(path)
    if kind == "coach":
        sheet = load_sheet(str(path), anywhere=True)
        return Checked(path, "coach", sheet.warnings, moments=len(sheet.moments))
    if kind == "programme":
        return _check_programme(path, change, shop, who, own=own)
    session = change(load_session(path))
    check_music(session)
    timeline = build_timeline(session, fast=True) if shop is None else timeline_of(session, shop)
    notes = [*_paces([session]), *_advice([timeline]), *_music_notes([session], [timeline], shop)]
    return Checked(path, "session", timeline.warnings, notes, [timeline])


@dataclass(frozen=True, slots=True)
class CheckedFor:
    """A script as it is for several athletes: what each gets, or the error that keeps them from it.

    `told` is each thing to be told, errors and warnings, once, with whom it concerns; nobody for what concerns all.
    """

    found: Mapping[Athlete, Checked | AudiocoachError]
    told: Mapping[str, tuple[Athlete, ...]]

    @property
    def refused(self) -> tuple[Athlete, ...]:
        """Give those for whom it has errors."""
        return tuple(who for who, found in self.found.items() if isinstance(found, AudiocoachError))

    @property
    def good(self) -> tuple[Checked, ...]:
        """Give what all others get."""
        return tuple(found for found in self.found.values() if isinstance(found, Checked))


def check_for(
    name: str, change: Callable[[Session], Session], athletes: Sequence[Athlete], shop: Workshop | None
) -> CheckedFor:
    """Check a script for each of several athletes, as `check_script` does."""
    found: dict[Athlete, Checked | AudiocoachError] = {}
    told: dict[str, list[Athlete]] = {}
    for who in athletes:
        try:
            with given_of(who):
                checked = check_script(name, naming(who, change), shop, who, own=len(athletes) > 1)
        except AudiocoachError as error:
            found[who] = error
            texts = [error.on_command_line()]
        else:
            found[who] = checked
            texts = [problem.on_command_line() for problem in (*checked.warnings, *checked.notes)]
        for text in dict.fromkeys(texts):
            told.setdefault(text, []).append(who)
    return CheckedFor(found, {text: () if len(them) == len(found) else tuple(them) for text, them in told.items()})


def _check_programme(
    path: Path, change: Callable[[Session], Session], shop: Workshop | None, who: Athlete | None, *, own: bool
) -> Checked:
    from audiocoach.programme.load_programme import load_programme
    from audiocoach.rendering.programme_timelines import all_timelines

    programme = told_to(who, path, load_programme(path), own=own).changed(change)
    sessions = [planned.session for planned in programme.sessions]
    for session in sessions:
        check_music(session)
    timelines, found = all_timelines(programme, shop, fast=shop is None)
    notes = [*_paces(sessions), *_advice(timelines), *_music_notes(sessions, timelines, shop)]
    return Checked(path, "programme", [*programme.warnings, *found], notes, timelines)


def _paces(sessions: Sequence[Session]) -> list[Problem]:
    """Tell which lengths come from a pace."""
    return [Problem(note, severity="note") for note in pace_notes(sessions)]


def _advice(timelines: Sequence[Timeline]) -> list[Problem]:
    """Tell how what is left out would be heard, each way once."""
    found = (entry.advice for timeline in timelines for entry in timeline.dropped)
    return list(dict.fromkeys(advice for advice in found if advice is not None))


def _music_notes(sessions: Sequence[Session], timelines: Sequence[Timeline], shop: Workshop | None) -> list[Problem]:
    """Tell what is to be known of the music, all of which is decoded: damage is an error."""
    if shop is None:
        return []
    from audiocoach.mix.session_sound import bed_of

    measuring = shop.stage("measuring music")
    before = MusicBefore(shop, known=zip(sessions, timelines, strict=True))
    beds = [
        bed_of(session.music, timeline, shop.store, measuring, before.of(session))
        for session, timeline in zip(sessions, timelines, strict=True)
    ]
    notes = dict.fromkeys(note for bed in beds if bed for note in bed.notes)
    return [Problem(note, severity="note") for note in notes]
