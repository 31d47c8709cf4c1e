import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.mix.windows import MERGE_MS, Placed, windows
from audiocoach.sound.clip import Clip

TOTAL_MS = 6000

every_time_the_same = settings(derandomize=True, deadline=None)


def clip(length_ms: int) -> Clip:
    return Clip(b"\1\0" * 24 * length_ms)


def spans(placed: list[Placed], total_ms: int = TOTAL_MS) -> list[tuple[int, int]]:
    return [(window.start / 24, window.end / 24) for window in windows(placed, total_ms)]


placed_clips = st.lists(
    st.builds(
        lambda length, start: Placed(start * (TOTAL_MS - length) * 24 // 1000, clip(length)),
        st.sampled_from([1, 20, 80, 300, 1000]),
        st.integers(0, 1000),
    ),
    max_size=15,
)


@pytest.mark.slow
@every_time_the_same
@given(placed_clips)
def test_every_clip_is_in_one_window_at_its_own_time(placed: list[Placed]) -> None:
    found = [Placed(window.start + part.at, part.clip) for window in windows(placed, TOTAL_MS) for part in window.parts]
    assert sorted((p.at, p.clip.length_ms) for p in found) == sorted((p.at, p.clip.length_ms) for p in placed)


@pytest.mark.slow
@every_time_the_same
@given(placed_clips)
def test_windows_are_in_order_inside_the_session_and_never_close_together(placed: list[Placed]) -> None:
    found = spans(placed)
    assert all(0 <= start < end <= TOTAL_MS for start, end in found)
    assert all(later[0] - earlier[1] >= MERGE_MS for earlier, later in itertools.pairwise(found))


@pytest.mark.slow
@every_time_the_same
@given(placed_clips)
def test_a_window_begins_and_ends_with_a_clip_and_has_no_long_gap(placed: list[Placed]) -> None:
    for window in windows(placed, TOTAL_MS):
        assert window.parts[0].at == 0
        assert window.length == max(part.end for part in window.parts)
        end = 0
        for part in window.parts:
            assert part.at < end + MERGE_MS * 24
            end = max(end, part.end)


@pytest.mark.slow
@every_time_the_same
@given(placed_clips, st.randoms(use_true_random=False))
def test_the_order_given_changes_no_time(placed: list[Placed], random) -> None:
    shuffled = list(placed)
    random.shuffle(shuffled)
    assert spans(shuffled) == spans(placed)


def test_a_gap_of_the_limit_separates_and_one_sample_less_does_not() -> None:
    assert spans([Placed(0, clip(100)), Placed(220 * 24, clip(50))]) == [(0, 100), (220, 270)]
    (one,) = windows([Placed(0, clip(100)), Placed(220 * 24 - 1, clip(50))], TOTAL_MS)
    assert one.end == 270 * 24 - 1


def test_a_short_clip_under_a_long_one_does_not_end_the_window() -> None:
    placed = [Placed.at_ms(0, clip(1000)), Placed.at_ms(100, clip(50)), Placed.at_ms(900, clip(300))]
    assert spans(placed) == [(0, 1200)]


def test_the_same_sounds_elsewhere_are_equal_parts() -> None:
    chime, word = clip(80), clip(300)
    times = [(0, chime), (90, word), (4001, chime), (4091, word), (5000, chime)]
    placed = [Placed.at_ms(at, each) for at, each in times]
    one, other, shorter = windows(placed, TOTAL_MS)
    assert one.parts == other.parts
    assert one.parts != shorter.parts


def test_nothing_placed_is_no_window() -> None:
    assert windows([], TOTAL_MS) == ()


def test_a_clip_may_fill_the_session_exactly() -> None:
    assert spans([Placed.at_ms(0, clip(TOTAL_MS))]) == [(0, TOTAL_MS)]


@pytest.mark.parametrize(
    ("placed", "says"),
    [
        (Placed.at_ms(-1, clip(100)), "outside"),
        (Placed.at_ms(TOTAL_MS - 99, clip(100)), "outside"),  # and cut this one off
        (Placed.at_ms(0, Clip(b"")), "whole milliseconds"),
        (Placed.at_ms(0, Clip(bytes(50))), "whole milliseconds"),
        (Placed.at_ms(0, Clip(bytes(96), rate=48_000)), "24000 Hz mono"),
        (Placed.at_ms(0, Clip(bytes(96), channels=2)), "24000 Hz mono"),
    ],
)
def test_a_clip_that_cannot_be_mixed_is_refused(placed: Placed, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        windows([placed], TOTAL_MS)
