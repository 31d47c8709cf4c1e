"""Zwift's files in detail: encodings, places of errors, and rules that the samples do not show."""

from __future__ import annotations

from fractions import Fraction

import pytest

from audiocoach.exchange.formats import read_workout
from audiocoach.exchange.import_options import ImportOptions
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.workout import ImportedSet, ImportedStep, Workout
from audiocoach.quantities.paces import Pace

HEAD = '<?xml version="1.0" encoding="{}"?>\n'


def zwo(inside: str, **keys: str) -> str:
    told = "".join(f"<{key}>{value}</{key}>" for key, value in keys.items())
    return f"<workout_file>{told}\n<workout>\n{inside}\n</workout></workout_file>"


def read(text: str, **options: object) -> Workout:
    return read_workout(text.encode(), "file", ImportOptions(**options)).workout  # type: ignore[arg-type]


def only_step(text: str, **options: object) -> ImportedStep:
    (step,) = read(text, **options).items
    assert isinstance(step, ImportedStep)
    return step


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252", "iso-8859-15", "utf-16", "koi8-r"])
def test_the_encoding_that_a_file_declares_is_read(encoding: str) -> None:
    name = "Привет" if encoding == "koi8-r" else "Mühle"
    text = HEAD.format(encoding) + zwo('<Ramp Duration="60"/>', name=name)
    assert read_workout(text.encode(encoding), "file").workout.title == name


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark(encoding: str) -> None:
    text = HEAD.format("utf-16") + zwo('<Ramp Duration="60"/>', name="Mühle")
    assert read_workout(text.encode(encoding), "file").workout.title == "Mühle"


@pytest.mark.parametrize("encoding", ["utf-7", "shift_jis", "no-such", "rot13"])
def test_an_encoding_that_cannot_be_read_is_refused_with_its_line(encoding: str) -> None:
    text = HEAD.format(encoding) + zwo('<Ramp Duration="60"/>')
    with pytest.raises(ImportRefusedError, match="encoding"):
        read_workout(text.encode(), "file")


@pytest.mark.parametrize(
    ("inside", "said", "line", "column"),
    [
        ('<Ramp Duration="60"><textevent message="a & b"/></Ramp>', "write '&amp;'", 3, 45),
        ('<Ramp Duration="60"><textevent message="a &b"/></Ramp>', "write '&amp;'", 3, 45),
        ('<Ramp Duration="60"><textevent message="&nbsp;"/></Ramp>', "does not know", 3, 21),
        ('<Ramp Duration="60"\\>', "backslash", 3, 22),
        ('<Ramp Duration="60">', "the Ramp of line 3", 4, 3),
        ("<Ramp Duration='60'/></workout></workout_file><a/>", "malformed", 3, 48),
    ],
)
def test_what_is_malformed_is_named_with_line_and_column(inside: str, said: str, line: int, column: int) -> None:
    with pytest.raises(ImportRefusedError) as caught:
        read(zwo(inside))
    error = caught.value.in_file("a.zwo", zwo(inside))
    assert said in str(error)
    assert (error.at.line, abs(error.column - column) <= 2) == (line, True)
    assert str(error).startswith(f"a.zwo:{line}:{error.column}: malformed XML: ")


def test_a_file_that_is_cut_off_is_named_so() -> None:
    with pytest.raises(ImportRefusedError, match="the file ends"):
        read('<workout_file><workout>\n<Ramp Duration="60"')


@pytest.mark.parametrize(
    ("power", "effort"),
    [("0.5", "1-2"), ("0.55", "2-3"),
     ("0.75", "2-3"), ("0.76", "3-4"), ("0.9", "3-4"), ("0.91", "4-5"), ("1.05", "4-5"),
     ("1.06", "6-7"), ("1.2", "6-7"), ("1.21", "8-9"), ("2", "8-9")],
)  # fmt: skip
def test_power_becomes_effort(power: str, effort: str) -> None:
    assert only_step(zwo(f'<MaxEffort Duration="60" Power="{power}"/>')).effort == effort


def test_targets_are_the_names_of_nameless_steps_and_can_be_left_out() -> None:
    text = zwo('<Warmup Duration="60" PowerLow="0.4" PowerHigh="0.7" Cadence="90"/>')
    step = only_step(text)
    assert (step.name, step.effort, step.cadence) == ("Warm up, 40 to 70 percent, cadence 90", "1-3", 0)
    assert only_step(text, targets=False) == ImportedStep("warm-up", 60_000)
    assert only_step(text, metronome=True).cadence == 90


def test_a_set_of_one_round_is_no_set_in_the_script_and_of_no_rest_only_work() -> None:
    (one,) = read(zwo('<IntervalsT Repeat="3" OnDuration="60" OnPower="1"/>')).items
    assert isinstance(one, ImportedSet)
    assert [(item.kind, one.passes) for item in one.items if isinstance(item, ImportedStep)] == [("work", 3)]


def test_words_in_every_round_alike_are_one_cue() -> None:
    texts = "".join(f'<textevent timeoffset="{at}" message="Go on."/>' for at in (70, 10, 130))
    (item,) = read(zwo(f'<IntervalsT Repeat="3" OnDuration="40" OffDuration="20">{texts}</IntervalsT>')).items
    assert isinstance(item, ImportedSet)
    (cue,) = (cue for step in item.items if isinstance(step, ImportedStep) for cue in step.cues)
    assert (cue.at_ms, cue.rounds, cue.place.line) == (10_000, (), 3)


def test_words_of_a_step_and_of_the_workout_at_one_time_are_joined_in_this_order() -> None:
    text = zwo(
        '<textevent timeoffset="70" message="two"/><Ramp Duration="60"/>\n'
        '<SteadyState Duration="60" Power="1"><textevent timeoffset="10" message="one"/></SteadyState>'
    )
    found = read_workout(text.encode(), "file")
    cues = [(at + cue.at_ms, cue.text) for at, _, said, _ in found.workout.intervals() for cue in said]
    assert cues == [(70_000, "one two")]
    assert [note.id for note in found.notes] == ["kind", "joined"]


@pytest.mark.parametrize("pace", [Pace(360_000), Pace(451_000, "mi")])
def test_metres_take_what_the_pace_says_rounded_half_up(pace: Pace) -> None:
    step = only_step(zwo('<MaxEffort Duration="333"/>', durationType="distance"), pace=pace)
    assert step.length_ms == int(333 * pace.ms_a_metre + Fraction(1, 2))
    assert step.estimated


@pytest.mark.parametrize(
    "inside",
    [
        '<IntervalsT Repeat="0" OnDuration="1"/>',
        '<IntervalsT Repeat="1.5" OnDuration="1"/>',
        '<IntervalsT Repeat="2" OnDuration="0" OffDuration="9"/>',
        '<IntervalsT Repeat="2" OnDuration="9" OffDuration="-9"/>',
        '<Ramp Duration="inf"/>',
        "<Ramp/>",
        '<Ramp Duration="0.0001"/>',
        '<Ramp Duration="9"><textevent timeoffset="soon" message="a"/></Ramp>',
        '<Ramp Duration="99999"/>',
    ],
)
def test_what_is_no_length_is_refused(inside: str) -> None:
    with pytest.raises(ImportRefusedError):
        read(zwo(inside))
