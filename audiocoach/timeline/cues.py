"""What should be said and sounded: the author's cues and the coach sheet's, wanted at moments of each interval. Pure.

Nothing is placed here: whether a cue finds room is known only when its words have been measured (`timeline`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.languages.lookup import Language
from audiocoach.quantities.lengths import START, Moment
from audiocoach.quantities.units import SECOND, clock
from audiocoach.script.model import CoachSheet, Cue, CueKeys, Session, SheetMoment
from audiocoach.script.values.choices import Round
from audiocoach.script.yaml.located import Text
from audiocoach.text.speakable import is_speakable
from audiocoach.timeline.coach_moments import Here, moments_of
from audiocoach.timeline.first_words import shortened
from audiocoach.timeline.intervals import Interval, Pass
from audiocoach.timeline.tally import ByRound, Tally, rounds_called
from audiocoach.timeline.wording import Sense, Source, Wording, Words

QUIET_END = 12 * SECOND
"""A coach's repeated reminders end this long before their step does: its end belongs to what comes next."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cue with a moment, not yet placed. `at_ms` counts from the session's start.

    `source` is the cue as written. `finish`: `at_ms` is where it ends. `until_ms`: it must have ended by then, or is
    not wanted at all. `shorter`: what may be said in place of its words where these find no room, the longest first.
    """

    interval: int
    by: Literal["author", "coach"]
    role: str
    at_ms: int
    where: Where
    source: Source
    text: str = ""
    words: Words | None = None
    sound: str | None = None
    finish: bool = False
    until_ms: int | None = None
    at_start: bool = False
    shorter: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A cue that has nothing to say in this step, or no time."""

    text: str
    at_ms: int
    why: str


def occurrences(cue: CueKeys, moment: Moment, interval: Interval, quiet_ms: int = 0) -> Iterator[int]:
    """Yield the moments, in ms from the session's start, at which a cue is due in an interval.

    One that repeats stops `quiet_ms` before the interval's end.
    """
    length = interval.length_ms
    if cue.every is None:
        yield interval.start_ms + moment.at(length)
        return
    at = cue.from_.at(length) if cue.from_ else cue.every
    stop = cue.until.at(length) if cue.until else length
    while at < min(stop, length - quiet_ms):
        yield interval.start_ms + at
        at += cue.every


def in_round(cue: CueKeys, interval: Interval) -> bool:
    """Tell whether `on` picks this interval's round, of each set that it names or else of the nearest."""
    if not cue.on:
        return True
    if isinstance(cue.on, Mapping):
        return all(_picks(rounds, interval.set_called(name)) for name, rounds in cue.on.items())
    return _picks(cue.on, interval.within[-1] if interval.within else None)


def _picks(rounds: Sequence[Round], here: Pass | None) -> bool:
    """Tell whether one of the rounds is this one; none is where there is no set."""
    return here is not None and not set(rounds).isdisjoint(rounds_called(here.round, here.rounds))


def long_enough(cue: CueKeys, interval: Interval) -> bool:
    """Tell whether the interval lasts as long as the cue asks for."""
    return cue.min_length is None or interval.length_ms >= cue.min_length


def authors_cues(wording: Wording, tally: Tally) -> tuple[list[Wanted], list[Unfilled]]:
    """Collect what the script itself says and sounds, in time order within each interval.

    Second come the cues whose moment lies outside of a step that a programme has made too short for them.

    Raises:
        ScriptError: when a word in braces has nothing to say, or there is more of it than `tally` allows.
    """
    wanted: list[Wanted] = []
    unfilled: list[Unfilled] = []
    problems: dict[Problem, None] = {}
    cues: dict[tuple[int, int], ByRound[Cue]] = {}
    for position, interval in enumerate(wording.intervals):
        step = interval.number, interval.length_ms
        if step not in cues:
            cues[step] = ByRound(interval.step.all_cues, partial(_comes, interval))
        due: list[tuple[int, int, Cue]] = []
        for index, cue in cues[step].in_round_of(interval):
            if isinstance(cue.on, Mapping) and not in_round(cue, interval):
                continue
            for at in occurrences(cue, cue.at or START, interval):
                tally.event(cue.place())
                due.append((at, index, cue))
        for at, index, cue in sorted(due, key=lambda entry: entry[0]):
            if not interval.start_ms <= at <= interval.end_ms:
                why = f"the step lasts {clock(interval.length_ms)}, too short for '{cue.at}'"
                unfilled.append(Unfilled(cue.say[0] if cue.say else f"({cue.sound})", max(0, at), why))
                continue
            try:
                wanted.append(_authors(wording, position, (interval.number, index), cue, at))
                tally.said(wanted[-1].text, wanted[-1].where)
            except LookupError as error:
                problem = Problem(
                    str(error.args[0]),
                    cue.place("say"),
                    "take the word out, or say it only where it has something to say, with 'on:' in a set",
                )
                problems[problem] = None
    if problems:
        raise ScriptError(list(problems))
    return wanted, unfilled


def _comes(interval: Interval, cue: CueKeys) -> bool:
    """Tell whether a cue comes at all in intervals as long as this one."""
    return long_enough(cue, interval) and any(True for _ in occurrences(cue, cue.at or START, interval))


def _authors(wording: Wording, position: int, source: Source, cue: Cue, at: int) -> Wanted:
    moment, interval = cue.at, wording.intervals[position]
    text, words, where = "", None, cue.place("sound")
    if cue.say:
        chosen = wording.choose(cue, source)
        text = wording.fill(chosen, position, interval.end_ms - at)
        words = wording.words(text, cue)
        if not is_speakable(words.text):
            raise LookupError(f"there is no word to speak in '{text}'")
        where = chosen.where if isinstance(chosen, Text) else cue.place("say")
    until = None
    if cue.every is not None:
        until = interval.start_ms + cue.until.at(interval.length_ms) if cue.until else interval.end_ms
    return Wanted(
        position, "author", "cue", at, where, source, text, words, cue.sound,
        finish=moment is not None and moment.anchor == "finish", until_ms=until, at_start=at == interval.start_ms,
    )  # fmt: skip


def never_heard(session: Session, heard: Collection[Source]) -> list[Problem]:
    """Warn of the cues of a single session that are heard in no round of it.

    Of a programme, `check` looks at all sessions together.
    """
    if session.variables:
        return []
    lost = [
        cue
        for number, step in enumerate(session.written_steps())
        for index, cue in enumerate(step.all_cues)
        if (number, index) not in heard
        and not (cue.min_length and step.length != "auto" and step.length < cue.min_length)
    ]
    hint = "move it, or let it come more often"
    return [
        Problem("this cue is never heard: no moment of its step fits it", cue.place(), hint, "warning") for cue in lost
    ]


def talk_cues(session: Session, intervals: Sequence[Interval], language: Language) -> dict[int, list[Wanted]]:
    """Collect the author's words of each `talk: auto`, by its position, at moments from its start on."""
    found: dict[int, list[Wanted]] = {}
    wording = Wording(session, intervals, language)
    for position, interval in enumerate(intervals):
        if interval.step.length != "auto":
            continue
        found[position] = []
        for index, cue in enumerate(interval.step.all_cues):
            if in_round(cue, interval) and cue.say and cue.every is None:
                at = interval.start_ms + (cue.at or START).at(0)
                try:
                    found[position].append(_authors(wording, position, (interval.number, index), cue, at))
                except LookupError as error:
                    raise ScriptError([Problem(str(error.args[0]), cue.place("say"), "take the word out")]) from None
    return found


def coachs_cues(wording: Wording, sheet: CoachSheet, tally: Tally) -> tuple[list[Wanted], list[Unfilled]]:
    """Collect what a coach sheet adds: wanted cues, and those whose words have nothing to say in their step.

    Raises:
        ScriptError: when the coach is to say a name in which there is no word, or there is more than `tally` allows.
    """
    wanted: list[Wanted] = []
    unfilled: list[Unfilled] = []
    mute: dict[Problem, None] = {}
    last = len(wording.intervals) - 1
    for position, interval in enumerate(wording.intervals):
        if interval.step.coach == "none":
            continue
        here = Here(interval, position, last, sheet)
        due = [
            (at, index, moment, counted)
            for index, moment in enumerate(sheet.moments)
            if _applies(moment, here)
            for counted in moments_of(moment.when).counts(here)
            for at in occurrences(moment, moments_of(moment.when).nominal(moment), interval, QUIET_END)
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
    return Problem(f"there is no word to speak in the name '{interval.name}'", step.value_place("name"), hint)


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


def _applies(moment: SheetMoment, here: Here) -> bool:
    """Tell whether a moment comes in an interval; in a talk only the session's do, and those that name it."""
    interval, of = here.interval, moments_of(moment.when)
    of_kind = interval.kind in moment.kind if moment.kind else of.whole or interval.kind != "talk"
    return of_kind and in_round(moment, interval) and long_enough(moment, interval) and of.applies(moment, here)


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
