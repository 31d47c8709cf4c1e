"""Who has to go when places run short: rules with a clock of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.sharing.doorkeeper import (
    GRACE_SECONDS,
    HEAD_SECONDS,
    MOST,
    PLACES,
    SEND_SECONDS,
    WAITING_PER_ADDRESS,
    Doorkeeper,
    Guest,
)


def test_the_one_that_has_been_idle_longest_makes_place() -> None:
    keeper = Doorkeeper(places=3)
    guests = [Guest("a", since) for since in (5.0, 1.0, 3.0)]
    assert [keeper.came(guest) for guest in guests] == [[], [], []]
    guests[1].since = 9.0  # it was sent something
    assert keeper.came(Guest("b", 10.0)) == [guests[2]]
    assert keeper.came(Guest("b", 10.0)) == [guests[0]]
    assert len(keeper) == 3


def test_those_who_came_in_one_moment_are_heard_before_any_goes_unless_they_are_far_too_many() -> None:
    keeper = Doorkeeper()
    assert not any(keeper.came(Guest("a", 1.0 + number / 1e6)) for number in range(MOST))
    assert len(keeper.came(Guest("a", 1.1))) == 1
    assert len(keeper.came(Guest("a", 1.1 + GRACE_SECONDS))) == MOST - PLACES + 1
    assert len(keeper) == PLACES


def test_from_one_address_those_that_never_asked_are_bounded_and_those_that_did_are_not() -> None:
    keeper = Doorkeeper()
    asking = [Guest("a", 0.0, waiting=False) for _ in range(200)]
    silent = [Guest("a", 1.0 + number / 1000) for number in range(100)]
    others = [Guest("b", 0.9) for _ in range(WAITING_PER_ADDRESS)]
    assert not any(keeper.came(guest) for guest in (*asking, *silent, *others))
    assert keeper.overdue(1.2) == [], "they may have asked already"
    assert keeper.overdue(3.0) == silent[: 100 - WAITING_PER_ADDRESS]
    assert keeper.overdue(3.0) == []


def test_a_head_and_an_answer_have_their_times() -> None:
    keeper = Doorkeeper()
    slow, stalled, taking, last = Guest("a", 0.0), Guest("a", 0.0), Guest("a", 0.0), Guest("a", 0.0)
    stalled.waiting = taking.waiting = False
    last.unsent = 1  # the answer is written, and not yet taken
    for guest in (slow, stalled, taking, last):
        keeper.came(guest)
    assert keeper.overdue(HEAD_SECONDS) == []
    assert keeper.overdue(HEAD_SECONDS + 1) == [slow]
    taking.since = SEND_SECONDS
    assert set(keeper.overdue(SEND_SECONDS + 1)) == {stalled, last}
    assert len(keeper) == 1


@pytest.mark.slow
@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.floats(0, 3)), max_size=60), st.integers(1, 20))
def test_there_is_always_place_for_one_more(coming: list[tuple[str, bool, float]], places: int) -> None:
    keeper, now = Doorkeeper(places), 0.0
    for address, waiting, later in coming:
        now += later
        guest = Guest(address, now, waiting)
        gone = keeper.came(guest)
        assert guest not in gone
        assert gone == sorted(gone, key=lambda each: each.since)
        assert len(keeper) <= places * MOST // PLACES
