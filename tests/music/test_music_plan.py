"""What plays when: in order, without gaps, by kind of step, over and over or once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.music.arrangement import CHANGE, FADE_IN, FADE_OUT, JOIN, Passage, Stretch, lay_out, told
from audiocoach.music.track import Track
from audiocoach.sound.layout import RATE
from tests.support.music_files import Step, steps

every_time_the_same = settings(derandomize=True, deadline=None)


def track(name: str, seconds: float) -> Track:
    return Track(Path(name), round(seconds * RATE), -14.0)


def played(stretch: Stretch) -> list[str]:
    return [passage.track.path.name for passage in stretch.passages]


def seconds(samples: int) -> float:
    return samples / RATE


A, B, C = track("a", 60), track("b", 90.5), track("c", 30)


def test_one_list_plays_from_beginning_to_end_with_fades_at_both() -> None:
    (stretch,) = lay_out({"work": (A, B)}, steps(("work", 100), ("work", 20)), loop=True)
    assert (stretch.start, stretch.end) == (0, 120 * RATE)
    assert (stretch.fade_in, stretch.fade_out) == (FADE_IN, FADE_OUT)
    assert played(stretch) == ["a", "b"]


def test_tracks_join_within_50_ms() -> None:
    (stretch,) = lay_out({"work": (A, B, C)}, steps(("work", 170)), loop=True)
    first, second, third = stretch.passages
    assert first == Passage(A, 0, 0, 60 * RATE, 0, JOIN)
    assert second == Passage(B, 0, 60 * RATE - JOIN, round(150.5 * RATE) - JOIN, JOIN, JOIN)
    assert third.start == second.end - JOIN
    assert seconds(JOIN) == 0.05


def test_a_list_too_short_begins_again_with_the_same_join() -> None:
    (stretch,) = lay_out({"work": (A, C)}, steps(("work", 200)), loop=True)
    assert played(stretch) == ["a", "c", "a", "c", "a"]
    for one, other in zip(stretch.passages, stretch.passages[1:], strict=False):
        assert other.start == one.end - JOIN
        assert other.offset == 0
        assert one.fade_out == other.fade_in == JOIN


def test_without_loop_silence_follows_after_a_fade() -> None:
    plan = lay_out({"work": (A, C), "rest": (B,)}, steps(("work", 200), ("rest", 10), ("work", 10)), loop=False)
    first, second = plan
    assert played(first) == ["a", "c"]
    assert first.end == 90 * RATE - JOIN
    assert first.fade_out == CHANGE
    assert first.passages[-1].fade_out == 0
    assert played(second) == ["b"]


def test_at_a_change_of_kind_the_next_list_begins_with_the_step_and_the_last_rings_out() -> None:
    plan = lay_out({"work": (A,), "rest": (B,)}, steps(("work", 20), ("rest", 10), ("work", 20)), loop=True)
    assert [(seconds(s.start), seconds(s.end)) for s in plan] == [(0, 20.5), (20, 30.5), (30, 50)]
    assert [s.fade_in for s in plan] == [FADE_IN, CHANGE, CHANGE]
    assert [s.fade_out for s in plan] == [CHANGE, CHANGE, FADE_OUT]


def test_a_list_goes_on_where_it_stopped() -> None:
    plan = lay_out({"work": (A,), "rest": (B,)}, steps(("work", 20), ("rest", 10), ("work", 20)), loop=True)
    assert plan[0].passages[0].offset == 0
    assert plan[2].passages[0].offset == plan[0].end  # nothing is heard twice, and nothing is left out


def test_what_is_left_of_a_track_is_not_gone_on_with_when_it_is_hardly_more_than_its_join() -> None:
    plan = lay_out({"work": (A, C)}, steps(("work", 59.42), ("rest", 10), ("work", 20)), loop=True)
    assert played(plan[1]) == ["c"]
    assert plan[1].passages[0].offset == 0


def test_steps_that_share_a_list_are_one_stretch() -> None:
    lists = {"work": (A, B), "drill": (A, B), "rest": (C,)}
    plan = lay_out(lists, steps(("drill", 10), ("work", 20), ("work", 30), ("rest", 10), ("drill", 5)), loop=True)
    assert [(seconds(s.start), seconds(s.end)) for s in plan] == [(0, 60.5), (60, 70.5), (70, 75)]


def test_kinds_without_music_are_silent() -> None:
    plan = lay_out({"work": (A,)}, steps(("warm-up", 10), ("work", 20), ("rest", 10)), loop=True)
    (stretch,) = plan
    assert (stretch.start, stretch.end) == (10 * RATE, 30 * RATE + CHANGE)
    assert (stretch.fade_in, stretch.fade_out) == (CHANGE, CHANGE)
    assert lay_out({}, steps(("work", 20)), loop=True) == ()


def test_fades_of_a_short_session_do_not_meet() -> None:
    (stretch,) = lay_out({"work": (A,)}, steps(("work", 1.5)), loop=True)
    assert stretch.fade_in + stretch.fade_out <= stretch.end
    assert stretch.fade_in > 0.4 * RATE


def test_a_track_too_short_to_be_laid_out_is_refused() -> None:
    with pytest.raises(ValueError, match="short"):
        lay_out({"work": (track("x", 0.9),)}, steps(("work", 20)), loop=True)


NAMES = dict.fromkeys(("work", "rest"), "the music")


def test_music_too_short_is_told() -> None:
    assert told(NAMES, {"work": (A, C)}, steps(("work", 1800)), loop=True) == [
        "the music lasts 1:29, the session 30:00: it repeats"
    ]
    assert told(NAMES, {"work": (A, C)}, steps(("work", 1800)), loop=False) == [
        "the music lasts 1:29, the session 30:00: then there is silence"
    ]
    assert told(NAMES, {"work": (A, C)}, steps(("work", 89)), loop=True) == []


def test_music_of_a_kind_too_short_or_never_played_is_told() -> None:
    names = {"work": "the music for work", "rest": "the music for rest", "drill": "the music for drill"}
    lists = {"work": (A,), "rest": (B,), "drill": (C,)}
    assert told(names, lists, steps(("work", 40), ("rest", 10), ("work", 40)), loop=True) == [
        "the music for work lasts 1:00, its steps 1:20: it repeats",
        "the music for drill is not played: there is no such step",
    ]


lists_of_tracks = st.dictionaries(
    st.sampled_from(["work", "rest", "drill"]),
    st.lists(st.sampled_from([track("x", 1), track("y", 1.07), track("z", 7.7), A]), min_size=1, max_size=3).map(tuple),
)
some_steps = st.lists(
    st.tuples(st.sampled_from(["work", "rest", "drill"]), st.integers(1000, 30_000).map(lambda ms: ms / 1000)),
    min_size=1,
    max_size=12,
).map(lambda parts: steps(*parts))


@pytest.mark.slow
@every_time_the_same
@given(lists_of_tracks, some_steps, st.booleans())
def test_every_plan_is_whole(lists: dict[str, tuple[Track, ...]], intervals: tuple[Step, ...], loop: bool) -> None:
    plan = lay_out(lists, intervals, loop=loop)
    total = intervals[-1].end_ms * 48
    for stretch in plan:
        assert 0 <= stretch.start < stretch.end <= total
        assert stretch.fade_in >= 0
        assert stretch.fade_out >= 0
        assert stretch.fade_in + stretch.fade_out <= stretch.end - stretch.start
        assert stretch.passages[0].start == stretch.start
        assert stretch.passages[-1].end >= stretch.end
        for passage in stretch.passages:
            assert passage.end - passage.start == passage.track.samples - passage.offset
            assert passage.start < stretch.end
        for one, other in zip(stretch.passages, stretch.passages[1:], strict=False):
            assert other.start == one.end - one.fade_out
    if loop:  # every step with a list has music throughout
        for step in intervals:
            heard = [s for s in plan if s.start < step.end_ms * 48 and s.end > step.start_ms * 48]
            assert bool(lists.get(step.kind)) <= bool(heard)
            if lists.get(step.kind):
                assert min(s.start for s in heard) <= step.start_ms * 48
                assert max(s.end for s in heard) >= step.end_ms * 48
