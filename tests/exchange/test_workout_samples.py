"""Each sample of another program's file becomes exactly what stands beside it."""

from __future__ import annotations

import pytest

from audiocoach.exchange.formats import read_workout
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.workout import Imported
from audiocoach.rendering.importing import import_script
from audiocoach.rendering.timelines import build_timeline
from audiocoach.script.load import parse_session
from tests.support.expected_workouts import Sample, missing_notes, samples, told

READ = [sample for sample in samples() if "error" not in sample.expected]
REFUSED = [sample for sample in samples() if "error" in sample.expected]
AFTER_A_SIGNAL = 600
"""Milliseconds by which words at a step's start come later than it: behind its signal."""


def imported(sample: Sample) -> Imported:
    return read_workout(sample.path.read_bytes(), sample.path.stem, sample.options)


@pytest.mark.parametrize("sample", READ, ids=str)
def test_what_is_imported(sample: Sample) -> None:
    found, expected = imported(sample), sample.expected
    workout = found.workout
    assert workout.title == told(expected, "title")
    assert workout.length_ms == expected["length_ms"]
    if wanted := told(expected, "description"):
        assert workout.description == wanted
    intervals = list(workout.intervals())
    assert len(intervals) == len(expected["intervals"])
    for (_, step, said, set_name), wanted in zip(intervals, expected["intervals"], strict=True):
        assert (step.kind, step.length_ms) == (told(wanted, "kind"), wanted["length_ms"])
        assert step.estimated == wanted.get("estimated", False)
        if name := told(wanted, "name"):
            assert step.name == name or any(name in cue.text for cue in said if cue.at_ms == 0)
        if effort := told(wanted, "effort"):
            assert step.effort == effort
        assert "set" not in wanted or set_name == wanted["set"]
    cues = [(at + cue.at_ms, cue.text) for at, _, said, _ in intervals for cue in said]
    assert sorted(cues) == [(cue["at_ms"], cue["text"]) for cue in expected["cues"]]
    assert [cue.text for cue in workout.closing] == expected.get("after_end", [])
    assert missing_notes(expected["notes"], found.notes) == []


@pytest.mark.parametrize("sample", READ, ids=str)
def test_the_script_says_the_same(sample: Sample) -> None:
    """Laid out in time, as a rendering does it."""
    found = imported(sample)
    session = parse_session(import_script(sample.path.read_bytes(), str(sample.path), sample.options).text)
    timeline = build_timeline(session, fast=True)
    expected = sample.expected
    steps = [step for step in timeline.intervals if step.kind != "talk"]
    assert [(step.kind, step.length_ms) for step in steps] == [
        (told(wanted, "kind"), wanted["length_ms"]) for wanted in expected["intervals"]
    ]
    assert timeline.title == told(expected, "title")
    starts = {step.start_ms for step in steps}
    said = [(event.start_ms, event.text) for event in timeline.events if event.type == "say" and event.by == "author"]
    for cue in expected["cues"]:
        (at,) = [at for at, text in said if text.endswith(cue["text"]) and abs(at - cue["at_ms"]) <= AFTER_A_SIGNAL]
        assert at == cue["at_ms"] or cue["at_ms"] in starts
    assert len(said) == len(expected["cues"]) + bool(found.workout.closing)


@pytest.mark.parametrize("sample", REFUSED, ids=str)
def test_what_is_refused(sample: Sample) -> None:
    with pytest.raises(ImportRefusedError) as caught:
        import_script(sample.path.read_bytes(), str(sample.path), sample.options)
    expected, places = sample.expected["error"], caught.value.places
    assert "line" not in expected or caught.value.at.line == expected["line"]
    assert "lines" not in expected or [place.line for place in places] == expected["lines"]
    assert "steps" not in expected or [place.step for place in places] == expected["steps"]
    for flag in ("--pace", "--open"):
        assert flag not in expected["about"] or flag in caught.value.on_command_line()
