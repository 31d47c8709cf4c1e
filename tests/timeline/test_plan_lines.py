"""A session in a few lines, as a coach would write it on a whiteboard."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from audiocoach.timeline.outline import plan_of
from tests.support.labelled_timelines import timeline


@pytest.mark.parametrize(
    ("steps", "lines"),
    [
        ("work 60s Run, rest 90s Walk", ["1:00 Run", "1:30 Walk"]),
        ("3 x (work 60s Run)", ["3 × 1:00 Run"]),
        ("1 x (work 60s Run, rest 30s Walk)", ["1:00 Run, 0:30 Walk"]),
        ("2 x (3 x (work 9s Run), rest 60s Walk)", ["2 × (3 × 0:09 Run, 1:00 Walk)"]),
        ("2 x (3 x (work 9s Run))", ["2 × (3 × 0:09 Run)"]),
        ("2 x (stretch 30s Calf {left|right})", ["0:30 Calf left / 0:30 Calf right"]),
        ("4 x (stretch 30s Calf {left|right})", ["4 × (0:30 Calf left …)"]),
        ("3 x (work 60s Run, rest 30s Walk): {skip-last-rest: true}", ["3 × 1:00 Run, with 0:30 Walk between"]),
        ("9 x (work 9s Run {round})", ["9 × (0:09 Run 1 …)"]),
        ("2 x (work 9s Run), 2 x (work 9s Run)", ["2 × 0:09 Run", "2 × 0:09 Run"]),
    ],
)
def test_steps_and_sets_are_a_line_each(steps: str, lines: list[str]) -> None:
    found = timeline(steps, coach="none")
    assert [item.text for item in plan_of(found).items] == lines
    assert plan_of(found).items[0].start_ms == 0
    assert plan_of(found).items[-1].end_ms == found.length_ms


def test_the_main_set_is_the_one_with_the_most_rounds_and_has_its_name() -> None:
    steps = "  - 2 x (drill 9s Skip)\n  - repeat: 5\n    name: Hills\n    steps: [work 60s Up, rest 60s Down]"
    found = plan_of(timeline(steps, coach="none"))
    assert found.main == "Hills: 5 × (1:00 Up, 1:00 Down)"
    assert found.sets == ("2 × 0:09 Skip", found.main)


@pytest.mark.slow
def test_a_second_rendering_imports_nothing_that_draws(tmp_path: Path) -> None:
    (tmp_path / "s.yaml").write_text("session: x\nsteps: [work 20s Run]\n", encoding="utf-8")
    render = (
        "import sys; from audiocoach.__main__ import main\n"
        "assert main(['render', 's.yaml', '--voice', 'tone', '-o', 'a.mp3', '--quiet']) == 0\n"
        "print(*sorted({'PIL', 'fontpkg_inter'} & set(sys.modules)))"
    )
    environment = {**os.environ, "AUDIOCOACH_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-c", render]
    first, second = (
        subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert (first.split(), second.split()) == (["PIL", "fontpkg_inter"], [])
