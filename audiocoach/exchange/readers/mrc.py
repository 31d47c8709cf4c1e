"""Ergometer courses (.erg, .mrc): minutes against watts or percent, with words at seconds. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import Intake, milliseconds
from audiocoach.exchange.readers.words_in_rounds import by_step
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.training_zones import EASY, effort_of_percent, percent_words
from audiocoach.exchange.words_of_files import number, plain, text_of
from audiocoach.exchange.workout import Imported, ImportedCue, ImportedStep, SourcePlace, Workout
from audiocoach.text.late_pattern import LatePattern

_SECTION = LatePattern(r"\[\s*(END\s+)?COURSE\s+(HEADER|DATA|TEXT)\s*\]", re.IGNORECASE)
_KEY = LatePattern(r"([A-Z ]+?)\s*=\s*(.*)", re.IGNORECASE)
_RULE = "all kinds are guessed: below 60 percent is rest, all else work"

_Point = tuple[Fraction, Fraction, SourcePlace]


def read_mrc(data: bytes, options: ImportOptions) -> Imported:
    """Read a course of an ergometer.

    Raises:
        ImportRefusedError: with the line, where it is none.
    """
    return _Reader(Intake(options)).read(text_of(data).split("\n"))


class _Reader:
    def __init__(self, intake: Intake) -> None:
        self.intake = intake
        self.meta: dict[str, str] = {}
        self.in_watts = False
        self.points: list[_Point] = []
        self.words: list[ImportedCue] = []

    def read(self, lines: Sequence[str]) -> Imported:
        section = ""
        for line_number, line in enumerate(lines, 1):
            place = SourcePlace(line=line_number)
            if found := _SECTION.fullmatch(line.strip()):
                section = "" if found[1] else found[2].upper()
            elif line.strip():
                {"HEADER": self._header, "DATA": self._data, "TEXT": self._text}.get(section, self._outside)(
                    line, place
                )
        steps = self._steps()
        if not steps:
            raise ImportRefusedError("the course has no steps", "it needs two times in [COURSE DATA]")
        title = self.meta.get("DESCRIPTION", "")
        return self.intake.finished(self._with_words(steps, title))

    def _header(self, line: str, _place: SourcePlace) -> None:
        if found := _KEY.fullmatch(line.strip()):
            self.meta[found[1].upper()] = plain(found[2])
        elif "WATTS" in line.upper():
            self.in_watts = True

    def _outside(self, _line: str, place: SourcePlace) -> None:
        self.intake.note("ignored", "stands in no section: left out", place)

    def _data(self, line: str, place: SourcePlace) -> None:
        self.intake.meet("points", place)
        parts = line.replace(",", ".").split()
        values = [number(part) for part in parts[:2]]
        if len(values) < 2 or values[0] is None or values[1] is None or values[0] < 0:
            raise ImportRefusedError("not a time in minutes and a number", "such as '5.00  70'", places=[place])
        at, size = values[0], values[1]
        if self.points and at < self.points[-1][0]:
            raise ImportRefusedError("this time is before the one above it", "times only grow", places=[place])
        self.points.append((at, size, place))

    def _text(self, line: str, place: SourcePlace) -> None:
        self.intake.meet("sentences", place)
        parts = line.strip("\r\n").split("\t")
        offset = number(parts[0])
        if offset is None or offset < 0 or len(parts) < 2:
            self.intake.note("ignored", "not a second and words between tabs: left out", place)
            return
        self.words.append(ImportedCue(parts[1], milliseconds(offset), place=place))

    def _steps(self) -> list[ImportedStep]:
        """Make a step of every two points with time between them; watts become percent where the header has an FTP."""
        threshold = number(self.meta.get("FTP", "")) or Fraction(0)
        steps: list[ImportedStep] = []
        for (start, low, place), (end, high, _) in zip(self.points, self.points[1:], strict=False):
            ms = milliseconds(end * 60) - milliseconds(start * 60)
            if ms <= 0:
                continue
            percent = not self.in_watts or threshold > 0
            if self.in_watts and threshold > 0:
                low, high = low * 100 / threshold, high * 100 / threshold
            kind = "rest" if percent and (low + high) / 2 < EASY else "work"
            if percent:
                target = percent_words(low, high)
            else:
                target = f"{round(low)} watts" if low == high else f"{round(low)} to {round(high)} watts"
            self.intake.guess_kind(_RULE)
            steps.append(
                ImportedStep(
                    kind,
                    ms,
                    self.intake.called("", kind, target, place),
                    self.intake.effort(effort_of_percent(low, high) if percent else ""),
                    place=place,
                )
            )
        return steps

    def _with_words(self, steps: Sequence[ImportedStep], title: str) -> Workout:
        lengths = [step.length_ms for step in steps]
        shared, late = by_step(self.words, lengths)
        found = [
            replace(step, cues=self.intake.cues(here, step.length_ms)[0])
            for step, here in zip(steps, shared, strict=True)
        ]
        comments = self.intake.cues(late, sum(lengths))[1]
        return Workout(tuple(found), title, "", self.intake.options.language, comments)
