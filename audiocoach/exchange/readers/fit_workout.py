"""FIT workouts, as watches take them: messages by `message_index`, repeats behind their steps. Pure but for fit-tool.

fit-tool decodes the messages; all values here are raw: milliseconds, centimetres, millimetres a second. What each
number means is the FIT profile's.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from audiocoach.exchange.fit_outline import outline, without_fit_tool
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import Intake, Lasting
from audiocoach.exchange.readers.kinds_by_words import kind_of_words
from audiocoach.exchange.readers.until_words import until_calories, until_heart_rate, until_power
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.training_zones import effort_of_percent, effort_of_zone, percent_words
from audiocoach.exchange.words_of_files import plain
from audiocoach.exchange.workout import (
    Imported,
    ImportedCue,
    ImportedItem,
    ImportedSet,
    ImportedStep,
    SourcePlace,
    Workout,
)
from audiocoach.quantities.paces import Pace

Values = dict[str, Any]
"""The fields of a message that have a value, by name."""

_TIMES, _DISTANCE, _OPEN = (0, 28, 31), 1, 5
_HR_LESS, _HR_MORE, _CALORIES, _POWER_LESS, _POWER_MORE, _REPETITIONS = 2, 3, 4, 14, 15, 29
_REPEAT_STEPS, _REPEAT_TIME = 6, 7
_REPEAT_CONDITIONS = {
    8: "a distance",
    9: "calories",
    10: "the heart rate is below {}",
    11: "the heart rate is above {}",
    12: "the power is below {} watts",
    13: "the power is above {} watts",
    17: "the power of the last lap is below {} watts",
    18: "the highest power of the last lap is below {} watts",
}
_KINDS = {0: "work", 1: "rest", 2: "warm-up", 3: "cool-down", 4: "rest", 5: "work"}
_SPEED, _HEART_RATE, _CADENCE, _POWER = 0, 1, 3, 4
_BPM, _WATTS = 100, 1000
"""Heart rates and powers up to these are percent; above them, the unit, with this added."""

_RUNNING = 1
_RULE = "some kinds are guessed: by the names of steps, else work"


def read_fit(data: bytes, options: ImportOptions) -> Imported:
    """Read the first workout of a FIT file.

    Raises:
        ImportRefusedError: when it is damaged, no workout, or says what cannot be known; or without fit-tool.
    """
    found = outline(data)
    intake = Intake(options)
    if found.is_followed:
        intake.note("second-workout", "a second file is in it, and is left out: one file is one session")
    messages = _decoded(data[: found.end])
    workout = next((values for name, values in messages if name == "WorkoutMessage"), {})
    steps = sorted(
        (values for name, values in messages if name == "WorkoutStepMessage"),
        key=lambda values: values.get("message_index", 0),
    )
    items = _Reader(steps, intake, is_run=workout.get("sport", _RUNNING) == _RUNNING).read()
    title, description = plain(workout.get("wkt_name", "")), plain(workout.get("wkt_description", ""))
    return intake.finished(Workout(tuple(items), title, description, options.language))


def _decoded(data: bytes) -> list[tuple[str, Values]]:
    """Decode the messages of one file, each with its name."""
    try:
        from fit_tool.exceptions import FitCRCError, FitHeaderError, FitRecordError
        from fit_tool.fit_file import FitFile
    except ImportError:
        error = without_fit_tool("read")
        raise ImportRefusedError(error.message, error.hint) from None
    again = "export it again from the program that wrote it"
    try:
        records = FitFile.from_bytes(data).records
        found: list[tuple[str, Values]] = []
        for record in records:
            name = type(record.message).__name__
            if record.is_definition:
                continue
            if name == "FileIdMessage" and any(known == name for known, _ in found):
                break
            found.append((name, _values(record.message) if name.startswith("Workout") else {}))
    except FitCRCError:
        raise ImportRefusedError("the checksum is wrong: the file is damaged", again) from None
    except (FitHeaderError, FitRecordError, ValueError, IndexError, KeyError, TypeError, OverflowError) as error:
        raise ImportRefusedError("the file is damaged or cut off", again) from error
    return found


def _values(message: Any) -> Values:
    """Return the raw values of a message's fields; texts as texts."""
    return {field.name: field.get_values()[0] for field in message.fields if field.is_valid() and field.get_values()}


class _Reader:
    def __init__(self, steps: Sequence[Values], intake: Intake, *, is_run: bool) -> None:
        self.steps, self.intake, self.is_run = steps, intake, is_run
        self.built: list[tuple[int, ImportedItem]] = []
        """What is finished, each with the position of its first step."""

        self.endless: set[SourcePlace] = set()

    def read(self) -> list[ImportedItem]:
        for position, values in enumerate(self.steps):
            place = SourcePlace(step=position + 1)
            duration = values.get("duration_type", _OPEN)
            if duration in (_REPEAT_STEPS, _REPEAT_TIME):
                self._repeat(values, position, place)
            elif duration in _REPEAT_CONDITIONS:
                raise _unknowable(duration, values, place)
            else:
                self.built.append((position, self._step(values, duration, place)))
        return [item for _, item in self.built]

    def _repeat(self, values: Values, position: int, place: SourcePlace) -> None:
        index = values.get("duration_value")
        first = next((at for at, each in enumerate(self.steps) if each.get("message_index") == index), position)
        if first >= position:
            raise ImportRefusedError("the repeat goes back to a step that is not before it", places=[place])
        inside = [entry for entry in self.built if entry[0] >= first]
        if not inside or inside[0][0] != first:
            raise ImportRefusedError("the repeat goes back into the middle of another one", places=[place])
        items = tuple(item for _, item in inside)
        passes = values.get("target_value", 0)
        if values["duration_type"] == _REPEAT_TIME:
            passes = self._passes(items, passes, place)
        if not passes:
            raise ImportRefusedError("the repeat is done no times at all", places=[place])
        self.built = [*self.built[: -len(inside)], (first, ImportedSet(passes, items, place=place))]

    def _passes(self, items: tuple[ImportedItem, ...], time: int, place: SourcePlace) -> int:
        """Return how often steps are repeated until a time (ms) is over."""
        once = Workout(items)
        if endless := sorted(self.endless & {item.place for item in once.written_items()}):
            message = "repeats until a time is over, and a step in it has no length; how often cannot be known"
            raise ImportRefusedError(message, places=[place, *endless])
        passes = -(-time // once.length_ms)
        text = f"repeats for {time // 1000} s, and its steps last {once.length_ms / 1000:g} s: {passes} times here"
        self.intake.note("passes", text, place)
        return int(passes)

    def _step(self, values: Values, duration: int, place: SourcePlace) -> ImportedStep:
        name, until = plain(values.get("wkt_step_name", "")), ""
        kind = _KINDS.get(values.get("intensity", -1))
        if kind is None:
            named = kind_of_words(name) if "intensity" not in values else ""
            self.intake.guess_kind(_RULE)
            kind = named or "work"
        lasting, until = self._lasting(values, duration, place)
        words, effort, beats = _target(values)
        name = ", ".join(filter(None, [name, until]))
        said = [ImportedCue(values["notes"], place=place)] if plain(values.get("notes", "")) else []
        cues, comments = self.intake.cues(said, lasting.ms)
        return ImportedStep(
            kind,
            lasting.ms,
            self.intake.called(name, kind, words, place),
            self.intake.effort(effort),
            cues,
            lasting.estimated,
            self.intake.metronome(beats * (2 if self.is_run else 1), place) if beats else 0,
            (*lasting.comments, *comments),
            place,
            lasting.written,
        )

    def _lasting(self, values: Values, duration: int, place: SourcePlace) -> tuple[Lasting, str]:
        """Return how long a step lasts, and the words for what ends it if that is no length."""
        value = values.get("duration_value", 0)
        if duration in _TIMES and value:
            return Lasting(value), ""
        if duration == _DISTANCE and value:
            return self.intake.distance(Fraction(value, 100), place, *_paces(values)), ""
        self.endless.add(place)
        until = _until(duration, value)
        return self.intake.open(place, until), until


def _unknowable(duration: int, values: Values, place: SourcePlace) -> ImportRefusedError:
    condition = _REPEAT_CONDITIONS[duration]
    added = _BPM if "heart rate" in condition else _WATTS
    value = values.get("target_value", 0)
    until = condition.format(value - added if value > added else f"{value} percent")
    return ImportRefusedError(
        f"repeats until {until}; how often cannot be known", "repeat it so many times instead", places=[place]
    )


def _until(duration: int, value: int) -> str:
    if duration in (_HR_LESS, _HR_MORE):
        percent = value <= _BPM
        return until_heart_rate(value if percent else value - _BPM, above=duration == _HR_MORE, percent=percent)
    if duration in (_POWER_LESS, _POWER_MORE):
        percent = value <= _WATTS
        return until_power(value if percent else value - _WATTS, above=duration == _POWER_MORE, percent=percent)
    if duration == _CALORIES:
        return until_calories(value)
    return f"until you have done {value}" if duration == _REPETITIONS else ""


def _custom(values: Values) -> list[int]:
    """Return the bounds that a target gives itself; 0 is none."""
    found = (values.get(f"custom_target_value_{end}", 0) for end in ("low", "high"))
    return [value for value in found if value]


def _paces(values: Values) -> list[Pace]:
    """Return the paces of a target in speed (mm/s)."""
    speeds = _custom(values) if values.get("target_type") == _SPEED else []
    return [Pace(round(Fraction(1_000_000_000, speed))) for speed in speeds]


def _target(values: Values) -> tuple[str, str, int]:
    """Return what a step aims at: in words, as effort, and its cadence (of one foot, in a run)."""
    kind, zone, custom = values.get("target_type"), values.get("target_value", 0), sorted(_custom(values))
    if kind == _SPEED:
        return " to ".join(str(Pace(round(each.ms, -3))) for each in _paces(values)), "", 0
    if kind == _CADENCE and custom:
        return f"cadence {' to '.join(map(str, dict.fromkeys(custom)))}", "", sum(custom) // len(custom)
    if kind not in (_HEART_RATE, _POWER):
        return "", "", 0
    if not custom:
        return (f"zone {zone}", effort_of_zone(zone), 0) if zone else ("", "", 0)
    added = _BPM if kind == _HEART_RATE else _WATTS
    if custom[-1] > added:
        span = " to ".join(str(value - added) for value in dict.fromkeys(custom))
        return f"heart rate {span}" if kind == _HEART_RATE else f"{span} watts", "", 0
    low, high = Fraction(custom[0]), Fraction(custom[-1])
    if kind == _HEART_RATE:
        return f"{percent_words(low, high)} of your maximum", "", 0
    return percent_words(low, high), effort_of_percent(low, high), 0
