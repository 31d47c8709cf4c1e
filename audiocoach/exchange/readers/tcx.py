"""Garmin's older workouts (.tcx): XML, steps and repeats with their children. Pure."""

from __future__ import annotations

from fractions import Fraction

from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.intake import Intake, Lasting, milliseconds
from audiocoach.exchange.readers.kinds_by_words import kind_of_words
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.words_of_files import number, plain
from audiocoach.exchange.workout import Imported, ImportedItem, ImportedSet, ImportedStep, Workout
from audiocoach.exchange.xml_elements import XmlElement, read_xml
from audiocoach.quantities.paces import Pace
from audiocoach.quantities.units import HOUR

_RULE = "some kinds are guessed: warm-up and cool-down by the names of steps"
_SLOWEST = Fraction(1, 3)
"""Metres a second: slower is no pace of anybody."""


def read_tcx(data: bytes, options: ImportOptions) -> Imported:
    """Read the first workout of a .tcx file.

    Raises:
        ImportRefusedError: with the line, where there is none.
    """
    root, intake = read_xml(data), Intake(options)
    workouts = list(root.all("workout"))
    if not workouts:
        what = "an activity, not a workout" if root.find("activities", "courses") else "no workout in this file"
        raise ImportRefusedError(f"this is {what}" if "activity" in what else f"there is {what}", places=[root.place])
    first, *others = workouts
    if others:
        intake.note("second-workout", "a second workout is left out: one file is one session", others[0].place)
    items = [_item(child, intake) for child in first.children if child.tag == "step"]
    notes = plain(first.text_of("notes"))
    return intake.finished(Workout(tuple(items), plain(first.text_of("name")), notes, options.language))


def _item(element: XmlElement, intake: Intake) -> ImportedItem:
    children = [child for child in element.children if child.tag == "child"]
    if element.find("repetitions") is None and not children:
        return _step(element, intake)
    times = number(element.text_of("repetitions"))
    if times is None or times.denominator != 1 or times < 1:
        raise ImportRefusedError("a repeat does not say how often", "write its Repetitions", places=[element.place])
    if not children:
        raise ImportRefusedError("a repeat has no steps", places=[element.place])
    return ImportedSet(int(times), tuple(_item(child, intake) for child in children), place=element.place)


def _step(element: XmlElement, intake: Intake) -> ImportedStep:
    name, place = plain(element.text_of("name")), element.place
    intake.meet("steps", place)
    last = _lasting(element, intake)
    kind = "rest" if plain(element.text_of("intensity")).casefold() == "resting" else "work"
    named = kind_of_words(name)
    if named in ("warm-up", "cool-down"):
        intake.guess_kind(_RULE)
        kind = named
    target, effort, turns = _target(element)
    return ImportedStep(
        kind,
        last.ms,
        intake.called(name, kind, target, place),
        intake.effort(effort),
        estimated=last.estimated,
        cadence=intake.metronome(turns, place) if turns else 0,
        comments=last.comments,
        place=place,
        written=last.written,
    )


def _lasting(element: XmlElement, intake: Intake) -> Lasting:
    duration = element.find("duration")
    if duration is None:
        return intake.open(element.place)
    if (seconds := duration.find("seconds")) is not None:
        return Lasting(milliseconds(_positive(seconds)))
    if (metres := duration.find("meters")) is not None:
        return intake.distance(_positive(metres), element.place, *_paces(element))
    if (calories := duration.find("calories")) is not None:
        return intake.open(element.place, f"until you have burnt {plain(calories.text)} calories")
    if (beats := duration.find("heartrate")) is not None:
        above = plain(duration.get("type") or "").casefold().startswith("heartrateabove")
        return intake.open(element.place, f"until your heart rate is {'above' if above else 'below'} {_beats(beats)}")
    return intake.open(element.place)


def _positive(element: XmlElement) -> Fraction:
    found = number(element.text)
    if found is None or milliseconds(found) <= 0:
        message = f"a length must be more than zero, and {element.written} is '{plain(element.text)}'"
        raise ImportRefusedError(message, "correct it in the file", places=[element.place])
    return found


def _beats(element: XmlElement) -> str:
    return plain(element.text_of("value") or element.text)


def _target(element: XmlElement) -> tuple[str, str, int]:
    """Return what a step aims at in words, as effort (empty: the format has no thresholds), and its cadence."""
    target = element.find("target")
    if target is None:
        return "", "", 0
    found = [number(each.text) for tag in ("low", "high") for each in target.all(tag)]
    cadence = [round(value) for value in found if value is not None] if "cadence" in _type(target) else []
    if cadence:
        return f"cadence {cadence[0]}", "", sum(cadence) // len(cadence)
    if paces := _paces(element):
        return " to ".join(map(str, paces)), "", 0
    zone = next(iter(target.all("number")), None)
    return (f"zone {plain(zone.text)}" if zone is not None else ""), "", 0


def _type(element: XmlElement) -> str:
    return (element.get("type") or "").casefold()


def _paces(element: XmlElement) -> tuple[Pace, ...]:
    """Return the paces of a step's own speeds, which are metres a second."""
    target = element.find("target")
    if target is None or "speed" not in _type(target):
        return ()
    tags = ("lowinmeterspersecond", "highinmeterspersecond")
    speeds = [number(each.text) for tag in tags for each in target.all(tag)]
    return tuple(_pace(speed) for speed in speeds if speed is not None and speed >= _SLOWEST)


def _pace(speed: Fraction) -> Pace:
    return Pace(min(HOUR, int(1_000_000 / speed + Fraction(1, 2))), "km")
