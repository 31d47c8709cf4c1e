"""The files that are written, held against readers that did not write them, and against each rule of the formats."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from typing import Any

import fitdecode
import pytest
from fit_tool.fit_file import FitFile
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.workout_message import WorkoutMessage
from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage

from audiocoach.exchange.outgoing import Outgoing, outgoing
from audiocoach.exchange.written_formats import write_workout
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session

SESSION = """
session: "Größe & Länge"
coach: none
steps:
  - {talk: 10s, say: Attention.}
  - warm-up 2m30.5s Walk
  - 4 x (work 60s Up, rest 90s Down)
  - repeat: 3
    skip-last-rest: true
    steps: work 20s Sprint, rest 40s Walk
  - repeat: 2
    steps:
      - 2 x (work 15s Stride, rest 15s Float)
      - rest 60s Stand
  - {cool-down: 3m, say: "Slow, <slower>, 'slowest' & \\"done\\"."}
"""


def gone(text: str = SESSION) -> Outgoing:
    session = parse_session(text.replace("2m30.5s", "150.5s"))
    return outgoing(session, build_timeline(session, fast=True))


STEPS = [
    ("Attention", None),
    ("time", 10.0, "other", None),
    ("time", 150.5, "warmup", "Walk"),
    ("time", 60.0, "active", "Up"),
    ("time", 90.0, "rest", "Down"),
    ("repeat", 2, 4),
    ("time", 20.0, "active", "Sprint"),
    ("time", 40.0, "rest", "Walk"),
    ("repeat", 5, 2),
    ("time", 20.0, "active", "Sprint"),
    ("time", 15.0, "active", "Stride"),
    ("time", 15.0, "rest", "Float"),
    ("repeat", 9, 2),
    ("time", 60.0, "rest", "Stand"),
    ("time", 15.0, "active", "Stride"),
    ("time", 15.0, "rest", "Float"),
    ("repeat", 13, 2),
    ("time", 60.0, "rest", "Stand"),
    ("time", 180.0, "cooldown", None),
][1:]
"""Each message: its length (s), intensity and name; of a repeat, the index that it goes back to, and the passes."""


def _plain(value: Any) -> int:
    """A value of the profile, or the number that has none."""
    return getattr(value, "value", value)


def test_fit_tool_reads_each_message() -> None:
    messages = [
        record.message
        for record in FitFile.from_bytes(write_workout(gone(), "fit").data).records
        if not record.is_definition
    ]
    about, workout, *steps = messages
    assert isinstance(about, FileIdMessage)
    assert (_plain(about.type), about.manufacturer, about.product) == (5, 255, 0)
    assert about.serial_number
    assert isinstance(workout, WorkoutMessage)
    assert (workout.workout_name, workout.num_valid_steps, _plain(workout.sport)) == ("Größe & Länge", len(STEPS), 1)
    assert all(isinstance(step, WorkoutStepMessage) for step in steps)
    assert [step.message_index for step in steps] == list(range(len(STEPS)))
    intensities = {0: "active", 1: "rest", 2: "warmup", 3: "cooldown", 6: "other"}
    assert [
        ("repeat", step.duration_step, step.target_repeat_steps)
        if _plain(step.duration_type) == 6
        else ("time", step.duration_time, intensities[_plain(step.intensity)], step.workout_step_name)
        for step in steps
    ] == STEPS
    assert {step.message_index: step.notes for step in steps if step.notes} == {
        0: "Attention.",
        17: "Slow, <slower>, 'slowest' & \"done\".",
    }


def test_an_independent_reader_reads_each_message_too() -> None:
    data = write_workout(gone(), "fit").data
    with fitdecode.FitReader(io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE) as reader:
        frames = [frame for frame in reader if isinstance(frame, fitdecode.FitDataMessage)]
    about, workout, *steps = frames
    assert [frame.name for frame in frames] == ["file_id", "workout", *["workout_step"] * len(STEPS)]
    assert (about.get_value("type"), about.get_value("manufacturer")) == ("workout", "development")
    assert (workout.get_value("wkt_name"), workout.get_value("num_valid_steps")) == ("Größe & Länge", len(STEPS))
    assert workout.get_value("sport") == "running"

    def value(step: Any, name: str) -> Any:
        return step.get_value(name, fallback=None)

    assert [value(step, "message_index") for step in steps] == list(range(len(STEPS)))
    assert [
        ("repeat", value(step, "duration_step"), value(step, "repeat_steps"))
        if value(step, "duration_type") == "repeat_until_steps_cmplt"
        else (value(step, "duration_type"), value(step, "duration_time"), _word(step), value(step, "wkt_step_name"))
        for step in steps
    ] == STEPS
    assert {value(step, "message_index"): value(step, "notes") for step in steps if value(step, "notes")} == {
        0: "Attention.",
        17: "Slow, <slower>, 'slowest' & \"done\".",
    }
    assert {value(step, "target_type") for step in steps} <= {"open", None}


def _word(step: Any) -> str:
    """The intensity in words; what the reader's profile is too old for is a number."""
    found = step.get_value("intensity")
    return {6: "other", 5: "interval"}.get(found, found)


@pytest.mark.slow
def test_each_file_has_a_serial_number_and_a_date_of_its_own_and_always_the_same() -> None:
    first = write_workout(gone(), "fit").data
    assert write_workout(gone(), "fit").data == first
    others = [
        write_workout(gone(), "fit", "1.2").data,
        write_workout(gone(SESSION.replace("Größe", "Breite")), "fit").data,
        write_workout(gone(SESSION.replace("60s Up", "61s Up")), "fit").data,
    ]

    def identity(data: bytes) -> tuple[int, int]:
        about = next(r.message for r in FitFile.from_bytes(data).records if isinstance(r.message, FileIdMessage))
        return about.serial_number, about.time_created

    found = [identity(data) for data in (first, *others)]
    assert len({serial for serial, _ in found}) == len({date for _, date in found}) == 4


def test_a_note_has_at_most_255_bytes_and_whole_letters() -> None:
    text = SESSION.replace("Attention.", "ü" * 250 + ".").replace("10s, say", "60s, say")
    exported = write_workout(gone(text), "fit")
    records = FitFile.from_bytes(exported.data).records
    notes = next(r.message.notes for r in records if isinstance(r.message, WorkoutStepMessage) and r.message.notes)
    assert len(notes.encode()) < 255
    assert set(notes) == {"ü", "…"}
    assert "1 note is cut to 255 bytes" in [loss.text for loss in exported.losses]


WHOLE, SHARE = r"[1-9]\d*", r"(?:0\.\d{1,2}|1(?:\.\d{1,2})?)"
RULES = {
    "Warmup": {"Duration": WHOLE, "PowerLow": SHARE, "PowerHigh": SHARE},
    "Cooldown": {"Duration": WHOLE, "PowerLow": SHARE, "PowerHigh": SHARE},
    "SteadyState": {"Duration": WHOLE, "Power": SHARE},
    "IntervalsT": {
        "Repeat": WHOLE, "OnDuration": WHOLE, "OffDuration": WHOLE, "OnPower": SHARE, "OffPower": SHARE,
    },
    "textevent": {"timeoffset": r"\d+", "message": r"(?s).*\w.*", "duration": WHOLE},
}  # fmt: skip
"""Every attribute of each element, and what it may be."""


def check_zwo(data: bytes) -> None:
    root = ElementTree.fromstring(data)  # noqa: S314  # what was written here
    assert root.tag == "workout_file"
    head = ["author", "name", "description", "sportType", "durationType", "workout"]
    assert [child.tag for child in root] == head
    assert (root.findtext("sportType"), root.findtext("durationType")) == ("run", "time")
    workout = root.find("workout")
    assert workout is not None
    assert len(workout)
    for element in workout.iter():
        if element is workout:
            continue
        rules = RULES[element.tag]
        assert element.keys() == list(rules)
        for name, rule in rules.items():
            assert re.fullmatch(rule, element.get(name) or ""), (element.tag, name, element.get(name))
    for element in workout:
        offsets = [int(event.get("timeoffset") or "") for event in element]
        assert len(offsets) == len(set(offsets)), "never two at one offset"
        assert offsets == sorted(offsets)
        length = int(element.get("Duration") or 0)
        if element.tag == "IntervalsT":
            length = int(element.get("Repeat")) * (int(element.get("OnDuration")) + int(element.get("OffDuration")))  # type: ignore[arg-type]
            assert float(element.get("OnPower")) >= 0.6 > float(element.get("OffPower"))  # type: ignore[arg-type]
        assert all(offset < length for offset in offsets)
        if element.tag == "Warmup":
            assert float(element.get("PowerLow")) < float(element.get("PowerHigh"))  # type: ignore[arg-type]
        if element.tag == "Cooldown":
            assert float(element.get("PowerLow")) > float(element.get("PowerHigh"))  # type: ignore[arg-type]


def test_a_zwo_keeps_each_rule_of_its_attributes() -> None:
    check_zwo(write_workout(gone(), "zwo").data)
    many = "\n".join(f"  - {{work: {at + 1}s, effort: {at % 11}, say: 'Say {at}.'}}" for at in range(3, 40))
    check_zwo(write_workout(gone(f"session: Many\ncoach: none\nsteps:\n{many}\n"), "zwo").data)


def test_what_xml_cannot_hold_is_a_space() -> None:
    """No script can have it; a session that a program has built may."""
    out = replace(gone(), title="A\x01B ]]> <b>")
    data = write_workout(out, "zwo").data
    check_zwo(data)
    assert ElementTree.fromstring(data).findtext("name") == "A B ]]> <b>"  # noqa: S314


def test_words_at_marks_go_out_at_whole_seconds_and_their_sounds_stay_behind() -> None:
    out = gone(
        "session: M\ncoach: none\nrace: {5k: 24:00}\nsteps:\n"
        '  - work: 400m @ 5k\n    marks: {every: 100m, say: "{mark}.", sound: tick}\n'
    )
    written = write_workout(out, "zwo")
    said = re.findall(r'timeoffset="(\d+)" message="([^"]*)"', written.data.decode())
    assert said == [("29", "One hundred metres."), ("58", "Two hundred metres."), ("87", "Three hundred metres.")]
    assert {"moved", "sound"} <= {loss.id for loss in written.losses}
