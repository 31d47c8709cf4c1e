"""intervals.icu's workout text: headers, steps behind dashes, repeats `Nx`, prompts at seconds. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import Intake, Lasting
from audiocoach.exchange.readers.icu_step import IcuStep, begins_with_length, read_step
from audiocoach.exchange.readers.kinds_by_words import kind_of_words
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.words_of_files import plain, text_of
from audiocoach.exchange.workout import (
    NO_PLACE,
    Imported,
    ImportedItem,
    ImportedSet,
    ImportedStep,
    SourcePlace,
    Workout,
)
from audiocoach.text.late_pattern import LatePattern

_STEP = LatePattern(r"\s*[-•](?![-\s]*$)\s*(?P<text>\S.*)")
_REPEAT = LatePattern(r"(?P<text>.*?)(?:^|(?<=\s))(?P<times>\d{1,9})\s?x", re.IGNORECASE)
_BEGINS_LIKE_REPEAT = LatePattern(r"\s*\d{1,4}\s?x\s+\S", re.IGNORECASE)
_INTENSITIES = {
    "warmup": "warm-up",
    "cooldown": "cool-down",
    "rest": "rest",
    "recovery": "rest",
    "active": "work",
    "interval": "work",
}
_EASIER = Fraction(80, 100)
"""In a set, what is easier than this share of its hardest step is a rest."""

_RULE = "some kinds are guessed: by names and headers; else zone 1, below 60 percent, and in a set below 80 percent of "
_RULE += "its hardest step is rest, all else work"


def read_icu(data: bytes, options: ImportOptions) -> Imported:
    """Read a workout text.

    Raises:
        ImportRefusedError: with the line, where it is none.
    """
    return _Reader(text_of(data).split("\n"), Intake(options)).read()


@dataclass
class _Group:
    """Steps that stand together: those of a repeat, or single ones (`times` 0)."""

    times: int = 0
    name: str = ""
    place: SourcePlace = NO_PLACE
    steps: list[tuple[IcuStep, str]] = field(default_factory=list)
    """Each with its header."""

    @cached_property
    def hardest(self) -> dict[str, Fraction]:
        """Return the hardest target of each unit; not before all steps are there."""
        found: dict[str, Fraction] = {}
        for step, _ in self.steps:
            found[step.target.unit] = max(found.get(step.target.unit, Fraction(0)), step.target.size)
        return found


class _Reader:
    def __init__(self, lines: Sequence[str], intake: Intake) -> None:
        self.lines, self.intake = lines, intake
        self.header = ""
        self.prose: list[str] = []
        self.groups: list[_Group] = []
        self.open: _Group | None = None
        self.dashless: list[SourcePlace] = []
        self.has_steps = any(_STEP.fullmatch(line) for line in lines)

    def read(self) -> Imported:
        for number, line in enumerate(self.lines, 1):
            self._line(line, SourcePlace(line=number))
        self._close()
        if self.dashless:
            hint = "put it before each of them"
            raise ImportRefusedError("a step begins with '- '", hint, places=self.dashless)
        items: list[ImportedItem] = []
        for group in self.groups:
            steps = [self._step(step, header, group) for step, header in group.steps]
            if group.times:
                items.append(
                    ImportedSet(group.times, tuple(steps), self.intake.name(group.name, group.place), place=group.place)
                )
            else:
                items += steps
        language = self.intake.options.language
        return self.intake.finished(Workout(tuple(items), "", plain(" ".join(self.prose)), language))

    def _line(self, line: str, place: SourcePlace) -> None:
        if not line.strip():
            self._close()
        elif step := _STEP.fullmatch(line):
            read = read_step(step["text"].strip(), self.intake.options.language, place)
            self.intake.meet("steps", place)
            self.intake.meet("sentences", place, len(read.cues))
            if self.open is None and not (self.groups and not self.groups[-1].times):
                self.groups.append(_Group())
            (self.open or self.groups[-1]).steps.append((read, self.header))
        elif repeat := _REPEAT.fullmatch(line.strip()):
            self._repeat(repeat, place, indented=line[0].isspace())
        elif begins_with_length(line) and (self.open is not None or not self.has_steps):
            self.dashless.append(place)
            self.intake.meet("steps", place)
        else:
            self._text(line, place)

    def _repeat(self, found: re.Match[str], place: SourcePlace, *, indented: bool) -> None:
        if indented or (self.open is not None and not self.open.steps and not self.dashless):
            message = "a repeat inside a repeat; the format has none"
            raise ImportRefusedError(message, "write the steps out, or give each repeat its own steps", places=[place])
        if not int(found["times"]):
            raise ImportRefusedError("a repeat is done at least once", places=[place])
        name = found["text"].strip().strip("*#_:- ")
        if self.open is not None:
            self.intake.note("set-closed", "a new set begins here, though no blank line ends the one before", place)
            self._close()
        if name:
            self.header = name
        self.open = _Group(int(found["times"]), name, place)
        self.groups.append(self.open)

    def _close(self) -> None:
        if self.open is not None and not self.open.steps and not self.dashless:
            message = f"{self.open.times}x has no steps under it"
            raise ImportRefusedError(message, "put its steps directly under it", places=[self.open.place])
        self.open = None

    def _text(self, line: str, place: SourcePlace) -> None:
        if self.open is None and not self._heads_steps(place):
            self.prose.append(line)
            return
        if _BEGINS_LIKE_REPEAT.match(line):
            times = line.split(maxsplit=1)[0]
            self.intake.note("not-a-repeat", f"'{times}' is words here; put it alone on its line", place)
        self.header = line.strip().strip("*#_:- ")

    def _heads_steps(self, place: SourcePlace) -> bool:
        """Tell whether the next line that is not blank is a step or a repeat."""
        at = place.line
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        below = self.lines[at] if at < len(self.lines) else ""
        return bool(_STEP.fullmatch(below) or _REPEAT.fullmatch(below.strip()))

    def _step(self, step: IcuStep, header: str, group: _Group) -> ImportedStep:
        place, target = step.place, step.target
        if step.seems_repeat:
            text = f"'{step.seems_repeat}' is words here; put it on its own line to repeat the steps below it"
            self.intake.note("not-a-repeat", text, place)
        last = self._lasting(step)
        kind = self._kind(step, header, group)
        cues, comments = self.intake.cues(step.cues, last.ms)
        return ImportedStep(
            kind,
            last.ms,
            self.intake.called(step.name, kind, target.words, place),
            self.intake.effort(target.effort),
            cues,
            last.estimated,
            self.intake.metronome(target.cadence, place) if target.cadence else 0,
            last.comments + comments,
            place,
            last.written,
        )

    def _lasting(self, step: IcuStep) -> Lasting:
        if step.metres:
            return self.intake.distance(step.metres, step.place, *step.target.paces)
        if not step.length_ms:
            return self.intake.open(step.place)
        if step.lap_button:
            self.intake.note("lap-button", "has a length, and needs no lap button", step.place)
        return Lasting(step.length_ms)

    def _kind(self, step: IcuStep, header: str, group: _Group) -> str:
        if step.intensity in _INTENSITIES:
            return _INTENSITIES[step.intensity]
        if step.intensity:
            self.intake.note("ignored", f"the intensity '{step.intensity}' is none that is known", step.place)
        named, headed = "" if step.is_spoken else kind_of_words(step.name), kind_of_words(header)
        if not named and headed in ("warm-up", "cool-down"):
            return headed
        self.intake.guess_kind(_RULE)
        if named or headed:
            return named or headed
        target = step.target
        if not target.unit:
            return "work"
        easier = bool(group.times) and target.size < _EASIER * group.hardest[target.unit]
        return "rest" if target.is_easy or easier else "work"
