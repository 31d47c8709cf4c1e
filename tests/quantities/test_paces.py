"""Paces and distances as people write them, and the exact time that they make together."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import Unreadable
from audiocoach.quantities.distances import ByPace, Distance, covered, length_with_words, parse_distance
from audiocoach.quantities.lengths import parse_length
from audiocoach.quantities.paces import Pace, parse_pace


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("4:30/km", Pace(270_000)),
        ("7:15/mi", Pace(435_000, "mi")),
        (" 4:30 / km ", Pace(270_000)),
        ("4:30 min/km", Pace(270_000)),
        ("4m30s/km", Pace(270_000)),
        ("270s/1 km", Pace(270_000)),
        ("7:15 per mile", Pace(435_000, "mi")),
        ("4:30/K", Pace(270_000)),
        ("4:30.333/km", Pace(270_333)),
        ("4:30.5/km", Pace(270_500)),
    ],
)
def test_a_pace_is_read_as_people_write_it(text: str, pace: Pace) -> None:
    assert parse_pace(text) == pace
    assert parse_pace(str(pace)) == pace


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("5:30", "'5:30' does not say for how far", "did you mean '5:30/km' or '5:30/mi'?"),
        ("12 km/h", "'12 km/h' is a speed, not a pace", "as a pace it is 5:00/km"),
        ("7.5 mph", "'7.5 mph' is a speed, not a pace", "as a pace it is 8:00/mi"),
        ("fast", "'fast' is not a pace", "paces look like 4:30/km or 7:15/mi"),
        ("61m/km", "'61m/km' is more than an hour for a kilometre", "paces look like 4:30/km or 7:15/mi"),
        ("4:75/km", "'4:75/km' is not a pace", "paces look like 4:30/km or 7:15/mi"),
        ("0:00/km", "'0:00/km' is not a pace", "paces look like 4:30/km or 7:15/mi"),
        ("0 km/h", "'0 km/h' is a speed, not a pace", "paces look like 4:30/km or 7:15/mi"),
        ("9" * 200, f"'{'9' * 20}…' is not a pace", "paces look like 4:30/km or 7:15/mi"),
    ],
)
def test_what_is_no_pace_is_told_with_the_pace_that_it_is(text: str, message: str, hint: str) -> None:
    with pytest.raises(Unreadable) as error:
        parse_pace(text)
    assert (error.value.message, error.value.hint) == (message, hint)


def test_a_pace_without_its_distance_is_for_the_one_that_is_thought_in() -> None:
    assert parse_pace("8:30", "mi") == Pace(510_000, "mi")
    assert parse_pace("5:00/km", "mi") == Pace(300_000, "km")


def test_paces_are_told_in_the_other_unit_to_the_second() -> None:
    assert str(Pace(300_000).in_units("mi")) == "8:03/mi"
    assert str(Pace(480_000, "mi").in_units("km")) == "4:58/km"
    assert Pace(300_000).in_units(None) == Pace(300_000).in_units("km") == Pace(300_000)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("400m", 400),
        ("91m", 91),
        ("5k", 5_000),
        ("0.08km", 80),
        ("80 metres", 80),
        ("1mi", Fraction("1609.344")),
        ("100 yards", Fraction("91.44")),
        ("1.5 KM", 1_500),
    ],
)
def test_a_distance_is_read_exactly_and_written_back(text: str, metres: Fraction) -> None:
    found = parse_distance(text)
    assert found is not None
    assert found.metres == metres
    assert parse_distance(str(found)) == found


@given(st.integers(1, 90))
def test_m_up_to_ninety_is_minutes_always(minutes: int) -> None:
    assert parse_distance(f"{minutes}m") is None
    assert covered(f"{minutes}m", Pace(300_000)) is None
    assert parse_length(f"{minutes}m") == minutes * 60_000
    assert str(Distance(Fraction(minutes), "metre")) == f"{minutes} metres"


@pytest.mark.parametrize("text", ["90m", "2:30", "90s", "1h100m", "lap", "2 laps", "far", "1,5km", ""])
def test_what_is_no_distance_is_left_to_others(text: str) -> None:
    assert parse_distance(text) is None


@pytest.mark.slow
@given(
    st.fractions(Fraction(1, 100), 100, max_denominator=100),
    st.sampled_from(["km", "mi"]),
    st.integers(60_000, 1_200_000),
)
def test_a_length_is_the_distance_times_the_pace_rounded_half_up(value: Fraction, unit: str, pace: int) -> None:
    distance = Distance(value, "kilometre" if unit == "km" else "mile")
    for per in ("km", "mi"):
        exact = distance.metres * Pace(pace, per).ms_a_metre
        made = ByPace.of(distance, Pace(pace, per))
        assert -Fraction(1, 2) < made - exact <= Fraction(1, 2)


def test_half_a_millisecond_is_rounded_up() -> None:
    assert ByPace.of(Distance(Fraction(1, 2), "kilometre"), Pace(270_001)) == 135_001


def test_a_length_is_written_with_its_pace_and_read_back_the_same() -> None:
    made = covered("1mi", Pace(330_000))
    assert made is not None
    assert made == 531_084
    assert made.written == "1mi @ 5:30/km"
    again = covered(made.written, Pace(1_000))
    assert again == made
    assert again is not None
    assert again.is_own
    assert not made.is_own


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5m @ 4:30/km", ("5m", "@ 4:30/km")),
        ("400m @ 5k pace", ("400m", "@ 5k pace")),
        ("400m @ 4:30/km", None),
        ("400m", None),
        ("@ 4:30/km", None),
    ],
)
def test_a_time_keeps_its_length_and_the_pace_behind_it_is_words(text: str, parts: tuple[str, str] | None) -> None:
    assert length_with_words(text) == parts
