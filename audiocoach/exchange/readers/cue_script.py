"""Cue scripts, as people write them to record a run: `M:SS - "words"`, one a line, in any order. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import Intake
from audiocoach.exchange.readers.words_in_rounds import by_step
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.words_of_files import plain, text_of
from audiocoach.exchange.workout import Imported, ImportedCue, ImportedStep, SourcePlace, Workout
from audiocoach.quantities.units import HOUR, MINUTE, SECOND, clock
from audiocoach.text.late_pattern import LatePattern

_QUOTES = '"“”'
_CUE = LatePattern(rf"(?:(\d{{1,2}}):)?(\d{{1,3}}):(\d\d)\s{{0,9}}[-–—:]\s{{0,9}}[{_QUOTES}](.*)")
_TOTAL = LatePattern(
    r"^\W*total duration\W*(?:(\d{1,3}):(\d\d)\b|(\d{1,4})\s*(hours?|h|minutes?|min|m|seconds?|sec|s)\b)", re.IGNORECASE
)
_BEGIN = LatePattern(r"\bBEGIN\s+(\w+)", re.IGNORECASE)
_WORK = ("jog", "run", "sprint", "work")
_REST = ("walk", "rest", "recover", "cool")
_COOL = LatePattern(r"\bcool", re.IGNORECASE)
_COMPLETE = LatePattern(r"\bcomplete", re.IGNORECASE)


def read_cues(data: bytes, options: ImportOptions) -> Imported:
    """Read a cue script.

    Raises:
        ImportRefusedError: with the line, where it is none.
    """
    return _Reader(text_of(data).split("\n"), Intake(options)).read()


class _Reader:
    def __init__(self, lines: Sequence[str], intake: Intake) -> None:
        self.lines, self.intake = lines, intake

    def read(self) -> Imported:
        cues = []
        for number, line in enumerate(self.lines, 1):
            if found := _CUE.fullmatch(line.strip()):
                self.intake.meet("sentences", SourcePlace(line=number))
                cues.append(self._cue(found, SourcePlace(line=number)))
        cues = sorted((cue for cue in cues if plain(cue.text)), key=lambda cue: cue.at_ms)
        if not cues:
            raise ImportRefusedError("no cue is found here", 'a cue is a line such as  1:30 - "Walk now."')
        end = self._end(cues)
        if end <= 0:
            raise ImportRefusedError("the last cue comes at 0:00, and then nothing lasts", places=[cues[-1].place])
        steps = self._steps([cue for cue in cues if cue.at_ms < end], end)
        closing = self._closing([cue for cue in cues if cue.at_ms >= end])
        return self.intake.finished(
            Workout(tuple(steps), self._title(), language=self.intake.options.language, closing=closing)
        )

    def _cue(self, found: re.Match[str], place: SourcePlace) -> ImportedCue:
        hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
        if seconds > 59:
            message = f"{found[2]}:{found[3]} has more than 59 seconds"
            raise ImportRefusedError(message, "write more minutes", places=[place])
        return ImportedCue(found[4].strip(_QUOTES), hours * HOUR + minutes * MINUTE + seconds * SECOND, place=place)

    def _title(self) -> str:
        """Return the first line that is prose."""
        first = next((line for line in self.lines if line.strip()), "")
        return "" if _CUE.fullmatch(first.strip()) or _TOTAL.search(first) else first.strip().strip("=#* ")

    def _end(self, cues: Sequence[ImportedCue]) -> int:
        """Find where the run ends: as the header says if a cue stands there, else with the cue that says so."""
        complete = next((cue for cue in cues if _COMPLETE.search(cue.text)), cues[-1])
        for number, line in enumerate(self.lines, 1):
            if found := _TOTAL.search(line):
                total = _total(found)
                if any(cue.at_ms == total for cue in cues):
                    return total
                text = f"the header says {clock(total)}, and the last step ends at {clock(complete.at_ms)}"
                self.intake.note("total", text, SourcePlace(line=number))
                break
        return complete.at_ms

    def _steps(self, cues: Sequence[ImportedCue], end: int) -> list[ImportedStep]:
        begins = [(cue, _kind(cue.text)) for cue in cues if _kind(cue.text)]
        cooling = [cue for cue, _ in begins if _COOL.search(cue.text)]
        starts = [
            (cue.at_ms, "cool-down" if cooling and cue is cooling[-1] else kind, cue.place) for cue, kind in begins
        ]
        if not starts or starts[0][0] > 0:
            first = cues[0].place if cues else SourcePlace()
            starts.insert(0, (0, "warm-up" if starts else "work", first))
            if len(starts) == 1:
                self.intake.guess_kind("no words say what begins when: all of it is one step of work")
        steps = []
        ends = [*(start for start, _, _ in starts[1:]), end]
        shared, _ = by_step(cues, [after - at for (at, _, _), after in zip(starts, ends, strict=True)])
        for (at, kind, place), after, here in zip(starts, ends, shared, strict=True):
            if after == at:
                raise ImportRefusedError(f"two steps begin at {clock(at)}", "give one another time", places=[place])
            said, comments = self.intake.cues(here, after - at)
            steps.append(ImportedStep(kind, after - at, cues=said, comments=comments, place=place))
        return steps

    def _closing(self, cues: Sequence[ImportedCue]) -> tuple[ImportedCue, ...]:
        closing = []
        for cue in cues:
            if text := self.intake.spoken(cue.text, cue.place):
                self.intake.note("after-end", "comes at the end or behind it: said in a talk that follows", cue.place)
                closing.append(ImportedCue(text, place=cue.place))
        return tuple(closing)


def _kind(text: str) -> str:
    found = _BEGIN.search(text)
    word = found[1].casefold() if found else ""
    if word.startswith(_WORK):
        return "work"
    return "rest" if word.startswith(_REST) else ""


def _total(found: re.Match[str]) -> int:
    if found[1]:
        return int(found[1]) * MINUTE + int(found[2]) * SECOND
    unit = {"h": HOUR, "m": MINUTE, "s": SECOND}[found[4][0].casefold()]
    return int(found[3]) * unit
