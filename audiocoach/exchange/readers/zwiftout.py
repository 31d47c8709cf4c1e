"""Zwiftout's text: `Interval: 2:00 102%`, and `@ 0:30 words` below it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import Intake
from audiocoach.exchange.refusals import ImportRefusedError, all_places
from audiocoach.exchange.training_zones import EASY, effort_of_percent, percent_words
from audiocoach.exchange.words_of_files import plain, text_of
from audiocoach.exchange.workout import Imported, ImportedCue, ImportedStep, SourcePlace, Workout
from audiocoach.quantities.units import HOUR, MINUTE, SECOND
from audiocoach.text.late_pattern import LatePattern

_KINDS = {
    "warmup": "warm-up",
    "interval": "work",
    "rest": "rest",
    "cooldown": "cool-down",
    "freeride": "",
    "ramp": "",
}
_STEP = LatePattern(rf"({'|'.join(_KINDS)})\s*:\s*(\S*)\s*(.*)", re.IGNORECASE)
_META = LatePattern(r"(name|author|description|tags)\s*:\s*(.*)", re.IGNORECASE)
_WORDS = LatePattern(r"\s+@\s*(-?)\s*(\S+)\s*(.*)")
_CLOCK = LatePattern(r"(?:(\d{1,2}):)?(\d{1,3}):(\d\d)")
_PERCENT = LatePattern(r"(\d{1,4}(?:\.\d{1,3})?)%(?:\.\.(\d{1,4}(?:\.\d{1,3})?)%)?")
_CADENCE = LatePattern(r"(\d{1,3})\s?rpm", re.IGNORECASE)
_RULE = "some kinds are guessed: a ramp below 60 percent is rest; other ramps and free rides are work"


@dataclass
class _Step:
    word: str
    length_ms: int
    target: str
    place: SourcePlace
    words: list[tuple[str, int, str, SourcePlace]] = field(default_factory=list)
    """Each with its sign ("-" before the next), its time, its text and its line."""


def read_zwiftout(data: bytes, options: ImportOptions) -> Imported:
    """Read a zwiftout text.

    Raises:
        ImportRefusedError: with the line, where it is none.
    """
    return _Reader(Intake(options)).read(text_of(data).split("\n"))


class _Reader:
    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.steps: list[_Step] = []
        self.meta: dict[str, list[str]] = {}
        self.wrong: list[tuple[str, SourcePlace]] = []
        self._within = ""

    def read(self, lines: Sequence[str]) -> Imported:
        for number, line in enumerate(lines, 1):
            self._line(line, SourcePlace(line=number))
        if self.wrong:
            places = [place for _, place in self.wrong]
            others = f" ({all_places(places)})" if len(places) > 1 else ""
            raise ImportRefusedError(self.wrong[0][0] + others, "write it as 1:15", places=places)
        said = {key: plain(" ".join(lines)) for key, lines in self.meta.items()}
        author = said.get("author")
        return self.intake.finished(
            Workout(
                tuple(map(self._step, self.steps)),
                said.get("name", ""),
                said.get("description", ""),
                self.intake.options.language,
                (f"By {author}.",) if author else (),
            )
        )

    def _line(self, line: str, place: SourcePlace) -> None:
        if not line.strip() or line.startswith("#"):
            return
        line = line.rstrip()
        if words := _WORDS.fullmatch(line):
            self.intake.meet("sentences", place)
            if self.steps:
                self.steps[-1].words.append((words[1], self._ms(words[2], place), words[3], place))
            else:
                self._ignore("words before the first step", place)
        elif step := _STEP.fullmatch(line):
            self._within = ""
            self.intake.meet("steps", place)
            self.steps.append(_Step(step[1].casefold(), self._ms(step[2], place, least=1), step[3], place))
        elif meta := _META.fullmatch(line):
            self._within = meta[1].casefold()
            self.meta.setdefault(self._within, []).append(meta[2])
        elif line[:1].isspace() and self._within:
            self.meta[self._within].append(line)
        else:
            self._ignore("not a step, and no words of one", place)

    def _ignore(self, what: str, place: SourcePlace) -> None:
        self.intake.note("ignored", f"{what}: left out", place)

    def _ms(self, written: str, place: SourcePlace, least: int = 0) -> int:
        found = _CLOCK.fullmatch(written.strip())
        hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 60)
        ms = hours * HOUR + minutes * MINUTE + seconds * SECOND
        if seconds > 59 or ms < least:
            number = int(written) if written.isdecimal() and len(written) < 6 else 0
            meant = f"; write {number // 60}:{number % 60:02}" if number else ""
            self.wrong.append((f"'{written}' is not a length{meant}", place))
            return 1
        return ms

    def _step(self, step: _Step) -> ImportedStep:
        percent, turns = _PERCENT.search(step.target), _CADENCE.search(step.target)
        low = Fraction(percent[1]) if percent else None
        high = Fraction(percent[2] or percent[1]) if percent else None
        kind = _KINDS[step.word]
        if not kind:
            self.intake.guess_kind(_RULE)
            mean = (low + high) / 2 if low is not None and high is not None else EASY
            kind = "rest" if mean < EASY else "work"
        target = percent_words(low, high) if low is not None else ""
        if turns:
            target = ", ".join(filter(None, [target, f"cadence {int(turns[1])}"]))
        cues, comments = self.intake.cues(_placed(step), step.length_ms)
        return ImportedStep(
            kind,
            step.length_ms,
            self.intake.called("", kind, target, step.place),
            self.intake.effort(effort_of_percent(low, high) if low is not None else ""),
            cues,
            cadence=self.intake.metronome(int(turns[1]), step.place) if turns else 0,
            comments=comments,
            place=step.place,
        )


def _placed(step: _Step) -> list[ImportedCue]:
    """Place the words of a step; those with a minus so long before the next of the step, or before its end."""
    following, found = step.length_ms, []
    for sign, ms, text, place in reversed(step.words):
        at = max(0, following - ms) if sign else ms
        following = at
        found.append(ImportedCue(text, at, place=place))
    return found[::-1]
