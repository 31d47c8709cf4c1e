"""Doses that are numbers, and files of sessions that have been retitled."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.programme.load_programme import parse_programme
from audiocoach.programme.programme import steep
from audiocoach.rendering.whole_programme import older_files, render_programme
from audiocoach.speech.casting import voice_wish

BOUTS = """\
programme: P
weeks: 3
per-week: 1
dose: bouts
progression:
  bouts: [4, 6, 9]
session:
  session: "Week {week}"
  steps:
    - repeat: bouts
      steps: work 5m, rest 60s
"""

TITLED = """\
programme: P
weeks: 1
per-week: 2
session:
  session: "TITLE {run}"
  steps: work 10s, rest 5s
"""


def test_growth_of_a_dose_in_numbers_is_judged_by_its_work() -> None:
    assert [(now.id, before.id) for now, before in steep(parse_programme(BOUTS).sessions)] == [
        ("2.1", "1.1"),
        ("3.1", "2.1"),
    ]


def test_small_growth_of_a_dose_in_numbers_is_no_matter() -> None:
    assert steep(parse_programme(BOUTS.replace("[4, 6, 9]", "[20, 21, 22]")).sessions) == []


@pytest.mark.slow
@pytest.mark.parametrize(("weeks", "first"), [(1, "W01"), (100, "W001")])
def test_the_files_of_a_retitled_session_are_named_and_others_are_not(tmp_path: Path, weeks: int, first: str) -> None:
    script = TITLED.replace("weeks: 1", f"weeks: {weeks}")
    old, new = (parse_programme(script.replace("TITLE", title)) for title in ("Old", "New"))
    for programme in (old, new):
        render_programme(
            programme,
            str(tmp_path / "plan"),
            select=programme.sessions[:2],
            change=lambda session: session.spoken_by(voice_wish("tone")),
        )
    (tmp_path / "plan" / f"{first}S1 mine.mp3").write_bytes(b"a stranger's")
    names = [path.name for path in older_files(new, tmp_path / "plan")]
    assert names == [f"{first}S1 Old 1.mp3", f"{first}S2 Old 2.mp3"]
