"""Zwift's workouts (.zwo): XML, lengths in seconds or metres, power as a share of threshold, text events. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import Intake, Lasting, milliseconds
from audiocoach.exchange.readers.words_in_rounds import by_step, in_rounds
from audiocoach.exchange.refusals import ImportRefusedError, all_places
from audiocoach.exchange.training_zones import EASY, effort_of_percent, percent_words
from audiocoach.exchange.words_of_files import number, plain
from audiocoach.exchange.workout import (
    Imported,
    ImportedCue,
    ImportedItem,
    ImportedSet,
    ImportedStep,
    SourcePlace,
    Workout,
)
from audiocoach.exchange.xml_elements import XmlElement, read_xml
from audiocoach.quantities.units import HOUR
from audiocoach.text.late_pattern import LatePattern

_STEPS = ("warmup", "cooldown", "steadystate", "ramp", "freeride", "maxeffort", "intervalst")
_EVENTS = ("textevent", "textnotification")
_OVER_UNDER = Fraction(90)
"""Percent of threshold from which what stands for the rest of an interval is work."""

_ABSURD = 6 * HOUR
"""Nobody's run on a treadmill lasts so long: its lengths are likely metres."""

_FAR = LatePattern(r"\d\s?(?:km|k\b|mi\b|miles?\b)|\bkm\b|kilomet")
_RULE = "some kinds are guessed: below 60 percent of threshold is rest, all else work; slopes at the ends are warm-up "
_RULE += "and cool-down"


def read_zwo(data: bytes, options: ImportOptions) -> Imported:
    """Read a .zwo file.

    Raises:
        ImportRefusedError: with the line, where it is no workout.
    """
    root = read_xml(data)
    workout = root if root.tag == "workout" else root.find("workout")
    if workout is None:
        raise ImportRefusedError("there is no workout in this file", places=[root.place])
    return _Reader(root, workout, Intake(options)).read()


class _Reader:
    def __init__(self, root: XmlElement, workout: XmlElement, intake: Intake) -> None:
        self.root, self.workout, self.intake = root, workout, intake
        said = plain(root.text_of("durationtype", "duration_type")).casefold()
        wanted = intake.options.durations
        self.by_distance = said == "distance" if wanted is None else wanted == "metres"
        self._undecided = not said and wanted is None
        self._wrong: list[tuple[str, SourcePlace]] = []

    def read(self) -> Imported:
        elements = [child for child in self.workout.children if child.tag in _STEPS]
        for child in self.workout.children:
            if child.tag not in (*_STEPS, *_EVENTS):
                self._ignore(child)
        if not elements:
            raise ImportRefusedError("the workout has no steps", places=[self.workout.place])
        items = [self._item(child, (at == 0) - (at == len(elements) - 1)) for at, child in enumerate(elements)]
        self._raise_wrong()
        items, comments = self._words_of_workout(items)
        author = plain(self.root.text_of("author"))
        found = Workout(
            tuple(items),
            plain(self.root.text_of("name", "n")),
            plain(self.root.text_of("description")),
            self.intake.options.language,
            tuple([f"By {author}."] if author else []) + comments,
        )
        self._doubt_seconds(found)
        return self.intake.finished(found)

    def _doubt_seconds(self, found: Workout) -> None:
        sport = plain(self.root.text_of("sporttype", "sport_type")).casefold()
        if sport == "run" and self._undecided and (_FAR.search(found.description) or found.length_ms > _ABSURD):
            text = "the lengths are read as seconds, and may be metres: '--durations metres' reads them so"
            self.intake.note("metres", text)

    def _ignore(self, element: XmlElement) -> None:
        self.intake.note("ignored", f"'{element.written}' means nothing here, and is left out", element.place)

    def _item(self, element: XmlElement, end: int) -> ImportedItem:
        """Read an element; `end` is 1 for the first, -1 for the last."""
        self.intake.meet("steps", element.place)
        for child in element.children:
            if child.tag not in _EVENTS:
                self._ignore(child)
        if element.tag == "intervalst":
            return self._intervals(element)
        far, last = self._lasting(element, "duration")
        low, high = self._power(element)
        kind = self._kind(element, low, high, end)
        words = [self._cue(child, far, last.ms) for child in element.children if child.tag in _EVENTS]
        cues, comments = self.intake.cues(words, last.ms)
        return self._step(element, kind, last, (low, high), cues, comments)

    def _step(
        self,
        element: XmlElement,
        kind: str,
        last: Lasting,
        power: tuple[Fraction | None, Fraction | None],
        cues: tuple[ImportedCue, ...] = (),
        comments: tuple[str, ...] = (),
        cadence: str = "cadence",
    ) -> ImportedStep:
        low, high = power
        turns = number(element.get(cadence) or "") or Fraction(0)
        target = percent_words(low, high) if low is not None else ""
        if turns > 0:
            target = ", ".join(filter(None, [target, f"cadence {round(turns)}"]))
        return ImportedStep(
            kind,
            last.ms,
            self.intake.called("", kind, target, element.place),
            self.intake.effort(effort_of_percent(low, high) if low is not None else ""),
            cues,
            last.estimated,
            self.intake.metronome(round(turns), element.place) if turns > 0 else 0,
            last.comments + comments,
            element.place,
            last.written,
        )

    def _kind(self, element: XmlElement, low: Fraction | None, high: Fraction | None, end: int) -> str:
        if element.tag in ("warmup", "cooldown", "maxeffort"):
            return {"warmup": "warm-up", "cooldown": "cool-down", "maxeffort": "work"}[element.tag]
        self.intake.guess_kind(_RULE)
        if low is None or high is None or element.tag == "freeride":
            return "work"
        if element.tag == "ramp" and end > 0 and high > low:
            return "warm-up"
        if element.tag == "ramp" and end < 0 and high < low:
            return "cool-down"
        return "rest" if (low + high) / 2 < EASY else "work"

    def _power(self, element: XmlElement, *names: str) -> tuple[Fraction | None, Fraction | None]:
        """Return the power at the start and at the end, in percent of threshold; zero is none."""
        found = [number(element.get(name) or "") for name in names or ("powerlow", "powerhigh", "power")]
        known = [value * 100 for value in found if value is not None and 0 < value <= 100]
        if not known:
            return None, None
        return known[0], known[1] if len(known) > 1 and not names else known[0]

    def _intervals(self, element: XmlElement) -> ImportedItem:
        times = number(element.get("repeat") or "1")
        if times is None or times.denominator != 1 or times < 1:
            self._refuse(f"'{element.get('repeat')}' repeats are no number of rounds", element.place)
            times = Fraction(1)
        passes = int(times)
        far, (on, off) = self._two_lengths(element)
        under = self._power(element, "offpower") if off.ms else (None, None)
        over_under = (element.get("overunder") or "0").strip() not in ("0", "", "false")
        kind = "work" if over_under or (under[0] is not None and under[0] >= _OVER_UNDER) else "rest"
        if off.ms and (kind == "work" or (under[0] is not None and under[0] >= EASY)):
            self.intake.guess_kind(_RULE)
        words = [self._cue(child, far, on.ms + off.ms) for child in element.children if child.tag in _EVENTS]
        of_on, of_off, comments = in_rounds(words, on.ms, off.ms, passes, self.intake)
        steps = [self._step(element, "work", on, self._power(element, "onpower"), of_on, comments)]
        if off.ms:
            steps.append(self._step(element, kind, off, under, of_off, cadence="cadenceresting"))
        return ImportedSet(passes, tuple(steps), place=element.place)

    def _two_lengths(self, element: XmlElement) -> tuple[Fraction, tuple[Lasting, Lasting]]:
        """Return the metres of a round (0 for those in time), and how long its two steps last; the second may be 0."""
        given = [self._number(element, "onduration"), self._number(element, "offduration", may_be_none=True)]
        if not self.by_distance:
            on, off = (Lasting(milliseconds(each)) for each in given)
            return Fraction(0), (on, off)
        metres = [each for each in given if each > 0]
        if not metres:
            return Fraction(0), (Lasting(1), Lasting(0))  # it is refused already
        found = [*self.intake.distances(metres, element.place), Lasting(0)]
        return sum(metres, Fraction(0)), (found[0], found[1])

    def _lasting(self, element: XmlElement, name: str) -> tuple[Fraction, Lasting]:
        given = self._number(element, name)
        if self.by_distance and given > 0:
            return given, self.intake.distance(given, element.place)
        return Fraction(0), Lasting(milliseconds(given))

    def _number(self, element: XmlElement, name: str, *, may_be_none: bool = False) -> Fraction:
        written = element.get(name)
        found = number(written or ("0" if may_be_none else ""))
        if found is None or found < 0 or (milliseconds(found) <= 0 and not may_be_none):
            shown = f"'{plain(written)}'" if written else "none"
            self._refuse(f"a length must be more than zero, and {name.capitalize()} is {shown}", element.place)
            return Fraction(1)
        return found

    def _refuse(self, message: str, place: SourcePlace) -> None:
        self._wrong.append((message, place))

    def _raise_wrong(self) -> None:
        if self._wrong:
            places = list(dict.fromkeys(place for _, place in self._wrong))
            others = f" ({all_places(places)})" if len(places) > 1 else ""
            raise ImportRefusedError(self._wrong[0][0] + others, "correct it in the file", places=places)

    def _cue(self, element: XmlElement, far: Fraction, length_ms: int) -> ImportedCue:
        """Read a text event; of one in metres, `far` metres take `length_ms`."""
        self.intake.meet("sentences", element.place)
        text = element.get("message", "mssage", "text") or element.text
        written = element.get("distoffset", "timeoffset") if self.by_distance else element.get("timeoffset")
        offset = number(written or "0")
        if offset is None:
            self._refuse(f"'{plain(written or '')}' is no offset of a text", element.place)
            offset = Fraction(0)
        if offset < 0:
            self.intake.note("ignored", "an offset before the start: said at the start", element.place)
            offset = Fraction(0)
        if not self.by_distance:
            return ImportedCue(text, milliseconds(offset), place=element.place)
        return ImportedCue(text, int(offset * length_ms / far + Fraction(1, 2)) if far else 0, place=element.place)

    def _words_of_workout(self, items: Sequence[ImportedItem]) -> tuple[list[ImportedItem], tuple[str, ...]]:
        """Put the words that count from the workout's start into its steps; return the comments for late ones too."""
        pace = self.intake.options.pace
        a_metre = pace.ms_a_metre if pace else Fraction(1)
        words = [
            self._cue(child, Fraction(1000), int(a_metre * 1000))
            for child in self.workout.children
            if child.tag in _EVENTS
        ]
        self._raise_wrong()
        lengths = [Workout((item,)).length_ms for item in items]
        shared, late = by_step(words, lengths)
        found = [self._with_words(item, here) if here else item for item, here in zip(items, shared, strict=True)]
        return found, self.intake.cues(late, sum(lengths))[1]

    def _with_words(self, item: ImportedItem, words: list[ImportedCue]) -> ImportedItem:
        """Add words to a step or to the steps of a set, offsets counted from its start."""
        if isinstance(item, ImportedStep):
            cues, comments = self.intake.cues([*item.cues, *words], item.length_ms)
            return replace(item, cues=cues, comments=item.comments + comments)
        on, *rest = (step for step in item.items if isinstance(step, ImportedStep))
        off_ms = rest[0].length_ms if rest else 0
        of_on, of_off, _ = in_rounds(words, on.length_ms, off_ms, item.passes, self.intake)
        added = [replace(on, cues=self.intake.cues([*on.cues, *of_on], on.length_ms)[0])]
        added += [replace(off, cues=self.intake.cues([*off.cues, *of_off], off.length_ms)[0]) for off in rest]
        return replace(item, items=tuple(added))
