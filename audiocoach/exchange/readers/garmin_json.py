"""Garmin's workouts as JSON: the old flat list (`UserWorkoutJson`), and the nested one of its API. Pure.

Both are brought to steps of one shape (seconds, metres) first. Steps are counted as they stand in the file, repeats
too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from audiocoach.bounds import MAX_BYTES, MAX_NESTING
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import MOST_MET, Intake, Lasting, milliseconds
from audiocoach.exchange.readers.until_words import until_calories, until_heart_rate, until_power
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.training_zones import effort_of_zone
from audiocoach.exchange.words_of_files import number, plain, text_of
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
from audiocoach.text.strange_json import read_json

Table = Mapping[str, Any]

_OLD = "com.garmin.connect.workout.json.UserWorkoutJson"
_KINDS = {"warmup": "warm-up", "cooldown": "cool-down", "interval": "work", "recovery": "rest", "rest": "rest"}
_RULE = "some kinds are guessed: what Garmin calls 'other' is work here"
_PER_SECOND: dict[str, int | Fraction] = {"ms": 1000, "s": 1, "min": Fraction(1, 60)}
_PER_METRE: dict[str, int | Fraction] = {"cm": 100, "m": 1, "km": Fraction(1, 1000), "mile": Fraction(1000, 1_609_344)}


@dataclass(frozen=True, slots=True)
class _Step:
    """A step or a repeat of either kind of file, its `value` in seconds, metres, or whatever its `end` counts."""

    kind: str
    end: str
    value: Fraction
    place: SourcePlace
    above: bool = False
    speeds: tuple[Fraction, ...] = ()
    zone: int = 0
    words: str = ""
    skips: bool = False
    items: list[_Step] = field(default_factory=list)


def read_garmin(data: bytes, options: ImportOptions) -> Imported:
    """Read a workout.

    Raises:
        ImportRefusedError: with the line, where it is no JSON; with the steps, where something is missing.
    """
    text = text_of(data, longest=MAX_BYTES)  # programs write JSON in one line
    root, intake = _parsed(text), Intake(options)
    workout = root.get(_OLD)
    if isinstance(workout, dict):
        steps = _old_steps(_listed(workout, "workoutSteps"))
    else:
        workout = root
        segments = [each for each in _listed(root, "workoutSegments") if isinstance(each, dict)]
        counter = iter(range(1, MOST_MET + 1))
        steps = [step for each in segments for step in _api_steps(_listed(each, "workoutSteps"), counter, 0)]
    items = _items(steps, intake)
    title, description = (plain(_text(workout.get(key))) for key in ("workoutName", "description"))
    return intake.finished(Workout(tuple(items), title, description, options.language))


def _parsed(text: str) -> Table:
    try:
        root = read_json(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        place = SourcePlace(line=error.lineno)
        raise ImportRefusedError(f"this is no JSON: {error.msg.lower()}", "export it again", places=[place]) from None
    except ValueError as error:
        raise ImportRefusedError(f"this is no JSON: {error}", "export it again") from None
    if not isinstance(root, dict):
        raise ImportRefusedError("this JSON is no workout", "export one workout, not a list of them")
    return root


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _key(table: Table, name: str, inner: str) -> str:
    """Return a key of Garmin's, such as `lap.button`: it stands in a table of its own in the API's files."""
    value = table.get(name)
    return _text(value.get(inner)) if isinstance(value, dict) else _text(value)


def _listed(table: Table, key: str) -> Sequence[Any]:
    found = table.get(key)
    if not isinstance(found, list):
        raise ImportRefusedError(f"there is no list '{key}' in this workout")
    return found


def _number(value: object) -> Fraction:
    """Read a number that may be a text; what is none is 0."""
    if isinstance(value, bool) or value is None:
        return Fraction(0)
    return number(format(value, ".9f") if isinstance(value, float) else str(value)[:40]) or Fraction(0)


def _api_steps(entries: Sequence[Any], counter: Iterator[int], depth: int) -> list[_Step]:
    if depth > MAX_NESTING:
        raise ImportRefusedError("repeats in repeats, deeper than a script has them")
    found = []
    for entry in entries:
        place = SourcePlace(step=next(counter, 0))
        if not isinstance(entry, dict) or not place:
            raise ImportRefusedError("this is no step" if place else "these are too many steps", places=[place])
        kind, end = _key(entry, "stepType", "stepTypeKey"), _key(entry, "endCondition", "conditionTypeKey")
        value = _number(entry.get("endConditionValue"))
        if isinstance(entry.get("workoutSteps"), list):
            inner = _api_steps(entry["workoutSteps"], counter, depth + 1)
            times = _number(entry.get("numberOfIterations")) or value
            found.append(
                _Step(
                    "repeat",
                    end or "iterations",
                    times,
                    place,
                    skips=entry.get("skipLastRestStep") is True,
                    items=inner,
                )
            )
            continue
        target = _key(entry, "targetType", "workoutTargetTypeKey")
        found.append(
            _Step(
                kind,
                end,
                value,
                place,
                _is_above(entry),
                _speeds(entry, target, 1),
                int(_number(entry.get("zoneNumber"))),
                plain(_text(entry.get("description"))),
            )
        )
    return found


def _old_steps(entries: Sequence[Any]) -> list[_Step]:
    """Read the flat list: children of the repeat with groupId g have parentGroupId g; 0 or none is the top."""
    top: list[_Step] = []
    groups: dict[int, list[_Step]] = {0: top}
    for count, entry in enumerate(entries, 1):
        place = SourcePlace(step=count)
        if not isinstance(entry, dict) or count > MOST_MET:
            raise ImportRefusedError("this is no step" if count <= MOST_MET else "too many steps", places=[place])
        kind, end = _text(entry.get("stepTypeKey")), _text(entry.get("endConditionTypeKey"))
        unit = _text(entry.get("endConditionUnitKey"))
        per = (_PER_SECOND if end == "time" else _PER_METRE if end == "distance" else {}).get(unit, 1)
        step = _Step(
            kind,
            end,
            _number(entry.get("endConditionValue")) / per,
            place,
            _is_above(entry),
            _speeds(entry, _text(entry.get("targetTypeKey")), 10),
            int(_number(entry.get("zoneNumber"))),
            plain(_text(entry.get("description"))),
        )
        parent = groups.get(int(_number(entry.get("parentGroupId"))))
        if parent is None:
            raise ImportRefusedError("this step belongs to a repeat that is not before it", places=[place])
        parent.append(step)
        if kind == "repeat":
            groups[int(_number(entry.get("groupId")))] = step.items
            groups[0] = top
    return top


def _is_above(entry: Table) -> bool:
    return _text(entry.get("endConditionCompare")).casefold() in ("greater", "gt", "more", "above")


def _speeds(entry: Table, target: str, per: int) -> tuple[Fraction, ...]:
    """Return the bounds of a pace or a speed, in m/s; `per`: so many of the file's units are one."""
    if target not in ("pace.zone", "speed.zone"):
        return ()
    shown = [_shown(entry.get(f"target{end}DisplayValue")) for end in ("One", "Two")]
    given = [_number(entry.get(f"targetValue{end}")) * per for end in ("One", "Two")]
    found = [own or value for own, value in zip(shown, given, strict=True)]
    return tuple(value for value in found if Fraction(1, 10) < value < 100)


def _shown(value: object) -> Fraction | None:
    """Read a pace as it was shown to its author, `04:10` for a kilometre, as metres a second."""
    minutes, colon, seconds = _text(value).strip().partition(":")
    if not colon or not (minutes.isdecimal() and seconds.isdecimal()) or len(minutes + seconds) > 4:
        return None
    whole = int(minutes) * 60 + int(seconds)
    return Fraction(1000, whole) if whole else None


def _items(steps: Sequence[_Step], intake: Intake) -> list[ImportedItem]:
    found: list[ImportedItem] = []
    for step in steps:
        if step.kind != "repeat":
            found.append(_step(step, intake))
            continue
        if step.end != "iterations":
            until = f"until {step.end.replace('.', ' ')}" if step.end else "for how long it does not say"
            message = f"repeats {until}; how often cannot be known"
            raise ImportRefusedError(message, "repeat it so many times instead", places=[step.place])
        if step.value < 1 or step.value.denominator != 1:
            raise ImportRefusedError("a repeat does not say how often", places=[step.place])
        items = _items(step.items, intake)
        if not items:
            raise ImportRefusedError("a repeat has no steps", places=[step.place])
        last = items[-1]
        skips = step.skips and isinstance(last, ImportedStep) and last.kind == "rest" and len(items) > 1
        found.append(ImportedSet(int(step.value), tuple(items), skip_last_rest=skips, place=step.place))
    return found


def _step(step: _Step, intake: Intake) -> ImportedStep:
    kind = _KINDS.get(step.kind)
    if kind is None:
        intake.guess_kind(_RULE)
        kind = "work"
    lasting, until = _lasting(step, intake)
    zone = f"zone {step.zone}" if 0 < step.zone < 10 else ""
    paces = " to ".join(str(Pace(round(each.ms, -3))) for each in _paces(step))
    cues, comments = intake.cues([ImportedCue(step.words, place=step.place)] if step.words else [], lasting.ms)
    return ImportedStep(
        kind,
        lasting.ms,
        intake.called(until, kind, paces or zone, step.place),
        intake.effort(effort_of_zone(step.zone)),
        cues,
        lasting.estimated,
        comments=(*lasting.comments, *comments),
        place=step.place,
        written=lasting.written,
    )


def _paces(step: _Step) -> list[Pace]:
    return [Pace(round(1_000_000 / speed)) for speed in step.speeds]


def _lasting(step: _Step, intake: Intake) -> tuple[Lasting, str]:
    """Return how long a step lasts, and the words for what ends it if that is no length."""
    if step.end in ("time", "distance") and step.value <= 0:
        raise ImportRefusedError("a length must be more than zero", "correct it in the file", places=[step.place])
    if step.end == "time":
        return Lasting(milliseconds(step.value)), ""
    if step.end == "distance":
        return intake.distance(step.value, step.place, *_paces(step)), ""
    value, until = int(step.value), ""
    if step.end == "heart.rate":
        until = until_heart_rate(value, above=step.above)
    elif step.end == "power":
        until = until_power(value, above=step.above)
    elif step.end == "calories":
        until = until_calories(value)
    return intake.open(step.place, until), until
