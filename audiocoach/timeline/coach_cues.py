"""What a coach sheet adds to a session: which of its moments come in which interval, and with which words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from audiocoach.errors import Problem, ScriptError
from audiocoach.quantities.units import SECOND
from audiocoach.script.sheet_model import CoachSheet, SheetMoment
from audiocoach.text.speakable import is_speakable
from audiocoach.timeline.coach_moments import Here, moments_of
from audiocoach.timeline.cues import Unfilled, Wanted, in_round, long_enough, occurrences
from audiocoach.timeline.first_words import shortened
from audiocoach.timeline.intervals import Interval, Pass
from audiocoach.timeline.tally import ByRound, Tally
from audiocoach.timeline.wording import Sense, Source, Wording, Words

QUIET_END = 12 * SECOND
"""A coach's repeated reminders end this long before their step does: its end belongs to what comes next."""


def coachs_cues(wording: Wording, sheet: CoachSheet, tally: Tally) -> tuple[list[Wanted], list[Unfilled]]:
    """Collect what a coach sheet adds: wanted cues, and those whose words have nothing to say in their step.

    Raises:
        ScriptError: when the coach is to say a name in which there is no word, or there is more than `tally` allows.
    """
    wanted: list[Wanted] = []
    unfilled: list[Unfilled] = []
    mute: dict[Problem, None] = {}
    last = len(wording.intervals) - 1
    moments: dict[tuple[str, int], ByRound[SheetMoment]] = {}
    for position, interval in enumerate(wording.intervals):
        if interval.step.coach == "none":
            continue
        here = Here(interval, position, last, sheet)
        alike = interval.kind, interval.length_ms
        if alike not in moments:
            moments[alike] = ByRound(sheet.moments, partial(_may_come, interval))
        due = [
            (at, index, moment, counted)
            for index, moment in moments[alike].in_round_of(interval)
            if (of := moments_of(moment.when)).applies(moment, here)
            and (not isinstance(moment.on, Mapping) or in_round(moment, interval))
            for counted in of.counts(here)
            for at in occurrences(moment, of.nominal(moment), interval, QUIET_END)
        ]
        for at, index, moment, counted in sorted(due, key=lambda entry: entry[0]):
            tally.event(moment.place() if moment.every else interval.step.place())
            try:
                cue = _coachs(wording, position, (None, index), moment, at, counted)
                tally.said(cue.text, cue.where)
                replaced = cue.at_start and bool(interval.step.say)
                if cue.words is None or is_speakable(cue.words.text):
                    wanted.append(cue)
                elif not replaced:
                    mute[_mute(interval)] = None
            except LookupError as error:
                unfilled.append(Unfilled(moment.say[0], at, str(error.args[0])))
    if mute:
        raise ScriptError(list(mute))
    return wanted, unfilled


def _mute(interval: Interval) -> Problem:
    """Say that a step's name is nothing that can be spoken, with a way out that means the same."""
    hint = "write a word, or 'say:' what is to be said; with 'coach: none' the step stays silent"
    step = interval.step
    key = "say-as" if interval.said_as else "name"
    return Problem(f"there is no word to speak in the name '{interval.spoken}'", step.value_place(key), hint)


def countdown_of(interval: Interval, sheet: CoachSheet) -> SheetMoment | None:
    """Find the countdown that ends an interval, if the sheet has one for it; a `talk: auto` ends with its words."""
    if interval.step.coach == "none" or interval.step.length == "auto":
        return None
    for moment in sheet.moments:
        if (
            moment.when == "countdown"
            and (not moment.kind or interval.kind in moment.kind)
            and in_round(moment, interval)
            and long_enough(moment, interval)
        ):
            return moment
    return None


def _may_come(interval: Interval, moment: SheetMoment) -> bool:
    """Tell whether a moment comes in intervals as long and of this kind at all.

    In a talk only the session's do, and those that name it.
    """
    whole = moments_of(moment.when).whole
    of_kind = interval.kind in moment.kind if moment.kind else whole or interval.kind != "talk"
    return of_kind and long_enough(moment, interval)


def _coachs(
    wording: Wording, position: int, source: Source, moment: SheetMoment, at: int, counted: Pass | None
) -> Wanted:
    text, words, interval = "", None, wording.intervals[position]
    of = moments_of(moment.when)
    shorter: dict[str, Words] = {}
    if moment.say:
        left_ms = at if of.whole else interval.end_ms - at
        sense = Sense(coach=True, whole=of.whole, counted=counted)
        chosen = wording.choose(moment, source)
        if interval.begun_as and moment.when == "start" and chosen.strip("¡ .!") == "{name}":
            chosen = chosen.replace("{name}", interval.begun_as)
        text = wording.fill(chosen, position, left_ms, sense)
        words = wording.words(text, moment) if text else None
        for less in shortened(chosen) if of.shortens else ():
            said = wording.fill(less, position, left_ms, sense)
            if said.strip() != text.strip():
                shorter.setdefault(said, wording.words(said, moment))
    until = None
    if moment.every is not None:
        until = interval.end_ms - QUIET_END
        if moment.until is not None:
            until = min(until, interval.start_ms + moment.until.at(interval.length_ms))
    return Wanted(
        position, "coach", moment.when, at, interval.step.place(), source, text, words, moment.sound,
        finish=of.finish, until_ms=until, at_start=at == interval.start_ms, shorter=tuple(shorter.items()),
    )  # fmt: skip


NOBODY = CoachSheet.model_construct(coach="none")
"""`coach: none`: no automatic words and no countdown; the signals stay."""
