"""The format of a workout is told by its content, whatever the file is called; a script of ours is none."""

from __future__ import annotations

import pytest

from audiocoach.exchange.formats import FORMATS, read_workout
from audiocoach.exchange.refusals import ImportRefusedError
from audiocoach.exchange.telling import told_by_content
from tests.support.expected_workouts import FOLDERS, Sample, samples


@pytest.mark.parametrize("sample", list(samples()), ids=str)
def test_every_sample_is_told(sample: Sample) -> None:
    data, folder = sample.path.read_bytes(), sample.path.parent.name
    assert told_by_content(data) == FOLDERS.get(folder, folder) or not data.strip()


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("\ufeff  <workout_file/>", "zwo"),
        ("<?xml version='1.0'?><TrainingCenterDatabase/>", "tcx"),
        ("Rest: it is a rest day.\n- 10m Z1\n", "icu"),
        ("Rest: 1:30 50%\n", "zwiftout"),
        ("3x\n30s 90%\n", "icu"),
        ("- Walk press lap\n", "icu"),
        ("Notes\n- milk\n- bread\n", ""),
        ("session: Mine\nsteps:\n  - work 60s\n", ""),
        ("# a comment\nprogramme: Mine\nweeks: 3\n", ""),
        ("dear all\n", ""),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_a_text_is(text: str, format_: str, encoding: str) -> None:
    assert told_by_content(text.encode(encoding)) == format_


def test_what_is_none_lists_what_is_known() -> None:
    with pytest.raises(ImportRefusedError) as caught:
        read_workout(b"dear all\n", "letter")
    assert all(known.title in caught.value.hint for known in FORMATS.values())


def test_a_format_can_be_said() -> None:
    assert read_workout(b"Rest: it is a rest day.\n- 10m Z1\n", "x", format_="icu").workout.length_ms == 600_000
    with pytest.raises(ImportRefusedError):
        read_workout(b"- 10m Z1\n", "x", format_="zwo")
