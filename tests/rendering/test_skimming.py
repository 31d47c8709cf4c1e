"""A session without its silences: all of it is there, in its order, and the clock is said where nothing else is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocoach.rendering.listening import Listening, of_session
from audiocoach.script.load import parse_session
from audiocoach.script.sound_wishes import VoiceWish
from audiocoach.timeline.events import Event
from audiocoach.timeline.skim import AFTER_CLOCK, KEPT, Heard, clock_times, skim
from audiocoach.timeline.wording import Words

every_time_the_same = settings(derandomize=True, deadline=None)

CLOCK_MS = 700


class Lengths(dict[Words, int]):
    def __missing__(self, words: Words) -> int:
        return CLOCK_MS


def clock(milliseconds: int) -> Words:
    return Words(str(milliseconds), VoiceWish(), "en")


def skimmed(*events: Event) -> tuple[list[Heard], int]:
    return skim(events, clock, Lengths())


def say(start: int, length: int = 2_000) -> Event:
    return Event("say", "start", start, start + length, "coach", f"at {start}")


def sound(start: int, length: int = 380) -> Event:
    return Event("sound", "work", start, start + length, "coach", sound="work")


def told(heard: list[Heard]) -> list[tuple[int, str]]:
    return [(each.at_ms, each.clock.text if each.clock else each.event.type if each.event else "") for each in heard]


def end_of(each: Heard) -> int:
    return each.at_ms + (each.event.end_ms - each.event.start_ms if each.event else CLOCK_MS)


sessions = st.lists(
    st.builds(
        lambda make, start, length: make(start, length),
        st.sampled_from([say, sound]),
        st.integers(0, 200_000),
        st.integers(50, 4_000),
    ),
    min_size=1,
    max_size=12,
).map(lambda events: sorted(events, key=lambda event: event.start_ms))


@pytest.mark.slow
@every_time_the_same
@given(sessions)
def test_every_event_is_heard_in_its_order_and_no_silence_is_long(events: list[Event]) -> None:
    heard, length_ms = skimmed(*events)
    assert [each.event for each in heard if each.event] == events
    assert all(before.at_ms <= after.at_ms for before, after in itertools.pairwise(heard))
    covered = 0
    for each in heard:
        assert each.at_ms - covered <= max(KEPT, AFTER_CLOCK)
        assert not each.clock or each.at_ms >= covered, "the clock is not said over anything"
        covered = max(covered, end_of(each))
    assert covered == length_ms


@pytest.mark.slow
@every_time_the_same
@given(sessions)
def test_what_sounds_together_still_does(events: list[Event]) -> None:
    at = {id(each.event): each.at_ms for each in skimmed(*events)[0] if each.event}
    for one, other in itertools.pairwise(events):
        if other.start_ms <= one.end_ms:
            assert at[id(other)] - at[id(one)] == other.start_ms - one.start_ms


def test_the_clock_comes_before_each_cue_and_before_the_signal_that_leads_into_it() -> None:
    heard, length_ms = skimmed(sound(0, 400), say(500), say(90_700), sound(150_000), say(150_480, 1_000))
    assert told(heard) == [
        (0, "sound"),
        (500, "say"),
        (2_700, "90000"),
        (3_550, "say"),
        (5_750, "150000"),
        (6_600, "sound"),
        (7_080, "say"),
    ]
    assert length_ms == 8_080


def test_ticks_are_no_cue_and_words_close_together_share_a_clock() -> None:
    ticks = [sound(27_000, 80), sound(28_000, 80), sound(29_000, 180)]
    heard, _ = skimmed(*ticks, sound(30_000), say(30_480, 500), say(31_130, 500))
    assert [text for _, text in told(heard)] == ["sound"] * 3 + ["30000", "sound", "say", "say"]


def test_a_cue_at_the_very_start_has_no_clock() -> None:
    assert clock_times([say(0)]) == {}


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> Listening:
    """A run over music that is not read: what is skimmed has none under it."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "never-read.mp3").touch()
    script = """
session: A long run
voice: {engine: tone}
music: never-read.mp3
steps:
  - {work: 38m, name: Run, cadence: 170, cues: [{at: 20m, say: Keep your shoulders loose.}]}
  - {cool-down: 2m}
"""
    return of_session(parse_session(script, folder=folder), fast=True)


@pytest.mark.slow
def test_forty_minutes_are_checked_in_two(fast: Listening) -> None:
    assert fast.timeline is not None
    assert fast.timeline.length_ms == 40 * 60_000
    seconds = sum(map(len, fast.blocks())) / 48_000
    assert 30 < seconds < 130


def test_the_time_shown_is_the_sessions(fast: Listening) -> None:
    assert fast.timeline is not None
    times = [fast.session_ms(at * 24) for at in range(0, 120_000, 10)]
    assert times == sorted(times)
    assert times[0] == 0
    begun = {session_ms for _, session_ms in fast.turns}
    assert {event.start_ms for event in fast.timeline.events} <= begun
    for at, session_ms in fast.turns:
        assert fast.session_ms(at * 24) == session_ms
