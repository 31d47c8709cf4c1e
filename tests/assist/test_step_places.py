"""A line of a script lights its steps, and a step knows its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiocoach.assist.places import StepPlaces, step_places
from audiocoach.languages.lookup import language_of
from audiocoach.programme.load_programme import parse_programme
from audiocoach.script.load import parse_session
from audiocoach.timeline.intervals import unroll

SCRIPT = """\
session: Tempo
blocks:
  main:
    - work: 2m
      name: Run
    - rest 60s
steps:
  - warm-up 3m Walk: Hello.
  - main
  - 6 x (work 30s Fast, rest 30s, 2 x (work 5s, rest 5s))
  - repeat: 2
    # inside
    steps:
      - work: 60s
        cues:
          - {at: 20s, say: Tall.}
      - main
  - 2 x (main, rest 90s)
  - {rest: 60s, name: Walk}
  - cool-down 3m:
      name: Slow

      say: Bye.
"""


def places(text: str = SCRIPT) -> StepPlaces:
    return step_places(parse_session(text, "x.yaml"), text, "x.yaml")


LIT = {
    1: (),
    4: ("1", "4/1", "5/0"),
    5: ("1", "4/1", "5/0"),
    8: ("0",),
    9: ("1", "2"),
    10: ("3/0", "3/1", "3/2/0", "3/2/1"),
    11: ("4/0", "4/1", "4/2"),
    16: ("4/0",),
    17: ("4/1", "4/2"),
    18: ("5/2", "5/0", "5/1"),
    19: ("6",),
    21: ("7",),
    23: ("7",),
}


@pytest.mark.parametrize("line", LIT)
def test_a_line_lights_the_steps_it_belongs_to(line: int) -> None:
    assert places().at(line) == LIT[line]


def test_of_several_steps_on_a_line_the_column_picks_one() -> None:
    found = places()
    line = SCRIPT.splitlines()[9]
    assert [found.at(10, line.index(word) + 1) for word in ("Fast", "rest 30s", "work 5s", "rest 5s")] == [
        ("3/0",), ("3/1",), ("3/2/0",), ("3/2/1",),
    ]  # fmt: skip
    assert found.at(10, 3) == LIT[10]
    assert found.at(10, line.index("2 x") + 1) == ("3/2/0", "3/2/1")


def test_a_step_has_its_lines_with_all_that_is_beneath_it() -> None:
    found = places()
    lines = {name: (place.line, place.last_line) for name in ("0", "1", "4", "4/0", "7") if (place := found.of(name))}
    assert lines == {"0": (8, 8), "1": (4, 5), "4": (11, 17), "4/0": (14, 16), "7": (20, 23)}
    assert found.of("8") is None


def test_steps_are_counted_as_intervals_count_them() -> None:
    session = parse_session(SCRIPT, "x.yaml")
    steps = places().steps
    for interval in unroll(session, language_of("en")):
        assert steps[interval.number].line == interval.step.place().line


@pytest.mark.parametrize("dashed", [True, False])
def test_lists_may_stand_in_the_column_of_their_key(dashed: bool) -> None:
    margin = "" if dashed else "  "
    text = f"session: T\nsteps:\n{margin}- work: 60s\n{margin}  name: Run\n{margin}- rest 60s\nlanguage: en\n"
    found = places(text)
    assert [(place.line, place.last_line) for place in found.steps] == [(3, 4), (5, 5)]
    assert found.at(6) == ()


def test_one_line_of_steps_has_several() -> None:
    found = places("session: T\nsteps: work 60s Run, rest 90s\n")
    assert (found.at(2), found.at(2, 9), found.at(2, 24)) == (("0", "1"), ("0",), ("1",))


def test_a_programme_has_the_steps_of_its_template() -> None:
    text = (
        "programme: P\nweeks: 1\nper-week: 1\nprogression:\n  go: 2m\nsession:\n  session: T\n  steps:\n"
        "    - work: go\n    - rest 60s\n"
    )
    session = parse_programme(text, "x.yaml").sessions[0].session
    found = step_places(session, text, "x.yaml")
    assert (found.at(9), found.at(10)) == (("0",), ("1",))


def test_a_template_of_another_file_has_no_lines_here(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text("session: T\nsteps: work 60s\n")
    text = "programme: P\nweeks: 1\nper-week: 1\nsession: one.yaml\n"
    session = parse_programme(text, "x.yaml", tmp_path).sessions[0].session
    assert step_places(session, text, "x.yaml").all == []
