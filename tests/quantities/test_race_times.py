"""Races by the equations of Daniels and Gilbert: the published times to the second, and what follows from a race."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.errors import Unreadable
from audiocoach.quantities.paces import OF_RACES, Pace, named_pace
from audiocoach.quantities.race_times import PACES, RACES, RECORDS, SHARES, race_time, races_of, vdot

VDOTS = st.floats(25, 85)
DISTANCES = st.sampled_from([*RACES.values(), Fraction(1_500), Fraction(3_000), Fraction(50_000)])


@pytest.mark.parametrize(
    ("value", "times"),
    [
        (35, (1_618_600, 3_361_900, 7_452_900, 15_366_300)),
        (50, (1_196_000, 2_479_600, 5_491_200, 11_439_700)),
        (70, (895_500, 1_861_000, 4_102_700, 8_592_700)),
    ],
)
def test_race_times_are_those_that_the_equations_give(value: int, times: tuple[int, ...]) -> None:
    """VDOT 50: 19:56.0, 41:19.6, 1:31:31.2 and 3:10:39.7."""
    found = [race_time(value, metres) for metres in RACES.values()]
    assert [abs(ms - expected) <= 50 for ms, expected in zip(found, times, strict=True)] == [True] * 4


@given(VDOTS, DISTANCES)
def test_a_vdot_and_its_time_are_each_others(value: float, metres: Fraction) -> None:
    assert vdot(metres, race_time(value, metres)) == pytest.approx(value, abs=1e-3)


@given(VDOTS, VDOTS, DISTANCES)
def test_who_has_more_is_faster(one: float, other: float, metres: Fraction) -> None:
    slow, fast = sorted([one, other])
    assert race_time(fast, metres) <= race_time(slow, metres)
    if fast - slow > 1e-3:
        assert race_time(fast, metres) < race_time(slow, metres)


@given(st.integers(800_000, 4_000_000), DISTANCES, DISTANCES)
def test_a_longer_race_takes_longer_and_is_run_no_faster(ms: int, one: Fraction, other: Fraction) -> None:
    value = vdot(RACES["5k"], ms)
    near, far = sorted([one, other])
    assert race_time(value, near) <= race_time(value, far)
    assert race_time(value, near) / near <= race_time(value, far) / far + 1


@given(st.integers(800, 4_400))
def test_a_race_that_is_given_is_run_in_its_time(seconds: int) -> None:
    races = races_of({"5k": seconds * 1000})
    assert races.time("5k") == seconds * 1000
    assert races.pace("5k") == Pace(seconds * 200)
    assert races_of(races.written) == races
    paces = [races.pace(name).ms for name in ("5k", "10k", "half", "marathon", "easy")]
    assert paces == sorted(paces)
    assert races.pace("interval").ms < races.pace("threshold").ms < races.pace("easy").ms


def test_shares_are_what_they_say() -> None:
    """70, 88 and 97.5 % of VO2max: the cost of the speed is that share of the VDOT."""
    races = races_of({"10k": "41:19.6"})
    for name, share in (("easy", 0.7), ("threshold", 0.88), ("interval", 0.975)):
        speed = 60_000_000 / races.pace(name).ms
        assert -4.60 + 0.182258 * speed + 0.000104 * speed**2 == pytest.approx(share * 50, abs=0.01)
    assert [*SHARES] == ["easy", "threshold", "interval"]


def test_times_that_are_given_win_and_the_nearest_works_out_the_others() -> None:
    races = races_of({"5k": "24:00", "half": "2:10:00"})
    assert (races.time("5k"), races.time("half")) == (1_440_000, 7_800_000)
    assert races.behind("10k").name == "5k"
    assert races.behind("marathon").name == "half"
    assert races.time("10k") == races_of({"5k": "24:00"}).time("10k")
    assert races.time("marathon") == races_of({"half": "2:10:00"}).time("marathon")
    assert races.behind("easy").name == "5k"  # of the higher VDOT
    assert races.pace("easy") == races_of({"5k": "24:00"}).pace("easy")
    assert races_of({"5km": "24:00", "half marathon": "2:10:00"}) == races


@pytest.mark.parametrize(
    ("times", "message", "hint"),
    [
        (
            {"5k": "4:48"},
            "'5k: 4:48' is faster than the world's record (12:35.36)",
            "is this a pace? Give the time of the whole race  At 4:48/km it takes 24:00",
        ),
        (
            {"marathon": "3:10"},
            "'marathon: 3:10' is faster than the world's record (2:00:35)",
            "is this a pace? Give the time of the whole race  At 3:10/km it takes 2:13:37  Did you mean 3:10:00?",
        ),
        (
            {"5k": "24:00:00"},
            "'5k: 24:00:00' is slower than 15 minutes a kilometre",
            "is this a pace? Give the time of the whole race  Did you mean 24:00?",
        ),
        ({"5k": "1:15:01"}, "'5k: 1:15:01' is slower than 15 minutes a kilometre", "is this a pace?"),
        ({"8k": "20:00"}, "'8k: 20:00' is faster than the world's records", "is this a pace?"),
        ({"5k": "4:48/km"}, "'4:48/km' is a pace, and a race has a time", "write how long it takes, such as 5k: 24:00"),
        ({"5k": "24"}, "'24' is not the time of a race", "did you mean '24s' (seconds) or '24m' (minutes)?"),
        ({"5k": ""}, "the time of '5k' is missing", "write how long it takes"),
        ({"5k": "soon"}, "'soon' is not the time of a race", "write how long it takes"),
        ({"marathn": "3:30:00"}, "'marathn' is not the distance of a race", "did you mean 'marathon'?"),
        ({"400m": "1:20"}, "'400m' is no distance that paces follow from", "give a race from 800m to 100km"),
        ({"5k": "24:00", "10k": "23:59"}, "'10k: 23:59' is faster than the world's record (26:11)", "is this a pace?"),
        ({"5k": "40:00", "10k": "39:00"}, "10k in 39:00 is not longer than 5k in 40:00", "is one of them a pace?"),
        ({"5k": "24:00", "5000m": "25:00"}, "'5k' and '5k' are the same distance", "give one time for it"),
        ({}, "there is no race here", "a race is a distance and its time, such as 5k: 24:00"),
        ({"9" * 200: "24:00"}, f"'{'9' * 40}' is not the distance of a race", "a race is a distance"),
        ({"5k": "9" * 200}, f"'{'9' * 40}' is not the time of a race", "write how long it takes"),
    ],
)
def test_what_is_no_race_is_told(times: dict[str, str], message: str, hint: str) -> None:
    with pytest.raises(Unreadable) as told:
        races_of(times)
    assert told.value.message == message
    assert told.value.hint.startswith(hint)


def test_the_records_themselves_are_races() -> None:
    for metres, ms in RECORDS.items():
        name = f"{float(metres):.3f} metres"
        assert races_of({name: ms}).given[0].ms == ms
        with pytest.raises(Unreadable, match="faster than"):
            races_of({name: ms - 1})


def test_every_pace_has_a_name_that_is_read_and_one_to_be_shown() -> None:
    assert [*OF_RACES] == [*PACES]
    assert [named_pace(name) for name in PACES] == [*PACES]
    assert [named_pace(f"{name} pace") for name in PACES] == [*PACES]
    assert named_pace("half-marathon") == named_pace("Half Marathon") == "half"
    assert named_pace("5 km") == "5k"
    assert [named_pace(text) for text in ("50k", "5", "5kg", "half-way", "easily", "easy does it", "5k-ish")] == [
        None
    ] * 7


def test_nobody_gives_more_races_than_twenty() -> None:
    times = {f"{900 + 100 * number}m": f"{4 + number}:00" for number in range(21)}
    assert len(races_of(dict([*times.items()][:20])).given) == 20
    with pytest.raises(Unreadable, match="here are 21 races, more than 20"):
        races_of(times)
