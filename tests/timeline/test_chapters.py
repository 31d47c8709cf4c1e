"""Chapters tile the session, whatever its sets, and are as many as one finds one's way in."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach import Timeline
from audiocoach.timeline.chapters import MOST, Chapter, flat
from tests.support.labelled_timelines import timeline


def titles(found: Timeline) -> list[str]:
    return [each.title for each in flat(found.chapters)]


def test_a_chapter_for_each_step_says_its_number_its_name_and_its_round() -> None:
    found = timeline("warm-up 5m Jog, 2 x (work 60s Run, rest 90s Walk), cool-down 3m Jog", coach="none")
    assert [(each.title, each.start_ms, each.end_ms) for each in flat(found.chapters)] == [
        ("1 Jog", 0, 300_000),
        ("2 Run (round 1 of 2)", 300_000, 360_000),
        ("3 Walk (round 1 of 2)", 360_000, 450_000),
        ("4 Run (round 2 of 2)", 450_000, 510_000),
        ("5 Walk (round 2 of 2)", 510_000, 600_000),
        ("6 Jog", 600_000, 780_000),
    ]


def test_a_set_is_a_chapter_with_its_steps_in_it() -> None:
    found = timeline("warm-up 5m Jog, 2 x (work 60s Run, rest 90s Walk)", coach="none")
    warm_up, run = found.chapters
    assert (warm_up.children, run.title, run.start_ms, run.end_ms) == ((), "Run, Walk × 2", 300_000, 600_000)
    assert [each.title[0] for each in run.children] == ["2", "3", "4", "5"]


def test_sets_within_sets_nest() -> None:
    found = timeline("3 x (2 x (work 30s Run, rest 30s Walk), rest 2m Stand)", coach="none")
    (whole,) = found.chapters
    assert [each.title for each in whole.children] == [
        "Run, Walk × 2 (round 1 of 3)", "5 Stand (round 1 of 3)",
        "Run, Walk × 2 (round 2 of 3)", "10 Stand (round 2 of 3)",
        "Run, Walk × 2 (round 3 of 3)", "15 Stand (round 3 of 3)",
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ("30 x (work 20s Run, rest 10s Walk)", ["1 Run (round 1 of 30)", "2 Walk (round 1 of 30)"]),
        ("31 x (work 20s Run, rest 10s Walk)", ["1 Run, Walk (round 1 of 31)", "2 Run, Walk (round 2 of 31)"]),
        ("work 60s Run, 150 x (work 20s Sprint, rest 10s Walk)", ["1 Run", "2 Sprint, Walk × 150"]),
        ("4 x (50 x (work 9s Run), rest 60s Walk)", ["1 Run × 50 (round 1 of 4)", "2 Walk (round 1 of 4)"]),
        ("70 x (50 x (work 9s Run), rest 60s Walk)", ["1 Run, Walk × 70"]),
    ],
)
def test_with_too_many_rounds_and_then_sets_are_one_chapter_each(steps: str, wanted: list[str]) -> None:
    found = titles(timeline(steps, coach="none"))
    assert len(found) <= MOST
    assert found[:2] == wanted


def test_where_there_is_nothing_to_put_together_every_step_keeps_its_chapter() -> None:
    assert len(titles(timeline(", ".join(["work 9s Run"] * 300), coach="none"))) == 300


def test_a_set_with_a_name_has_it_for_a_title() -> None:
    steps = "  - repeat: 2\n    name: Strides\n    steps:\n      - work 20s Run"
    assert timeline(steps).chapters[0].title == "Strides × 2"


def tiles(found: tuple[Chapter, ...], start: int, end: int) -> bool:
    inner = all(tiles(each.children, each.start_ms, each.end_ms) for each in found if each.children)
    joined = all(before.end_ms == after.start_ms for before, after in pairwise(found))
    return inner and joined and (found[0].start_ms, found[-1].end_ms) == (start, end)


STEP = st.sampled_from(["work 9s Run", "rest 5s Walk", "drill 30s Skip"])
SETS = st.recursive(
    st.lists(STEP, min_size=1, max_size=4).map(", ".join),
    lambda inner: st.lists(st.tuples(st.integers(1, 6), inner), min_size=1, max_size=3).map(
        lambda sets: ", ".join(f"{count} x ({steps})" for count, steps in sets)
    ),
    max_leaves=8,
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(SETS)
def test_whatever_the_sets_chapters_tile_the_session_and_are_in_its_json(steps: str) -> None:
    found = timeline(steps, coach="none")
    assert tiles(found.chapters, 0, found.length_ms)
    assert tiles(flat(found.chapters), 0, found.length_ms)
    assert found.as_data()["chapters"] == [each.as_data() for each in found.chapters]
    starts = {interval.start_ms for interval in found.intervals}
    assert {each.start_ms for each in flat(found.chapters)} <= starts
