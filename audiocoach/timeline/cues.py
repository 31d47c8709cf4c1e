"""What should be said and sounded at moments of each interval, and what the author wants of it. Pure.

Nothing is placed here: whether a cue finds room is known only when its words have been measured (`timeline`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Literal, NamedTuple

from audiocoach.errors import Problem, ScriptError, Where
from audiocoach.languages.lookup import Language
from audiocoach.quantities.distances import ByPace
from audiocoach.quantities.lengths import START, Moment
from audiocoach.quantities.units import clock
from audiocoach.script.model import Cue, Session
from audiocoach.script.sound_wishes import CueKeys
from audiocoach.script.values.choices import Round
from audiocoach.script.yaml.located import Text
from audiocoach.text.speakable import is_speakable
from audiocoach.timeline.intervals import Interval, Pass
from audiocoach.timeline.tally import ByRound, Tally, rounds_called
from audiocoach.timeline.wording import AUTHORS, Sense, Source, Wording, Words


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
    if cue.apart is not None:
        yield from _marks(cue.apart, interval)
        return
    at = cue.from_.at(length) if cue.from_ else cue.every
    stop = cue.until.at(length) if cue.until else length
    while at < min(stop, length - quiet_ms):
        yield interval.start_ms + at
        at += cue.every


def _marks(apart: ByPace, interval: Interval) -> Iterator[int]:
    """Yield the times of an interval's marks; at its end there is none: what comes next begins there."""
    for number in count(1):
        at = apart.mark(number)
        if at >= interval.length_ms:
            return
        yield interval.start_ms + at


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
    asked: list[_Asked | Problem] = []
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
                each = _asked(wording, position, (interval.number, index), cue, at)
                tally.said(each.text, each.where)
                asked.append(each)
            except LookupError as error:
                asked.append(_meaningless(error, cue))
    problems: dict[Problem, None] = {}
    for found in asked:  # words are made speakable when it is sure that they are not too many
        if isinstance(found, Problem):
            problems[found] = None
            continue
        try:
            wanted.append(_authors(wording, found))
        except LookupError as error:
            problems[_meaningless(error, found.cue)] = None
    if problems:
        raise ScriptError(list(problems))
    return wanted, unfilled


def _meaningless(error: LookupError, cue: Cue) -> Problem:
    hint = "take the word out, or say it only where it has something to say, with 'on:' in a set"
    return Problem(str(error.args[0]), cue.place("say"), hint)


def _comes(interval: Interval, cue: CueKeys) -> bool:
    """Tell whether a cue comes at all in intervals as long as this one."""
    return long_enough(cue, interval) and any(True for _ in occurrences(cue, cue.at or START, interval))


class _Asked(NamedTuple):
    """A cue of the author's in its interval, its text filled in."""

    position: int
    source: Source
    cue: Cue
    at: int
    text: str
    where: Where


def _asked(wording: Wording, position: int, source: Source, cue: Cue, at: int) -> _Asked:
    """Fill in the text of a cue, if it has one, at a time.

    Raises:
        LookupError: when a word in braces has nothing to say.
    """
    if not cue.say:
        return _Asked(position, source, cue, at, "", cue.place("sound"))
    chosen = wording.choose(cue, source)
    here = wording.intervals[position]
    sense = Sense(mark=cue.apart.run_at(at - here.start_ms)) if cue.apart else AUTHORS
    text = wording.fill(chosen, position, here.end_ms - at, sense)
    return _Asked(position, source, cue, at, text, chosen.where if isinstance(chosen, Text) else cue.place("say"))


def _authors(wording: Wording, asked: _Asked) -> Wanted:
    """Make the words of a cue speakable.

    Raises:
        LookupError: when there is no word in its text.
    """
    position, source, cue, at, text, where = asked
    moment, interval, words = cue.at, wording.intervals[position], None
    if cue.say:
        words = wording.words(text, cue)
        if not is_speakable(words.text):
            raise LookupError(f"there is no word to speak in '{text}'")
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
        and not (cue.apart and step.length != "auto" and step.length <= cue.apart)
    ]
    hint = "move it, or let it come more often"
    return [
        Problem("this cue is never heard: no moment of its step fits it", cue.place(), hint, "warning") for cue in lost
    ]


def talk_cues(session: Session, intervals: Sequence[Interval], language: Language) -> dict[int, list[Wanted]]:
    """Collect the author's words of each `talk: auto`, by its position, at moments from its start on.

    Raises:
        ScriptError: when a word in braces has nothing to say, or these words alone are more than anybody could hear.
    """
    found: dict[int, list[Wanted]] = {}
    asked: list[_Asked] = []
    wording, tally = Wording(session, intervals, language), Tally()
    for position, interval in enumerate(intervals):
        if interval.step.length != "auto":
            continue
        found[position] = []
        for index, cue in enumerate(interval.step.all_cues):
            if in_round(cue, interval) and cue.say and cue.every is None:
                at = interval.start_ms + (cue.at or START).at(0)
                with _taken_out(cue):
                    asked.append(_asked(wording, position, (interval.number, index), cue, at))
                    tally.said(asked[-1].text, asked[-1].where)
    for each in asked:
        with _taken_out(each.cue):
            found[each.position].append(_authors(wording, each))
    return found


@contextmanager
def _taken_out(cue: Cue) -> Iterator[None]:
    try:
        yield
    except LookupError as error:
        raise ScriptError([Problem(str(error.args[0]), cue.place("say"), "take the word out")]) from None
